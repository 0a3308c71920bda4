"""Who may write: the marker's publisher, and the transactions that begin and end a publication."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.lock import BusyError
from graphrisk.store.manifest import SCHEMA_VERSION
from graphrisk.store.neo4j.marker import (
    ID,
    LABEL,
    LEASE_SECONDS,
    PROGRESS,
    model_hash,
    published_properties,
    read_marker,
)
from graphrisk.store.neo4j.write import TakenOverError

__all__ = [
    "TakenOverError",
    "begin",
    "finish",
    "heartbeat",
    "new_publisher",
    "noted",
    "place_of",
    "refuse_live",
    "release",
    "seize",
    "take",
]

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from neo4j import ManagedTransaction

    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.marker import Marker
    from graphrisk.store.neo4j.plan import Plan

_BEAT_SECONDS = 5.0


def place_of(root: Path) -> str:
    """Return a word for this workspace on this machine, which tells nobody else where that is.

    Only one process here publishes at a time (a lock sees to it), so that a publisher of the same place that
    is not this process is dead.
    """
    found = root.resolve()
    inode = os.stat(found).st_ino  # noqa: PTH116  # the same as Path.stat, said once
    said = f"{socket.gethostname()}|{uuid.getnode()}|{found}|{inode}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def new_publisher(root: Path) -> str:
    """Return a name for a publisher that nobody had before."""
    return f"{place_of(root)}:{uuid.uuid4().hex[:16]}"


def refuse_live(publisher: str | None, silence: float, root: Path) -> None:
    """Raise `BusyError` where a live publisher of another place holds the marker."""
    if publisher is None or silence > LEASE_SECONDS or publisher.partition(":")[0] == place_of(root):
        return
    raise BusyError(
        Sentence(
            "Another graphrisk is publishing to the Neo4j server; it was heard of {seconds} s ago.",
            seconds=f"{silence:.0f}",
        ),
        remedy=Sentence("Wait until it has ended; graphrisk neo4j status shows how it stands."),
    )


def take(server: Server, workspace: str, publisher: str, before: Marker | None) -> Marker:
    """Make `publisher` the one who may write, if the marker still is as `before`; return the marker."""
    seize(server, workspace, publisher, before.publisher if before else None)
    found = read_marker(server)
    if found is None or found.publisher != publisher:
        raise TakenOverError
    return found


def seize(server: Server, workspace: str, publisher: str, before: str | None) -> None:
    """Make `publisher` the one who may write after the publisher `before`.

    Where there was no marker, one is made that says that nothing was published yet.
    """

    def work(tx: ManagedTransaction) -> bool:
        row = tx.run(
            f"MERGE (m:{LABEL} {{id: $id}}) ON CREATE SET m.workspace = $workspace, m.state = 'publishing', "
            "m.schema_version = $version, m.model = $model, m.changed_at = datetime(), "
            "m.started_at = datetime(), m.indexed = false "
            "SET m.lock = true REMOVE m.lock WITH m WHERE m.workspace = $workspace AND "
            "(m.publisher IS NULL OR m.publisher = $old OR m.publisher = $publisher) "
            "SET m.publisher = $publisher, m.heartbeat = datetime() RETURN m.id",
            id=ID,
            workspace=workspace,
            version=SCHEMA_VERSION,
            model=model_hash(),
            old=before,
            publisher=publisher,
        ).single()
        return row is not None

    if not server.write(work):
        raise TakenOverError


def begin(server: Server, publisher: str, plan: Plan) -> None:
    """Say that the plan is being written; forget what other plans had noted."""

    def work(tx: ManagedTransaction) -> bool:
        row = tx.run(
            f"MATCH (m:{LABEL} {{id: $id}}) WHERE m.publisher = $publisher SET m.state = 'publishing', "
            "m.target = $target, m.started_at = CASE WHEN m.plan = $plan THEN m.started_at "
            "ELSE datetime() END, m.plan = $plan, m.changed_at = datetime() RETURN m.id",
            id=ID,
            publisher=publisher,
            target=plan.manifest.snapshot,
            plan=plan.id,
        ).single()
        tx.run(f"MATCH (p:{PROGRESS}) WHERE p.plan <> $plan DELETE p", plan=plan.id).consume()
        return row is not None

    if not server.write(work):
        raise TakenOverError


def noted(server: Server, plan: Plan) -> dict[str, int]:
    """Return the last row of the plan that is written, by place."""
    rows = server.read(f"MATCH (p:{PROGRESS} {{plan: $plan}}) RETURN p.id, p.done", plan=plan.id)
    return {str(place): int(done) for place, done in rows}


def finish(server: Server, workspace: str, publisher: str, plan: Plan, at: dt.datetime) -> None:
    """Say that the plan is written: the database holds its target now."""
    said = published_properties(workspace, plan.manifest, at=at, indexed=True)

    def work(tx: ManagedTransaction) -> bool:
        row = tx.run(
            f"MATCH (m:{LABEL} {{id: $id}}) WHERE m.publisher = $publisher AND m.plan = $plan "
            "SET m += $said REMOVE m.target, m.plan, m.started_at, m.publisher, m.heartbeat RETURN m.id",
            id=ID,
            publisher=publisher,
            plan=plan.id,
            said=said,
        ).single()
        if row is not None:
            tx.run(f"MATCH (p:{PROGRESS}) DELETE p").consume()
        return row is not None

    if server.write(work):
        return
    # The answer to a first try may have been lost: then the marker says already what it shall say.
    found = read_marker(server)
    if found is None or found.state != "published" or found.manifest != plan.manifest:
        raise TakenOverError


def release(server: Server, publisher: str, *, indexed: bool = False) -> None:
    """Give up the right to write without having written."""

    def work(tx: ManagedTransaction) -> None:
        tx.run(
            f"MATCH (m:{LABEL} {{id: $id}}) WHERE m.publisher = $publisher REMOVE m.publisher, m.heartbeat "
            "SET m.indexed = m.indexed OR $indexed",
            id=ID,
            publisher=publisher,
            indexed=indexed,
        ).consume()

    server.write(work)


@contextmanager
def heartbeat(server: Server, publisher: str, lost: Callable[[], None]) -> Iterator[None]:
    """Say every few seconds that the publisher lives; call `lost` where another one has taken over."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(_BEAT_SECONDS):
            try:
                alive = server.write(lambda tx: _beat(tx, publisher))
            except StoreError:
                # The writers notice a lost server themselves; the next beat may succeed.
                continue
            if not alive:
                lost()
                return

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        # Where the server is gone the thread tries on for a while; nobody waits for that.
        thread.join(timeout=1.0)


def _beat(tx: ManagedTransaction, publisher: str) -> bool:
    row = tx.run(
        f"MATCH (m:{LABEL} {{id: $id}}) WHERE m.publisher = $publisher "
        "SET m.heartbeat = datetime() RETURN m.id",
        id=ID,
        publisher=publisher,
    ).single()
    return row is not None
