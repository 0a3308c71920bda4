"""A load that is killed leaves the last snapshot in force, and the next load works as if nothing had been."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from graphrisk.settings import create_workspace
from graphrisk.store import open_store, snapshot
from tests.load.rows import run, work

if TYPE_CHECKING:
    from pathlib import Path

    from graphrisk.settings import Workspace

STAGES = ("reading", "comparing", "writing", "resolving", "publishing", "done")
_LOAD = """
    import sys
    from pathlib import Path
    from graphrisk.settings import open_workspace
    from tests.load.rows import run
    from tests.load.test_crashes import after
    run(open_workspace(Path(sys.argv[1])), after(), on_progress=lambda state: print(state.stage, flush=True))
    print("done", flush=True)
"""


def before() -> list:  # type: ignore[type-arg]
    """What is in force before the load that is killed."""
    return [event for number in range(20) for event in work(number)]


def after() -> list:  # type: ignore[type-arg]
    """What that load brings: new works, changed ones, and the same ones."""
    return [event for number in range(10, 60) for event in work(number, (1, number % 3 + 1))]


@pytest.fixture(scope="module")
def hashes(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The content before and after, in a workspace where nothing was ever killed."""
    workspace = create_workspace(tmp_path_factory.mktemp("clean"))
    run(workspace, before())
    first = _hash(workspace)
    run(workspace, after())
    return first, _hash(workspace)


def _hash(workspace: Workspace) -> str:
    store = open_store(workspace)
    try:
        assert store.count("works") == store.manifest.rows["works"]
        return store.manifest.content_hash
    finally:
        store.close()


@pytest.mark.parametrize("stage", STAGES)
def test_a_load_killed_at_any_point(tmp_path: Path, hashes: tuple[str, str], stage: str) -> None:
    workspace = create_workspace(tmp_path / "ws")
    run(workspace, before())
    chance = random.Random(stage)  # noqa: S311  # the moments should differ, not be secret
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_LOAD), str(workspace.root)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == stage:
                time.sleep(chance.uniform(0, 0.04))
                process.kill()
    # One of the two, whole: a kill after the last step of publication comes too late.
    assert _hash(workspace) == hashes[snapshot.current(workspace.snapshots) != 1]
    if stage in {"reading", "comparing", "writing"}:
        assert snapshot.current(workspace.snapshots) == 1
    report = run(workspace, after())
    assert report.changed == (report.snapshot == 2 and report.written == 50)
    assert _hash(workspace) == hashes[1]
    names = {path.name for path in workspace.snapshots.iterdir()}
    assert not [name for name in names if name.startswith(".")]
