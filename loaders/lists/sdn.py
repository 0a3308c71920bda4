"""OFAC's own files, SDN.CSV with ADD.CSV and ALT.CSV beside it, and their consolidated counterparts.

They have no header; what a file holds is told by its number of columns: 12 for entries, 6 for addresses,
5 for other names.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from graphrisk.errors import InputError, UsageError
from graphrisk.names.countries import country_code
from graphrisk.sentences import Sentence
from loaders.base import Event, Input, Options, Progress, Reject, Skip, Warn
from loaders.inputs import read_text
from loaders.lists.entries import EditionFacts, Entries, Entry
from loaders.lists.facts import CONSOLIDATED, SDN, ListFacts
from loaders.lists.relations import subsidiaries_in
from loaders.lists.table import Line, RowError, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENTRY, ADDRESS, OTHER_NAME = 12, 6, 5
"""Number of columns of the three files."""
_NULLS = frozenset({"-0-", "-0", ""})
_PASSED_OVER = {
    "individual": Sentence("individuals"),
    "vessel": Sentence("vessels"),
    "aircraft": Sentence("aircraft"),
}


@dataclass(slots=True)
class _Files:
    """The rows of one set of files: entries with their places, and what belongs to them by number."""

    entries: dict[str, tuple[str, Line]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    countries: dict[str, list[str]] = field(default_factory=dict)


def load(inputs: Sequence[Input], options: Options, entries: Entries) -> Iterator[Event]:
    """Read the files into `entries`: organisations only.

    Raises `UsageError` where the options name no edition or first day, `InputError` where a file is none of
    the three, or the one with the entries is missing.
    """
    if options.edition is None or options.valid_from is None:
        raise UsageError(
            Sentence("The files do not say which edition they are or from when they hold."),
            remedy=Sentence("Say it: --edition NAME --valid-from YYYY-MM-DD."),
        )
    sets: dict[bool, _Files] = {}
    done = 0
    for item in inputs:
        text, _ = read_text(item, fallback="latin-1")
        files = sets.setdefault(PurePath(item.name).name.lower().startswith("cons"), _Files())
        count = 0
        for event in _read(text, item.name, files):
            count += event is None
            if event is not None:
                count += 1
                yield event
        done += item.size or len(text)
        yield Progress(count, done)
    for consolidated, files in sets.items():
        if not files.entries:
            raise InputError(
                Sentence("the file with the entries is missing."),
                file=", ".join(item.name for item in inputs),
                remedy=Sentence("Name it beside the others: SDN.CSV or CONS_PRIM.CSV."),
            )
        yield from _join(files, CONSOLIDATED if consolidated else SDN, options, entries)


def _read(text: str, file: str, files: _Files) -> Iterator[Reject | None]:
    """Sort the rows of a file in; yield None for a row that was taken, a `Reject` for one refused."""
    lines = read_lines(text, file)
    first = next(lines, None)
    width = len(first.cells) if first else 0
    if first is None or width not in (ENTRY, ADDRESS, OTHER_NAME):
        raise InputError(
            Sentence("has {width} columns and is none of SDN.CSV, ADD.CSV, ALT.CSV.", width=width),
            file=file,
            line=1,
            remedy=Sentence("Name OFAC's files as they are published, without a header."),
        )
    line: Line | None = first
    while line is not None:
        try:
            _sort_in(line, width, f"{file} line {line.number}", files)
            yield None
        except RowError as error:
            yield error.reject(file, line.number)
        line = next(lines, None)


def _sort_in(line: Line, width: int, place: str, files: _Files) -> None:
    cells = line.cells
    if len(cells) != width:
        reason = Sentence("the number of columns is {count}, not {width}", count=len(cells), width=width)
        raise RowError(reason, value=",".join(cells))
    number = cells[0]
    if not number.isdecimal():
        raise RowError(Sentence("the row does not begin with the number of an entry"), "ent_num", number)
    if width == ENTRY:
        if number in files.entries:
            raise RowError(
                Sentence("the entry stands already in {place}", place=files.entries[number][0]),
                "ent_num",
                number,
            )
        files.entries[number] = (place, line)
    elif width == OTHER_NAME and (name := _value(cells[3])):
        files.names.setdefault(number, []).append(name)
    elif width == ADDRESS and (name := _value(cells[4])):
        files.countries.setdefault(number, []).append(name)


def _join(files: _Files, facts: ListFacts, options: Options, entries: Entries) -> Iterator[Event]:
    edition = EditionFacts(
        options.title or facts.title,
        facts.publisher,
        options.valid_from,
        options.valid_to,
        options.citation or facts.page,
    )
    skips: Counter[str] = Counter()
    for number, (place, line) in files.entries.items():
        if reason := _PASSED_OVER.get(line.cells[2].casefold()):
            skips[reason] += 1
            continue
        try:
            entries.add(_entry(number, line, files, facts, edition, options), edition, place)
        except RowError as error:
            yield error.reject(place.rpartition(" line ")[0], line.number)
    yield from (Skip(reason, count) for reason, count in skips.items())
    lost = len((files.names.keys() | files.countries.keys()) - files.entries.keys())
    if lost:
        yield Warn(
            Sentence(
                "{title}: entries that other names or addresses refer to but that are missing: {lost}.",
                title=facts.title,
                lost=lost,
            )
        )
    fewest, most = facts.rows or (0, 0)
    if not fewest <= len(files.entries) <= most:
        yield Warn(
            Sentence(
                "{title}: {count} entries where {fewest} to {most} are expected; a part may be missing.",
                title=facts.title,
                count=len(files.entries),
                fewest=fewest,
                most=most,
            )
        )


def _entry(
    number: str, line: Line, files: _Files, facts: ListFacts, edition: EditionFacts, options: Options
) -> Entry:
    if options.edition is None or edition.valid_from is None:
        raise RowError(Sentence("the edition has no name or first day"))
    seats = {country_code(name) for name in files.countries.get(number, ())}
    return Entry(
        list_id=options.list_id or facts.list_id,
        edition=options.edition,
        row_no=number,
        name=_value(line.cells[1]),
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        aliases=tuple(
            dict.fromkeys(
                (
                    *files.names.get(number, ()),
                    *(f"subsidiary: {name}" for name in subsidiaries_in(_value(line.cells[11]))),
                )
            )
        ),
        country=seats.pop() if len(seats) == 1 else None,
        program=_value(line.cells[3]) or None,
        citation=edition.citation,
    )


def _value(cell: str) -> str:
    """Return the text of a cell, empty for OFAC's mark of nothing, `-0- `."""
    return "" if cell in _NULLS else " ".join(cell.split())
