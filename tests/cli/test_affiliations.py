from __future__ import annotations

import csv
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def strings(tmp_path: Path) -> Path:
    return write(
        tmp_path / "in.csv",
        "id,affiliation,country",
        '1,"Department of X, The University of Tokyo, Tokyo, Japan",',
        '2,"=cmd|Nobody in particular",Japan',
        "3,,",
        '4,"Kyoto University; The University of Tokyo",JP',
        "5,Kyoto University,Atlantis",
        "6,Kyoto University,JP,extra",
    )


def test_each_row_is_answered(run: Run, demo: Path, strings: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run(
        "resolve", "organizations", strings, "--out", out, "--country-column", "country", "--workspace", demo
    )
    assert done.returncode == 0, done.stderr
    rows = read(out)
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[0]["ror_ids"] == "https://ror.org/057zh3y96"
    assert (rows[0]["grade"], rows[0]["result"]) == ("A", "match")
    assert rows[0]["matched_part"] == "University of Tokyo"
    assert (rows[1]["affiliation"][:2], rows[1]["result"]) == ("'=", "no match")
    assert rows[2]["result"] == "no match"
    assert len(rows[3]["ror_ids"].split(";")) == len(rows[3]["score"].split(";")) == 2
    assert rows[4]["result"].startswith("refused: no country")
    assert rows[5]["result"].startswith("refused: the cell")
    assert "6 rows: 2 name an organisation" in done.stderr
    assert "2 were refused" in done.stderr


def test_a_missing_column_or_file_is_said(run: Run, demo: Path, strings: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    wrong = run("resolve", "organizations", strings, "--out", out, "--column", "org", "--workspace", demo)
    assert wrong.returncode == 1
    assert "there is no column org" in wrong.stderr
    assert "id, affiliation, country" in wrong.stderr
    gone = run("resolve", "organizations", tmp_path / "no.csv", "--out", out, "--workspace", demo)
    assert "there is no such file" in gone.stderr
    assert not out.exists()


def test_a_workspace_without_organisations_is_said(run: Run, strings: Path, tmp_path: Path) -> None:
    run("init", tmp_path / "ws")
    done = run(
        "resolve", "organizations", strings, "--out", tmp_path / "o.csv", "--workspace", tmp_path / "ws"
    )
    assert done.returncode == 1
    assert "graphrisk load ror" in done.stderr


def test_the_only_column_is_taken_and_columns_of_the_result_are_kept_apart(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    only, out = write(tmp_path / "only.csv", "所属", "Kyoto University"), tmp_path / "out.csv"
    assert run("resolve", "organizations", only, "--out", out, "--workspace", demo).returncode == 0
    assert read(out)[0]["ror_ids"] == "https://ror.org/02kpeqv85"
    again = tmp_path / "again.csv"
    done = run("resolve", "organizations", out, "--out", again, "--column", "所属", "--workspace", demo)
    assert done.returncode == 0, done.stderr
    with again.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    assert len(set(header)) == len(header)
    assert read(again)[0]["input_score"] == read(again)[0]["score"] != ""


def test_a_table_comes_from_standard_input_and_goes_to_standard_output(demo: Path) -> None:
    words = ("resolve", "organizations", "-", "--out", "-", "--workspace", str(demo))
    done = piped(words, "affiliation\nKyoto University\n")
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(done.stdout.lstrip("\ufeff").splitlines())
    assert row["ror_ids"] == "https://ror.org/02kpeqv85"
    screened = piped(
        ("screen", "-", "--out", "-", "--workspace", str(demo)), "name\nMoscow Aviation Institute\n"
    )
    assert screened.returncode == 0, screened.stderr
    assert "Moscow Aviation Institute" in screened.stdout.splitlines()[1]
    assert "Traceback" not in screened.stderr


def piped(words: tuple[str, ...], text: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own with `text` as its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "graphrisk", *words],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "GRAPHRISK_LANG": "en"},
    )
