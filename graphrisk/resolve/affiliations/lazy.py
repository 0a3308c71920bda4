"""The index of a snapshot that is being made: built, or read from its file, when it is first asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.cache import cached_index
from graphrisk.resolve.affiliations.records import read_organizations

if TYPE_CHECKING:
    import duckdb

    from graphrisk.resolve.affiliations.index import Index


class LazyIndex:
    """Gives the index of the organisations of an open database; most loads never need it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Take the database; nothing is read yet."""
        self._connection = connection
        self._index: Index | None = None

    def get(self) -> Index:
        """Return the index; it is kept in a file beside the database."""
        if self._index is None:
            self._index = cached_index(read_organizations(self._connection), self._folder())
        return self._index

    def _folder(self) -> Path | None:
        """Return the folder of the database; None where it is in memory."""
        sql = "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
        found = self._connection.execute(sql).fetchall()
        return Path(str(found[0][0])).parent if found and found[0][0] else None
