"""Choosing among the shortest paths through layers of nodes.

First come paths that do not go through a common payer, from one work to another that acknowledges the same
funder: a large funder joins everybody with everybody, each time by the newest of its works, so that such
paths would leave no room for those through people. Last come paths through a crowd: from one who was there
to another, by an organisation, a funder, a call, an award or a work that very many share. That two people
were at one university of thousands, or are paid by the same agency, says little. What a registry or a list
says of a large organisation says as much as of a small one, so that a path that comes or goes by such a tie
does not lead through a crowd. Within these three parts the newest comes first, then the order of the nodes.

A path is as new as its oldest tie, so that the best paths are those that remain when only ties of a certain
day or later are kept. The paths that remain can be counted, layer by layer, without walking them; the latest
day at which enough of them remain is found by halving, and only then are paths walked, in the order of their
nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    Numbers: TypeAlias = npt.NDArray[np.int32]
    Marks: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Ties from nodes of one layer to nodes of the next: columns of equal length, each pair of nodes once."""

    starts: Numbers
    ends: Numbers
    days: Numbers
    """Day of the pair's newest tie."""
    funded: Marks
    """Whether the pair is a work and one whom it acknowledges as its funder."""
    told: Marks
    """Whether a registry or a list joins the pair, and nobody who was there."""

    @staticmethod
    def empty() -> Step:
        """Return a step without ties."""
        nothing = np.array([], np.int32)
        none = np.array([], np.bool_)
        return Step(nothing, nothing, nothing, none, none)

    def keep(self, which: Marks) -> Step:
        """Return the ties that `which` marks."""
        marks = self.funded[which], self.told[which]
        return Step(self.starts[which], self.ends[which], self.days[which], *marks)

    def turned(self) -> Step:
        """Return the same ties from their other ends."""
        return Step(self.ends, self.starts, self.days, self.funded, self.told)

    def within(self, layer: Numbers) -> Step:
        """Return the ties that start in `layer`."""
        return self.keep(np.isin(self.starts, layer))

    def to_new(self, seen: Numbers) -> Step:
        """Return the ties that end outside `seen`."""
        return self.keep(~np.isin(self.ends, seen))


def choose(
    steps: Sequence[Step], limit: int, crowds_of: Callable[[Numbers], Numbers]
) -> list[tuple[int, ...]]:
    """Return the best `limit` paths that take one tie of each step, as sequences of nodes.

    All paths start in the one node from which the first step starts. `crowds_of` gives those of some nodes
    that very many share; it is asked about nodes between the ends of paths. A path through one of them comes
    after all others, one through a common payer after the rest; of two of the same part that one is better
    whose oldest tie is newer; equal ones come in the order of their nodes.
    """
    steps = reaching(steps)
    inner = np.unique(np.concatenate([step.starts[:0] for step in steps] + [s.starts for s in steps[1:]]))
    crowds = crowds_of(inner) if len(inner) else inner
    if not len(crowds):
        return _payers_last(steps, limit)
    apart = _parted(steps, lambda step, state: _after_crowd(step, state, crowds))
    best = _payers_last(_ending(apart, through=False), limit)
    if len(best) < limit:
        best += _newest(_ending(apart, through=True), limit - len(best))
    return [_plain(path) for path in best]


def _payers_last(steps: Sequence[Step], limit: int) -> list[tuple[int, ...]]:
    if not any(one.funded.any() and other.funded.any() for one, other in pairwise(steps)):
        return _newest(steps, limit)
    apart = _parted(steps, _after_payer)
    best = _newest(_ending(apart, through=False), limit)
    if len(best) < limit:
        best += _newest(_ending(apart, through=True), limit - len(best))
    return [_plain(path) for path in best]


_STATES = 3
"""How a path reached a node: by a tie of no interest; by one that, with the next, may lead through what is
sought or keep it from that; after having gone through it."""
_PLAIN, _MARKED, _THROUGH = range(_STATES)


def _after_payer(step: Step, state: int) -> Marks:
    """Return the states of the ends: a path is marked once it came to a payer."""
    if state == _THROUGH:
        return np.full(len(step.starts), _THROUGH)
    return np.where(step.funded, state + 1, _PLAIN)


def _after_crowd(step: Step, state: int, crowds: Numbers) -> Marks:
    """Return the states of the ends: a path is marked where a registry or a list led to a node."""
    if state == _THROUGH:
        return np.full(len(step.starts), _THROUGH)
    on = np.where(step.told, _MARKED, _PLAIN)
    if state != _PLAIN:
        return on
    return np.where(np.isin(step.starts, crowds) & ~step.told, _THROUGH, on)


