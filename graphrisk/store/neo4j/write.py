"""Writing a plan: batches in transactions that note their own place, so that each is written exactly once."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.errors import StoreError
from graphrisk.store.neo4j import cypher
from graphrisk.store.neo4j.marker import ID, LABEL, PROGRESS
from graphrisk.store.neo4j.plan import cells, rounds
from graphrisk.store.sql import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb
    from neo4j import ManagedTransaction

    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.plan import Plan, Step

_NOTE = (
    f"MATCH (m:{LABEL} {{id: $id}}) "
    f"MERGE (p:{PROGRESS} {{id: $place}}) ON CREATE SET p.plan = $plan, p.done = -1 "
    "WITH m, p, p.done AS before, p.plan AS plan SET p.publisher = $publisher, "
    "p.done = CASE WHEN before < $last THEN $last ELSE before END "
    "RETURN m.publisher, m.plan, plan, before"
)
"""Takes the lock of the place, then notes the last row of the batch; gives what was noted before."""


class TakenOverError(StoreError):
    """Another publisher writes to the database now."""

    def __init__(self) -> None:
        super().__init__(
            "Another graphrisk has taken over the publication.",
            remedy="Leave it to that one; graphrisk neo4j status shows how it stands.",
        )


@dataclass(slots=True)
class Writer:
    """Writes the rows of a plan with several workers.

    `done` holds for each place (step and cell) the last row that is written already. `tell` is called with
    the step and the rows written, in the order in which batches end, one call at a time.
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
            for step in self.plan.steps:
                for cell_round in rounds(step, self.plan.lanes, cells(rows, step)):
                    running = [
                        pool.submit(self._cell, rows.cursor(), step, cell)
                        for cell in cell_round
                        if not self.stop.is_set()
                    ]
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
        place = f"{step.number}/{cell}"
        last = self.done.get(place, -1)
        statement = _statement(step)
        with rows:
            found = rows.execute(
                f"SELECT rowid, {columns(step.given)} FROM rows_{step.number} WHERE cell = ? AND rowid > ?",
                [cell, last],
            )
            while not self.stop.is_set() and (batch := found.fetchmany(self.batch)):
                if batch[0][0] <= last:
                    raise StoreError("The plan of the publication is out of order.", remedy="Run doctor.")
                last = batch[-1][0]
                self._batch(step, place, statement, batch, last)
                with self._lock:
                    self.tell(step, len(batch))

    def _batch(
        self, step: Step, place: str, statement: str, batch: Sequence[tuple[Any, ...]], last: int
    ) -> None:
        rows = [list(row[1:]) for row in batch]

        def work(tx: ManagedTransaction) -> None:
            noted = tx.run(
                _NOTE, id=ID, place=place, plan=self.plan.id, publisher=self.publisher, last=last
            ).single()
            if noted is None:
                raise TakenOverError
            publisher, plan, place_plan, before = noted.values()
            if publisher != self.publisher or plan != self.plan.id or place_plan != self.plan.id:
                raise TakenOverError
            if before >= last:
                return
            result = tx.run(statement, rows=rows)
            counted = result.value()
            made = result.consume().counters
            number = (
                counted[0]
                if counted
                else (made.relationships_created if step.kind == "create_edges" else made.nodes_created)
            )
            if number != len(rows) and (self.plan.strict or step.kind.startswith("create")):
                raise _changed(step, number, len(rows))

        self.server.write(work)


def _statement(step: Step) -> str:
    make = {"create": cypher.create, "update": cypher.update}.get(step.kind.partition("_")[0])
    return make(step.one, step.given) if make else cypher.remove(step.one)


def _changed(step: Step, number: int, expected: int) -> StoreError:
    what = {"remove": "removed", "create": "created", "update": "changed"}[step.kind.partition("_")[0]]
    return StoreError(
        f"The Neo4j database was changed by another program: of {expected} rows of {step.set} "
        f"{number} could be {what}.",
        remedy="Compare and mend all of it with: graphrisk neo4j publish --verify",
    )
