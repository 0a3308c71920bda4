"""Snapshots of the graph as pages read them: from several threads, and without asking twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.base import MovedOnError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Hashable, Iterator, Sequence

    import pyarrow as pa

    from graphrisk.store.base import GraphStore
    from graphrisk.store.explore import Neighbourhood, Node, NodeId, Paths

KEPT_ANSWERS = 300
"""How many answers about nodes, ties and paths a graph keeps: a view asks for the same ones at each step."""
_Answer = TypeVar("_Answer")


class Graph:
    """One snapshot. It is closed when the last one who reads it has finished."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._readers = 0
        self._closing = False
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self.moved_on = False
        self.manifest = store.manifest
        self.snapshot = store.manifest.snapshot
        self.searched = store.searched

    def rows(self, table: str, column: str, values: Sequence[str], limit: int | None = None) -> pa.Table:
        """Return the rows of `table` whose `column` is one of `values`."""
        with self._reading() as store:
            return store.rows(table, column, values, limit=limit)

    def records(
        self, table: str, column: str, values: Sequence[str], limit: int | None = None
    ) -> list[dict[str, Any]]:
        """Return the same rows as dictionaries; none where no value is given."""
        if not values:
            return []
        found: list[dict[str, Any]] = self.rows(table, column, values, limit).to_pylist()
        return found

    def search(self, text: str, *, limit: int = 20) -> list[dict[str, str | None]]:
        """Return nodes whose name holds all words of `text`: kind, id, name, note."""
        with self._reading() as store:
            found: list[dict[str, str | None]] = store.search(text, limit=limit).to_pylist()
        return found

    def prepare(self) -> None:
        """Build beforehand what searching and exploring need."""
        with self._reading() as store:
            store.prepare()

    def node(self, kind: str, id: str) -> Node | None:  # noqa: A002  # what a node calls it
        """Return a node, or None where there is none of this kind and id."""
        return self._asked(("node", kind, id), lambda store: store.node(kind, id))

    def neighbours(
        self,
        kind: str,
        id: str,  # noqa: A002
        *,
        ties: Collection[str] | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = 50,
    ) -> Neighbourhood:
        """Return the newest ties of a node. Raises `NotFoundError` where there is no such node."""
        kinds = tuple(ties) if ties is not None else None
        return self._asked(
            ("neighbours", kind, id, kinds, since, until, limit),
            lambda store: store.neighbours(kind, id, ties=kinds, since=since, until=until, limit=limit),
        )

    def paths(
        self,
        start: NodeId,
        goal: NodeId | None = None,
        *,
        most_steps: int = 4,
        limit: int = 10,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> Paths:
        """Return the shortest paths. Raises `NotFoundError` where there is no such node."""
        return self._asked(
            ("paths", start, goal, most_steps, limit, since, until),
            lambda store: store.paths(
                start, goal, most_steps=most_steps, limit=limit, since=since, until=until
            ),
        )

    def close(self) -> None:
        """Release the snapshot, at once or when the last reader has finished."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            idle = self._readers == 0
        if idle:
            self._store.close()

    def _asked(self, key: Hashable, ask: Callable[[GraphStore], _Answer]) -> _Answer:
        """Return what the store answers, from memory where it was asked before: a snapshot never changes."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                kept: _Answer = self._answers[key]
                return kept
        with self._reading() as store:
            answer = ask(store)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return answer

    @contextmanager
    def _reading(self) -> Iterator[GraphStore]:
        with self._lock:
            if self._closing:
                raise StoreError(Sentence("The snapshot was closed."), remedy=Sentence("Reload the page."))
            self._readers += 1
        try:
            yield self._store
        except MovedOnError:
            self.moved_on = True
            raise
        finally:
            self._left()

    def _left(self) -> None:
        """Note that a reader has finished; the last one of a closed graph releases it."""
        with self._lock:
            self._readers -= 1
            last = self._closing and self._readers == 0
        if last:
            self._store.close()
