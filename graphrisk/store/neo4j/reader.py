"""Reading from a server that may be given a new snapshot at any time.

A server holds one snapshot. Whoever reads names the one that was opened, and the marker is read before and
after each question: an answer is of that snapshot, or there is none.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.base import MovedOnError
from graphrisk.store.neo4j.faults import passing, translated
from graphrisk.store.neo4j.marker import ID, LABEL, LEASE_SECONDS, read_marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from neo4j import ManagedTransaction, Transaction

    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.marker import Marker

    Rows = list[list[Any]]
    T = TypeVar("T")

SLICE = 500
"""Values of one question: their rows come as one list, which the server holds in memory."""
STREAM = 5_000
"""Rows of one batch where all rows of a set are read."""
_AHEAD, _FAR_AHEAD = 3, 7
"""Questions that are under way at once, at most: some are answered while the answer to another is unpacked. A
server that waits for its disk is asked more, since it can find pages for several of them at the same time."""
_LONG_SECONDS = 0.2
"""A question that takes longer waits for the disk, as far as one can tell; most take a third of that."""
_PATIENCE_SECONDS, _PAUSE_SECONDS = 3.0, 0.5
"""How long a question is asked anew where no server answers, and how long it waits before."""
_MARK = f"MATCH (m:{LABEL} {{id: $id}}) RETURN m.state, m.snapshot, m.workspace, m.changed_at"


class Ask(Protocol):
    """Asks the server: returns all rows of a statement."""

    def __call__(self, query: str, /, **values: object) -> Rows:
        """Return all rows."""
        ...


def published(
    server: Server,
    *,
    workspace: str | None,
    patience: float = 0.0,
    tell: Callable[[Marker], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Marker:
    """Return the marker of a database that holds a whole snapshot.

    A publication that is under way is waited for, `patience` seconds at most; `tell` is called with what the
    marker says meanwhile. `workspace` is the id of the workspace that reads, if it has one. Raises
    `StoreError` where the database holds nothing, or the graph of another workspace, and where the
    publication has not ended.
    """
    began = clock()
    while True:
        marker = read_marker(server)
        if marker is None:
            raise StoreError(
                Sentence("The Neo4j database at {uri} holds no graph of graphrisk.", uri=server.address.uri),
                remedy=Sentence("Publish one from the workspace that loads: graphrisk neo4j publish"),
            )
        if workspace is not None and marker.workspace != workspace:
            raise StoreError(
                Sentence("The Neo4j database at {uri} belongs to another workspace.", uri=server.address.uri),
                remedy=Sentence("Name its own workspace with --workspace, or another database in NEO4J_URI."),
            )
        alive = marker.state == "publishing" and marker.silence <= LEASE_SECONDS
        if not alive or clock() - began >= patience:
            # Raises where it may not be read.
            _ = marker.held
            return marker
        if tell is not None:
            tell(marker)
        sleep(1.0)


class Reader:
    """Asks a server about the snapshot of `marker`. Safe to use from many threads."""

    def __init__(self, server: Server, marker: Marker) -> None:
        self.server, self.marker = server, marker
        self._ahead = _AHEAD

    def ask(self, query: str, /, **values: object) -> Rows:
        """Return all rows of a query, of the snapshot that was opened. For answers of bounded size."""

        return self.together(lambda ask: ask(query, **values))

    def together(self, work: Callable[[Ask], T]) -> T:
        """Return what `work` makes of the answers to several questions, all of the snapshot that was opened.

        Where the server breaks off, `work` begins anew, for some seconds: somebody may wait for the answer.
        """
        began = time.monotonic()
        while True:
            try:
                return self._once(work)
            except StoreError as error:
                if time.monotonic() - began > _PATIENCE_SECONDS or not passing(error):
                    raise
            time.sleep(_PAUSE_SECONDS)

    def _once(self, work: Callable[[Ask], T]) -> T:
        with (
            translated(self.server.address),
            self.server.reading() as session,
            session.begin_transaction() as tx,
        ):

            def ask(query: str, /, **values: object) -> Rows:
                return [list(row) for row in tx.run(query, values)]

            self._check(tx)
            found = work(ask)
            self._check(tx)
            return found

    def check(self) -> None:
        """Raise `MovedOnError` where the database does not hold the snapshot that was opened any more."""
        with translated(self.server.address), self.server.reading() as session:
            session.execute_read(self._check)

    def _check(self, tx: ManagedTransaction | Transaction) -> None:
        found = tx.run(_MARK, id=ID).single()
        opened = self.marker
        if found is None or found["m.workspace"] != opened.workspace or found["m.state"] != "published":
            changing = found is not None and found["m.state"] != "published"
            raise MovedOnError(
                Sentence(
                    "The graph of snapshot {snapshot} in the Neo4j database is being changed.",
                    snapshot=opened.snapshot,
                )
                if changing
                else Sentence(
                    "The graph of snapshot {snapshot} in the Neo4j database is gone.",
                    snapshot=opened.snapshot,
                ),
                remedy=Sentence("Try again in a while; graphrisk neo4j status shows how it stands."),
            )
        if found["m.snapshot"] != opened.snapshot or found["m.changed_at"].to_native() != opened.changed_at:
            raise MovedOnError(
                Sentence(
                    "The graph has moved on: the Neo4j database held snapshot {before} and holds {now} now.",
                    before=opened.snapshot,
                    now=found["m.snapshot"],
                ),
                remedy=Sentence("Run it again."),
            )

    def slices(
        self, query: str, values: Sequence[str], *, size: int = SLICE, more: Mapping[str, object]
    ) -> Iterator[Rows]:
        """Yield what `query` collects for `$of.values`, some values at a time, in their order.

        The marker is not read: call `check` before the first and after the last.
        """
        parts = [values[i : i + size] for i in range(0, len(values), size)]
        with ThreadPoolExecutor(_FAR_AHEAD, "neo4j-read") as pool:
            waiting: deque[Future[Rows]] = deque()
            try:
                for part in parts:
                    waiting.append(pool.submit(self._timed, query, {**more, "of": {"values": part}}))
                    while len(waiting) >= self._ahead:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for one in waiting:
                    one.cancel()

    def _timed(self, query: str, values: dict[str, object]) -> Rows:
        began = time.monotonic()
        found = self._collected(query, values)
        self._ahead = _FAR_AHEAD if time.monotonic() - began > _LONG_SECONDS else _AHEAD
        return found

    def _collected(self, query: str, values: dict[str, object]) -> Rows:
        def work(tx: ManagedTransaction) -> Rows:
            record = tx.run(query, values).single(strict=True)
            found: Rows = record[0]
            return found

        with translated(self.server.address), self.server.reading() as session:
            return session.execute_read(work)

    def stream(self, query: str, /, **values: object) -> Iterator[Rows]:
        """Yield all rows of a query that gives one list a row, some thousand at a time.

        The marker is not read: call `check` before the first and after the last.
        """
        with translated(self.server.address), self.server.reading(fetch_size=STREAM) as session:
            result = session.run(query, values)
            while batch := result.fetch(STREAM):
                yield [record[0] for record in batch]
