"""The store over a small world of tests, in memory, with all derived tables filled by the real resolver."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import pyarrow as pa

from graphrisk.resolve import derive
from graphrisk.schema import NUMBERED, NUMBERED_WORKS, TABLES
from graphrisk.store.base import EVERYTHING
from graphrisk.store.manifest import Manifest
from graphrisk.store.scope import numbered_works
from graphrisk.store.search import FOUND

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

    from graphrisk.store.base import Reach
    from tests.factory import World


class FactoryScope:
    """A `Scope` over the tables of a world."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.backend: BaseBackend = ibis.duckdb.from_connection(connection)
        tables = {name: self.backend.table(name) for name in (*TABLES, *NUMBERED)}
        self.tables: Mapping[str, ir.Table] = {**tables, NUMBERED_WORKS: numbered_works(tables)}

    def __enter__(self) -> FactoryScope:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.backend.disconnect()


class FactoryStore:
    """A `GraphStore` over a world, in memory; each scope has a copy of its own."""

    def __init__(
        self, world: World, *, resolve: Callable[[duckdb.DuckDBPyConnection], None] = derive
    ) -> None:
        self._world, self._resolve = world, resolve
        self._found: dict[str, list[dict[str, Any]]] = {}

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            snapshot=1,
            created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            version="0",
            schema_version=1,
            loads=(),
            rows={name: len(rows) for name, rows in self._world.rows.items()},
            content_hash="",
        )

    def count(self, table: str) -> int:
        return len(self._world.rows[table])

    def rows(self, table: str, column: str, values: Sequence[str], *, limit: int | None = None) -> pa.Table:
        described = TABLES[table]
        shape = described.arrow_schema(provenance=described.provenance)
        held = self._derived(table) if described.layer == "derived" else self._world.rows[table]
        wanted = set(values)
        chosen = [
            row
            for row in held
            if (wanted & set(row[column] or ()) if isinstance(row[column], list) else row[column] in wanted)
        ]
        chosen.sort(key=lambda row: [str(row[name]) for name in described.key])
        return pa.Table.from_pylist(chosen[:limit], schema=shape)

    def _derived(self, table: str) -> list[dict[str, Any]]:
        if not self._found:
            with self.scope(None) as scope:
                self._found = {
                    t.name: scope.tables[t.name].to_pyarrow().to_pylist()
                    for t in TABLES.values()
                    if t.layer == "derived"
                }
        return self._found[table]

    def search(self, text: str, *, limit: int = 20) -> pa.Table:
        words = text.lower().split()
        kinds = (
            ("person", "persons", "author_id", "display_name"),
            ("organization", "organizations", "org_id", "name"),
            ("work", "works", "work_id", "title"),
            ("list_entry", "list_entries", "entry_id", "name"),
        )
        found = [
            {"kind": kind, "id": row[key], "name": row[name], "note": None}
            for kind, table, key, name in kinds
            for row in self._world.rows.get(table, [])
            if words and row[name] and all(word in row[name].lower() for word in words)
        ]
        return pa.Table.from_pylist(found[:limit], schema=FOUND)

    def prepare(self) -> None:
        """Nothing to build."""

    def scope(
        self,
        call_id: str | None,  # noqa: ARG002  # all tables, as the store gives
        *,
        reach: Reach = EVERYTHING,  # noqa: ARG002
        authors: Sequence[str] = (),  # noqa: ARG002
        organizations: Sequence[str] = (),  # noqa: ARG002
        on_progress: Callable[[str, float], None] | None = None,  # noqa: ARG002
    ) -> FactoryScope:
        connection = duckdb.connect(":memory:")
        for name, table in TABLES.items():
            columns = ", ".join(f'"{c.name}" {c.type.value}' for c in table.all_columns)
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            if self._world.rows.get(name):
                schema = table.arrow_schema(provenance=table.provenance)
                chunk = pa.Table.from_pylist(self._world.rows[name], schema=schema)
                connection.register("chunk", chunk)
                names = ", ".join(f'"{column}"' for column in schema.names)
                connection.execute(f'INSERT INTO "{name}" ({names}) SELECT {names} FROM chunk')
                connection.unregister("chunk")
        self._resolve(connection)
        return FactoryScope(connection)

    def close(self) -> None:
        """Nothing to release."""
