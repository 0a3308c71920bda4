"""What batch jobs rely on: one JSON object, its keys, exit statuses, and no traceback ever."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graphrisk.findings import Level, Thing
from graphrisk.review import Repository
from tests.cli.conftest import ROOT, Run
from tests.dashboards import small as worlds

SAMPLE = ROOT / "sample_data"
LOAD_KEYS = {
    "source", "edition", "snapshot", "read", "written", "unchanged", "rejected", "rejected_total", "seconds",
}  # fmt: skip
SCAN_KEYS = {
    "run", "call", "as_of", "snapshot", "policy", "applications", "findings", "by_level", "by_rule",
    "seconds",
}  # fmt: skip
FINDING_KEYS = {
    "id", "rule", "level", "application_id", "person_id", "object", "question", "declared", "observed",
    "evidence", "identity", "steps", "evidence_hash",
}  # fmt: skip


def _json(text: str) -> dict[str, Any]:
    value = json.loads(text)
    assert isinstance(value, dict)
    return value


def test_load_says_what_it_did_and_a_second_load_changes_nothing(
    run: Run, program: Run, tmp_path: Path
) -> None:
    space = tmp_path / "w"
    assert run("init", space).returncode == 0
    first = run("load", "ror", SAMPLE / "ror", "--json", "--workspace", space)
    assert first.returncode == 0, first.stderr
    report = _json(first.stdout)
    assert set(report) == LOAD_KEYS
    assert report["written"] == report["read"] > 0
    assert report["snapshot"] == 1
    second = _json(run("--workspace", space, "load", "ror", SAMPLE / "ror", "--json").stdout)
    assert (second["written"], second["unchanged"], second["snapshot"]) == (0, report["read"], 1)
    said = run("load", "ror", SAMPLE / "ror", "--workspace", space)
    assert "Nothing changed" in said.stdout
    assert "変更はありません" in program("load", "ror", SAMPLE / "ror", "-w", space, lang="ja").stdout


def test_a_load_of_no_record_says_so(run: Run, tmp_path: Path) -> None:
    reply = tmp_path / "reply.json"
    reply.write_text('{"meta": {"count": 0}, "results": []}')
    assert run("init", tmp_path / "w").returncode == 0
    said = run("load", "openalex", reply, "--workspace", tmp_path / "w")
    assert said.returncode == 0, said.stderr
    assert "Nothing changed: no record was found." in said.stdout


def test_what_a_file_holds_does_not_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    works = tmp_path / "works.jsonl"
    works.write_text(
        '{"id": "\x1b]0;owned\x07W1 \x9b2J \u202egpj \x7f\x00", "publication_year": 2020}\n'
        '{"id": "W1\\r\\u001b[2K :cat: [bold]x", "publication_year": 2020}\n'
    )
    assert run("init", tmp_path / "w").returncode == 0
    said = run("load", "openalex", works, "--workspace", tmp_path / "w").stderr
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said), ascii(said)
    for part in (r"\x1b]0;owned\x07W1 \x9b2J \u202egpj \x7f\x00", r"W1\r\x1b[2K :cat: [bold]x"):
        assert part in said


def test_standard_input_is_read(run: Run, program: Run, tmp_path: Path) -> None:
    works = sorted((SAMPLE / "openalex").glob("*.gz"))[0]
    text = gzip.decompress(works.read_bytes()).decode()
    run("init", tmp_path / "w")
    done = program("load", "openalex", "-", "--json", "-w", tmp_path / "w", stdin=text)
    assert done.returncode == 0, done.stderr
    assert _json(done.stdout)["read"] == len(text.splitlines())


def test_scan_prints_its_run(run: Run, demo: Path, tmp_path: Path) -> None:
    space = tmp_path / "w"
    shutil.copytree(demo, space)
    for call in json.loads((SAMPLE / "expected_findings.json").read_text("utf-8"))["calls"]:
        done = run("scan", "--call", call, "--json", "--workspace", space)
        assert done.returncode == 0, done.stderr
        report = _json(done.stdout)
        assert set(report) == SCAN_KEYS
        assert report["call"] == call
        assert sum(report["by_level"].values()) == sum(report["by_rule"].values()) == report["findings"] > 0


def test_findings_have_every_part(run: Run, demo: Path, tmp_path: Path) -> None:
    done = run("findings", "--json", "--workspace", demo)
    assert done.returncode == 0, done.stderr
    document = _json(done.stdout)
    assert set(document) >= {"schema_version", "run", "findings"}
    for finding in document["findings"]:
        assert set(finding) >= FINDING_KEYS
        assert set(finding["object"]) >= {"name", "ror"}
        assert set(finding["identity"]) >= {"grade", "reasons"}
        assert finding["steps"][0]["name"] == "base"
        assert finding["steps"][-1]["to"] == finding["level"]
        for item in finding["evidence"]:
            assert set(item) >= {"source", "record", "url", "date", "text"}
    out = tmp_path / "f.json"
    assert run("export", "json", "--out", out, "-w", demo).returncode == 0
    assert _json(out.read_text("utf-8"))["findings"] == document["findings"]
    highs = _json(run("findings", "--level", "high", "--json", "-w", demo).stdout)["findings"]
    assert [f["id"] for f in highs] == [f["id"] for f in document["findings"] if f["level"] == "HIGH"]


def test_findings_speak_japanese(run: Run, demo: Path) -> None:
    questions = [
        f["question"] for f in _json(run("findings", "--json", "--lang", "ja", "-w", demo).stdout)["findings"]
    ]
    assert questions
    assert all(any("ぁ" <= c <= "ん" for c in question) for question in questions)


def test_doctor_finds_nothing_wrong_with_the_demo(run: Run, demo: Path) -> None:
    done = run("doctor", "--json", "--workspace", demo)
    report = _json(done.stdout)
    assert done.returncode == 0, report
    assert report["ok"]
    assert {check["name"]: check["status"] for check in report["checks"]}["snapshot"] == "ok"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("load", "nonsense", "x"), 2, "openalex"),
        (("load", "ror", "missing.json"), 1, "missing.json"),
        (("scan", "--call", "NONE"), 1, "NONE"),
        (("findings", "--run", "R999999"), 1, "R999999"),
        (("findings", "--level", "AWFUL"), 2, "MEDIUM"),
        (("findings", "--rule", "R-XXX-01"), 2, "R-AFF-01"),
        (("export", "docx", "--out", "x.docx"), 2, "xlsx"),
        (("export", "csv", "--out", "no/such/folder/x.csv"), 1, "x.csv"),
        (("scan",), 2, "--call"),
        (("scan", "--call", "X", "--as-of", "0000-00-00"), 2, "0000-00-00"),
        (("load", "list", "x.csv", "--valid-from", "someday"), 2, "someday"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_what_goes_wrong_is_said_in_one_message(
    run: Run, demo: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    done = run(*words, "--workspace", demo) if words != ("nonsense",) else run(*words)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_without_a_workspace_the_remedy_is_said(run: Run, tmp_path: Path) -> None:
    done = run("findings", "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert "graphrisk init" in done.stderr
    assert "graphrisk init" in _json(done.stdout)["remedy"]


def test_strict_refuses_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    space = tmp_path / "w"
    run("init", space)
    file = tmp_path / "works.jsonl"
    file.write_text(
        '{"id":"https://openalex.org/W1","title":"T","publication_year":2020}\n{broken\n', "utf-8"
    )
    done = run("load", "openalex", file, "--strict", "--json", "-w", space)
    assert done.returncode == 3, done.stderr
    report = _json(done.stdout)
    assert report["rejected_total"] == 1
    assert report["rejected"][0]["line"] == 2
    assert not (space / "snapshots" / "CURRENT").exists()
    kept = _json(run("load", "openalex", file, "--json", "-w", space).stdout)
    assert (kept["read"], kept["written"], kept["rejected_total"]) == (2, 1, 1)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_command_teaches_with_an_example(program: Run, lang: str) -> None:
    code = (
        "import typer.main\n"
        "from graphrisk.cli.main import app\n"
        "for name, command in typer.main.get_command(app).commands.items():\n"
        "    print(name, '|', (command.help or '').replace(chr(10), ' '))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "GRAPHRISK_LANG": lang},
    )
    lines = dict(line.split(" | ", 1) for line in done.stdout.splitlines())
    assert set(lines) >= {
        "init",
        "load",
        "scan",
        "findings",
        "export",
        "serve",
        "doctor",
        "world",
        "template",
    }
    for name, text in lines.items():
        assert f"graphrisk {name}" in text
        assert any("ぁ" <= c <= "ん" for c in text) == (lang == "ja"), name
    shown = program("scan", "--help", lang=lang)
    assert shown.returncode == 0
    assert "graphrisk scan --call" in shown.stdout


def test_old_snapshots_go_but_those_of_runs_stay(run: Run, demo: Path, tmp_path: Path) -> None:
    space = tmp_path / "w"
    shutil.copytree(demo, space)
    settings = space / "graphrisk.toml"
    settings.write_text(re.sub(r"(?m)^keep = \d+", "keep = 1", settings.read_text("utf-8")), "utf-8")
    used = _json(run("findings", "--json", "-w", space).stdout)["run"]["snapshot"]
    for number in (1, 2, 3):
        file = tmp_path / f"works{number}.jsonl"
        file.write_text(f'{{"id":"https://openalex.org/W{number}","publication_year":2020}}\n', "utf-8")
        assert run("load", "openalex", file, "-w", space).returncode == 0
    left = {int(path.stem.removeprefix("graph-")) for path in (space / "snapshots").glob("graph-*.duckdb")}
    assert used in left
    assert used + 3 in left
    assert not {1, used - 1, used + 1} & left


def test_brackets_in_names_are_text(run: Run, tmp_path: Path) -> None:
    """To the library that makes tables brackets may mean colours; a name that has some is printed whole."""
    space = worlds.workspace(tmp_path)
    repository = Repository(space.review_url, clock=lambda: worlds.NOW)
    name = "Fund [/bar] of [red] Works"
    finding = worlds.finding("R-FND-01", "D", Level.LOW, Thing("fund", name, None), ())
    repository.save_run(worlds.result([finding]), by="[/who]")
    repository.close()
    for command in (("findings",), ("audit",)):
        done = run(*command, "-w", space.root)
        assert done.returncode == 0, done.stderr
    assert "[/who]" in done.stdout
    assert name in " ".join(run("findings", "-w", space.root).stdout.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scan", "--json"), "--call"),
        (("scan", "--call", "X", "--as-of", "2026-13-01", "--json"), "no month 13"),
        (("load", "ror", "--json"), "paths"),
        (("findings", "--levl", "HIGH", "--json"), "--levl"),
        (("lod", "--json"), "lod"),
    ],
)
def test_errors_of_usage_come_as_one_json_object_too(
    run: Run, demo: Path, words: tuple[str, ...], said: str
) -> None:
    for _ in range(2):  # the second answer is one object as well
        done = run(*words, "-w", demo)
        assert done.returncode == 2
        answer = _json(done.stdout)
        assert said in answer["error"]
        assert "--help" in answer["remedy"]
        assert said in done.stderr


def test_what_nobody_foresaw_comes_as_a_json_object_too(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphrisk.review.Repository.findings", lambda *_, **__: 1 / 0)
    done = run("findings", "--json", "-w", demo)
    assert done.returncode == 1
    assert "ZeroDivisionError" in _json(done.stdout)["error"]
