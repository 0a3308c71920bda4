"""Fixtures for tests that need a real Neo4j server; the whole test suite can use them.

`neo4j_server`: one server for all tests that run in this process, left with whatever the last test wrote.
`fresh_neo4j`: the same, emptied before the test; graphrisk's constraints and indexes may be there already.
`bare_neo4j`: the same without any node, index or constraint, as a new server is.
`neo4j_environment`: `fresh_neo4j`, and NEO4J_URI and its companions name it.
`mortal_neo4j`: a server beside it, for the tests of a module that kill theirs. What crashed is never used for
other tests, so that whatever a crash left behind stays with those who made it.
`start_neo4j`: starts further servers with options of their own (TLS, settings) and stops them after the test.

Such a test carries the mark `neo4j`, and `neo4j_core` beside it where it is to run on the newer version too.
Community Edition has one database, so the tests of a process use it one after another, and each worker of
pytest-xdist has a server of its own (some 700 MB of memory, stopped when the worker ends, however it ends).
GRAPHRISK_NEO4J_VERSION names the version, by default the long-term support line. Where Java or Maven is
missing the tests are skipped and say so, or fail if GRAPHRISK_REQUIRE names `neo4j`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from tests.needs import miss
from tests.neo4j.server import TestServer
from tools.neo4j_server import Options, ServerError, find_java
from tools.neo4j_server.jars import install

# A server of tests lives for a few minutes: compiling less halves the time of its start, and without the
# settings a graph of a few nodes takes half a gigabyte of disk for its transaction logs.
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_SMALL = {
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.retention_policy": "false",
    "dbms.cypher.min_replan_interval": "1h",
}


class StartServer(Protocol):
    """Starts a server with further options: those of `tools.neo4j_server.Options`."""

    def __call__(
        self,
        *,
        certificate: Path | None = None,
        key: Path | None = None,
        settings: dict[str, str] | None = None,
    ) -> TestServer:
        """The server, running."""
        ...


@pytest.fixture(scope="session")
def neo4j_options() -> Options:
    """The options of the servers, or a skip with the reason why there can be none."""
    options = Options.from_environment()
    try:
        find_java(options.version, options.java)
        install(options.version, options.cache)
    except ServerError as error:
        miss("neo4j", str(error))
    heap = os.environ.get("GRAPHRISK_NEO4J_HEAP") or "512m"
    return replace(options, port=0, heap=heap, pagecache="64m", jvm=_QUICK, settings=_SMALL)


@contextmanager
def _running(options: Options, folders: pytest.TempPathFactory) -> Iterator[TestServer]:
    """Start a server in a folder of its own; it ends with this process, however that ends."""
    server = TestServer(folders.mktemp("neo4j"), options, owner=os.getpid())
    server.start()
    try:
        yield server
    finally:
        server.wipe()


@pytest.fixture(scope="session")
def neo4j_server(neo4j_options: Options, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestServer]:
    """One server for all tests of this process; what an earlier test wrote is still there."""
    with _running(neo4j_options, tmp_path_factory) as server:
        yield server


@pytest.fixture
def fresh_neo4j(neo4j_server: TestServer) -> TestServer:
    """The server without a node, running also if the last test stopped it."""
    neo4j_server.forget()
    return neo4j_server


@pytest.fixture
def bare_neo4j(neo4j_server: TestServer) -> TestServer:
    """The server without anything in it, running also if the last test stopped it."""
    neo4j_server.empty()
    return neo4j_server


@pytest.fixture(scope="module")
def mortal_neo4j(neo4j_options: Options, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestServer]:
    """A server that the tests of one module may kill."""
    with _running(neo4j_options, tmp_path_factory) as server:
        yield server


@pytest.fixture
def neo4j_environment(fresh_neo4j: TestServer, monkeypatch: pytest.MonkeyPatch) -> TestServer:
    """The empty server, which the environment names."""
    for name, value in fresh_neo4j.environment.items():
        monkeypatch.setenv(name, value)
    return fresh_neo4j


@pytest.fixture
def start_neo4j(neo4j_options: Options, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Start servers of one's own beside the shared one."""
    with ExitStack() as running:

        def start(
            *,
            certificate: Path | None = None,
            key: Path | None = None,
            settings: dict[str, str] | None = None,
        ) -> TestServer:
            options = replace(
                neo4j_options,
                certificate=certificate,
                key=key,
                settings={**neo4j_options.settings, **(settings or {})},
            )
            return running.enter_context(_running(options, tmp_path_factory))

        yield start
