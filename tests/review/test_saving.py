"""Saving a run lets others write in between, and shows a run whole or not at all, whatever stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, delete, text

from graphrisk.errors import NotFoundError, StoreError
from graphrisk.review import Repository, saving
from graphrisk.review.tables import RunUnderWay
from tests.review.factory import Clock, finding, result

if TYPE_CHECKING:
    from sqlalchemy import Connection

MANY = tuple(finding(name=f"Org {n}") for n in range(4 * saving.PORTION))

WRITER = """
import os, sys, time
from graphrisk.review import Repository, saving
from graphrisk.review.tables import RunUnderWay
from tests.review.factory import Clock, finding, result

count, plain = 0, saving._insert

def insert(connection, number, portion):
    global count
    count += 1
    plain(connection, number, portion)
    if count == 3:
        print("in the middle", flush=True)
        time.sleep(60)

saving._insert = insert
many = tuple(finding(name=f"Org {n}") for n in range(4 * saving.PORTION))
Repository(sys.argv[1], clock=Clock()).save_run(result(*many), by="killed")
"""


def rows(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(found)


@pytest.fixture
def left(url: str) -> str:
    """A database in which a writer was killed in the middle of its second run."""
    with Repository(url, clock=Clock()) as first:
        first.save_run(result(MANY[0], call_id="before"))
    root = Path(__file__).parents[2]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, url],
        stdout=subprocess.PIPE,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"in the middle\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    return url


def test_a_run_whose_writer_was_killed_is_not_shown(left: str) -> None:
    with Repository(left, clock=Clock()) as again:
        assert [run.call_id for run in again.runs()] == ["before"]
        assert again.run().call_id == "before"
        with pytest.raises(NotFoundError, match=r"The newest runs are: R000001\."):
            again.run("R000002")
        assert again.verify_audit(deep=True).ok
        saved = again.save_run(result(*MANY, call_id="after"))
        assert [run.call_id for run in again.runs()] == ["after", "before"]
        assert len(again.findings(saved.id)) == len(MANY)
        assert again.verify_audit(deep=True).ok


def test_what_a_killed_writer_left_is_removed_when_it_was_silent_for_long(
    left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rows(left, "findings") > 1
    with Repository(left, clock=Clock()) as again:
        again.save_run(result(*MANY, call_id="soon"))
        assert rows(left, "runs") == 3  # it might still be at work
        monkeypatch.setattr(saving, "SILENT", -1.0)
        saving.remove_left(again._database)
        assert rows(left, "runs_under_way") == 0
        assert rows(left, "runs") == 2
        assert rows(left, "findings") == 1 + len(MANY)
        assert again.verify_audit(deep=True).ok


def test_a_run_that_fails_in_a_later_portion_leaves_nothing(url: str) -> None:
    with Repository(url, clock=Clock()) as repository:
        with pytest.raises(StoreError):
            repository.save_run(result(*MANY, MANY[0]))
        for table in ("runs", "findings", "run_applications", "run_participants", "runs_under_way"):
            assert rows(url, table) == 0
        assert repository.save_run(result(*MANY)).id == "R000001"


def test_a_writer_that_was_taken_for_dead_stops_with_a_word(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, portions = saving._beat, 0

    def beat(connection: Connection, number: int) -> None:
        nonlocal portions
        portions += 1
        if portions == 2:  # as `discard` of another process leaves it
            connection.execute(delete(RunUnderWay))
        plain(connection, number)

    monkeypatch.setattr(saving, "_beat", beat)
    with Repository(url, clock=Clock()) as repository:
        with pytest.raises(StoreError, match="stood still"):
            repository.save_run(result(*MANY))
        assert repository.runs() == []


def test_others_write_while_a_long_run_is_saved(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = saving._insert

    def slow(connection: object, number: int, portion: object) -> None:
        plain(connection, number, portion)  # type: ignore[arg-type]
        time.sleep(0.2)

    monkeypatch.setattr(saving, "_insert", slow)
    with Repository(url, clock=Clock()) as repository, Repository(url, clock=Clock()) as reader:
        saver = threading.Thread(target=repository.save_run, args=(result(*MANY),))
        saver.start()
        while not rows(url, "runs_under_way"):
            time.sleep(0.01)
        assert reader.runs() == []
        lines = 0
        while saver.is_alive():
            reader.record_audit(who="sato", action="read", subject="F1")
            lines += 1
        saver.join()
        assert lines >= 3, "a look at a page waited for the whole run"
        assert [run.id for run in repository.runs()] == ["R000001"]
        assert repository.verify_audit(deep=True).ok
