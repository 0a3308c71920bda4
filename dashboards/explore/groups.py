"""Grouping: at most 300 elements are drawn; beyond that, nodes of a kind that hang on the same nodes are one.

Only nodes that nobody asked for by name are grouped: the results of an expansion. They are told apart by
what they hang on, by the kinds of their ties, and by the year of the newest tie or, for organisations, by
country. A group that was opened keeps as many members in view as there is room for.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.explore.scene import Scene, TieId
    from graphrisk.store.explore import Node, NodeId, Tie

_Alike: TypeAlias = "tuple[tuple[tuple[str, NodeId], ...], str, str]"
MOST = 300
"""Nodes and ties together that stay fluid in a browser."""
SMALLEST = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes of one kind that are drawn as one. `by` is the year or country that they share, if any."""

    id: str
    kind: str
    by: str
    members: tuple[NodeId, ...]
    anchors: Mapping[NodeId, tuple[TieId, ...]]
    """The nodes that it hangs on, with the ties that are drawn as one."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: nodes, ties between them, and groups."""

    nodes: Mapping[NodeId, Node]
    ties: Mapping[TieId, Tie]
    groups: tuple[Group, ...]

    @property
    def size(self) -> int:
        """Elements in the picture."""
        return len(self.nodes) + len(self.ties) + sum(1 + len(group.anchors) for group in self.groups)

    @property
    def grouped(self) -> int:
        """Nodes that stand inside groups."""
        return sum(len(group.members) for group in self.groups)


def draw(scene: Scene, most: int = MOST) -> Drawn:
    """Return what is drawn of a scene, with as few groups as keep it within `most` elements."""
    nodes, ties = scene.seen()
    size = len(nodes) + len(ties)
    if size <= most:
        return Drawn(nodes, ties, ())
    groups = []
    for group in _in_order(_candidates(scene, nodes, ties), scene):
        if size <= most:
            break
        kept = group
        if group.id in scene.opened:
            kept = _rest(group, size - most)
        if len(kept.members) < SMALLEST:
            continue
        groups.append(kept)
        size -= _saved(kept)
    inside = {member for group in groups for member in group.members}
    return Drawn(
        {key: node for key, node in nodes.items() if key not in inside},
        {key: tie for key, tie in ties.items() if tie.start not in inside and tie.end not in inside},
        tuple(groups),
    )


def _saved(group: Group) -> int:
    return len(group.members) + sum(len(ties) for ties in group.anchors.values()) - 1 - len(group.anchors)


def _in_order(groups: list[Group], scene: Scene) -> list[Group]:
    """Return groups in the order in which they are closed: opened ones last, of others the largest first."""
    order = {key: place for place, key in enumerate(scene.opened)}
    return sorted(groups, key=lambda group: (order.get(group.id, -1), -_saved(group), group.id))


def _rest(group: Group, surplus: int) -> Group:
    """Return the group without as many of its first members as the picture has room for."""
    per_member = 1 + sum(len(ties) for ties in group.anchors.values()) / len(group.members)
    closed = min(len(group.members), int((surplus + 1 + len(group.anchors)) / per_member) + 1)
    members = group.members[len(group.members) - closed :]
    inside = set(members)
    anchors = {
        anchor: kept
        for anchor, ties in group.anchors.items()
        if (kept := tuple(key for key in ties if key[1] in inside or key[2] in inside))
    }
    return Group(group.id, group.kind, group.by, members, anchors)


def _candidates(scene: Scene, nodes: Mapping[NodeId, Node], ties: Mapping[TieId, Tie]) -> list[Group]:
    loose = {
        key
        for key, node in nodes.items()
        if key not in scene.roots and key not in scene.pins and not node.listed and node.kind != "list_entry"
    }
    hanging: defaultdict[NodeId, list[TieId]] = defaultdict(list)
    for key, tie in ties.items():
        for end, other in ((tie.start, tie.end), (tie.end, tie.start)):
            if end in loose:
                if other in loose:
                    # Two results that are tied to each other both stay: a group would hide that tie.
                    loose -= {end, other}
                hanging[end].append(key)
    gathered: defaultdict[_Alike, list[NodeId]] = defaultdict(list)
    for name, node in nodes.items():
        if name in loose and hanging[name]:
            on = tuple(sorted({(ties[key].kind, ties[key].other(name)) for key in hanging[name]}))
            gathered[on, name[0], _by(node, [ties[key] for key in hanging[name]])].append(name)
    found = []
    for (on, kind, by), members in gathered.items():
        if len(members) < SMALLEST:
            continue
        anchors: defaultdict[NodeId, list[TieId]] = defaultdict(list)
        for member in members:
            for key in hanging[member]:
                anchors[ties[key].other(member)].append(key)
        seal = hashlib.sha256(repr((on, kind, by)).encode()).hexdigest()[:12]
        found.append(Group(seal, kind, by, tuple(members), {k: tuple(v) for k, v in anchors.items()}))
    return found


def _by(node: Node, ties: list[Tie]) -> str:
    if node.kind == "organization":
        return node.note or ""
    days = [day for tie in ties for day in (tie.date_to or tie.date_from,) if day is not None]
    return str(max(days).year) if days else ""
