"""The legend of Explore: what is declared and what is observed, and what the shapes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.words import Words

_ITEMS = (
    ("line declared", N_("declared tie")),
    ("line observed", N_("observed tie")),
    ("line listing", N_("listed")),
    ("shape person", N_("person")),
    ("shape organization", N_("organisation")),
    ("shape work", N_("work")),
    ("shape hexagon", N_("on a list")),
    ("shape technology", N_("technology area")),
    ("shape group", N_("group")),
)


def legend(t: Words) -> html.Div:
    """Return the legend as one line."""
    return html.Div(
        [
            html.Span([html.Span(className=f"sign {name}"), t(words)], className="key")
            for name, words in _ITEMS
        ],
        className="legend",
    )
