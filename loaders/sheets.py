"""Rows of CSV and XLSX sheets in one shape, with the place of each row and the faults of its cells.

A cell that must not be used (a formula, an error value, an endless text) arrives as a `Fault`, so that the
loader can refuse its row and name the cell.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_LINE = 8 << 20
"""Characters of a line; more than `MAX_COLUMNS` cells of the greatest length."""
MAX_CELL = 32_767
"""Longest text of a cell; the most that spreadsheet programs themselves hold."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be used. `reason` completes the sentence "The cell B7 …"."""

    cell: str
    reason: str

    @property
    def said(self) -> Sentence:
        """The whole sentence."""
        return Sentence("the cell {cell} {reason}", cell=self.cell, reason=self.reason)


Cell: TypeAlias = "str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Fault | None"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, from 1, its cells in the order of the header, and its fault."""

    line: int
    cells: Sequence[Cell]
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet under its header. `place` is what reports call it, such as `form.xlsx[funding]`.

    `header` holds the column names as printed; `rows` is read once and may raise `InputError`.
    """

    place: str
    header: tuple[str, ...]
    header_line: int
    rows: Iterator[Row]


def fold_header(name: str) -> str:
    """Return the name of a column as it is compared: `' Call ID * '` gives `'call_id'`."""
    folded = unicodedata.normalize("NFKC", name).casefold().replace("\ufeff", "")
    return re.sub(r"[\s_\-]+", "_", folded.strip(" \t\r\n*※")).strip("_")


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing that a person would see."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def with_header(place: str, rows: Iterator[Row]) -> Sheet:
    """Take the first row that is not blank as header. Raises `InputError` where there is none."""
    for row in rows:
        cells = list(row.cells)
        while cells and is_blank(cells[-1]):
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise InputError(
                Sentence(
                    "the header has {count} columns; at most {most} are read.",
                    count=f"{len(cells):,}",
                    most=MAX_COLUMNS,
                ),
                file=place,
                line=row.line,
                remedy=Sentence("Is the file in the expected format?"),
            )
        header = tuple(_header_text(cell) for cell in cells)
        return Sheet(place, header, row.line, _body(place, rows, len(header)))
    raise InputError(
        Sentence("is empty: there is no header row."), file=place, remedy=Sentence("Hand in a filled file.")
    )


def csv_sheet(place: str, text: str) -> Sheet:
    """Return the rows of CSV text. The separator (comma, semicolon or tab) is found in the header."""
    return with_header(place, _csv_rows(place, text))


def _header_text(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, Fault) else str(cell).strip()


def _body(place: str, rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Yield the rows that hold anything, as wide as the header; what is too wide gets a fault."""
    count = 0
    for row in rows:
        if all(is_blank(cell) for cell in row.cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise InputError(
                Sentence("has more than {most} rows.", most=f"{MAX_ROWS:,}"),
                file=place,
                line=row.line,
                remedy=Sentence("Hand it in in parts."),
            )
        cells = list(row.cells[:width]) + [None] * (width - len(row.cells))
        beyond = any(not is_blank(cell) for cell in row.cells[width:])
        fault = Fault(
            Sentence("{number} of this row", number=width + 1),
            Sentence("stands beyond the last column of the header"),
        )
        yield Row(row.line, cells, fault if beyond else None)


def _csv_rows(place: str, text: str) -> Iterator[Row]:
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(_lines(place, text), delimiter=delimiter)
    limit = csv.field_size_limit()
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                Sentence(
                    "a cell of more than {limit} characters begins here ({error}).",
                    limit=f"{limit:,}",
                    error=error,
                ),
                file=place,
                line=line,
                remedy=Sentence("Look for a quotation mark that is not closed."),
            ) from error
        yield Row(line, [_csv_cell(cell, number) for number, cell in enumerate(cells, 1)])


def _lines(place: str, text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > MAX_LINE:
            raise InputError(
                Sentence("has a line of {count} characters.", count=f"{len(line):,}"),
                file=place,
                line=number,
                remedy=Sentence("Is it a CSV file with a row a line?"),
            )
        yield line


def _csv_cell(cell: str, number: int) -> Cell:
    if len(cell) > MAX_CELL:
        return Fault(
            Sentence("{number} of this row", number=number),
            Sentence(
                "holds {count} characters; at most {most} are read",
                count=f"{len(cell):,}",
                most=f"{MAX_CELL:,}",
            ),
        )
    return cell
