"""Opening the server store of a workspace, which need not have a snapshot of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.errors import NotFoundError
from graphrisk.sentences import Sentence
from graphrisk.store.neo4j.connection import Server, find_address
from graphrisk.store.neo4j.local import read_local
from graphrisk.store.neo4j.reader import published
from graphrisk.store.neo4j.store import Neo4jStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j.marker import Marker


def open_server(
    workspace: Workspace,
    snapshot: int | None = None,
    *,
    ask: Callable[[str], str] | None = None,
    patience: float = 0.0,
    on_wait: Callable[[float], None] | None = None,
) -> Neo4jStore:
    """Open what the workspace's server holds; see `graphrisk.store.open_store`.

    Raises `NotFoundError` where the server holds another snapshot than the one that is named.
    """
    server = Server(find_address(workspace.root, ask=ask))
    try:
        server.version()
        local = read_local(workspace.root)
        marker = published(
            server,
            workspace=local.workspace if local is not None else None,
            patience=patience,
            tell=None if on_wait is None else lambda marker: on_wait(marker.seconds),
        )
        _check_number(server, marker, snapshot)
        return Neo4jStore(server, marker, memory=workspace.settings.store.memory)
    except BaseException:
        server.close()
        raise


def _check_number(server: Server, marker: Marker, snapshot: int | None) -> None:
    if snapshot is not None and marker.snapshot != snapshot:
        raise NotFoundError(
            Sentence(
                "The Neo4j database at {uri} does not hold snapshot {snapshot}.",
                uri=server.address.uri,
                snapshot=snapshot,
            ),
            remedy=Sentence(
                "It holds snapshot {held}. Scan again for a run on that one.", held=marker.snapshot
            ),
        )
