"""The plan of a publication: every row to be written, in a file that outlives whoever is writing.

    facts             plan (id), base, target, manifest, lanes, strict
    steps             number, kind, set, rows
    rows_<number>     the rows of a step in the columns that its statement takes, and their cell

A row's cell says which nodes writing it touches: the lanes of its two ends. Cells without a lane in common
can be written at the same time without waiting for one another. The order of the rows of a cell is that of
the file, so that a note of the last row written is enough to go on from.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.manifest import Manifest
from graphrisk.store.neo4j.cypher import row_key, row_names
from graphrisk.store.neo4j.model import Edges, Nodes, graph
from graphrisk.store.snapshot import remove, sync
from graphrisk.store.sql import ENGINE, columns, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

FILE = "publish.duckdb"
_BUILT = ".publish-plan.duckdb"
_SPILL = ".publish-spill"
TARGET = "target"
"""Under this name the snapshot to be published is attached."""
KINDS = ("remove_edges", "remove_nodes", "create_nodes", "update_nodes", "create_edges", "update_edges")
"""Steps in this order never leave a relationship without its nodes nor meet a key that is still taken."""
SMALL = 2_000
"""So few rows are one cell: dividing them costs more than it gains."""


@dataclass(frozen=True, slots=True)
class Step:
    """Rows of one set to which the same is done."""

    number: int
    kind: str
    set: str
    rows: int

    @property
    def one(self) -> Nodes | Edges:
        """The set of the model."""
        return graph().edges[self.set] if self.kind.endswith("edges") else graph().nodes[self.set]

    @property
    def single(self) -> bool:
        """Whether the rows are so few that they are all in the first cell."""
        return self.rows <= SMALL

    @property
    def given(self) -> tuple[str, ...]:
        """The columns of a row of the step, in order."""
        return row_key(self.one) if self.kind.startswith("remove") else row_names(self.one)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that was read from its file.

    `strict` says that the database is known to be as the base has it, so that a row that is not found, or is
    found twice, tells that somebody else changed it.
    """

    id: str
    base: int | None
    manifest: Manifest
    lanes: int
    strict: bool
    steps: tuple[Step, ...]

    @property
    def rows(self) -> int:
        """The number of rows to be written."""
        return sum(step.rows for step in self.steps)


class Builder:
    """Builds a plan set by set: `connection` has the snapshot attached as `TARGET` and the plan as default.

    `before` gives for a set the query of its rows as the database has them, or None where it has none.
    """

    def __init__(self, folder: Path, target: Path, *, memory: str) -> None:
        self.folder = folder
        self._path = folder / _BUILT
        discard_built(folder)
        self.connection = duckdb.connect(
            str(self._path),
            config={**ENGINE, "memory_limit": memory, "temp_directory": str(folder / _SPILL)},
        )
        self.connection.execute(f"ATTACH {literal(str(target))} AS {TARGET} (READ_ONLY)")

    def __enter__(self) -> Builder:
        """Return the builder."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not finished."""
        self.connection.close()
        discard_built(self.folder)

    def build(
        self,
        plan: str,
        manifest: Manifest,
        *,
        base: int | None,
        lanes: int,
        strict: bool,
        before: Callable[[Nodes | Edges], tuple[str | None, str] | None],
        tell: Callable[[str, float], None],
    ) -> Plan:
        """Compare all sets, write the plan, and put it in its place. Returns the plan.

        `before` gives two queries for a set: its rows as the database has them, None for no rows, and as it
        shall have them; both may leave out rows that are in both. It gives None where nothing differs.
        """
        run = self.connection.execute
        # One transaction: the plan counts from its rename on, and a hundred commits cost more than the rows.
        run("BEGIN")
        run("CREATE TABLE facts (plan VARCHAR, base BIGINT, manifest VARCHAR, lanes INTEGER, strict BOOLEAN)")
        run("CREATE TABLE steps (number INTEGER, kind VARCHAR, set_name VARCHAR, rows BIGINT)")
        run(
            "INSERT INTO facts VALUES (?, ?, ?, ?, ?)",
            [plan, base, manifest.model_dump_json(), lanes, strict],
        )
        every: list[Nodes | Edges] = [*graph().nodes.values(), *graph().edges.values()]
        for done, one in enumerate(every):
            tell(one.name, done / len(every))
            queries = before(one)
            if queries is not None:
                self._compare(one, *queries, lanes, strict=strict)
        run("COMMIT")
        run("CHECKPOINT")
        self.connection.close()
        sync(self._path)
        self._path.replace(self.folder / FILE)
        sync(self.folder)
        discard_built(self.folder)
        found = read_plan(self.folder)
        if found is None:
            raise StoreError(
                Sentence("The plan of the publication is gone."), remedy=Sentence("Run the command again.")
            )
        return found

    def _compare(self, one: Nodes | Edges, old: str | None, new: str, lanes: int, *, strict: bool) -> None:
        what = "nodes" if isinstance(one, Nodes) else "edges"
        names = columns(row_names(one))
        if old is None:
            self._step(f"create_{what}", one, f"SELECT {names} FROM ({new})", lanes)
            return
        key = columns(row_key(one))
        run = self.connection.execute
        run(f"CREATE OR REPLACE TEMP TABLE old AS SELECT {names} FROM ({old})")
        run(f"CREATE OR REPLACE TEMP TABLE new AS SELECT {names} FROM ({new})")
        gone = f"SELECT {key} FROM old ANTI JOIN new USING ({key})"
        if not strict:
            # What is there twice is removed and written anew.
            repeated = f"SELECT {key} FROM old GROUP BY ALL HAVING count(*) > 1"
            run(f"CREATE OR REPLACE TEMP TABLE twice AS {repeated}")
            gone = f"FROM twice UNION {gone}"
        self._step(f"remove_{what}", one, gone, lanes)
        if not strict:
            run(f"DELETE FROM old WHERE ({key}) IN (FROM twice)")
        run("CREATE OR REPLACE TEMP TABLE differ AS FROM new EXCEPT FROM old")
        if not run("SELECT count(*) FROM differ").fetchall()[0][0]:
            return
        self._step(f"create_{what}", one, f"FROM differ ANTI JOIN old USING ({key})", lanes)
        self._step(f"update_{what}", one, f"FROM differ SEMI JOIN old USING ({key})", lanes)

    def _step(self, kind: str, one: Nodes | Edges, query: str, lanes: int) -> None:
        run = self.connection.execute
        number = int(run("SELECT count(*) FROM steps").fetchall()[0][0])
        table = f"rows_{number}"
        ends = ("start_key", "end_key") if isinstance(one, Edges) else (one.key,)
        cell = f"hash({quoted(ends[0])}) % {lanes}"
        if len(ends) == 2:
            cell = f"({cell}) * {lanes} + hash({quoted(ends[1])}) % {lanes}"
        run(f"CREATE TABLE {table} AS SELECT *, ({cell})::UTINYINT AS cell FROM ({query})")
        rows = int(run(f"SELECT count(*) FROM {table}").fetchall()[0][0])
        if rows == 0:
            run(f"DROP TABLE {table}")
            return
        if rows <= SMALL:
            run(f"UPDATE {table} SET cell = 0")
        run("INSERT INTO steps VALUES (?, ?, ?, ?)", [number, kind, one.name, rows])


