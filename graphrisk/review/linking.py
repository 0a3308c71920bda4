"""Taking decisions upon links: one row and one line of the audit log, both or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk.links import Verdict
from graphrisk.review import audit, decisions, links, runs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from graphrisk.links import LinkDecision
    from graphrisk.review.engine import Database

_ENDS = ("kind", "subject", "object", "facts")


def take(
    database: Database,
    clock: Callable[[], dt.datetime],
    link: Mapping[str, Any] | int,
    *,
    reason: str,
    by: str,
    run_id: str | None,
    finding_id: str | None,
) -> LinkDecision:
    """Add a decision upon `link`, or the undo of the decision of that number, and return it as it was kept.

    `link` holds kind, verdict, subject, object and facts, checked before.
    """
    because, who = decisions.checked_reason(reason), decisions.checked_person(by)
    with database.write() as connection:
        head = audit.lock(connection)
        if isinstance(link, int):
            before = links.check_undo(connection, link)
            ends = {name: getattr(before, name) for name in _ENDS}
            values = {**ends, "verdict": Verdict.UNDONE.value, "undoes": link}
        else:
            values = {**link, "undoes": None}
        at = clock()
        taken = {
            "run": runs.find(connection, run_id).number if run_id else None,
            "finding_id": finding_id,
            "reason": because,
            "decided_by": who,
            "decided_at": at,
        }
        kept = links.write(connection, values | taken)
        audit.append(
            connection,
            head,
            at=at,
            who=who,
            action="link",
            subject=f"{kept.kind}: {kept.subject} = {kept.object}",
            detail={
                "row": kept.id,
                "digest": audit.link_decision_digest(kept),
                "verdict": kept.verdict,
                "undoes": kept.undoes,
            },
        )
        return links.record(kept)
