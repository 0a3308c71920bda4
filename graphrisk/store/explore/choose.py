"""Choosing among the shortest paths through layers of nodes: newest first, then by the nodes themselves.

A path is as new as its oldest tie, so that the best paths are those that remain when only ties of a certain
day or later are kept. The paths that remain can be counted, layer by layer, without walking them; the latest
day at which enough of them remain is found by halving, and only then are paths walked, in the order of their
nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    Numbers: TypeAlias = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Ties from nodes of one layer to nodes of the next: columns of equal length, each pair of nodes once."""

    starts: Numbers
    ends: Numbers
    days: Numbers
    """Day of the pair's newest tie."""

    @staticmethod
    def empty() -> Step:
        """Return a step without ties."""
        nothing = np.array([], np.int32)
        return Step(nothing, nothing, nothing)

    def keep(self, which: npt.NDArray[np.bool_]) -> Step:
        """Return the ties that `which` marks."""
        return Step(self.starts[which], self.ends[which], self.days[which])

    def turned(self) -> Step:
        """Return the same ties from their other ends."""
        return Step(self.ends, self.starts, self.days)

    def within(self, layer: Numbers) -> Step:
        """Return the ties that start in `layer`."""
        return self.keep(np.isin(self.starts, layer))

    def to_new(self, seen: Numbers) -> Step:
        """Return the ties that end outside `seen`."""
        return self.keep(~np.isin(self.ends, seen))


def choose(steps: Sequence[Step], limit: int) -> list[tuple[int, ...]]:
    """Return the best `limit` paths that take one tie of each step, as sequences of nodes.

    All paths start in the one node from which the first step starts. A path is better if its oldest tie is
    newer; equal ones come in the order of their nodes.
    """
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
