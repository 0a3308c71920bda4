"""The files of the snapshots."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import NotFoundError, StoreError
from graphrisk.store import snapshot
from graphrisk.store.manifest import SCHEMA_VERSION, Manifest

if TYPE_CHECKING:
    from pathlib import Path


def _manifest(number: int) -> Manifest:
    return Manifest(
        snapshot=number,
        created_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        version="0",
        schema_version=SCHEMA_VERSION,
        loads=(),
        rows={},
        content_hash="",
    )


def _publish(folder: Path, *several: int) -> None:
    for number in several:
        built = folder / ".load-graph.duckdb"
        built.write_text(f"tables {number}")
        snapshot.publish(folder, built, _manifest(number))


def test_nothing_is_there_at_first(tmp_path: Path) -> None:
    assert snapshot.current(tmp_path) is None
    assert snapshot.numbers(tmp_path) == []
    assert snapshot.prune(tmp_path, keep=1, protected=()) == []


def test_publishing_moves_the_pointer(tmp_path: Path) -> None:
    _publish(tmp_path, 1, 2)
    assert (snapshot.current(tmp_path), snapshot.numbers(tmp_path)) == (2, [1, 2])
    assert snapshot.tables_path(tmp_path, 1).read_text() == "tables 1"
    assert snapshot.read_manifest(tmp_path, 2) == _manifest(2)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "CURRENT",
        "graph-000001.duckdb",
        "graph-000001.json",
        "graph-000002.duckdb",
        "graph-000002.json",
    ]


@pytest.mark.parametrize("keep", [1, 2, 5])
def test_pruning_keeps_the_newest_and_the_protected(tmp_path: Path, keep: int) -> None:
    _publish(tmp_path, 1, 2, 3, 4)
    removed = snapshot.prune(tmp_path, keep=keep, protected={2, 77})
    assert removed == {1: [1], 2: [1], 5: []}[keep]
    assert snapshot.numbers(tmp_path) == [n for n in (1, 2, 3, 4) if n not in removed]


def test_sweeping_leaves_what_is_published(tmp_path: Path) -> None:
    _publish(tmp_path, 1)
    (tmp_path / "graph-000002.duckdb").write_text("half")
    (tmp_path / ".load-x").write_text("half")
    (tmp_path / "notes.txt").write_text("mine")
    snapshot.sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "CURRENT",
        "graph-000001.duckdb",
        "graph-000001.json",
        "notes.txt",
    ]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    _publish(tmp_path, 1)
    with pytest.raises(NotFoundError, match=r"no snapshot 9 in .* that are there: 1\."):
        snapshot.read_manifest(tmp_path, 9)
    older = _manifest(1).model_copy(update={"schema_version": SCHEMA_VERSION + 1})
    snapshot.manifest_path(tmp_path, 1).write_text(older.model_dump_json())
    with pytest.raises(StoreError, match="Load the sources into a new workspace"):
        snapshot.read_manifest(tmp_path, 1)
    snapshot.manifest_path(tmp_path, 1).write_text('{"snapshot": 1')
    with pytest.raises(StoreError, match="cannot be read"):
        snapshot.read_manifest(tmp_path, 1)
    (tmp_path / "CURRENT").write_text("seven")
    with pytest.raises(StoreError, match="holds 'seven'"):
        snapshot.current(tmp_path)
    (tmp_path / "CURRENT").write_bytes(b"\xff")
    with pytest.raises(StoreError, match="cannot be read"):
        snapshot.current(tmp_path)


def test_readers_spill_beside_the_snapshots(tmp_path: Path) -> None:
    assert snapshot.spill_folder(tmp_path).parent == tmp_path
    assert snapshot.spill_folder(tmp_path) != snapshot.spill_folder(tmp_path)
