"""What a publication writes, mends, leaves alone and refuses, on a real server."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import random
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from neo4j import ManagedTransaction

from graphrisk.errors import StoreError
from graphrisk.settings import Workspace, create_workspace, open_workspace
from graphrisk.store import snapshot as snapshots
from graphrisk.store.lock import hold
from graphrisk.store.neo4j import lease, local, setup
from graphrisk.store.neo4j.connection import Address, Server
from graphrisk.store.neo4j.marker import LABEL, read_marker
from graphrisk.store.neo4j.publish import LOCK, Publisher, Report
from graphrisk.store.neo4j.status import status
from graphrisk.store.neo4j.wipe import wipe
from graphrisk.store.neo4j.write import TakenOverError
from tests.cli.conftest import call
from tests.load.rows import run
from tests.neo4j.loads import random_load
from tests.neo4j.server import TestServer
from tests.neo4j.worlds import everything, hostile_world, publish

pytestmark = [pytest.mark.neo4j, pytest.mark.neo4j_core]


@pytest.fixture
def server(fresh_neo4j: TestServer) -> Iterator[Server]:
    with Server(Address(fresh_neo4j.uri, fresh_neo4j.user, fresh_neo4j.password)) as connection:
        yield connection


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(2)  # noqa: S311
    workspace = create_workspace(tmp_path_factory.mktemp("publish") / "ws")
    for share in (0.8, 0.3):
        run(workspace, random_load(chance, share=share), record="", protected=())
    return workspace.root


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Workspace:
    """A workspace with two snapshots, the first of them in force."""
    shutil.copytree(prepared, tmp_path / "ws")
    in_force(tmp_path / "ws", 1)
    return open_workspace(tmp_path / "ws")


def in_force(root: Path, number: int) -> None:
    (root / "snapshots" / snapshots.POINTER).write_text(f"{number}\n", "ascii")


def _run(tx: ManagedTransaction, statement: str) -> None:
    tx.run(statement).consume()


def publishing(workspace: Workspace, server: Server, *, verify: bool = False, batch: int = 500) -> Report:
    return Publisher(workspace, server, lambda: dt.datetime.now(dt.UTC), batch=batch).publish(verify=verify)


def test_a_bare_server_gets_every_constraint_and_index(workspace: Workspace, bare_neo4j: TestServer) -> None:
    with Server(Address(bare_neo4j.uri, bare_neo4j.user, bare_neo4j.password)) as connection:
        assert setup.own_indexes(connection) == (set(), set())
        # As an earlier version made them.
        for made in (
            "CREATE INDEX graphrisk_Work_doi FOR (n:Work) ON (n.doi)",
            "CREATE FULLTEXT INDEX graphrisk_names FOR (n:Person|Work) ON EACH [n.display_name, n.title]",
        ):
            connection.write(partial(_run, statement=made))
        publishing(workspace, connection)
        constraints, indexes = setup.own_indexes(connection)
        ((searched,),) = connection.command("SHOW FULLTEXT INDEXES YIELD properties")
    assert set(searched) == set(setup.searched()[1])
    assert constraints | indexes == {title for title, _ in setup.statements()}
    assert len(constraints) > 30


def test_a_difference_leads_where_a_whole_publication_leads(
    workspace: Workspace, server: Server, fresh_neo4j: TestServer, tmp_path: Path
) -> None:
    first = publishing(workspace, server)
    assert (first.base, first.changed, set(first.rows)) == (None, True, {"create_nodes", "create_edges"})
    again = publishing(workspace, server)
    assert (again.changed, again.rows) == (False, {})
    in_force(workspace.root, 2)
    second = publishing(workspace, server)
    assert (second.base, second.snapshot, second.verified) == (1, 2, False)
    assert len(second.rows) == 6
    with fresh_neo4j.driver() as driver:
        by_difference = everything(driver)
    verified = publishing(workspace, server, verify=True)
    assert (verified.verified, verified.rows) == (True, {})
    assert status(workspace, server).up_to_date
    wipe(workspace, server, lambda _label, _count: None)
    publishing(workspace, server)
    with fresh_neo4j.driver() as driver:
        assert everything(driver) == by_difference


def test_hostile_texts_arrive_as_they_are(server: Server, fresh_neo4j: TestServer, tmp_path: Path) -> None:
    space = publish(tmp_path / "hostile", hostile_world())
    publishing(space, server)
    mended = publishing(space, server, verify=True)
    assert mended.rows == {}
    found = status(space, server)
    assert (found.up_to_date, found.missing, found.own) == (True, {}, True)


def test_verify_mends_what_others_changed(
    workspace: Workspace, server: Server, fresh_neo4j: TestServer
) -> None:
    publishing(workspace, server)
    with fresh_neo4j.driver() as driver:
        before = everything(driver)
        for query in (
            "MATCH (n:Work) WITH n ORDER BY n.work_id LIMIT 2 SET n.title = 'other'",
            "MATCH (n:Work) WITH n ORDER BY n.work_id DESC LIMIT 2 SET n.title = 7",
            "MATCH (n:Work) WHERE n.doi IS NULL WITH n LIMIT 1 SET n.doi = 3",
            "MATCH (n:Person) WITH n ORDER BY n.author_id LIMIT 1 DETACH DELETE n",
            "MATCH ()-[r:AUTHORED]->() WITH r ORDER BY elementId(r) LIMIT 2 DELETE r",
            "MATCH (a)-[r:AUTHORED]->(b) WITH a, r, b LIMIT 2 CREATE (a)-[s:AUTHORED]->(b) SET s = r",
            "CREATE (:Person {author_id: 'stranger'})",
        ):
            driver.execute_query(query, database_="neo4j")
        assert everything(driver) != before
        report = publishing(workspace, server, verify=True)
        assert report.rows
        assert everything(driver) == before
        assert publishing(workspace, server, verify=True).rows == {}


def test_what_others_added_stays(workspace: Workspace, server: Server, fresh_neo4j: TestServer) -> None:
    publishing(workspace, server)
    with fresh_neo4j.driver() as driver:
        driver.execute_query("MATCH (n:Work) SET n.colour = 'red'", database_="neo4j")
        driver.execute_query("MATCH (n:Person) CREATE (:Note {text: 'x'})-[:ON]->(n)", database_="neo4j")
        driver.execute_query("CREATE (:Person {nickname: 'no key'})", database_="neo4j")
        in_force(workspace.root, 2)
        publishing(workspace, server)
        kept = driver.execute_query(
            "MATCH (n:Work) WHERE n.snapshot = 2 AND n.colour = 'red' RETURN count(n) AS n", database_="neo4j"
        )
        assert kept.records[0]["n"] > 0
        wipe(workspace, server, lambda _label, _count: None)
        left = driver.execute_query("MATCH (n) RETURN DISTINCT labels(n) AS l ORDER BY l", database_="neo4j")
        assert [r["l"] for r in left.records] == [["Note"], ["Person"]]
        made = driver.execute_query(
            "SHOW INDEXES YIELD name WHERE name STARTS WITH 'graphrisk' RETURN name", database_="neo4j"
        )
        assert made.records == []


def test_a_database_that_somebody_changed_is_said(
    workspace: Workspace, server: Server, fresh_neo4j: TestServer
) -> None:
    publishing(workspace, server)
    with fresh_neo4j.driver() as driver:
        driver.execute_query("MATCH (n:Work) DETACH DELETE n", database_="neo4j")
    in_force(workspace.root, 2)
    with pytest.raises(StoreError, match="changed by another program") as raised:
        publishing(workspace, server)
    assert "--verify" in str(raised.value)
    assert publishing(workspace, server, verify=True).snapshot == 2
    assert publishing(workspace, server, verify=True).rows == {}


def test_a_database_with_strange_nodes_is_refused(
    workspace: Workspace, server: Server, fresh_neo4j: TestServer
) -> None:
    with fresh_neo4j.driver() as driver:
        driver.execute_query("CREATE (:Person {name: 'somebody'})", database_="neo4j")
        with pytest.raises(StoreError, match=r"Person \(1\)"):
            publishing(workspace, server)
        assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 1


def test_another_workspace_is_refused(workspace: Workspace, server: Server, tmp_path: Path) -> None:
    publishing(workspace, server)
    other = create_workspace(tmp_path / "other")
    run(other, random_load(random.Random(9)), record="")  # noqa: S311
    with pytest.raises(StoreError, match="another workspace"):
        publishing(other, server)
    with pytest.raises(StoreError, match="another workspace"):
        wipe(other, server, lambda _label, _count: None)


def test_a_live_publisher_elsewhere_is_left_alone_and_a_dead_one_replaced(
    workspace: Workspace, server: Server
) -> None:
    publishing(workspace, server)
    in_force(workspace.root, 2)
    owner = local.own_local(workspace.root).workspace
    lease.seize(server, owner, "elsewhere:1", None)
    waited: list[float] = []
    publisher = Publisher(
        workspace, server, lambda: dt.datetime.now(dt.UTC), patience=2.5, pause=waited.append
    )
    with pytest.raises(StoreError, match=r"Another graphrisk is publishing.* This one waited for 2 s"):
        publisher.publish()
    assert waited == [1.0, 1.0, 0.5]
    server.command(f"MATCH (m:{LABEL}) SET m.heartbeat = datetime() - duration('PT1M')")
    assert publishing(workspace, server).snapshot == 2
    with pytest.raises(TakenOverError):
        lease.seize(server, "another", "elsewhere:2", None)


def test_a_second_publisher_waits_and_says_so(workspace: Workspace, server: Server) -> None:
    """Until the one elsewhere has ended, and until the one of this workspace has."""
    publishing(workspace, server)
    in_force(workspace.root, 2)
    lease.seize(server, local.own_local(workspace.root).workspace, "elsewhere:1", None)
    stages: list[str] = []
    busy = contextlib.ExitStack()
    busy.enter_context(hold(workspace.snapshots / LOCK, "Another one"))

    def pause(_seconds: float) -> None:
        if stages.count("waiting") == 2:
            busy.close()
        if stages.count("waiting") == 4:
            lease.release(server, "elsewhere:1")

    report = Publisher(
        workspace,
        server,
        lambda: dt.datetime.now(dt.UTC),
        lambda progress: stages.append(progress.stage),
        patience=60.0,
        pause=pause,
    ).publish()
    assert (report.snapshot, report.changed) == (2, True)
    assert stages[:4] == ["waiting"] * 4
    assert stages.count("waiting") == 4


def test_who_was_replaced_writes_nothing_more(workspace: Workspace, server: Server) -> None:
    robbed = False

    def rob(progress: object) -> None:
        nonlocal robbed
        if getattr(progress, "stage", "") == "writing" and not robbed:
            robbed = True
            server.command(f"MATCH (m:{LABEL}) SET m.publisher = 'elsewhere:1', m.heartbeat = datetime()")

    with pytest.raises(TakenOverError):
        Publisher(workspace, server, lambda: dt.datetime.now(dt.UTC), rob, batch=20).publish()
    marker = read_marker(server)
    assert marker is not None
    assert (marker.publisher, marker.state) == ("elsewhere:1", "publishing")
    with pytest.raises(StoreError, match="is being published"):
        _ = marker.held


def test_a_newer_version_of_the_tables_is_refused(workspace: Workspace, server: Server) -> None:
    publishing(workspace, server)
    server.command(f"MATCH (m:{LABEL}) SET m.schema_version = 99")
    in_force(workspace.root, 2)
    with pytest.raises(StoreError, match="version 99"):
        publishing(workspace, server)


def test_snapshots_that_the_server_needs_are_named(workspace: Workspace, server: Server) -> None:
    assert local.needed_snapshots(workspace.root) == frozenset()
    publishing(workspace, server)
    assert local.needed_snapshots(workspace.root) == {1}


def test_the_password_is_nowhere(workspace: Workspace, neo4j_environment: TestServer) -> None:
    password = neo4j_environment.password
    published = call("neo4j", "publish", "--json", "-w", workspace.root)
    shown = call("neo4j", "status", "--json", "-w", workspace.root)
    checked = call("doctor", "--json", "-w", workspace.root)
    assert published.returncode == 0, published.stderr
    assert json.loads(published.stdout)["snapshot"] == 1
    assert json.loads(shown.stdout)["up_to_date"] is True
    found = {check["name"]: check["status"] for check in json.loads(checked.stdout)["checks"]}
    assert found["neo4j"] == "ok"
    for done in (published, shown, checked):
        assert password not in done.stdout + done.stderr
    for path in workspace.root.rglob("*"):
        assert not path.is_file() or password.encode() not in path.read_bytes(), path
    with neo4j_environment.driver() as driver:
        rows = driver.execute_query(f"MATCH (m:{LABEL}) RETURN properties(m) AS m").records
    assert password not in str(rows)
    neo4j_environment.stop()
    failed = call("neo4j", "status", "-w", workspace.root)
    assert failed.returncode == 1
    assert "There is no answer" in failed.stderr
    assert password not in failed.stderr
    neo4j_environment.start()


def checked(workspace: Workspace) -> tuple[dict[str, str], str]:
    """What `doctor` says of the server, and what `neo4j status` prints."""
    report = json.loads(call("doctor", "--json", "-w", workspace.root).stdout)
    (found,) = (check for check in report["checks"] if check["name"] == "neo4j")
    return found, call("neo4j", "status", "-w", workspace.root).stdout


def test_what_a_publication_would_refuse_is_said_before(
    workspace: Workspace, server: Server, neo4j_environment: TestServer
) -> None:
    server.command("CREATE (:Person {name: 'of somebody else'})")
    found, shown = checked(workspace)
    assert found["status"] == "fail"
    assert "graphrisk did not write: Person (1)" in found["detail"]
    assert "graphrisk did not write: Person (1)" in shown
    assert "write one with" not in shown
    server.command("MATCH (n:Person) DELETE n")
    publishing(workspace, server)
    assert checked(workspace)[0]["status"] == "ok"
    since = json.loads(call("neo4j", "status", "--json", "-w", workspace.root).stdout)["since"]
    assert dt.datetime.fromisoformat(since).tzinfo is not None
    server.command(f"MATCH (m:{LABEL}) SET m.schema_version = 1")
    found, shown = checked(workspace)
    assert (found["status"], "graphrisk neo4j wipe" in found["remedy"]) == ("fail", True)
    assert "tables of version 1" in shown


def test_the_graph_of_another_workspace_is_not_even_asked_about(
    workspace: Workspace, server: Server, neo4j_environment: TestServer, tmp_path: Path
) -> None:
    publishing(workspace, server)
    other = create_workspace(tmp_path / "other")
    done = call("neo4j", "wipe", "-w", other.root)
    assert done.returncode == 1
    assert "another workspace" in done.stderr
    assert "Remove" not in done.stderr
    assert read_marker(server) is not None
