"""The database under the repository: shared by threads and processes, and clear about what is wrong."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from graphrisk.errors import GraphRiskError, StoreError, UsageError
from graphrisk.review import Decision, Repository, current_user
from graphrisk.review.tables import FORMAT
from tests.review.factory import Clock, finding, result

MANY = tuple(finding(name=f"Org {n}") for n in range(40))


def address(path: Path) -> str:
    return f"sqlite:///{path}"


def test_a_database_is_made_once_and_opened_again(url: str) -> None:
    with Repository(url, clock=Clock()) as first:
        first.save_run(result(MANY[0]))
    with Repository(url, clock=Clock()) as again:
        assert [run.id for run in again.runs()] == ["R000001"]
        assert again.verify_audit().entries == 1


def test_many_threads_make_it_at_once(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Repository(url, clock=Clock()), range(8)))
    for repository in opened:
        repository.record_audit(who="x", action="look", subject="y")
        repository.close()
    assert opened[0].verify_audit().entries == 8
    opened[0].close()


def test_threads_decide_and_read_at_the_same_time(repository: Repository) -> None:
    run = repository.save_run(result(*MANY)).id

    def decide(number: int) -> None:
        repository.decide(
            run,
            MANY[number].id,
            decision="confirmed",
            reason=f"no. {number}",
            decided_by=f"user {number % 4}",
        )
        assert repository.finding(run, MANY[number].id).state.decision is Decision.CONFIRMED
        repository.findings(run, states=["open"])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(decide, range(len(MANY))))
    assert all(record.state.times == 1 for record in repository.findings(run))
    report = repository.verify_audit()
    assert report.ok, report.problems
    assert report.entries == 1 + len(MANY)


def _scan_and_decide(url: str, number: int) -> None:
    with Repository(url, clock=Clock()) as repository:
        for turn in range(5):
            run = repository.save_run(result(*MANY, call_id=f"C{number}")).id
            repository.decide(
                run, MANY[turn].id, decision="explained", reason=f"process {number}", decided_by="x"
            )


def test_processes_take_turns(url: str) -> None:
    Repository(url, clock=Clock()).close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_scan_and_decide, args=(url, number)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with Repository(url, clock=Clock()) as repository:
        assert [run.id for run in repository.runs()] == [f"R{n:06d}" for n in range(15, 0, -1)]
        report = repository.verify_audit(deep=True)
        assert report.ok, report.problems
        assert report.entries == 30


def test_reading_goes_on_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "review.db"
    with Repository(address(path), clock=Clock(), wait=0.2) as repository:
        run = repository.save_run(result(MANY[0])).id
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO graphrisk_meta VALUES ('x', 'y')")
        assert repository.findings(run)[0].finding == MANY[0]
        with pytest.raises(StoreError, match=r"locked by another program for over 0.2 s.*End the program"):
            repository.save_run(result(MANY[0]))
        with pytest.raises(StoreError, match="locked"):
            repository.decide(run, MANY[0].id, decision="confirmed", reason="x", decided_by="y")
        other.execute("ROLLBACK")
        other.close()
        assert repository.save_run(result(MANY[0])).id == "R000002"
        assert repository.verify_audit().ok


def test_a_writer_waits_for_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "review.db"
    with Repository(address(path), clock=Clock()) as repository:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, lambda: other.execute("COMMIT"))
        timer.start()
        assert repository.save_run(result(MANY[0])).id == "R000001"
        timer.join()
        other.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "review.db"
    path.write_text("name,decision\n" * 500)
    with pytest.raises(StoreError, match=r"review.db is not a review database or is damaged.*backup"):
        Repository(address(path), clock=Clock())
    assert path.read_text().startswith("name,decision")


def test_a_damaged_database_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "review.db"
    with Repository(address(path), clock=Clock()) as repository:
        repository.save_run(result(*MANY))
    raw = bytearray(path.read_bytes())
    for page in range(4096, len(raw), 4096):
        raw[page : page + 200] = b"\xff" * 200
    path.write_bytes(raw)
    with (
        pytest.raises(StoreError, match=r"review.db"),
        Repository(address(path), clock=Clock()) as repository,
    ):
        repository.findings(None)


def test_a_database_of_another_program_is_refused_and_left_alone(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE runs (id INTEGER)"))
    with pytest.raises(StoreError, match=r"is not a review database: it holds the tables runs"):
        Repository(url, clock=Clock())
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM runs")).scalar_one() == 0
    engine.dispose()


@pytest.mark.parametrize(
    ("value", "said"),
    [(str(FORMAT + 1), "made by a newer graphrisk"), ("soup", "does not say which version")],
)
def test_a_database_of_a_newer_version_is_refused(url: str, value: str, said: str) -> None:
    Repository(url, clock=Clock()).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE graphrisk_meta SET value = :v WHERE name = 'format'"), {"v": value})
    engine.dispose()
    with pytest.raises(StoreError, match=said):
        Repository(url, clock=Clock())


def test_addresses_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"folder does not exist.*graphrisk init"):
        Repository(address(tmp_path / "none" / "review.db"), clock=Clock())
    with pytest.raises(StoreError):
        Repository(address(tmp_path), clock=Clock())
    for url, said in (
        ("sqlite://", "must be a file"),
        ("sqlite:///:memory:", "must be a file"),
        ("mysql://localhost/x", "cannot be kept in mysql"),
        ("nonsense", "is not one"),
        ("postgresql+nodriver://localhost/x", "not known"),
    ):
        with pytest.raises(UsageError, match=said):
            Repository(url, clock=Clock())


def test_a_server_that_cannot_be_reached_is_said_without_its_password() -> None:
    with pytest.raises(GraphRiskError) as caught:
        Repository("postgresql://user:hush@127.0.0.1:1/none?connect_timeout=2", clock=Clock())
    assert caught.value.remedy
    assert "127.0.0.1" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_the_user_is_named_by_the_setting_or_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHRISK_USER", "  Sato Hanako ")
    assert current_user() == "Sato Hanako"
    monkeypatch.delenv("GRAPHRISK_USER")
    monkeypatch.setenv("LOGNAME", "hanako")
    assert current_user() == "hanako"


def test_a_repository_that_is_forgotten_closes_its_files(tmp_path: Path) -> None:
    repository = Repository(address(tmp_path / "review.db"), clock=Clock())
    repository.save_run(result(MANY[0]))
    del repository
    assert not (tmp_path / "review.db-wal").exists()
