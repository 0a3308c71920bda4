"""CSV files of lists: rows under their header, each with its line, nothing guessed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence, reason_of
from loaders.base import VALUE_LIMIT, Reject, Warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_ROWS = 1_000_000
# Columns about people's origin are never read; only organisations matter here.
_ORIGIN = re.compile(r"nationalit|citizenship|ethnic|religio|birth|国籍|出生|民族|宗教|出身", re.I)
# Control characters of the second block stand where Windows text was taken for Latin-1: “, ”, ’, –.
_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the number of the line on which it begins, from 1."""

    number: int
    cells: tuple[str, ...]


class RowError(ValueError):
    """A row that cannot be used, with the column and the value at fault."""

    def __init__(self, reason: str, column: str | None = None, value: str | None = None) -> None:
        super().__init__(reason)
        self.column, self.value = column, value

    def reject(self, file: str, line: int) -> Reject:
        """Return the event that reports the row."""
        value = self.value[:VALUE_LIMIT] if self.value is not None else None
        return Reject(file, line, reason_of(self), self.column, value)


def read_lines(text: str, file: str, delimiter: str = ",") -> Iterator[Line]:
    """Yield the rows of CSV text that are not blank, cells without surrounding space.

    Raises `InputError` where quotes do not match or a cell is endless: what follows could not be trusted.
    """
    # Some copies of government files end with the end-of-file mark of DOS.
    reader = csv.reader(io.StringIO(text.removesuffix("\x1a"), newline=""), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(
                Sentence("the row cannot be read: {error}.", error=error),
                file=file,
                line=start,
                remedy=Sentence("Check the quotes of this row; nothing of the file was loaded."),
            ) from error
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield Line(start, tuple(cell.translate(_WINDOWS).strip() for cell in row))
        start = reader.line_num + 1
        if start > MAX_ROWS:
            raise InputError(
                Sentence("holds more than {most} lines.", most=f"{MAX_ROWS:,}"),
                file=file,
                remedy=Sentence("Split the file."),
            )


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file with a header: `columns` gives the place of each known column."""

    file: str
    columns: dict[str, int]
    width: int
    lines: Iterator[Line]
    warnings: tuple[Warn, ...]

    def cell(self, line: Line, column: str) -> str:
        """Return the text of a cell, empty where the column is not there."""
        place = self.columns.get(column)
        return line.cells[place] if place is not None else ""

    def check(self, line: Line) -> None:
        """Raise `RowError` where a row has not as many cells as the header."""
        if len(line.cells) != self.width:
            reason = Sentence(
                "the number of columns is {count}, not {width} as in the header",
                count=len(line.cells),
                width=self.width,
            )
            raise RowError(reason, value=",".join(line.cells))


def _delimiter(text: str) -> str:
    """Return what divides the columns: spreadsheet programs of some countries write semicolons or tabs."""
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(",;\t", key=header.count)


def read_table(text: str, file: str, *, required: Sequence[str], known: Sequence[str]) -> Table:
    """Read the header of a CSV file. Raises `InputError` where it is missing a required column.

    Columns that are neither required nor known are not read, which is said; so are columns about people's
    origin, whatever else is asked for.
    """
    lines = read_lines(text, file, _delimiter(text))
    header = next(lines, None)
    if header is None:
        raise InputError(Sentence("is empty."), file=file)
    names = [_fold(cell) for cell in header.cells]
    missing = [column for column in required if column not in names]
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if missing or doubled:
        fault = (
            Sentence("lacks the columns {names}", names=", ".join(missing))
            if missing
            else Sentence("has twice: {names}", names=", ".join(doubled))
        )
        raise InputError(
            Sentence("the header {fault}.", fault=fault),
            file=file,
            line=header.number,
            value=",".join(header.cells),
            remedy=Sentence(
                "Expected is: {names}", names=",".join([*required, *(k for k in known if k not in required)])
            ),
        )
    origin = [name for name in names if _ORIGIN.search(name)]
    wanted = {*required, *known}.difference(origin)
    unknown = [name or "(no name)" for name in names if name not in wanted and name not in origin]
    warnings = []
    if unknown:
        warnings.append(
            Warn(
                Sentence(
                    "{file}: columns that are not known were not read: {names}.",
                    file=file,
                    names=", ".join(unknown),
                )
            )
        )
    if origin:
        warnings.append(
            Warn(
                Sentence(
                    "{file}: columns about the origin of people were dropped unread: {names}.",
                    file=file,
                    names=", ".join(origin),
                )
            )
        )
    places = {name: place for place, name in enumerate(names) if name in wanted}
    return Table(file, places, len(names), lines, tuple(warnings))


def _fold(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).strip("\ufeff \t").casefold()
    return re.sub(r"[\s\-]+", "_", folded)
