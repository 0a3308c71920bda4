"""Names in the index: each distinct text once, and the words that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def build_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables of names."""
