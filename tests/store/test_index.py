"""The index beside a snapshot: built once, used again, built anew where it is broken, gone with its snapshot.

`graph` is a workspace with one snapshot that counts as a large one. That answers are right is tested in
`tests/store_contract`; here every search of an index is compared with one through all names.
"""

from __future__ import annotations

import os
import tempfile
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphrisk.errors import StoreError
from graphrisk.settings import create_workspace
from graphrisk.store import open_store
from graphrisk.store import snapshot as snapshots
from graphrisk.store.explore import index
from graphrisk.store.explore.points import FEW, POINTS
from loaders.base import Replace
from tests.load.rows import batch, run, work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

NAMES = (
    "山田太郎|山田 太郎|ﾔﾏﾀﾞ ﾀﾛｳ|Yamada, Taro|TARO yamada|東京大学|東京 大学|大学東京|京大|東|東々京|"
    "한국 대학|データ|データベース|東京ＡＢＣ研究所|ABC東京|ＴＯＫＹＯ|"
    "University of Tokyo|Tokyo Univ. 100%_x|ß|ẞ|İzmir|étude|a b"
)
LETTERS = "ab B.'-é東京大学研究所ヤマダやまだﾔﾏﾀﾞ한국ＡＢ　 ß々ー"


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(index, "SMALL", 0)
    workspace = create_workspace(tmp_path / "ws")
    run(workspace, [*work(1, (1, 2)), *work(2, (2, 3))])
    return workspace


def _names(store: GraphStore) -> list[str]:
    return [node.name for node in store.neighbours("work", "W1").nodes]


def _ask(workspace: Workspace) -> list[str]:
    store = open_store(workspace)
    try:
        return _names(store)
    finally:
        store.close()


def _files(workspace: Workspace) -> set[str]:
    return {path.name for path in workspace.snapshots.iterdir()} - {"LOCK"}


def test_it_is_built_once_and_used_again(graph: Workspace) -> None:
    assert _ask(graph) == ["Name 1", "Name 2"]
    path = snapshots.explore_path(graph.snapshots, 1)
    made = path.stat().st_mtime_ns
    assert _ask(graph) == ["Name 1", "Name 2"]
    assert path.stat().st_mtime_ns == made
    assert _files(graph) == {"CURRENT", "graph-000001.duckdb", "graph-000001.json", "explore-000001.duckdb"}


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_index_of_this_snapshot_is_built_anew(
    graph: Workspace, tmp_path: Path, content: bytes | None
) -> None:
    path = snapshots.explore_path(graph.snapshots, 1)
    if content is None:  # the index of another graph
        other = create_workspace(tmp_path / "other")
        run(other, work(1, (7, 8)))
        _ask(other)
        snapshots.explore_path(other.snapshots, 1).replace(path)
    else:
        path.write_bytes(content)
    assert _ask(graph) == ["Name 1", "Name 2"]


