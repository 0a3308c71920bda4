"""The documented CSV that an office fills from a list, such as METI's end user list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from graphrisk.names.identifiers import ror
from graphrisk.sentences import Sentence
from loaders.base import Event, Input, Options, Progress, Warn
from loaders.inputs import read_text
from loaders.lists.entries import EditionFacts, Entries, Entry, country, day
from loaders.lists.names import codes, split_names
from loaders.lists.table import Line, RowError, Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = (
    "list_id",
    "edition",
    "valid_from",
    "valid_to",
    "row_no",
    "name",
    "name_native",
    "aliases",
    "country_code",
    "concern_codes",
    "parent",
    "ror",
    "citation",
)
REQUIRED = ("row_no", "name")
CONCERNS = frozenset({"B", "C", "M", "N", "CW"})
"""Biological, chemical, missiles, nuclear, conventional weapons: METI's codes."""


def load(inputs: Sequence[Input], options: Options, entries: Entries) -> Iterator[Event]:
    """Read files in the generic format into `entries`; a row's own dates win over those of the options."""
    done = 0
    for item in inputs:
        text, _ = read_text(item)
        table = read_table(text, item.name, required=_required(options), known=COLUMNS)
        yield from table.warnings
        count = 0
        for line in table.lines:
            count += 1
            try:
                table.check(line)
                entries.add(_entry(table, line, options), _facts(options), f"{item.name} line {line.number}")
            except RowError as error:
                yield error.reject(item.name, line.number)
        done += item.size or len(text)
        yield Progress(count, done)
    yield from _contradictions(options, entries)


def _required(options: Options) -> tuple[str, ...]:
    """The columns that must be there: what the options say need not stand in the rows."""
    given = {"list_id": options.list_id, "edition": options.edition, "valid_from": options.valid_from}
    return (*(name for name, value in given.items() if value is None), *REQUIRED)


def _facts(options: Options) -> EditionFacts:
    return EditionFacts(options.title, None, options.valid_from, options.valid_to, options.citation)


def _entry(table: Table, line: Line, options: Options) -> Entry:
    cell = partial(table.cell, line)
    valid_from = day(cell("valid_from"), "valid_from") or options.valid_from
    if valid_from is None:
        raise RowError(Sentence("the row has no first day"), "valid_from")
    return Entry(
        list_id=_needed("list_id", cell("list_id") or options.list_id),
        edition=_needed("edition", cell("edition") or options.edition),
        row_no=_needed("row_no", cell("row_no")),
        name=" ".join(cell("name").split()),
        valid_from=valid_from,
        valid_to=day(cell("valid_to"), "valid_to", end=True) or options.valid_to,
        name_native=cell("name_native") or None,
        aliases=tuple(split_names(cell("aliases"))),
        country=country(cell("country_code"), "country_code"),
        concern_codes=_concerns(cell("concern_codes")),
        parent=cell("parent") or None,
        ror=_ror(cell("ror")),
        citation=cell("citation") or options.citation,
    )


def _needed(column: str, value: str | None) -> str:
    if not value:
        raise RowError(Sentence("the row has no {column}", column=column), column)
    return value


def _contradictions(options: Options, entries: Entries) -> Iterator[Warn]:
    """Say where rows name another list or edition than the call."""
    for option, given, said in (
        ("list", options.list_id, {list_id for list_id, _ in entries.facts}),
        ("edition", options.edition, set(entries.editions())),
    ):
        if given is not None and (others := sorted(said - {given})):
            yield Warn(
                Sentence(
                    "The call names {option} {given}, rows say {names}; the rows count.",
                    option=option,
                    given=given,
                    names=", ".join(others),
                )
            )


def _concerns(text: str) -> tuple[str, ...]:
    found = codes(text)
    if wrong := [code for code in found if code not in CONCERNS]:
        raise RowError(
            Sentence("{names} is no concern code; known are B, C, M, N, CW", names=", ".join(wrong)),
            "concern_codes",
            text,
        )
    return tuple(found)


def _ror(text: str) -> str | None:
    if not text:
        return None
    found = ror(text)
    if found is None:
        raise RowError(Sentence("this is no ROR id, or its check digits are wrong"), "ror", text)
    return found
