"""Overview of a run: the call in one sentence, what waits, and what could not be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboards import ids
from dashboards.browser import CHART, WAITING, connect
from dashboards.components.basics import section
from dashboards.components.coverage import coverage, run_facts
from dashboards.components.headline import headline
from dashboards.context import Context, context
from dashboards.figures import bars
from dashboards.pages.overview_bars import (
    applications_note,
    by_application,
    by_area,
    by_level,
    by_rule,
)
from dashboards.palette import palette
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.data import Data

_CHARTS = (ids.LEVEL_CHART, ids.RULE_CHART, ids.APPLICATION_CHART, ids.AREA_CHART)
_TITLES = (ids.LEVEL_TITLE, ids.RULE_TITLE, ids.APPLICATION_TITLE, ids.AREA_TITLE)


def layout() -> html.Div:
    """Return the page without its figures."""

    def chart(title_id: str, chart_id: str, name: str) -> html.Section:
        return html.Section(
            [html.Div(id=title_id, className="head"), dcc.Graph(id=chart_id, config=CHART)],
            className=f"box {name}",
        )

    return html.Div(
        [
            html.Div(id=ids.OVERVIEW_HEAD),
            html.Div(
                [
                    html.Div(
                        [
                            chart(ids.LEVEL_TITLE, ids.LEVEL_CHART, "by-level"),
                            chart(ids.APPLICATION_TITLE, ids.APPLICATION_CHART, "by-application"),
                        ]
                    ),
                    html.Div(
                        [
                            chart(ids.RULE_TITLE, ids.RULE_CHART, "by-rule"),
                            html.Div(chart(ids.AREA_TITLE, ids.AREA_CHART, "by-area"), id=ids.AREA_BOX),
                        ]
                    ),
                ],
                id=ids.OVERVIEW_CHARTS,
                className="charts",
            ),
            html.Div(id=ids.OVERVIEW_FOOT),
        ],
        id=ids.OVERVIEW,
        className="page overview",
        hidden=True,
    )


def register(app: Dash, data: Data) -> None:
    """Connect the page."""
    for chart in _CHARTS:
        connect(app, "follow", Input(chart, "clickData"), State(chart, "id"), initial=False)

    @app.callback(
        Output(ids.OVERVIEW, "hidden"),
        Output(ids.OVERVIEW_HEAD, "children"),
        Output(ids.OVERVIEW_CHARTS, "hidden"),
        *(Output(title, "children") for title in _TITLES),
        *(Output(chart, "figure") for chart in _CHARTS),
        *(Output(chart, "style") for chart in _CHARTS),
        Output(ids.AREA_BOX, "hidden"),
        Output(ids.OVERVIEW_FOOT, "children"),
        Input(ids.ROUTE, "data"),
        Input(ids.THEME, "data"),
        Input(ids.REVISION, "data"),
        running=WAITING,
    )
    def overview(route: dict[str, str] | None, theme: str | None, _revision: int) -> tuple[Any, ...]:
        here = context(data, route)
        if here.address.page != "overview" or here.run is None:
            return (True, *([no_update] * 16))
        data.note_read(here.run.id, page="overview")
        records = data.findings(here.run.id)
        colors, t = palette(theme), here.words
        titles = (
            _head(t(N_("Questions by level")), t(N_("open / all"))),
            _head(t(N_("By rule")), t(N_("open / all"))),
            _head(t(N_("By application")), applications_note(records, t)),
            _head(t(N_("By technology area")), t(N_("a question counts in each area of its application"))),
        )
        areas = by_area(here, records, data)
        figures = (
            bars(by_level(here, records), colors),
            bars(by_rule(here, records, data), colors, label_length=44),
            bars(by_application(here, records), colors, label_length=44),
            bars(areas, colors, label_length=44),
        )
        return (
            False,
            headline(here, records, data),
            not records,
            *titles,
            *figures,
            *({"height": f"{figure.layout.height}px"} for figure in figures),
            not areas,
            _foot(here, data),
        )


def _head(title: str, note: str) -> list[Any]:
    return [html.H2(title), html.Div(note, className="note")]


def _foot(here: Context, data: Data) -> list[Any]:
    run, t = here.run, here.words
    if run is None:
        return []
    return [
        html.Div(
            [
                section(
                    t(N_("What was looked at, and what could not be")), coverage(run, t), name="coverage"
                ),
                section(
                    t(N_("What this run rests on")),
                    run_facts(run, data.policy(run.policy), t),
                    note=html.A(t(N_("Sources in full")), href=here.address.sources().href),
                    name="basis",
                ),
            ],
            className="columns",
        )
    ]
