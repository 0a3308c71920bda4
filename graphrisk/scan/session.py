"""The engine of one scan: temporary tables and reading."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from graphrisk.errors import StoreError
from graphrisk.schema.arrow import values_of
from graphrisk.sentences import Sentence
from graphrisk.store.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import ibis.expr.types as ir


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what the embedded engine cannot do, such as finding more memory, into a message for people."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            Sentence("The scan needs more memory than the settings allow."),
            remedy=Sentence("Raise memory under [store] in graphrisk.toml."),
        ) from error
    except duckdb.Error as error:
        first = str(error).partition("\n")[0]
        raise StoreError(
            Sentence("The snapshot cannot be scanned: {error}", error=first),
            remedy=Sentence("Check it with: graphrisk doctor"),
        ) from error


class Session(Engine):
    """Keeps what a scan computes as temporary tables of the scope's engine, and reads results from it."""

    def columns(self, rows: ir.Table) -> dict[str, list[Any]]:
        """Return the rows as Python values, column by column."""
        return as_columns(self.read(rows))

    def records(self, rows: ir.Table) -> Iterator[dict[str, Any]]:
        """Yield the rows as dicts; for few rows."""
        yield from self.read(rows).to_pylist()

    def among(self, name: str, values: Sequence[str]) -> ir.Table:
        """Return a table with the one column `name` that holds `values`."""
        return self.put(pa.table({name: pa.array(values, pa.string())}))


def as_columns(table: pa.Table) -> dict[str, list[Any]]:
    """Return the rows of an Arrow table as Python values, column by column."""
    return dict(zip(table.column_names, values_of(table), strict=True))
