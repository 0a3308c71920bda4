"""The engine of one scan: it keeps what queries give as temporary tables, and works while Python goes on.

Python takes about as long to put a query into words as the engine takes to answer it. All statements run on
one thread, in the order in which they were given, so that the next query is built while the last one runs.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import ibis
from ibis.expr.operations import DatabaseTable, Namespace

from graphrisk.store.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Self

    import ibis.expr.types as ir
    import pyarrow as pa

    from graphrisk.store.base import Scope

_T = TypeVar("_T")
_PATIENCE = 0.02
_PLACE = Namespace(catalog="temp", database="main")


class Engine:
    """The tables of a scope, and the temporary ones that are made from them.

    What fails on the engine's thread is raised by the next call that waits for a result; nothing runs after
    it. Use it in a `with` statement inside that of the scope.
    """

    def __init__(self, scope: Scope) -> None:
        self.tables: Mapping[str, ir.Table] = scope.tables
        # Every scope runs on an embedded DuckDB, wherever its rows come from.
        self._backend: Any = scope.backend
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="engine")
        self._failure: BaseException | None = None
        self._trace: TracebackType | None = None
        self._busy, self._closed = Lock(), False
        self._made = 0

    def keep(self, name: str, rows: ir.Table) -> ir.Table:
        """Have `rows` computed and return the temporary table that will hold them."""
        schema = rows.schema()
        types = self._backend.compiler.type_mapper
        columns = ", ".join(f"{quoted(n)} {types.to_string(schema[n])}" for n in schema)
        place = self._place(name)
        query = self._backend.compile(rows)

        def make() -> None:
            self._backend.con.execute(f"CREATE TEMP TABLE {quoted(place)} ({columns})")
            self._backend.con.execute(f"INSERT INTO temp.main.{quoted(place)} {query}")

        self._run(make)
        return self._table(place, schema)

    def put(self, rows: pa.Table) -> ir.Table:
        """Return these rows as a table that expressions can use."""
        place = self._place("rows")
        self._run(lambda: self._backend.con.register(place, rows))
        return self._table(place, ibis.schema(rows.schema))

    def ask(self, rows: ir.Table) -> Future[pa.Table]:
        """Have `rows` computed; the result is an Arrow table."""
        query, schema = self._backend.compile(rows), rows.schema().to_pyarrow()
        return self._run(lambda: self._backend.con.sql(query).to_arrow_table().cast(schema))

    def read(self, rows: ir.Table) -> pa.Table:
        """Return the rows as an Arrow table."""
        return self.ask(rows).result()

    def close(self) -> None:
        """Stop what still runs."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        # A statement that has only just begun does not hear the first call.
        while not self._busy.acquire(timeout=_PATIENCE):
            self._backend.con.interrupt()
        self._closed = True
        self._busy.release()
        self._worker.shutdown(wait=True)

    def __enter__(self) -> Self:
        """Open the engine."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what still runs."""
        self.close()

    def _place(self, name: str) -> str:
        self._made += 1
        return f"scan_{self._made}_{name}"

    def _table(self, name: str, schema: ibis.Schema) -> ir.Table:
        return DatabaseTable(name=name, schema=schema, source=self._backend, namespace=_PLACE).to_expr()

    def _run(self, work: Callable[[], _T]) -> Future[_T]:
        def run() -> _T:
            with self._busy:
                if self._closed:
                    raise CancelledError
                if self._failure is not None:
                    raise self._failure.with_traceback(self._trace)
                try:
                    return work()
                except BaseException as error:
                    self._failure, self._trace = error, error.__traceback__
                    raise

        return self._worker.submit(run)
