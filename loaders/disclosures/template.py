"""The empty disclosure form: a workbook with a sheet a table, a guide in two languages and drop-down lists.

All of it is made from `columns.py` and `codes.py`, so that form, loader and docs cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from graphrisk.export.files import workbook
from loaders.disclosures import codes
from loaders.disclosures.columns import SHEETS
from loaders.disclosures.fields import Field, Kind, SheetFacts

if TYPE_CHECKING:
    from pathlib import Path

_FONT = {"font_name": "Yu Gothic", "font_size": 10}
_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""A fixed time of making in the file's properties: the same program writes the same bytes."""
_LAST_ROW = 1_048_575

FORMATS: dict[Kind, tuple[str, str]] = {
    Kind.TEXT: ("文字列", "text"),
    Kind.NOTE: ("文章", "text, may have several lines"),
    Kind.TEXTS: ("文字列（複数は「;」で区切る）", "texts, separated by ;"),
    Kind.AREAS: ("領域の番号または名称（複数は「;」で区切る）", "area numbers or names, separated by ;"),
    Kind.TAXONOMY: ("領域表の名前", "name of a taxonomy"),
    Kind.CODE: ("リストから選択", "one of the listed codes"),
    Kind.CODES: ("コード（複数は「;」で区切る）", "listed codes, separated by ;"),
    Kind.DATE: ("日付（年・年月・年月日）", "date: YYYY, YYYY-MM or YYYY-MM-DD"),
    Kind.END: ("日付（年・年月・年月日）", "date: YYYY, YYYY-MM or YYYY-MM-DD"),
    Kind.TRUTH: ("true または false", "true or false"),
    Kind.NUMBER: ("数値", "number"),
    Kind.PERCENT: ("数値（0～100）", "number, 0 to 100"),
    Kind.CURRENCY: ("通貨コード", "currency code"),
    Kind.ORCID: ("ORCID iD", "ORCID iD"),
    Kind.ROR: ("ROR ID", "ROR id"),
    Kind.ERAD: ("8桁の数字", "8 digits"),
    Kind.NRID: ("13桁の数字", "13 digits"),
    Kind.RESEARCHMAP: ("会員ID", "permalink"),
    Kind.OPENALEX: ("OpenAlex の著者ID", "OpenAlex author id"),
    Kind.DOMAIN: ("ドメイン名", "domain name"),
}
"""What to write into a cell of each kind, in Japanese and English."""

_NOTES: tuple[tuple[str, str], ...] = (
    (
        "各シートの1行目は列名です。書き換えないでください。列の順序は自由です。",
        "The first row of each sheet holds the column names. Leave them as they are; their order is free.",
    ),
    (
        "濃い色の列は必須です。列名のコメントに説明と例があります。",
        "Dark columns are required. The comments on the column names explain them.",
    ),
    (
        "日付は 2026、2026-04、2026-04-01、令和8年4月、2026年度 のいずれかで書きます。"
        "終了日の空欄は「継続中」を表します。",
        "Write dates as 2026, 2026-04, 2026-04-01, 令和8年4月 or 2026年度. An empty end means current.",
    ),
    (
        "一つの欄に複数の値を書くときは「;」で区切ります。数式は使えません。値として貼り付けてください。",
        "Separate several values in a cell by ; and paste values: formulas are refused.",
    ),
    (
        "提出しないシートは削除してください。残したシートは、この様式に現れる人・課題について、"
        "以前の申告をすべて置き換えます。",
        "Delete sheets that you do not hand in. A sheet that stays replaces all that was declared in it "
        "before for the people and applications that this form names.",
    ),
    (
        "国籍、出生地、民族、宗教等の欄はありません。列を加えても、保存する前に取り除かれます。",
        "There is no column for nationality, birthplace, ethnicity or religion; one that is added is dropped "
        "before anything is stored.",
    ),
)
_GUIDE_COLUMNS: tuple[tuple[str, int], ...] = (
    ("シート / sheet", 18),
    ("列名 / column", 24),
    ("項目 / label", 22),
    ("必須 / required", 11),
    ("書き方 / format", 30),
    ("説明", 48),
    ("Description", 48),
    ("例 / example", 34),
    ("コード / codes", 48),
)


def write_template(path: Path) -> None:
    """Write the empty form to `path`, whole or not at all. Raises `InputError` where that cannot be done."""
    with workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "研究者の申告様式 / Disclosure form", "created": _MADE})
        styles = _styles(book)
        guide = book.add_worksheet("guide")
        sheets = {facts.name: book.add_worksheet(facts.name) for facts in SHEETS.values()}
        ranges = _write_codes(book.add_worksheet("codes"), styles)
        _write_guide(guide, styles)
        for facts in SHEETS.values():
            _write_sheet(sheets[facts.name], facts, styles, ranges)


