"""Take the steps of a view on a store: what they bring, what is drawn of it, and where it stands.

A step that can no longer be taken, for example because a node is gone, is said and left out; the others are
taken all the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dashboards.explore.groups import MOST, Drawn, draw
from dashboards.explore.places import Place, Places, neighbours_first
from dashboards.explore.scene import Found, Scene
from dashboards.explore.view import (
    LONGEST_PATH,
    Add,
    Arrange,
    Expand,
    Hide,
    Open,
    Pin,
    Reveal,
    Route,
    Step,
    Unpin,
    View,
)
from graphrisk.errors import NotFoundError
from graphrisk.i18n import N_, Message
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graphrisk.store.explore import Neighbourhood, Node, NodeId, Paths


class Reader(Protocol):
    """The part of a `GraphStore` that a view is made from."""

    def node(self, kind: str, id: str) -> Node | None:  # noqa: A002
        """Return a node."""
        ...

    def neighbours(
        self,
        kind: str,
        id: str,  # noqa: A002
        *,
        ties: Collection[str] | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = 50,
    ) -> Neighbourhood:
        """Return the newest ties of a node."""
        ...

    def paths(
        self,
        start: NodeId,
        goal: NodeId | None = None,
        *,
        most_steps: int = 4,
        limit: int = 10,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> Paths:
        """Return the shortest paths."""
        ...


PATHS = 10
"""How many paths one search gives."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A view as it is seen: everything it brought, what is drawn of that, and the places by name."""

    scene: Scene
    drawn: Drawn
    places: Mapping[str, Place]


def name_of(node: NodeId) -> str:
    """Return the name of a node in the drawing."""
    return f"{node[0]}:{node[1]}"


def group_name(group: str) -> str:
    """Return the name of a group in the drawing."""
    return f"group:{group}"


def replay(view: View, store: Reader, snapshot: int, most: int = MOST) -> Shown:
    """Take all steps of a view. Raises `StoreError` where the store cannot be read."""
    scene, places = Scene(snapshot), Places()
    drawn = draw(scene, most)
    for step in view.steps:
        try:
            _take(step, scene, store, places)
        except NotFoundError as error:
            scene.problems.append(
                Message(N_("A step of this view was left out: {reason}"), {"reason": error.whole})
            )
            continue
        drawn = draw(scene, most)
        _settle(step, scene, drawn, places)
    return Shown(scene, drawn, places.of([*map(name_of, drawn.nodes), *_group_names(drawn)]))


def first_day(year: int | None) -> dt.date | None:
    """Return the first day of a year."""
    return None if year is None else dt.date(year, 1, 1)


def last_day(year: int | None) -> dt.date | None:
    """Return the last day of a year."""
    return None if year is None else dt.date(year, 12, 31)


def _group_names(drawn: Drawn) -> list[str]:
    return [group_name(group.id) for group in drawn.groups]


def _take(step: Step, scene: Scene, store: Reader, places: Places) -> None:
    match step:
        case Add(node):
            _show(scene, store, node)
        case Expand():
            _expand(step, scene, store)
        case Route(start, goal, since, until):
            paths = store.paths(
                start,
                goal,
                most_steps=LONGEST_PATH,
                limit=PATHS,
                since=first_day(since),
                until=last_day(until),
            )
            for end in (start, goal):
                if end is not None:
                    _show(scene, store, end)
            for path in paths.found:
                scene.follow(path)
            scene.found.append(Found(start, goal, paths))
        case Hide(node):
            scene.hidden[node] = None
        case Reveal():
            scene.hidden.clear()
        case Pin(node, x, y):
            scene.pins[node] = (x, y)
            places.pin(name_of(node), (x, y))
        case Unpin(node):
            scene.pins.pop(node, None)
            places.unpin(name_of(node))
        case Open(group):
            scene.opened.pop(group, None)
            scene.opened[group] = None
        case Arrange():
            places.clear()


def _show(scene: Scene, store: Reader, key: NodeId) -> None:
    found = store.node(*key)
    if found is None:
        raise NotFoundError(
            Sentence("The graph holds no {kind} {id} (any more).", kind=key[0], id=repr(key[1]))
        )
    scene.bring(found)
    scene.roots.setdefault(key)
    scene.hidden.pop(key, None)


def _expand(step: Expand, scene: Scene, store: Reader) -> None:
    around = store.neighbours(
        *step.node,
        ties=step.ties,
        since=first_day(step.since),
        until=last_day(step.until),
        limit=step.limit,
    )
    scene.bring(around.node)
    scene.roots.setdefault(step.node)
    scene.hidden.pop(step.node, None)
    for node in around.nodes:
        scene.bring(node)
    for tie in around.ties:
        scene.join(tie)
    cut = scene.cut.setdefault(step.node, {})
    asked = {tie.kind for tie in around.ties} | set(around.cut)
    for kind in asked:
        if kind in around.cut:
            cut[kind] = around.cut[kind]
        else:
            cut.pop(kind, None)


def _settle(step: Step, scene: Scene, drawn: Drawn, places: Places) -> None:
    """Give places to what has come, each beside what brought it."""
    names = [*map(name_of, drawn.nodes), *_group_names(drawn)]
    kept = set(names) | {name_of(node) for node in scene.hidden}
    places.forget([name for name in _all_names(scene) if name not in kept])
    ties = _ties(drawn)
    match step:
        case Route() if scene.found:
            found = scene.found[-1]
            places.seat(name_of(found.start))
            if found.goal is not None:
                places.seat(name_of(found.goal))
            for lane, path in enumerate(found.paths.found):
                places.line([name_of(node.key) for node in path.nodes if node.key in drawn.nodes], lane)
        case Add(node):
            places.seat(name_of(node))
    # A node that is expanded before it is shown stands where it is tied to what is there, else apart.
    _surround(names, ties, places)
    if isinstance(step, Expand):
        places.seat(name_of(step.node))
        _surround(names, ties, places)
    for name in names:
        places.seat(name)


def _surround(names: Sequence[str], ties: Mapping[str, Sequence[str]], places: Places) -> None:
    known = [name for name in names if name in places]
    for anchor, fresh in neighbours_first(known, ties):
        places.surround(anchor, sorted(fresh, key=_sector))


def _all_names(scene: Scene) -> list[str]:
    return [*map(name_of, scene.nodes), *(group_name(group) for group in scene.opened)]


def _sector(name: str) -> str:
    """Return what keeps nodes of a kind side by side; within a kind they keep their order, newest first."""
    return name.split(":", 1)[0]


def _ties(drawn: Drawn) -> dict[str, list[str]]:
    ties: defaultdict[str, list[str]] = defaultdict(list)
    for tie in drawn.ties.values():
        ties[name_of(tie.start)].append(name_of(tie.end))
        ties[name_of(tie.end)].append(name_of(tie.start))
    for group in drawn.groups:
        for anchor in group.anchors:
            ties[name_of(anchor)].append(group_name(group.id))
            ties[group_name(group.id)].append(name_of(anchor))
    return ties
