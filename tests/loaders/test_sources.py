"""The sources that the command line names, each imported when it is wanted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from loaders import LOADERS

ROOT = Path(__file__).resolve().parents[2]


def test_each_source_stands_under_its_own_name() -> None:
    assert list(LOADERS) == ["openalex", "ror", "list", "designations", "disclosures", "tables"]
    assert [source.name for source in LOADERS.values()] == list(LOADERS)
    assert len(LOADERS) == 6


def test_a_name_that_is_none_is_told_without_an_import() -> None:
    assert "scopus" not in LOADERS
    with pytest.raises(KeyError, match="scopus"):
        LOADERS["scopus"]


def test_a_process_that_decodes_works_imports_no_other_loader() -> None:
    script = (
        "import sys, loaders.openalex.decode\n"
        "print(*[name for name in sys.modules if name.startswith(('loaders.', 'openpyxl', 'duckdb'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT
    )
    imported = done.stdout.split()
    assert "loaders.openalex.decode" in imported
    assert not [name for name in imported if name.startswith(("openpyxl", "duckdb", "loaders.disclosures"))]
    assert not {"loaders.ror", "loaders.lists", "loaders.tables", "loaders.designations"} & set(imported)
