"""Where the graph is kept: immutable snapshots and the stores that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.errors import NotFoundError, StoreError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

__all__ = ["open_store"]


def open_store(
    workspace: Workspace,
    snapshot: int | None = None,
    *,
    ask: Callable[[str], str] | None = None,
    patience: float = 0.0,
    on_wait: Callable[[float], None] | None = None,
) -> GraphStore:
    """Open a snapshot for reading: the one in force, or the one that is named.

    Where the settings name the server store, that is what the Neo4j server holds; snapshots that it does not
    hold any more are read from the workspace, if they are there. `ask` is called with the user's name where
    the server's password is given nowhere. A publication that is under way is waited for, `patience` seconds
    at most; `on_wait` hears for how long it has been under way.

    Raises `StoreError` where nothing was loaded yet or the snapshot cannot be read, and `NotFoundError` where
    there is no snapshot of that number.
    """
    from graphrisk.store import snapshot as snapshots

    folder = workspace.snapshots
    if workspace.settings.store.kind == "neo4j":
        from graphrisk.store.neo4j.opening import open_server

        try:
            return open_server(workspace, snapshot, ask=ask, patience=patience, on_wait=on_wait)
        except NotFoundError:
            if snapshot is None or not snapshots.tables_path(folder, snapshot).exists():
                raise
    from graphrisk.store.duckdb import DuckDBStore

    number = snapshots.current(folder) if snapshot is None else snapshot
    if number is None:
        raise StoreError(
            Sentence("Nothing is loaded in the workspace {root}.", root=workspace.root),
            remedy=Sentence("Load something first, for example: graphrisk load ror FILE"),
        )
    manifest = snapshots.read_manifest(folder, number)
    return DuckDBStore(
        snapshots.tables_path(folder, number), manifest, memory=workspace.settings.store.memory
    )
