"""SQL text made from the schema: names, table definitions and the hash of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.schema import TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.schema import Column, Table

ENGINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Settings of every connection: nothing is ever fetched from the network."""


def quoted(name: str) -> str:
    """Return a table or column name, or any word, as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as an SQL string, for the few places that take no parameters (ATTACH, PRAGMA)."""
    return "'" + text.replace("'", "''") + "'"


def columns(names: Iterable[str], prefix: str = "") -> str:
    """Return names as a list of SQL columns, each behind `prefix` (such as `t.`)."""
    return ", ".join(prefix + quoted(name) for name in names)


def create_table(table: Table, *, checked: bool = True) -> str:
    """Return the statement that creates `table`, with its provenance, in the default schema.

    Where it is not `checked`, required columns take nulls.
    """
    body = ", ".join(_described(column, checked=checked) for column in table.all_columns)
    return f"CREATE TABLE {quoted(table.name)} ({body})"


def _described(column: Column, *, checked: bool) -> str:
    stored = " USING COMPRESSION uncompressed" if column.plain else ""
    nulls = " NOT NULL" if checked and column.required else ""
    return f"{quoted(column.name)} {column.type.value}{stored}{nulls}"


def create_all() -> list[str]:
    """Return the statements that create every table of a snapshot."""
    return [create_table(table) for table in TABLES.values()]


def normal(column: Column, prefix: str = "") -> str:
    """Return the column as it is stored: a missing list is an empty one, an empty text may be a null."""
    name = prefix + quoted(column.name)
    if column.blank_is_null:
        return f"nullif({name}, '')"
    return f"coalesce({name}, []::VARCHAR[])" if column.type is Type.STRINGS else name


def row_hash(table: Table, prefix: str = "") -> str:
    """Return a 64-bit hash of a row's own columns; provenance does not count.

    Each value is hashed beside its place, and lists beside their length, so that no two neighbouring columns
    can trade values and no null at the end of a list goes unseen. The outer hash mixes the combined value
    once more: the engine combines by multiplication and exclusive or, and sums of such values over rows
    would hide some exchanges of values between rows.
    """
    parts: list[str] = []
    for column in table.columns:
        name = prefix + quoted(column.name)
        parts.append(name)
        if column.type is Type.STRINGS:
            parts.append(f"len({name})")
    return f"hash(hash({literal(table.name)}, {', '.join(parts)}))"
