"""The table that `graphrisk screen` reads, and the one that it writes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphrisk.cli.table_files import table_input, table_output
from graphrisk.cli.words import t
from graphrisk.errors import InputError
from graphrisk.export.csv_file import guard
from graphrisk.i18n import translate
from graphrisk.names.countries import country_code
from graphrisk.resolve.screening.words import NAME_KINDS, STRENGTHS, say
from graphrisk.sentences import Sentence
from loaders.inputs import read_text
from loaders.sheets import Fault, csv_sheet, fold_header

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphrisk.i18n import Language
    from graphrisk.resolve.screening.search import Candidate
    from loaders.sheets import Cell, Sheet

COLUMNS = (
    "line",
    "name",
    "rank",
    "score",
    "strength",
    "list",
    "edition",
    "row",
    "listed_name",
    "matched_name",
    "matched_kind",
    "country",
    "valid_from",
    "valid_to",
    "editions",
    "reasons",
    "doubts",
)
"""Columns of the file that is written, the same in every language; the words in the cells are not."""

LONGEST = 1000
"""Characters of a name; a cell that holds more is no name."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of the table: its line, its name, its country's ISO code, and a country that nobody knows."""

    line: int
    name: str
    country: str | None = None
    unknown_country: str | None = None


def read_names(file: Path, column: str | None, country_column: str | None) -> list[NamedRow]:
    """Return the rows of a CSV file, or of standard input where it is -.

    Raises `InputError` where the file or a column cannot be used.
    """
    item = table_input(file)
    text, _ = read_text(item)
    sheet = csv_sheet(item.name, text)
    place = _place(sheet, column, t("Name the column with --column."))
    country_place = _place(sheet, country_column, t("Check --country-column.")) if country_column else None
    rows: list[NamedRow] = []
    for row in sheet.rows:
        name = _text(sheet, row.line, place, row.cells[place])
        if len(name) > LONGEST:
            raise InputError(
                t("the cell holds {count} characters, which is no name.").format(count=f"{len(name):,}"),
                file=item.name,
                line=row.line,
                column=sheet.header[place],
                remedy=t("Is it the right column?"),
            )
        printed = (
            _text(sheet, row.line, country_place, row.cells[country_place])
            if country_place is not None
            else ""
        )
        code = country_code(printed) if printed else None
        rows.append(NamedRow(row.line, name, code, printed if printed and code is None else None))
    return rows


def _place(sheet: Sheet, column: str | None, remedy: str) -> int:
    folded = [fold_header(name) for name in sheet.header]
    wanted = fold_header(column or "name")
    if wanted in folded:
        return folded.index(wanted)
    if column is None and len(folded) == 1:
        return 0
    raise InputError(
        t("has no column {column}.").format(column=repr(column or "name")),
        file=sheet.place,
        line=sheet.header_line,
        remedy=" ".join((remedy, t("It has: {names}.").format(names=", ".join(sheet.header)))),
    )


def _text(sheet: Sheet, line: int, place: int, cell: Cell) -> str:
    if isinstance(cell, Fault):
        raise InputError(
            Sentence("{fault}.", fault=cell.said), file=sheet.place, line=line, column=sheet.header[place]
        )
    return "" if cell is None else " ".join(str(cell).split())


def write_csv(file: Path, found: Iterable[tuple[NamedRow, list[Candidate]]], language: Language) -> None:
    """Write a row a candidate under `COLUMNS`, and one for each name without any.

    UTF-8 with a byte order mark. Raises `InputError` where the file cannot be written.
    """
    none = translate(STRENGTHS["NONE"], language)
    with table_output(file) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(COLUMNS)
        for row, candidates in found:
            shown = as_document(row, candidates, language)
            for one in shown["candidates"] or [{"strength_text": none}]:
                cells = {"line": row.line, "name": row.name, **one, "strength": one["strength_text"]}
                writer.writerow([guard(_cell(cells.get(name))) for name in COLUMNS])


def _cell(value: object) -> object:
    return "\n".join(map(str, value)) if isinstance(value, list) else value


def as_document(row: NamedRow, candidates: list[Candidate], language: Language) -> dict[str, Any]:
    """Return a name and its candidates as JSON writes them."""
    return {
        "line": row.line,
        "name": row.name,
        "country": row.country,
        "unknown_country": row.unknown_country,
        "candidates": [_candidate(place, one, language) for place, one in enumerate(candidates, 1)],
    }


def _candidate(rank: int, one: Candidate, language: Language) -> dict[str, Any]:
    row = one.row
    return {
        "rank": rank,
        "score": one.score,
        "strength": one.strength.value,
        "strength_text": translate(STRENGTHS[one.strength], language),
        "list": row.list_id,
        "edition": row.edition,
        "row": row.row_no,
        "listed_name": row.name,
        "matched_name": one.name.text,
        "matched_kind": translate(NAME_KINDS[one.name.kind], language),
        "country": row.country,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "editions": list(row.editions),
        "reasons": [say(seen, language) for seen in one.comparison.reasons],
        "doubts": [say(seen, language) for seen in one.comparison.doubts],
    }
