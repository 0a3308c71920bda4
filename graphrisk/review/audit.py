"""The audit log: who did what and when, each line sealed with a hash over itself and the line above.

Changing, removing or inserting a line breaks the chain from there on; cutting the end off disagrees with the
head. Decisions, attached views and runs leave a digest of themselves in the log, so that a change to them
shows as well; a run leaves another one of the identities and decisions upon links that it rests on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import insert, select, update

from graphrisk.review.links import run_digest
from graphrisk.review.records import AuditEntry, AuditReport
from graphrisk.review.tables import (
    FINISHED,
    AttachmentRow,
    AuditHead,
    AuditRow,
    DecisionRow,
    FindingRow,
    LinkDecisionRow,
    Run,
    RunLinks,
)
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

GENESIS = "0" * 64
"""What stands for the hash of the line above the first."""

_MOST_PROBLEMS = 100


def lock(connection: Connection) -> tuple[int, str]:
    """Take the turn of writing and return number and hash of the last entry."""
    head = connection.execute(
        select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1).with_for_update()
    ).one()
    return head.seq, head.hash


def append(
    connection: Connection,
    head: tuple[int, str],
    *,
    at: dt.datetime,
    who: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> AuditEntry:
    """Add an entry after `head`, which `lock` gave in this transaction, and return it."""
    seq, previous = head[0] + 1, head[1]
    at = at.astimezone(dt.UTC)
    text = canonical(detail)
    entry = AuditEntry(seq, at, who, action, subject, text, previous, "")
    seal = entry_hash(entry)
    connection.execute(
        insert(AuditRow),
        [
            {
                "seq": seq,
                "at": at,
                "who": who,
                "action": action,
                "subject": subject,
                "detail": text,
                "previous": previous,
                "hash": seal,
            }
        ],
    )
    connection.execute(update(AuditHead).where(AuditHead.id == 1).values(seq=seq, hash=seal))
    return AuditEntry(seq, at, who, action, subject, text, previous, seal)


def entry_hash(entry: AuditEntry) -> str:
    """Return the hash over all fields of an entry but its own hash."""
    moment = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = [str(entry.seq), moment, entry.who, entry.action, entry.subject, entry.detail, entry.previous]
    return digest(parts)


def digest(parts: list[str]) -> str:
    """Return a hash over a list of texts that no other list shares."""
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def canonical(detail: Mapping[str, Any]) -> str:
    """Return `detail` as JSON that is the same for equal content."""
    return orjson.dumps(
        dict(detail), option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str
    ).decode()


def decision_digest(row: Row[Any]) -> str:
    """Return the digest of a decision's row, as its audit entry holds it."""
    return digest(
        [
            str(row.id),
            row.finding_id,
            str(row.run),
            row.evidence_hash,
            row.decision,
            row.reason,
            row.decided_by,
            row.decided_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        ]
    )


def link_decision_digest(row: Row[Any]) -> str:
    """Return the digest of the row of a decision upon a link, as its audit entry holds it."""
    return digest(
        [
            str(row.id),
            row.kind,
            row.verdict,
            row.subject,
            row.object,
            row.facts,
            str(row.undoes),
            str(row.run),
            str(row.finding_id),
            row.reason,
            row.decided_by,
            row.decided_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        ]
    )


def attachment_digest(row: Row[Any]) -> str:
    """Return the digest of an attached view's row, as its audit entry holds it."""
    return digest(
        [
            str(row.id),
            row.finding_id,
            str(row.run),
            row.note,
            row.link,
            row.content,
            row.attached_by,
            row.attached_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        ]
    )


def entries(connection: Connection, *, limit: int, only: Mapping[str, str | None]) -> list[AuditEntry]:
    """Return the newest `limit` entries, newest first; `only` gives the value that a column must have."""
    statement = select(AuditRow.__table__).order_by(AuditRow.seq.desc()).limit(limit)
    for name, value in only.items():
        if value is not None:
            statement = statement.where(AuditRow.__table__.c[name] == value)
    return [_entry(row) for row in connection.execute(statement)]


