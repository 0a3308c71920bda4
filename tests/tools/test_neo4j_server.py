"""The server tool without a server: choices, Java, jars, and plain words for faults."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from tools.neo4j_server import Options, Server, ServerError, faults, find_java, jars
from tools.neo4j_server.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


def _program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def _java(folder: Path, major: int) -> Path:
    return _program(folder / "bin" / "java", f"echo 'openjdk version \"{major}.0.1\" 2026-01-01' >&2")


def test_options_come_from_the_environment() -> None:
    found = Options.from_environment(
        {"GRAPHRISK_NEO4J_VERSION": "2026.08.1", "GRAPHRISK_NEO4J_PORT": "7700", "GRAPHRISK_NEO4J_HEAP": "2g"}
    )
    assert (found.version, found.port, found.heap) == ("2026.08.1", 7700, "2g")
    with pytest.raises(ServerError, match="is no number"):
        Options.from_environment({"GRAPHRISK_NEO4J_PORT": "bolt"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": "../5"},
        {"version": "latest"},
        {"port": 70000},
        {"password": "short"},
        {"heap": "much"},
        {"certificate": Path("a.pem")},
        {"settings": {"a.b": "1\nc.d=2"}},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ServerError):
        Options(**wrong)  # type: ignore[arg-type]


def test_java_must_fit_the_version(tmp_path: Path) -> None:
    assert find_java("5.26.30", _java(tmp_path / "a", 21)).major == 21
    assert find_java("2026.08.1", _java(tmp_path / "b", 25)).major == 25
    with pytest.raises(ServerError, match=r"runs on Java 21 or 25, but .* is Java 17"):
        find_java("2026.08.1", _java(tmp_path / "c", 17))
    with pytest.raises(ServerError, match="is no Java"):
        find_java("5.26.30", _program(tmp_path / "d" / "java", "exit 1"))


def test_java_home_comes_before_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    mine = _java(tmp_path, 21)
    assert find_java("5.26.30").path == mine
    assert find_java("2026.08.1").path == mine


def test_parallel_installers_fetch_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maven = r"""echo once >> "$FETCHES"; sleep 0.2
for word; do case $word in
-DoutputDirectory=*) mkdir -p "${word#*=}"; touch "${word#*=}/neo4j.jar";;
esac; done"""
    _program(tmp_path / "bin" / "mvn", maven)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("FETCHES", str(tmp_path / "fetches"))
    cache = tmp_path / "cache"
    (cache / "neo4j-5.26.30.new-left").mkdir(parents=True)
    found: list[Path] = []
    threads = [
        threading.Thread(target=lambda: found.append(jars.install("5.26.30", cache))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [cache / "neo4j-5.26.30"] * 4
    assert (tmp_path / "fetches").read_text() == "once\n"
    assert sorted(path.name for path in cache.iterdir()) == ["neo4j-5.26.30", "neo4j-5.26.30.lock"]


def test_a_failed_fetch_leaves_nothing_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path / "bin" / "mvn", "echo '[ERROR] no such version'; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(ServerError, match=r"no such version"):
        jars.install("5.0.1", tmp_path / "cache")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["neo4j-5.0.1.lock"]


def test_without_maven_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerError, match="install it"):
        jars.install("5.0.1", tmp_path / "cache")


@pytest.mark.parametrize(
    ("log", "meaning"),
    [
        ("java.lang.UnsupportedClassVersionError: x", "this Java is too old for it"),
        ("java.io.IOException: No space left on device", "the disk is full"),
        ("Caused by: java.nio.file.AccessDeniedException: data", "it may not write into its folder"),
        ("IllegalArgumentException: Unrecognized setting. x", "a line of neo4j.conf is wrong"),
    ],
)
def test_a_log_is_put_into_plain_words(tmp_path: Path, log: str, meaning: str) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "neo4j.log").write_text(f"Starting...\n{log}\n  at x.y\n")
    said = str(faults.explain(tmp_path, 7687))
    assert meaning in said
    assert log in said


def test_wipe_deletes_only_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(ServerError, match="nothing was deleted"):
        Server(tmp_path, Options()).wipe()
    assert (tmp_path / "data").is_dir()


def test_a_number_given_anew_is_not_ended(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (tmp_path / "server.json").write_text(f'{{"version": "5.26.30", "port": 1, "pid": {stranger.pid}}}')
        server = Server(tmp_path, Options())
        assert not server.running
        server.kill()
        assert stranger.poll() is None
        stranger.kill()


def test_the_command_line_answers_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["start"]) == 1
    assert capsys.readouterr().err == "Say which server: neo4j-server start DIR\n"


def test_the_program_runs_from_anywhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "tools" / "neo4j-server", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "import DIR -- ARGS" in done.stdout
