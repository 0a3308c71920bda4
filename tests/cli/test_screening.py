"""`graphrisk screen` on the demonstration's lists: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Run, call


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that holds the demonstration's lists and nothing else."""
    folder = tmp_path_factory.mktemp("screening") / "workspace"
    for words in (("init", folder), ("load", "list", ROOT / "sample_data" / "lists", "-w", folder)):
        done = call(*words)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "names.csv"
    file.write_text(
        "name,country\nMoscow Aviation Institut,RU\nTamberline National Defense College,\n"
        "=1+1,\nQuiet Bakery,Narnia\n",
        "utf-8",
    )
    return file


def test_candidates_come_with_score_reasons_edition_and_row(run: Run, demo: Path, names: Path) -> None:
    done = run("screen", names, "--json", "--country-column", "country", "-w", demo)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["names"], told["matched"], told["without"], told["unknown_country"]) == (4, 2, 2, 1)
    first, second, *others = told["results"]
    (best, *_) = first["candidates"]
    assert (best["list"], best["edition"], best["row"]) == ("jp-meti-designated", "demo-2023", "316")
    assert best["score"] >= 0.88
    assert any(text.startswith("Words that differ by a typing error") for text in best["reasons"])
    (best, *_) = second["candidates"]
    assert (best["matched_name"], best["editions"]) == (
        "Tamberline National Defence College",
        ["2022-04", "2026-04"],
    )
    assert [one["candidates"] for one in others] == [[], []]


def test_a_file_holds_every_name_and_no_formula(run: Run, demo: Path, names: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run("screen", names, "--out", out, "--lang", "ja", "-w", demo)
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["line"] for row in rows] == ["2", "3", "4", "5"]
    assert rows[2]["name"] == "'=1+1"
    assert rows[3]["strength"] == "該当なし"
    assert "国が" not in rows[0]["reasons"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--column", "title"), "has no column 'title'"),
        (("--list", "no-such"), "holds no list 'no-such'"),
        (("--kind", "ship"), "'ship' is no kind of name"),
    ],
)
def test_mistakes_are_said(run: Run, demo: Path, names: Path, words: tuple[str, ...], said: str) -> None:
    done = run("screen", names, *words, "-w", demo)
    assert done.returncode != 0
    assert said in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_a_table_is_printed(run: Run, demo: Path, names: Path) -> None:
    done = run("screen", names, "-w", demo)
    assert "Moscow Aviation Institute" in done.stdout
    assert "4 names against" in done.stderr
