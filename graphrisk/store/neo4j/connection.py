"""The connection to a Neo4j server: its address, sessions that read, sessions that write."""

from __future__ import annotations

import logging
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graphrisk.causes import spelled
from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.neo4j.faults import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType

    from neo4j import Driver, ManagedTransaction, Session

    T = TypeVar("T")

URI, USERNAME, PASSWORD, DATABASE = "NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"
"""Variables of the environment, as Neo4j's own tools name them."""
SECRETS = "neo4j.env"
"""A file in the workspace with the same variables, one `NAME=value` a line, for its owner's eyes alone."""
OLDEST = (5, 13)
"""The oldest server that has all that the queries use."""

_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_SECONDS = 15.0
_RETRY_SECONDS = 60.0

# The driver logs each transaction that it tries again, and where nobody set up a log, Python prints that on
# standard error, locks and all. A program that sets up a log still gets it.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is and who comes. The password never appears in text made from this."""

    uri: str
    username: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"


def find_address(
    workspace: Path | None,
    *,
    environment: Mapping[str, str] | None = None,
    ask: Callable[[str], str] | None = None,
) -> Address:
    """Return the address that the environment gives, else that of the workspace's file `neo4j.env`.

    `ask` is called with the user's name where no password is given; without it there must be one. Raises
    `StoreError` where no address is given, or where others can read the file.
    """
    found = dict(_read_file(workspace / SECRETS)) if workspace is not None else {}
    found |= {k: v for k, v in (os.environ if environment is None else environment).items() if v}
    uri = found.get(URI, "")
    if not uri:
        raise StoreError(
            Sentence("No address of a Neo4j server is given."),
            remedy=Sentence(
                "Set {uri}, {username} and {password} in the environment, or write them into {file} "
                "in the workspace, a NAME=value a line.",
                uri=URI,
                username=USERNAME,
                password=PASSWORD,
                file=SECRETS,
            ),
        )
    user = found.get(USERNAME, "neo4j")
    password = found.get(PASSWORD, "")
    if not password and ask is not None:
        password = ask(user)
    if not password:
        raise StoreError(
            Sentence("No password is given for {user} at the Neo4j server.", user=user),
            remedy=Sentence(
                "Set {password} in the environment, or write it into {file} in the workspace.",
                password=PASSWORD,
                file=SECRETS,
            ),
        )
    return Address(uri, user, password, found.get(DATABASE, "neo4j"))


def _read_file(path: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = path.read_text("utf-8").splitlines()
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            Sentence("{path} cannot be read: {error}.", path=path, error=spelled(error)),
            remedy=Sentence("Correct or delete it."),
        ) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise StoreError(
            Sentence("Others on this machine can read {path}, which holds a password.", path=path),
            remedy=Sentence("chmod 600 {path}", path=path),
        )
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, separator, value = text.removeprefix("export ").partition("=")
        if not separator or name.strip() not in {URI, USERNAME, PASSWORD, DATABASE}:
            # The line is not repeated: it may hold the password.
            raise StoreError(
                Sentence(
                    "{path}, line {number}: this is no setting of the server.", path=path, number=number
                ),
                remedy=Sentence(
                    "Write NAME=value with {uri}, {username}, {password} or {database}.",
                    uri=URI,
                    username=USERNAME,
                    password=PASSWORD,
                    database=DATABASE,
                ),
            )
        yield name.strip(), value.strip().strip("\"'")


def _check_uri(uri: str) -> None:
    """Raise `StoreError` for what is no address of Bolt, and for one that holds a password."""
    scheme, separator, place = uri.partition("://")
    if "@" in place:
        # The address is not repeated: messages and pages show it.
        raise StoreError(
            Sentence("NEO4J_URI holds a user or a password."),
            remedy=Sentence(
                "Write it like neo4j://localhost:7687, and the rest into {username} and {password}.",
                username=USERNAME,
                password=PASSWORD,
            ),
        )
    if not separator or not place or scheme.lower() not in _SCHEMES:
        raise StoreError(
            Sentence("NEO4J_URI is not an address of a Neo4j server: {uri}.", uri=repr(uri)),
            remedy=Sentence(
                "Write it like neo4j://localhost:7687; the schemes are {schemes}.",
                schemes=", ".join(_SCHEMES),
            ),
        )


class Server:
    """A server, connected when it is first asked. Safe to use from many threads.

    All methods raise `StoreError` in one sentence with a remedy, whatever the driver raised.
    """

    def __init__(self, address: Address) -> None:
        _check_uri(address.uri)
        self.address = address
        self._driver: Driver | None = None

    def __enter__(self) -> Server:
        """Return the server; it is connected when it is first asked."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        self.close()

    def close(self) -> None:
        """Close all connections; a later question opens them again."""
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def version(self) -> tuple[int, ...]:
        """Return the server's version, as numbers; raise `StoreError` where it is too old."""
        with translated(self.address):
            agent = self._open().get_server_info().agent
        numbers = tuple(int(part) for part in agent.partition("/")[2].split(".")[:3] if part.isdigit())
        if numbers < OLDEST:
            raise StoreError(
                Sentence("The Neo4j server at {uri} is {version}.", uri=self.address.uri, version=agent),
                remedy=Sentence(
                    "graphrisk needs {oldest} or newer: 5.26 is the one to take.",
                    oldest=".".join(map(str, OLDEST)),
                ),
            )
        return numbers

    def read(self, query: str, /, **values: object) -> list[list[Any]]:
        """Return all rows of a query that reads, as lists of values. For answers of bounded size."""
        with translated(self.address), self.reading() as session:
            return session.execute_read(lambda tx: [list(r.values()) for r in tx.run(query, values)])

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Run `work` in a transaction, again where the server asks for it, and return what it returns."""
        with translated(self.address), self.writing() as session:
            return session.execute_write(work)

    def command(self, query: str, /, **values: object) -> list[list[Any]]:
        """Run one statement that changes the schema, or one that has transactions of its own."""
        with translated(self.address), self.writing() as session:
            return [list(r.values()) for r in session.run(query, values)]

    def reading(self, *, fetch_size: int = 5_000) -> Session:
        """Return a session in which the server refuses to write."""
        from neo4j import READ_ACCESS

        return self._open().session(
            database=self.address.database, default_access_mode=READ_ACCESS, fetch_size=fetch_size
        )

    def writing(self) -> Session:
        """Return a session that writes."""
        from neo4j import WRITE_ACCESS

        return self._open().session(database=self.address.database, default_access_mode=WRITE_ACCESS)

    def _open(self) -> Driver:
        if self._driver is None:
            from neo4j import GraphDatabase, NotificationMinimumSeverity

            from graphrisk import __version__

            with translated(self.address):
                self._driver = GraphDatabase.driver(
                    self.address.uri,
                    auth=(self.address.username, self.address.password),
                    connection_timeout=_SECONDS,
                    connection_acquisition_timeout=2 * _SECONDS,
                    max_transaction_retry_time=_RETRY_SECONDS,
                    notifications_min_severity=NotificationMinimumSeverity.OFF,
                    user_agent=f"graphrisk/{__version__}",
                )
        return self._driver
