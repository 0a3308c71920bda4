"""The Explore page without its content: controls, drawing, time slider, the three lists beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards import ids
from dashboards.explore import look
from dashboards.explore.view import FIRST_YEAR, LAST_YEAR, LIMITS
from graphrisk.i18n import N_
from graphrisk.review.attachments import LONGEST_NOTE

if TYPE_CHECKING:
    from dashboards.words import Words

WORDS = (
    (ids.EXPLORE_SEARCH, "placeholder", N_("Find a person, organisation or work")),
    (ids.EXPLORE_SEARCH, "aria-label", N_("Find a person, organisation or work")),
    (ids.EXPLORE_UNDO, "title", N_("Undo (Ctrl Z)")),
    (ids.EXPLORE_REDO, "title", N_("Redo (Ctrl Shift Z)")),
    (ids.EXPLORE_ARRANGE, "children", N_("Arrange")),
    (ids.EXPLORE_ARRANGE, "title", N_("Give all nodes that are not pinned new places")),
    (ids.EXPLORE_FIT, "children", N_("Fit")),
    (ids.EXPLORE_FIT, "title", N_("Show the whole picture (0)")),
    (ids.EXPLORE_SAVE, "placeholder", N_("Save as…")),
    (ids.EXPLORE_LINK, "children", N_("Copy link")),
    (ids.EXPLORE_HAND_OVER, "children", N_("Attach to a question…")),
    (ids.EXPLORE_TIME, "thumbFromLabel", N_("from year")),
    (ids.EXPLORE_TIME, "thumbToLabel", N_("to year")),
    (ids.EXPLORE_STRICT, "label", N_("leave out what is outside")),
    (ids.EXPLORE_TAB_NODE, "children", N_("Node")),
    (ids.EXPLORE_TAB_LIST, "children", N_("As a list")),
    (ids.EXPLORE_FORM_TITLE, "children", N_("Show more ties")),
    (ids.EXPLORE_SINCE, "label", N_("from year")),
    (ids.EXPLORE_UNTIL, "label", N_("to year")),
    (ids.EXPLORE_LIMIT, "label", N_("newest of each kind")),
    (ids.EXPLORE_EXPAND, "children", N_("Expand")),
    (ids.EXPLORE_GOAL, "label", N_("Shortest paths to")),
    (ids.EXPLORE_PATHS, "children", N_("Find paths")),
    (ids.EXPLORE_HIDE, "children", N_("Hide")),
    (ids.EXPLORE_DIALOG, "title", N_("Attach this view to a question")),
    (ids.EXPLORE_CASE, "label", N_("Question")),
    (ids.EXPLORE_NOTE, "label", N_("What it shows (required)")),
    (ids.EXPLORE_ATTACH, "children", N_("Attach")),
)
"""Component, property and words of everything that is said in the reader's language and never changes."""
CANVAS_LABEL = N_(
    "Picture of nodes and ties. Arrow keys go from node to node, Enter expands, H hides, P pins, "
    "Escape lets go. The list beside it holds the same in words."
)


def words_of(t: Words) -> list[Any]:
    """Return all words of `WORDS`, in order."""
    return [t(text) for _, _, text in WORDS]


def _button(component: str, text: str = "", **more: Any) -> html.Button:
    return html.Button(text, id=component, className="tool", n_clicks=0, type="button", **more)


def layout() -> html.Div:
    """Return the page."""
    return html.Div(
        [
            dcc.Store(id=ids.EXPLORE_GRAPH),
            dcc.Store(id=ids.EXPLORE_PICKED),
            dcc.Store(id=ids.EXPLORE_COMMAND),
            dcc.Store(id=ids.EXPLORE_REDONE),
            dcc.Store(id=ids.EXPLORE_IMAGE),
            dcc.Store(id=ids.EXPLORE_FORM_NODE),
            dcc.Download(id=ids.EXPLORE_DOWNLOAD),
            _tools(),
            html.Div(id=ids.EXPLORE_MESSAGE, role="alert", className="message"),
            html.Div(id=ids.EXPLORE_EMPTY),
            html.Div([_stage(), _beside()], id=ids.EXPLORE_GRID, className="explore-grid", hidden=True),
            html.Div(id=ids.EXPLORE_SAID, className="sr", role="status"),
            _dialog(),
        ],
        id=ids.EXPLORE,
        className="page explore",
        hidden=True,
    )


def _tools() -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    dmc.TextInput(id=ids.EXPLORE_SEARCH, debounce=250, size="xs", value="", className="find"),
                    html.Div(id=ids.EXPLORE_RESULTS, className="results"),
                ],
                className="finder",
            ),
            _button(ids.EXPLORE_UNDO, "↶", disabled=True),
            _button(ids.EXPLORE_REDO, "↷", disabled=True),
            _button(ids.EXPLORE_ARRANGE),
            _button(ids.EXPLORE_FIT),
            _button(ids.EXPLORE_REVEAL, hidden=True),
            html.Div(
                [
                    dmc.Select(id=ids.EXPLORE_SAVE, data=[], size="xs", w=136, value=None),
                    _button(ids.EXPLORE_LINK),
                    _button(ids.EXPLORE_HAND_OVER),
                ],
                className="end",
            ),
        ],
        className="explore-tools",
    )


