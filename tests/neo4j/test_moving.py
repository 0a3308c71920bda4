"""Reading while a publication begins, runs or has ended: nothing of two snapshots is ever mixed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphrisk.cli.stores import with_store
from graphrisk.errors import NotFoundError, StoreError
from graphrisk.settings import Workspace, create_workspace
from graphrisk.store import open_store
from graphrisk.store.base import MovedOnError
from graphrisk.store.neo4j.connection import Server
from graphrisk.store.neo4j.marker import LABEL, Marker
from graphrisk.store.neo4j.reader import published
from tests.load.rows import batch, run, work
from tests.neo4j.reading import Both, both, publish, server_of
from tests.neo4j.server import TestServer

pytestmark = pytest.mark.neo4j

_BEGUN = "m.state = 'publishing', m.target = 2, m.started_at = datetime(), m.heartbeat = datetime()"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with one snapshot."""
    space = create_workspace(tmp_path_factory.mktemp("moving") / "ws")
    run(space, [*work(1, (1, 2)), batch("calls", {"row_id": "c", "call_id": "C"})])
    return space


@pytest.fixture(scope="module")
def shared(workspace: Workspace, neo4j_server: TestServer) -> Iterator[Both]:
    """The snapshot in both stores."""
    neo4j_server.forget()
    with pytest.MonkeyPatch.context() as patch, both(workspace, neo4j_server, patch) as opened:
        yield opened


@pytest.fixture
def stores(shared: Both, neo4j_server: TestServer) -> Iterator[Both]:
    """The same; what the test does to the marker is undone."""
    with neo4j_server.driver() as driver:
        find = f"MATCH (m:{LABEL}) RETURN properties(m)"
        said = driver.execute_query(find, database_="neo4j").records[0][0]
        yield shared
        driver.execute_query(f"MATCH (m:{LABEL}) SET m = $said", said=said, database_="neo4j")


@pytest.fixture
def server(neo4j_server: TestServer) -> Iterator[Server]:
    with server_of(neo4j_server) as connection:
        yield connection


def _mark(server: TestServer, said: str) -> None:
    with server.driver() as driver:
        driver.execute_query(f"MATCH (m:{LABEL}) SET {said}", database_="neo4j")


def test_a_scope_that_a_publication_meets_is_given_up(
    stores: Both, neo4j_server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    met: list[str] = []

    def begin(table: str, _share: float) -> None:
        if not met:
            _mark(neo4j_server, _BEGUN)
        met.append(table)

    with pytest.raises(MovedOnError, match="is being changed"):
        stores.far.scope("C", on_progress=begin)
    assert len(met) > 3
    assert list(tmp_path.iterdir()) == [], "what was fetched is removed"


def test_what_was_fetched_goes_with_its_scope(
    stores: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with stores.far.scope("C"):
        (folder,) = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o077 == 0, "declarations are nobody else's"
    assert list(tmp_path.iterdir()) == []


def test_a_publication_under_way_is_waited_for(
    stores: Both, server: Server, neo4j_server: TestServer
) -> None:
    _mark(neo4j_server, _BEGUN)
    told: list[Marker] = []
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            _mark(neo4j_server, "m.state = 'published', m.target = null")

    ticks = iter(range(100))
    marker = published(
        server,
        workspace=None,
        patience=60,
        tell=told.append,
        clock=lambda: float(next(ticks)),
        sleep=sleep,
    )
    assert (marker.state, marker.snapshot, len(slept)) == ("published", stores.far.manifest.snapshot, 3)
    assert [one.state for one in told] == ["publishing"] * 3


def test_waiting_ends_and_says_so(stores: Both, server: Server, neo4j_server: TestServer) -> None:
    _mark(neo4j_server, _BEGUN)
    ticks = iter(range(0, 100, 20))
    with pytest.raises(StoreError, match="Snapshot 2 is being published"):
        published(
            server, workspace=None, patience=60, clock=lambda: float(next(ticks)), sleep=lambda _seconds: None
        )
    # Nobody writes any more: there is nothing to wait for.
    _mark(neo4j_server, "m.heartbeat = datetime() - duration('PT5M')")
    with pytest.raises(StoreError, match="was cut off") as caught:
        published(server, workspace=None, patience=60, sleep=lambda _seconds: pytest.fail("it waited"))
    assert "graphrisk neo4j publish" in str(caught.value)


def test_a_snapshot_that_the_server_does_not_hold(stores: Both, workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = with_store(create_workspace(tmp_path / "other"), "neo4j")
    store = open_store(elsewhere, 1)
    assert store.manifest.snapshot == 1
    store.close()
    with pytest.raises(NotFoundError, match="does not hold snapshot 7") as caught:
        open_store(elsewhere, 7)
    assert "It holds snapshot 1" in str(caught.value)
    # The workspace that loads still has snapshots which the server never held.
    run(workspace, work(3))
    near = open_store(with_store(workspace, "neo4j"), 2)
    assert (type(near).__name__, near.manifest.snapshot) == ("DuckDBStore", 2)
    near.close()


def test_only_a_whole_graph_of_the_own_workspace_is_read(
    workspace: Workspace, neo4j_environment: TestServer, tmp_path: Path
) -> None:
    far = with_store(workspace, "neo4j")
    with pytest.raises(StoreError, match="holds no graph"):
        open_store(far)
    publish(workspace, neo4j_environment)
    # A workspace without loads of its own reads whatever graph it is shown.
    other = with_store(create_workspace(tmp_path / "other"), "neo4j")
    store = open_store(other)
    assert store.rows("works", "work_id", ["W1"]).num_rows == 1
    store.close()
    _mark(neo4j_environment, "m.workspace = 'another'")
    with pytest.raises(StoreError, match="belongs to another workspace"):
        open_store(far)
    _mark(neo4j_environment, "m.schema_version = 999")
    with pytest.raises(StoreError, match="newer graphrisk"):
        open_store(other)
