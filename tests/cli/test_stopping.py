"""Ctrl-C ends a command at once, in one word and with the status that shells expect."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

from graphrisk.cli import main
from graphrisk.settings import create_workspace
from tests.cli.conftest import Run

_LOAD = """
import signal, sys
# A parent that runs in the background may have passed on that the signal is to be ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
from graphrisk.cli.main import main
print("begun", file=sys.stderr, flush=True)
main()
"""


@pytest.mark.parametrize(("lang", "word"), [("en", "Stopped."), ("ja", "中断しました。")])
@pytest.mark.parametrize("raised", [KeyboardInterrupt(), RuntimeError("Query interrupted.")])
def test_what_an_interrupt_becomes(
    raised: BaseException, lang: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine answers Ctrl-C with an error of its own."""
    with (
        mock.patch.object(main, "app", side_effect=raised),
        mock.patch.dict(os.environ, {"GRAPHRISK_LANG": lang}),
        pytest.raises(SystemExit) as end,
    ):
        main.main()
    assert end.value.code == 130
    assert capsys.readouterr().err == f"{word}\n"


def test_a_load_that_waits_for_its_input_is_stopped_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    space = create_workspace(tmp_path / "w")
    with subprocess.Popen(
        [sys.executable, "-c", _LOAD, "load", "openalex", "-", "-w", str(space.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "GRAPHRISK_LANG": "en"},
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "begun\n"
        until = time.monotonic() + 60
        while not (space.snapshots / "LOCK").exists() and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        try:
            status = process.wait(timeout=60)
        finally:
            process.kill()
        said = process.stderr.read()
    assert status == 130, said
    assert "Stopped." in said
    assert "Traceback" not in said
    assert {path.name for path in space.snapshots.iterdir()} <= {"LOCK"}
    assert run("loads", "-w", space.root).returncode == 1
