"""Help and errors of usage in Japanese: no English words of the library, nothing cut at an edge."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from graphrisk.cli.usage import in_words
from tests.cli.conftest import PROGRAM, Done, Run

COMMANDS = (
    (),
    ("load",),
    ("scan",),
    ("screen",),
    ("export",),
    ("audit",),
    ("neo4j", "bulk"),
    ("resolve", "organizations"),
)
ENGLISH = ("Usage", "Options", "Arguments", "Commands", "Show this", "default:", "required]", "env var", "…")


def narrow(*words: str) -> Done:
    """Call the program on a narrow terminal, in Japanese."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPHRISK_")}
    return subprocess.run(
        [str(PROGRAM), *words],
        env=kept | {"GRAPHRISK_LANG": "ja", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "graphrisk")
def test_help_is_japanese_and_whole(words: tuple[str, ...]) -> None:
    done = narrow(*words, "--help")
    assert done.returncode == 0, done.stderr
    assert "使い方: " in done.stdout
    assert [word for word in ENGLISH if word in done.stdout] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scan",), "オプション '--call' を指定してください。"),
        (("load", "ror"), "引数 'paths' を指定してください。"),
        (("lod",), "'lod' というコマンドはありません。もしかして: 'load', 'loads'"),
        (("zzz",), "'zzz' というコマンドはありません。"),
        (("findings", "--levl", "HIGH"), "--levl というオプションはありません。もしかして: "),
        (("audit", "--limit", "0"), "'--limit' の値が正しくありません: 1 以上の値を指定してください"),
        (("audit", "--limit"), "オプション '--limit' には値が必要です。"),
        (("export", "csv", "x", "--out", "y"), "余分な引数があります: x"),
    ],
)
def test_wrong_usage_is_told_in_japanese(words: tuple[str, ...], said: str) -> None:
    done = narrow(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("エラー: " + said)
    assert done.stdout == ""


def test_what_is_not_known_stays_as_it_is() -> None:
    assert in_words("Something else.") == "Something else."


def test_a_new_workspace_and_results_follow_the_language(run: Run, demo: Path, tmp_path: Path) -> None:
    assert run("init", tmp_path / "w", lang="ja").returncode == 0
    assert 'language = "ja"' in (tmp_path / "w" / "graphrisk.toml").read_text("utf-8")
    assert run("init", tmp_path / "v").returncode == 0
    assert 'language = "en"' in (tmp_path / "v" / "graphrisk.toml").read_text("utf-8")
    assert "確認したいこと" in run("findings", "-w", demo, lang="ja").stdout.splitlines()[0]
    assert "question" in run("findings", "-w", demo, "--lang", "en", lang="ja").stdout.splitlines()[0]


def test_an_action_that_the_log_does_not_know_is_refused(run: Run, demo: Path) -> None:
    done = run("audit", "--action", "exprot", "-w", demo)
    assert done.returncode == 2
    assert "Name one of: run, read, decision, link, attachment, export." in done.stderr


def test_json_replies_say_notes_on_standard_error(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "w")
    file = tmp_path / "works.jsonl"
    file.write_text('{"id": 5}\n{"id":"https://openalex.org/W1","publication_year":2020}\n', "utf-8")
    done = run("load", "openalex", file, "--json", "-w", tmp_path / "w")
    assert "rejected: " in done.stderr
    strict = run("load", "openalex", file, "--strict", "-w", tmp_path / "w")
    assert strict.returncode == 3
    assert "--strict allows no refused record." in strict.stdout
    assert "all of it was there already" not in strict.stdout


def test_an_old_workbook_is_refused_in_japanese_words_only(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "w")
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    done = run("load", "disclosures", old, "-w", tmp_path / "w", lang="ja")
    assert done.returncode == 1
    assert "パスワードを付けずに .xlsx で保存し直してください。" in done.stderr


def test_a_list_that_is_not_loaded_is_named_in_japanese(run: Run, demo: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name\nMoscow Aviation Institute\n", "utf-8")
    done = run("screen", names, "--list", "nope", "-w", demo, lang="ja")
    assert done.returncode == 1
    assert "スナップショットに 'nope' というリストはありません。" in done.stderr
