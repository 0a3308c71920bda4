"""The server store: the snapshot that a Neo4j server holds, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from graphrisk.errors import StoreError
from graphrisk.schema import TABLES, Type
from graphrisk.sentences import Sentence
from graphrisk.store.base import CROWD, EVERYTHING, WIDEST
from graphrisk.store.explore.paths import Bounds
from graphrisk.store.neo4j import explore_paths, explore_read
from graphrisk.store.neo4j import rows as where
from graphrisk.store.neo4j.columns import ARROW, to_arrow
from graphrisk.store.neo4j.explore_warm import warm
from graphrisk.store.neo4j.reader import Reader
from graphrisk.store.neo4j.search import CANDIDATES, search
from graphrisk.store.sql import ENGINE, columns, quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Sequence

    from graphrisk.schema import Table
    from graphrisk.store.base import Reach, Scope
    from graphrisk.store.explore import Neighbourhood, Node, NodeId, Paths
    from graphrisk.store.manifest import Manifest
    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.explore_paths import Listed
    from graphrisk.store.neo4j.marker import Marker
    from graphrisk.store.neo4j.reader import Ask
    from graphrisk.store.neo4j.rows import Place

_SLICE = 1_000


class Neo4jStore:
    """A `GraphStore` over what a server holds. Safe to use from many threads.

    Every method but `manifest` raises `MovedOnError` where the server holds another snapshot by now.
    """

    def __init__(self, server: Server, marker: Marker, *, memory: str) -> None:
        self._server, self._memory = server, memory
        self._manifest = marker.held
        self._reader = Reader(server, marker)
        self._engine = duckdb.connect(":memory:", config={**ENGINE, "threads": 1})
        self._listed: Listed | None = None
        self._closed = False

    @property
    def manifest(self) -> Manifest:
        """What the snapshot is made of."""
        return self._manifest

    def count(self, table: str) -> int:
        """Return the number of rows of a table.

        The manifest knows it; the server would have to look at each node for those that are no rows.
        """
        name = TABLES[table].name
        self._open().check()
        return self._manifest.rows[name]

    def rows(self, table: str, column: str, values: Sequence[str], *, limit: int | None = None) -> pa.Table:
        """Return the rows of `table` whose `column` is one of `values`, ordered by the table's key."""
        described = TABLES[table]
        wanted = self._typed(described.column(column).type, values)
        reader = self._open()
        if not wanted:
            return described.arrow_schema(provenance=True).empty_table()
        parts = [
            to_arrow(place.columns, batch)
            for place in where.places(table)
            for batch in _batches(reader, place, column, wanted, limit)
        ]
        return self._ordered(described, column, wanted, parts, limit)

    @property
    def searched(self) -> int:
        """How many names of a kind a search looks at, where more hold the words."""
        return CANDIDATES

    def search(self, text: str, *, limit: int = 20) -> pa.Table:
        """Return nodes whose name holds all words of `text`, in any order: kind, id, name, note."""
        return self._open().together(lambda ask: search(ask, text, limit=limit))

    def prepare(self) -> None:
        """Have the server plan what exploring asks; a publication made its indexes."""
        self._open().together(lambda ask: warm(ask, self._found_listed(ask)))

    def node(self, kind: str, id: str) -> Node | None:  # noqa: A002
        """Return a node with what its record says, or None."""
        return self._open().together(lambda ask: explore_read.node(ask, (kind, id)))

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
        return self._open().together(
            lambda ask: explore_read.neighbours(
                ask, (kind, id), ties=ties, since=since, until=until, limit=limit
            )
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
        widest: int = WIDEST,
        crowd: int = CROWD,
    ) -> Paths:
        """Return the shortest paths from a node to another one, or to every listed organisation."""
        bounds = Bounds(most_steps, limit, since, until, widest, crowd)
        return self._open().together(
            lambda ask: explore_paths.paths(ask, start, goal, bounds, self._found_listed)
        )

    def scope(
        self,
        call_id: str | None,
        *,
        reach: Reach = EVERYTHING,
        authors: Sequence[str] = (),
        organizations: Sequence[str] = (),
        on_progress: Callable[[str, float], None] | None = None,
    ) -> Scope:
        """Return the tables for a scan, fetched from the server into an engine of its own."""
        from graphrisk.store.neo4j.scope import Neo4jScope

        return Neo4jScope(
            self._open(),
            call_id,
            reach=reach,
            authors=authors,
            organizations=organizations,
            memory=self._memory,
            on_progress=on_progress,
        )

    def close(self) -> None:
        """Release all connections."""
        self._closed = True
        self._engine.close()
        self._server.close()

    def _found_listed(self, ask: Ask) -> Listed:
        """Return the listed organisations, sought once: they are of the snapshot, as the store is."""
        if self._listed is None:
            self._listed = explore_paths.find_listed(ask)
        return self._listed

    def _open(self) -> Reader:
        if self._closed:
            raise StoreError(Sentence("The store was closed."), remedy=Sentence("Open it again."))
        return self._reader

    def _typed(self, kind: Type, values: Sequence[str]) -> list[object]:
        """Return the values in the type of the column, each once; others are left out: no row has them."""
        unique = list(dict.fromkeys(values))
        if kind in {Type.STRING, Type.STRINGS}:
            return list(unique)
        given = pa.table({"v": pa.array(unique, pa.string())})
        with self._engine.cursor() as cursor:
            cursor.register("given", given)
            # Columns of other types are asked by their text: "02" is not the text of any number.
            found = cursor.sql(
                f"SELECT t FROM (SELECT v, TRY_CAST(v AS {kind.value}) AS t FROM given) "
                "WHERE CAST(t AS VARCHAR) = v"
            )
            typed: list[object] = found.to_arrow_table().column(0).to_pylist()
        return typed

    def _ordered(
        self, described: Table, column: str, wanted: list[object], parts: list[pa.Table], limit: int | None
    ) -> pa.Table:
        schema = described.arrow_schema(provenance=True)
        if not parts:
            return schema.empty_table()
        kind = ARROW[described.column(column).type]
        values = pa.table({"v": pa.array(wanted, kind.value_type if pa.types.is_list(kind) else kind)})
        name = quoted(column)
        test = f"list_has_any({name}, (SELECT list(v) FROM wanted))" if pa.types.is_list(kind) else ""
        test = test or f"{name} IN (SELECT v FROM wanted)"
        query = (
            f"SELECT * FROM ({where.unpacked(described.name, 'fetched')}) WHERE {test} "
            f"ORDER BY {columns(described.key)}"
        )
        with self._engine.cursor() as cursor:
            cursor.register("fetched", pa.concat_tables(parts))
            cursor.register("wanted", values)
            found = cursor.sql(query if limit is None else f"{query} LIMIT {limit:d}").to_arrow_table()
        return found.cast(schema)


def _batches(
    reader: Reader, place: Place, column: str, wanted: list[object], limit: int | None
) -> list[list[list[object]]]:
    """Return the rows of one set, in batches, all read under one look at the marker."""
    hit, beginning = where.found(place, column)
    if limit is not None:
        query, size = where.first(place, beginning), len(wanted)
        more: dict[str, object] = {"fixed": place.fixed, "limit": limit}
    else:
        query, size, more = where.gathered(place, beginning), _SLICE, {"fixed": place.fixed}
    if hit == "scan":
        size = len(wanted)
    slices = [wanted[i : i + size] for i in range(0, len(wanted), size)]
    given = [{"of": {"values": one}} if hit == "seek" else {"values": one} for one in slices]
    return [found for one in given for (found,) in reader.ask(query, **one, **more)]
