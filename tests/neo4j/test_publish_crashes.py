"""A publication that is killed, or whose server is, is finished by the next one; nothing is written twice."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from graphrisk.settings import Workspace, create_workspace, open_workspace
from graphrisk.store import snapshot as snapshots
from graphrisk.store.neo4j import plan as plans
from graphrisk.store.neo4j.connection import Address, Server
from graphrisk.store.neo4j.faults import LostError
from graphrisk.store.neo4j.marker import LABEL, PROGRESS, read_marker
from graphrisk.store.neo4j.publish import Progress, Publisher, Report
from tests.load.rows import run
from tests.neo4j.loads import random_load
from tests.neo4j.server import TestServer
from tests.neo4j.worlds import everything

pytestmark = [pytest.mark.neo4j]

BATCH = 7
_CHILD = """
import datetime as dt, sys
from pathlib import Path
from graphrisk.settings import open_workspace
from graphrisk.store.neo4j.connection import Server, find_address
from graphrisk.store.neo4j.publish import Publisher

def tell(progress):
    print(progress.stage, progress.done, flush=True)

with Server(find_address(None)) as server:
    workspace = open_workspace(Path(sys.argv[1]))
    Publisher(workspace, server, lambda: dt.datetime.now(dt.UTC), tell, batch=int(sys.argv[2])).publish()
print("ended", 0, flush=True)
"""
Graph = tuple[object, object]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two snapshots; tests work on copies."""
    chance = random.Random(11)  # noqa: S311  # the content should be mixed, not secret
    workspace = create_workspace(tmp_path_factory.mktemp("crashes") / "ws")
    for share in (0.8, 0.4):
        run(workspace, random_load(chance, share=share), record="", protected=())
    return workspace.root


@pytest.fixture(scope="module")
def clean(prepared: Path, mortal_neo4j: TestServer) -> tuple[Graph, Graph]:
    """What a server holds after both snapshots were published without any fault, each into an empty one."""
    found: list[Graph] = []
    for number in (1, 2):
        _forget(mortal_neo4j)
        root = prepared.parent / f"clean-{number}"
        shutil.copytree(prepared, root)
        _in_force(root, number)
        _publish(open_workspace(root), mortal_neo4j)
        found.append(_graph(mortal_neo4j))
    assert found[0] != found[1]
    return found[0], found[1]


