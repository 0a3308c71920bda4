"""SQL that is written from the expression as it stands is Ibis's own SQL, and gives the same rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
import sqlglot as sg
import sqlglot.expressions as sge
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis import _
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from graphrisk.policies import load_policy
from graphrisk.scan import scan
from graphrisk.settings import Workspace
from graphrisk.store import open_store
from graphrisk.store.compiler import Compiler
from tests.sample_data.test_sample_data import CALLS, SAMPLE
from tests.world.loading import load_sources

THEIRS = DuckDBCompiler()
OURS = Compiler()


def _plain(query: sge.Expr) -> str:
    """Return SQL with its WITH clause drawn in, sets in order, and aliases numbered as they are met."""
    query = query.copy()
    clause = query.args.get("with_")
    if clause is not None:
        known: dict[str, sge.Expr] = {}
        for one in clause.pop().expressions:
            known[one.alias] = _drawn_in(one.this, known)
        query = _drawn_in(query, known)
    for star in query.find_all(sge.Star):
        columns = star.args.get("except_")
        if columns:
            star.set("except_", sorted(columns, key=lambda column: str(column.name)))
    names: dict[str, str] = {}
    return re.sub(r'"t\d+"', lambda met: names.setdefault(met[0], f'"u{len(names)}"'), query.sql("duckdb"))


def _drawn_in(query: sge.Expr, known: dict[str, sge.Expr]) -> sge.Expr:
    for table in list(query.find_all(sge.Table)):
        if table.name in known and not table.db:
            alias = sg.to_identifier(table.alias or table.name, quoted=True)
            table.replace(sge.Subquery(this=known[table.name].copy(), alias=sge.TableAlias(this=alias)))
    return query


def _same(rows: ibis.Table) -> str:
    ours = _plain(OURS.to_sqlglot(rows))
    assert ours == _plain(THEIRS.to_sqlglot(rows))
    return ours


def test_aliases_are_met_and_with_clauses_drawn_in() -> None:
    texts = (
        'WITH "t3" AS (SELECT "t0"."n" FROM "a" AS "t0") SELECT * FROM "t3" AS "t9", "t3" AS "t4"',
        'WITH "t1" AS (SELECT "t7"."n" FROM "a" AS "t7") SELECT * FROM "t1" AS "t2", "t1" AS "t5"',
        'WITH "t1" AS (SELECT "t7"."n" FROM "b" AS "t7") SELECT * FROM "t1" AS "t2", "t1" AS "t5"',
    )
    one, same, other = (_plain(sg.parse_one(text, read="duckdb")) for text in texts)
    assert one == same != other
    assert "WITH" not in one


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return load_sources(SAMPLE, tmp_path_factory.mktemp("space"))


@pytest.mark.parametrize("call", CALLS)
def test_each_query_of_a_scan_has_the_words_of_ibis(
    call: str, space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ibis.Table] = []
    left: list[Any] = []
    write, translate = Compiler.to_sqlglot, DuckDBCompiler.translate

    def noted(self: Compiler, rows: ibis.Table, **options: Any) -> sge.Expr:
        asked.append(rows)
        words: sge.Expr = write(self, rows, **options)
        return words

    def left_to_ibis(self: DuckDBCompiler, op: Any, **options: Any) -> sge.Expr:
        left.append(op)
        words: sge.Expr = translate(self, op, **options)
        return words

    store = open_store(space)
    with monkeypatch.context() as patch:
        patch.setattr(Compiler, "to_sqlglot", noted)
        patch.setattr(DuckDBCompiler, "translate", left_to_ibis)
        scan(store, call, policy=load_policy("jp-tejunsho"))
    store.close()
    assert len(asked) > 100
    assert not left
    for rows in asked:
        _same(rows)


def _table() -> ibis.Table:
    return ibis.table({"a": "int64", "b": "int64", "s": "string", "list": "array<int64>"}, name="rows")


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda t: t.fill_null({"a": 0}), id="filled"),
        pytest.param(lambda t: t.drop_null("a"), id="no nulls"),
        pytest.param(lambda t: t.select(at=t.s.find("x")), id="found"),
        pytest.param(lambda t: t.select(at=t.list.index(3)), id="place in a list"),
        pytest.param(lambda t: t.mutate(first=t.a.first().over(ibis.window(group_by="s"))), id="first"),
        pytest.param(lambda t: t.mutate(nth=t.a.nth(1).over(ibis.window(order_by="b"))), id="nth"),
        pytest.param(lambda t: t.mutate(part=ibis.ntile(4).over(ibis.window(order_by="b"))), id="parts"),
        pytest.param(lambda t: t.filter(t.a.isin([])), id="one of none"),
        pytest.param(lambda t: t.select(s=t.s.capitalize()), id="capital"),
        pytest.param(lambda t: t.select(n=t.list.map(lambda x, i: x + i)), id="map by place"),
        pytest.param(lambda t: t.alias("named").filter(ibis._.a > 1), id="named"),
        pytest.param(lambda t: t.select(s=t.a.bucket([0, 10, 20])), id="buckets"),
        pytest.param(lambda t: t.select(n=t.list.map(lambda x: x + 1), f=t.list.filter(_ > 1)), id="map"),
        pytest.param(lambda t: t.drop("a"), id="without one"),
        pytest.param(lambda t: t.drop("a", "b", "s"), id="without most"),
        pytest.param(lambda t: t, id="as it is"),
        pytest.param(lambda t: t.view(), id="view"),
        pytest.param(lambda t: t.filter(t.a == t.a.max()), id="a greatest"),
        pytest.param(lambda t: t.filter(t.a.isin(t.filter(t.b > 1).a)), id="among others"),
        pytest.param(lambda t: t.limit(3).join(t.limit(3), "a").limit(2, offset=1), id="limits"),
        pytest.param(lambda t: t.select("a", "b").distinct().union(t.select("a", "b")), id="union"),
    ],
)
def test_each_operation_has_the_words_of_ibis(made: Callable[[ibis.Table], ibis.Table]) -> None:
    _same(made(_table()))


def test_a_parameter_is_left_to_ibis() -> None:
    wanted = ibis.param("int64")
    rows = _table().filter(_.a == wanted)
    theirs = THEIRS.to_sqlglot(rows, params={wanted: 5})
    assert OURS.to_sqlglot(rows, params={wanted: 5}).sql("duckdb") == theirs.sql("duckdb")


_STEPS: tuple[Callable[[ibis.Table, ibis.Table], ibis.Table], ...] = (
    lambda t, _other: t.filter(t.a > 1),
    lambda t, _other: t.filter(ibis.row_number().over(group_by="b", order_by=["a", "s"]) < 2),
    lambda t, _other: t.filter([t.a > 0, t.b.count().over(group_by="s") > 1]),
    lambda t, _other: t.mutate(a=t.a + t.b, s=t.s.name("other")),
    lambda t, _other: t.mutate(b=ibis.rank().over(order_by="a")),
    lambda t, _other: t.select(a=t.b, b=t.a, s="s"),
    lambda t, _other: t.select("a", "b", "s"),
    lambda t, _other: t.distinct(),
    lambda t, _other: t.mutate(x=1, y=2, z=3).drop("x", "y", "z"),
    lambda t, _other: t.mutate(x=1).drop("x"),
    lambda t, _other: t.group_by("a", "s").aggregate(b=_.b.sum()).select("a", "b", "s"),
    lambda t, _other: t.order_by("a", ibis.desc("b"), "s").limit(4),
    lambda t, _other: t.filter(t.a == t.view().a.max()),
    lambda t, other: t.join(other, "a").select(a=t.a, b=other.b, s=t.s),
    lambda t, other: t.left_join(other, "b").select(a=t.a, b=t.b, s=other.s),
    lambda t, other: t.semi_join(other, "s"),
    lambda t, other: t.anti_join(other.filter(other.a > 2), ["a", "b"]),
    lambda t, other: t.union(other),
    lambda t, other: t.union(other, distinct=True),
    lambda t, other: t.filter(t.a.isin(other.b)),
    lambda t, _other: t.join(t.view(), ["a"]).select("a", "b", "s"),
)

_ROWS = {"a": pa.int64(), "b": pa.int64(), "s": pa.string()}


@pytest.fixture(scope="module")
def backend() -> Iterator[Any]:
    connection = duckdb.connect()
    numbers = [0, 1, 1, 2, 3, 3, None, 5]
    columns: list[list[Any]] = [numbers, numbers[::-1], ["x", "y", "x", None, "z", "y", "x", "z"]]
    arrays = {name: pa.array(some, _ROWS[name]) for name, some in zip(_ROWS, columns, strict=True)}
    connection.register("given", pa.table(arrays))
    connection.execute("CREATE TABLE held AS FROM given")
    yield ibis.duckdb.from_connection(connection)
    connection.close()


_Plan = list[tuple[int, int, int]]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_STEPS) - 1), st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_any_expression_has_the_words_and_rows_of_ibis(backend: Any, plan: _Plan) -> None:
    made = [backend.table("held")]
    for step, first, second in plan:
        one, other = (made[place % len(made)] for place in (first, second))
        made.append(_STEPS[step](one, other.view() if one is other else other))
    _same(made[-1])
    ours, theirs = (
        sorted(map(repr, backend.raw_sql(how.to_sqlglot(made[-1]).sql("duckdb")).fetchall()))
        for how in (OURS, THEIRS)
    )
    assert ours == theirs
