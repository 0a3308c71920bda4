"""What the database really holds, read back set by set into tables that can be compared."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.schema.model import Type
from graphrisk.store.neo4j.cypher import everything, row_key, row_names
from graphrisk.store.neo4j.faults import translated
from graphrisk.store.neo4j.model import Edges, Nodes, graph
from graphrisk.store.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from graphrisk.schema.model import Column
    from graphrisk.store.neo4j.connection import Server

UNFIT = "\x00unfit"
"""The source that a row gets which has a value of a wrong type: nothing that is loaded has it."""
_BATCH = 20_000
_ARROW = {
    Type.STRING: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.BOOLEAN: pa.bool_(),
    Type.DATE: pa.date32(),
    Type.TIMESTAMP: pa.timestamp("us"),
    Type.STRINGS: pa.list_(pa.string()),
    Type.INTEGERS: pa.list_(pa.int64()),
}
_PYTHON = {
    Type.STRING: str,
    Type.INTEGER: int,
    Type.NUMBER: float,
    Type.BOOLEAN: bool,
    Type.DATE: dt.date,
    Type.TIMESTAMP: dt.datetime,
    Type.STRINGS: list,
    Type.INTEGERS: list,
}


def column_types(one: Nodes | Edges) -> tuple[Type, ...]:
    """Return the types of the columns of `row_names`, in order."""
    own = tuple(c.type for c in one.columns)
    return own if isinstance(one, Nodes) else (_key_type(one.start), _key_type(one.end), *own)


def read_back(server: Server, one: Nodes | Edges, into: duckdb.DuckDBPyConnection, table: str) -> int:
    """Create `table` with all rows of a set that the database holds; return their number.

    Where a property has another type than the model says, the row comes as one that no snapshot has: its
    source is `UNFIT`. Rows without a fitting key are none of ours and do not come.
    """
    names, types = row_names(one), column_types(one)
    body = ", ".join(f"{quoted(n)} {t.value}" for n, t in zip(names, types, strict=True))
    into.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(table)} ({body})")
    count = 0
    with translated(server.address), server.reading(fetch_size=_BATCH) as session:
        transaction = session.begin_transaction()
        result = transaction.run(everything(one))
        while rows := [record.values() for record in result.fetch(_BATCH)]:
            batch = arrow_batch(names, types, rows)
            into.register("batch", batch)
            into.execute(f"INSERT INTO {quoted(table)} FROM batch")
            into.unregister("batch")
            count += len(rows)
        transaction.close()
    lacking = " OR ".join(f"{quoted(name)} IS NULL" for name in row_key(one))
    into.execute(f"DELETE FROM {quoted(table)} WHERE {lacking}")
    return count


def arrow_batch(names: Sequence[str], types: Sequence[Type], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return rows as the driver gives them as an Arrow table."""
    unfit: set[int] = set()
    columns = [_array([row[i] for row in rows], kind, unfit) for i, kind in enumerate(types)]
    if unfit:
        # Few sets have rows without a source of their own; any text but the key's will do.
        texts = [i for i, kind in enumerate(types) if kind is Type.STRING]
        place = next((i for i in texts if names[i] == "source"), texts[-1])
        said = columns[place].to_pylist()
        columns[place] = pa.array([UNFIT if i in unfit else v for i, v in enumerate(said)], pa.string())
    return pa.table(columns, names=list(names))


def _array(values: list[Any], kind: Type, unfit: set[int]) -> pa.Array:
    """Return the values as a column; a value of another type becomes null, and its place is noted."""
    if kind in {Type.DATE, Type.TIMESTAMP}:
        values = [v.to_native() if hasattr(v, "to_native") else v for v in values]
    try:
        return pa.array(values, _ARROW[kind])
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        fitting = [_fits(v, kind) for v in values]
        unfit.update(i for i, fits in enumerate(fitting) if not fits)
        return pa.array([v if fits else None for v, fits in zip(values, fitting, strict=True)], _ARROW[kind])


def _fits(value: Any, kind: Type) -> bool:
    if value is None:
        return True
    if not isinstance(value, _PYTHON[kind]) or (isinstance(value, bool) and kind is not Type.BOOLEAN):
        return False
    try:
        pa.array([value], _ARROW[kind])
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return False
    return True


def _key_type(nodes: str) -> Type:
    one = graph().nodes[nodes]
    found: Column = next(c for c in one.columns if c.name == one.key)
    return found.type