def _styles(book: Any) -> dict[str, Any]:
    head = {**_FONT, "bold": True, "border": 1, "border_color": "#94a3b8", "valign": "vcenter"}
    return {
        "title": book.add_format({**_FONT, "bold": True, "font_size": 14}),
        "plain": book.add_format(_FONT),
        "wrap": book.add_format({**_FONT, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({**_FONT, "num_format": "@", "valign": "top"}),
        "required": book.add_format({**head, "bg_color": "#1e3a5f", "font_color": "#ffffff"}),
        "optional": book.add_format({**head, "bg_color": "#e2e8f0"}),
    }


def _write_guide(page: Any, styles: dict[str, Any]) -> None:
    page.write_string(0, 0, "研究者の申告様式 / Disclosure form", styles["title"])
    row = 1
    for number, (japanese, english) in enumerate(_NOTES, 1):
        page.write_string(row, 0, f"{number}. {japanese}", styles["plain"])
        page.write_string(row + 1, 0, f"    {english}", styles["plain"])
        row += 2
    row += 1
    top = row
    for column, (title, width) in enumerate(_GUIDE_COLUMNS):
        page.set_column(column, column, width)
        page.write_string(row, column, title, styles["optional"])
    for facts in SHEETS.values():
        for field in facts.fields:
            row += 1
            cells = (
                f"{facts.name}\n{facts.title_ja}",
                field.name,
                field.label_ja,
                "必須 / yes" if field.required else "",
                " / ".join(FORMATS[field.kind]),
                field.doc_ja,
                _sentence(field.doc_en),
                field.example,
                say_codes(field),
            )
            for column, text in enumerate(cells):
                page.write_string(row, column, text, styles["wrap"])
    page.autofilter(top, 0, row, len(_GUIDE_COLUMNS) - 1)
    page.freeze_panes(top + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _write_codes(page: Any, styles: dict[str, Any]) -> dict[str, str]:
    """Write all codes and return the range of cells that holds each set."""
    for column, (title, width) in enumerate((("set", 22), ("code", 22), ("日本語", 40), ("English", 60))):
        page.set_column(column, column, width)
        page.write_string(0, column, title, styles["optional"])
    ranges: dict[str, str] = {}
    row = 0
    for group in codes.ALL:
        first = row + 1
        for code, (japanese, english) in group.labels.items():
            row += 1
            for column, text in enumerate((group.name, code, japanese, english)):
                page.write_string(row, column, text, styles["text"])
        ranges[group.name] = f"=codes!$B${first + 1}:$B${row + 1}"
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, row, 3)
    return ranges


def _write_sheet(page: Any, facts: SheetFacts, styles: dict[str, Any], ranges: dict[str, str]) -> None:
    for column, field in enumerate(facts.fields):
        page.set_column(column, column, _width(field), styles["text"])
        page.write_string(0, column, field.name, styles["required" if field.required else "optional"])
        note = comment(field)
        lines = sum(1 + len(line) // 30 for line in note.splitlines())
        page.write_comment(
            0, column, note, {"author": "", "width": 340, "height": 22 + 17 * lines, "font_size": 9}
        )
        rule = _validation(field, ranges)
        if rule is not None:
            page.data_validation(1, column, _LAST_ROW, column, rule)
    page.freeze_panes(1, 0)
    page.set_row(0, 20)


def _validation(field: Field, ranges: dict[str, str]) -> dict[str, Any] | None:
    group = codes.TRUTH if field.kind is Kind.TRUTH else field.codes
    prompt = {"input_title": field.label_ja[:32], "ignore_blank": True}
    if field.kind in (Kind.CODE, Kind.TRUTH) and group is not None:
        # A warning only: the Japanese words for the codes are read too.
        return {
            **prompt,
            "validate": "list",
            "source": ranges[group.name],
            "input_message": say_codes(field)[:255],
            "error_type": "warning",
            "error_title": field.label_ja[:32],
            "error_message": "リストから選んでください。Please choose from the list.",
        }
    if field.kind is Kind.CODES:
        return {**prompt, "validate": "any", "input_message": f"「;」区切り: {say_codes(field)}"[:255]}
    if field.kind in (Kind.DATE, Kind.END):
        message = "2026、2026-04、2026-04-01、令和8年4月、2026年度"
        empty = "。空欄は継続中" if field.name == "end" else ""
        return {**prompt, "validate": "any", "input_message": message + empty}
    return None


def comment(field: Field) -> str:
    """Return what the header's comment says of a column, Japanese first."""
    parts = [
        f"{field.label_ja}{'（必須）' if field.required else ''}",
        field.doc_ja,
        f"{_sentence(field.doc_en)}{' Required.' if field.required else ''}",
        " / ".join(FORMATS[field.kind]),
    ]
    if field.example:
        parts.append(f"例: {field.example}")
    return "\n".join(parts)


def say_codes(field: Field) -> str:
    """Return the codes of a column with their Japanese labels; empty where it has none."""
    group = codes.TRUTH if field.kind is Kind.TRUTH else field.codes
    if group is None:
        return ""
    return "、".join(f"{code}＝{japanese}" for code, (japanese, _) in group.labels.items())


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '…')) else '.'}"


def _width(field: Field) -> int:
    if field.kind is Kind.NOTE or field.name == "title":
        return 40
    if field.kind in (Kind.ORCID, Kind.OPENALEX) or field.name in ("org", "funder", "home_org", "provider"):
        return 32
    return max(14, len(field.name) + 4, min(28, len(field.example) + 4))
