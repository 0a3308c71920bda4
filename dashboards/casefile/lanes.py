"""The lanes of a case's time line: one a tie, what was declared and what was observed in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboards.casefile.facts import KINDS
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.casefile.facts import CaseFacts, DeclaredRow
    from dashboards.words import Words
    from graphrisk.review.records import FindingRecord

MAX_LANES = 7
UNDECLARED_RULES = ("R-AFF-01", "R-FND-01")
"""Rules that ask whether the observed tie itself was declared."""
_ORDER = {
    "R-FND-01": ("funding", "support", "post"),
    "R-COA-01": ("collaboration", "post", "education"),
    "R-AFF-03": ("post", "education"),
}
_DEFAULT_ORDER = ("post", "education", "collaboration", "funding")


@dataclass(frozen=True, slots=True)
class Period:
    """A declared period; `end` is None while it lasts. `text` is said on hover, `label` inside the bar."""

    start: dt.date | None
    end: dt.date | None
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Something observed on a day."""

    day: dt.date
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """Days on which the organisation of the lane stands on a list."""

    start: dt.date
    end: dt.date | None
    text: str


@dataclass(slots=True)
class Lane:
    """One tie. `undeclared` marks the observed side as the one that the question asks about."""

    label: str
    note: str
    periods: list[Period] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    undeclared: bool = False


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes from top to bottom, and how many ties were left out for space."""

    lanes: tuple[Lane, ...]
    left_out: int


def lanes(record: FindingRecord, facts: CaseFacts, t: Words) -> Lanes:
    """Return the lanes of a finding: its object first, then the declared ties that bear on it."""
    asked = _object_lane(record, facts, t)
    shown: dict[str, Lane] = {}
    kinds = _ORDER.get(record.finding.rule, _DEFAULT_ORDER)
    rows = sorted((row for row in facts.declared if row.kind in kinds), key=lambda row: kinds.index(row.kind))
    for row in rows:
        if row.org_id in facts.family:
            asked.periods.append(_period(row, t))
            continue
        key = f"{row.kind in {'post', 'education'}}|{row.org_id or row.org}"
        lane = shown.setdefault(key, Lane(row.org, t(KINDS[row.kind])))
        lane.periods.append(_period(row, t))
        if row.kind in {"post", "education"} and len(lane.periods) == 1:
            lane.moments.extend(_works_at(facts, {row.org_id or row.org}, t))
    others = [lane for lane in shown.values() if _dated(lane)]
    parts = [asked] if _dated(asked) else []
    every = parts + others
    return Lanes(tuple(every[:MAX_LANES]), max(0, len(every) - MAX_LANES))


def _dated(lane: Lane) -> bool:
    return bool(lane.moments or lane.bands or any(p.start or p.end for p in lane.periods))


def _object_lane(record: FindingRecord, facts: CaseFacts, t: Words) -> Lane:
    finding = record.finding
    lane = Lane(
        t.called(finding.object.name), t(N_("asked about")), undeclared=finding.rule in UNDECLARED_RULES
    )
    for item in finding.evidence:
        if item.side == "observed" and item.date:
            lane.moments.append(Moment(item.date, item.kind, f"{t.date(item.date)} · {item.text}"))
    if not lane.moments:
        lane.moments.extend(_works_at(facts, facts.family, t))
    for listing in facts.listings:
        if listing.org_id == finding.object.id:
            said = t(
                N_("On the list {title}, edition {edition}"),
                title=listing.list_title,
                edition=listing.edition,
            )
            text = f"{said}: {t.period(listing.valid_from, listing.valid_to)}"
            lane.bands.append(Band(listing.valid_from, listing.valid_to, text))
    if not lane.bands:
        lane.bands.extend(
            Band(item.date, item.date_to, f"{item.text}: {t.period(item.date, item.date_to)}")
            for item in finding.evidence
            if item.side == "listing" and item.date
        )
    return lane


def _works_at(facts: CaseFacts, orgs: set[str] | frozenset[str], t: Words) -> list[Moment]:
    return [
        Moment(work.date, "work", f"{t.date(work.date)} · {work.title}")
        for work in facts.works
        if work.date and any(org in orgs for org, _ in work.organizations)
    ]


def _period(row: DeclaredRow, t: Words) -> Period:
    parts = [t(KINDS[row.kind]), row.org, row.detail, t.period(row.start, row.end)]
    label = row.detail or t(KINDS[row.kind])
    return Period(row.start, row.end, label, " · ".join(part for part in parts if part))
