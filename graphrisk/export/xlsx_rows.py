"""Rows of a worksheet as the XML that stands in the file, many times faster than cell by cell.

XlsxWriter checks and wraps each of the millions of cells of a large run. In its mode of constant memory it
keeps the finished rows in a file, and a row may as well be put there ready made. It takes text that looks
like its own runs of formats (`<r>…</r>`) as they are, too; here all text is text.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any

_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # days in a workbook have no zone
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x(?=[0-9a-fA-F]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_x": "_x005F_x"}


class Row:
    """The cells of one row, put together in the order of their columns. `number` counts from 0."""

    __slots__ = ("_cells", "_number", "number")

    def __init__(self, number: int) -> None:
        self.number = number
        self._number = str(number + 1)
        self._cells: list[str] = []

    def text(self, column: str, style: int, text: str) -> None:
        """Add a text, whatever it looks like."""
        keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        place = f'r="{column}{self._number}" s="{style}"'
        self._cells.append(f'<c {place} t="inlineStr"><is><t{keep}>{escaped(text)}</t></is></c>')

    def number_of(self, column: str, style: int, value: float) -> None:
        """Add a number. Raises `ValueError` for NaN and infinity, which a workbook cannot hold."""
        if not math.isfinite(value):
            raise ValueError(value)
        self._cells.append(f'<c r="{column}{self._number}" s="{style}"><v>{value!r}</v></c>')

    def truth(self, column: str, style: int, *, value: bool) -> None:
        """Add true or false."""
        self._cells.append(f'<c r="{column}{self._number}" s="{style}" t="b"><v>{int(value)}</v></c>')

    def put(self, page: Any, last_column: int) -> None:
        """Write the row to a sheet of a workbook in constant memory, after all rows above it."""
        page._write_single_row(self.number)
        if self._cells:
            page._check_dimensions(self.number, 0)
            page._check_dimensions(self.number, last_column)
            page.row_data_fh.write(f'<row r="{self._number}">{"".join(self._cells)}</row>')


def escaped(text: str) -> str:
    """Return text as it stands in a cell: characters that XML has no place for as `_xHHHH_`."""
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def _escape(found: re.Match[str]) -> str:
    known = _ENTITIES.get(found[0])
    if known is not None:
        return known
    code = ord(found[0])
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= code <= 0xDFFF else f"_x{code:04X}_"


def serial(day: dt.date) -> float:
    """Return a day or moment as the number that stands for it in a workbook: days since 1899-12-30."""
    moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001
    passed = moment.replace(tzinfo=None) - _DAY_ZERO
    return passed.days + passed.seconds / 86_400


def column_name(column: int) -> str:
    """Return the letters of a column that counts from 0: A, B … Z, AA …"""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def style_number(style: Any) -> int:
    """Return the number of a format in its workbook."""
    return int(style._get_xf_index())


def link(page: Any, row: int, column: int, address: str) -> None:
    """Make a cell whose text is written by `Row` a link."""
    page.ignore_write_string = True
    try:
        page.write_url(row, column, address)
    finally:
        page.ignore_write_string = False
