"""A server for tests: one that can be emptied quickly and that brings its own driver."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graphrisk.store.neo4j.setup import PREFIX
from tools.neo4j_server import Options, Server

if TYPE_CHECKING:
    from neo4j import Driver

_BATCH = 10_000
_ENTRY = re.compile(r"\d{4}-\d\d-\d\d \d\d:")


class TestServer(Server):
    """A server of the tests. `kill` and `start` make a crash; `empty` and `forget` clear the graph."""

    __test__ = False

    def __init__(self, home: Path, options: Options | None = None, *, owner: int | None = None) -> None:
        super().__init__(home, options)
        self._owner = owner

    def start(self, *, owner: int | None = None) -> str:
        """As `Server.start`, and wait until the graph itself can be used, which may come a moment later."""
        uri = super().start(owner=owner or self._owner)
        until = time.monotonic() + self.options.seconds
        with self.driver() as driver:
            while True:
                try:
                    driver.execute_query("RETURN 1", database_="neo4j")
                except (DriverError, Neo4jError) as error:
                    if time.monotonic() > until:
                        error.add_note(f"The server's log said:\n{self.complaints()}")
                        raise
                    time.sleep(0.1)
                else:
                    return uri

    def complaints(self, lines: int = 60) -> str:
        """Return the last lines of the server's own log that tell of a fault, with what follows them."""
        log = self.home / "logs" / "debug.log"
        if not log.is_file():
            return "(no log)"
        told: list[str] = []
        fault = False
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if _ENTRY.match(line):
                fault = " ERROR " in line or " WARN " in line
            if fault:
                told.append(line[:400])
        return "\n".join(told[-lines:]) or "(no fault)"

    def wipe(self) -> None:
        """End it at once and delete all it wrote: nothing of it needs to be written down any more."""
        if self.running:
            self.kill()
        super().wipe()

    def driver(self) -> Driver:
        """A driver of the administrator's; whoever asks closes it."""
        return GraphDatabase.driver(self.uri, auth=(self.user, self.password))

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which graphrisk and Neo4j's own tools find this server."""
        return {
            "NEO4J_URI": self.uri,
            "NEO4J_USERNAME": self.user,
            "NEO4J_PASSWORD": self.password,
            "NEO4J_DATABASE": "neo4j",
        }

    def empty(self) -> None:
        """Start it if a test left it down; delete every node, relationship, constraint, index and user."""
        self.start()
        with self.driver() as driver:
            empty(driver)

    def forget(self) -> None:
        """As `empty`, but graphrisk's own constraints and indexes stay.

        Dropping and making all seventy of them again takes longer than most tests do.
        """
        self.start()
        with self.driver() as driver:
            empty(driver, kept=PREFIX)


def empty(driver: Driver, *, kept: str | None = None) -> None:
    """Delete whatever the database holds, in batches, so that no size of graph outgrows the memory.

    Constraints and indexes whose names begin with `kept` stay.
    """
    for kind in ("CONSTRAINT", "INDEX"):
        only = " WHERE type <> 'LOOKUP'" if kind == "INDEX" else ""
        named, _, _ = driver.execute_query(
            f"SHOW {kind} YIELD name, type{only} RETURN name", database_="neo4j"
        )
        named = [one for one in named if kept is None or not str(one["name"]).startswith(kept)]
        for record in named:
            name = str(record["name"]).replace("`", "``")
            driver.execute_query(f"DROP {kind} `{name}`", database_="neo4j")
    with driver.session(database="neo4j") as session:
        session.run(f"MATCH (n) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF {_BATCH} ROWS").consume()
    users, _, _ = driver.execute_query("SHOW USERS YIELD user WHERE user <> 'neo4j'", database_="system")
    for record in users:
        name = str(record["user"]).replace("`", "``")
        driver.execute_query(f"DROP USER `{name}`", database_="system")
