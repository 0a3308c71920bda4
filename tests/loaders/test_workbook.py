"""Workbooks as untrusted files: formulas, macros, passwords, old formats, bombs, damage, odd dates."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from loaders import workbook
from loaders.disclosures import SOURCE
from loaders.hidden import Hidden, hidden, said_rows
from tests.loaders.forms import Rows, form, load, refusal, write_book

POSTS = ["person_id", "org", "type", "start", "end"]


def _day(year: int, month: int, day: int) -> dt.datetime:
    """A day as spreadsheet cells hold it, without a time zone."""
    return dt.datetime(year, month, day, tzinfo=dt.UTC).replace(tzinfo=None)


def _edit(path: Path, change: Any) -> None:
    """Let `change` exchange the parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_formulas_refuse_their_row_and_text_that_looks_like_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in form(affiliations=[POSTS]).items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
            if name == "affiliations":
                page.write_row(1, 0, ["P1", "", "employed"])
                page.write_formula(1, 1, '=CONCATENATE("Kyoto"," University")', None, "Kyoto University")
                page.write_row(2, 0, ["P1", "", "employed"])
                page.write_string(2, 1, "=SUM of all")
                page.write_array_formula(3, 1, 3, 1, "{=A1:A1}", None, "x")
                page.write_row(4, 0, ["P1", "", "employed"])
                page.write_formula(4, 1, "=NA()", None, "#N/A")
    loaded = load(SOURCE, path)
    assert [row["org"] for row in loaded.rows("declared_affiliations")] == ["=SUM of all"]
    assert [reject.line for reject in loaded.rejects] == [2, 4, 5]
    first = loaded.rejects[0]
    assert first.file == f"{path}[affiliations]"
    assert first.reason == "the cell B2 holds a formula; paste values"
    assert first.column == "org"


def test_error_values_refuse_their_row(tmp_path: Path) -> None:
    path = write_book(tmp_path / "f.xlsx", form(affiliations=[POSTS, ["P1", "#REF!", "employed"]]))
    (reject,) = load(SOURCE, path).rejects
    assert "holds the error #REF!" in reject.reason


def test_macros_are_said_and_never_run(tmp_path: Path) -> None:
    path = write_book(tmp_path / "f.xlsm", form())
    _edit(path, lambda parts: parts.update({"xl/vbaProject.bin": b"\0" * 100}))
    loaded = load(SOURCE, path)
    assert loaded.said("holds macros; they were not run")
    assert len(loaded.rows("participants")) == 1


