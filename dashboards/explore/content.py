"""What is taken along of a view: its nodes and ties as they were read, with what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.explore.replay import name_of
from graphrisk.export.graph import GraphContent

if TYPE_CHECKING:
    from dashboards.explore.replay import Shown


def content_of(shown: Shown, link: str) -> GraphContent:
    """Return all nodes and ties of a view but hidden ones; members of groups are there one by one."""
    nodes, ties = shown.scene.seen()
    places = {key: shown.places[name_of(key)] for key in nodes if name_of(key) in shown.places}
    cut = {key: more for key, more in shown.scene.cut.items() if more and key in nodes}
    return GraphContent(
        snapshot=shown.scene.snapshot,
        link=link,
        nodes=tuple(nodes.values()),
        ties=tuple(ties.values()),
        cut=cut,
        places=places,
        hidden=len(shown.scene.hidden),
    )
