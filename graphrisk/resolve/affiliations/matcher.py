"""Which organisations a printed affiliation names, with reasons and with what was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.cleaning import clean
from graphrisk.resolve.affiliations.doubts import weigh_together
from graphrisk.resolve.affiliations.reading import Candidate, Reading
from graphrisk.resolve.affiliations.scoring import grade
from graphrisk.resolve.affiliations.selection import add_acronym, add_parents, prefer_universities, select
from graphrisk.resolve.affiliations.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.words import Word

MOST_WORDS = 250
"""Words of a string that are read; longer ones are no affiliations."""
MOST_RIVALS = 5
"""Alternatives that are told for each match."""
NEAR = 0.1
"""Score from which an alternative is told."""


@dataclass(frozen=True, slots=True)
class Rival:
    """An organisation that was considered and not taken, and why."""

    org_id: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation that a string names."""

    org_id: str
    score: float
    grade: str
    part: str
    """The part of the string, as printed."""
    start: int
    """Where it begins in the string as it was read, which for most is as printed (`cleaning`)."""
    name: str
    """The name of the record that it matched."""
    method: str
    reasons: tuple[str, ...]
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a string names, and, where that is nobody, who came nearest."""

    matches: tuple[Match, ...]
    nearest: tuple[Rival, ...] = ()


def match(text: str, index: Index, country: str | None = None) -> list[Match]:
    """Return the organisations that `text` names, in its order; an organisation once.

    `country` is the ISO code of a country that is known from elsewhere, such as a column beside the string.
    """
    return list(answer(text, index, country).matches)


def answer(text: str, index: Index, country: str | None = None) -> Answer:
    """Return the organisations that `text` names, with what was considered beside them."""
    text = clean(text)
    words, taken, lost = _decide(text, index, country)
    if not taken:
        return Answer((), tuple(_told(lost, index)))
    rivals = _rivals(taken, lost, index)
    found: dict[str, Match] = {}
    for candidate in sorted(taken, key=lambda c: (c.hit.start, c.hit.end, c.hit.org)):
        hit = candidate.hit
        org = index.orgs[hit.org]
        start, end = words[hit.start].start, words[hit.end - 1].end
        made = Match(
            org.org_id,
            round(candidate.score, 4),
            grade(candidate.features, candidate.score),
            text[start:end],
            start,
            index.name_text[hit.name] if hit.name >= 0 else text[start:end],
            hit.method,
            candidate.features,
            tuple(rivals[id(candidate)]),
        )
        before = found.get(org.org_id)
        if before is None or before.score < made.score:
            found[org.org_id] = made
    return Answer(tuple(found.values()))


def _told(lost: Sequence[Candidate], index: Index) -> list[Rival]:
    """Return the strongest of what was not taken, an organisation once."""
    best: dict[int, Candidate] = {}
    for other in lost:
        if other.score >= NEAR and (other.hit.org not in best or best[other.hit.org].score < other.score):
            best[other.hit.org] = other
    told = sorted(best.values(), key=lambda c: (-c.score, c.hit.org))[:MOST_RIVALS]
    return [
        Rival(index.orgs[c.hit.org].org_id, index.orgs[c.hit.org].name, round(c.score, 4), c.reason)
        for c in told
    ]


def _rivals(taken: Sequence[Candidate], lost: Sequence[Candidate], index: Index) -> dict[int, list[Rival]]:
    chosen = {c.hit.org for c in taken}
    found: dict[int, list[Rival]] = {}
    for candidate in taken:
        hit = candidate.hit
        near = [
            other
            for other in lost
            if other.hit.org not in chosen and other.hit.start < hit.end and other.hit.end > hit.start
        ]
        found[id(candidate)] = _told(near, index)
    return found


def decide(
    text: str, index: Index, country: str | None = None
) -> tuple[list[Word], list[Candidate], list[Candidate]]:
    """Return the words of a string, the candidates that are taken, and those that are not with the reason."""
    return _decide(clean(text), index, country)


def _decide(
    text: str, index: Index, country: str | None
) -> tuple[list[Word], list[Candidate], list[Candidate]]:
    words = words_of(text)[:MOST_WORDS]
    if not words:
        return words, [], []
    reading = Reading(text, words, index, country)
    found = reading.candidates(reading.hits())
    taken, lost = select(found, index, reading)
    more = list(reading.fuzzy(taken))
    if more:
        taken, out = select([*taken, *reading.candidates(more)], index, reading)
        lost += out
    add_parents(taken, lost, index)
    prefer_universities(taken, lost, index)
    weigh_together(taken, words, index)
    if not taken:
        add_acronym(taken, lost, words, index)
    return words, taken, lost
