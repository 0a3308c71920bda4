"""`graphrisk export`: files, standard output, and places that cannot be written."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from graphrisk.cli import deciding
from graphrisk.errors import StoreError
from graphrisk.export import WALKS, Counted
from graphrisk.export.counting import EVERY
from graphrisk.review import Repository
from tests.cli.conftest import PROGRAM, Run
from tests.export.factory import FINDINGS


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_dash_is_standard_output(run: Run, demo: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"findings.{form}"
    done = run("export", form, "--out", file, "-w", demo)
    assert done.returncode == 0, done.stderr
    assert f"written to {file}" in done.stdout
    piped = subprocess.run(
        [str(PROGRAM), "export", form, "--out", "-", "-w", str(demo)],
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"GRAPHRISK_LANG": "en"},
        check=True,
        timeout=300,
    )
    assert not (tmp_path / "-").exists()
    assert b"written to -" in piped.stderr
    if form == "csv":
        assert piped.stdout == file.read_bytes()
        assert len(list(csv.reader(io.StringIO(piped.stdout.decode("utf-8-sig"))))) > 2
    elif form == "json":
        assert json.loads(piped.stdout)["findings"] == json.loads(file.read_bytes())["findings"]
    else:
        assert piped.stdout.startswith(b"PK")
        assert abs(len(piped.stdout) - file.stat().st_size) < 50  # the moment of writing is in it


def test_a_folder_that_there_is_not_is_named(run: Run, demo: Path, tmp_path: Path) -> None:
    missing = tmp_path / "no" / "findings.csv"
    done = run("export", "csv", "--out", missing, "-w", demo)
    assert done.returncode == 1
    assert f"cannot be written: there is no folder {missing.parent}." in done.stderr
    said = run("export", "csv", "--out", missing, "-w", demo, lang="ja").stderr
    assert f"フォルダ {missing.parent} がありません" in said


def test_no_file_leaves_of_which_the_log_knows_nothing(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreError("The log cannot be written.")

    monkeypatch.setattr(Repository, "record_audit", refuse)
    file = tmp_path / "findings.csv"
    with pytest.raises(StoreError, match="cannot be written"):
        deciding.export("csv", file, workspace=demo)
    assert not list(tmp_path.iterdir())


def test_progress_is_told_over_all_walks() -> None:
    many = [FINDINGS[0]] * (EVERY * 4)
    told: list[float] = []
    counted = Counted(many, WALKS["xlsx"], told.append)
    for _ in range(WALKS["xlsx"]):
        assert sum(1 for _ in counted) == len(counted) == len(many)
    assert told == [number / 8 for number in range(1, 9)]
    told.clear()
    assert counted[:] == many
    assert counted[1] is many[1]
    assert told == []
