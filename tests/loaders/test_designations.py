"""Designated programmes as CSV."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

from graphrisk.schema import TABLES
from loaders.base import Batch, Input, Options
from loaders.designations import SOURCE
from tests.loaders.forms import Loaded, load, refusal

HEADER = "program_id,title,title_en,ministry,agency,designated_from,designated_to,technology_areas,citation\n"


def _file(tmp_path: Path, rows: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "designations.csv"
    path.write_text(HEADER + rows, encoding=encoding)
    return path


def test_programmes_with_their_dates_and_areas(tmp_path: Path) -> None:
    rows = "PRG-1,先端研究,Frontier,文部科学省,JST,2026年4月,,05;量子情報科学,https://example.org\nPRG-2,次,,,,令和7年度,2027-03,,\n"
    loaded = load(SOURCE, _file(tmp_path, rows, "cp932"))
    first, second = loaded.rows("programs")
    assert (first["program_id"], first["title"], first["agency"]) == ("PRG-1", "先端研究", "JST")
    assert (first["designated_from"], first["designated_to"]) == (dt.date(2026, 4, 1), None)
    assert first["technology_areas"] == ["5", "9"]
    assert (second["designated_from"], second["designated_to"]) == (dt.date(2025, 4, 1), dt.date(2027, 3, 31))
    assert second["technology_areas"] == []
    assert loaded.said("CP932")
    (batch,) = [event for event in loaded.events if isinstance(event, Batch)]
    assert batch.rows.schema.equals(TABLES["programs"].arrow_schema())


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",t,,,,2026,,,", "program_id", "required and empty"),
        ("P,,,,,2026,,,", "title", "required and empty"),
        ("P,t,,,,,,,", "designated_from", "required and empty"),
        ("P,t,,,,0000-00-00,,,", "designated_from", "is not a date"),
        ("P,t,,,,2026-04,2025-04,,", "designated_to", "before it begins"),
        ("P,t,,,,2026,,99,", "technology_areas", "no technology area"),
        ("P,t,,,,2026,,,,x", None, "beyond the last column"),
    ],
)
def test_bad_rows_are_refused(tmp_path: Path, row: str, column: str | None, reason: str) -> None:
    loaded = load(SOURCE, _file(tmp_path, f"GOOD,t,,,,2026,,,\n{row}\n"))
    (reject,) = loaded.rejects
    assert (reject.line, reject.column) == (3, column)
    assert reason in reject.reason
    assert [r["program_id"] for r in loaded.rows("programs")] == ["GOOD"]


def test_repeated_programmes(tmp_path: Path) -> None:
    loaded = load(SOURCE, _file(tmp_path, "P,t,,,,2026,,,\nP,t,,,,2026,,,\nP,other,,,,2026,,,\n"))
    assert len(loaded.rows("programs")) == 1
    assert loaded.said("line 3: the same row stands in")
    (reject,) = loaded.rejects
    assert reject.line == 4
    assert "with other values" in reject.reason


def test_wrong_files(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("program_id;title;nationality\nP;t;x\n")
    message = refusal(SOURCE, path)
    assert "missing: designated_from" in message
    assert "Expected: program_id, title" in message
    path.write_text("program_id,program_id,title,designated_from\n")
    assert "stands twice" in refusal(SOURCE, path)
    path.write_bytes(b"")
    assert "is empty" in refusal(SOURCE, path)
    path.write_text("program_id,title,designated_from,note\n")
    loaded = load(SOURCE, path)
    assert loaded.said("unknown columns were left out: note")
    assert loaded.said("no row below its header")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO((HEADER + "P,t,,,,2026,,,\n").encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    events = list(SOURCE.load([Input(None, "standard input", None)], Options()))
    assert [row["program_id"] for row in Loaded(events).rows("programs")] == ["P"]
