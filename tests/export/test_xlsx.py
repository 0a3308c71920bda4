"""The workbook: sheets, headers, filters, text that stays text, nothing lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from graphrisk.export import EXPORTERS, xlsx_sheet
from graphrisk.export.xlsx_sheet import MAX_TEXT, Writer, fitting, make_styles
from graphrisk.i18n import Language
from tests.export.factory import EVIL, FINDINGS, RUN, record


def _book(tmp_path: Path, language: Language = "en", findings: list[Any] | None = None) -> Any:
    path = tmp_path / "out.xlsx"
    EXPORTERS["xlsx"](path, RUN, FINDINGS if findings is None else findings, language)
    return openpyxl.load_workbook(path)


def _rows(page: Any) -> list[dict[str, Any]]:
    head, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_sheets_headers_filters_and_widths(tmp_path: Path) -> None:
    book = _book(tmp_path)
    assert book.sheetnames == ["Summary", "Findings", "Evidence", "Run facts"]
    for name, freeze, last in (("Findings", "C2", "X3"), ("Evidence", "B2", "M3")):
        page = book[name]
        assert page.freeze_panes == freeze
        assert page.auto_filter.ref == f"A1:{last}"
        assert page["B2"].alignment.wrap_text
        assert page.column_dimensions["B"].width > 10
        assert page.print_title_rows == "$1:$1"
    assert _book(tmp_path, "ja").sheetnames == ["概要", "確認事項", "根拠", "照合の条件"]


def test_findings_and_evidence(tmp_path: Path) -> None:
    book = _book(tmp_path)
    first, second = _rows(book["Findings"])
    assert (first["Level"], first["Finding"], first["Evidence records"]) == ("HIGH", "F0123456789abcdef", 2)
    assert first["Newest evidence"].date() == dt.date(2026, 3, 1)
    assert first["Decided at (UTC)"] == dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC).replace(tzinfo=None)
    assert first["How the level came about"] == "MEDIUM: 2 works\nMEDIUM → HIGH: Listed then and now."
    assert first["Alternatives rejected"] == (
        "https://openalex.org/A9: The record carries another ORCID iD (x)."
    )
    assert (second["Application"], second["State"]) == (None, "Open again")
    work, listing = _rows(book["Evidence"])
    assert (work["Side"], work["Kind"], work["Page"]) == ("observed", "work", "https://openalex.org/W1")
    assert listing["From"] == "1850-01-01", "a day that spreadsheets do not know stays text"
    assert listing["To"].date() == dt.date(2026, 9, 9)
    assert book["Evidence"]["M2"].hyperlink.target == "https://openalex.org/W1"


def test_japanese_words_and_dates(tmp_path: Path) -> None:
    book = _book(tmp_path, "ja")
    first = _rows(book["確認事項"])[0]
    assert (first["レベル"], first["状態"], first["役割"]) == ("高", "説明あり", "研究代表者")
    column = list(first).index("最新の根拠") + 1
    assert book["確認事項"].cell(2, column).number_format == 'yyyy"年"m"月"d"日"'
    text = " ".join(str(cell.value) for row in book["概要"].iter_rows() for cell in row if cell.value)
    assert "基準日 2026年10月30日：1 課題・2 人について、確認事項は 2 件です。" in text
    assert "非違の認定ではありません" in text


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    book = _book(tmp_path)
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == f"Was the post at {EVIL} declared on 2026-04-01?" for cell in cells)
    assert any(cell.value == "@SUM(A1:A9) of\nscience" for cell in cells)


def test_only_addresses_of_pages_are_links(tmp_path: Path) -> None:
    from graphrisk.findings import Evidence

    urls = ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "https://e.org/" + "x" * 3000]
    evidence = tuple(Evidence("work", "observed", "s", "r", url, None, None, "t") for url in urls)
    page = _book(tmp_path, findings=[record(evidence=evidence)])["Evidence"]
    assert [row["Page"] for row in _rows(page)] == urls
    assert not [cell for row in page.iter_rows() for cell in row if cell.hyperlink]


def test_summary_counts(tmp_path: Path) -> None:
    rows = [[cell.value for cell in row[:6]] for row in _book(tmp_path)["Summary"].iter_rows()]
    assert ["R-AFF-01  Concurrent affiliation not declared", 1, 0, 0, 0, 1] in rows
    assert ["R-QLT-01  What this run rests on", 0, 0, 0, 1, 1] in rows
    assert ["Explained", 1, 0, 0, 0, 1] in rows
    assert ["A1  Project 1  [security: all rules]", 1, 0, 0, 0, 1] in rows


def test_run_facts(tmp_path: Path) -> None:
    facts = [(row["Fact"], row["Value"]) for row in _rows(_book(tmp_path)["Run facts"])]
    assert ("Run", "R000007") in facts
    assert ("Checksum of the policy", "abc") in facts
    assert ("Sources", "source: openalex; editions: 2026-09; first year: 2010") in facts
    assert ("Sources not loaded", "none") in facts
    assert ("Works looked at", 12) in facts


def test_an_empty_run(tmp_path: Path) -> None:
    book = _book(tmp_path, findings=[])
    assert [page.max_row for page in (book["Findings"], book["Evidence"])] == [1, 1]


def test_long_text_is_cut_and_says_so(tmp_path: Path) -> None:
    long = "あ" * (MAX_TEXT + 1)
    cut = fitting(long, "en")
    assert len(cut) <= MAX_TEXT
    assert cut.endswith("… (101 more characters; see the JSON export)")
    assert cut.count("あ") + 101 == len(long)
    assert fitting("あ" * MAX_TEXT, "en") == "あ" * MAX_TEXT
    page = _book(tmp_path, findings=[record(state=None, question=_message(long))])["Findings"]
    assert page["B2"].value == cut


def _message(text: str) -> Any:
    from graphrisk.i18n import Message

    return Message("{text}", {"text": text})


def test_rows_beyond_a_sheet_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheet, "MAX_LINKS", 2)
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        styles = make_styles(book, "en")
        writer = Writer(book, "Rows", [("A", 10), ("B", 40)], styles, "en", max_rows=3)
        for number in range(7):
            writer.write((number, f"https://example.org/{number}"))
        writer.close()
    found = openpyxl.load_workbook(path)
    assert found.sheetnames == ["Rows", "Rows 2", "Rows 3"]
    assert [row["A"] for page in found for row in _rows(page)] == list(range(7))
    assert [page.auto_filter.ref for page in found] == ["A1:B4", "A1:B4", "A1:B2"]
    assert [bool(found["Rows"].cell(row, 2).hyperlink) for row in (2, 3, 4)] == [True, True, False]
