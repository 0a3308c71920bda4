"""`demo`: a workspace built once from the sample data, as `make demo` builds it. Tests that write copy it.

`run`: calls the command line in this process, as the installed program's own entry does, and returns status,
standard output and standard error. `program`: calls the installed program in a process of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from graphrisk.cli.main import main

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(sys.executable).parent / "graphrisk"

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


def _environment(lang: str = "en") -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHRISK_")}
    return {**kept, "GRAPHRISK_LANG": lang, "COLUMNS": "160"}


@contextlib.contextmanager
def _in(folder: Path | None) -> Iterator[None]:
    with contextlib.chdir(folder) if folder else contextlib.nullcontext():
        yield


def call(*words: object, cwd: Path | None = None, lang: str = "en") -> Done:
    """Run a command in this process."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    arguments = ["graphrisk", *map(str, words)]
    with (
        mock.patch.object(sys, "argv", arguments),
        mock.patch.dict(os.environ, _environment(lang), clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        _in(cwd),
    ):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def run() -> Run:
    """Call the command line: `run("load", "ror", path, cwd=…, lang="ja")`."""
    return call


@pytest.fixture(scope="session")
def program() -> Run:
    """Call the installed program: `program("load", "openalex", "-", stdin=…, lang="ja")`."""

    def start(*words: object, stdin: str | None = None, lang: str = "en") -> Done:
        return subprocess.run(
            [str(PROGRAM), *map(str, words)],
            input=stdin,
            env=_environment(lang),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return start


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample data loaded and both calls scanned."""
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    done = call("demo", ROOT / "sample_data", "--workspace", folder)
    assert done.returncode == 0, done.stderr
    return folder
