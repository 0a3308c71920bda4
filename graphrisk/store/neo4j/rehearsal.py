"""Questions asked about nothing, so that a server that was just started has planned them when they are asked.

A server plans a statement when it is first asked, by a program that is itself not compiled yet: on a server
just started that was 26 s of CPU of a scan's fetching. While the first answers are waited for, mostly for the
disk, it can plan what will be asked later. `Rehearsal` stands in for a `Pull`: whatever fetches through it
asks all its questions, each with an empty list of values.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from graphrisk.errors import StoreError
from graphrisk.store.neo4j.pull import Pull
from graphrisk.store.neo4j.reader import SLICE, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from graphrisk.store.neo4j.reader import Rows

SLOW_SECONDS = 0.1
"""A server that takes longer over a small question has probably not planned it before."""
_ANYBODY = "anybody"


class _OverError(Exception):
    """Nobody waits for plans any more."""


class _Planning(Reader):
    """A `Reader` that asks each statement once, about nothing, and gives nothing."""

    over: threading.Event

    def slices(
        self,
        query: str,
        values: Sequence[str],
        *,
        size: int = SLICE,
        more: Mapping[str, object],
    ) -> Iterator[Rows]:
        """Have a statement planned; yield nothing."""
        del values, size
        if self.over.is_set():
            raise _OverError
        self._collected(query, {**more, "of": {"values": []}})
        yield from ()


class Rehearsal(Pull):
    """A `Pull` without tables, which has every question planned that is asked through it for some values."""

    def __init__(self, reader: Reader, over: threading.Event) -> None:
        planning = _Planning(reader.server, reader.marker)
        planning.over = over
        self.reader = planning
        self.fetched = Counter()

    def keep(self, name: str, columns: Mapping[str, pa.DataType]) -> None:
        """Make no table."""

    def put(self, name: str, batch: pa.Table, *, select: str = "") -> None:
        """Insert nothing."""

    def run(self, sql: str) -> None:
        """Run nothing."""

    def values(self, sql: str) -> list[str]:
        """Return one value, so that no question is left out."""
        del sql
        return [_ANYBODY]

    def records(self, sql: str) -> list[dict[str, Any]]:
        """Return no rows."""
        del sql
        return []


@contextlib.contextmanager
def rehearsing(reader: Reader, parts: Sequence[Callable[[Pull], None]]) -> Iterator[None]:
    """Have what `parts` ask planned, one after another, while something else goes on."""
    over = threading.Event()

    def plan() -> None:
        # Whoever asks in earnest is told what is wrong.
        with contextlib.suppress(_OverError, StoreError):
            for part in parts:
                part(Rehearsal(reader, over))

    thread = threading.Thread(target=plan, name="neo4j-plan", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
