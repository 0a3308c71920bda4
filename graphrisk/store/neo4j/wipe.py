"""Removing what graphrisk wrote to a database, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.lock import hold
from graphrisk.store.neo4j import lease, setup
from graphrisk.store.neo4j import plan as plans
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.findings import FINDING
from graphrisk.store.neo4j.local import read_local, write_local
from graphrisk.store.neo4j.marker import ID, LABEL, PROGRESS
from graphrisk.store.neo4j.model import graph
from graphrisk.store.neo4j.publish import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neo4j import ManagedTransaction

    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.local import Local

_FINDING_RUN = "graphrisk_run"
"""A property that each finding has that was written back."""
_BATCH = 2_000
_HUBS = ("organizations", "funders", "awards", "orcids", "technology_areas", "calls", "list_editions")
"""Sets whose nodes have the most relationships. They go last: most of these went with their other ends."""


def count(server: Server) -> int:
    """Return how many nodes `wipe` would remove."""
    return sum(
        int(server.read(f"MATCH (n:{name(label)}) WHERE n.{name(key)} IS NOT NULL RETURN count(n)")[0][0])
        for label, key in _owned()
    )


def wipe(workspace: Workspace, server: Server, tell: Callable[[str, int], None]) -> int:
    """Remove all nodes, constraints and indexes that graphrisk wrote; return the number of nodes.

    Nodes of others stay, and so do nodes with a label of graphrisk's that lack its key. `tell` is called
    with the label and the nodes removed so far. A call that was cut off is finished by the next one. Raises
    `StoreError` where the database belongs to another workspace, or somebody is publishing.
    """
    server.version()
    busy = Sentence("A publication from {root} is under way", root=workspace.root)
    with hold(workspace.snapshots / LOCK, busy):
        local = read_local(workspace.root)
        found = _marked(server)
        removed = 0
        if found:
            _, publisher, silence = found
            owned = _own(found, local)
            lease.refuse_live(publisher, silence or 0.0, workspace.root)
            removed = _remove(server, owned, workspace, publisher, tell)
        _drop(server)
        server.write(lambda tx: tx.run(f"MATCH (m:{LABEL} {{id: $id}}) DELETE m", id=ID).consume())
        if local is not None:
            write_local(workspace.root, local.model_copy(update={"held": None, "target": None}))
        plans.discard(workspace.snapshots)
    return removed


def refuse_foreign(workspace: Workspace, server: Server) -> None:
    """Raise `StoreError` where the database holds the graph of another workspace."""
    found = _marked(server)
    if found:
        _own(found, read_local(workspace.root))


def _marked(server: Server) -> tuple[str, str | None, float | None] | None:
    """Return the marker's workspace, its publisher and the seconds since that was heard of."""
    rows = server.read(
        f"MATCH (m:{LABEL} {{id: $id}}) RETURN m.workspace, m.publisher, "
        "CASE WHEN m.heartbeat IS NULL THEN NULL "
        "ELSE toFloat(duration.inSeconds(m.heartbeat, datetime()).seconds) END",
        id=ID,
    )
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else None


def _own(found: tuple[str, str | None, float | None], local: Local | None) -> str:
    """Return the workspace that the marker names. Raises `StoreError` where it is another one."""
    if local is None or found[0] != local.workspace:
        raise StoreError(
            Sentence("The Neo4j database holds the graph of another workspace."),
            remedy=Sentence("Wipe it from that workspace."),
        )
    return local.workspace


def _remove(
    server: Server, owner: str, workspace: Workspace, before: str | None, tell: Callable[[str, int], None]
) -> int:
    publisher = lease.new_publisher(workspace.root)
    lease.seize(server, owner, publisher, before)
    removed = 0
    # From now on the marker says that the graph is not whole, so that nobody reads it.
    server.write(lambda tx: _unfinished(tx, publisher))
    lost: list[bool] = []
    with lease.heartbeat(server, publisher, lambda: lost.append(True)):
        for label, key in _owned():
            query = (
                f"MATCH (n:{name(label)}) WHERE n.{name(key)} IS NOT NULL WITH n LIMIT $limit "
                "DETACH DELETE n RETURN count(*)"
            )
            while number := _batch(server, query):
                if lost:
                    raise lease.TakenOverError
                removed += number
                tell(label, removed)
    return removed


def _batch(server: Server, query: str) -> int:
    def work(tx: ManagedTransaction) -> int:
        return int(tx.run(query, limit=_BATCH).single(strict=True)[0])

    return server.write(work)


def _unfinished(tx: ManagedTransaction, publisher: str) -> None:
    tx.run(
        f"MATCH (m:{LABEL} {{id: $id}}) WHERE m.publisher = $publisher SET m.state = 'publishing', "
        "m.started_at = datetime(), m.changed_at = datetime(), m.indexed = false, m.plan = 'wipe' "
        "REMOVE m.target, m.snapshot, m.manifest",
        id=ID,
        publisher=publisher,
    ).consume()


def _drop(server: Server) -> None:
    constraints, indexes = setup.own_indexes(server)
    for title in sorted(constraints):
        server.command(f"DROP CONSTRAINT {name(title)} IF EXISTS")
    for title in sorted(indexes):
        server.command(f"DROP INDEX {name(title)} IF EXISTS")


def _owned() -> Iterator[tuple[str, str]]:
    """Yield label and key of all nodes that graphrisk writes, in the order in which they go."""
    yield FINDING, _FINDING_RUN
    nodes = graph().nodes
    for one in (*(n for n in nodes.values() if n.name not in _HUBS), *(nodes[h] for h in _HUBS)):
        yield one.label, one.key
    yield PROGRESS, "id"
