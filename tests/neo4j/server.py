"""A server for tests: one that can be emptied quickly and that brings its own driver."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tools.neo4j_server import Options, Server

if TYPE_CHECKING:
    from neo4j import Driver

_BATCH = 10_000


class TestServer(Server):
    """A server of the tests. `kill` and `start` make a crash; `empty` makes the graph as good as new."""

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
                except (DriverError, Neo4jError):
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.1)
                else:
                    return uri

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


def empty(driver: Driver) -> None:
    """Delete whatever the database holds, in batches, so that no size of graph outgrows the memory."""
    for kind in ("CONSTRAINT", "INDEX"):
        only = " WHERE type <> 'LOOKUP'" if kind == "INDEX" else ""
        named, _, _ = driver.execute_query(
            f"SHOW {kind} YIELD name, type{only} RETURN name", database_="neo4j"
        )
        for record in named:
            name = str(record["name"]).replace("`", "``")
            driver.execute_query(f"DROP {kind} `{name}`", database_="neo4j")
    with driver.session(database="neo4j") as session:
        session.run(f"MATCH (n) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF {_BATCH} ROWS").consume()
    users, _, _ = driver.execute_query("SHOW USERS YIELD user WHERE user <> 'neo4j'", database_="system")
    for record in users:
        name = str(record["user"]).replace("`", "``")
        driver.execute_query(f"DROP USER `{name}`", database_="system")
