"""The page on the exports is that of the code."""

from __future__ import annotations

from pathlib import Path

from graphrisk.export.page import page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "export-schema.md"


def test_the_committed_page_is_that_of_the_code() -> None:
    assert PAGE.read_text("utf-8") == page()


def test_every_field_stands_on_the_page() -> None:
    text = page()
    for field in ("schema_version", "evidence_hash", "date_to", "from", "to", "why", "ror", "reopened"):
        assert f"| `{field}` |" in text
