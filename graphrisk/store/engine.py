"""The engine of one scan: it keeps what queries give as tables of its own, and works while Python goes on.

Python takes about as long to put a query into words as the engine takes to plan it, and planning uses one
core. So statements run on a few threads, each with a connection of its own, as soon as the tables that they
read are made: the next query is put into words while one is planned and another runs.
"""

from __future__ import annotations

import re
from concurrent.futures import Future
from functools import cache
from heapq import heappop, heappush
from itertools import count
from threading import Condition, Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

import ibis
from ibis.expr.operations import DatabaseTable, Namespace, Node

from graphrisk.store.compiler import Compiler
from graphrisk.store.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType
    from typing import Self

    import duckdb
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.expr.datatypes import DataType

    from graphrisk.store.base import Scope

_T = TypeVar("_T")
_PATIENCE = 0.02
_WORKERS = 2
_NUMBERS = count(1)
_KEPT = re.compile(r'"(kept_\d+_\w*)"')
"""A table of the engine's own in the words of a query; a text that looks like one only makes it wait."""


class _Task:
    """A statement: what it does, what it needs, and who waits for it."""

    __slots__ = ("followers", "future", "needs", "taken", "urgent", "work")

    def __init__(self, work: Callable[[duckdb.DuckDBPyConnection], Any], needs: set[int]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.followers: list[int] = []
        self.needs = needs
        self.taken = self.urgent = False


class Engine:
    """The tables of a scope, and those that are made from them.

    What fails on one of the engine's threads is raised by the next call that waits for a result; nothing
    begins after it. Use it in a `with` statement inside that of the scope.
    """

    def __init__(self, scope: Scope) -> None:
        self.tables: Mapping[str, ir.Table] = scope.tables
        # Every scope runs on an embedded DuckDB, wherever its rows come from.
        self._backend: Any = scope.backend
        self._backend.compiler = Compiler()
        # A temporary table is seen by the connection alone that made it, one of an attached database by all.
        self._catalog = f"engine_{next(_NUMBERS)}"
        self._backend.con.execute(f"ATTACH ':memory:' AS {self._catalog}")
        self._namespace = Namespace(catalog=self._catalog, database="main")
        self._changed = Condition()
        self._python = Lock()
        self._tasks: dict[int, _Task] = {}
        # Those whose tables are made: the urgent ones first, then in the order in which they were given.
        self._ready: list[tuple[bool, int]] = []
        self._makers: dict[str, int] = {}
        self._kept: dict[Node, ir.Table] = {}
        self._failure: BaseException | None = None
        self._trace: TracebackType | None = None
        self._closed = False
        self._made = self._given = 0
        self._connections = [self._backend.con.cursor() for _ in range(_WORKERS)]
        self._threads = [
            Thread(target=self._work, args=(one,), name=f"engine-{place}", daemon=True)
            for place, one in enumerate(self._connections)
        ]
        for thread in self._threads:
            thread.start()

    def keep(self, name: str, rows: ir.Table) -> ir.Table:
        """Have `rows` computed and return the table that will hold them; the same for the same expression."""
        self._give_way()
        known = self._kept.get(rows.op())
        if known is not None:
            return known
        schema = rows.schema()
        columns = ", ".join(f"{quoted(name)} {_type_name(schema[name])}" for name in schema)
        place = self._place(name)
        query = self._backend.compile(rows)
        full = self._full(place)

        def make(connection: duckdb.DuckDBPyConnection) -> None:
            connection.execute(f"CREATE TABLE {full} ({columns})")
            connection.execute(f"INSERT INTO {full} {query}")

        self._run(make, reads=query, makes=place)
        self._kept[rows.op()] = table = self._table(place, schema)
        return table

    def put(self, rows: pa.Table) -> ir.Table:
        """Return these rows as a table that expressions can use."""
        place = self._place("rows")
        self._run(lambda connection: self._write(connection, place, rows), makes=place)
        return self._table(place, ibis.schema(rows.schema))

    def work(
        self, name: str, schema: pa.Schema, work: Callable[..., pa.Table], /, *inputs: ir.Table
    ) -> ir.Table:
        """Return the table that will hold what `work` makes, in Python, of the rows of the inputs.

        `work` gets them as Arrow tables, on a thread of the engine; nobody waits for it. It is to be a
        function of its arguments alone, and its rows are to have the columns of `schema`.
        """
        self._give_way()
        place = self._place(name)
        asked = [(self._backend.compile(rows), rows.schema().to_pyarrow()) for rows in inputs]

        def make(connection: duckdb.DuckDBPyConnection) -> None:
            tables = [_answer(connection, query, columns) for query, columns in asked]
            with self._python:
                rows = work(*tables)
            self._write(connection, place, rows.cast(schema))

        self._run(make, reads=" ".join(query for query, _ in asked), makes=place)
        return self._table(place, ibis.schema(schema))

    def ask(self, rows: ir.Table, *, urgent: bool = False) -> Future[pa.Table]:
        """Have `rows` computed; the result is an Arrow table.

        What is urgent comes before the rest, with all that it needs.
        """
        self._give_way()
        query, schema = self._backend.compile(rows), rows.schema().to_pyarrow()
        return self._run(lambda connection: _answer(connection, query, schema), reads=query, urgent=urgent)

    def read(self, rows: ir.Table) -> pa.Table:
        """Return the rows as an Arrow table."""
        return self.ask(rows).result()

    def close(self) -> None:
        """Stop what still runs."""
        with self._changed:
            self._closed = True
            for task in self._tasks.values():
                task.future.cancel()
            self._changed.notify_all()
        while any(thread.is_alive() for thread in self._threads):
            # A statement that has only just begun does not hear the first call.
            for connection in self._connections:
                connection.interrupt()
            for thread in self._threads:
                thread.join(_PATIENCE)
        for connection in self._connections:
            connection.close()
        self._backend.con.execute(f"DETACH {self._catalog}")

    def __enter__(self) -> Self:
        """Open the engine."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what still runs."""
        self.close()

    def _give_way(self) -> None:
        """Wait while something is worked out in Python.

        Only one thread at a time runs Python: others wait for what is worked out, while the next queries are
        put into words long before their turn comes.
        """
        with self._python:
            pass

    def _write(self, connection: duckdb.DuckDBPyConnection, place: str, rows: pa.Table) -> None:
        """Fill a new table with rows from memory."""
        connection.register(place, rows)
        connection.execute(f"CREATE TABLE {self._full(place)} AS FROM temp.main.{quoted(place)}")
        connection.unregister(place)

    def _place(self, name: str) -> str:
        self._made += 1
        return f"kept_{self._made}_{name}"

    def _table(self, name: str, schema: ibis.Schema) -> ir.Table:
        return DatabaseTable(
            name=name, schema=schema, source=self._backend, namespace=self._namespace
        ).to_expr()

    def _full(self, name: str) -> str:
        return f"{self._catalog}.main.{quoted(name)}"

    def _run(
        self,
        work: Callable[[duckdb.DuckDBPyConnection], _T],
        *,
        reads: str = "",
        makes: str | None = None,
        urgent: bool = False,
    ) -> Future[_T]:
        """Have `work` done once the tables are made that the words of `reads` name; it makes `makes`."""
        with self._changed:
            self._given += 1
            number = self._given
            task = self._tasks[number] = _Task(work, self._needs(_KEPT.findall(reads)))
            for other in task.needs:
                self._tasks[other].followers.append(number)
            if makes is not None:
                self._makers[makes] = number
            if not task.needs:
                self._make_ready(number)
            if urgent:
                self._hasten(number)
        return task.future

    def _make_ready(self, number: int) -> None:
        heappush(self._ready, (not self._tasks[number].urgent, number))
        self._changed.notify()

    def _hasten(self, number: int) -> None:
        """Let a statement and all that it needs, as far as it is not done, come before others."""
        hastened = [number]
        while hastened:
            task = self._tasks[number := hastened.pop()]
            if not task.urgent:
                task.urgent = True
                hastened += task.needs
                if not task.needs and not task.taken:
                    self._make_ready(number)

    def _needs(self, places: Iterable[str]) -> set[int]:
        """Return the numbers of the statements, not yet done, that make these tables."""
        makers = {self._makers[place] for place in places if place in self._makers}
        return makers & self._tasks.keys()

    def _work(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Do what is ready until the engine is closed."""
        while True:
            with self._changed:
                while not self._ready and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                _, number = heappop(self._ready)
                task = self._tasks.get(number)
                if task is None or task.taken:  # It became urgent, and was taken in its earlier place.
                    continue
                task.taken = True
            if task.future.set_running_or_notify_cancel():
                self._do(task, connection)
            with self._changed:
                del self._tasks[number]
                for follower in task.followers:
                    needs = self._tasks[follower].needs
                    needs.remove(number)
                    if not needs:
                        self._make_ready(follower)
                self._changed.notify_all()

    def _do(self, task: _Task, connection: duckdb.DuckDBPyConnection) -> None:
        if self._failure is not None:
            task.future.set_exception(self._failure.with_traceback(self._trace))
            return
        try:
            result = task.work(connection)
        except BaseException as error:
            if self._failure is None:
                self._failure, self._trace = error, error.__traceback__
            task.future.set_exception(error)
        else:
            task.future.set_result(result)


@cache
def _type_name(kind: DataType) -> str:
    name: str = Compiler.type_mapper.to_string(kind)
    return name


def _answer(connection: duckdb.DuckDBPyConnection, query: str, schema: pa.Schema) -> pa.Table:
    return connection.sql(query).to_arrow_table().cast(schema)
