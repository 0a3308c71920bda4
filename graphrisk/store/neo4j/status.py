"""What a server is and what its database holds, for `status` and `doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store import snapshot as snapshots
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.local import read_local
from graphrisk.store.neo4j.marker import Marker, check_version, model_hash, read_marker
from graphrisk.store.neo4j.model import graph

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from graphrisk.store.manifest import Manifest
    from graphrisk.store.neo4j.connection import Server


@dataclass(frozen=True, slots=True)
class Status:
    """How a database stands beside its workspace.

    `nodes` and `relationships` count what there is by label and type. `missing` names the labels with fewer
    nodes than the snapshot that the database says it holds has rows. `refused` says why this program neither
    reads the database nor writes to it, whoever it belongs to.
    """

    uri: str
    database: str
    version: str
    edition: str
    marker: Marker | None
    own: bool
    current: int | None
    up_to_date: bool
    nodes: dict[str, int]
    relationships: dict[str, int]
    missing: dict[str, int]
    refused: StoreError | None = None


def status(workspace: Workspace, server: Server) -> Status:
    """Look at the database. Raises `StoreError` where the server cannot be asked."""
    numbers = server.version()
    marker = read_marker(server)
    folder = workspace.snapshots
    current = snapshots.current(folder)
    manifest = snapshots.read_manifest(folder, current) if current is not None else None
    local = read_local(workspace.root)
    nodes = count_nodes(server)
    types = dict.fromkeys(one.type for one in graph().edges.values())
    edges = {t: server.read(f"MATCH ()-[r:{name(t)}]->() RETURN count(r)")[0][0] for t in types}
    refused = _refused(marker, nodes)
    return Status(
        uri=server.address.uri,
        database=server.address.database,
        version=".".join(map(str, numbers)),
        edition=edition(server),
        marker=marker,
        own=marker is None or (local is not None and local.workspace == marker.workspace),
        current=current,
        up_to_date=refused is None and is_up_to_date(marker, manifest),
        nodes=nodes,
        relationships=edges,
        missing=_missing(marker, nodes),
        refused=refused,
    )


def refuse_strangers(nodes: dict[str, int]) -> None:
    """Raise `StoreError` where a database without a marker has nodes with labels that this program uses.

    `nodes` counts those that there are by label.
    """
    there = [f"{label} ({count:,})" for label, count in nodes.items() if count]
    if there:
        raise StoreError(
            Sentence(
                "The Neo4j database has nodes already that graphrisk did not write: {nodes}.",
                nodes=", ".join(there),
            ),
            remedy=Sentence("Use an empty database, or remove these nodes."),
        )


def count_nodes(server: Server) -> dict[str, int]:
    """Return how many nodes there are of each label of the model."""
    return {label: server.read(f"MATCH (n:{name(label)}) RETURN count(n)")[0][0] for label in node_labels()}


def _refused(marker: Marker | None, nodes: dict[str, int]) -> StoreError | None:
    try:
        if marker is None:
            refuse_strangers(nodes)
        else:
            check_version(marker)
    except StoreError as error:
        return error
    return None


def is_up_to_date(marker: Marker | None, manifest: Manifest | None) -> bool:
    """Whether the database holds just the snapshot of `manifest`, in the form that this program writes."""
    return (
        marker is not None
        and manifest is not None
        and marker.state == "published"
        and marker.manifest == manifest
        and marker.model == model_hash()
        and marker.indexed
    )


def edition(server: Server) -> str:
    """Return the server's edition, such as community; empty where the user may not ask."""
    try:
        rows = server.command("CALL dbms.components() YIELD name, edition RETURN name, edition")
    except StoreError:
        return ""
    return str(rows[0][1]) if rows else ""


def node_labels() -> list[str]:
    """Return the labels of the model, each once."""
    return list(dict.fromkeys(one.label for one in graph().nodes.values()))


def _missing(marker: Marker | None, nodes: dict[str, int]) -> dict[str, int]:
    if marker is None or marker.state != "published" or marker.manifest is None:
        return {}
    # Things that only other rows name are nodes too, so that there may be more nodes than rows.
    rows = {one.label: marker.manifest.rows.get(one.table, 0) for one in graph().nodes.values() if one.table}
    return {label: count - nodes[label] for label, count in rows.items() if nodes[label] < count}