def _parted(steps: Sequence[Step], after: Callable[[Step, int], Marks]) -> list[Step]:
    """Return steps in which node `n` stands once for each state `s` that a path may have there, as `3 n + s`.

    `after` gives the states to which the ties lead from a state. Two paths that differ do so first at a node,
    not at a state, so that their order is that of the nodes.
    """
    parted = []
    for number, step in enumerate(steps):
        made = [
            (step.starts * _STATES + state, step.ends * _STATES + after(step, state))
            for state in range(_STATES if number else 1)
        ]
        starts, ends = (np.concatenate(side).astype(np.int32) for side in zip(*made, strict=True))
        many = len(made)
        marks = np.tile(step.funded, many), np.tile(step.told, many)
        parted.append(Step(starts, ends, np.tile(step.days, many), *marks))
    return parted


def _ending(parted: Sequence[Step], *, through: bool) -> list[Step]:
    """Return the steps over those paths alone that have gone through what is sought, or the others."""
    *before, last = parted
    return reaching([*before, last.keep((last.ends % _STATES == _THROUGH) == through)])


def _plain(path: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(node // _STATES for node in path)


def _newest(steps: Sequence[Step], limit: int) -> list[tuple[int, ...]]:
    steps = reaching(steps)
    if not all(len(step.starts) for step in steps):
        return []
    days = np.unique(np.concatenate([step.days for step in steps]))[::-1]
    low, high = 0, len(days) - 1
    while low < high:
        middle = (low + high) // 2
        if _count(_since(steps, days[middle])) >= limit:
            high = middle
        else:
            low = middle + 1
    kept = reaching(_since(steps, days[low]))
    # Fewer than `limit` paths are newer than the last day that counts. They come first, and of those of that
    # day the first in order; all of them are among the first twice `limit` paths.
    newer = list(_walk(reaching(_since(steps, days[low - 1])))) if low else []
    walked = [*newer, *islice(_walk(kept), 2 * limit)]
    best = sorted({path: _age(path, kept) for path in walked}.items(), key=lambda one: (-one[1], one[0]))
    return [path for path, _ in best[:limit]]


def _since(steps: Sequence[Step], day: np.int32) -> list[Step]:
    return [step.keep(step.days >= day) for step in steps]


def reaching(steps: Sequence[Step]) -> list[Step]:
    """Return the ties that lie on a path through all steps."""
    kept = [*steps]
    for number in range(len(kept) - 2, -1, -1):
        kept[number] = kept[number].keep(np.isin(kept[number].ends, kept[number + 1].starts))
    for number in range(1, len(kept)):
        kept[number] = kept[number].within(kept[number - 1].ends)
    return kept


def _count(steps: Sequence[Step]) -> float:
    """Return the number of paths; beyond 2**53 about that number."""
    ends, counts = np.unique(steps[-1].starts, return_counts=True)
    ways = counts.astype(float)
    for step in reversed(steps[:-1]):
        here = np.isin(step.ends, ends)
        step_ways = ways[np.searchsorted(ends, step.ends[here])]
        ends, places = np.unique(step.starts[here], return_inverse=True)
        ways = np.bincount(places, step_ways, len(ends))
    return float(ways.sum())


def _walk(steps: Sequence[Step]) -> Iterator[tuple[int, ...]]:
    """Yield the paths in the order of their nodes. Every tie of `steps` must lie on one."""
    onward: list[dict[int, list[int]]] = []
    for step in steps:
        order = np.lexsort((step.ends, step.starts))
        following: dict[int, list[int]] = {}
        for start, end in zip(step.starts[order].tolist(), step.ends[order].tolist(), strict=True):
            following.setdefault(start, []).append(end)
        onward.append(following)

    def walk(path: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(path) > len(steps):
            yield path
            return
        for node in onward[len(path) - 1].get(path[-1], ()):
            yield from walk((*path, node))

    for start in sorted(onward[0]):
        yield from walk((start,))


def _age(path: tuple[int, ...], steps: Sequence[Step]) -> int:
    """Return the day of the oldest tie of a path."""
    return min(
        int(step.days[(step.starts == start) & (step.ends == end)][0])
        for step, start, end in zip(steps, path, path[1:], strict=False)
    )
