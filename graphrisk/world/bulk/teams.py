"""Who writes with whom: teams around a leading author, mostly from the same or a neighbouring place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from graphrisk.world.bulk.people import Crowd

    Integers = npt.NDArray[np.int64]

HUB = 2000
"""The most works that one record leads or joins, about."""
FIRST_YEAR, LAST_YEAR = 2010, 2026
_SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 14)
_SHARES = (0.08, 0.15, 0.2, 0.19, 0.14, 0.09, 0.06, 0.04, 0.03, 0.02)


def years(rng: np.random.Generator, count: int) -> Integers:
    """Return the years of `count` works; every year sees more than the one before."""
    span = np.arange(FIRST_YEAR, LAST_YEAR + 1)
    weights = 1.05 ** (span - FIRST_YEAR)
    weights[-1] *= 0.8
    return rng.choice(span, size=count, p=weights / weights.sum()).astype(np.int64)


def sizes(rng: np.random.Generator, count: int) -> Integers:
    """Return the number of authors of each of `count` works; one in a thousand has dozens or hundreds."""
    shares = np.array(_SHARES)
    found = rng.choice(_SIZES, size=count, p=shares / shares.sum())
    huge = rng.random(count) < 0.001
    found[huge] = rng.integers(26, 300, int(huge.sum()))
    return found.astype(np.int64)


def leaders(rng: np.random.Generator, people: int) -> npt.NDArray[np.float64]:
    """Return how the works are shared out among leaders, summed up: few write many, none more than a hub."""
    weights = np.minimum(rng.pareto(1.8, people) + 0.05, HUB / 4)
    total = np.cumsum(weights)
    return np.asarray(total / total[-1])


def members(
    rng: np.random.Generator, crowd: Crowd, share: npt.NDArray[np.float64], team: Integers
) -> tuple[Integers, Integers]:
    """Return (work, record) of every authorship of works with `team` authors, in the order of the lists.

    Two thirds come from the leader's own place and stand near to them, a quarter from three places that the
    leader's place works with, the rest from anywhere. Nobody stands twice on one work.
    """
    works = len(team)
    lead = np.searchsorted(share, rng.random(works)).astype(np.int64)
    work = np.repeat(np.arange(works), team)
    author = np.repeat(lead, team)
    first = np.zeros(len(work), dtype=bool)
    first[np.cumsum(team) - team] = True
    kind = rng.random(len(work))
    near = (kind < 0.66) & ~first
    partner = (kind >= 0.66) & (kind < 0.9) & ~first
    other = (kind >= 0.9) & ~first
    author[near] = _near(rng, crowd, author[near], np.repeat(team, team)[near])
    author[partner] = _partner(rng, crowd, author[partner])
    author[other] = np.searchsorted(share, rng.random(int(other.sum())))
    once = _first_of_each(work, author)
    return work[once], author[once]


def _near(rng: np.random.Generator, crowd: Crowd, lead: Integers, team: Integers) -> Integers:
    """Return colleagues of `lead`: a few places away in their organisation, farther in large teams."""
    home = crowd.home[lead]
    start, end = crowd.starts[home], crowd.starts[home + 1]
    step = rng.geometric(1 / (3 + team)) * rng.choice((-1, 1), len(lead))
    found: Integers = start + (lead - start + step) % (end - start)
    return found


def _partner(rng: np.random.Generator, crowd: Crowd, lead: Integers) -> Integers:
    """Return people of one of three organisations that the leader's organisation works with."""
    places = len(crowd.starts) - 1
    home = crowd.home[lead]
    place = (home * 7919 + rng.integers(1, 4, len(lead)) * 104_729) % places
    start, end = crowd.starts[place], crowd.starts[place + 1]
    found = start + (rng.random(len(lead)) * (end - start)).astype(np.int64)
    return np.where(end > start, found, lead)


def _first_of_each(work: Integers, author: Integers) -> npt.NDArray[np.bool_]:
    """Return which authorships are the first of their record on their work."""
    pair = work * (int(author.max(initial=0)) + 1) + author
    order = np.argsort(pair, kind="stable")
    ordered = pair[order]
    fresh = np.ones(len(pair), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    once = np.empty(len(pair), dtype=bool)
    once[order] = fresh
    return once
