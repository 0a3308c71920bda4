"""Rows written ready made come back as they went in, whatever their text looks like."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from graphrisk.export.xlsx_rows import Row, column_name
from graphrisk.export.xlsx_sheet import Value, Writer, make_styles
from graphrisk.findings import Level

TEXTS = (
    "<r><t>not bold</t></r>",
    "<r>& broken",
    "<r>a & b < c</r>",
    "R&D <b> \"quoted\" 'single'",
    "  spaces around  ",
    "two\nlines",
    "\ttab first",
    "_x0041_ and _x41_",
    "bell \x07 and unit \x1f",
    "𠮷野家 髙橋 👩‍🔬",
    "=1+1",
    "1e5",
)


def read_back(tmp_path: Path, rows: list[tuple[Value, ...]]) -> list[tuple[object, ...]]:
    path = tmp_path / "rows.xlsx"
    width = max(len(row) for row in rows)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        header = [(f"Column {number}", 10) for number in range(width)]
        writer = Writer(book, "Rows", header, make_styles(book, "en"), "en")
        for row in rows:
            writer.write(row, level_text="HIGH")
        writer.close()
    page = openpyxl.load_workbook(path)["Rows"]
    return [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    ((found,),) = read_back(tmp_path, [(text,)])
    assert openpyxl.utils.escape.unescape(found) == text


def test_half_a_character_becomes_a_mark(tmp_path: Path) -> None:
    assert read_back(tmp_path, [("a\ud842b",)]) == [("a\ufffdb",)]


def test_all_kinds_of_cells(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 1, 9, 30, 15)  # noqa: DTZ001  # as a workbook keeps it
    day = dt.date(2026, 2, 28)
    rows: list[tuple[Value, ...]] = [(None, 7, 2.5, True, day, moment, Level.HIGH, ""), (), (0, -1, 1e-7)]
    first, empty, last = read_back(tmp_path, rows)
    assert first == (None, 7, 2.5, True, dt.datetime(2026, 2, 28), moment, "HIGH", None)  # noqa: DTZ001
    assert empty == (None,) * 8
    assert last[:3] == (0, -1, 1e-7)


def test_columns_have_the_names_of_spreadsheets() -> None:
    assert [column_name(number) for number in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_no_cell_can_hold_as_a_number_is_text(tmp_path: Path, value: float) -> None:
    """As a number it would make a workbook that spreadsheet programs call damaged."""
    assert read_back(tmp_path, [(value, 1.5)]) == [(str(value), 1.5)]
    with pytest.raises(ValueError, match=str(value)):
        Row(1).number_of("A", 0, value)
