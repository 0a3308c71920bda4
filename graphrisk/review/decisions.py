"""Decisions: added, never changed, and what follows from them for a finding in a run."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from graphrisk.errors import UsageError
from graphrisk.review.records import Decision, DecisionRecord, State
from graphrisk.review.runs import run_id, run_number
from graphrisk.review.tables import DecisionRow, FindingRow
from graphrisk.review.text import printable
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

LONGEST_REASON = 4000


def checked_decision(text: str) -> Decision:
    """Return the decision called `text`. Raises `UsageError` for anything else."""
    try:
        return Decision(text)
    except ValueError as error:
        raise UsageError(
            Sentence("{text} is no decision.", text=repr(text)),
            remedy=Sentence("Name one of: {names}.", names=", ".join(Decision)),
        ) from error


def checked_reason(text: str) -> str:
    """Return a reason without surrounding space and control characters. Raises `UsageError`."""
    reason = printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not reason:
        raise UsageError(
            Sentence("A decision needs a reason."), remedy=Sentence("Write what was found out, and how.")
        )
    if len(reason) > LONGEST_REASON:
        raise UsageError(
            Sentence(
                "The reason has {count} characters; at most {most} are kept.",
                count=f"{len(reason):,}",
                most=f"{LONGEST_REASON:,}",
            ),
            remedy=Sentence("Shorten it, and name the document that holds the rest."),
        )
    return reason


def checked_person(text: str) -> str:
    """Return the name of who decides, trimmed. Raises `UsageError` where there is none."""
    name = printable(text).strip()
    if not name or len(name) > 200:
        raise UsageError(
            Sentence("A decision needs the name of who decides, at most 200 characters."),
            remedy=Sentence("Set GRAPHRISK_USER to your name."),
        )
    return name


def write(
    connection: Connection,
    finding: Row[Any],
    *,
    decision: Decision,
    reason: str,
    by: str,
    at: dt.datetime,
) -> Row[Any]:
    """Add a decision upon a finding as its run has it, and return the row as it was kept."""
    number = (connection.execute(select(func.max(DecisionRow.id))).scalar_one() or 0) + 1
    connection.execute(
        insert(DecisionRow),
        [
            {
                "id": number,
                "finding_id": finding.finding_id,
                "run": finding.run,
                "evidence_hash": finding.evidence_hash,
                "decision": decision.value,
                "reason": reason,
                "decided_by": by,
                "decided_at": at,
            }
        ],
    )
    return connection.execute(select(DecisionRow.__table__).where(DecisionRow.id == number)).one()


def of_finding(connection: Connection, finding_id: str) -> list[DecisionRecord]:
    """Return all decisions upon a finding in any run, newest first."""
    rows = connection.execute(
        select(DecisionRow.__table__)
        .where(DecisionRow.finding_id == finding_id)
        .order_by(DecisionRow.id.desc())
    )
    return [_record(row) for row in rows]


def of_run(
    connection: Connection, run: int, finding_id: str | None = None
) -> Mapping[str, Sequence[DecisionRecord]]:
    """Return the decisions, newest first, upon the findings of a run (or one of them), whenever taken."""
    statement = (
        select(DecisionRow.__table__)
        .join(FindingRow, (FindingRow.finding_id == DecisionRow.finding_id) & (FindingRow.run == run))
        .order_by(DecisionRow.id.desc())
    )
    if finding_id is not None:
        statement = statement.where(DecisionRow.finding_id == finding_id)
    found: defaultdict[str, list[DecisionRecord]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.finding_id].append(_record(row))
    return found


def state(run: int, evidence_hash: str, decisions: Sequence[DecisionRecord]) -> State:
    """Return where a finding of `run` stands, given all decisions upon it, newest first.

    The newest decision upon exactly this evidence is in force, in whichever run it was taken. Otherwise the
    finding is open, and open *again* where a decision was taken upon other evidence in this or an earlier
    run; a decision upon the evidence of a later run says nothing about this one.
    """
    for decision in decisions:
        if decision.evidence_hash == evidence_hash:
            return State(
                decision=decision.decision,
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
                reason=decision.reason,
                times=len(decisions),
            )
    for decision in decisions:
        if (run_number(decision.run_id) or 0) <= run:
            return State(
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
                reason=decision.reason,
                reopened=True,
                previous=decision.decision,
                times=len(decisions),
            )
    return State(times=len(decisions))


def _record(row: Row[Any]) -> DecisionRecord:
    return DecisionRecord(
        row.id,
        row.finding_id,
        run_id(row.run),
        row.evidence_hash,
        Decision(row.decision),
        row.reason,
        row.decided_by,
        row.decided_at,
    )
