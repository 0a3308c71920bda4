"""A worksheet with a header, filters, widths and as many rows as there are.

Rows beyond what a worksheet holds go on in a next one of the same name with a number. All text is written as
text, never as a formula; only http(s) addresses become links.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from graphrisk.export.xlsx_rows import Row, column_name, link, serial, style_number
from graphrisk.findings import Level
from graphrisk.i18n import N_, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.i18n import Language

MAX_ROWS = 1_048_575
"""Rows of a worksheet below its header."""
MAX_TEXT = 32_767
"""Characters of a cell."""
MAX_LINKS = 60_000
MAX_ADDRESS = 2_000

_ADDRESS = re.compile(rf"https?://\S{{1,{MAX_ADDRESS - 8}}}")

Value: TypeAlias = "str | int | float | bool | dt.date | dt.datetime | Level | None"

_COLOURS = {
    Level.HIGH: "#9a3412",
    Level.MEDIUM: "#b45309",
    Level.LOW: "#475569",
    Level.INFO: "#64748b",
}
_FONT = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
_EARLIEST = dt.date(1900, 3, 1)
"""Spreadsheet programs disagree on days before this one."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a workbook."""

    head: Any
    text: Any
    wrap: Any
    link: Any
    date: Any
    moment: Any
    number: Any
    title: Any
    levels: dict[Level, Any]


def make_styles(book: Any, language: Language) -> Styles:
    """Return the formats of `book`, dates as readers of `language` write them."""
    day = 'yyyy"年"m"月"d"日"' if language == "ja" else "yyyy-mm-dd"
    head = {
        **_FONT,
        "bold": True,
        "bg_color": "#1e3a5f",
        "font_color": "#ffffff",
        "text_wrap": True,
        "valign": "vcenter",
    }
    return Styles(
        head=book.add_format(head),
        text=book.add_format(_FONT),
        wrap=book.add_format({**_FONT, "text_wrap": True}),
        link=book.add_format({**_FONT, "font_color": "#1d4ed8", "underline": 1}),
        date=book.add_format({**_FONT, "num_format": day, "align": "left"}),
        moment=book.add_format({**_FONT, "num_format": f"{day} hh:mm", "align": "left"}),
        number=book.add_format({**_FONT, "num_format": "#,##0.##"}),
        title=book.add_format({**_FONT, "bold": True, "font_size": 14}),
        levels={
            level: book.add_format({**_FONT, "bold": True, "font_color": colour})
            for level, colour in _COLOURS.items()
        },
    )


class Writer:
    """Writes rows one after the other to a sheet, and to its continuation when it is full."""

    def __init__(
        self,
        book: Any,
        name: str,
        header: Sequence[tuple[str, int]],
        styles: Styles,
        language: Language,
        *,
        freeze: int = 0,
        max_rows: int = MAX_ROWS,
    ) -> None:
        self._book, self._name, self._header = book, name, header
        self._styles, self._language = styles, language
        self._freeze, self._max_rows = freeze, max_rows
        self._names = [column_name(column) for column in range(len(header))]
        self._numbers: dict[str, int] = {
            name: style_number(getattr(styles, name))
            for name in ("text", "wrap", "link", "date", "moment", "number")
        } | {level: style_number(style) for level, style in styles.levels.items()}
        self._sheets = 0
        self._open()

    def _open(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} {self._sheets}"
        self._page = self._book.add_worksheet(name)
        self._row = self._links = 0
        for column, (_, width) in enumerate(self._header):
            self._page.set_column(column, column, width)
        self._page.freeze_panes(1, self._freeze)
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 0)
        self._page.repeat_rows(0)
        self._page.set_footer("&L&A&R&P / &N")
        self._page.set_row(0, 30)
        for column, (title, _) in enumerate(self._header):
            self._page.write_string(0, column, title, self._styles.head)

    def write(self, cells: Sequence[Value], *, level_text: str = "") -> None:
        """Write one row. A `Level` is written as `level_text`."""
        if self._row >= self._max_rows:
            self.close()
            self._open()
        self._row += 1
        row = Row(self._row)
        for column, cell in enumerate(cells):
            if cell is not None and cell != "":
                self._cell(row, column, cell, level_text)
        row.put(self._page, len(self._header) - 1)

    def close(self) -> None:
        """Set the filter over the rows that were written."""
        self._page.autofilter(0, 0, max(1, self._row), len(self._header) - 1)

    def _cell(self, row: Row, column: int, cell: Value, level_text: str) -> None:
        name, numbers = self._names[column], self._numbers
        if isinstance(cell, Level):
            row.text(name, numbers[cell], level_text)
        elif isinstance(cell, str):
            self._text(row, column, cell)
        elif isinstance(cell, bool):
            row.truth(name, numbers["text"], value=cell)
        elif isinstance(cell, dt.datetime):
            row.number_of(name, numbers["moment"], serial(cell))
        elif isinstance(cell, dt.date):
            if cell >= _EARLIEST:
                row.number_of(name, numbers["date"], serial(cell))
            else:
                row.text(name, numbers["text"], cell.isoformat())
        elif isinstance(cell, float) and not math.isfinite(cell):
            row.text(name, numbers["text"], str(cell))
        elif cell is not None:
            row.number_of(name, numbers["number"], cell)

    def _text(self, row: Row, column: int, text: str) -> None:
        name, numbers = self._names[column], self._numbers
        if self._links < MAX_LINKS and _ADDRESS.fullmatch(text):
            self._links += 1
            link(self._page, row.number, column, text)
            row.text(name, numbers["link"], text)
        else:
            row.text(name, numbers["wrap"], fitting(text, self._language))


def fitting(text: str, language: Language, limit: int = MAX_TEXT) -> str:
    """Return text that a cell holds; where it must be cut, its end says by how much."""
    if len(text) <= limit:
        return text
    note = Message(N_("… ({count} more characters; see the JSON export)"), {"count": len(text) - limit + 100})
    said = note.render(language)
    return text[: limit - 100] + said
