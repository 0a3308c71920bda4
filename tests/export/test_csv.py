"""CSV: one row a finding, readable by spreadsheet programs and never run by them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.export import EXPORTERS
from graphrisk.export.csv_file import COLUMNS, guard
from graphrisk.i18n import Language
from tests.export.factory import FINDINGS, RUN


def _rows(tmp_path: Path, language: Language) -> list[dict[str, str]]:
    path = tmp_path / "out.csv"
    EXPORTERS["csv"](path, RUN, FINDINGS, language)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_and_columns(tmp_path: Path) -> None:
    first, second = _rows(tmp_path, "ja")
    assert tuple(first) == COLUMNS
    assert (first["run_id"], first["as_of"], first["level"], first["level_text"]) == (
        "R000007",
        "2026-10-30",
        "HIGH",
        "高",
    )
    assert first["evidence_count"] == "2"
    assert first["evidence"].splitlines()[0] == (
        "公開記録 | 2026-03-01 | @SUM(A1:A9) of science | openalex: https://openalex.org/W1 | https://openalex.org/W1"
    )
    assert first["steps"].splitlines()[1] == "中 → 高: Listed then and now."
    assert first["status_text"] == "説明あり"
    assert second["application_id"] == second["first_date"] == second["evidence"] == ""


def test_no_cell_is_taken_for_a_formula(tmp_path: Path) -> None:
    first, _ = _rows(tmp_path, "ja")
    assert first["person_name"] == "'+研究 花子"
    assert first["reason"] == "'\t=1+1"
    for row in _rows(tmp_path, "en"):
        assert not [
            cell for cell in row.values() if cell.lstrip(" \u3000")[:1] in tuple("=+-@\t\r\n＝＋－＠")[:-1]
        ]


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", "＠a"]
)
def test_what_is_guarded(text: str) -> None:
    assert guard(text) == f"'{text}"


@given(st.text(max_size=20))
def test_the_guard_changes_nothing_else(text: str) -> None:
    assert guard(text) in (text, f"'{text}")
    assert guard(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_values_that_are_no_text() -> None:
    assert (guard(None), guard(7)) == ("", "7")
