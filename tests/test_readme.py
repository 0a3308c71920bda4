"""The README's commands, run in order as a new user would, in an empty folder beside the sample data."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.slow
def test_the_commands_of_the_readme_work(tmp_path: Path) -> None:
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    program = str(Path(sys.executable).parent / "graphrisk")
    environment = {**os.environ, "GRAPHRISK_LANG": "en"}
    ran = 0
    for command in _commands():
        if command.startswith("make "):
            target = shlex.split(command)[1]
            subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)
        elif command.startswith("export "):
            name, value = command.removeprefix("export ").split("=", 1)
            environment[name] = value
        else:
            words = shlex.split(command)
            assert words[0] == "graphrisk"
            done = subprocess.run(
                [program, *words[1:]],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stderr
            ran += 1
    assert ran >= 10
    document = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    assert document["findings"]
    _served(program, tmp_path, environment)


def _served(program: str, folder: Path, environment: dict[str, str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "serve", "--port", str(port)], cwd=folder, env=environment, stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as reply:
                    assert reply.status == 200
                    return
            except OSError:
                assert server.poll() is None, "the server ended"
                assert time.monotonic() < deadline, "the server did not answer"
                time.sleep(0.3)
    finally:
        server.terminate()
        server.communicate(timeout=20)
