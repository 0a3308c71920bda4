"""Charts: pure functions from plain values to Plotly figures, one template for both themes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from graphrisk.findings import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboards.palette import Palette

FONT = '"Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", Meiryo, system-ui, sans-serif'
BAR_HEIGHT = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: open questions by level, how many are decided, where a click leads, the sentence on hover."""

    label: str
    waiting: Mapping[Level, int]
    done: int
    href: str
    hover: str

    @property
    def open(self) -> int:
        """Number of open questions."""
        return sum(self.waiting.values())


def plain(text: str) -> str:
    """Return text that a chart shows as it is: chart labels are read as a kind of HTML."""
    return escape(text, quote=False)


def wrapped(text: str, columns: int = 68) -> str:
    """Return text for a hover box: as it is, in lines of at most `columns`, full-width counted as two."""
    wide = sum(ord(sign) > 0x2E7F for sign in text) * 2 > len(text)
    return "<br>".join(plain(line) for line in wrap(text, columns // 2 if wide else columns))


def cut(text: str, length: int) -> str:
    """Return text of at most `length` columns, full-width characters counted as two, cut with an ellipsis."""
    width = 0
    for place, sign in enumerate(text):
        width += 2 if ord(sign) > 0x2E7F else 1
        if width > length:
            return text[: max(place - 1, 1)].rstrip() + "…"
    return text


def base(colors: Palette, height: int) -> go.Figure:
    """Return an empty figure in the house's look."""
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": colors.ink},
        showlegend=False,
        dragmode=False,
        hoverlabel={
            "bgcolor": colors.surface,
            "bordercolor": colors.line,
            "font": {"family": FONT, "size": 13, "color": colors.ink},
            "align": "left",
        },
    )
    return figure


def bars(rows: Sequence[Bar], colors: Palette, *, label_length: int = 34) -> go.Figure:
    """Return horizontal bars in the order given: open by level, then decided in grey, and the numbers.

    Labels are links and bars carry theirs as custom data, so that keyboard and mouse both open the queue.
    """
    figure = base(colors, BAR_HEIGHT * max(len(rows), 1) + 8)
    places = list(range(len(rows)))
    parts = [([row.waiting.get(level, 0) for row in rows], colors.levels[level]) for level in reversed(Level)]
    parts.append(([row.done for row in rows], colors.line))
    for values, color in parts:
        figure.add_bar(
            x=values,
            y=places,
            orientation="h",
            width=0.56,
            marker={"color": color, "line": {"width": 0}},
            customdata=[row.href for row in rows],
            hovertext=[plain(row.hover) for row in rows],
            hoverinfo="text",
        )
    longest = max((row.open + row.done for row in rows), default=1) or 1
    figure.add_scatter(
        x=[row.open + row.done for row in rows],
        y=places,
        mode="text",
        text=[f" {row.open}" if not row.done else f" {row.open} / {row.open + row.done}" for row in rows],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False, range=[0, longest * 1.18], fixedrange=True)
    figure.update_yaxes(
        tickvals=places,
        ticktext=[f'<a href="{escape(row.href)}">{plain(cut(row.label, label_length))}</a>' for row in rows],
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        automargin=True,
        ticks="",
    )
    return figure
