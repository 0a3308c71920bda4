"""The graph as one walks it: nodes, the ties of a node, and the shortest paths between nodes."""

from graphrisk.store.explore.model import (
    NODES,
    TIES,
    Neighbourhood,
    Node,
    NodeId,
    Path,
    Paths,
    Tie,
    TieKind,
)

__all__ = ["NODES", "TIES", "Neighbourhood", "Node", "NodeId", "Path", "Paths", "Tie", "TieKind"]
