"""The engine of a scan: order, types, failures, and the end."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError

import duckdb
import ibis
import pyarrow as pa
import pytest

from graphrisk.store.engine import Engine
from tests.factory import World


@pytest.fixture
def engine() -> Iterator[Engine]:
    with World().store().scope(None) as scope, Engine(scope) as made:
        yield made


def _numbers(engine: Engine, count: int = 5) -> ibis.Table:
    return engine.put(pa.table({"n": pa.array(range(count), pa.int64())}))


def test_what_is_kept_is_read_in_the_declared_types(engine: Engine) -> None:
    rows = _numbers(engine)
    sums = rows.aggregate(
        total=rows.n.sum(),
        half=rows.n.mean(),
        day=ibis.literal(dt.date(2026, 1, 2)),
        words=ibis.array(["a", "b"]),
        some=(rows.n > 2).any(),
        nothing=ibis.null("string"),
    )
    kept = engine.keep("sums", sums)
    table = engine.read(kept)
    assert table.schema.types == kept.schema().to_pyarrow().types
    (row,) = table.to_pylist()
    assert row == {
        "total": 10,
        "half": 2.0,
        "day": dt.date(2026, 1, 2),
        "words": ["a", "b"],
        "some": True,
        "nothing": None,
    }


def test_statements_run_in_order_and_names_never_meet(engine: Engine) -> None:
    rows = _numbers(engine)
    for _ in range(20):
        rows = engine.keep("more", rows.mutate(n=rows.n + 1))
    assert engine.read(rows.order_by("n")).column("n").to_pylist() == [20, 21, 22, 23, 24]


def test_the_caller_goes_on_while_the_engine_works(engine: Engine) -> None:
    held, free = threading.Event(), threading.Event()

    def slow() -> str:
        held.set()
        free.wait(10)
        return "done"

    waiting = engine._run(slow)
    held.wait(10)
    answer = engine.ask(engine.keep("later", _numbers(engine)))
    assert not waiting.done()
    assert not answer.done()
    free.set()
    assert answer.result().num_rows == 5


def test_the_first_failure_is_the_one_that_is_told(engine: Engine) -> None:
    rows = _numbers(engine)
    wrong = engine.keep("wrong", rows.mutate(n=ibis.literal("x").cast("int64")))
    later = engine.keep("later", wrong)
    with pytest.raises(duckdb.ConversionException, match="Could not convert string 'x'"):
        engine.read(later)
    with pytest.raises(duckdb.ConversionException):
        engine.read(rows)


def test_closing_stops_what_still_runs() -> None:
    with World().store().scope(None) as scope:
        engine = Engine(scope)
        left = _numbers(engine, 10**6)
        pairs = left.cross_join(left.select(m="n"))
        waiting = engine.ask(pairs.aggregate(total=(pairs.n * pairs.m % 7).sum()))
        never = engine.ask(pairs.aggregate(total=pairs.n.max()))
        while not waiting.running():
            time.sleep(0.001)
        engine.close()
        with pytest.raises((duckdb.InterruptException, CancelledError)):
            waiting.result()
        assert never.cancelled()
