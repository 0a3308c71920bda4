"""The engine of one scan: temporary tables and reading."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from graphrisk.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import ibis.expr.types as ir
    import pyarrow as pa

    from graphrisk.store.base import Scope


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what the embedded engine cannot do, such as finding more memory, into a message for people."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            "The scan needs more memory than the settings allow.",
            remedy="Raise memory under [store] in graphrisk.toml.",
        ) from error
    except duckdb.Error as error:
        first = str(error).partition("\n")[0]
        raise StoreError(
            f"The snapshot cannot be scanned: {first}", remedy="Check it with: graphrisk doctor"
        ) from error


class Session:
    """Keeps what a scan computes as temporary tables of the scope's engine, and reads results from it."""

    def __init__(self, scope: Scope) -> None:
        self.backend = scope.backend
        self.tables: Mapping[str, ir.Table] = scope.tables
        self._kept = 0

    def keep(self, name: str, rows: ir.Table) -> ir.Table:
        """Compute `rows` now and return the temporary table that holds them."""
        self._kept += 1
        return self.backend.create_table(f"scan_{self._kept}_{name}", rows, temp=True)

    def put(self, rows: pa.Table) -> ir.Table:
        """Return these rows as a table that expressions can use."""
        return ibis.memtable(rows)

    def read(self, rows: ir.Table) -> pa.Table:
        """Return the rows as an Arrow table."""
        return self.backend.to_pyarrow(rows)

    def columns(self, rows: ir.Table) -> dict[str, list[Any]]:
        """Return the rows as Python values, column by column."""
        table = self.read(rows)
        return {name: table.column(name).to_pylist() for name in table.column_names}

    def records(self, rows: ir.Table) -> Iterator[dict[str, Any]]:
        """Yield the rows as dicts; for few rows."""
        yield from self.read(rows).to_pylist()

    def among(self, name: str, values: Sequence[str]) -> ir.Table:
        """Return a table with the one column `name` that holds `values`."""
        return ibis.memtable({name: list(values)}, schema={name: "string"})
