"""`graphrisk loads` and `rejects`: what was loaded and refused can be read long after the load."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEAD = "list_id,edition,valid_from,row_no,name,concern_codes\n"
ROWS = 60


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """A workspace with two loads of a list: one good, one of which every row but one is refused."""
    root = tmp_path_factory.mktemp("ledger")
    good, bad = root / "good.csv", root / "bad.csv"
    good.write_text(HEAD + "demo,2026-01,2026-01-01,1,Norrvale Works,B\n", "utf-8")
    rows = [f"demo,2026-02,2026-02-01,{number},Name {number},=Z{number}" for number in range(ROWS)]
    bad.write_text(HEAD + "\n".join([*rows, "demo,2026-02,2026-02-01,99,Sundmark,C"]) + "\n", "utf-8")
    space = root / "w"
    assert run("init", space).returncode == 0
    for path in (good, bad):
        done = run("load", "list", "--format", "generic", path, "-w", space)
        assert done.returncode == 0, done.stderr
    assert f"{ROWS - 10} more; see all of them with: graphrisk rejects" in done.stderr
    return space


def test_loads_are_listed_with_their_counts(run: Run, space: Path) -> None:
    done = run("loads", "-w", space)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[1].split()[:3] == ["1", "list", "2026-01"]
    assert lines[2].split()[5:9] == [str(ROWS + 1), "1", "0", str(ROWS)]
    assert "bad.csv" in lines[2]
    assert f"Records refused: {ROWS}" in done.stderr
    told = json.loads(run("loads", "--json", "-w", space).stdout)
    assert [load["rejected"] for load in told["loads"]] == [0, ROWS]
    assert len(told["loads"][1]["files"][0]["sha256"]) == 64
    assert told["snapshot"] == 2


def test_refused_records_are_shown_and_all_of_them_are_written(run: Run, space: Path, tmp_path: Path) -> None:
    done = run("rejects", "-w", space)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 50
    assert "… and 10 more; write all of them with --out FILE." in done.stderr
    assert "bad.csv:2 [concern_codes]" in done.stdout
    out = tmp_path / "refused.csv"
    done = run("rejects", "--load", 2, "--out", out, "-w", space)
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS
    assert {row["line"] for row in rows} == {str(number) for number in range(2, ROWS + 2)}
    # No spreadsheet program takes what stood in the file for a formula.
    assert {row["value"] for row in rows} == {f"'=Z{number}" for number in range(ROWS)}
    told = json.loads(run("rejects", "--json", "-w", space).stdout)
    assert (told["rejected_total"], len(told["rejected"])) == (ROWS, ROWS)


def test_they_are_said_in_japanese(run: Run, space: Path) -> None:
    done = run("rejects", "-w", space, lang="ja")
    assert "懸念区分" in done.stdout
    assert "すべてを書き出せます" in done.stderr


def test_a_load_without_rejects_and_one_that_is_not_there(run: Run, space: Path) -> None:
    assert "No record was refused." in run("rejects", "--load", 1, "-w", space).stdout
    done = run("rejects", "--load", 9, "-w", space)
    assert done.returncode == 1
    assert "knows no load 9" in done.stderr
    assert "graphrisk loads" in done.stderr


def test_what_a_load_noted_is_kept_in_words(run: Run, demo: Path) -> None:
    english, japanese = (run("loads", "-w", demo, lang=lang).stdout for lang in ("en", "ja"))
    assert "note (load 1): The records come from 27 releases" in english
    assert "注意 (読み込み 1): レコードはv1.45から" in japanese


def test_a_strict_load_says_that_nothing_was_kept(run: Run, space: Path) -> None:
    done = run("load", "list", "--format", "generic", space.parent / "bad.csv", "--strict", "-w", space)
    assert done.returncode == 3
    assert "none of them was kept" in done.stderr
