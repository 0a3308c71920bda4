"""What goes wrong around a load: files that change, full disks, two loads at once, errors of the loader."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import InputError, StoreError
from graphrisk.load import load
from graphrisk.settings import create_workspace
from graphrisk.store import open_store, snapshot
from graphrisk.store.lock import load_lock
from loaders.base import Input, Options, Parquet, Source
from tests.load.rows import NOON, run, work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphrisk.load import ProgressState
    from graphrisk.settings import Workspace
    from loaders.base import Event


def _files(workspace: Workspace) -> list[str]:
    return sorted(p.name for p in workspace.snapshots.iterdir())


def test_a_loader_that_fails_leaves_the_last_snapshot_and_no_files(workspace: Workspace) -> None:
    run(workspace, work(1))
    before, closed = _files(workspace), []

    def loader(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
        try:
            yield from work(2)
            raise InputError("cut off", file="works.jsonl", line=3)
        finally:
            closed.append(True)

    with pytest.raises(InputError, match=r"works.jsonl, line 3: cut off"):
        load(workspace, Source("test", loader, "", "works", (), False), [], Options(), now=lambda: NOON)
    assert (_files(workspace), closed) == (before, [True])
    assert open_store(workspace).count("works") == 1


def test_an_interrupted_load_leaves_no_files(workspace: Workspace) -> None:
    run(workspace, work(1))
    before = _files(workspace)

    def loader(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
        yield from work(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(workspace, Source("test", loader, "", "works", (), False), [], Options(), now=lambda: NOON)
    assert _files(workspace) == before
    assert run(workspace, work(2)).snapshot == 2


def test_a_file_that_changes_meanwhile_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_text("{}")

    def loader(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
        yield from work(1)
        path.write_text("{} {}")

    with pytest.raises(InputError, match=r"works.jsonl: The file changed while it was loaded"):
        load(
            workspace,
            Source("test", loader, "", "works", (), False),
            [Input(path, "works.jsonl", 2)],
            Options(),
            now=lambda: NOON,
        )
    assert snapshot.current(workspace.snapshots) is None


def test_a_file_that_is_no_parquet_is_named(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "works.parquet"
    path.write_bytes(b"PAR1 not really")
    with pytest.raises(InputError, match=r"works.parquet: The file cannot be read as Parquet"):
        run(workspace, [Parquet("works", path)])
    assert snapshot.current(workspace.snapshots) is None


def test_two_loads_at_once(workspace: Workspace) -> None:
    def loader(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
        yield from work(1)
        with pytest.raises(StoreError, match=r"Another load into .* is under way \(process \d+\)"):
            run(workspace, work(2))
        # A process of its own is refused as well, and at once.
        program = f"""
            import datetime as dt
            from pathlib import Path
            from graphrisk.errors import StoreError
            from graphrisk.settings import open_workspace
            from tests.load.rows import run, work
            try:
                run(open_workspace(Path({str(workspace.root)!r})), work(3))
            except StoreError as error:
                print(error)
        """
        told = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True
        )
        assert "Another load into" in told.stdout

    load(workspace, Source("test", loader, "", "works", (), False), [], Options(), now=lambda: NOON)
    assert open_store(workspace).count("works") == 1


def test_the_lock_of_a_dead_process_is_taken_over(workspace: Workspace) -> None:
    (workspace.snapshots / "LOCK").write_text("999999999\n")
    assert run(workspace, work(1)).changed
    with load_lock(workspace.snapshots), pytest.raises(StoreError):
        run(workspace, work(2))
    assert run(workspace, work(2)).changed


def test_what_dead_loads_left_is_removed_and_readers_keep_what_they_need(workspace: Workspace) -> None:
    run(workspace, work(1))
    folder = workspace.snapshots
    for name in (".load-staging.duckdb", ".load-CURRENT", "graph-000002.duckdb", "graph-000002.json"):
        (folder / name).write_bytes(b"half")
    (folder / ".load-spill").mkdir()
    (folder / ".load-spill" / "block").write_bytes(b"x")
    (folder / ".read-999999999-0a").mkdir()
    (folder / ".read-1-0a").mkdir()
    assert open_store(workspace).manifest.snapshot == 1
    assert run(workspace, work(2)).snapshot == 2
    assert _files(workspace) == [
        ".read-1-0a",
        "CURRENT",
        "LOCK",
        "graph-000001.duckdb",
        "graph-000001.json",
        "graph-000002.duckdb",
        "graph-000002.json",
    ]


def test_a_full_disk_is_told_and_changes_nothing(workspace: Workspace) -> None:
    run(workspace, work(1))
    before = _files(workspace)
    program = f"""
        import resource
        from pathlib import Path
        from graphrisk.errors import StoreError
        from graphrisk.settings import open_workspace
        from tests.load.rows import run, work
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            run(open_workspace(Path({str(workspace.root)!r})), [e for n in range(50) for e in work(n)])
        except StoreError as error:
            print(error)
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True
    )
    assert "is full" in told.stdout
    assert _files(workspace) == before
    assert open_store(workspace).count("works") == 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "ws")
    workspace.snapshots.rmdir()
    workspace.snapshots.write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be written"):
        run(workspace, work(1))


def test_a_damaged_snapshot_is_told(workspace: Workspace) -> None:
    run(workspace, work(1))
    snapshot.tables_path(workspace.snapshots, 1).write_bytes(b"no database")
    with pytest.raises(StoreError, match=r"graph-000001.duckdb"):
        open_store(workspace)
    with pytest.raises(StoreError):
        run(workspace, work(2))
    assert snapshot.current(workspace.snapshots) == 1


def test_progress_tells_each_stage_and_is_sparing(workspace: Workspace) -> None:
    heard: list[ProgressState] = []
    events: list[Event] = [e for n in range(20) for e in work(n)]
    run(workspace, events, on_progress=heard.append)
    assert [state.stage for state in heard] == [
        "reading",
        "checking",
        "comparing",
        "hashing",
        "writing",
        "resolving",
        "publishing",
    ]


def test_old_snapshots_go_but_not_those_that_runs_name(workspace: Workspace) -> None:
    thrifty = workspace.model_copy(
        update={
            "settings": workspace.settings.model_copy(
                update={"store": workspace.settings.store.model_copy(update={"keep": 2})}
            )
        }
    )
    for number in range(1, 5):
        run(thrifty, work(number))
    assert snapshot.numbers(thrifty.snapshots) == [1, 2, 3, 4]
    reader = open_store(thrifty, 3)
    run(thrifty, work(5), protected={1})
    assert snapshot.numbers(thrifty.snapshots) == [1, 3, 4, 5]
    run(thrifty, work(6), protected=())
    assert snapshot.numbers(thrifty.snapshots) == [4, 5, 6]
    assert reader.count("works") == 3
