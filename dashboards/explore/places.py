"""Where things stand: what is there never moves when more comes; new nodes take free places near their node.

Places are those of a staggered lattice whose cells are as large as a node with its label, so that labels do
not cover each other. Pinned nodes stand where the reader put them. The same steps give the same places.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Place: TypeAlias = tuple[int, int]
WIDE, TALL = 172, 76
"""Size of a cell in pixels."""
_FLAT = 1.7
"""How much farther a place up or down counts than one at the side; the page is wider than high."""
_CLEAR = 17
"""Pixels that a tie keeps from the middle of a node that it does not end at."""
_STEP = 200
"""Pixels between the nodes of a path."""


class Places:
    """The places of everything that was drawn so far, by name. A name is anything hashable that sorts."""

    def __init__(self) -> None:
        self._at: dict[str, Place] = {}
        self._pinned: set[str] = set()

    def __getitem__(self, name: str) -> Place:
        return self._at[name]

    def __contains__(self, name: str) -> bool:
        return name in self._at

    def of(self, names: Iterable[str]) -> dict[str, Place]:
        """Return the places of those among `names` that have one."""
        return {name: self._at[name] for name in names if name in self._at}

    def pin(self, name: str, place: Place) -> None:
        """Put something where the reader wants it."""
        self._at[name] = place
        self._pinned.add(name)

    def unpin(self, name: str) -> None:
        """Let something be moved when all is arranged anew."""
        self._pinned.discard(name)

    def forget(self, names: Iterable[str]) -> None:
        """Give the places of things back that are no longer drawn."""
        for name in names:
            if name not in self._pinned:
                self._at.pop(name, None)

    def clear(self) -> None:
        """Take all places away but those of what is pinned."""
        self._at = {name: place for name, place in self._at.items() if name in self._pinned}

    def seat(self, name: str) -> None:
        """Give a place to something that hangs on nothing: to the right of all that is there."""
        if name in self._at:
            return
        right = max((x for x, _ in self._at.values()), default=None)
        self._nearest([name], (0, 0) if right is None else (right + 3 * WIDE, self._middle()[1]))

    def surround(self, anchor: str, names: Sequence[str]) -> None:
        """Give places around `anchor` to those that have none, away from what is there already."""
        new = [name for name in names if name not in self._at]
        if not new:
            return
        middle, here = self._middle(), self._at[anchor]
        away = math.atan2(here[1] - middle[1], here[0] - middle[0]) if len(self._at) > 1 else 0.0
        chosen = self._free(here, len(new), away)
        chosen.sort(key=lambda place: _turn(math.atan2(place[1] - here[1], place[0] - here[0]), away))
        self._at.update(zip(new, chosen, strict=True))

    def line(self, names: Sequence[str], lane: int) -> None:
        """Give places to the nodes of a path that have none, between those that have one, or after them."""
        known = [place for place, name in enumerate(names) if name in self._at]
        for place, name in enumerate(names):
            if name in self._at:
                continue
            before = max((k for k in known if k < place), default=None)
            after = min((k for k in known if k > place), default=None)
            aside = ((lane + 1) // 2) * TALL * (1 if lane % 2 else -1)
            self._nearest([name], self._between(names, place, before, after, aside))

    def _between(
        self, names: Sequence[str], place: int, before: int | None, after: int | None, aside: int
    ) -> Place:
        if before is None:
            return (0, 0)
        x, y = self._at[names[before]]
        if after is None:
            return (x + _STEP * (place - before), y + aside)
        right, low = self._at[names[after]]
        share = (place - before) / (after - before)
        return (round(x + (right - x) * share), round(y + (low - y) * share) + aside)

    def _middle(self) -> Place:
        count = max(len(self._at), 1)
        return (
            sum(x for x, _ in self._at.values()) // count,
            sum(y for _, y in self._at.values()) // count,
        )

    def _nearest(self, names: Sequence[str], wish: Place) -> None:
        self._at.update(zip(names, self._free(wish, len(names), None), strict=True))

    def _free(self, around: Place, count: int, away: float | None) -> list[Place]:
        """Return the `count` best free places of the lattice; an occupied one is never among them."""
        reach = 2 if away is None else 3
        while True:
            cells = self._cells(around, reach, include=away is None)
            # Some cells lie behind others; twice as many as needed leave a choice.
            if len(cells) >= (count if away is None else 2 * count):
                break
            reach += 2
        cells.sort(key=lambda cell: _cost(cell, around, away))
        return cells[:count] if away is None else self._in_sight(cells, around, count)

    def _in_sight(self, cells: Sequence[Place], around: Place, count: int) -> list[Place]:
        """Return the first cells whose tie to `around` passes no node, and others where those are few."""
        standing = [_seen(place, around) for place in self._at.values() if place != around]
        chosen, hidden = [], []
        for cell in cells:
            turn, far = _seen(cell, around)
            if any(near < far and _apart(turn, other) * near < _CLEAR for other, near in standing):
                hidden.append(cell)
                continue
            chosen.append(cell)
            if len(chosen) == count:
                return chosen
            standing.append((turn, far))
        return [*chosen, *hidden[: count - len(chosen)]]

    def _cells(self, around: Place, reach: int, *, include: bool) -> list[Place]:
        rows, columns = round(around[1] / TALL), round(around[0] / WIDE)
        near = [
            (x, y)
            for x, y in self._at.values()
            if abs(x - around[0]) < (reach + 2) * WIDE and abs(y - around[1]) < (reach + 2) * TALL
        ]
        found = []
        for row in range(rows - reach, rows + reach + 1):
            shift = WIDE // 2 if row % 2 else 0
            for column in range(columns - reach, columns + reach + 1):
                x, y = column * WIDE + shift, row * TALL
                if not include and abs(x - around[0]) < WIDE * 0.45 and abs(y - around[1]) < TALL * 1.5:
                    continue
                if not any(abs(x - a) < WIDE * 0.9 and abs(y - b) < TALL * 0.75 for a, b in near):
                    found.append((x, y))
        return found


def _seen(place: Place, around: Place) -> tuple[float, float]:
    """Return in which direction and how far away a place is."""
    return math.atan2(place[1] - around[1], place[0] - around[0]), math.dist(place, around)


def _apart(one: float, other: float) -> float:
    turned = abs(one - other)
    return min(turned, 2 * math.pi - turned)


def _cost(cell: Place, around: Place, away: float | None) -> tuple[float, Place]:
    dx, dy = cell[0] - around[0], (cell[1] - around[1]) * _FLAT
    far = math.hypot(dx, dy)
    if away is not None:
        far *= 1 - 0.3 * math.cos(math.atan2(dy, dx) - away)
    return round(far, 3), cell


def _turn(angle: float, away: float) -> float:
    """Return how far an angle is turned from the direction opposite to `away`: one sweep covers all."""
    return round((angle - away + math.pi) % (2 * math.pi), 6)


def neighbours_first(start: Iterable[str], ties: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Return each node with the neighbours that it is the first to reach, breadth first from `start`."""
    seen = dict.fromkeys(start)
    order = list(seen)
    found = []
    for name in order:
        fresh = [other for other in dict.fromkeys(ties.get(name, ())) if other not in seen]
        seen.update(dict.fromkeys(fresh))
        order += fresh
        found.append((name, fresh))
    return found
