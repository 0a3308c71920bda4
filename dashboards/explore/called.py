"""A graph whose organisations bear the names by which readers of Japanese call them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboards.naming import japanese_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from dashboards.graphs import Graph
    from graphrisk.store.explore import Neighbourhood, Node, NodeId, Path, Paths

_COLUMN = "name"


class InJapanese:
    """Reads a view's nodes from a graph. An organisation with a Japanese name in the registry has that for
    its name, and the one by which its record calls it among the facts beside it."""

    def __init__(self, graph: Graph) -> None:
        """Take the graph; names are looked up as nodes are read."""
        self._graph = graph
        self._known: dict[str, str | None] = {}

    def node(self, kind: str, id: str) -> Node | None:  # noqa: A002  # what a node calls it
        """Return a node."""
        found = self._graph.node(kind, id)
        return None if found is None else self._called((found,))[0]

    def neighbours(self, kind: str, id: str, **bounds: Any) -> Neighbourhood:  # noqa: A002
        """Return the newest ties of a node; `bounds` are those of the graph's own method."""
        found = self._graph.neighbours(kind, id, **bounds)
        node, *nodes = self._called((found.node, *found.nodes))
        return replace(found, node=node, nodes=tuple(nodes))

    def paths(self, start: NodeId, goal: NodeId | None = None, **bounds: Any) -> Paths:
        """Return the shortest paths; `bounds` are those of the graph's own method."""
        found = self._graph.paths(start, goal, **bounds)
        self._look_up([node for path in found.found for node in path.nodes])
        return replace(found, found=tuple(map(self._path, found.found)), hubs=tuple(self._called(found.hubs)))

    def _path(self, path: Path) -> Path:
        return replace(path, nodes=tuple(self._called(path.nodes)), crowds=tuple(self._called(path.crowds)))

    def _called(self, nodes: Collection[Node]) -> list[Node]:
        self._look_up(nodes)
        return [self._one(node) for node in nodes]

    def _look_up(self, nodes: Iterable[Node]) -> None:
        missing = {node.id for node in nodes if node.kind == "organization"} - self._known.keys()
        if missing:
            self._known |= dict.fromkeys(missing) | japanese_names(self._graph, missing)

    def _one(self, node: Node) -> Node:
        name = self._known.get(node.id) if node.kind == "organization" else None
        if not name or name == node.name:
            return node
        facts = tuple(fact for fact in node.facts if fact[0] != _COLUMN)
        return replace(node, name=name, facts=((_COLUMN, node.name), *facts))
