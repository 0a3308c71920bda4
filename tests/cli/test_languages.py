"""What goes wrong is said in Japanese where the terminal is Japanese, and hints stay on one line in pipes."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from graphrisk.cli.context import now
from graphrisk.cli.scanning import print_summary
from graphrisk.policies import load_policy
from graphrisk.review import Repository
from tests.cli.conftest import PROGRAM, ROOT, Done, Run

SAMPLE = ROOT / "sample_data"


@pytest.fixture(scope="module")
def loaded(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds calls but no run."""
    space = tmp_path_factory.mktemp("loaded") / "workspace"
    assert run("init", space).returncode == 0
    for source, place in (("ror", "ror"), ("disclosures", "disclosures")):
        done = run("load", source, SAMPLE / place, "--workspace", space)
        assert done.returncode == 0, done.stderr
    return space


def _said(done: Done, *parts: str) -> None:
    assert done.returncode in (1, 2), done.stderr
    message, _, remedy = done.stderr.partition("\n  → ")
    assert message.startswith("エラー: ")
    for part in parts:
        assert part in done.stderr
    assert not remedy or any("ぁ" <= letter <= "ん" for letter in remedy)


def test_an_unknown_call_is_named_in_japanese(run: Run, loaded: Path) -> None:
    done = run("scan", "--call", "NOPE", "--json", "--workspace", loaded, lang="ja")
    _said(done, "公募 'NOPE' はありません。", "スナップショットにある公募: DEMO-2026")
    reply = json.loads(done.stdout)
    assert reply["error"] == "公募 'NOPE' はありません。"
    assert reply["remedy"].startswith("スナップショットにある公募: ")
    english = run("scan", "--call", "NOPE", "--workspace", loaded)
    assert english.stderr.startswith("error: There is no call 'NOPE'.\n  → The snapshot holds: DEMO-2026")


def test_a_missing_workspace_is_told_in_japanese(run: Run, tmp_path: Path) -> None:
    done = run("findings", "--workspace", tmp_path / "none", lang="ja")
    _said(
        done, f"{tmp_path / 'none'} にワークスペースがありません。", f"graphrisk init {tmp_path / 'none'}\n"
    )


def test_an_export_that_cannot_be_written_is_told_in_japanese(run: Run, demo: Path) -> None:
    done = run("export", "csv", "--out", "no/such/folder/x.csv", "--workspace", demo, lang="ja")
    _said(done, "x.csv: 書き込めません: フォルダ no/such/folder がありません。", "別のファイル")
    done = run("export", "xlsx", "--out", demo, "--workspace", demo, lang="ja")
    _said(done, "書き込めません: フォルダです。")


def test_a_language_of_the_terminal_is_enough(loaded: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GRAPHRISK_", "LC_"))}
    done = subprocess.run(
        [str(PROGRAM), "findings", "--workspace", str(loaded)],
        env={**kept, "LANG": "ja_JP.UTF-8", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    _said(done, "照合はまだありません。", "graphrisk scan --call ID\n")


def _wrong_setting(space: Path) -> None:
    settings = space / "graphrisk.toml"
    settings.write_text('language = "fr"\n', "utf-8")


def _no_toml(space: Path) -> None:
    (space / "graphrisk.toml").write_text("language\n", "utf-8")


def _shift_jis(space: Path) -> None:
    (space / "graphrisk.toml").write_bytes("# 設定\n".encode("shift_jis"))


def _foreign_database(space: Path) -> None:
    (space / "review.db").unlink()
    with sqlite3.connect(space / "review.db") as other:
        other.execute("CREATE TABLE mine (a)")


def _lost_pointer(space: Path) -> None:
    (space / "snapshots" / "CURRENT").write_text("seven\n", "ascii")


def _lost_tables(space: Path) -> None:
    for path in (space / "snapshots").glob("graph-*.duckdb"):
        path.write_bytes(b"x" * 4096)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_wrong_setting, "graphrisk.toml: language: 'en'、'ja' のいずれかを指定してください。"),
        (_no_toml, "キーの後に「=」がありません（1行目、9文字目）。"),
        (_shift_jis, "文字コード utf-8 として読めません（位置 2、"),
        (_foreign_database, "審査データベースではありません。表 mine があります。"),
        (_lost_pointer, "スナップショットの番号があるはずですが、'seven' と書かれています。"),
        (_lost_tables, "を開けません: "),
    ],
)
def test_a_workspace_that_is_harmed_is_told_in_japanese(
    run: Run, loaded: Path, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    space = tmp_path / "workspace"
    shutil.copytree(loaded, space)
    harm(space)
    _said(run("scan", "--call", "DEMO-2026", "--workspace", space, lang="ja"), said)


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (None, "方針のファイル "),
        ("name =\n", "値が正しくありません（1行目、7文字目）。"),
        ('extends = "none-such"\n', "extends: 'none-such' という方針はありません。"),
        ('name = "x"\n', "version: この項目は必須です; title: この項目は必須です; "),
        ('extends = "jp-tejunsho"\nversion = 3\nmine = 1\n', "version: 文字列を指定してください; "),
    ],
)
def test_a_policy_that_is_wrong_is_told_in_japanese(
    run: Run, loaded: Path, tmp_path: Path, policy: str | None, said: str
) -> None:
    path = tmp_path / "own.toml"
    if policy is not None:
        path.write_text(policy, "utf-8")
    done = run("scan", "--call", "DEMO-2026", "--policy", path, "--workspace", loaded, lang="ja")
    _said(done, said, str(path))


@pytest.mark.parametrize("columns", ["40", ""])
def test_the_command_in_the_closing_hint_can_be_copied(
    demo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("GRAPHRISK_LANG", "en")
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns:
        monkeypatch.setenv("COLUMNS", columns)
    run = Repository(f"sqlite:///{demo / 'review.db'}", clock=now).run(None)
    print_summary(run, load_policy("jp-tejunsho"), "en")
    (hint,) = capsys.readouterr().err.splitlines()
    assert hint.endswith(f"See it: graphrisk serve, or graphrisk findings --run {run.id}")
