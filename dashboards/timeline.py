"""The time line of declared against observed: what an hour with a CV and a publication list would show.

Declared is hollow, observed is filled, observed without a declaration has a dashed orange outline; the rule's
window is shaded, membership in a list is a band, the as-of date a line.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboards.casefile.lanes import Lanes
from dashboards.figures import base, cut, plain, wrapped
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.casefile.lanes import Lane
    from dashboards.palette import Palette
    from dashboards.words import Words

LANE_HEIGHT = 40
TOP = 26
BOTTOM = 24
_DAY = dt.timedelta(days=1)
_DAY_MS = 86_400_000
_MARGIN = dt.timedelta(days=45)
_SPAN_DAYS = 365 * 7
_SYMBOLS = {"award": "diamond", "author_record": "square"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The days that frame a time line: as-of date, first day of the rule's window, and the axis."""

    as_of: dt.date
    window_start: dt.date | None
    left: dt.date
    right: dt.date

    def clip(self, day: dt.date | None, missing: dt.date) -> dt.date:
        """Return a day moved into the axis, or `missing` where there is none."""
        return max(self.left, min(self.right, missing if day is None else day))


def frame(lanes: Lanes, as_of: dt.date, window_start: dt.date | None) -> Frame:
    """Return the axis: it holds the window, all that is asked about, and at most seven years more."""
    asked = [moment.day for moment in lanes.lanes[0].moments] if lanes.lanes else []
    every = [
        day
        for lane in lanes.lanes
        for day in (
            *(m.day for m in lane.moments),
            *(p.start for p in lane.periods),
            *(b.start for b in lane.bands),
        )
        if day
    ]
    floor = min([as_of - dt.timedelta(days=_SPAN_DAYS), *asked])
    left = max(floor, min([as_of - dt.timedelta(days=730), *every]))
    if window_start:
        left = min(left, window_start)
    return Frame(as_of, window_start, left - _MARGIN, as_of + dt.timedelta(days=150))


def visible(lanes: Lanes, days: Frame) -> Lanes:
    """Return the lanes of which something lies within the axis; ties that ended before it are left out."""

    def shown(lane: Lane) -> bool:
        spans = [(moment.day, moment.day) for moment in lane.moments]
        spans += [(p.start or days.left, p.end or days.right) for p in lane.periods if p.start or p.end]
        spans += [(band.start, band.end or days.right) for band in lane.bands]
        return any(start <= days.right and end >= days.left for start, end in spans)

    kept = tuple(lane for lane in lanes.lanes if shown(lane))
    return Lanes(kept, lanes.left_out + len(lanes.lanes) - len(kept))