@pytest.fixture
def workspace(prepared: Path, mortal_neo4j: TestServer, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the workspace with the first snapshot in force, and the server without any node."""
    mortal_neo4j.start()
    _forget(mortal_neo4j)
    root = tmp_path / "ws"
    shutil.copytree(prepared, root)
    _in_force(root, 1)
    yield open_workspace(root)
    mortal_neo4j.start()


def _in_force(root: Path, number: int) -> None:
    (root / "snapshots" / snapshots.POINTER).write_text(f"{number}\n", "ascii")


def _forget(server: TestServer) -> None:
    # Constraints and indexes stay: making seventy of them for each crash would take most of the time.
    with server.driver() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")


def _address(server: TestServer) -> Address:
    return Address(server.uri, server.user, server.password)


def _publish(
    workspace: Workspace, server: TestServer, tell: Callable[[Progress], None] = lambda _progress: None
) -> Report:
    with Server(_address(server)) as connection:
        return Publisher(workspace, connection, lambda: dt.datetime.now(dt.UTC), tell, batch=BATCH).publish()


def _graph(server: TestServer) -> Graph:
    with server.driver() as driver:
        return everything(driver)


def _settled(server: TestServer, workspace: Workspace, number: int) -> None:
    """Check that nothing of the publication is left but what it published."""
    with Server(_address(server)) as connection:
        marker = read_marker(connection)
        assert marker is not None
        assert (marker.state, marker.snapshot, marker.plan, marker.publisher) == (
            "published",
            number,
            None,
            None,
        )
        assert connection.read(f"MATCH (n:{PROGRESS}) RETURN count(n)") == [[0]]
        assert connection.read(f"MATCH (n:{LABEL}) RETURN count(n)") == [[1]]
    assert not (workspace.snapshots / plans.FILE).exists()


def _under_way(server: TestServer) -> bool:
    with Server(_address(server)) as connection:
        marker = read_marker(connection)
    assert marker is not None
    return marker.state != "published"


def _killed(workspace: Workspace, server: TestServer, lines: int) -> bool:
    """Publish in another process and kill it a moment after it has told of `lines` batches.

    Returns whether it was at work when it was killed.
    """
    import os

    environment = {**os.environ, **server.environment}
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(workspace.root), str(BATCH)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as child:
        assert child.stdout is not None
        seen = 0
        for line in child.stdout:
            stage, _ = line.split()
            seen += stage == "writing"
            if stage == "ended":
                return False
            if seen > lines:
                time.sleep(random.random() * 0.02)  # noqa: S311  # within a transaction as well as between
                child.kill()
                return True
    return False


@pytest.mark.parametrize("chain", range(5))
@pytest.mark.slow
def test_a_publisher_killed_at_random_batches(
    workspace: Workspace, mortal_neo4j: TestServer, clean: tuple[Graph, Graph], chain: int
) -> None:
    """Each chain kills four publishers, then lets one finish: an empty server first, or a difference."""
    chance = random.Random(chain)  # noqa: S311
    goal = 2 if chain % 2 else 1
    if goal == 2:
        _publish(workspace, mortal_neo4j)
        _in_force(workspace.root, 2)
    kills = sum(_killed(workspace, mortal_neo4j, chance.randrange(25)) for _ in range(4))
    assert kills
    unfinished = _under_way(mortal_neo4j)
    report = _publish(workspace, mortal_neo4j)
    assert _graph(mortal_neo4j) == clean[goal - 1]
    _settled(mortal_neo4j, workspace, goal)
    # The last kill may have come between the end of the publication and that of its process.
    assert report.resumed == unfinished
    assert not _publish(workspace, mortal_neo4j).changed


def test_a_publication_is_finished_before_a_newer_snapshot_is_published(
    workspace: Workspace, mortal_neo4j: TestServer, clean: tuple[Graph, Graph]
) -> None:
    assert _killed(workspace, mortal_neo4j, 10)
    _in_force(workspace.root, 2)
    report = _publish(workspace, mortal_neo4j)
    assert report.resumed
    assert report.rows["update_nodes"] > 0
    assert _graph(mortal_neo4j) == clean[1]
    _settled(mortal_neo4j, workspace, 2)


@pytest.mark.parametrize("lost", ["the plan", "the base"])
def test_without_its_files_the_database_is_read(
    workspace: Workspace, mortal_neo4j: TestServer, clean: tuple[Graph, Graph], lost: str
) -> None:
    if lost == "the plan":
        assert _killed(workspace, mortal_neo4j, 10)
        plans.discard(workspace.snapshots)
    else:
        _publish(workspace, mortal_neo4j)
        snapshots.tables_path(workspace.snapshots, 1).unlink()
    _in_force(workspace.root, 2)
    report = _publish(workspace, mortal_neo4j)
    assert report.verified
    assert not report.resumed
    assert _graph(mortal_neo4j) == clean[1]
    _settled(mortal_neo4j, workspace, 2)


@pytest.mark.slow
def test_a_server_killed_at_random_batches(
    workspace: Workspace, mortal_neo4j: TestServer, clean: tuple[Graph, Graph]
) -> None:
    """The server dies five times. Whether a publication outlives that or not, the graph is the same."""
    chance = random.Random(1)  # noqa: S311
    deaths = 0
    helper: list[threading.Thread] = []

    def again() -> None:
        mortal_neo4j.kill()
        mortal_neo4j.start()

    def tell(progress: Progress) -> None:
        nonlocal deaths
        if progress.stage != "writing" or deaths == 5 or chance.random() > 0.06:
            return
        if not helper or not helper[-1].is_alive():
            deaths += 1
            helper.append(threading.Thread(target=again))
            helper[-1].start()

    for goal in (1, 2):
        _in_force(workspace.root, goal)
        for _ in range(20):
            with suppress(LostError):
                _publish(workspace, mortal_neo4j, tell)
                break
            for thread in helper:
                thread.join()
        for thread in helper:
            thread.join()
        assert _graph(mortal_neo4j) == clean[goal - 1]
        _settled(mortal_neo4j, workspace, goal)
    assert deaths == 5
