"""`graphrisk audit` lists who did and read what, and says where the log was tampered with."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def space(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "w"))


def test_reads_and_exports_are_listed_newest_first(run: Run, space: Path, tmp_path: Path) -> None:
    before = json.loads(run("audit", "--json", "-w", space).stdout)["total"]
    assert run("findings", "--level", "HIGH", "-w", space).returncode == 0
    assert run("export", "csv", "--out", tmp_path / "x.csv", "-w", space).returncode == 0
    explained = run("resolve", "explain", "P00001", "-w", space)
    assert explained.returncode == 0, explained.stderr
    told = json.loads(run("audit", "--json", "-w", space).stdout)
    assert told["total"] == before + 3
    assert told["problems"] == []
    newest = [(entry["action"], entry["subject"]) for entry in told["entries"][:3]]
    assert newest == [("read", "P00001"), ("export", "R000002"), ("read", "R000002")]
    only = json.loads(run("audit", "--action", "export", "--limit", 1, "--json", "-w", space).stdout)
    assert [entry["detail"]["format"] for entry in only["entries"]] == ["csv"]
    said = run("audit", "--subject", "R000002", "--action", "read", "-w", space, lang="ja")
    assert "command: findings" in said.stdout
    assert "連鎖に切れ目はありません" in said.stderr


def test_a_changed_line_is_an_error_in_the_reader_s_language(run: Run, space: Path) -> None:
    with sqlite3.connect(space / "review.db") as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE audit SET who = 'Ota' WHERE seq = 1")
    connection.close()
    done = run("audit", "-w", space)
    assert done.returncode == 1
    assert "Entry 1 was changed after it was written." in done.stderr
    assert "記録 1 は書き込まれた後に変更されています。" in run("audit", "-w", space, lang="ja").stderr
