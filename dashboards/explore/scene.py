"""What the steps of a view brought together: nodes and ties, and what was left out on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from graphrisk.i18n import Message
    from graphrisk.store.explore import Node, NodeId, Path, Paths, Tie

TieId: TypeAlias = tuple[str, "NodeId", "NodeId", str]
"""Kind, ends and record: what tells ties apart."""


def tie_id(tie: Tie) -> TieId:
    """Return what tells a tie from all others."""
    return tie.kind, tie.start, tie.end, tie.record


@dataclass(frozen=True, slots=True)
class Found:
    """The paths that one step asked for."""

    start: NodeId
    goal: NodeId | None
    paths: Paths


@dataclass(slots=True)
class Scene:
    """Everything that a view brought, hidden nodes included, in the order in which it came."""

    snapshot: int
    nodes: dict[NodeId, Node] = field(default_factory=dict)
    ties: dict[TieId, Tie] = field(default_factory=dict)
    roots: dict[NodeId, None] = field(default_factory=dict)
    """Nodes that were asked for by name or expanded, or lie on a path: they are never put into a group."""
    hidden: dict[NodeId, None] = field(default_factory=dict)
    pins: dict[NodeId, tuple[int, int]] = field(default_factory=dict)
    opened: dict[str, None] = field(default_factory=dict)
    cut: dict[NodeId, dict[str, int]] = field(default_factory=dict)
    """Of each expanded node, how many more ties of each kind the store has within what was asked for."""
    found: list[Found] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    """Steps that could not be taken, in words."""

    def bring(self, node: Node) -> None:
        """Add a node; one that carries more facts replaces one that carries fewer."""
        before = self.nodes.get(node.key)
        if before is None or len(node.facts) > len(before.facts):
            self.nodes[node.key] = node

    def join(self, tie: Tie) -> None:
        """Add a tie."""
        self.ties.setdefault(tie_id(tie), tie)

    def follow(self, path: Path) -> None:
        """Add the nodes and ties of a path."""
        for node in path.nodes:
            self.bring(node)
            self.roots.setdefault(node.key)
        for tie in path.ties:
            self.join(tie)

    def seen(self) -> tuple[dict[NodeId, Node], dict[TieId, Tie]]:
        """Return nodes and ties without what is hidden or only hung on what is hidden."""
        ties = {
            key: tie
            for key, tie in self.ties.items()
            if tie.start not in self.hidden and tie.end not in self.hidden
        }
        held = {end for tie in ties.values() for end in (tie.start, tie.end)}
        nodes = {
            key: node
            for key, node in self.nodes.items()
            if key not in self.hidden and (key in held or key in self.roots)
        }
        return nodes, ties
