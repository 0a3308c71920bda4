"""How sure a finding is that person and organisation are who the records say, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from graphrisk.findings import Identity
from graphrisk.resolve.frames import united
from graphrisk.scan.session import as_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir
    import pyarrow as pa

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
_OWN = _Reasons(("own_declaration",))
_THROUGH_RECORDS = {"work", "award", "author_record"}
"""Kinds of evidence that are somebody's only if an author record is."""


class Identities:
    """Looks up the reasons behind the identity of a finding's person and object."""

    def __init__(self, session: Session, facts: Facts) -> None:
        self._asked = tuple(
            session.ask(rows) for rows in (_people(facts), _mentions(session, facts), _listed(session, facts))
        )

    @cached_property
    def _people(self) -> dict[str, _Reasons]:
        return _read_people(self._asked[0].result())

    @cached_property
    def _rows(self) -> dict[str, _Reasons]:
        columns = as_columns(self._asked[1].result())
        return {row_id: _told(why, others) for row_id, why, others in zip(*columns.values(), strict=True)}

    @cached_property
    def _listed(self) -> dict[tuple[str, str], _Reasons]:
        columns = as_columns(self._asked[2].result())
        return {
            (org, entry): _told(why, others)
            for org, entry, why, others in zip(*columns.values(), strict=True)
        }

    def read(self) -> None:
        """Wait for all answers now."""
        _ = self._people, self._rows, self._listed

    def of(self, found: Candidate, evidence: Sequence[Evidence]) -> Identity:
        """Return the identity of a finding: its grade, and why, and what else it might be."""
        parts = [self._person(found, evidence)]
        for item in evidence:
            if item.kind == "declaration":
                parts.append(self._rows.get(item.record, _NOTHING))
            elif item.kind == "listing":
                parts.append(self._listed.get((found.object_id, item.record), _NOTHING))
        parts = [part for part in parts if part is not _NOTHING] or [_NOTHING]
        if len(parts) == 1:
            only = parts[0]
            return Identity(found.grade, only.reasons, only.against, only.alternatives)
        return Identity(
            found.grade,
            tuple(dict.fromkeys(code for part in parts for code in part.reasons)),
            tuple(dict.fromkeys(code for part in parts for code in part.against)),
            tuple(dict.fromkeys(code for part in parts for code in part.alternatives)),
        )

    def _person(self, found: Candidate, evidence: Sequence[Evidence]) -> _Reasons:
        """Return why the records are the person's; none has to be where all is declared."""
        if found.person_id is None:
            return _NOTHING
        if evidence and not any(item.kind in _THROUGH_RECORDS for item in evidence):
            return _OWN
        return self._people.get(found.person_id, _NOTHING)


def _people(facts: Facts) -> ir.Table:
    rows = facts.identities.order_by("person_id", "author_id")
    return rows.select(
        "person_id", "author_id", "status", why=_line(rows.reasons), contra=_line(rows.against)
    )


def _read_people(rows: pa.Table) -> dict[str, _Reasons]:
    """Return for each person why the linked records are theirs, and the records that were not taken."""
    found: dict[str, _Reasons] = {}
    for person, author, status, why, contra in zip(*as_columns(rows).values(), strict=True):
        before = found.get(person, _NOTHING)
        if status == "linked":
            after = _Reasons(
                _more(before.reasons, _codes(why)), _more(before.against, _codes(contra)), before.alternatives
            )
        else:
            note = f"{author}|{_codes(contra)[0] if contra else status}"
            after = _Reasons(before.reasons, before.against, (*before.alternatives, note))
        found[person] = after
    return found


def _mentions(session: Session, facts: Facts) -> ir.Table:
    mentions = session.tables["mentions"]
    rows = mentions.semi_join(facts.declared.select("row_id").distinct(), "row_id")
    rows = rows.select("row_id", why=_line(rows.reasons), others=_line(rows.alternatives))
    return rows.filter((rows.why != "") | (rows.others != ""))


def _listed(session: Session, facts: Facts) -> ir.Table:
    listings, beside = session.tables["listings"], session.tables["listing_relations"]
    columns = ("org_id", "entry_id", "reasons", "alternatives")
    rows = listings.semi_join(facts.listings, ["org_id", "entry_id"]).select(*columns)
    near = beside.semi_join(facts.relatives, ["org_id", "entry_id"]).select(*columns)
    rows = united(rows, near)
    return rows.select("org_id", "entry_id", why=_line(rows.reasons), others=_line(rows.alternatives))


_LINE_BREAK = "\n"


def _line(codes: ir.ArrayValue) -> ir.StringValue:
    """Return codes as one text: a few distinct texts are read much faster than as many lists."""
    return codes.join(_LINE_BREAK).fill_null("")


@lru_cache(maxsize=1 << 14)
def _codes(line: str) -> tuple[str, ...]:
    return tuple(line.split(_LINE_BREAK)) if line else ()


@lru_cache(maxsize=1 << 14)
def _told(why: str, others: str) -> _Reasons:
    return _Reasons(_codes(why), (), _codes(others))


def _more(before: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *codes))) if before else codes
