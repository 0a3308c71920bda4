"""The one legend: declared and observed look the same in tables, time line and network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.words import Words

_ITEMS = (
    ("declared", N_("declared")),
    ("observed", N_("observed")),
    ("undeclared", N_("observed, not declared")),
    ("listing", N_("on a list")),
)


def legend(t: Words, *, window: bool = False) -> html.Div:
    """Return the legend as one line."""
    items = [*_ITEMS, ("window", N_("window of the rule"))] if window else list(_ITEMS)
    return html.Div(
        [
            html.Span([html.Span(className=f"swatch {name}"), t(words)], className="key")
            for name, words in items
        ],
        className="legend",
    )
