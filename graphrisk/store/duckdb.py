"""The embedded store: a published snapshot in a DuckDB file, opened for reading alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from graphrisk.errors import StoreError
from graphrisk.schema import TABLES, Type
from graphrisk.sentences import Sentence
from graphrisk.store.base import CROWD, EVERYTHING, WIDEST
from graphrisk.store.explore import names, paths, read
from graphrisk.store.explore.index import Index, first_line
from graphrisk.store.explore.points import FEW, POINTS, rows_of
from graphrisk.store.search import search
from graphrisk.store.snapshot import remove, spill_folder
from graphrisk.store.sql import ENGINE, columns, literal, quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from graphrisk.store.base import Reach, Scope
    from graphrisk.store.explore import Neighbourhood, Node, NodeId, Paths
    from graphrisk.store.manifest import Manifest

ALIAS = "graph"
"""The name under which the snapshot is attached."""


def attach(path: Path, *, memory: str, temporary: Path) -> duckdb.DuckDBPyConnection:
    """Return an engine of its own, in memory, with the snapshot at `path` attached as `ALIAS`, read-only.

    An engine of its own has its own limit of memory and its own temporary tables; any number of them in any
    number of processes can read one file.
    """
    try:
        connection = duckdb.connect(
            ":memory:", config={**ENGINE, "memory_limit": memory, "temp_directory": str(temporary)}
        )
        connection.execute(f"ATTACH {literal(str(path))} AS {ALIAS} (READ_ONLY)")
        connection.execute(f"USE {ALIAS}")
    except duckdb.Error as error:
        raise StoreError(
            Sentence("The snapshot {path} cannot be opened: {error}", path=path, error=first_line(error)),
            remedy=Sentence("Restore it, or load again."),
        ) from error
    return connection


class DuckDBStore:
    """A `GraphStore` over one snapshot. Safe to use from many threads: each call has its own cursor."""

    def __init__(self, path: Path, manifest: Manifest, *, memory: str) -> None:
        self._path, self._manifest, self._memory = path, manifest, memory
        self._spill = spill_folder(path.parent)
        self._connection = attach(path, memory=memory, temporary=self._spill)
        self._index = Index(self._connection, path, manifest)
        self._closed = False

    @property
    def manifest(self) -> Manifest:
        """What the snapshot is made of."""
        return self._manifest

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(self._query(f"SELECT count(*) AS n FROM {_place(table)}").column("n")[0].as_py())

    def rows(self, table: str, column: str, values: Sequence[str], *, limit: int | None = None) -> pa.Table:
        """Return the rows of `table` whose `column` is one of `values`, ordered by the table's key."""
        described = TABLES[table]
        wanted = described.column(column)
        name = quoted(column)
        match wanted.type:
            case Type.STRING:
                test = f"{name} IN (SELECT unnest($values))"
            case Type.STRINGS:
                test = f"list_has_any({name}, $values)"
            case _:
                test = f"CAST({name} AS VARCHAR) IN (SELECT unnest($values))"
        parameters: dict[str, object] = {"values": list(values)}
        if (table, column) in POINTS and 0 < len(values) <= FEW and self._index.attach():
            with self._explore() as cursor:
                parameters = {"rows": rows_of(cursor, table, column, values)}
            test = "rowid IN (SELECT unnest($rows::BIGINT[]))"
        shown = columns(c.name for c in described.all_columns)
        query = f"SELECT {shown} FROM {_place(table)} WHERE {test} ORDER BY {columns(described.key)}"
        if limit is not None:
            query += " LIMIT $limit"
            parameters["limit"] = limit
        if not values:
            return described.arrow_schema(provenance=True).empty_table()
        return self._query(query, parameters).cast(described.arrow_schema(provenance=True))

    @property
    def searched(self) -> None:
        """A search looks at all names."""
        return None

    def search(self, text: str, *, limit: int = 20) -> pa.Table:
        """Return nodes whose name holds all words of `text`, in any order: kind, id, name, note."""
        self._check_open()
        if self._index.attach():
            with self._explore() as cursor:
                return names.find(cursor, text, limit=limit)
        return search(self._query, text, limit=limit)

    def prepare(self) -> None:
        """Build the index that exploring needs, if there is none yet, rather than at the first use."""
        with self._explore():
            pass

    def node(self, kind: str, id: str) -> Node | None:  # noqa: A002
        """Return a node with what its record says, or None."""
        with self._explore() as cursor:
            return read.node(cursor, (kind, id))

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
        """Return the newest ties of a node, at most `limit` of each kind, and their other ends."""
        with self._explore() as cursor:
            return read.neighbours(cursor, (kind, id), ties=ties, since=since, until=until, limit=limit)

    def paths(
        self,
        start: NodeId,
        goal: NodeId | None = None,
        *,
        most_steps: int = 4,
        limit: int = 10,
        since: dt.date | None = None,
        until: dt.date | None = None,
        widest: int = WIDEST,
        crowd: int = CROWD,
    ) -> Paths:
        """Return the shortest paths from a node to another one, or to every listed organisation."""
        bounds = paths.Bounds(most_steps, limit, since, until, widest, crowd)
        with self._explore() as cursor:
            return paths.paths(cursor, start, goal, bounds)

    def scope(
        self,
        call_id: str | None,  # noqa: ARG002  # the embedded store has all tables at hand
        *,
        reach: Reach = EVERYTHING,  # noqa: ARG002
        authors: Sequence[str] = (),  # noqa: ARG002
        organizations: Sequence[str] = (),  # noqa: ARG002
        on_progress: Callable[[str, float], None] | None = None,  # noqa: ARG002
    ) -> Scope:
        """Return the tables for a scan, on an engine of its own."""
        from graphrisk.store.scope import DuckDBScope

        return DuckDBScope(self._path, memory=self._memory)

    def close(self) -> None:
        """Release files and connections."""
        self._closed = True
        self._connection.close()
        remove(self._spill)
        self._index.close()

    @contextmanager
    def _explore(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor with the index attached as `explore`."""
        self._check_open()
        with self._wrapped():
            self._index.need()
            with self._connection.cursor() as cursor:
                yield cursor

    def _query(self, query: str, parameters: dict[str, object] | None = None) -> pa.Table:
        self._check_open()
        with self._wrapped(), self._connection.cursor() as cursor:
            return cursor.sql(query, params=parameters).to_arrow_table()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(Sentence("The store was closed."), remedy=Sentence("Open it again."))

    @contextmanager
    def _wrapped(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise StoreError(
                Sentence(
                    "Snapshot {number} cannot be read: {error}",
                    number=self._manifest.snapshot,
                    error=first_line(error),
                ),
                remedy=Sentence("Check it with: graphrisk doctor"),
            ) from error


def _place(table: str) -> str:
    return f"{ALIAS}.main.{quoted(TABLES[table].name)}"
