"""The connection to the review database: opened, made and checked, with errors that say what to do.

SQLite runs in write-ahead mode, so that dashboard threads read while a scan writes; a writer takes the write
lock when its transaction begins, so that two writers wait for each other instead of failing half-way.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, insert, inspect, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from graphrisk.errors import StoreError, UnavailableError, UsageError
from graphrisk.review.audit import GENESIS
from graphrisk.review.tables import FORMAT, AuditHead, Base, Meta
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

WAIT_SECONDS = 60.0
"""How long to wait for another writer before giving up."""

_ASK_AGAIN = 0.002  # seconds; shorter than `saving.PAUSE`
_LOCK = 0x6772_6973_6B  # "grisk": PostgreSQL's advisory lock while the tables are made


class Database:
    """A review database. `read` and `write` give connections whose transaction ends with the block.

    `wait` is how many seconds a writer waits for another before it gives up.
    """

    def __init__(self, url: str, *, wait: float = WAIT_SECONDS) -> None:
        self.wait = wait
        self.url = _parsed(url)
        self.place = self.url.database if self.sqlite else self.url.render_as_string(hide_password=True)
        self.engine = self._engine()
        self._writing = self.engine.execution_options(graphrisk_write=True)
        self._reading = (
            self.engine if self.sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    @property
    def sqlite(self) -> bool:
        """Whether the database is a file of SQLite."""
        return self.url.get_backend_name() == "sqlite"

    def close(self) -> None:
        """Close idle connections."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database."""
        with self._told(), self._reading.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection of a transaction that takes its turn among all writers."""
        with self._told(), self._writing.begin() as connection:
            yield connection

    def _engine(self) -> Engine:
        options: dict[str, Any] = {}
        if self.sqlite:
            options["connect_args"] = {"timeout": self.wait}
        try:
            engine = create_engine(self.url, pool_pre_ping=not self.sqlite, **options)
        except NoSuchModuleError as error:
            raise UsageError(
                Sentence(
                    "The review database address {place} names a database that is not known.",
                    place=self.place,
                ),
                remedy=Sentence("Use sqlite:///… or postgresql://…"),
            ) from error
        except ModuleNotFoundError as error:
            raise UnavailableError(
                Sentence(
                    "The review database {place} needs the Python package {name}.",
                    place=self.place,
                    name=repr(error.name),
                ),
                remedy=Sentence("Install it: python -m pip install {name}", name=error.name),
            ) from error
        if self.sqlite:
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _prepare(self) -> None:
        """Make what tables are missing in an empty or older database; refuse a foreign and a newer one."""
        if self.sqlite and not Path(str(self.url.database)).absolute().parent.is_dir():
            raise StoreError(
                Sentence(
                    "The review database {place} cannot be made: its folder does not exist.", place=self.place
                ),
                remedy=Sentence("Make a workspace first: graphrisk init DIR"),
            )
        with self.read() as connection:
            if self._is_ready(connection):
                return
        with self.write() as connection:
            if not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if self._is_ready(connection):  # another process may have made them meanwhile
                return
            Base.metadata.create_all(connection)  # in an older database it adds the tables that are missing
            if self._older(connection):
                connection.execute(update(Meta).where(Meta.name == "format").values(value=str(FORMAT)))
                return
            connection.execute(insert(Meta), [{"name": "format", "value": str(FORMAT)}])
            connection.execute(insert(AuditHead), [{"id": 1, "seq": 0, "hash": GENESIS}])

    def _older(self, connection: Connection) -> bool:
        """Whether the database was made by an older graphrisk; an empty one was not."""
        return connection.execute(select(Meta.value).where(Meta.name == "format")).first() is not None

    def _is_ready(self, connection: Connection) -> bool:
        tables = set(inspect(connection).get_table_names())
        if Meta.__tablename__ not in tables:
            ours = tables & set(Base.metadata.tables)
            if ours or (tables and self.sqlite):
                raise StoreError(
                    Sentence(
                        "{place} is not a review database: it holds the tables {tables}.",
                        place=self.place,
                        tables=", ".join(sorted(tables)[:5]),
                    ),
                    remedy=Sentence("Name another database in graphrisk.toml under [review] url."),
                )
            return False
        found = connection.execute(select(Meta.value).where(Meta.name == "format")).scalar_one_or_none()
        if found is None or not found.isdigit():
            raise StoreError(
                Sentence("{place} is damaged: it does not say which version it has.", place=self.place),
                remedy=Sentence("Restore it from a backup."),
            )
        if int(found) > FORMAT:
            raise StoreError(
                Sentence(
                    "{place} was made by a newer graphrisk (format {found}; this one knows {known}).",
                    place=self.place,
                    found=found,
                    known=FORMAT,
                ),
                remedy=Sentence("Use the newer graphrisk with this workspace."),
            )
        return int(found) == FORMAT

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database says into errors that a person can act upon."""
        try:
            yield
        except DBAPIError as error:
            raise self._explained(error) from error
        except SQLAlchemyError as error:
            raise StoreError(
                Sentence("The review database {place} failed: {error}.", place=self.place, error=error)
            ) from error

    def _explained(self, error: DBAPIError) -> StoreError:
        told = str(error.orig).strip()
        said = told.splitlines()[0] if told else Sentence("no reason given")
        lowered = said.lower()
        if "locked" in lowered or "busy" in lowered:
            return StoreError(
                Sentence(
                    "The review database {place} is locked by another program for over {seconds} s.",
                    place=self.place,
                    seconds=f"{self.wait:g}",
                ),
                remedy=Sentence(
                    "End the program that holds it (a scan, a backup, a database browser) and try again."
                ),
            )
        if "not a database" in lowered or "malformed" in lowered or "file is encrypted" in lowered:
            return StoreError(
                Sentence(
                    "{place} is not a review database or is damaged ({said}).", place=self.place, said=said
                ),
                remedy=Sentence("Restore it from a backup, or move it away and run the scan again."),
            )
        if "unable to open" in lowered or "readonly" in lowered or "permission" in lowered:
            return StoreError(
                Sentence(
                    "The review database {place} cannot be opened for writing ({said}).",
                    place=self.place,
                    said=said,
                ),
                remedy=Sentence("Check that the folder exists and that you may write to it."),
            )
        if "full" in lowered or "no space" in lowered:
            return StoreError(
                Sentence("There is no room left for the review database {place}.", place=self.place),
                remedy=Sentence("Free some space."),
            )
        if error.connection_invalidated or "connection" in lowered or "could not connect" in lowered:
            return StoreError(
                Sentence(
                    "The review database {place} cannot be reached ({said}).", place=self.place, said=said
                ),
                remedy=Sentence(
                    "Check that the server runs and that the address in graphrisk.toml is right."
                ),
            )
        return StoreError(
            Sentence("The review database {place} refused a statement: {said}.", place=self.place, said=said)
        )


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError(
            Sentence("The review database address {url} is not one.", url=repr(url)),
            remedy=Sentence("Use sqlite:///… or postgresql://…"),
        ) from error
    backend = parsed.get_backend_name()
    if backend not in {"sqlite", "postgresql"}:
        raise UsageError(
            Sentence("The review database cannot be kept in {backend}.", backend=backend),
            remedy=Sentence("Use sqlite:///… or postgresql://…"),
        )
    if backend == "sqlite" and (not parsed.database or parsed.database == ":memory:"):
        raise UsageError(
            Sentence("The review database must be a file: decisions have to outlive the program."),
            remedy=Sentence("Use sqlite:///path/to/review.db"),
        )
    return parsed


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # a decision that was answered for must be on disk
        cursor.execute("PRAGMA foreign_keys = ON")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction. A writer asks for its turn often, for a long write lets others in only briefly."""
    if not connection.get_execution_options().get("graphrisk_write", False):
        connection.exec_driver_sql("BEGIN")
        return
    cursor = connection.connection.cursor()
    patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        cursor.execute("PRAGMA busy_timeout = 0")
        if not _took_turn(cursor, until=time.monotonic() + patience / 1000):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # a last time, by the way that tells errors
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
        cursor.close()


def _took_turn(cursor: Any, *, until: float) -> bool:
    while time.monotonic() < until:
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
            time.sleep(_ASK_AGAIN)
        else:
            return True
    return False