def _stage() -> html.Section:
    return html.Section(
        [
            html.Div(
                look.component(ids.EXPLORE_NETWORK),
                id=ids.EXPLORE_CANVAS,
                className="canvas",
                tabIndex=0,
                role="application",
            ),
            html.Div(
                [
                    html.Span(id=ids.EXPLORE_TIME_LABEL, className="label"),
                    dmc.RangeSlider(
                        id=ids.EXPLORE_TIME,
                        min=FIRST_YEAR,
                        max=LAST_YEAR,
                        value=[FIRST_YEAR, LAST_YEAR],
                        step=1,
                        minRange=0,
                        size="sm",
                        updatemode="drag",
                        className="slider",
                    ),
                    dmc.Switch(id=ids.EXPLORE_STRICT, size="xs", checked=False),
                ],
                id=ids.EXPLORE_TIME_BOX,
                className="time",
                hidden=True,
            ),
            html.Div(
                [
                    html.Div(id=ids.EXPLORE_STATUS, role="status", className="status"),
                    html.Div(id=ids.EXPLORE_LEGEND),
                ],
                className="under",
            ),
        ],
        className="box stage",
    )


def _beside() -> html.Aside:
    def panel(value: str, children: Any) -> dmc.TabsPanel:
        return dmc.TabsPanel(children, value=value, className="panel")

    return html.Aside(
        dmc.Tabs(
            [
                dmc.TabsList(
                    [
                        dmc.TabsTab(id=ids.EXPLORE_TAB_NODE, value="node"),
                        dmc.TabsTab(id=ids.EXPLORE_TAB_PATHS, value="paths"),
                        dmc.TabsTab(id=ids.EXPLORE_TAB_LIST, value="list"),
                    ]
                ),
                panel("node", [html.Div(id=ids.EXPLORE_CARD, className="card"), _form()]),
                panel("paths", html.Div(id=ids.EXPLORE_PATH_LIST)),
                panel("list", html.Div(id=ids.EXPLORE_LIST)),
            ],
            id=ids.EXPLORE_TABS,
            value="node",
        ),
        className="box beside",
    )


def _form() -> html.Div:
    def year(component: str) -> dmc.NumberInput:
        return dmc.NumberInput(
            id=component,
            min=FIRST_YEAR,
            max=LAST_YEAR,
            hideControls=True,
            allowDecimal=False,
            thousandSeparator="",
            size="xs",
            value="",
        )

    return html.Div(
        [
            html.H3(id=ids.EXPLORE_FORM_TITLE),
            dmc.CheckboxGroup(id=ids.EXPLORE_TIES, children=[], value=[], className="ties"),
            html.Div(
                [
                    year(ids.EXPLORE_SINCE),
                    year(ids.EXPLORE_UNTIL),
                    dmc.Select(
                        id=ids.EXPLORE_LIMIT,
                        data=[str(limit) for limit in LIMITS],
                        value=str(LIMITS[1]),
                        allowDeselect=False,
                        size="xs",
                    ),
                ],
                className="three",
            ),
            html.Div(
                [
                    html.Button(id=ids.EXPLORE_EXPAND, className="tool main", n_clicks=0, type="button"),
                    _button(ids.EXPLORE_PIN),
                    _button(ids.EXPLORE_HIDE),
                ],
                className="row-of-tools",
            ),
            html.Div(
                [
                    dmc.Select(
                        id=ids.EXPLORE_GOAL,
                        data=[],
                        value="",
                        searchable=True,
                        allowDeselect=False,
                        size="xs",
                        className="goal",
                    ),
                    _button(ids.EXPLORE_PATHS),
                ],
                className="row-of-tools",
            ),
        ],
        id=ids.EXPLORE_FORM,
        className="form",
        hidden=True,
    )


def _dialog() -> dmc.Modal:
    return dmc.Modal(
        [
            dmc.Select(id=ids.EXPLORE_CASE, data=[], value=None, searchable=True, size="sm"),
            dmc.Textarea(
                id=ids.EXPLORE_NOTE,
                autosize=True,
                minRows=3,
                maxRows=8,
                value="",
                inputProps={"maxLength": LONGEST_NOTE},
            ),
            dmc.Button(id=ids.EXPLORE_ATTACH, n_clicks=0, size="sm", mt=12),
            html.Div(id=ids.EXPLORE_ATTACHED, role="status", className="said"),
        ],
        id=ids.EXPLORE_DIALOG,
        opened=False,
        size="lg",
        transitionProps={"duration": 0},
    )
