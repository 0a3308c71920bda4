"""Small helpers that rules share: columns in the declared shape, days, grades, membership in lists."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

import ibis

from graphrisk.schema import CANDIDATES, EVIDENCE, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

    from graphrisk.schema import Table

_IBIS = {
    Type.STRING: "string",
    Type.INTEGER: "int64",
    Type.NUMBER: "float64",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.TIMESTAMP: "timestamp",
    Type.STRINGS: "array<string>",
}


@cache
def months_before(day: dt.date, months: int) -> dt.date:
    """Return the day `months` calendar months before `day`; at most the last of that month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _nothing(kind: Type) -> ir.Value:
    return ibis.null(_IBIS[kind])


def shaped(rows: ir.Table, table: Table) -> ir.Table:
    """Return `rows` with exactly the columns of `table`, cast to their types; null where `rows` has none."""
    present = set(rows.columns)
    return rows.select(
        **{
            column.name: rows[column.name].cast(_IBIS[column.type])
            if column.name in present
            else _nothing(column.type)
            for column in table.columns
        }
    )


def as_candidates(rows: ir.Table) -> ir.Table:
    """Return `rows` in the shape of `schema.CANDIDATES`."""
    return shaped(rows, CANDIDATES)


def as_evidence(*parts: ir.Table) -> ir.Table:
    """Return the rows of all `parts` in the shape of `schema.EVIDENCE`."""
    shapes = [shaped(part, EVIDENCE) for part in parts]
    return shapes[0] if len(shapes) == 1 else ibis.union(*shapes, distinct=False)


def between(day: ir.Value, first: dt.date, last: dt.date) -> ir.BooleanValue:
    """Whether `day` lies in the inclusive window."""
    return (day >= ibis.literal(first)) & (day <= ibis.literal(last))


def in_force(day: ir.Value, start: ir.Value, end: ir.Value) -> ir.BooleanValue:
    """Whether `day` lies between `start` and `end`, both inclusive and open where null."""
    return (start.isnull() | (start <= day)) & (end.isnull() | (day <= end))


def marked(rows: ir.Table, hits: ir.Table, keys: Sequence[str], name: str) -> ir.Table:
    """Return `rows` with a boolean column `name`: whether `hits` holds the same `keys`."""
    marks = hits.select(**{f"_{key}": hits[key] for key in keys}).distinct()
    joined = rows.left_join(marks, [rows[key] == marks[f"_{key}"] for key in keys])
    # By name: columns of `rows` would be taken for those of `marks` where the hits were made from the rows.
    return joined.select(*rows.columns, **{name: joined[f"_{keys[0]}"].notnull()})


def on_list(rows: ir.Table, listings: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Return `rows` (with org_id and date) with `on_list`: whether the organisation was listed that day."""
    spans = listings.select("org_id", "valid_from", "valid_to")
    hits = rows.select(*dict.fromkeys((*keys, "org_id", "date"))).join(spans, "org_id")
    hits = hits.filter(in_force(hits.date, hits.valid_from, hits.valid_to))
    return marked(rows, hits, keys, "on_list")


def listed_now(rows: ir.Table, listings: ir.Table) -> ir.Table:
    """Return `rows` with `listed_now`: whether the organisation org_id is listed at the as-of date."""
    return rows.mutate(listed_now=rows.org_id.isin(listings.filter(listings.listed_now).org_id))


def ror_of(org_id: ir.StringValue) -> ir.Value:
    """Return the ROR id where the organisation's id is one, else null."""
    return ibis.ifelse(org_id.startswith("https://ror.org/"), org_id, ibis.null("string"))


def joined_text(*parts: ir.Value) -> ir.StringValue:
    """Return the parts that are not null or empty, with a dash between two."""
    text = parts[0].fill_null("")
    for part in parts[1:]:
        more = part.fill_null("")
        text = ibis.ifelse(
            (text != "") & (more != ""),
            text + ibis.literal(" — ") + more,
            ibis.ifelse(text == "", more, text),
        )
    return text


LATEST = dt.date(9999, 12, 31)
"""Stands for an end that is not known to come."""
