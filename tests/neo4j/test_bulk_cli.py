"""`graphrisk neo4j bulk` as people and batch jobs call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphrisk.settings import Workspace, create_workspace
from graphrisk.store.neo4j.bulk_texts import ARGUMENTS
from graphrisk.store.neo4j.local import read_local
from tests.cli.conftest import call
from tests.factory import small_world
from tests.neo4j.worlds import publish


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return publish(tmp_path / "ws", small_world())


def test_it_says_what_to_run(workspace: Workspace, tmp_path: Path) -> None:
    done = call("neo4j", "bulk", tmp_path / "out", "--workspace", workspace.root)
    assert done.returncode == 0, done.stderr
    assert f"neo4j-admin database import full neo4j @{ARGUMENTS}" in done.stdout
    assert str(tmp_path / "out") in done.stdout
    assert "replaces" in done.stdout


def test_batch_jobs_get_one_object(workspace: Workspace, tmp_path: Path) -> None:
    done = call(
        "neo4j", "bulk", tmp_path / "out", "--database", "team-1", "--json", "--workspace", workspace.root
    )
    said = json.loads(done.stdout)
    assert said["command"] == f"neo4j-admin database import full team-1 @{ARGUMENTS}"
    assert said["snapshot"] == 1
    assert said["nodes"] > 10
    assert said["bytes"] == sum(file["bytes"] for file in said["files"].values())
    assert set(said["files"]) <= {path.name for path in (tmp_path / "out").iterdir()}


def test_the_files_carry_the_id_of_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    call("neo4j", "bulk", tmp_path / "out", "--workspace", workspace.root)
    known = read_local(workspace.root)
    assert known is not None
    assert known.workspace in (tmp_path / "out" / "nodes-marker.csv").read_text("utf-8")


@pytest.mark.parametrize("name", ["", "a b", "neo4j --overwrite", "x;y", "ネオ"])
def test_a_name_that_is_none_is_refused(workspace: Workspace, tmp_path: Path, name: str) -> None:
    done = call("neo4j", "bulk", tmp_path / "out", "--database", name, "--workspace", workspace.root)
    assert done.returncode == 2
    assert "no name of a database" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_in_use_is_refused_in_one_line(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    done = call("neo4j", "bulk", tmp_path / "out", "--workspace", workspace.root)
    assert done.returncode == 1
    assert "the folder is not empty" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_snapshot_there_is_nothing_to_write(tmp_path: Path) -> None:
    create_workspace(tmp_path / "ws")
    done = call("neo4j", "bulk", tmp_path / "out", "--workspace", tmp_path / "ws")
    assert done.returncode == 1
    assert "graphrisk load" in done.stderr
