"""A hash over the content of a snapshot."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from graphrisk.schema import LOADED, TABLES
from graphrisk.store.sql import quoted, row_hash

if TYPE_CHECKING:
    import duckdb


def content(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], str]:
    """Return the number of rows of each table, and a hash over the rows of all loaded tables.

    Equal rows give an equal hash whatever the order in which they were loaded; where rows came from and when
    does not count. The engine's hash function underlies it, so that hashes compare between snapshots made by
    one version of the engine.
    """
    loaded = {table.name for table in LOADED}
    rows: dict[str, int] = {}
    lines: list[str] = []
    for table in TABLES.values():
        total = f"sum({row_hash(table)})" if table.name in loaded else "NULL"
        ((count, digest),) = connection.execute(
            f"SELECT count(*), {total} FROM {quoted(table.name)}"
        ).fetchall()
        rows[table.name] = count
        if table.name in loaded:
            lines.append(f"{table.name}:{count}:{digest or 0}")
    return rows, hashlib.sha256("\n".join(lines).encode()).hexdigest()
