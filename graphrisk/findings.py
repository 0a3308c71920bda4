"""A finding: a question to a person, with all that it rests on. Never a verdict."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.i18n import Message

SCHEMA_VERSION = "1.1"
"""Version of the JSON form of findings."""


class Level(StrEnum):
    """How much attention a question asks for, lowest first."""

    INFO = "INFO"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"

    @property
    def rank(self) -> int:
        """Return 0 for INFO up to 3 for HIGH."""
        return _LEVELS.index(self)

    def moved(self, steps: int) -> Level:
        """Return the level `steps` higher (or lower, where negative), within INFO and HIGH."""
        return _LEVELS[max(0, min(len(_LEVELS) - 1, self.rank + steps))]

    def capped(self, highest: Level) -> Level:
        """Return this level, or `highest` where this is above it."""
        return self if self.rank <= highest.rank else highest


_LEVELS = tuple(Level)


class Grade(StrEnum):
    """How sure an identity is: A persistent id, B two independent corroborations, C name only."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a finding is about: an organisation, funder or role. `ror` is its ROR id where known."""

    id: str
    name: str
    ror: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record behind a finding; `side` is declared, observed or listing."""

    kind: str
    side: str
    source: str
    record: str
    url: str | None
    date: dt.date | None
    date_to: dt.date | None
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One named step on the way to a level. `before` is empty for the first, the rule's base level."""

    name: str
    before: Level | None
    after: Level
    why: Message


@dataclass(frozen=True, slots=True)
class Identity:
    """How sure it is that person and object are who the records say. Reasons are codes, see `reasons.py`."""

    grade: Grade
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One question, with its level, the steps that led there and the records behind it."""

    id: str
    rule: str
    kind: str
    level: Level
    application_id: str | None
    person_id: str | None
    object: Thing
    question: Message
    declared: Message
    observed: Message
    evidence: tuple[Evidence, ...]
    identity: Identity
    steps: tuple[Step, ...]
    evidence_hash: str
    first_date: dt.date | None
    last_date: dt.date | None


def finding_id(rule: str, person_id: str | None, object_id: str, application_id: str | None) -> str:
    """Return the id of the finding of `rule` about these three: the same in every scan."""
    return "F" + _digest(rule, person_id or "", object_id, application_id or "")[:16]


def evidence_hash(level: Level, evidence: tuple[Evidence, ...]) -> str:
    """Return a hash that changes whenever the level of a finding or anything behind it changes.

    A list that names a body in the same words in edition after edition says the same all the while: numbers
    of rows and editions do not count, when it began and ended to be named does.
    """
    parts = [level.value]
    for item in evidence:
        if item.kind == "listing":
            continue
        parts += [
            item.kind,
            item.side,
            item.source,
            item.record,
            item.date.isoformat() if item.date else "",
            item.date_to.isoformat() if item.date_to else "",
            item.text,
        ]
    for said in _named_on_lists(evidence):
        parts += ["listing", *said]
    return _digest(*parts)


def _named_on_lists(evidence: tuple[Evidence, ...]) -> list[tuple[str, ...]]:
    """Return source, words, first and last day of each time that a list named a body without a gap."""
    spans: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    for item in evidence:
        if item.kind == "listing":
            # The text ends with the number of the row, as does the id of the record.
            words = item.text.removesuffix(f" — {item.record.rpartition('|')[2]}")
            days = (item.date or dt.date.min, item.date_to or dt.date.max)
            spans.setdefault((item.source, words), []).append(days)
    found: list[tuple[str, ...]] = []
    for named, periods in sorted(spans.items()):
        first, last = min(periods)
        for start, end in sorted(periods):
            if last < dt.date.max and start > last + dt.timedelta(days=1):
                found.append((*named, first.isoformat(), last.isoformat()))
                first, last = start, end
            last = max(last, end)
        found.append((*named, first.isoformat(), last.isoformat()))
    return found


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
