"""Values of the driver as Arrow columns, some thousand rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.schema.model import Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.schema import Column

ARROW: dict[Type, pa.DataType] = {
    Type.STRING: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
    Type.STRINGS: pa.list_(pa.string()),
    Type.INTEGERS: pa.list_(pa.int64()),
}


def to_arrow(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows, given in the order of `columns`, as an Arrow table; a missing list is an empty one."""
    schema = pa.schema([(c.name, ARROW[c.type]) for c in columns])
    if not rows:
        return schema.empty_table()
    arrays = [_array(c.type, values) for c, values in zip(columns, zip(*rows, strict=True), strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(kind: Type, values: Sequence[Any]) -> pa.Array:
    if kind in {Type.DATE, Type.TIMESTAMP}:
        # The driver has days and times of its own, which reach further than Python's.
        values = [None if v is None else v.to_native() for v in values]
    elif kind in {Type.STRINGS, Type.INTEGERS}:
        values = [v or [] for v in values]
    return pa.array(values, ARROW[kind])
