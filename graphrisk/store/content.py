"""A hash over the content of a snapshot."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from graphrisk.schema import LOADED, TABLES
from graphrisk.store.sql import literal, quoted, row_hash

if TYPE_CHECKING:
    import duckdb


def content(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], str]:
    """Return the number of rows of each table, and a hash over the rows of all loaded tables.

    Equal rows give an equal hash whatever the order in which they were loaded; where rows came from and when
    does not count. The engine's hash function underlies it, so that hashes compare between snapshots made by
    one version of the engine.
    """
    loaded = {table.name for table in LOADED}
    parts = " UNION ALL ".join(
        f"SELECT {literal(name)}, count(*), {f'sum({row_hash(table)})' if name in loaded else 'NULL'} "
        f"FROM {quoted(name)}"
        for name, table in TABLES.items()
    )
    found = {name: (count, digest or 0) for name, count, digest in connection.execute(parts).fetchall()}
    lines = [f"{name}:{found[name][0]}:{found[name][1]}" for name in TABLES if name in loaded]
    rows = {name: found[name][0] for name in TABLES}
    return rows, hashlib.sha256("\n".join(lines).encode()).hexdigest()


def years(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int | None, int | None]]:
    """Return the first and the last year of publication of the works of each source."""
    found = connection.execute(
        "SELECT source, min(publication_year), max(publication_year) FROM works GROUP BY source ORDER BY 1"
    )
    return {source: (first, last) for source, first, last in found.fetchall()}