def timeline(lanes: Lanes, days: Frame, colors: Palette, t: Words) -> go.Figure:
    """Return the time line, a lane a tie, the one that is asked about on top."""
    figure = base(colors, TOP + BOTTOM + LANE_HEIGHT * max(len(lanes.lanes), 1))
    figure.update_layout(margin={"l": 0, "r": 12, "t": TOP, "b": BOTTOM}, barmode="overlay")
    _background(figure, lanes, days, colors, t)
    for place, lane in enumerate(lanes.lanes):
        _bands(figure, place, lane, days, colors)
        _declared(figure, place, lane, days, colors)
        _observed(figure, place, lane, days, colors)
    count = len(lanes.lanes)
    figure.update_xaxes(
        type="date",
        range=[days.left.isoformat(), days.right.isoformat()],
        dtick="M12" if (days.right - days.left).days > 1100 else "M6",
        tick0=f"{days.left.year}-01-01",
        tickformat="%Y" if (days.right - days.left).days > 1100 else "%Y-%m",
        gridcolor=colors.line,
        griddash="dot",
        ticks="",
        fixedrange=True,
        zeroline=False,
    )
    figure.update_yaxes(
        tickvals=list(range(count)),
        ticktext=[_label(lane) for lane in lanes.lanes],
        range=[count - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        automargin=True,
        ticks="",
    )
    return figure


def _label(lane: Lane) -> str:
    name = plain(cut(lane.label, 30))
    first = f"<b>{name}</b>" if lane.undeclared else name
    return f"{first}<br><span style='font-size:11px'>{plain(cut(_note(lane), 36))}</span>"


def _note(lane: Lane) -> str:
    said = lane.periods[0].label if len(lane.periods) == 1 and not lane.undeclared else ""
    return f"{lane.note} · {said}" if said and said != lane.note else lane.note


def _background(figure: go.Figure, lanes: Lanes, days: Frame, colors: Palette, t: Words) -> None:
    as_of = days.as_of.isoformat()
    if days.window_start:
        figure.add_shape(
            type="rect",
            x0=days.window_start.isoformat(),
            x1=as_of,
            y0=0,
            y1=1,
            yref="paper",
            fillcolor=colors.band,
            line={"width": 0},
            layer="below",
        )
    for place in range(1, len(lanes.lanes)):
        figure.add_hline(y=place - 0.5, line={"color": colors.line, "width": 1}, layer="below")
    figure.add_shape(
        type="line", x0=as_of, x1=as_of, y0=0, y1=1, yref="paper", line={"color": colors.ink, "width": 1.5}
    )
    figure.add_annotation(
        x=as_of,
        y=1,
        yref="paper",
        text=plain(t(N_("as of {day}"), day=days.as_of)),
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        font={"size": 11, "color": colors.ink},
    )


def _bands(figure: go.Figure, place: int, lane: Lane, days: Frame, colors: Palette) -> None:
    for band in lane.bands:
        start, end = days.clip(band.start, days.left), days.clip(band.end, days.right)
        if end <= start:
            continue
        _bar(figure, place, start, end, 0.9, colors.listing_band, None, band.text)


def _declared(figure: go.Figure, place: int, lane: Lane, days: Frame, colors: Palette) -> None:
    for period in lane.periods:
        start, end = days.clip(period.start, days.left), days.clip(period.end, days.right)
        if end <= start:
            continue
        width = (end - start).days / (days.right - days.left).days
        # Inside a bar with dots in it words would be hard to read; the lane's own label says them then.
        alone = not lane.moments and len(lane.periods) > 1
        text = plain(cut(period.label, int(width * 90))) if alone and width > 0.06 else ""
        _bar(figure, place, start, end, 0.52, "rgba(0,0,0,0)", colors.ink, period.text, text)


def _bar(
    figure: go.Figure,
    place: int,
    start: dt.date,
    end: dt.date,
    height: float,
    fill: str,
    outline: str | None,
    hover: str,
    text: str = "",
) -> None:
    figure.add_bar(
        x=[((end - start) + _DAY).days * _DAY_MS],
        y=[place],
        base=[start.isoformat()],
        width=height,
        orientation="h",
        marker={"color": fill, "line": {"color": outline or fill, "width": 1.5 if outline else 0}},
        text=[text],
        textposition="inside",
        insidetextanchor="start",
        textfont={"size": 11, "color": outline or fill},
        hovertext=[wrapped(hover)],
        hoverinfo="text",
    )


def _observed(figure: go.Figure, place: int, lane: Lane, days: Frame, colors: Palette) -> None:
    moments = [moment for moment in lane.moments if days.left <= moment.day <= days.right]
    if not moments:
        return
    if lane.undeclared:
        figure.add_shape(
            type="rect",
            x0=(min(m.day for m in moments) - _MARGIN).isoformat(),
            x1=(max(m.day for m in moments) + _MARGIN).isoformat(),
            y0=place - 0.36,
            y1=place + 0.36,
            line={"color": colors.undeclared, "width": 2, "dash": "dash"},
        )
    figure.add_trace(
        go.Scatter(
            x=[moment.day.isoformat() for moment in moments],
            y=[place + (0.14 if lane.periods else 0)] * len(moments),
            mode="markers",
            marker={
                "size": 10,
                "symbol": [_SYMBOLS.get(moment.kind, "circle") for moment in moments],
                "color": colors.undeclared if lane.undeclared else colors.observed,
                "line": {"width": 1, "color": colors.surface},
            },
            hovertext=[wrapped(moment.text) for moment in moments],
            hoverinfo="text",
        )
    )
