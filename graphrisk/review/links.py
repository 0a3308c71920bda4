"""Decisions upon links, and what each run took from them: added, never changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, insert, select

from graphrisk.errors import NotFoundError, StoreError, UsageError
from graphrisk.links import LinkDecision, LinkKind, Verdict, facts_text, in_force
from graphrisk.review.tables import LinkDecisionRow, RunLinks
from graphrisk.review.text import printable
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

LONGEST_END = 4000
"""Characters of one end of a link; affiliations as printed may be long."""
LARGEST_FACTS = 100_000


def checked_end(text: str) -> str:
    """Return one end of a link. Raises `UsageError` where it is empty, unprintable or too long."""
    if not text.strip() or printable(text) != text or len(text) > LONGEST_END:
        raise UsageError(
            Sentence("The link names something that cannot be kept."),
            remedy=Sentence(
                "Name both ends by ids or texts of at most {most} characters.", most=f"{LONGEST_END:,}"
            ),
        )
    return text


def checked_facts(facts: Mapping[str, Any]) -> str:
    """Return the facts of a link as JSON that is the same for equal facts. Raises `UsageError`."""
    text = printable(facts_text(facts))
    if len(text.encode()) > LARGEST_FACTS:
        raise UsageError(
            Sentence("There is too much to keep of this link."),
            remedy=Sentence("Report it: this is a mistake."),
        )
    return text


def check_undo(connection: Connection, number: int) -> Row[Any]:
    """Return the decision that is to be undone. Raises `NotFoundError` and `UsageError`."""
    table = LinkDecisionRow.__table__
    row = connection.execute(select(table).where(LinkDecisionRow.id == number)).one_or_none()
    if row is None:
        raise NotFoundError(
            Sentence("There is no decision {number} upon a link.", number=number),
            remedy=Sentence("List them: graphrisk resolve decisions"),
        )
    if row.verdict == Verdict.UNDONE:
        raise UsageError(
            Sentence("Decision {number} is an undo itself.", number=number),
            remedy=Sentence("Decide upon the link anew instead."),
        )
    taken = connection.execute(select(LinkDecisionRow.id).where(LinkDecisionRow.undoes == number)).scalar()
    if taken is not None:
        raise UsageError(
            Sentence("Decision {number} was undone already, by decision {undo}.", number=number, undo=taken),
            remedy=Sentence("List what is in force: graphrisk resolve decisions"),
        )
    return row


def write(connection: Connection, values: Mapping[str, Any]) -> Row[Any]:
    """Add a decision and return the row as it was kept; its number is the next free one."""
    number = (connection.execute(select(func.max(LinkDecisionRow.id))).scalar_one() or 0) + 1
    connection.execute(insert(LinkDecisionRow), [{**values, "id": number}])
    return connection.execute(select(LinkDecisionRow.__table__).where(LinkDecisionRow.id == number)).one()


def every(connection: Connection) -> list[LinkDecision]:
    """Return all decisions upon links, oldest first."""
    rows = connection.execute(select(LinkDecisionRow.__table__).order_by(LinkDecisionRow.id))
    return [record(row) for row in rows]


def standing(connection: Connection) -> tuple[LinkDecision, ...]:
    """Return the decisions in force."""
    return in_force(every(connection))


def record(row: Row[Any]) -> LinkDecision:
    """Return a row as the rest of graphrisk sees it. Raises `StoreError` for a damaged one."""
    try:
        return LinkDecision(
            id=row.id,
            kind=LinkKind(row.kind),
            verdict=Verdict(row.verdict),
            subject=row.subject,
            object=row.object,
            facts=orjson.loads(row.facts),
            reason=row.reason,
            by=row.decided_by,
            at=row.decided_at,
            undoes=row.undoes,
        )
    except ValueError as error:
        raise StoreError(
            Sentence("Decision {number} upon a link cannot be read ({error}).", number=row.id, error=error),
            remedy=Sentence("Restore the review database from a backup."),
        ) from error


def run_values(digest: str, outcomes: Sequence[tuple[int, str]], identities: bytes) -> dict[str, Any]:
    """Return what a run keeps of the decisions in force and of its people."""
    return {
        "decisions_hash": digest,
        "decisions": orjson.dumps([list(one) for one in outcomes]).decode(),
        "identities": identities,
    }


def write_run(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Keep it for a run that is written in the same transaction."""
    connection.execute(insert(RunLinks), [{**values, "run": number}])


def run_digest(row: Any) -> str:
    """Return the digest of what a run keeps here, as the run's audit entry holds it."""
    content = row["identities"]
    # Who tampers with a file of SQLite may have left a text where bytes were.
    raw = content.encode() if isinstance(content, str) else bytes(content)
    return hashlib.sha256(f"{row['decisions_hash']}\n{row['decisions']}\n".encode() + raw).hexdigest()


def of_run(connection: Connection, number: int) -> Row[Any] | None:
    """Return what a run keeps here; None for a run of an older graphrisk."""
    return connection.execute(select(RunLinks.__table__).where(RunLinks.run == number)).one_or_none()
