"""Views of the graph attached to findings: kept as they were, sealed in the audit log, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from graphrisk.errors import NotFoundError, UsageError
from graphrisk.review import Repository
from graphrisk.review.attachments import LARGEST_CONTENT, LONGEST_NOTE
from graphrisk.review.tables import FORMAT
from tests.review.factory import Clock, finding, result

if TYPE_CHECKING:
    from graphrisk.review import AttachmentRecord

ONE = finding()
CONTENT: dict[str, Any] = {"snapshot": 3, "nodes": [{"kind": "person", "id": "A1", "name": "山田 花子"}]}


def attach(repository: Repository, note: str = "two joint works", **changed: Any) -> AttachmentRecord:
    values = {"link": "/explore?view=1abc", "content": CONTENT, "by": "Sato", **changed}
    return repository.attach(None, ONE.id, note=note, **values)


def test_a_view_is_kept_as_it_was(repository: Repository) -> None:
    repository.save_run(result(ONE), by="scan")
    kept = attach(repository, "  seen\r\ntwice\x00 ")
    assert (kept.id, kept.note, kept.link) == (1, "seen\ntwice", "/explore?view=1abc")
    assert kept.content == CONTENT
    newer = attach(repository)
    assert repository.attachments(ONE.id) == [newer, kept]
    assert repository.attachments("F0") == []
    entry = repository.audit_entries(limit=1)[0]
    assert (entry.who, entry.action, entry.subject) == ("Sato", "attachment", ONE.id)
    assert repository.verify_audit(deep=True).ok


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"note": "  "}, "needs a note"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, "at most 4,000"),
        ({"link": "https://elsewhere.example/"}, "link"),
        ({"link": "//elsewhere.example/"}, "link"),
        ({"link": "/\\elsewhere.example/"}, "link"),
        ({"content": {"x": "y" * LARGEST_CONTENT}}, "too large"),
        ({"by": " "}, "name of who"),
    ],
)
def test_what_cannot_be_kept_is_refused(repository: Repository, changed: dict[str, Any], said: str) -> None:
    repository.save_run(result(ONE), by="scan")
    with pytest.raises(UsageError, match=said):
        attach(repository, **changed)
    assert repository.attachments(ONE.id) == []


def test_only_findings_that_exist_take_a_view(repository: Repository) -> None:
    repository.save_run(result(ONE), by="scan")
    with pytest.raises(NotFoundError, match="no finding"):
        repository.attach(None, "F0", note="x", link="/explore", content={}, by="Sato")


@pytest.mark.parametrize("statement", ["UPDATE attachments SET note = 'x'", "DELETE FROM attachments"])
def test_the_database_refuses_to_change_them(repository: Repository, url: str, statement: str) -> None:
    repository.save_run(result(ONE), by="scan")
    attach(repository)
    engine = create_engine(url)
    with pytest.raises(DBAPIError, match="rows of attachments are never changed"), engine.begin() as behind:
        behind.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE attachments SET note = 'nothing'", "Attachment 1 was changed"),
        ("UPDATE attachments SET content = '{}'", "Attachment 1 was changed"),
        ("DELETE FROM attachments", "Attachment 1 is in the log but no longer in its table"),
    ],
)
def test_tampering_shows(repository: Repository, url: str, statement: str, said: str) -> None:
    repository.save_run(result(ONE), by="scan")
    attach(repository)
    engine = create_engine(url)
    with engine.begin() as behind:
        if engine.dialect.name == "sqlite":
            behind.execute(text("DROP TRIGGER attachments_no_update"))
            behind.execute(text("DROP TRIGGER attachments_no_delete"))
        else:
            behind.execute(text("DROP TRIGGER attachments_append_only ON attachments"))
        behind.execute(text(statement))
    engine.dispose()
    assert said in " ".join(repository.verify_audit().problems)


def test_a_database_of_the_format_before_gets_the_table(url: str) -> None:
    with Repository(url, clock=Clock()) as repository:
        repository.save_run(result(ONE), by="scan")
        repository.decide(None, ONE.id, decision="confirmed", reason="seen", decided_by="Ito")
        before = repository.audit_entries()
    engine = create_engine(url)
    with engine.begin() as behind:
        behind.execute(text("DROP TABLE attachments"))
        behind.execute(text("UPDATE graphrisk_meta SET value = '1' WHERE name = 'format'"))
    with Repository(url, clock=Clock()) as repository:
        assert repository.audit_entries() == before
        attach(repository)
        assert repository.verify_audit(deep=True).ok
    with engine.connect() as behind:
        found = behind.execute(text("SELECT value FROM graphrisk_meta WHERE name = 'format'")).scalar_one()
    engine.dispose()
    assert found == str(FORMAT)
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as behind:
        behind.execute(text("DELETE FROM attachments"))
    engine.dispose()
