"""`demo`: a workspace built once from the sample data, as `make demo` builds it. Tests that write copy it.

`run`: calls the installed program as a user would and returns status, standard output and standard error.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(sys.executable).parent / "graphrisk"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run() -> Run:
    """Call the program: `run("load", "ror", path, cwd=…, stdin=…)`."""

    def call(*words: object, cwd: Path | None = None, stdin: str | None = None, lang: str = "en") -> object:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHRISK_")}
        return subprocess.run(
            [str(PROGRAM), *map(str, words)],
            cwd=cwd,
            input=stdin,
            env={**environment, "GRAPHRISK_LANG": lang, "COLUMNS": "160"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return call  # type: ignore[return-value]


@pytest.fixture(scope="session")
def demo(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample data loaded and both calls scanned."""
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    done = run("demo", ROOT / "sample_data", "--workspace", folder)
    assert done.returncode == 0, done.stderr
    return folder
