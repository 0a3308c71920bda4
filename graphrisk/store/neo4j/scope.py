"""The tables of a scan on a machine that has only the address of a server."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.store.neo4j.neighbourhood import fetch
from graphrisk.store.neo4j.pull import Pull, every_table
from graphrisk.store.scope import DuckDBScope
from graphrisk.store.snapshot import remove

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from graphrisk.store.base import Reach
    from graphrisk.store.neo4j.reader import Reader


class Neo4jScope(DuckDBScope):
    """A `Scope` over what was fetched from a server: a DuckDB file of its own, which goes with the scope.

    The file holds declarations, so that its folder is the user's alone. `fetched` counts the rows that came
    over the wire, by table.
    """

    fetched: Counter[str]

    def __init__(
        self,
        reader: Reader,
        call_id: str | None,
        *,
        reach: Reach,
        authors: Sequence[str] = (),
        organizations: Sequence[str] = (),
        memory: str,
        on_progress: Callable[[str, float], None] | None,
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="graphrisk-"))
        tell = on_progress or (lambda _table, _share: None)
        path = self._folder / "graph.duckdb"
        try:
            reader.check()
            with Pull(reader, path, memory=memory) as pull:
                self.fetched = pull.fetched
                if call_id is None:
                    every_table(pull, tell)
                else:
                    fetch(
                        pull,
                        call_id,
                        reach=reach,
                        authors=authors,
                        organizations=organizations,
                        tell=tell,
                    )
            reader.check()
            super().__init__(path, memory=memory)
        except BaseException:
            remove(self._folder)
            raise

    def __enter__(self) -> Neo4jScope:
        """Open the scope."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the engine, and remove what was fetched."""
        try:
            super().__exit__(kind, error, trace)
        finally:
            remove(self._folder)
