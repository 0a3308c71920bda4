"""Files of `neo4j bulk`, imported into a real server: the same graph as one published over the connection."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from graphrisk.cli.neo4j_bulk import run_bulk
from graphrisk.errors import StoreError
from graphrisk.settings import Workspace
from graphrisk.store.neo4j.bulk_texts import ARGUMENTS
from graphrisk.store.neo4j.connection import Address, Server
from graphrisk.store.neo4j.marker import read_marker
from graphrisk.store.neo4j.publish import Publisher, Report
from tests.factory import org_id, small_world
from tests.neo4j.server import TestServer
from tests.neo4j.worlds import HOSTILE, everything, hostile_world, publish

pytestmark = [pytest.mark.neo4j]


def publish_over_bolt(workspace: Workspace, server: TestServer, *, verify: bool = False) -> Report:
    with Server(Address(server.uri, server.user, server.password)) as connection:
        return Publisher(workspace, connection, lambda: dt.datetime.now(dt.UTC)).publish(verify=verify)


def import_files(server: TestServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Do what README.txt says."""
    server.stop()
    with monkeypatch.context() as context:
        context.chdir(folder)
        said = server.import_full(["neo4j", f"@{ARGUMENTS}"])
    server.start()
    return said


@pytest.mark.neo4j_core
def test_an_imported_graph_is_the_published_one(
    fresh_neo4j: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = publish(tmp_path / "ws", hostile_world())
    with fresh_neo4j.driver() as driver:
        assert publish_over_bolt(workspace, fresh_neo4j).changed
        nodes, edges = everything(driver)
    report = run_bulk(workspace, tmp_path / "out", database="neo4j", quiet=True)
    said = import_files(fresh_neo4j, tmp_path / "out", monkeypatch)
    assert "IMPORT DONE" in said
    with fresh_neo4j.driver() as driver:
        imported = everything(driver)
        titles = {r["t"] for r in driver.execute_query("MATCH (w:Work) RETURN w.title AS t").records}
    assert imported[0] - nodes == nodes - imported[0]
    assert imported[1] - edges == edges - imported[1]
    assert imported[0].total() == nodes.total() == report.nodes - 1  # the marker is not counted
    assert imported[1].total() == edges.total() == report.relationships
    assert {*HOSTILE, ""} <= titles

    after = publish_over_bolt(workspace, fresh_neo4j)
    assert (after.changed, after.rows) == (False, {})
    with fresh_neo4j.driver() as driver:
        assert everything(driver) == (nodes, edges)
        rows = driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN count(*) AS n").records
        assert rows[0]["n"] > 30
    mended = publish_over_bolt(workspace, fresh_neo4j, verify=True)
    assert (mended.verified, mended.rows) == (True, {})


def test_what_files_cannot_say_comes_with_the_publication(
    fresh_neo4j: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_world()
    world.work("W1", "2024-01-01", ("AP1", ["HOME"]), keywords=[""])
    world.add("organization_relations", org_id=org_id("HOME"), related_id=org_id("FAR"), kind="host of")
    world.rows["affiliations"][-1] |= {"source": "elsewhere", "edition": None}
    workspace = publish(tmp_path / "ws", world)
    with fresh_neo4j.driver() as driver:
        publish_over_bolt(workspace, fresh_neo4j)
        whole = everything(driver)
    assert not run_bulk(workspace, tmp_path / "out", database="neo4j", quiet=True).whole
    import_files(fresh_neo4j, tmp_path / "out", monkeypatch)
    with Server(Address(fresh_neo4j.uri, fresh_neo4j.user, fresh_neo4j.password)) as connection:
        marker = read_marker(connection)
        assert marker is not None
        with pytest.raises(StoreError, match="publish"):
            _ = marker.held
        report = publish_over_bolt(workspace, fresh_neo4j)
        assert report.rows == {"update_nodes": 1}
        marker = read_marker(connection)
        assert marker is not None
        assert marker.held.snapshot == 1
    with fresh_neo4j.driver() as driver:
        assert everything(driver) == whole
        said = driver.execute_query("MATCH ()-[r:RELATED_AS]->() RETURN r.kind AS kind").records
    assert [r["kind"] for r in said] == ["host of"]
    assert publish_over_bolt(workspace, fresh_neo4j, verify=True).rows == {}


def test_an_import_gives_way_to_the_next_snapshot_by_its_difference(
    fresh_neo4j: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graphrisk.load import load
    from loaders import LOADERS
    from loaders.base import Options
    from loaders.inputs import find_inputs

    workspace = publish(tmp_path / "ws", hostile_world())
    run_bulk(workspace, tmp_path / "out", database="neo4j", quiet=True)
    import_files(fresh_neo4j, tmp_path / "out", monkeypatch)
    rows = tmp_path / "list.csv"
    rows.write_text("list_id,edition,row_no,name,valid_from\nnew,1,1,New Institute,2026-01-01\n", "utf-8")
    source = LOADERS["list"]
    load(
        workspace,
        source,
        find_inputs([os.fspath(rows)], source),
        Options(list_format="generic"),
        now=lambda: dt.datetime(2026, 11, 2, tzinfo=dt.UTC),
    )
    report = publish_over_bolt(workspace, fresh_neo4j)
    assert (report.base, report.snapshot, report.changed) == (1, 2, True)
    assert 0 < sum(report.rows.values()) < 40
    with fresh_neo4j.driver() as driver:
        found = driver.execute_query("MATCH (e:ListEntry {list_id: 'new'}) RETURN e.name AS name").records
    assert [r["name"] for r in found] == ["New Institute"]
