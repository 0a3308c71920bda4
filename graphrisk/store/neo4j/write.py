"""Writing a plan: batches in transactions that note their own place, so that each is written exactly once."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.neo4j import cypher
from graphrisk.store.neo4j.marker import ID, LABEL, PROGRESS
from graphrisk.store.neo4j.plan import cells, rounds
from graphrisk.store.sql import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import duckdb
    from neo4j import ManagedTransaction

    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.plan import Plan, Step

_NOTE = (
    f"MATCH (m:{LABEL} {{id: $id}}) UNWIND $pieces AS piece "
    f"MERGE (p:{PROGRESS} {{id: piece[0]}}) ON CREATE SET p.plan = $plan, p.done = -1 "
    "WITH m, p, piece[1] AS last, p.done AS before, p.plan AS plan SET p.publisher = $publisher, "
    "p.done = CASE WHEN before < last THEN last ELSE before END "
    "RETURN m.publisher = $publisher AND m.plan = $plan AND plan = $plan, before"
)
"""Takes the locks of the places, then notes the last row of each; gives what was noted before."""


class TakenOverError(StoreError):
    """Another publisher writes to the database now."""

    def __init__(self) -> None:
        super().__init__(
            Sentence("Another graphrisk has taken over the publication."),
            remedy=Sentence("Leave it to that one; graphrisk neo4j status shows how it stands."),
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of one step and cell that are written in one transaction, up to the row `last`."""

    step: Step
    place: str
    statement: str
    last: int
    rows: list[Sequence[Any]]


@dataclass(slots=True)
class Writer:
    """Writes the rows of a plan with several workers.

    `done` holds for each place (step and cell) the last row that is written already. `tell` is called with
    the step and the rows written, one call at a time.
    """

    server: Server
    plan: Plan
    publisher: str
    workers: int
    batch: int
    done: dict[str, int]
    tell: Callable[[Step, int], None]
    stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, rows: duckdb.DuckDBPyConnection) -> None:
        """Write all that is not written yet. Raises `StoreError`; what was written stays and is noted."""
        with ThreadPoolExecutor(self.workers, "publish") as pool:
            for bundle in bundles(self.plan, self.batch):
                if len(bundle) > 1:
                    self._write([piece for step in bundle for piece in self._pieces(rows, step, 0)])
                    continue
                step = bundle[0]
                for cell_round in rounds(step, self.plan.lanes, cells(rows, step)):
                    running = [pool.submit(self._cell, rows.cursor(), step, cell) for cell in cell_round]
                    try:
                        ended, _ = wait(running, return_when=FIRST_EXCEPTION)
                        for one in ended:
                            one.result()
                    except BaseException:
                        # The others end after the batch that they are at.
                        self.stop.set()
                        raise
                    if self.stop.is_set():
                        raise TakenOverError

    def _cell(self, rows: duckdb.DuckDBPyConnection, step: Step, cell: int) -> None:
        with rows:
            for piece in self._pieces(rows, step, cell):
                self._write([piece])
                if self.stop.is_set():
                    return

    def _pieces(self, rows: duckdb.DuckDBPyConnection, step: Step, cell: int) -> Iterator[_Piece]:
        place = f"{step.number}/{cell}"
        last = self.done.get(place, -1)
        statement = _statement(step)
        # The engine keeps the order of a table's rows, so that a cell is read in the order of its numbers.
        found = rows.execute(
            f"SELECT rowid, {columns(step.given)} FROM rows_{step.number} WHERE cell = ? AND rowid > ?",
            [cell, last],
        )
        while batch := found.fetchmany(self.batch):
            numbers = [row[0] for row in batch]
            if numbers[0] <= last or numbers != sorted(numbers):
                raise StoreError(
                    Sentence("The plan of the publication is out of order."),
                    remedy=Sentence("Compare and mend all of it with: graphrisk neo4j publish --verify"),
                )
            last = numbers[-1]
            yield _Piece(step, place, statement, last, [row[1:] for row in batch])

    def _write(self, pieces: list[_Piece]) -> None:
        def work(tx: ManagedTransaction) -> None:
            noted = tx.run(
                _NOTE,
                id=ID,
                pieces=[[piece.place, piece.last] for piece in pieces],
                plan=self.plan.id,
                publisher=self.publisher,
            ).values()
            if not noted or not all(mine for mine, _ in noted):
                raise TakenOverError
            for piece, (_, before) in zip(pieces, noted, strict=True):
                if before < piece.last:
                    self._run(tx, piece)

        if not pieces:
            return
        self.server.write(work)
        with self._lock:
            for piece in pieces:
                self.tell(piece.step, len(piece.rows))

    def _run(self, tx: ManagedTransaction, piece: _Piece) -> None:
        step = piece.step
        result = tx.run(piece.statement, of={"rows": piece.rows})
        counted = result.value()
        made = result.consume().counters
        if counted:
            number = int(counted[0])
        else:
            number = made.relationships_created if step.kind == "create_edges" else made.nodes_created
        if number != len(piece.rows) and (self.plan.strict or step.kind.startswith("create")):
            raise _changed(step, number, len(piece.rows))


def bundles(plan: Plan, batch: int) -> list[list[Step]]:
    """Return the steps of a plan in order, neighbours that are small enough for one transaction together.

    Each place notes its own last row, so that a publication may go on with other bundles than it began with.
    """
    found: list[list[Step]] = []
    room = 0
    for step in plan.steps:
        if found and step.single and step.rows <= room:
            found[-1].append(step)
            room -= step.rows
        else:
            found.append([step])
            room = batch - step.rows if step.single else 0
    return found


def _statement(step: Step) -> str:
    make = {"create": cypher.create, "update": cypher.update}.get(step.kind.partition("_")[0])
    return make(step.one, step.given) if make else cypher.remove(step.one)


def _changed(step: Step, number: int, expected: int) -> StoreError:
    told = {"expected": expected, "set": step.set, "number": number}
    done = {
        "remove": Sentence("of {expected} rows of {set} {number} could be removed", **told),
        "create": Sentence("of {expected} rows of {set} {number} could be created", **told),
        "update": Sentence("of {expected} rows of {set} {number} could be changed", **told),
    }[step.kind.partition("_")[0]]
    return StoreError(
        Sentence("The Neo4j database was changed by another program: {done}.", done=done),
        remedy=Sentence("Compare and mend all of it with: graphrisk neo4j publish --verify"),
    )
