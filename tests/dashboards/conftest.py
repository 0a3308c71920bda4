"""`small`: a workspace with a graph and one run of five questions; `data`: the dashboard's view of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.data import Data
from graphrisk.review import Repository
from graphrisk.settings import Workspace
from tests.dashboards import small as worlds


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One workspace for all tests that only read it."""
    return worlds.workspace(tmp_path_factory.mktemp("small"))


@pytest.fixture
def data(small: Workspace) -> Iterator[Data]:
    opened = Data(
        small, Repository(small.review_url, clock=lambda: worlds.NOW), user="reviewer", ticks=lambda: 0.0
    )
    yield opened
    opened.close()


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """A workspace of its own, for tests that write."""
    return worlds.workspace(tmp_path)
