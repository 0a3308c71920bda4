"""A view of the graph as the list of steps that lead to it.

A snapshot never changes, so the same steps show the same picture: a view is kept, undone and sent to a
colleague as its steps, and needs no place on the server.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from graphrisk.store.explore import NodeId

MOST_STEPS = 60
"""Steps that a view may have."""
LIMITS = (10, 25, 50, 100)
"""How many ties of a kind a node may be asked for at once."""
LONGEST_PATH = 4
FIRST_YEAR, LAST_YEAR = 1800, 2200
FARTHEST = 100_000
"""A place lies within this many pixels of the middle."""


@dataclass(frozen=True, slots=True)
class Add:
    """Show a node."""

    node: NodeId


@dataclass(frozen=True, slots=True)
class Expand:
    """Show the newest ties of a node: kinds (None: all but `coauthor`), years, and how many of each kind."""

    node: NodeId
    ties: tuple[str, ...] | None = None
    since: int | None = None
    until: int | None = None
    limit: int = LIMITS[1]


@dataclass(frozen=True, slots=True)
class Route:
    """Show the shortest paths from a node to another one, or to every listed organisation (None)."""

    start: NodeId
    goal: NodeId | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Hide:
    """Take a node out of the picture, and what only hangs on it."""

    node: NodeId


@dataclass(frozen=True, slots=True)
class Reveal:
    """Bring back all that was hidden so far."""


@dataclass(frozen=True, slots=True)
class Pin:
    """Keep a node at a place, in pixels."""

    node: NodeId
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Unpin:
    """Let a node be moved again when the picture is arranged anew."""

    node: NodeId


@dataclass(frozen=True, slots=True)
class Open:
    """Show the members of a group one by one."""

    group: str


@dataclass(frozen=True, slots=True)
class Arrange:
    """Give all nodes that are not pinned new places."""


Step: TypeAlias = Add | Expand | Route | Hide | Reveal | Pin | Unpin | Open | Arrange


@dataclass(frozen=True, slots=True)
class View:
    """Steps on a snapshot (None: the one that the page chooses), and the years that the time slider keeps.

    Ties outside `since`–`until` are pale, or not drawn at all where `strict`.
    """

    steps: tuple[Step, ...] = ()
    snapshot: int | None = None
    since: int | None = None
    until: int | None = None
    strict: bool = False

    @property
    def full(self) -> bool:
        """Whether no step can be added."""
        return len(self.steps) >= MOST_STEPS

    def then(self, *steps: Step) -> View:
        """Return the view with more steps. A place that is given anew replaces the one given just before."""
        before = self.steps
        for step in steps:
            last = before[-1] if before else None
            if isinstance(step, Pin) and isinstance(last, Pin) and last.node == step.node:
                before = before[:-1]
            before = (*before, step)
        return replace(self, steps=before)

    def back(self) -> View:
        """Return the view without its last step."""
        return replace(self, steps=self.steps[:-1])
