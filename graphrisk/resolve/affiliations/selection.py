"""Which of the candidates stand: one for each place of the string, namesakes told apart."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.features import FIT
from graphrisk.resolve.affiliations.scoring import LEAST, STRONG, score
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.reading import Candidate, Reading

KNOWN = 3
"""How many times as many relations as its namesakes an organisation needs to be taken for the one meant."""
LENGTH = 0.25
"""What a unit of a name's weight counts, in log odds, where candidates overlap."""


def select(
    found: Sequence[Candidate], index: Index, reading: Reading
) -> tuple[list[Candidate], list[Candidate]]:
    """Return the candidates that stand and those that do not."""
    lost: list[Candidate] = []
    spans: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for candidate in found:
        spans[candidate.hit.start, candidate.hit.end].append(candidate)
    left: list[Candidate] = []
    for some in spans.values():
        best = max(some, key=lambda c: (c.fit, index.orgs[c.hit.org].relations, c.score, -c.hit.org))
        for candidate in some:
            if candidate is best:
                continue
            candidate.reason = _why(candidate, best)
            lost.append(candidate)
        equal = [c for c in some if c.reason == "ambiguous"]
        if equal and index.orgs[best.hit.org].relations >= KNOWN * max(
            1, *(index.orgs[c.hit.org].relations for c in equal)
        ):
            for candidate in equal:
                candidate.reason = "less_known"
            best.features = (*best.features, "better_known")
            best.score = score(best.features)
            equal = []
        if equal:
            best.reason = "ambiguous"
            lost.append(best)
        elif best.score < LEAST:
            best.reason = "weak"
            lost.append(best)
        else:
            left.append(best)
    left.sort(key=_strength, reverse=True)
    taken: list[Candidate] = []
    for candidate in left:
        over = [t for t in taken if t.hit.start < candidate.hit.end and candidate.hit.start < t.hit.end]
        if over and not all(
            _above(candidate.hit.org, t.hit.org, index) or _part_of_its_own(candidate, t, reading)
            for t in over
        ):
            candidate.reason = "inside_other"
            lost.append(candidate)
        else:
            taken.append(candidate)
    return taken, lost


def add_parents(taken: list[Candidate], lost: list[Candidate], index: Index) -> None:
    """Take parents whose name, or the beginning of it, stands in the name of a unit that is taken."""
    chosen = {c.hit.org for c in taken}
    for unit in tuple(taken):
        for other in lost:
            if (
                other.hit.org not in chosen
                and other.hit.org in index.parents[unit.hit.org]
                and unit.hit.start <= other.hit.start < other.hit.end <= unit.hit.end
                and other.hit.method in ("exact", "variant")
                and unit.score >= STRONG
            ):
                chosen.add(other.hit.org)
                other.reason = ""
                other.features = (*other.features, "parent_of_found")
                other.score = score((*(f for f in other.features if f not in _PLACES), "country_unsaid"))
                taken.append(other)
    lost[:] = [c for c in lost if c.reason]


_PLACES = frozenset({"country_differs", "country_unsaid", "country_same", "city_missing"})


def _strength(candidate: Candidate) -> tuple[float, int, int]:
    """Return what decides among candidates that overlap: how sure one is, and how much of the string."""
    sure = min(max(candidate.score, 0.001), 0.999)
    length = candidate.mass * candidate.hit.likeness if candidate.hit.method != "acronym" else 0.0
    return math.log(sure / (1 - sure)) + LENGTH * length, -candidate.hit.start, -candidate.hit.org


def _part_of_its_own(candidate: Candidate, taken: Candidate, reading: Reading) -> bool:
    """Whether a name fills one part (between commas) of a longer name whose other words name a unit."""
    features = candidate.features
    alone = "left_none" in features and not {"right_none", "right_place"}.isdisjoint(features)
    if not alone or "crosses" not in taken.features or features[0] not in ("exact", "variant"):
        return False
    hit, lists = candidate.hit, terms()
    others = [*range(taken.hit.start, hit.start), *range(hit.end, taken.hit.end)]
    rest = {reading.words[i].canon for i in others}
    return not rest.isdisjoint(lists.units | lists.kinds) and "country_differs" not in features


def _above(org: int, other: int, index: Index) -> bool:
    """Whether `org` is a parent of `other`, or a parent's parent."""
    parents = index.parents[other]
    return org in parents or any(org in index.parents[parent] for parent in parents)


def _why(candidate: Candidate, best: Candidate) -> str:
    differing = (name for name, one, other in zip(FIT, candidate.fit, best.fit, strict=True) if one != other)
    return next(differing, "ambiguous")
