"""The engine of a scan: order, types, failures, and the end."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from functools import partial

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_statements_wait_for_what_they_read_and_names_never_meet(engine: Engine) -> None:
    rows = _numbers(engine)
    for _ in range(20):
        rows = engine.keep("more", rows.mutate(n=rows.n + 1))
    assert engine.read(rows.order_by("n")).column("n").to_pylist() == [20, 21, 22, 23, 24]


def test_the_caller_goes_on_while_the_engine_works(engine: Engine) -> None:
    held, free = threading.Event(), threading.Event()
    numbers = _numbers(engine)
    late = engine._place("late")

    def slow(connection: duckdb.DuckDBPyConnection) -> None:
        held.set()
        free.wait(10)
        connection.execute(f"CREATE TABLE {engine._full(late)} AS SELECT 7::BIGINT AS n")

    waiting = engine._run(slow, makes=late)
    held.wait(10)
    answer = engine.ask(engine._table(late, numbers.schema()))
    other = engine.read(engine.keep("other", numbers))
    assert other.num_rows == 5
    assert not waiting.done()
    assert not answer.done()
    free.set()
    assert answer.result().column("n").to_pylist() == [7]


def test_two_engines_of_one_scope_do_not_meet() -> None:
    with World().store().scope(None) as scope, Engine(scope) as one, Engine(scope) as two:
        kept = [engine.keep("n", _numbers(engine, size)) for engine, size in ((one, 3), (two, 4))]
        assert [engine.read(rows).num_rows for engine, rows in zip((one, two), kept, strict=True)] == [3, 4]


def test_two_statements_run_at_once_and_no_more(engine: Engine) -> None:
    both, over, running = threading.Barrier(2), threading.Event(), []

    def meet(_: duckdb.DuckDBPyConnection) -> None:
        both.wait(10)
        over.wait(10)

    waiting = [engine._run(meet) for _ in range(2)]
    third = engine._run(lambda _: running.append(1))
    time.sleep(0.05)
    assert (running, third.done()) == ([], False)
    over.set()
    for one in (*waiting, third):
        one.result()
    assert running == [1]


def test_what_is_urgent_comes_first_with_what_it_needs(engine: Engine) -> None:
    order: list[str] = []
    held, free = threading.Semaphore(0), [threading.Event(), threading.Event()]

    def hold(place: int, _: duckdb.DuckDBPyConnection) -> None:
        held.release()
        free[place].wait(10)

    holding = [engine._run(partial(hold, place)) for place in range(2)]
    for _ in holding:
        held.acquire()
    late = engine._place("late")
    waiting = [
        engine._run(lambda _: order.append("first")),
        engine._run(lambda _: order.append("needed"), makes=late),
        engine._run(lambda _: order.append("second")),
        engine._run(lambda _: order.append("urgent"), reads=engine._full(late), urgent=True),
    ]
    free[0].set()
    for one in waiting:
        one.result(10)
    free[1].set()
    assert order == ["needed", "urgent", "first", "second"]


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_any_net_of_statements_gives_what_one_after_another_would(data: st.DataObject) -> None:
    """Each table adds up some earlier ones, in whatever order the engine comes to them."""
    expected = [1]
    with World().store().scope(None) as scope, Engine(scope) as engine:
        tables = [engine.put(pa.table({"n": pa.array([1], pa.int64())}))]
        for _ in range(data.draw(st.integers(1, 12))):
            chosen = data.draw(st.lists(st.integers(0, len(tables) - 1), min_size=1, max_size=3))
            union = tables[chosen[0]].select("n")
            for index in chosen[1:]:
                union = union.union(tables[index].select("n"), distinct=False)
            tables.append(engine.keep("sum", union.aggregate(n=union.n.sum().cast("int64"))))
            expected.append(sum(expected[index] for index in chosen))
        answers = [engine.ask(table, urgent=data.draw(st.booleans())) for table in tables]
        assert [answer.result().column("n").to_pylist() for answer in answers] == [[n] for n in expected]


def test_the_first_failure_is_the_one_that_is_told(engine: Engine) -> None:
    rows = _numbers(engine)
    wrong = engine.keep("wrong", rows.mutate(n=ibis.literal("x").cast("int64")))
    later = engine.keep("later", wrong)
    with pytest.raises(duckdb.ConversionException, match="Could not convert string 'x'"):
        engine.read(later)
    with pytest.raises(duckdb.ConversionException):
        engine.read(rows)


def test_what_python_makes_of_tables_is_a_table_that_nobody_waits_for(engine: Engine) -> None:
    free, schema = threading.Event(), pa.schema([("word", pa.string()), ("n", pa.int64())])
    ran: list[str] = []

    def work(numbers: pa.Table, words: pa.Table) -> pa.Table:
        free.wait(10)
        ran.append(threading.current_thread().name)
        pairs = [(word, n) for n in numbers.column("n").to_pylist() for word in words.column(0).to_pylist()]
        return pa.table({"word": [w for w, _ in pairs], "n": [n for _, n in pairs]})

    words = engine.put(pa.table({"w": ["a", "b"]}))
    made = engine.work("pairs", schema, work, _numbers(engine, 3), words)
    assert made.schema() == ibis.schema(schema)
    free.set()
    sums = engine.keep("sums", made.group_by("word").aggregate(n=made.n.sum()).order_by("word"))
    assert engine.read(sums).to_pylist() == [{"word": "a", "n": 3}, {"word": "b", "n": 3}]
    assert len(ran) == 1
    assert ran[0].startswith("engine-")


def test_queries_are_put_into_words_after_what_others_wait_for(engine: Engine) -> None:
    began, free, order = threading.Event(), threading.Event(), []

    def work(numbers: pa.Table) -> pa.Table:
        began.set()
        free.wait(10)
        order.append("worked out")
        return numbers

    rows = _numbers(engine)
    engine.work("same", pa.schema([("n", pa.int64())]), work, rows)
    began.wait(10)
    threading.Timer(0.05, free.set).start()
    engine.keep("next", rows.mutate(m=rows.n + 1))
    order.append("put into words")
    assert order == ["worked out", "put into words"]


def test_a_failure_of_python_is_told_to_who_waits(engine: Engine) -> None:
    def work(_: pa.Table) -> pa.Table:
        raise ZeroDivisionError("nothing to divide")

    made = engine.work("wrong", pa.schema([("n", pa.int64())]), work, _numbers(engine))
    with pytest.raises(ZeroDivisionError, match="nothing to divide"):
        engine.read(made)


def test_the_same_expression_is_computed_once(engine: Engine) -> None:
    rows = _numbers(engine)
    one = engine.keep("one", rows.filter(rows.n > 1))
    assert engine.keep("two", rows.filter(rows.n > 1)) is one
    assert engine.read(engine.keep("other", rows.filter(rows.n > 2))).num_rows == 2


def test_closing_stops_what_still_runs() -> None:
    with World().store().scope(None) as scope:
        engine = Engine(scope)
        left = _numbers(engine, 10**6)
        pairs = left.cross_join(left.select(m="n"))
        total = (pairs.n * pairs.m % 7).sum()
        waiting = [engine.ask(pairs.aggregate(total=total + number)) for number in range(2)]
        never = engine.ask(pairs.aggregate(total=pairs.n.max()))
        while not all(one.running() for one in waiting):
            time.sleep(0.001)
        engine.close()
        for one in waiting:
            with pytest.raises((duckdb.InterruptException, CancelledError)):
                one.result()
        assert never.cancelled()
