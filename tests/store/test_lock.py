"""One load at a time."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from graphrisk.errors import StoreError
from graphrisk.store.lock import load_lock

if TYPE_CHECKING:
    from pathlib import Path

_HOLD = """
import sys, time
from pathlib import Path
from graphrisk.store.lock import load_lock
with load_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_held_once_within_a_process(tmp_path: Path) -> None:
    with load_lock(tmp_path):
        with pytest.raises(StoreError, match="under way"), load_lock(tmp_path):
            pass
        with pytest.raises(StoreError, match="under way"), load_lock(tmp_path / "." / "x" / ".."):
            pass
    with load_lock(tmp_path):
        pass


def test_a_lock_is_free_as_soon_as_its_process_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match=rf"process {holder.pid}\)"), load_lock(tmp_path):
            pass
        holder.kill()
        holder.wait()
    with load_lock(tmp_path):
        pass
