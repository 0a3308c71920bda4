"""Rows as tuples, in the order of a table's columns, turned into Arrow at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.schema import TABLES
from loaders.base import Batch

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def _schema(table: str) -> pa.Schema:
    return TABLES[table].arrow_schema()


def arrow(table: str, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    """Return `rows`, each with the values of `Table.names` in order, as an Arrow table of that schema."""
    schema = _schema(table)
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def batch(table: str, rows: Sequence[tuple[object, ...]], *, fill: bool = False) -> Batch:
    """Return `rows` as the event that a loader yields."""
    return Batch(table, arrow(table, rows), fill)
