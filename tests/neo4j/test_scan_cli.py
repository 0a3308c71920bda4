"""The command line scans from a server alone, and says the same as from a workspace's own store."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from graphrisk.settings import Workspace, create_workspace, open_workspace
from graphrisk.store import open_store
from graphrisk.store.base import GraphStore
from graphrisk.store.neo4j.connection import Server, find_address
from graphrisk.store.neo4j.publish import Publisher
from tests.cli.conftest import call as command
from tests.neo4j.server import TestServer

pytestmark = [pytest.mark.neo4j]


def on_server(workspace: Workspace) -> None:
    with Server(find_address(None)) as server:
        Publisher(workspace, server, lambda: dt.datetime.now(dt.UTC)).publish()


def calls_of(store: GraphStore) -> list[str]:
    with store.scope(None) as scope:
        return sorted(str(c) for c in scope.tables["calls"].call_id.to_pyarrow().to_pylist())


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
