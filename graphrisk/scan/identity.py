"""How sure a finding is that person and organisation are who the records say, with the reasons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.findings import Identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.analyzers.candidate import Candidate
    from graphrisk.analyzers.facts import Facts
    from graphrisk.findings import Evidence
    from graphrisk.scan.session import Session


@dataclass(frozen=True, slots=True)
class _Reasons:
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


_NOTHING = _Reasons()


class Identities:
    """Looks up the reasons behind the identity of a finding's person and object."""

    def __init__(self, session: Session, facts: Facts) -> None:
        self._people = _people(session, facts)
        self._rows = _mentions(session, facts)
        self._listed = _listed(session, facts)

    def of(self, found: Candidate, evidence: Sequence[Evidence]) -> Identity:
        """Return the identity of a finding: its grade, and why, and what else it might be."""
        parts = [self._people.get(found.person_id or "", _NOTHING)]
        for item in evidence:
            if item.kind == "declaration":
                parts.append(self._rows.get(item.record, _NOTHING))
            elif item.kind == "listing":
                parts.append(self._listed.get((found.object_id, item.record), _NOTHING))
        if len(parts) == 1:
            only = parts[0]
            return Identity(found.grade, only.reasons, only.against, only.alternatives)
        return Identity(
            found.grade,
            tuple(dict.fromkeys(code for part in parts for code in part.reasons)),
            tuple(dict.fromkeys(code for part in parts for code in part.against)),
            tuple(dict.fromkeys(code for part in parts for code in part.alternatives)),
        )


def _people(session: Session, facts: Facts) -> dict[str, _Reasons]:
    """Return for each person why the linked records are theirs, and the records that were not taken."""
    rows = session.columns(
        facts.identities.select("person_id", "author_id", "status", "reasons", "against").order_by(
            "person_id", "author_id"
        )
    )
    reasons: dict[str, dict[str, None]] = defaultdict(dict)
    against: dict[str, dict[str, None]] = defaultdict(dict)
    others: dict[str, dict[str, None]] = defaultdict(dict)
    for person, author, status, why, contra in zip(*rows.values(), strict=True):
        if status == "linked":
            reasons[person].update(dict.fromkeys(why or ()))
            against[person].update(dict.fromkeys(contra or ()))
        else:
            others[person][f"{author}|{contra[0] if contra else status}"] = None
    people = {*reasons, *others}
    return {p: _Reasons(tuple(reasons[p]), tuple(against[p]), tuple(others[p])) for p in people}


def _mentions(session: Session, facts: Facts) -> dict[str, _Reasons]:
    mentions = session.tables["mentions"]
    wanted = facts.declared.select("row_id").distinct()
    rows = session.columns(
        mentions.semi_join(wanted, "row_id").select("row_id", "reasons", "alternatives").order_by("row_id")
    )
    return {
        row_id: _Reasons(tuple(why or ()), (), tuple(others or ()))
        for row_id, why, others in zip(*rows.values(), strict=True)
        if why or others
    }


def _listed(session: Session, facts: Facts) -> dict[tuple[str, str], _Reasons]:
    listings = session.tables["listings"]
    wanted = facts.listings.select("org_id", "entry_id")
    rows = session.columns(
        listings.semi_join(wanted, ["org_id", "entry_id"]).select(
            "org_id", "entry_id", "reasons", "alternatives"
        )
    )
    return {
        (org, entry): _Reasons(tuple(why or ()), (), tuple(others or ()))
        for org, entry, why, others in zip(*rows.values(), strict=True)
    }
