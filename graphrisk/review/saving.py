"""Writing a run: in many short transactions, so that decisions and looks at pages are written in between.

A run of 100,000 findings takes many seconds to write. Whoever reads a page waits for the line in the audit
log that says so, and would wait for all of it. So the rows come in portions, each a transaction of its own,
and the run is marked as under way until the last one: it is shown, counted and sealed whole or not at all.
What a writer left behind that was killed is removed by the next one.
"""

from __future__ import annotations

import datetime as dt
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from graphrisk.errors import StoreError
from graphrisk.review import audit, links
from graphrisk.review.tables import (
    FindingRow,
    Run,
    RunApplication,
    RunLinks,
    RunParticipant,
    RunUnderWay,
)
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from graphrisk.review.engine import Database
    from graphrisk.review.runs import Prepared, Values

PORTION = 500
"""Rows of one transaction: some hundredths of a second of work."""
PAUSE = 0.005
"""Seconds between two transactions, in which those who wait get their turn."""
SILENT = 600.0
"""Seconds after which a writer that was not heard of is taken for dead."""

_TABLES = (RunApplication, RunParticipant, FindingRow)
_Portion = list[tuple[type[Any], list["Values"]]]


def save(
    database: Database,
    prepared: Prepared,
    *,
    by: str,
    clock: Callable[[], dt.datetime],
    seal: Callable[[Connection, tuple[int, str], dt.datetime, int], None],
) -> int:
    """Write a run under the next free number, which is returned.

    `clock` gives the moment at which it is complete; `seal` writes its line of the audit log in the same
    transaction. Where anything fails, nothing of the run stays.
    """
    first, *others = _portions(prepared)
    with database.write() as connection:
        head = audit.lock(connection)
        number = _begin(connection, prepared, by=by)
        _insert(connection, number, first)
        if not others:
            _finish(connection, head, number, prepared, clock(), seal)
            return number
        connection.execute(insert(RunUnderWay), [{"run": number, "beat": time.time()}])
    try:
        for portion in others:
            time.sleep(PAUSE)
            with database.write() as connection:
                _beat(connection, number)
                _insert(connection, number, portion)
        with database.write() as connection:
            head = audit.lock(connection)
            _beat(connection, number)
            connection.execute(delete(RunUnderWay).where(RunUnderWay.run == number))
            _finish(connection, head, number, prepared, clock(), seal)
    except BaseException:
        with suppress(StoreError):  # the error that is told is the first one
            discard(database, number)
        raise
    remove_left(database)
    return number


def remove_left(database: Database) -> None:
    """Remove what writers left behind that have been silent for long."""
    with database.read() as connection:
        silent = RunUnderWay.beat < time.time() - SILENT
        left = list(connection.execute(select(RunUnderWay.run).where(silent)).scalars())
    for number in left:
        discard(database, number)


def discard(database: Database, number: int) -> None:
    """Remove a run that is not finished, in short transactions too; a finished one stays."""
    for table in (*reversed(_TABLES), RunLinks):
        position = getattr(table, "position", None)
        for start in range(0, _rows(database, table, number), PORTION):
            with database.write() as connection:
                chosen = delete(table).where(table.run == number, table.run.in_(select(RunUnderWay.run)))
                if position is not None:
                    chosen = chosen.where(position >= start, position < start + PORTION)
                connection.execute(chosen)
            time.sleep(PAUSE)
    with database.write() as connection:
        if connection.execute(delete(RunUnderWay).where(RunUnderWay.run == number)).rowcount:
            connection.execute(delete(Run).where(Run.number == number))


def _rows(database: Database, table: type[Any], number: int) -> int:
    with database.read() as connection:
        if table is RunLinks:
            return 1
        most = connection.execute(select(func.max(table.position)).where(table.run == number)).scalar_one()
    return 0 if most is None else int(most) + 1


def _portions(prepared: Prepared) -> list[_Portion]:
    """Return the rows in portions of equal size, at least one; a portion may hold rows of several tables."""
    found: list[_Portion] = [[]]
    room = PORTION
    for table, row in _all_rows(prepared):
        if not room:
            found.append([])
            room = PORTION
        if not found[-1] or found[-1][-1][0] is not table:
            found[-1].append((table, []))
        found[-1][-1][1].append(row)
        room -= 1
    return found


def _all_rows(prepared: Prepared) -> Iterator[tuple[type[Any], Values]]:
    for table, rows in zip(_TABLES, (prepared.applications, prepared.people, prepared.findings), strict=True):
        for row in rows:
            yield table, row


def _begin(connection: Connection, prepared: Prepared, *, by: str) -> int:
    number = int(connection.execute(select(func.max(Run.number))).scalar_one() or 0) + 1
    began = {"number": number, "created_at": dt.datetime.fromtimestamp(time.time(), dt.UTC), "created_by": by}
    connection.execute(insert(Run), [prepared.run | began])
    return number


def _insert(connection: Connection, number: int, portion: _Portion) -> None:
    for table, rows in portion:
        connection.execute(insert(table), [row | {"run": number} for row in rows])


def _beat(connection: Connection, number: int) -> None:
    """Say that the writer is at work. Raises `StoreError` where another took it for dead meanwhile."""
    beat = update(RunUnderWay).where(RunUnderWay.run == number).values(beat=time.time())
    if not connection.execute(beat).rowcount:
        raise StoreError(
            Sentence(
                "Keeping the run stood still for over {seconds} s, and another scan removed what was kept.",
                seconds=f"{SILENT:g}",
            ),
            remedy=Sentence("Scan again."),
        )


def _finish(
    connection: Connection,
    head: tuple[int, str],
    number: int,
    prepared: Prepared,
    at: dt.datetime,
    seal: Callable[[Connection, tuple[int, str], dt.datetime, int], None],
) -> None:
    connection.execute(update(Run).where(Run.number == number).values(created_at=at))
    links.write_run(connection, number, prepared.links)
    seal(connection, head, at, number)
