"""Columns of Arrow tables as Python values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.schema.arrow import values_of

ROW = st.tuples(
    st.none() | st.dates(),
    st.none() | st.text(),
    st.none() | st.booleans(),
    st.none() | st.lists(st.text()),
)
SCHEMA = pa.schema(
    [("day", pa.date32()), ("text", pa.string()), ("yes", pa.bool_()), ("texts", pa.list_(pa.string()))]
)


@given(st.lists(ROW), st.lists(ROW))
def test_values_are_those_that_arrow_gives_one_by_one(
    first: list[tuple[Any, ...]], second: list[tuple[Any, ...]]
) -> None:
    parts = [
        pa.table([list(c) for c in zip(*rows, strict=True)] or [[]] * 4, schema=SCHEMA)
        for rows in (first, second)
    ]
    rows = pa.concat_tables(parts)
    assert values_of(rows) == [column.to_pylist() for column in rows.columns]
    assert values_of(rows, ("texts", "day")) == [rows["texts"].to_pylist(), rows["day"].to_pylist()]


def test_the_first_and_the_last_day_of_the_calendar_are_dates() -> None:
    days = [dt.date.min, None, dt.date.max]
    assert values_of(pa.table({"day": pa.array(days, pa.date32())})) == [days]
