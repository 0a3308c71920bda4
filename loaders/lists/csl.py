"""The Consolidated Screening List of the U.S. government: thirteen lists in one CSV, kept apart here."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from graphrisk.errors import UsageError
from graphrisk.sentences import Sentence
from loaders.base import Event, Input, Options, Progress, Skip, Warn
from loaders.inputs import read_text
from loaders.lists.entries import EditionFacts, Entries, Entry, day
from loaders.lists.facts import CSL, CSL_ROWS, ListFacts
from loaders.lists.names import split_names
from loaders.lists.table import Line, RowError, Table, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REQUIRED = (
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "addresses",
    "start_date",
    "end_date",
    "alt_names",
)
KNOWN = (
    "_id",
    "title",
    "federal_register_notice",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "source_information_url",
    "ids",
)
_CODE = re.compile(r"\(([^()]+)\)\s*-|\(([^()]+)\)\s*$")
_CODES = {"NS-CMIC": "CMIC", "MBS": "MBS", "NS-MBS": "MBS"}
_PASSED_OVER = {
    "individual": Sentence("individuals"),
    "vessel": Sentence("vessels"),
    "aircraft": Sentence("aircraft"),
}
_UNSAID = Sentence("rows of lists of people that do not say whether they name an organisation")


def load(inputs: Sequence[Input], options: Options, entries: Entries) -> Iterator[Event]:
    """Read the files into `entries`: organisations only, each under the list that its row names.

    Raises `UsageError` where the options name no edition or no first day.
    """
    if options.edition is None or options.valid_from is None:
        raise UsageError(
            Sentence("The file does not say which edition it is or from when it holds."),
            remedy=Sentence(
                "Say it: --edition NAME --valid-from YYYY-MM-DD, the day on which it was fetched."
            ),
        )
    done = 0
    for item in inputs:
        text, _ = read_text(item, fallback="cp1252")
        table = read_table(text, item.name, required=REQUIRED, known=KNOWN)
        yield from table.warnings
        count, unsaid = 0, 0
        skips: Counter[str] = Counter()
        for line in table.lines:
            count += 1
            try:
                table.check(line)
                facts = _list(table.cell(line, "source"))
                kind = table.cell(line, "type").casefold()
                if reason := _passed_over(kind, facts):
                    skips[reason] += 1
                    continue
                unsaid += not kind
                edition = EditionFacts(
                    facts.title,
                    facts.publisher,
                    options.valid_from,
                    options.valid_to,
                    options.citation or table.cell(line, "source_list_url") or facts.page,
                )
                entry = _entry(table, line, facts, edition, options.edition)
                entries.add(entry, edition, f"{item.name} line {line.number}")
            except RowError as error:
                yield error.reject(item.name, line.number)
        yield from (Skip(reason, number) for reason, number in skips.items())
        yield from _warnings(item.name, count, unsaid)
        done += item.size or len(text)
        yield Progress(count, done)


def _warnings(file: str, count: int, unsaid: int) -> Iterator[Warn]:
    fewest, most = CSL_ROWS
    if not fewest <= count <= most:
        yield Warn(
            Sentence(
                "{file} has {count} rows where {fewest} to {most} are expected; a part may be missing.",
                file=file,
                count=count,
                fewest=fewest,
                most=most,
            )
        )
    if unsaid:
        yield Warn(
            Sentence(
                "{file}: rows that do not say what they name, taken for organisations: {unsaid}.",
                file=file,
                unsaid=unsaid,
            )
        )


def _list(source: str) -> ListFacts:
    """Return the list that a `source` such as "Entity List (EL) - Bureau of …" names."""
    match = _CODE.search(source)
    code = ((match[1] or match[2]) if match else "").strip().upper()
    facts = CSL.get(_CODES.get(code, code))
    if facts is None:
        raise RowError(Sentence("no list is known by this source"), "source", source)
    return facts


def _passed_over(kind: str, facts: ListFacts) -> str | None:
    if kind in _PASSED_OVER:
        return _PASSED_OVER[kind]
    return _UNSAID if not kind and not facts.names_kind else None


def _entry(table: Table, line: Line, facts: ListFacts, edition: EditionFacts, name: str) -> Entry:
    valid_from = day(table.cell(line, "start_date"), "start_date") or edition.valid_from
    if valid_from is None:
        raise RowError(Sentence("the row has no first day"), "start_date")
    return Entry(
        list_id=facts.list_id,
        edition=name,
        row_no=table.cell(line, "entity_number") or table.cell(line, "_id") or f"line {line.number}",
        name=" ".join(table.cell(line, "name").split()),
        valid_from=valid_from,
        valid_to=day(table.cell(line, "end_date"), "end_date", end=True) or edition.valid_to,
        aliases=tuple(split_names(table.cell(line, "alt_names"))),
        country=seat(table.cell(line, "addresses")),
        program=table.cell(line, "programs") or None,
        citation=table.cell(line, "federal_register_notice") or edition.citation,
    )


def seat(addresses: str) -> str | None:
    """Return the country in which all addresses lie, by the ISO code at their end; None where they differ."""
    found = {part.rpartition(",")[2].strip() for part in addresses.split(";") if part.strip()}
    codes = {code for code in found if re.fullmatch("[A-Z]{2}", code)}
    return codes.pop() if len(codes) == 1 else None
