"""The audit log shows whether anything was changed after it was written."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from graphrisk.review import Repository
from graphrisk.review.audit import GENESIS, entry_hash
from tests.review.factory import START, Clock, finding, result

if TYPE_CHECKING:
    from sqlalchemy import Engine

ONE = finding()


@pytest.fixture
def filled(repository: Repository) -> Repository:
    """A log of five entries: a run, two decisions, an export, a run."""
    repository.save_run(result(ONE), by="scan")
    repository.decide(None, ONE.id, decision="confirmed", reason="seen", decided_by="Ito")
    repository.decide(None, ONE.id, decision="explained", reason="joint lab", decided_by="Sato")
    repository.record_audit(who="Sato", action="export", subject="R000001", detail={"format": "xlsx"})
    repository.save_run(result(ONE), by="scan")
    return repository


@pytest.fixture
def behind(filled: Repository, url: str) -> Engine:
    """A way into the database past the repository, as somebody with the file has it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in ("audit", "decisions"):
            if engine.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER {table}_no_update"))
                connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
            else:
                connection.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
    return engine


def run_sql(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_entries_say_who_did_what_and_when(filled: Repository) -> None:
    entries = filled.audit_entries()
    assert [(e.seq, e.who, e.action, e.subject) for e in entries] == [
        (5, "scan", "run", "R000002"),
        (4, "Sato", "export", "R000001"),
        (3, "Sato", "decision", ONE.id),
        (2, "Ito", "decision", ONE.id),
        (1, "scan", "run", "R000001"),
    ]
    assert entries[1].detail == '{"format":"xlsx"}'
    assert entries[-1].at == START + dt.timedelta(minutes=1)
    assert entries[-1].previous == GENESIS
    for newer, older in pairwise(entries):
        assert newer.previous == older.hash
        assert newer.hash == entry_hash(newer)
    assert filled.audit_entries(limit=2) == entries[:2]


def test_an_untouched_log_is_whole(filled: Repository) -> None:
    for deep in (False, True):
        report = filled.verify_audit(deep=deep)
        assert report.ok
        assert report.entries == 5
        assert report.head == filled.audit_entries()[0].hash


def test_an_empty_log_is_whole(repository: Repository) -> None:
    report = repository.verify_audit()
    assert report.ok
    assert (report.entries, report.head) == (0, GENESIS)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET who = 'Ota' WHERE seq = 2", "Entry 2 was changed"),
        ("UPDATE audit SET action = 'x' WHERE seq = 4", "Entry 4 was changed"),
        ("UPDATE audit SET subject = 'x' WHERE seq = 4", "Entry 4 was changed"),
        ("UPDATE audit SET detail = '{}' WHERE seq = 4", "Entry 4 was changed"),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 4", "Entry 4 was changed"),
        ("UPDATE audit SET previous = hash WHERE seq = 3", "Entry 3 does not follow"),
        ("UPDATE audit SET hash = previous WHERE seq = 3", "Entry 3 was changed"),
        ("DELETE FROM audit WHERE seq = 3", "Entry 3 is missing"),
        ("DELETE FROM audit WHERE seq = 1", "Entry 1 is missing"),
        ("DELETE FROM audit WHERE seq = 5", "ends at entry 4, but entry 5 was once written"),
        ("DELETE FROM audit", "ends at entry 0, but entry 5 was once written"),
        ("DELETE FROM audit_head", "ends at entry 5"),
        ("UPDATE audit SET seq = 9 WHERE seq = 5", "Entry 5 is missing"),
        ("UPDATE decisions SET reason = 'nothing to see' WHERE id = 1", "Decision 1 was changed"),
        ("UPDATE decisions SET decision = 'explained' WHERE id = 1", "Decision 1 was changed"),
        ("UPDATE decisions SET decided_by = 'Ota' WHERE id = 2", "Decision 2 was changed"),
        ("DELETE FROM decisions WHERE id = 2", "Decision 2 is in the log but no longer in its table"),
        (
            "INSERT INTO decisions SELECT 3, finding_id, run, evidence_hash, decision, reason, decided_by, "
            "decided_at FROM decisions WHERE id = 1",
            "Decision 3 has no entry in the log",
        ),
        ("UPDATE runs SET digest = 'x' WHERE number = 2", "Run 2 was changed"),
    ],
)
def test_tampering_shows(filled: Repository, behind: Engine, statement: str, said: str) -> None:
    run_sql(behind, statement)
    report = filled.verify_audit()
    assert not report.ok
    assert said in " ".join(report.problems)


def test_a_changed_finding_shows_on_a_deep_look(filled: Repository, behind: Engine) -> None:
    run_sql(behind, "UPDATE findings SET payload = REPLACE(payload, 'MEDIUM', 'LOW') WHERE run = 2")
    assert filled.verify_audit().ok
    assert filled.verify_audit(deep=True).problems == ("Run 2 was changed after it was written.",)


@pytest.mark.parametrize("table", ["audit", "decisions"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET who = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_appended(
    filled: Repository, url: str, table: str, statement: str
) -> None:
    engine = create_engine(url)
    column = "who" if table == "audit" else "decided_by"
    with pytest.raises(DBAPIError, match=f"rows of {table} are never changed"), engine.begin() as connection:
        connection.execute(text(statement.format(table).replace("who", column)))
    engine.dispose()
    assert filled.verify_audit().ok


def test_moments_of_any_zone_are_kept(url: str) -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    with Repository(url, clock=lambda: dt.datetime(2026, 4, 1, 9, tzinfo=tokyo)) as repository:
        repository.record_audit(who="Ito", action="look", subject="R000001")
        assert repository.audit_entries()[0].at == dt.datetime(2026, 4, 1, 0, tzinfo=dt.UTC)
        assert repository.verify_audit().ok
    with Repository(url, clock=lambda: dt.datetime(2026, 4, 2, 9)) as repository:  # noqa: DTZ001
        repository.record_audit(who="Ito", action="look", subject="R000001")
        assert repository.verify_audit().ok


def test_entries_of_runs_and_decisions_cannot_be_made_up(repository: Repository) -> None:
    for action in ("run", "decision"):
        with pytest.raises(ValueError, match="repository itself"):
            repository.record_audit(who="x", action=action, subject="y")


def test_any_words_are_kept(url: str) -> None:
    with Repository(url, clock=Clock()) as repository:
        repository.record_audit(
            who='佐藤 "S"', action="look", subject="a\x1fb", detail={"日": [1, None, "'"]}
        )
        assert repository.audit_entries()[0].detail == '{"日":[1,null,"\'"]}'
        assert repository.verify_audit().ok