def test_passwords_and_old_formats_are_told_apart(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    (tmp_path / "a.xlsx").write_bytes(ole + b"\0" * 3000 + "EncryptedPackage".encode("utf-16-le"))
    assert "protected by a password" in refusal(SOURCE, tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(ole + b"\0" * 3000)
    assert "old binary workbook" in refusal(SOURCE, tmp_path / "b.xlsx")


def test_bombs_are_not_opened(tmp_path: Path) -> None:
    path = write_book(tmp_path / "f.xlsx", form())
    _edit(path, lambda parts: parts.update({"xl/media/x.bin": b"\0" * (workbook.RATIO_FROM + 1)}))
    assert path.stat().st_size < 1 << 20
    message = refusal(SOURCE, path)
    assert "would unpack to" in message
    assert "is not opened" in message


@pytest.mark.parametrize(("before", "said"), [("", "document type"), (f"<!--{' ' * 5000}-->", "is damaged")])
def test_entity_bombs_end_in_a_message(tmp_path: Path, before: str, said: str) -> None:
    path = write_book(tmp_path / "f.xlsx", form())
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?>{before}<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]><x>&e11;</x>'
    _edit(path, lambda parts: parts.update({"xl/worksheets/sheet3.xml": bomb.encode()}))
    assert said in refusal(SOURCE, path)


@pytest.mark.parametrize("size", [0, 1, 100, 0.5, 0.97])
def test_cut_files(tmp_path: Path, size: float) -> None:
    path = write_book(tmp_path / "f.xlsx", form())
    data = path.read_bytes()
    path.write_bytes(data[: int(size * len(data)) if isinstance(size, float) else size])
    message = refusal(SOURCE, path)
    assert "is empty" in message if size == 0 else "is not an XLSX workbook, or is cut off" in message


def test_damaged_sheets(tmp_path: Path) -> None:
    def cut(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"][:200]

    path = write_book(tmp_path / "f.xlsx", form())
    _edit(path, cut)
    assert "f.xlsx[participants]: is damaged" in refusal(SOURCE, path)
    path.write_bytes(_zip({"hello.txt": b"x"}))
    assert "is damaged" in refusal(SOURCE, path)


def _zip(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_a_stated_extent_that_is_wrong_hides_no_rows(tmp_path: Path) -> None:
    def shrink(parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet3.xml"]
        assert b'<dimension ref="A1:E2"' in sheet
        parts["xl/worksheets/sheet3.xml"] = sheet.replace(
            b'<dimension ref="A1:E2"', b'<dimension ref="A1:A1"'
        )

    path = write_book(tmp_path / "f.xlsx", form())
    _edit(path, shrink)
    assert len(load(SOURCE, path).rows("participants")) == 1


def test_cells_as_dates_are_read_as_they_are_shown(tmp_path: Path) -> None:
    shown = [
        ("yyyy-mm-dd", _day(2026, 4, 1), dt.date(2026, 4, 1)),
        ("yyyy-mm", _day(2026, 4, 1), dt.date(2026, 4, 30)),
        ("mmm-yy", _day(2026, 4, 1), dt.date(2026, 4, 30)),
        ('yyyy"年"m"月"', _day(2026, 4, 1), dt.date(2026, 4, 30)),
        ('yyyy"年"m"月"d"日"', _day(2026, 4, 1), dt.date(2026, 4, 1)),
        ("yyyy", _day(2026, 1, 1), dt.date(2026, 12, 31)),
        ("yyyy-mm", _day(2026, 4, 15), dt.date(2026, 4, 15)),
    ]
    path = write_book(tmp_path / "f.xlsx", form(affiliations=[POSTS]))
    book = openpyxl.load_workbook(path)
    page = book["affiliations"]
    for number, (code, value, _) in enumerate(shown, 2):
        page.append([f"P{number}", "o", "employed", 2020])
        cell = page.cell(number, 5, value)
        cell.number_format = code
    book.save(path)
    loaded = load(SOURCE, path)
    assert not loaded.rejects
    assert [row["end_on"] for row in loaded.rows("declared_affiliations")] == [want for _, _, want in shown]
    assert {row["start_on"] for row in loaded.rows("declared_affiliations")} == {dt.date(2020, 1, 1)}


def test_per_cent_cells_and_bands_that_became_dates(tmp_path: Path) -> None:
    sheets = form(
        funding=[["person_id", "funder", "status", "effort_pct"], ["P1", "f", "current", 0.15]],
        export_control=[["person_id", "foreign_benefit_band"], ["P1", _day(2026, 10, 20)]],
    )
    path = write_book(tmp_path / "f.xlsx", sheets)
    book = openpyxl.load_workbook(path)
    book["funding"]["D2"].number_format = "0%"
    book.save(path)
    loaded = load(SOURCE, path)
    assert loaded.rows("declared_funding")[0]["effort_pct"] == 15.0
    (reject,) = loaded.rejects
    assert "did the spreadsheet turn it into a date?" in reject.reason


def test_limits_of_rows_columns_and_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = form(affiliations=[[f"c{n}" for n in range(201)]])
    assert "the header has 201 columns" in refusal(SOURCE, write_book(tmp_path / "a.xlsx", wide))
    monkeypatch.setattr(workbook, "MAX_CELL", 100)
    long = form(affiliations=[POSTS, ["P1", "x" * 101, "employed"], ["P1", "x" * 100, "employed"]])
    loaded = load(SOURCE, write_book(tmp_path / "b.xlsx", long))
    assert "holds 101 characters" in loaded.rejects[0].reason
    assert len(loaded.rows("declared_affiliations")) == 1
    monkeypatch.setattr("loaders.sheets.MAX_ROWS", 3)
    many = form(affiliations=[POSTS, *[["P1", f"o{n}", "employed"] for n in range(4)]])
    assert "more than 3 rows" in refusal(SOURCE, write_book(tmp_path / "c.xlsx", many))


def test_a_row_or_cell_that_claims_to_stand_far_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def far(parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet3.xml"]
        assert b'<row r="2"' in sheet
        moved = sheet.replace(b'<row r="2"', b'<row r="900000000"')
        parts["xl/worksheets/sheet3.xml"] = re.sub(rb' r="[A-Z]2"', b"", moved)

    path = write_book(tmp_path / "f.xlsx", form())
    _edit(path, far)
    monkeypatch.setattr(workbook, "MAX_LINES", 20_000)
    assert "f.xlsx[participants]: has more than 20,000 rows" in refusal(SOURCE, path)
    monkeypatch.setattr(workbook, "MAX_CELLS", 15)
    assert "or 15 cells" in refusal(SOURCE, write_book(tmp_path / "g.xlsx", form(calls=form()["calls"] * 3)))


def test_two_sheets_that_fold_to_one_name_are_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "f.xlsx", {**form(), "Calls ": form()["calls"]})
    assert "two sheets of the name calls" in refusal(SOURCE, path)


def test_lock_files_are_passed_over(tmp_path: Path) -> None:
    write_book(tmp_path / "f.xlsx", form())
    (tmp_path / "~$f.xlsx").write_bytes(b"\x05user")
    assert len(load(SOURCE, tmp_path).rows("participants")) == 1


def test_what_a_spreadsheet_hides_is_read_and_said(tmp_path: Path) -> None:
    posts: Rows = [POSTS, *(["P1", f"Institute {n}", "employed", "2020-04-01", None] for n in range(8))]
    path = write_book(tmp_path / "f.xlsx", form(affiliations=posts))
    book = openpyxl.load_workbook(path)
    page = book["affiliations"]
    for row in (3, 5, 6, 7, 40):
        page.row_dimensions[row].hidden = True
    page.column_dimensions["D"].hidden = True
    page.column_dimensions["Z"].hidden = True
    book["participants"].sheet_state = "veryHidden"
    book.save(path)
    loaded = load(SOURCE, path)
    assert len(loaded.rows("declared_affiliations")) == 8
    said = [text.removeprefix(f"{tmp_path}/") for text in loaded.warnings if "hidden" in text]
    assert said == [
        "f.xlsx[participants]: the sheet is hidden; it was read as well.",
        "f.xlsx[affiliations]: hidden rows were read as well: 3, 5–7.",
        "f.xlsx[affiliations]: hidden columns were read as well: start.",
    ]


def test_a_form_that_hides_nothing_says_nothing_of_it(tmp_path: Path) -> None:
    loaded = load(SOURCE, write_book(tmp_path / "f.xlsx", form()))
    assert not [text for text in loaded.warnings if "hidden" in text]


def test_rows_of_other_programs_are_seen_too() -> None:
    """Other programs write prefixes, single quotation marks, rows without numbers, in one long line."""
    filled = b"<x:row r='%d' hidden='true'><x:c><x:v>1</x:v></x:c></x:row>"
    sheet = b"<x:cols><x:col min='2' max='3' hidden='1'/></x:cols>" + b"".join(filled % n for n in (1, 2, 9))
    sheet += (
        b'<row hidden="1"><c t="inlineStr"><is><t>x</t></is></c></row><row r="12" hidden="0"><c><v>1</v></c>'
    )
    found = hidden(io.BytesIO(sheet + b"</row>"))
    assert found == Hidden((1, 2, 9, 10), ((2, 3),))
    assert said_rows(found.rows) == "1–2, 9–10"
    assert said_rows(range(1, 100, 2), most=2) == "1, 3, …"


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_hidden_rows_are_the_same_however_the_sheet_is_cut(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    filled = b"".join(
        b'<row r="%d"%s><c><v>1</v></c></row><row r="%d" hidden="1"/>'
        % (number, b' hidden="true"' if number % 3 else b"", number + 1)
        for number in range(1, 60, 2)
    )
    sheet = b'<cols><col min="2" max="3" hidden="1"/></cols><sheetData>' + filled + b"</sheetData>"
    whole = hidden(io.BytesIO(sheet))
    assert whole == Hidden(tuple(n for n in range(1, 60, 2) if n % 3), ((2, 3),))
    monkeypatch.setattr("loaders.hidden._CHUNK", size)
    assert hidden(io.BytesIO(sheet)) == whole
