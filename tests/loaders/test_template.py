"""The empty disclosure form: complete, loadable, and the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graphrisk.errors import InputError
from loaders.disclosures import SOURCE
from loaders.disclosures.codes import ALL
from loaders.disclosures.columns import SHEETS, form_page
from loaders.disclosures.fields import Kind
from loaders.disclosures.template import FORMATS, write_template
from tests.loaders.forms import load


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    write_template(path)
    return path


def test_the_empty_form_loads_with_nothing_and_says_so(template: Path) -> None:
    loaded = load(SOURCE, template)
    assert loaded.warnings == ["The form holds no row below its headers; nothing was loaded."]
    assert not loaded.rejects
    assert not loaded.replaced


def test_a_form_filled_with_its_own_examples_loads(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    for facts in SHEETS.values():
        for column, field in enumerate(facts.fields, 1):
            book[facts.name].cell(2, column, field.example)
    book.save(template)
    loaded = load(SOURCE, template)
    assert loaded.rejects == []
    for facts in SHEETS.values():
        (row,) = loaded.rows(facts.table.name)
        for field in facts.fields:
            assert bool(row[field.column]) == bool(field.example not in ("", "false")), (
                facts.name,
                field.name,
            )


def test_sheets_columns_and_guide(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["guide", *SHEETS, "codes"]
    guide = [[cell.value for cell in row] for row in book["guide"].iter_rows()]
    described = {(str(row[0]).split("\n")[0], row[1]) for row in guide if row[1]}
    for facts in SHEETS.values():
        page: Any = book[facts.name]
        assert [cell.value for cell in page[1]] == [field.name for field in facts.fields]
        assert page.freeze_panes == "A2"
        for cell, field in zip(page[1], facts.fields, strict=True):
            assert (facts.name, field.name) in described
            assert field.doc_ja in cell.comment.text
    text = " ".join(str(cell) for row in guide for cell in row if cell)
    assert "必須" in text
    assert "Separate several values" in text


def test_every_coded_column_has_a_list_of_its_codes(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    codes = book["codes"]
    groups = {group.name: list(group.labels) for group in ALL}
    for facts in SHEETS.values():
        lists = {
            str(rule.sqref).split(":")[0]: rule.formula1
            for rule in book[facts.name].data_validations.dataValidation
            if rule.type == "list"
        }
        for number, field in enumerate(facts.fields, 1):
            top = codes.cell(2, number).coordinate
            if field.kind not in (Kind.CODE, Kind.TRUTH):
                assert top not in lists
                continue
            first, last = lists[top].removeprefix("codes!").replace("$", "").split(":")
            offered = [row[0].value for row in codes[f"{first}:{last}"]]
            assert offered == groups[field.codes.name if field.codes else "truth"], field.name
    assert set(FORMATS) == set(Kind)


def test_the_same_bytes_each_time_and_nothing_left_behind(template: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_template(again)
    assert again.read_bytes() == template.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.xlsx", "form.xlsx"]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    for path in (tmp_path / "no such folder" / "f.xlsx", tmp_path):
        with pytest.raises(InputError, match="cannot be written"):
            write_template(path)
    assert list(tmp_path.iterdir()) == []


def test_the_page_of_the_form_names_every_column() -> None:
    page = form_page()
    for facts in SHEETS.values():
        assert f"### {facts.name} " in page
        for field in facts.fields:
            assert f"| `{field.name}`{'*' if field.required else ''} | {field.label_ja} |" in page
