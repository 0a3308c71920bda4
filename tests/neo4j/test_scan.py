"""A scan from the server alone asks what a scan of the embedded store asks, to the last hash."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from graphrisk.policies import load_policy
from graphrisk.scan import ScanResult, scan
from graphrisk.settings import Workspace, create_workspace, open_workspace
from graphrisk.store import open_store
from graphrisk.store.base import GraphStore
from graphrisk.store.neo4j.connection import Server, find_address
from graphrisk.store.neo4j.neighbourhood import UNUSED
from graphrisk.store.neo4j.publish import Publisher
from graphrisk.store.neo4j.scope import Neo4jScope
from graphrisk.world import generate
from tests.cli.conftest import call as command
from tests.factory import CALL, World, small_world
from tests.neo4j.server import TestServer
from tests.neo4j.worlds import publish as snapshot_of
from tests.world.loading import load_tables

pytestmark = [pytest.mark.neo4j]

POLICY = load_policy("jp-tejunsho")
MOST = POLICY.rules.coa_01.max_authors


def on_server(workspace: Workspace) -> None:
    with Server(find_address(None)) as server:
        Publisher(workspace, server, lambda: dt.datetime.now(dt.UTC)).publish()


def elsewhere(folder: Path) -> Workspace:
    """Return a workspace that has nothing but the address of the server."""
    workspace = create_workspace(folder)
    config = workspace.root / "graphrisk.toml"
    config.write_text(config.read_text("utf-8").replace('kind = "duckdb"', 'kind = "neo4j"'), "utf-8")
    return open_workspace(folder)


def result(store: GraphStore, call: str) -> ScanResult:
    return replace(scan(store, call, policy=POLICY), seconds=0.0)


def calls_of(store: GraphStore) -> list[str]:
    with store.scope(None) as scope:
        return sorted(str(c) for c in scope.tables["calls"].call_id.to_pyarrow().to_pylist())


def compare(workspace: Workspace, other: Workspace) -> int:
    """Scan all calls of a workspace from its own store and from the server; return the number of findings."""
    own, far = open_store(workspace), open_store(other)
    total = 0
    try:
        assert far.manifest == own.manifest
        for call in calls_of(own):
            here, there = result(own, call), result(far, call)
            assert [(f.id, f.level, f.evidence_hash) for f in there.findings] == [
                (f.id, f.level, f.evidence_hash) for f in here.findings
            ], call
            assert there == here, call
            total += len(here.findings)
    finally:
        own.close()
        far.close()
    return total


@pytest.mark.neo4j_core
def test_sample_data_asks_the_same_from_the_server(
    sample: Path, neo4j_environment: TestServer, tmp_path: Path
) -> None:
    shutil.copytree(sample, tmp_path / "own")
    workspace = open_workspace(tmp_path / "own")
    on_server(workspace)
    assert compare(workspace, elsewhere(tmp_path / "far")) > 20


@pytest.mark.neo4j_core
def test_the_command_line_scans_from_the_server_alone(
    sample: Path, neo4j_environment: TestServer, tmp_path: Path
) -> None:
    shutil.copytree(sample, tmp_path / "own")
    workspace = open_workspace(tmp_path / "own")
    on_server(workspace)
    store = open_store(workspace)
    call = calls_of(store)[0]
    store.close()
    create_workspace(tmp_path / "far")
    nothing = command("scan", "--call", call, "--json", "-w", tmp_path / "far")
    assert nothing.returncode != 0
    assert "Nothing is loaded" in nothing.stdout
    far = command("scan", "--call", call, "--store", "neo4j", "--json", "-w", tmp_path / "far")
    assert far.returncode == 0, far.stderr
    own = command("scan", "--call", call, "--store", "duckdb", "--json", "-w", tmp_path / "own")
    differ = {"run", "seconds"}
    assert [{k: v for k, v in json.loads(done.stdout).items() if k not in differ} for done in (far, own)] == [
        {k: v for k, v in json.loads(own.stdout).items() if k not in differ}
    ] * 2
    wrong = command("scan", "--call", call, "--store", "paper", "-w", tmp_path / "far")
    assert (wrong.returncode, "'paper' is no store" in wrong.stderr) == (2, True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_generated_worlds_ask_the_same_from_the_server(
    seed: int, neo4j_environment: TestServer, tmp_path: Path
) -> None:
    generate(tmp_path / "world", people=60 + 40 * seed, seed=100 + seed, fmt="tables", applicants=12)
    workspace = load_tables(tmp_path / "world", tmp_path / "own")
    on_server(workspace)
    assert compare(workspace, elsewhere(tmp_path / "far")) > 5


def crowded(authors: int, ties: int) -> World:
    """A person with a work of `authors` authors, and an organisation at which `ties` others work."""
    world = small_world(areas=["1"])
    world.listed("LISTED", codes=["C"])
    world.work("SMALL", "2025-01-10", ("AP1", ["HOME"]), ("B1", ["LISTED"]))
    crowd: list[tuple[str, list[str | tuple[str | None, str | None] | None]]] = [
        (f"C{n}", ["LISTED", (None, f"Room {n}")]) for n in range(authors - 2)
    ]
    world.work("CROWD", "2025-02-10", ("AP1", ["HOME"]), ("B1", ["LISTED"]), *crowd)
    for n in range(ties):
        world.work(f"OTHER{n}", "2025-03-10", (f"D{n}", ["HOME"]))
    return world


def test_hubs_are_not_fetched(neo4j_environment: TestServer, tmp_path: Path) -> None:
    """Of a work of 3,000 authors and of an organisation of 1,000 no more comes than of small ones."""
    fetched = []
    for name, world in (("small", crowded(MOST + 5, 1)), ("large", crowded(3_000, 1_000))):
        workspace = snapshot_of(tmp_path / name / "own", world)
        neo4j_environment.empty()
        on_server(workspace)
        far = elsewhere(tmp_path / name / "far")
        assert compare(workspace, far) > 0
        store = open_store(far)
        with store.scope(CALL, most_authors=MOST) as scope:
            assert isinstance(scope, Neo4jScope)
            fetched.append(scope.fetched)
            ids = scope.tables["authorships"].work_id.to_pyarrow().to_pylist()
            assert sorted(i.rpartition("/")[2] for i in ids) == ["CROWD", "SMALL", "SMALL"]
        store.close()
    assert fetched[0] == fetched[1]
    assert sum(fetched[1].values()) < 100


def test_a_scan_reads_none_of_the_tables_that_stay_empty(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(open_workspace(sample))
    used = set[str]()
    kept = store.scope

    class Watched(dict[str, object]):
        def __getitem__(self, name: str) -> object:
            used.add(name)
            return super().__getitem__(name)

    def scope(call_id: str | None, **more: object) -> object:
        opened = kept(call_id)
        opened.tables = Watched(opened.tables)
        return opened

    monkeypatch.setattr(store, "scope", scope)
    for call in calls_of(store):
        result(store, call)
    store.close()
    assert {"works", "loads", "calls"} <= used
    assert not used & set(UNUSED)
