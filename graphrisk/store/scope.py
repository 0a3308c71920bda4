"""The tables of a snapshot for a scan, on an engine of its own that runs Ibis expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
from ibis.expr.operations import DatabaseTable, Namespace

from graphrisk.schema import NUMBERED, NUMBERED_WORKS, TABLES
from graphrisk.store.duckdb import ALIAS, attach
from graphrisk.store.snapshot import remove, spill_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    import ibis.expr.types as ir
    from ibis.backends import BaseBackend


def numbered_works(tables: Mapping[str, ir.Table], *, by_place: bool = False) -> ir.Table:
    """Return `works` with the number of each work, work_no.

    Numbers are given in the order of the rows: `by_place` takes the place of a row for its number, and no
    long text has to be compared to find a work.
    """
    works = tables["works"]
    if by_place:
        return works.mutate(work_no=works.rowid())
    return works.join(tables["work_numbers"].select("work_no", "work_id"), "work_id")


class DuckDBScope:
    """A `Scope` over one snapshot. Temporary tables live in its engine and go with it."""

    backend: BaseBackend
    tables: Mapping[str, ir.Table]

    def __init__(self, path: Path, *, memory: str) -> None:
        self._spill = spill_folder(path.parent)
        self._connection = attach(path, memory=memory, temporary=self._spill)
        self.backend = ibis.duckdb.from_connection(self._connection)
        # The schema knows the columns; asking the engine for them takes longer than many a question.
        place = Namespace(catalog=ALIAS, database="main")
        tables = {
            table.name: DatabaseTable(
                name=table.name,
                schema=ibis.schema(table.arrow_schema(provenance=True)),
                source=self.backend,
                namespace=place,
            ).to_expr()
            for table in (*TABLES.values(), *NUMBERED.values())
        }
        # Rows that were deleted leave holes between the places of the others.
        held = self._connection.execute("SELECT count(*) = coalesce(max(rowid) + 1, 0) FROM works").fetchall()
        self.tables = {**tables, NUMBERED_WORKS: numbered_works(tables, by_place=bool(held[0][0]))}

    def __enter__(self) -> DuckDBScope:
        """Open the scope."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release the engine with all its temporary tables."""
        self._connection.close()
        remove(self._spill)
