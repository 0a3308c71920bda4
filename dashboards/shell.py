"""The frame around all pages: header, address, theme, language, help, and the place for errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import Input, Output, State, dcc, html, set_props

from dashboards import ids
from dashboards.address import parse
from dashboards.browser import connect
from dashboards.components.skeleton import skeletons
from dashboards.context import Context, context, preferred
from dashboards.selection import undecided
from dashboards.words import Words
from graphrisk.errors import GraphRiskError
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash

    from dashboards.address import Address
    from dashboards.data import Data
    from graphrisk.i18n import Language
    from graphrisk.review.records import RunSummary

RUNS_IN_MENU = 30
_LANGUAGES: tuple[tuple[Language, str], ...] = (("ja", "日本語"), ("en", "EN"))
_KEYS = (
    ("/", N_("search")),
    ("j  k", N_("next and previous question")),
    ("o", N_("open the question")),
    ("1 – 5", N_("choose a decision")),
    ("Ctrl Enter", N_("record the decision")),
    ("g q", N_("queue")),
    ("g o", N_("overview")),
    ("g e", N_("explore")),
    ("g s", N_("sources")),
    ("← ↑ → ↓", N_("Explore: from node to node")),
    ("Enter", N_("Explore: expand the node")),
    ("h  p", N_("Explore: hide, pin")),
    ("?", N_("this help")),
)


def layout(pages: Sequence[Any]) -> dmc.MantineProvider:
    """Return the frame with the pages in it; a page shows itself when the address names it."""
    return dmc.MantineProvider(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            dcc.Store(id=ids.ROUTE),
            dcc.Store(id=ids.THEME, storage_type="local"),
            dcc.Store(id=ids.REVISION, data=0),
            dcc.Store(id=ids.LANGUAGE_STATE),
            _header(),
            html.Div(
                [
                    html.Span(id=ids.NOTICE_TEXT),
                    html.Button("×", id=ids.NOTICE_CLOSE, className="plain", n_clicks=0),
                ],
                id=ids.NOTICE,
                className="notice",
                role="alert",
                hidden=True,
            ),
            html.Div(skeletons(), id=ids.WAIT, className="wait"),
            html.Main([html.Div(id=ids.PAGE), *pages]),
            html.Div(id=ids.HELP, className="help", role="dialog", hidden=True),
        ],
        id=ids.PROVIDER,
        theme={
            "fontFamily": "var(--font)",
            "fontSizes": {"sm": "14px", "md": "14px"},
            "primaryColor": "blue",
            "defaultRadius": "sm",
        },
        forceColorScheme="light",
    )


def _header() -> html.Header:
    return html.Header(
        [
            html.Nav(id=ids.TABS, className="tabs"),
            html.Div(id=ids.RUN_SELECT, className="run"),
            dmc.TextInput(id=ids.SEARCH, debounce=300, size="xs", className="search", value=""),
            html.Div(id=ids.LANGUAGE, className="language"),
            html.Button("☾", id=ids.THEME_TOGGLE, className="plain", n_clicks=0),
            html.Button("?", id=ids.HELP_OPEN, className="plain", n_clicks=0),
        ]
    )


def register(app: Dash, data: Data) -> None:
    """Connect header, address, theme and language."""
    connect(
        app,
        "route",
        Output(ids.ROUTE, "data"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
        State(ids.ROUTE, "data"),
    )
    connect(
        app,
        "toggleTheme",
        Output(ids.THEME, "data"),
        Input(ids.THEME_TOGGLE, "n_clicks"),
        State(ids.THEME, "data"),
        initial=False,
    )
    connect(
        app,
        "theme",
        Output(ids.PROVIDER, "forceColorScheme"),
        Input(ids.THEME, "data"),
    )
    connect(
        app,
        "language",
        Input(ids.LANGUAGE_STATE, "data"),
    )
    connect(
        app,
        "closeNotice",
        Output(ids.NOTICE, "hidden"),
        Input(ids.NOTICE_CLOSE, "n_clicks"),
        initial=False,
    )
    connect(
        app,
        "help",
        Output(ids.HELP, "hidden"),
        Input(ids.HELP_OPEN, "n_clicks"),
        State(ids.HELP, "hidden"),
        initial=False,
    )

    @app.callback(
        Output(ids.TABS, "children"),
        Output(ids.RUN_SELECT, "children"),
        Output(ids.SEARCH, "placeholder"),
        Output(ids.LANGUAGE, "children"),
        Output(ids.THEME_TOGGLE, "title"),
        Output(ids.HELP_OPEN, "title"),
        Output(ids.HELP, "children"),
        Output(ids.LANGUAGE_STATE, "data"),
        Output(ids.PAGE, "children"),
        Input(ids.ROUTE, "data"),
        Input(ids.REVISION, "data"),
    )
    def header(route: dict[str, str] | None, _revision: int) -> tuple[Any, ...]:
        here = context(data, route)
        t = here.words
        return (
            _tabs(here, data),
            _runs(here, data),
            t(N_("Search questions, people, organisations")),
            _languages(here.address, here.words.language),
            t(N_("Light or dark")),
            t(N_("Keys")),
            _help(t),
            {"language": t.language, "title": _title(here)},
            _missing(here),
        )


def _title(here: Context) -> str:
    name = {
        "overview": N_("Overview"),
        "queue": N_("Queue"),
        "case": N_("Question"),
        "explore": N_("Explore"),
        "sources": N_("Sources"),
    }.get(here.address.page)
    return f"{here.words(name)} · graphrisk" if name else "graphrisk"


def _tabs(here: Context, data: Data) -> list[Any]:
    t, address = here.words, here.address
    waiting = len(undecided(data.findings(here.run.id))) if here.run else 0

    def tab(text: str, to: Address, current: bool, count: int = 0) -> html.A:
        label: list[Any] = [text]
        if count:
            label.append(html.Span(f"{count:,}", className="count", title=t(N_("open"))))
        extra: Any = {"aria-current": "page"} if current else {}
        return html.A(label, href=to.href, className="tab current" if current else "tab", **extra)

    return [
        html.A("graphrisk", href=address.overview().href, className="brand"),
        tab(t(N_("Overview")), address.overview(), address.page == "overview"),
        tab(t(N_("Queue")), address.queue(), address.page in {"queue", "case"}, waiting),
        tab(t(N_("Explore")), address.explore(), address.page == "explore"),
        tab(t(N_("Sources")), address.sources(), address.page == "sources"),
    ]


def _runs(here: Context, data: Data) -> Any:
    if here.run is None:
        return None
    t = here.words
    items = [
        dmc.MenuItem(
            _run_words(run, t),
            href=here.address.of_run(run.id).href,
            className="current" if run.id == here.run.id else "",
        )
        for run in data.runs()[:RUNS_IN_MENU]
    ]
    return dmc.Menu(
        [
            dmc.MenuTarget(
                html.Button(
                    [
                        html.Span(here.run.call_title, className="call", title=here.run.call_title),
                        html.Span(t(N_("as of {day}"), day=here.run.as_of), className="day"),
                        html.Span("▾", className="arrow"),
                    ],
                    className="run-button",
                )
            ),
            dmc.MenuDropdown([dmc.MenuLabel(t(N_("Runs, newest first"))), *items], className="runs"),
        ],
        position="bottom-start",
        withinPortal=True,
    )


def _run_words(run: RunSummary, t: Words) -> html.Span:
    return html.Span(
        [
            html.Strong(run.id),
            f" {run.call_title} ",
            html.Span(
                t(
                    N_("as of {day}, scanned {moment}, {count} questions"),
                    day=run.as_of,
                    moment=t.moment(run.created_at),
                    count=run.finding_count,
                ),
                className="quiet",
            ),
        ]
    )


def _languages(address: Address, current: Language) -> list[Any]:
    return [
        html.A(
            name,
            href=address.in_language(code).href,
            lang=code,
            className="current" if code == current else "",
        )
        for code, name in _LANGUAGES
    ]


def _help(t: Words) -> list[Any]:
    rows = [html.Tr([html.Td(html.Kbd(key)), html.Td(t(words))]) for key, words in _KEYS]
    return [html.H2(t(N_("Keys"))), html.Table(html.Tbody(rows))]


def _missing(here: Context) -> Any:
    from dashboards.components.basics import empty, failure

    t = here.words
    if here.error is not None:
        return failure(here.error, t, here.address.overview().of_run("").href)
    if here.address.page == "missing":
        return empty(
            t(N_("There is no such page")), t(N_("Go to the overview or the queue in the line above."))
        )
    if here.run is None and here.address.page not in {"explore", "sources"}:
        return empty(
            t(N_("No run yet")),
            t(N_("Load data and scan a call; then its questions stand here. On the command line:")),
            "graphrisk scan --call ID",
        )
    return None


def explain(error: Exception) -> None:
    """Say on the page what went wrong in a callback; the details go to the server's log alone."""
    import logging

    if isinstance(error, GraphRiskError):
        text = _reader().fault(error)
    else:
        logging.getLogger("graphrisk.dashboard").error("a callback failed", exc_info=error)
        text = _reader()(
            N_(
                "Something went wrong on the server; nothing was changed. "
                "Reload the page. The server's log says more."
            )
        )
    set_props(ids.NOTICE_TEXT, {"children": text})
    set_props(ids.NOTICE, {"hidden": False})


def _reader() -> Words:
    """Return the words of whoever called, by the address of the page that the call came from."""
    from urllib.parse import urlsplit

    from flask import request

    address = parse("/", urlsplit(request.headers.get("Referer", "")).query)
    return Words(address.language or preferred() or "en")
