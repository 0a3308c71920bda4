"""Affiliations from a CSV file, and the organisations that they name to another."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from graphrisk.cli.table_files import table_input, table_output
from graphrisk.cli.words import say, t
from graphrisk.errors import InputError
from graphrisk.export.csv_file import guard
from graphrisk.names.countries import country_code
from graphrisk.resolve.affiliations import answer
from graphrisk.sentences import Sentence
from loaders.inputs import read_text
from loaders.sheets import Fault, csv_sheet, fold_header, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graphrisk.resolve.affiliations import Answer, Rival
    from graphrisk.resolve.affiliations.index import Index
    from loaders.sheets import Cell, Row, Sheet

COLUMNS = (
    "ror_ids",
    "score",
    "grade",
    "matched_part",
    "matched_name",
    "reasons",
    "alternatives",
    "result",
)
SHOWN = 5
"""Refused rows that are told one by one."""


@dataclass(frozen=True, slots=True)
class Affiliations:
    """A sheet, the places of its columns, and how many lines it has."""

    sheet: Sheet
    column: int
    country: int | None
    lines: int


@dataclass(slots=True)
class Counts:
    """What came of the rows."""

    rows: int = 0
    matched: int = 0
    none: int = 0
    rejected: int = 0
    grades: Counter[str] = field(default_factory=Counter)
    """Rows by the best grade in them."""
    refused: list[tuple[str, str]] = field(default_factory=list)


def open_affiliations(path: Path, column: str | None, country_column: str | None) -> Affiliations:
    """Open a CSV file, or - for standard input, and find its columns.

    Without `column` it is `affiliation`, or the only one. Raises `InputError` where the file or a column is
    not there.
    """
    item = table_input(path)
    text, _ = read_text(item)
    sheet = csv_sheet(item.name, text)
    only = column is None and len(sheet.header) == 1
    at = 0 if only else _place(sheet, column or "affiliation", "--column")
    country = _place(sheet, country_column, "--country-column") if country_column else None
    return Affiliations(sheet, at, country, text.count("\n") + 1)


def _place(sheet: Sheet, column: str, option: str) -> int:
    folded = [fold_header(name) for name in sheet.header]
    found = [number for number, name in enumerate(folded) if name == fold_header(column)]
    if len(found) != 1:
        there = ", ".join(name for name in sheet.header if name)
        raise InputError(
            Sentence("the column {column} stands twice.", column=column)
            if found
            else Sentence("there is no column {column}.", column=column),
            file=sheet.place,
            line=sheet.header_line,
            remedy=Sentence("Name one of its columns with {option}: {names}.", option=option, names=there),
        )
    return found[0]


def write_answers(path: Path, given: Affiliations, index: Index, tell: Callable[[float], None]) -> Counts:
    """Write each row with what its affiliation names. Raises `InputError` where `path` cannot be written.

    A column of the input that has a name of `COLUMNS` is written as `input_` and that name.
    """
    counts = Counts()
    resolve = lru_cache(maxsize=1 << 16)(lambda text, country: answer(text, index, country))
    with table_output(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        kept = [f"input_{name}" if fold_header(name) in COLUMNS else name for name in given.sheet.header]
        writer.writerow([guard(name) for name in (*kept, *COLUMNS)])
        for row in given.sheet.rows:
            counts.rows += 1
            cells = _answered(row, given, resolve, counts)
            writer.writerow([guard(cell) for cell in (*map(_shown, row.cells), *cells)])
            if counts.rows % 256 == 0:
                tell(min(1.0, row.line / given.lines))
    return counts


def _answered(
    row: Row, given: Affiliations, resolve: Callable[[str, str | None], Answer], counts: Counts
) -> tuple[str, ...]:
    """Return the cells of `COLUMNS` for a row, and count it."""
    cell = row.cells[given.column]
    place = None if given.country is None else row.cells[given.country]
    fault = row.fault or next((c for c in (cell, place) if isinstance(c, Fault)), None)
    reason = say(fault.said) if fault else ""
    country = None
    if not reason and not is_blank(place):
        country = country_code(str(place))
        if country is None:
            reason = t("no country is called {value}").format(value=repr(str(place)[:40]))
    if reason:
        counts.rejected += 1
        if len(counts.refused) < SHOWN:
            counts.refused.append((t("line {n}").format(n=row.line), reason))
        return *("",) * (len(COLUMNS) - 1), t("refused: {reason}").format(reason=reason)
    found = resolve("" if is_blank(cell) else str(cell), country)
    if not found.matches:
        counts.none += 1
        return *("",) * (len(COLUMNS) - 2), "; ".join(map(_told, found.nearest)), "no match"
    matches = found.matches
    counts.matched += 1
    counts.grades[min(m.grade for m in matches)] += 1
    return (
        ";".join(m.org_id for m in matches),
        ";".join(f"{m.score:.2f}" for m in matches),
        ";".join(m.grade for m in matches),
        "; ".join(" ".join(m.part.split()) for m in matches),
        "; ".join(m.name for m in matches),
        "; ".join(" ".join(m.reasons) for m in matches),
        "; ".join(_told(rival) for m in matches for rival in m.rivals),
        "match",
    )


def _told(rival: Rival) -> str:
    return f"{rival.org_id} {rival.name} ({rival.score:.2f}, {rival.reason})"


def _shown(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, Fault) else str(cell)
