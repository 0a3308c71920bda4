"""Decisions about people, put in force upon what resolving found.

A confirmed link is A: a named reviewer, who saw the records and answers for it with a reason, is a primary
source as a declared identifier is, and unlike it looked at the very question; it can be checked, and taken
back. What speaks against the link stays written beside it. A rejected link is never used.

Nothing else changes but what an A link changes in resolving itself: namesakes of a confirmed person are
passed over, and another participant's claim upon the record by name alone is held back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.links import Verdict
from graphrisk.resolve.frames import united
from graphrisk.resolve.persons import Resolved
from graphrisk.resolve.records import lines_of
from graphrisk.schema import IDENTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphrisk.resolve.decided.plan import Pair, Plan
    from graphrisk.store.engine import Engine

_KEY = ("person_id", "author_id")
_BY_NAME = frozenset({"openalex_id", "orcid", "orcid_stated"})
"""Reasons without which a link rests on the name."""
Row = dict[str, Any]


def decide_people(engine: Engine, resolved: Resolved, plan: Plan) -> Resolved:
    """Return who is who with the decisions about people in force; the same where there are none."""
    if not plan.people:
        return resolved
    pairs = {(pair.person_id, pair.author_id): pair for pair in plan.people}
    confirmed = [pair for pair in plan.people if pair.decision.verdict is Verdict.CONFIRMED]
    found = resolved.identities
    near = found.filter(
        found.person_id.isin(sorted({person for person, _ in pairs}))
        | found.author_id.isin(sorted({pair.author_id for pair in confirmed}))
    )
    rows: dict[tuple[str, str], Row] = {
        (row["person_id"], row["author_id"]): row for row in engine.read(near).to_pylist()
    }
    missing = sorted(
        {author for key, pair in pairs.items() if key not in rows for author in [pair.author_id]}
    )
    decided = [_decided(pair, rows.get(key)) for key, pair in pairs.items()]
    others = [row for key, row in rows.items() if key not in pairs]
    held = [_held_back(row, confirmed) for row in others]
    table = engine.put(pa.Table.from_pylist([*decided, *held], schema=IDENTITIES.arrow_schema()))
    rest = found.anti_join(near.select(*_KEY), list(_KEY))
    identities = engine.keep("identities", united(rest, table).order_by(*_KEY))
    if not missing:
        return Resolved(identities, resolved.lines)
    places = lines_of(engine, engine.put(pa.table({"author_id": missing})))
    lines = united(resolved.lines.filter(~resolved.lines.author_id.isin(missing)), places)
    return Resolved(identities, engine.keep("lines", lines))


def _decided(pair: Pair, row: Mapping[str, Any] | None) -> Row:
    reasons = list(row["reasons"] or ()) if row else []
    against = list(row["against"] or ()) if row else []
    ends = {"person_id": pair.person_id, "author_id": pair.author_id}
    if pair.decision.verdict is Verdict.CONFIRMED:
        reasons.insert(0, pair.decision.code)
        return {**ends, "grade": "A", "status": "linked", "reasons": reasons, "against": against}
    against.insert(0, pair.decision.code)
    return {**ends, "grade": "C", "status": "rejected", "reasons": reasons, "against": against}


def _held_back(row: Row, confirmed: Iterable[Pair]) -> Row:
    """Return a row beside the decided ones, as resolving would have left it beside an A link."""
    by_name = _BY_NAME.isdisjoint(row["reasons"] or ())
    if not by_name or row["status"] == "rejected":
        return row
    weak = row["status"] == "candidate" or row["grade"] == "C"
    if weak and any(pair.person_id == row["person_id"] for pair in confirmed):
        return _against(row, "rejected", "other_record_linked")
    if any(pair.author_id == row["author_id"] for pair in confirmed):
        return _against(row, "candidate", "claimed_by_other")
    return row


def _against(row: Row, status: str, code: str) -> Row:
    against = list(row["against"] or ())
    if code not in against:
        against.append(code)
    return {**row, "grade": "C", "status": status, "against": against}
