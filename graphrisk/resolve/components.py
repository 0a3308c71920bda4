"""Groups of things that hang together, step by step."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T", int, str)


class Components(Generic[T]):
    """Things of which any two that were joined, directly or through others, make one group."""

    def __init__(self, things: Iterable[T]) -> None:
        self._above: dict[T, T] = {one: one for one in things}

    def join(self, things: Iterable[T]) -> None:
        """Put all of these into one group; things that are not known are passed over."""
        known = [one for one in things if one in self._above]
        for one in known[1:]:
            a, b = self.of(known[0]), self.of(one)
            self._above[max(a, b)] = min(a, b)

    def of(self, one: T) -> T:
        """Return the least of the group, which stands for it."""
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def groups(self) -> list[list[T]]:
        """Return the groups, each in order, ordered by their least."""
        found: dict[T, list[T]] = defaultdict(list)
        for one in sorted(self._above):
            found[self.of(one)].append(one)
        return [found[key] for key in sorted(found)]
