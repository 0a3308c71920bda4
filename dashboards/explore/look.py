"""How Explore looks: shapes and colours of nodes and ties, for the browser's drawing and for files alike.

A shape and a line under the name say what a colour says, so that the picture can be read without colours.
People are never coloured. What somebody handed in is hollow, what the public record shows is filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_cytoscape as cyto

from dashboards import network
from dashboards.figures import FONT

if TYPE_CHECKING:
    from dashboards.palette import Palette

SHAPES = {
    "person": "ellipse",
    "applicant": "ellipse",
    "organization": "round-rectangle",
    "work": "rectangle",
    "funder": "diamond",
    "award": "rhomboid",
    "list_entry": "hexagon",
    "application": "round-rectangle",
    "call": "barrel",
    "program": "octagon",
    "listed": "hexagon",
    "technology": "tag",
}
"""Kind of node, or mark, -> its shape. A mark wins over a kind."""
SIZES = {"applicant": (28, 28), "organization": (28, 18), "list_entry": (24, 20), "listed": (30, 24)}
SIZE = (18, 18)
HOLLOW = ("person", "applicant", "application", "call", "program")


def component(component_id: str) -> cyto.Cytoscape:
    """Return the drawing without elements; the page's own script draws, so that nothing moves by itself."""
    return cyto.Cytoscape(
        id=component_id,
        elements=[],
        layout={"name": "preset"},
        stylesheet=[],
        style={"width": "100%", "height": "100%"},
        minZoom=0.15,
        maxZoom=2.5,
        autoRefreshLayout=False,
        boxSelectionEnabled=False,
        responsive=True,
    )


def stylesheet(colors: Palette) -> list[dict[str, Any]]:
    """Return the look of the drawing in the browser."""

    def rule(selector: str, **style: Any) -> dict[str, Any]:
        return {"selector": selector, "style": {name.replace("_", "-"): v for name, v in style.items()}}

    hollow = ", ".join(f"node.{kind}" for kind in HOLLOW)
    return [
        *network.stylesheet(colors)[:1],
        rule("node", text_wrap="wrap", width=SIZE[0], height=SIZE[1], text_max_width=200, line_height=1.25),
        *(rule(f"node.{name}", shape=shape) for name, shape in SHAPES.items()),
        *(rule(f"node.{name}", width=wide, height=high) for name, (wide, high) in SIZES.items()),
        rule(hollow, background_color=colors.surface, border_color=colors.ink),
        rule("node.applicant", border_width=3, font_weight="bold"),
        rule("node.list_entry", background_color=colors.listing, border_color=colors.listing),
        rule(
            "node.listed", background_color=colors.listing_band, border_color=colors.listing, border_width=3
        ),
        rule("node.technology", background_color=colors.technology, border_color=colors.ink, width=24),
        rule(
            "node.group",
            width=34,
            height=26,
            border_style="dashed",
            border_width=2,
            background_color=colors.band,
            border_color=colors.ink,
        ),
        rule("node.pinned", border_style="double", border_width=5),
        rule(
            "edge",
            width=1.2,
            line_color=colors.quiet,
            curve_style="bezier",
            control_point_step_size=26,
            opacity=0.75,
            font_family=FONT,
            font_size=10,
            color=colors.ink,
            text_background_color=colors.surface,
            text_background_opacity=0.9,
            text_background_padding=2,
        ),
        rule(
            "edge.declared",
            width=2,
            line_color=colors.ink,
            opacity=1,
            source_arrow_shape="circle",
            source_arrow_fill="hollow",
            source_arrow_color=colors.ink,
        ),
        rule("edge.listing", width=2.4, line_color=colors.listing, opacity=1, line_style="dotted"),
        rule("edge.many", width=3.5),
        rule("node.lit", overlay_color=colors.accent, overlay_opacity=0.18, overlay_padding=5),
        rule("edge.lit", width=3.5, line_color=colors.accent, opacity=1, label="data(label)", z_index=9),
        rule("edge.near", opacity=1, width=2.4, line_color=colors.accent, z_index=8),
        rule("edge.named", label="data(label)", opacity=1, z_index=9),
        rule(".outside", opacity=0.14),
        rule(".gone", display="none"),
        rule(".dimmed", opacity=0.16),
        rule("edge.dimmed", line_color=colors.quiet, width=1.2),
        rule("node:selected", overlay_color=colors.accent, overlay_opacity=0.3, overlay_padding=7),
    ]