def test_many_readers_may_build_at_once(graph: Workspace) -> None:
    found: list[list[str]] = []
    stores = [open_store(graph), open_store(graph)]
    threads = [threading.Thread(target=lambda s=s: found.append(_names(s))) for s in stores for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert found == [["Name 1", "Name 2"]] * 4
    assert not [name for name in _files(graph) if name.startswith(".")]


def test_who_may_not_write_builds_an_index_of_its_own(
    graph: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    assert _ask(graph) == ["Name 1", "Name 2"]
    assert _files(graph) == {"CURRENT", "graph-000001.duckdb", "graph-000001.json"}
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert "index_is_not_kept" in capsys.readouterr().out


def test_it_goes_with_its_snapshot(graph: Workspace) -> None:
    _ask(graph)
    run(graph, [*work(3), Replace("works", ("W1",))])
    assert snapshots.prune(graph.snapshots, keep=0, protected=()) == [1]
    assert _files(graph) == {"CURRENT", "graph-000002.duckdb", "graph-000002.json"}


def test_an_index_without_a_snapshot_is_swept(graph: Workspace) -> None:
    _ask(graph)
    left = snapshots.explore_path(graph.snapshots, 7)
    left.write_bytes(b"left behind")
    snapshots.sweep(graph.snapshots)
    assert not left.exists()
    assert snapshots.explore_path(graph.snapshots, 1).exists()


def test_a_reader_keeps_its_index_when_the_snapshot_goes(graph: Workspace) -> None:
    store = open_store(graph)
    run(graph, [*work(3), Replace("works", ("W1",))])
    snapshots.prune(graph.snapshots, keep=0, protected=())
    assert _names(store) == ["Name 1", "Name 2"]
    store.close()
    assert not snapshots.explore_path(graph.snapshots, 1).exists()


def test_a_build_that_fails_says_so_and_leaves_nothing(
    graph: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "build", lambda connection, **_: connection.execute("SELECT * FROM nothing"))
    store = open_store(graph)
    with pytest.raises(StoreError, match="index of snapshot 1 cannot be built"):
        _names(store)
    store.close()
    assert _files(graph) == {"CURRENT", "graph-000001.duckdb", "graph-000001.json"}


def test_a_load_leaves_a_build_that_is_under_way_alone(graph: Workspace) -> None:
    folder = snapshots.spill_folder(graph.snapshots)
    folder.mkdir()
    (folder / "explore.duckdb").write_bytes(b"half")
    assert folder.name.startswith(f".read-{os.getpid()}-")
    run(graph, work(4))
    assert (folder / "explore.duckdb").exists()


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[GraphStore, GraphStore]]]:
    """Stores with and without an index over the same names."""
    workspace = create_workspace(tmp_path_factory.mktemp("names") / "ws")
    names = [*NAMES.split("|"), "tab\tand\nline", "e\u0301tude", "x\u00a0y", "x\u2028y"]
    run(
        workspace,
        [
            *(event for n, name in enumerate(names) for event in work(n, (n,), title=name)),
            batch(
                "person_names", *({"author_id": f"A{n % 9}", "name": name} for n, name in enumerate(names))
            ),
            batch("organizations", *({"org_id": f"O{n}", "name": name} for n, name in enumerate(names[:12]))),
        ],
    )
    plain, quick = open_store(workspace), open_store(workspace)
    quick.node("work", "W1")
    yield [(plain, quick)]
    plain.close()
    quick.close()


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.sampled_from(LETTERS + "taromydivs%_100"), max_size=6) | st.text(max_size=4),
    limit=st.integers(0, 30),
)
def test_an_index_finds_what_a_search_through_all_names_finds(
    searched: list[tuple[GraphStore, GraphStore]], text: str, limit: int
) -> None:
    ((plain, quick),) = searched
    assert quick.search(text, limit=limit).to_pylist() == plain.search(text, limit=limit).to_pylist()


@pytest.mark.parametrize(
    "text", ["東", "京", "東京", "京大", "大学 東京", "データ", "タ", "abc", "京a", "taro", "한", "々"]
)
def test_parts_of_words_are_found_by_the_index(
    searched: list[tuple[GraphStore, GraphStore]], text: str
) -> None:
    ((plain, quick),) = searched
    found = quick.search(text).to_pylist()
    assert found
    assert found == plain.search(text).to_pylist()


def test_rows_by_the_index_are_the_rows_of_the_table(
    searched: list[tuple[GraphStore, GraphStore]],
) -> None:
    ((plain, quick),) = searched
    for table, column in POINTS:
        for values in (["W1", "A1", "O1", "x", ""], ["A2"], [f"W{n}" for n in range(FEW + 1)], []):
            for limit in (None, 2):
                expected = plain.rows(table, column, values, limit=limit)
                assert quick.rows(table, column, values, limit=limit).equals(expected)
    assert quick.rows("authorships", "author_id", ["A1"]).num_rows == 1
