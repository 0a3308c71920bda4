"""Fixtures: `workspace` is an empty one; `rows` reads a table of its snapshot in force as dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from graphrisk.settings import create_workspace
from graphrisk.store import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graphrisk.settings import Workspace

    Rows = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return create_workspace(tmp_path / "ws")


@pytest.fixture
def rows(workspace: Workspace) -> Rows:
    """Rows of a table of the snapshot in force, in order."""

    def read(table: str) -> list[dict[str, Any]]:
        number = snapshot.current(workspace.snapshots)
        assert number is not None
        path = snapshot.tables_path(workspace.snapshots, number)
        with duckdb.connect(str(path), read_only=True) as connection:
            found = connection.sql(f"SELECT * FROM {table} ORDER BY ALL").to_arrow_table()
            return list(found.to_pylist())

    return read
