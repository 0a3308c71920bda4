"""Decisions upon links in the review database: added, never changed, sealed, undone by a decision."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from graphrisk.errors import NotFoundError, UsageError
from graphrisk.links import LinkDecision, LinkKind, Verdict, decisions_hash
from graphrisk.review import Repository
from graphrisk.review.links import LONGEST_END
from graphrisk.review.tables import FORMAT
from tests.review.factory import Clock, finding, result

FACTS: dict[str, Any] = {"author": {"name": "山田 花子", "works": [["W1", None]]}}


def decide(repository: Repository, verdict: Verdict = Verdict.CONFIRMED, **changed: Any) -> LinkDecision:
    values: dict[str, Any] = {
        "subject": "P1",
        "object": "A1",
        "facts": FACTS,
        "reason": " works\r\ncompared ",
        "by": "Sato",
    }
    values |= changed
    subject, other = values.pop("subject"), values.pop("object")
    return repository.decide_link(LinkKind.PERSON, verdict, subject, other, **values)


def test_a_decision_is_kept_with_who_and_when(repository: Repository) -> None:
    kept = decide(repository)
    assert (kept.id, kept.by, kept.reason, kept.facts) == (1, "Sato", "works\ncompared", FACTS)
    assert repository.link_decisions() == [kept]
    assert repository.links_in_force() == (kept,)
    entry = repository.audit_entries(limit=1)[0]
    assert (entry.who, entry.action, entry.subject) == ("Sato", "link", "person: P1 = A1")
    assert repository.verify_audit(deep=True).ok


def test_an_undo_is_added_and_the_former_word_counts_again(repository: Repository) -> None:
    first = decide(repository)
    second = decide(repository, Verdict.REJECTED, by="Ito")
    assert repository.links_in_force() == (second,)
    undo = repository.undo_link(second.id, reason="a mistake", by="Abe")
    assert (undo.verdict, undo.undoes, undo.key, undo.by) == (Verdict.UNDONE, second.id, second.key, "Abe")
    assert repository.links_in_force() == (first,)
    repository.undo_link(first.id, reason="another", by="Abe")
    assert repository.links_in_force() == ()
    assert [one.id for one in repository.link_decisions()] == [1, 2, 3, 4]
    assert repository.verify_audit(deep=True).ok


def test_only_what_is_there_and_counts_can_be_undone(repository: Repository) -> None:
    with pytest.raises(NotFoundError, match="no decision 1"):
        repository.undo_link(1, reason="x", by="Sato")
    kept = decide(repository)
    undo = repository.undo_link(kept.id, reason="x", by="Sato")
    with pytest.raises(UsageError, match="undone already, by decision 2"):
        repository.undo_link(kept.id, reason="x", by="Sato")
    with pytest.raises(UsageError, match="is an undo itself"):
        repository.undo_link(undo.id, reason="x", by="Sato")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": "  "}, "needs a reason"),
        ({"by": " "}, "name of who"),
        ({"subject": " "}, "cannot be kept"),
        ({"object": "A\x00"}, "cannot be kept"),
        ({"subject": "x" * (LONGEST_END + 1)}, "cannot be kept"),
        ({"facts": {"x": "y" * 200_000}}, "too much"),
    ],
)
def test_what_cannot_be_kept_is_refused(repository: Repository, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        decide(repository, **changed)
    assert repository.link_decisions() == []
    with pytest.raises(ValueError, match="undo_link"):
        decide(repository, Verdict.UNDONE)


def test_a_run_names_what_was_in_force_and_keeps_its_identities(repository: Repository) -> None:
    kept = decide(repository)
    digest = decisions_hash([kept])
    run = repository.save_run(
        result(finding(), decisions_hash=digest, decisions=((1, "applied"),), identities=b"rows")
    )
    assert (run.decisions_hash, run.decisions) == (digest, ((1, "applied"),))
    (listed,) = repository.runs()
    assert (listed.decisions_hash, listed.decisions) == (digest, ((1, "applied"),))
    assert repository.run_identities(run.id) == b"rows"
    assert digest in repository.audit_entries(limit=1)[0].detail


@pytest.mark.parametrize(
    "statement", ["UPDATE link_decisions SET reason = 'x'", "DELETE FROM link_decisions"]
)
def test_the_database_refuses_to_change_them(repository: Repository, url: str, statement: str) -> None:
    decide(repository)
    engine = create_engine(url)
    with (
        pytest.raises(DBAPIError, match="rows of link_decisions are never changed"),
        engine.begin() as behind,
    ):
        behind.execute(text(statement))
    engine.dispose()


def _unguarded(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as behind:
        if engine.dialect.name == "sqlite":
            behind.execute(text("DROP TRIGGER link_decisions_no_update"))
            behind.execute(text("DROP TRIGGER link_decisions_no_delete"))
        else:
            behind.execute(text("DROP TRIGGER link_decisions_append_only ON link_decisions"))
        behind.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE link_decisions SET verdict = 'rejected'", "Decision upon a link 1 was changed"),
        ("UPDATE link_decisions SET object = 'A2'", "Decision upon a link 1 was changed"),
        ("UPDATE link_decisions SET facts = '{}'", "Decision upon a link 1 was changed"),
        ("DELETE FROM link_decisions", "Decision upon a link 1 is in the log but no longer"),
        ("UPDATE run_links SET decisions_hash = ''", "links of run 1 was changed"),
        ("UPDATE run_links SET identities = 'x'", "links of run 1 was changed"),
        ("DELETE FROM run_links", "links of run 1 is in the log but no longer"),
    ],
)
def test_tampering_shows(repository: Repository, url: str, statement: str, said: str) -> None:
    kept = decide(repository)
    repository.save_run(result(finding(), decisions_hash=decisions_hash([kept]), decisions=((1, "applied"),)))
    assert repository.verify_audit().ok
    _unguarded(url, statement)
    assert said in " ".join(repository.verify_audit().problems)


def _format_two(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as behind:
        behind.execute(text("DROP TABLE link_decisions"))
        behind.execute(text("DROP TABLE run_links"))
        behind.execute(text("UPDATE graphrisk_meta SET value = '2' WHERE name = 'format'"))
    engine.dispose()


def test_a_database_of_the_format_before_gets_the_tables(url: str) -> None:
    with Repository(url, clock=Clock()) as repository:
        repository.record_audit(who="Sato", action="look", subject="x")
    _format_two(url)
    with Repository(url, clock=Clock()) as repository:
        assert repository.link_decisions() == []
        kept = decide(repository)
        run = repository.save_run(result(finding()))
        assert (run.decisions_hash, run.decisions) == ("", ())
        assert repository.links_in_force() == (kept,)
        assert repository.verify_audit(deep=True).ok
    engine = create_engine(url)
    with engine.connect() as behind:
        found = behind.execute(text("SELECT value FROM graphrisk_meta WHERE name = 'format'")).scalar_one()
    assert found == str(FORMAT)
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as behind:
        behind.execute(text("DELETE FROM link_decisions"))
    engine.dispose()
