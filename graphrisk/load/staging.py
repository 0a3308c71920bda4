"""The staging area of a load: what the loader yields, gathered in files of its own.

For each table that a load touches there is one relation, the rows in the order in which they came (`_seq`):
batches are written to a Parquet file in the staging folder (a fifth of the work of a database table, for rows
that are read a few times and thrown away), Parquet files of the input are read where they are. Rows that only
fill gaps are kept apart. Checks put the `_seq` of refused rows into the table `out_<name>`; what is left is
the `clean` relation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.errors import StoreError
from graphrisk.load.groups import GROUP_OF
from graphrisk.load.report import REJECTS_SHOWN
from graphrisk.schema import TABLES
from graphrisk.sentences import Sentence, to_json
from graphrisk.store.sql import literal, normal, quoted
from loaders.base import VALUE_LIMIT, Reject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

    from graphrisk.schema import Table
    from loaders.base import Batch, Parquet, Replace

_FLUSH_ROWS = 250_000
"""Rows of one table that are gathered before they are written: about two row groups of the engine."""
_FLUSH_BYTES = 256 << 20
_FLUSH_REJECTS = 10_000
_FILE_SHIFT = 40
"""Bits that number the rows of one Parquet file inside `_seq`."""

REJECTS = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),
        ("column_name", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("message", pa.string()),
    ]
)


class Staging:
    """Gathers the rows of one load.

    `label` is what rejects call the input where no file is known, `names` what they call the files that are
    read in place.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, label: str, names: Mapping[Path, str]
    ) -> None:
        self.connection, self.label = connection, label
        self._folder, self._names = folder, names
        self.rejected: list[Reject] = []
        self.rejected_total = 0
        self._pending: dict[str, list[pa.Table]] = {}
        self._waiting: dict[str, int] = {}
        self._bytes = 0
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._files: dict[str, list[Path]] = {}
        self._out: set[str] = set()
        self._refused: list[Reject] = []
        self._latest: dict[str, str] = {}
        self._replaced: set[str] = set()
        connection.execute(
            "CREATE TABLE rejects (file VARCHAR, line BIGINT, column_name VARCHAR, value VARCHAR, "
            "reason VARCHAR, message VARCHAR)"
        )

    # -- taking in what the loader yields ---------------------------------------------------------------

    def add(self, batch: Batch) -> None:
        """Take in a batch of rows."""
        table = _table(batch.table)
        schema = pa.schema([field.with_nullable(True) for field in table.arrow_schema()])
        try:
            rows = batch.rows.select(schema.names).cast(schema)
        except (KeyError, ValueError, pa.ArrowException) as error:
            raise StoreError(
                Sentence(
                    "A loader gave rows of {table} that are not in its columns: {error}.",
                    table=table.name,
                    error=error,
                ),
                remedy=Sentence("This is a fault of the loader; please report it."),
            ) from error
        if not rows.num_rows:
            return
        name = ("fill_" if batch.fill else "batch_") + table.name
        self._pending.setdefault(name, []).append(rows)
        self._waiting[name] = self._waiting.get(name, 0) + rows.num_rows
        self._bytes += rows.nbytes
        if self._bytes >= _FLUSH_BYTES:
            self.flush()
        elif self._waiting[name] >= _FLUSH_ROWS:
            self._flush_table(name)

    def add_file(self, event: Parquet) -> None:
        """Take in a Parquet file, to be read in place."""
        self._files.setdefault(_table(event.table).name, []).append(event.path)

    def add_replaced(self, event: Replace) -> None:
        """Take in owners whose rows are replaced even where none came."""
        group = GROUP_OF[_table(event.table).name]
        if len(group.owner) != 1:
            raise StoreError(
                Sentence("Rows of {table} cannot be replaced by one owner column.", table=event.table),
                remedy=Sentence("This is a fault of the loader; please report it."),
            )
        if group.name not in self._replaced:
            self._replaced.add(group.name)
            self.connection.execute(f"CREATE TABLE {quoted('replace_' + group.name)} (owner VARCHAR)")
        self.connection.execute(
            f"INSERT INTO {quoted('replace_' + group.name)} SELECT unnest($1)", [list(event.owners)]
        )

    def reject(self, reject: Reject) -> None:
        """Take in a refused record."""
        self.rejected_total += 1
        if len(self.rejected) < REJECTS_SHOWN:
            self.rejected.append(reject)
        self._refused.append(reject)
        if len(self._refused) >= _FLUSH_REJECTS:
            self._flush_rejects()

    def flush(self) -> None:
        """Bring all that is pending into the files."""
        for name in list(self._pending):
            self._flush_table(name)
        self._flush_rejects()

    def _flush_table(self, name: str) -> None:
        rows = pa.concat_tables(self._pending.pop(name))
        self._waiting[name] = 0
        self._bytes -= rows.nbytes
        if name not in self._writers:
            # Statistics would be made for nothing: every reading goes over all rows.
            self._writers[name] = pq.ParquetWriter(
                self._path(name), rows.schema, compression="lz4", write_statistics=False
            )
        self._writers[name].write_table(rows)

    def close(self) -> None:
        """Close the files; they can be read from then on."""
        for writer in self._writers.values():
            writer.close()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.parquet"

    def _flush_rejects(self) -> None:
        if not self._refused:
            return
        rows = pa.Table.from_pylist(
            [
                {
                    "file": refused.file,
                    "line": refused.line,
                    "column_name": refused.column,
                    "value": refused.value,
                    "reason": refused.reason,
                    "message": to_json(refused.reason),
                }
                for refused in self._refused
            ],
            schema=REJECTS,
        )
        self.connection.register("incoming", rows)
        self.connection.execute("INSERT INTO rejects SELECT * FROM incoming")
        self.connection.unregister("incoming")
        self._refused.clear()

    # -- what the later steps see ------------------------------------------------------------------------

    def has(self, table: Table) -> bool:
        """Whether rows of `table` came that are more than fillers."""
        return f"batch_{table.name}" in self._writers or table.name in self._files

    def has_fill(self, table: Table) -> bool:
        """Whether rows of `table` came that only fill gaps."""
        return f"fill_{table.name}" in self._writers

    def replaced(self, group: str) -> str | None:
        """Return the table with the owners that are replaced in `group`, in its column `owner`, if any."""
        return quoted(f"replace_{group}") if group in self._replaced else None

    def files(self) -> list[Path]:
        """Return the Parquet files that are read in place."""
        return [path for paths in self._files.values() for path in paths]

    def relation(self, table: Table, *, place: bool = False) -> str:
        """Return all rows of `table` as they came, with `_seq`; with `_file` and `_line` if asked."""
        parts: list[str] = []
        if f"batch_{table.name}" in self._writers:
            where = f", {literal(self.label)} AS _file, CAST(NULL AS BIGINT) AS _line" if place else ""
            parts.append(_rows_of(table, self._path(f"batch_{table.name}"), 0, where))
        # One file after the other, so that the order of the rows follows the order of the files.
        for number, path in enumerate(self._files.get(table.name, ()), start=1):
            called = literal(self._names.get(path, path.name))
            where = f", {called} AS _file, file_row_number + 1 AS _line" if place else ""
            parts.append(_rows_of(table, path, number, where))
        return f"({' UNION ALL '.join(parts)})"

    def fillers(self, table: Table) -> str:
        """Return the rows of `table` that only fill gaps, with `_seq`."""
        return f"({_rows_of(table, self._path(f'fill_{table.name}'), 0, '')})"

    def clean(self, table: Table) -> str:
        """Return the rows of `table` that passed the checks so far, with `_seq`."""
        if table.name in self._latest:
            return self._latest[table.name]
        if table.name not in self._out:
            return self.relation(table)
        return (
            f"(SELECT * FROM {self.relation(table)} AS r "
            f"WHERE NOT EXISTS (FROM {quoted('out_' + table.name)} AS o WHERE o._seq = r._seq))"
        )

    def exclude(self, table: Table, query: str) -> int:
        """Take the rows whose `_seq` the query yields out of the clean ones; return how many they were."""
        name = quoted("out_" + table.name)
        if table.name not in self._out:
            self._out.add(table.name)
            self.connection.execute(f"CREATE TABLE {name} (_seq BIGINT)")
        return self.count(f"INSERT INTO {name} {query}")

    def settle(self, table: Table, query: str) -> None:
        """Let the rows that the query yields stand for all rows of a table whose last row holds."""
        name = quoted(f"latest_{'again_' if table.name in self._latest else ''}{table.name}")
        self.connection.execute(f"CREATE TABLE {name} AS {query}")
        self._latest[table.name] = name

    def reject_rows(self, query: str, reason: Sentence) -> int:
        """Record as refused, for `reason`, what the query yields: file, line, column_name, value."""
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE refused AS SELECT file, line, column_name, "
            f"left(value, {VALUE_LIMIT}) AS value FROM ({query})"
        )
        self.connection.execute(
            "INSERT INTO rejects SELECT *, $1, $2 FROM refused", [str(reason), to_json(reason)]
        )
        room = REJECTS_SHOWN - len(self.rejected)
        shown = self.connection.execute(
            "SELECT * FROM refused ORDER BY file, line, value LIMIT $1", [max(room, 0)]
        ).fetchall()
        self.rejected += [Reject(file, line, reason, column, value) for file, line, column, value in shown]
        total = self.number("SELECT count(*) FROM refused")
        self.rejected_total += total
        return total

    def number(self, query: str, *parameters: object) -> int:
        """Return the one number that a query yields."""
        row = self.connection.execute(query, list(parameters)).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def count(self, statement: str) -> int:
        """Run a statement that changes rows and return how many."""
        return self.number(statement)


def _rows_of(table: Table, path: Path, number: int, more: str) -> str:
    """Return the query for the rows of a Parquet file, the `number`-th of its table."""
    values = ", ".join(f"CAST({normal(c)} AS {c.type.value}) AS {quoted(c.name)}" for c in table.columns)
    return (
        f"SELECT {values}, {number << _FILE_SHIFT} + file_row_number AS _seq{more} "
        f"FROM read_parquet({literal(_unglobbed(path))}, hive_partitioning=false)"
    )


def _unglobbed(path: Path) -> str:
    """Return the path so that no character of it is taken for a wildcard."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _table(name: str) -> Table:
    if name not in GROUP_OF:
        raise StoreError(
            Sentence("A loader gave rows of {name}, which is no table that is loaded.", name=name),
            remedy=Sentence("This is a fault of the loader; please report it."),
        )
    return TABLES[name]
