"""The network component: the one module that knows the drawing library.

Nodes stand in columns from left to right at fixed places, so that the picture is the same every time and a
path reads as a sentence.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import dash_cytoscape as cyto

from dashboards.casefile.path import COLUMNS
from dashboards.figures import FONT, cut
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.casefile.path import Network
    from dashboards.palette import Palette
    from dashboards.words import Words

COLUMN_WIDTH = 198
ROW_HEIGHT = 46
STAGGER = 20
CLICKED = "tapNodeData"
"""The property that holds the node last clicked."""
_SHAPES = {
    "person": "ellipse",
    "application": "round-rectangle",
    "work": "rectangle",
    "author": "ellipse",
    "funder": "diamond",
    "organization": "round-rectangle",
    "relative": "round-rectangle",
    "list": "hexagon",
}


RELATIONS = {
    "unit": N_("belongs to"),
    "parent": N_("stands above"),
    "alias": N_("printed as a name of"),
}
"""What an organisation is to the listed body that it is tied to, as the tie says it."""


def component(component_id: str, net: Network, colors: Palette, t: Words) -> cyto.Cytoscape:
    """Return the network, drawn once: the library loses places where elements change later."""
    return cyto.Cytoscape(
        id=component_id,
        elements=elements(net, t),
        layout={"name": "preset", "fit": True, "padding": 24},
        stylesheet=stylesheet(colors),
        style={"width": "100%", "height": "100%"},
        minZoom=0.3,
        maxZoom=1.15,
        autoungrabify=True,
        boxSelectionEnabled=False,
        userZoomingEnabled=False,
        responsive=True,
    )


def height(net: Network) -> int:
    """Return the height in pixels at which the network is drawn without being shrunk much."""
    columns = Counter(COLUMNS[node.kind] for node in net.nodes.values())
    return max(150, min(520, ROW_HEIGHT * max(columns.values(), default=1) + 48 + STAGGER))


def elements(net: Network, t: Words) -> list[dict[str, Any]]:
    """Return the network's elements at their places."""
    columns: dict[int, list[str]] = {}
    for node in net.nodes.values():
        columns.setdefault(COLUMNS[node.kind], []).append(node.id)
    used = {column: place for place, column in enumerate(sorted(columns))}
    tall = ROW_HEIGHT * max((len(ids) for ids in columns.values()), default=1)
    found: list[dict[str, Any]] = []
    for column, ids in columns.items():
        step = tall / len(ids)
        for place, node_id in enumerate(ids):
            node = net.nodes[node_id]
            found.append(
                {
                    "data": {
                        "id": node.id,
                        "label": cut(t.called(node.label), 30),
                        "name": t.called(node.label, beside=True),
                        "detail": node.detail,
                        "url": node.url,
                        "kind": node.kind,
                    },
                    # Every other column stands a little lower, so that no tie runs through a node between.
                    "position": {
                        "x": used[column] * COLUMN_WIDTH,
                        "y": step * (place + 0.5) + STAGGER * (used[column] % 2),
                    },
                    "classes": f"{node.kind} asked" if node.asked else node.kind,
                }
            )
    found.extend(
        {
            "data": {
                "id": f"{edge.source}→{edge.target}",
                "source": edge.source,
                "target": edge.target,
                "label": t(RELATIONS[edge.relation]) if edge.relation else "",
            },
            "classes": edge.side,
        }
        for edge in net.edges.values()
    )
    return found


def stylesheet(colors: Palette) -> list[dict[str, Any]]:
    """Return the look of nodes and edges: people are never coloured; ties and lists are."""
    return [
        {
            "selector": "node",
            "style": {
                "label": "data(label)",
                "font-family": FONT,
                "font-size": 11,
                "color": colors.ink,
                "text-valign": "bottom",
                "text-margin-y": 3,
                "text-background-color": colors.surface,
                "text-background-opacity": 0.85,
                "text-background-padding": 1,
                "width": 16,
                "height": 16,
                "background-color": colors.observed,
                "border-width": 1.5,
                "border-color": colors.observed,
            },
        },
        *({"selector": f"node.{kind}", "style": {"shape": shape}} for kind, shape in _SHAPES.items()),
        {
            "selector": "node.person, node.application, node.author",
            "style": {"background-color": colors.surface, "border-color": colors.ink},
        },
        {
            "selector": "node.person, node.application",
            "style": {"width": 26, "height": 26, "font-weight": "bold"},
        },
        {"selector": "node.organization, node.relative", "style": {"width": 26, "height": 16}},
        {
            "selector": "node.list",
            "style": {"background-color": colors.listing, "border-color": colors.listing, "width": 20},
        },
        {
            "selector": "node.asked",
            "style": {"border-width": 3, "border-color": colors.undeclared, "font-weight": "bold"},
        },
        {
            "selector": "node:selected",
            "style": {"overlay-color": colors.accent, "overlay-opacity": 0.25, "overlay-padding": 4},
        },
        {
            "selector": "edge",
            "style": {"width": 1.2, "line-color": colors.quiet, "curve-style": "straight", "opacity": 0.75},
        },
        {
            "selector": "edge.declared",
            "style": {
                "width": 2,
                "line-color": colors.ink,
                "opacity": 1,
                "curve-style": "unbundled-bezier",
                "control-point-distances": [46],
                "control-point-weights": [0.5],
            },
        },
        {
            "selector": "edge.undeclared",
            "style": {"width": 2, "line-color": colors.undeclared, "line-style": "dashed", "opacity": 1},
        },
        {
            "selector": "edge.near",
            "style": {
                "width": 2,
                "line-color": colors.observed,
                "opacity": 1,
                "label": "data(label)",
                "font-family": FONT,
                "font-size": 10,
                "color": colors.ink,
                "text-background-color": colors.surface,
                "text-background-opacity": 0.85,
                "text-background-padding": 1,
            },
        },
        {"selector": "edge.listing", "style": {"width": 2, "line-color": colors.listing, "opacity": 1}},
    ]
