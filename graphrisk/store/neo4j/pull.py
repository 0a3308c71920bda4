"""Tables fetched from the server into a DuckDB file: by the values of a column, or whole.

Rows come as lists of some thousand, become Arrow columns and are inserted as such; nothing holds a Python
object a row for longer than a batch.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from graphrisk.errors import StoreError
from graphrisk.schema import TABLES
from graphrisk.sentences import Sentence
from graphrisk.store import numbers
from graphrisk.store.neo4j import rows as where
from graphrisk.store.neo4j.columns import to_arrow
from graphrisk.store.neo4j.model import PLACEHOLDER, graph
from graphrisk.store.neo4j.reader import SLICE
from graphrisk.store.sql import ENGINE, create_all, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from graphrisk.schema import Column
    from graphrisk.store.neo4j.reader import Reader, Rows
    from graphrisk.store.neo4j.rows import Place

LOT = 20_000
"""Rows that are inserted at once."""
BATCH = "pulled"
"""The name under which SQL sees the rows of a batch."""


class Pull:
    """Fills the tables of a new DuckDB file at `path`; commits when it is left without an error.

    `fetched` counts the rows that came over the wire, by table; several tables may be made of one row.
    """

    def __init__(self, reader: Reader, path: Path, *, memory: str) -> None:
        self.reader = reader
        self.fetched: Counter[str] = Counter()
        settings = {**ENGINE, "memory_limit": memory, "temp_directory": str(path.with_suffix(".spill"))}
        self._connection = duckdb.connect(str(path), config=settings)
        self._connection.execute("BEGIN")
        for statement in create_all():
            self._connection.execute(statement)

    def __enter__(self) -> Pull:
        """Begin to fill the tables."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what was fetched stays in it where nothing went wrong."""
        try:
            if error is None:
                numbers.number(self._connection)
                self._connection.execute("COMMIT")
        except duckdb.Error as fault:
            raise _no_room(fault) from fault
        finally:
            self._connection.close()

    def keep(self, name: str, columns: Mapping[str, pa.DataType]) -> None:
        """Make a temporary table for values that later questions are about."""
        empty = pa.schema(list(columns.items())).empty_table()
        self._connection.register(BATCH, empty)
        self.run(f"CREATE TEMP TABLE {quoted(name)} AS SELECT * FROM {BATCH}")

    def put(self, name: str, batch: pa.Table, *, select: str = f"SELECT * FROM {BATCH}") -> None:
        """Insert what `select` makes of a batch."""
        if batch.num_rows:
            self._connection.register(BATCH, batch)
            self.run(f"INSERT INTO {quoted(name)} BY NAME {select}")

    def run(self, sql: str) -> None:
        """Run a statement on the tables."""
        try:
            self._connection.execute(sql)
        except duckdb.Error as fault:
            raise _no_room(fault) from fault

    def values(self, sql: str) -> list[str]:
        """Return the values of a query of one column, each once, in a fixed order."""
        found = self._connection.sql(f"SELECT DISTINCT v FROM ({sql}) AS t(v) WHERE v IS NOT NULL ORDER BY v")
        values: list[str] = found.to_arrow_table().column(0).to_pylist()
        return values

    def records(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a query; for few rows."""
        found: list[dict[str, Any]] = self._connection.sql(sql).to_arrow_table().to_pylist()
        return found

    def whole(self, table: str) -> None:
        """Fetch all rows of a table; with authorships come the affiliations that ride on them."""
        for place in where.places(table):
            self._insert(place, self.reader.stream(where.everything(place), fixed=place.fixed))

    def mixed(self, tables: Sequence[str]) -> None:
        """Fetch all rows of several tables whose rows are nodes, by one statement."""
        self._insert_mixed(tables, self.reader.stream(where.mixed(tables)))

    def declared(self, sheets: Sequence[str], people: Sequence[str]) -> None:
        """Fetch the rows of several tables that people declared, by one statement."""
        self._insert_mixed(sheets, self.reader.slices(where.declared(sheets), people, more={}))

    def take(self, table: str, column: str, values: Sequence[str], *, size: int = SLICE) -> None:
        """Fetch the rows of a table whose `column`, which has an index, is one of `values`.

        `size` values are asked about at a time.
        """
        for place in where.places(table):
            hit, beginning = where.found(place, column)
            if hit != "seek":
                raise KeyError(f"{table}.{column} has no index")
            query = where.gathered(place, beginning)
            self._insert(place, self.reader.slices(query, values, size=size, more={"fixed": place.fixed}))

    def batches(
        self,
        table: str,
        query: str,
        columns: Sequence[Column],
        values: Sequence[str],
        *,
        size: int | None = None,
        **more: object,
    ) -> Iterator[pa.Table]:
        """Yield what a query collects for `values`, `size` of them at a time, as Arrow tables."""
        for batch in self.reader.slices(query, values, size=size or SLICE, more=more):
            self.fetched[table] += len(batch)
            yield to_arrow(columns, batch)

    def pick(
        self,
        name: str,
        query: str,
        columns: Sequence[Column],
        values: Sequence[str],
        *,
        size: int | None = None,
        **more: object,
    ) -> None:
        """Fetch what a query collects for `values` into a temporary table."""
        for found in in_lots(self.batches(name, query, columns, values, size=size, **more)):
            self.put(name, found)

    def _insert(self, place: Place, batches: Iterable[Rows]) -> None:
        for found in in_lots(self._as_tables(place, batches)):
            self.put(place.table, found, select=where.unpacked(place.table, BATCH))
            if place.table == where.AUTHORED:
                self.put("affiliations", found, select=where.unpacked("affiliations", BATCH))

    def _insert_mixed(self, tables: Sequence[str], batches: Iterable[Rows]) -> None:
        """Insert nodes that come as their labels and all that they hold."""
        places = {table: where.places(table)[0] for table in tables}
        of_label = {graph().nodes[table].label: table for table in tables}
        found: dict[str, list[list[Any]]] = {table: [] for table in tables}
        for batch in batches:
            for labels, held in batch:
                table = next((of_label[label] for label in labels if label in of_label), None)
                if table is None or held.get(PLACEHOLDER.name):
                    continue
                if held.get(graph().nodes[table].key) is not None:
                    found[table].append([held.get(c.name) for c in places[table].columns])
            for table, rows in found.items():
                if len(rows) >= LOT:
                    self._insert(places[table], [rows])
                    found[table] = []
        for table, rows in found.items():
            self._insert(places[table], [rows])

    def _as_tables(self, place: Place, batches: Iterable[Rows]) -> Iterator[pa.Table]:
        for batch in batches:
            self.fetched[place.table] += len(batch)
            yield to_arrow(place.columns, batch)


def in_lots(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the rows of many small tables in few larger ones: each insertion costs more than its rows."""
    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        if rows >= LOT:
            yield pa.concat_tables(waiting)
            waiting, rows = [], 0
    if waiting:
        yield pa.concat_tables(waiting)


def every_table(pull: Pull, tell: Callable[[str, float], None]) -> None:
    """Fetch the whole graph; `tell` hears of each table, with the share of tables that are done."""
    wanted = [table for table in TABLES if table != "affiliations"]
    for number, table in enumerate(wanted):
        tell(table, number / len(wanted))
        pull.whole(table)


def _no_room(fault: duckdb.Error) -> StoreError:
    first = str(fault).partition("\n")[0]
    return StoreError(
        Sentence("What the Neo4j server sends cannot be kept on this machine: {error}", error=first),
        remedy=Sentence(
            "Make room on the disk for temporary files, or raise memory under [store] in graphrisk.toml."
        ),
    )
