"""Small helpers for Ibis expressions: tables from memory, lists of codes, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from graphrisk.schema.arrow import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import ibis.expr.types as ir


def texts(*columns: str) -> pa.Schema:
    """Return the schema of a table of strings."""
    return pa.schema([(name, pa.string()) for name in columns])


def table_of(schema: pa.Schema, rows: Iterable[tuple[str, ...]]) -> pa.Table:
    """Return a table of strings; the same rows in any order give the same table."""
    ordered = sorted(set(rows))
    values = list(zip(*ordered, strict=True)) or [() for _ in schema]
    return pa.table([pa.array(v, pa.string()) for v in values], schema=schema)


def code(when: ir.BooleanValue, text: str | ir.StringValue) -> ir.StringValue:
    """Return a reason code where the condition holds, else null."""
    value = ibis.literal(text) if isinstance(text, str) else text
    return ibis.ifelse(when, value, ibis.null("string"))


def codes(*parts: ir.StringValue) -> ir.ArrayValue:
    """Return the codes that are not null as a list."""
    return ibis.array(list(parts)).filter(lambda one: one.notnull())


def flagged(table: ir.Table, hits: ir.Table, by: tuple[str, ...], name: str) -> ir.Table:
    """Return `table` with a boolean column `name`: whether the values of `by` occur in `hits`."""
    marks = hits.select(*by).distinct().mutate(**{name: ibis.literal(True)})
    joined = table.left_join(marks, list(by))
    return joined.select(*table.columns, **{name: joined[name].fill_null(False)})


def flags(table: ir.Table, by: tuple[str, ...], **hits: ir.Table) -> ir.Table:
    """Return `table` with a boolean column for each of `hits`: whether the values of `by` occur there.

    One join does for all of them; putting many into words takes longer than answering them.
    """
    kinds = (some.select(*by, how=ibis.literal(name)) for name, some in hits.items())
    return sorted_out(table, ibis.union(*kinds), by, *hits)


def sorted_out(table: ir.Table, hits: ir.Table, by: tuple[str, ...], *names: str) -> ir.Table:
    """Return `table` with a boolean column for each name: whether `hits` has the values of `by` so named.

    `hits` holds the name in its column `how`.
    """
    marks = hits.group_by(*by).aggregate(**{name: (hits.how == name).any() for name in names})
    joined = table.left_join(marks, list(by))
    return joined.select(*table.columns, **{name: joined[name].fill_null(False) for name in names})


def with_value(table: ir.Table, values: ir.Table, by: tuple[str, ...], name: str) -> ir.Table:
    """Return `table` with the column `name` of `values`, found by the columns `by`; null where none is."""
    joined = table.left_join(values.select(*by, name), list(by))
    return joined.select(*table.columns, name)


def united(rows: ir.Table, more: ir.Table) -> ir.Table:
    """Return the rows of both in the columns of `rows`; whether a column may be null makes no difference."""
    return rows.union(more.select(*rows.columns).cast(rows.schema()))


def rows_of(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a small table as tuples."""
    return zip(*values_of(table), strict=True)