def read_plan(folder: Path) -> Plan | None:
    """Return the plan that is in its place, or None. Raises `StoreError` where it cannot be read."""
    if not (folder / FILE).exists():
        return None
    with opened(folder) as connection:
        plan, base, manifest, lanes, strict = connection.execute("FROM facts").fetchall()[0]
        steps = [Step(*row) for row in connection.execute("FROM steps").fetchall()]
    steps.sort(key=lambda step: (KINDS.index(step.kind), step.number))
    return Plan(plan, base, Manifest.model_validate_json(manifest), lanes, strict, tuple(steps))


@contextlib.contextmanager
def opened(folder: Path, *, memory: str = "1GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the plan for reading."""
    path = folder / FILE
    try:
        connection = duckdb.connect(str(path), read_only=True, config={**ENGINE, "memory_limit": memory})
    except duckdb.Error as error:
        raise StoreError(
            Sentence("{path} cannot be read: {error}", path=path, error=str(error).splitlines()[0]),
            remedy=Sentence("Delete it; graphrisk neo4j publish then compares all of the database."),
        ) from error
    try:
        yield connection
    finally:
        connection.close()


def cells(connection: duckdb.DuckDBPyConnection, step: Step) -> Mapping[int, int]:
    """Return the number of rows in each cell of a step."""
    query = f"SELECT cell, count(*) FROM rows_{step.number} GROUP BY cell ORDER BY cell"
    return dict(connection.execute(query).fetchall())


def rounds(step: Step, lanes: int, filled: Mapping[int, int]) -> list[list[int]]:
    """Return the cells of a step in rounds: no two cells of a round have a lane in common."""
    one = step.one
    found: list[tuple[list[int], set[tuple[str, int]]]] = []
    for cell in sorted(filled, key=lambda c: -filled[c]):
        if isinstance(one, Nodes):
            touched = {("node", cell)}
        else:
            same = one.start == one.end
            touched = {("start", cell // lanes), ("start" if same else "end", cell % lanes)}
        for members, taken in found:
            if not touched & taken:
                members.append(cell)
                taken.update(touched)
                break
        else:
            found.append(([cell], touched))
    return [members for members, _ in found]


def discard(folder: Path) -> None:
    """Remove the plan."""
    (folder / FILE).unlink(missing_ok=True)
    discard_built(folder)


def discard_built(folder: Path) -> None:
    """Remove what a plan that was being built left behind."""
    for name in (_BUILT, f"{_BUILT}.wal", _SPILL):
        remove(folder / name)
