"""What a store of the graph can do, whatever stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends import BaseBackend

    from graphrisk.store.manifest import Manifest


class Scope(Protocol):
    """The tables that a scan of some applications needs, on an engine that runs Ibis expressions.

    `tables` holds every table of `graphrisk.schema.TABLES` by name, with at least the rows that concern the
    people of the call: their records, works, co-authors, organisations, listings. `backend` takes temporary
    tables; nothing that a scan does changes the store.
    """

    backend: BaseBackend
    tables: Mapping[str, ir.Table]

    def __enter__(self) -> Scope:
        """Open the scope."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release what the scope holds."""
        ...


class GraphStore(Protocol):
    """A published snapshot of the graph, to be read."""

    @property
    def manifest(self) -> Manifest:
        """What the snapshot is made of."""
        ...

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        ...

    def rows(self, table: str, column: str, values: Sequence[str], *, limit: int | None = None) -> pa.Table:
        """Return the rows of `table` whose `column` is one of `values`, ordered by the table's key.

        The result has the columns of `Table.arrow_schema(provenance=True)`. Raises `KeyError` for an unknown
        table or column.
        """
        ...

    def search(self, text: str, *, limit: int = 20) -> pa.Table:
        """Return nodes whose name holds all words of `text`, in any order: kind, id, name, note."""
        ...

    def scope(self, call_id: str | None) -> Scope:
        """Return the tables for a scan of the call's applications, or of all where none is named."""
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...
