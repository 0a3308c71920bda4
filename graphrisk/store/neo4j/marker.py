"""The marker: the one node that says which snapshot the database holds, and whose it is."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from graphrisk.errors import PassingError, StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.manifest import SCHEMA_VERSION, Manifest
from graphrisk.store.neo4j.model import Edges, Nodes, graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphrisk.store.neo4j.connection import Server

LABEL = "GraphriskSnapshot"
ID = "graphrisk"
"""The id of the marker; a constraint keeps it the only one."""
PROGRESS = "GraphriskProgress"
"""Label of the nodes in which a publication notes what it has written."""
LEASE_SECONDS = 30.0
"""A publisher that was not heard of for so long is taken for dead."""

State = Literal["published", "publishing"]


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker says.

    `snapshot` and `manifest` are of the snapshot that was published last, None where none was. `target`,
    `plan`, `started_at`, `publisher` and `silence` (seconds since the publisher was heard of) are of a
    publication under way. `indexed` says whether constraints and indexes were made.
    """

    workspace: str
    state: State
    snapshot: int | None
    manifest: Manifest | None
    schema_version: int
    model: str
    changed_at: dt.datetime
    indexed: bool = True
    target: int | None = None
    plan: str | None = None
    started_at: dt.datetime | None = None
    publisher: str | None = None
    silence: float = 0.0
    seconds: float = 0.0
    """How long the publication has been under way."""

    @property
    def held(self) -> Manifest:
        """The manifest of what the database holds. Raises `StoreError` where it may not be read now."""
        if self.state == "publishing":
            since = (
                f"{self.started_at:%Y-%m-%d %H:%M:%S} UTC" if self.started_at else Sentence("an unknown time")
            )
            if self.silence <= LEASE_SECONDS:
                raise PassingError(
                    Sentence(
                        "Snapshot {snapshot} is being published to the Neo4j server since {since}.",
                        snapshot=self.target,
                        since=since,
                    ),
                    remedy=Sentence("Wait until that has ended; graphrisk neo4j status shows how it stands."),
                )
            raise StoreError(
                Sentence(
                    "The publication of snapshot {snapshot} to the Neo4j server, begun {since}, was cut off.",
                    snapshot=self.target,
                    since=since,
                ),
                remedy=Sentence("Finish it with: graphrisk neo4j publish"),
            )
        if self.manifest is None:
            raise StoreError(
                Sentence("The Neo4j database holds no snapshot yet."),
                remedy=Sentence("Publish one with: graphrisk neo4j publish"),
            )
        check_version(self)
        return self.manifest


@cache
def model_hash() -> str:
    """Return a hash of the labels, types, keys and properties that this program writes.

    Databases of another model are not wrong; what they hold is compared node by node when they are written.
    """
    said: list[str] = []
    every: list[Nodes | Edges] = [*graph().nodes.values(), *graph().edges.values()]
    for one in every:
        names = [f"{c.name} {c.type}" for c in one.columns]
        if isinstance(one, Nodes):
            said.append(f"{one.label} {one.also} {one.key} {names}")
        else:
            said.append(f"{one.start} {one.type} {one.end} {one.key} {names}")
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def published_properties(
    workspace: str, manifest: Manifest, *, at: dt.datetime, indexed: bool
) -> dict[str, Any]:
    """Return the properties of the marker of a database that holds the snapshot of `manifest`.

    `indexed` is false where constraints and indexes were not made yet; the next publication makes them.
    """
    return {
        "id": ID,
        "workspace": workspace,
        "state": "published",
        "snapshot": manifest.snapshot,
        "manifest": manifest.model_dump_json(),
        "schema_version": manifest.schema_version,
        "model": model_hash(),
        "changed_at": at,
        "indexed": indexed,
    }


def unfinished_properties(manifest: Manifest, *, at: dt.datetime) -> dict[str, Any]:
    """Return what makes the marker say that something is still to be written, without a plan that says what.

    The next publication reads all of the database for that.
    """
    return {"state": "publishing", "target": manifest.snapshot, "started_at": at, "heartbeat": at}


def read_marker(server: Server) -> Marker | None:
    """Return what the marker says, or None where the database has none."""
    rows = server.read(f"MATCH (m:{LABEL} {{id: $id}}) RETURN properties(m), datetime()", id=ID)
    return from_properties(rows[0][0], rows[0][1].to_native()) if rows else None


def from_properties(found: Mapping[str, Any], now: dt.datetime) -> Marker:
    """Return the marker with these properties; `now` is the server's time."""
    try:
        text = found.get("manifest")
        manifest = Manifest.model_validate_json(text) if text else None
        return Marker(
            workspace=found["workspace"],
            state="published" if found["state"] == "published" else "publishing",
            snapshot=found.get("snapshot"),
            manifest=manifest,
            schema_version=found["schema_version"],
            model=found.get("model", ""),
            changed_at=found["changed_at"].to_native(),
            indexed=bool(found.get("indexed")),
            target=found.get("target"),
            plan=found.get("plan"),
            started_at=found["started_at"].to_native() if found.get("started_at") else None,
            publisher=found.get("publisher"),
            silence=_seconds(found.get("heartbeat"), now),
            seconds=_seconds(found.get("started_at"), now),
        )
    except (KeyError, AttributeError, ValidationError) as error:
        raise StoreError(
            Sentence(
                "The node {label} in the Neo4j database cannot be read: {error}.",
                label=LABEL,
                error=type(error).__name__,
            ),
            remedy=Sentence(
                "Another program changed it. Write the graph anew: graphrisk neo4j wipe, then publish."
            ),
        ) from error


def check_version(marker: Marker) -> None:
    """Raise `StoreError` where the database was written by a program with other tables."""
    if marker.schema_version != SCHEMA_VERSION:
        remedy = (
            Sentence("Use a newer graphrisk.")
            if marker.schema_version > SCHEMA_VERSION
            else Sentence("Write the graph anew: graphrisk neo4j wipe, then graphrisk neo4j publish.")
        )
        raise StoreError(
            Sentence(
                "The Neo4j database holds tables of version {version}; this program reads version {own}.",
                version=marker.schema_version,
                own=SCHEMA_VERSION,
            ),
            remedy=remedy,
        )


def _seconds(then: Any, now: dt.datetime) -> float:
    return (now - then.to_native()).total_seconds() if then is not None else 0.0
