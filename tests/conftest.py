"""Fixtures for all tests.

`shared_data`: the folder of real files beside the project; tests that use it carry the mark `shared`.
Tests in a real browser carry the mark `browser`, those with a real Neo4j server `neo4j`; the fixtures of the
latter are in `tests/neo4j/fixtures.py`. Where such a need is missing the test is skipped and says why, or
fails where the environment variable GRAPHRISK_REQUIRE names it (comma-separated).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.needs import miss

pytest_plugins = ("tests.neo4j.fixtures",)

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path(os.environ.get("GRAPHRISK_CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real files, or a skip with the reason."""
    folder = Path(os.environ.get("GRAPHRISK_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        miss("shared", f"the shared data folder {folder} is not there")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program, or a skip with the reason."""
    if not CHROMIUM.is_file():
        miss("browser", f"Chromium is not at {CHROMIUM}")
    return CHROMIUM