def verify(connection: Connection, *, deep: bool) -> AuditReport:
    """Read the whole log and compare it with its hashes, its head, decisions, attachments and runs.

    `deep` computes the digests of runs anew from their findings instead of trusting the column.
    """
    problems: list[str] = []
    sealed: dict[str, dict[str, str]] = {"decision": {}, "link": {}, "attachment": {}, "run": {}}
    bases: dict[str, str] = {}
    count, previous = 0, GENESIS
    statement = select(AuditRow.__table__).order_by(AuditRow.seq).execution_options(yield_per=5000)
    for row in connection.execute(statement):
        entry = _entry(row)
        count += 1
        if entry.seq != count:
            problems.append(
                Sentence(
                    "Entry {number} is missing: entry {next} follows in its place.",
                    number=count,
                    next=entry.seq,
                )
            )
            count = entry.seq
        if entry.previous != previous:
            problems.append(Sentence("Entry {number} does not follow the entry above it.", number=entry.seq))
        if entry_hash(entry) != entry.hash:
            problems.append(Sentence("Entry {number} was changed after it was written.", number=entry.seq))
        previous = entry.hash
        if entry.action in sealed:
            sealed[entry.action].update(_sealed(entry, "digest"))
        if entry.action == "run":
            bases.update(_sealed(entry, "links"))
        if len(problems) >= _MOST_PROBLEMS:
            break
    head = read_head(connection)
    if not problems and head != (count, previous):
        problems.append(
            Sentence(
                "The log ends at entry {count}, but entry {number} was once written.",
                count=count,
                number=head[0],
            )
        )
    problems += _compare_decisions(connection, sealed["decision"])
    problems += _compare_links(connection, sealed["link"])
    problems += _compare_attachments(connection, sealed["attachment"])
    problems += _compare_runs(connection, sealed["run"], deep)
    problems += _compare_bases(connection, bases)
    return AuditReport(entries=count, head=previous, problems=tuple(problems[:_MOST_PROBLEMS]))


def read_head(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last entry, to read only."""
    head = connection.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1)).one_or_none()
    return (head.seq, head.hash) if head else (0, "")


def _sealed(entry: AuditEntry, name: str) -> dict[str, str]:
    try:
        detail = orjson.loads(entry.detail)
        return {str(detail["row"]): str(detail[name])}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return {}


def _compare_decisions(connection: Connection, sealed: dict[str, str]) -> list[str]:
    found = {str(row.id): decision_digest(row) for row in connection.execute(select(DecisionRow.__table__))}
    return _differences("Decision", sealed, found)


def _compare_links(connection: Connection, sealed: dict[str, str]) -> list[str]:
    rows = connection.execute(select(LinkDecisionRow.__table__))
    return _differences(
        "Decision upon a link", sealed, {str(row.id): link_decision_digest(row) for row in rows}
    )


def _compare_bases(connection: Connection, sealed: dict[str, str]) -> list[str]:
    rows = connection.execute(select(RunLinks.__table__).execution_options(yield_per=10))
    found = {str(row.run): run_digest(row._mapping) for row in rows}
    return _differences("What was noted of the links of run", sealed, found)


def _compare_attachments(connection: Connection, sealed: dict[str, str]) -> list[str]:
    rows = connection.execute(select(AttachmentRow.__table__).execution_options(yield_per=200))
    return _differences("Attachment", sealed, {str(row.id): attachment_digest(row) for row in rows})


def _compare_runs(connection: Connection, sealed: dict[str, str], deep: bool) -> list[str]:
    rows = connection.execute(select(Run.number, Run.digest).where(FINISHED))
    found = {str(row.number): row.digest for row in rows}
    if deep:
        found = {number: _findings_digest(connection, int(number)) for number in found}
    return _differences("Run", sealed, found)


def _findings_digest(connection: Connection, run: int) -> str:
    seal = hashlib.sha256()
    payloads = select(FindingRow.payload).where(FindingRow.run == run).order_by(FindingRow.position)
    for payload in connection.execute(payloads.execution_options(yield_per=5000)).scalars():
        seal.update(payload.encode())
    return seal.hexdigest()


def _differences(kind: str, sealed: dict[str, str], found: dict[str, str]) -> list[str]:
    problems: list[str] = [
        Sentence("{kind} {key} is in the log but no longer in its table.", kind=kind, key=key)
        for key in sealed
        if key not in found
    ]
    for key, value in found.items():
        if key not in sealed:
            problems.append(Sentence("{kind} {key} has no entry in the log.", kind=kind, key=key))
        elif sealed[key] != value:
            problems.append(Sentence("{kind} {key} was changed after it was written.", kind=kind, key=key))
    return problems


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(row.seq, row.at, row.who, row.action, row.subject, row.detail, row.previous, row.hash)
