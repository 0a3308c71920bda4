"""Where the graph is kept: immutable snapshots and the stores that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.errors import StoreError

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

__all__ = ["open_store"]


def open_store(workspace: Workspace, snapshot: int | None = None) -> GraphStore:
    """Open a snapshot of the workspace for reading: the one in force, or the one that is named.

    Raises `StoreError` where nothing was loaded yet or the snapshot cannot be read, and `NotFoundError` where
    there is no snapshot of that number.
    """
    from graphrisk.store import snapshot as snapshots
    from graphrisk.store.duckdb import DuckDBStore

    folder = workspace.snapshots
    number = snapshots.current(folder) if snapshot is None else snapshot
    if number is None:
        raise StoreError(
            f"Nothing is loaded in the workspace {workspace.root}.",
            remedy="Load something first, for example: graphrisk load ror FILE",
        )
    manifest = snapshots.read_manifest(folder, number)
    return DuckDBStore(
        snapshots.tables_path(folder, number), manifest, memory=workspace.settings.store.memory
    )
