"""Explore: walk the graph from a node, ask for paths, and take what is found along."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, html, no_update

from dashboards import ids
from dashboards.browser import WAITING, connect
from dashboards.components.basics import again, failure
from dashboards.context import Context, context
from dashboards.explore import beside, finding, frame, look
from dashboards.explore.legend import legend
from dashboards.explore.light import light
from dashboards.explore.picture import picture, plain
from dashboards.explore.state import Opened, areas_of, open_view, reader_of, show
from dashboards.explore.words import KINDS
from dashboards.naming import japanese_names
from dashboards.pages import explore_steps, explore_taking
from dashboards.palette import palette
from dashboards.words import Words
from graphrisk.errors import GraphRiskError
from graphrisk.i18n import N_
from graphrisk.store.explore import TIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.data import Data
    from dashboards.explore.replay import Shown
    from dashboards.graphs import Graph

_CONTENT = (
    Output(ids.EXPLORE, "hidden"),
    Output(ids.EXPLORE_MESSAGE, "children"),
    Output(ids.EXPLORE_EMPTY, "children"),
    Output(ids.EXPLORE_GRID, "hidden"),
    Output(ids.EXPLORE_GRAPH, "data"),
    Output(ids.EXPLORE_TAB_PATHS, "children"),
    Output(ids.EXPLORE_STATUS, "children"),
    Output(ids.EXPLORE_UNDO, "disabled"),
    Output(ids.EXPLORE_REVEAL, "hidden"),
    Output(ids.EXPLORE_REVEAL, "children"),
    Output(ids.EXPLORE_TIME_BOX, "hidden"),
    Output(ids.EXPLORE_TIME_LABEL, "children"),
    Output(ids.EXPLORE_GOAL, "data"),
)
layout = frame.layout
_NO_FORM = (True, no_update, no_update, no_update, None)


def register(app: Dash, data: Data) -> None:
    """Connect the page."""
    _register_content(app, data)
    _register_frame(app, data)
    _register_card(app, data)
    explore_steps.register(app, data)
    explore_taking.register(app, data)
    connect(app, "askAgain", Input(ids.EXPLORE_EMPTY, "children"))
    connect(app, "drawGraph", Input(ids.EXPLORE_GRAPH, "data"), initial=False)
    connect(
        app,
        "keepTime",
        Input(ids.EXPLORE_TIME, "value"),
        Input(ids.EXPLORE_STRICT, "checked"),
        initial=False,
    )
    connect(app, "fitGraph", Input(ids.EXPLORE_FIT, "n_clicks"), initial=False)


def _register_content(app: Dash, data: Data) -> None:
    @app.callback(*_CONTENT, Input(ids.ROUTE, "data"), running=WAITING)
    def content(route: dict[str, str] | None) -> tuple[Any, ...]:
        here = context(data, route)
        if here.address.page != "explore" or here.error is not None:
            return (True, *([no_update] * (len(_CONTENT) - 1)))
        try:
            opened = open_view(here, data)
            shown = show(opened, here.words)
            for kind, name in shown.scene.nodes:
                # What applicants declared is about a person; the rest is public record.
                if kind == "applicant":
                    data.note_read(f"applicant:{name}", page="explore")
        except GraphRiskError as error:
            start = here.address.explore(case=here.address.finding)
            said = failure(error, here.words, here.address.overview().href)
            said.children.append(again(error, here.words, _address(route)))
            said.children.append(html.P(html.A(here.words(N_("Begin anew")), href=start.href)))
            return (False, None, said, True, *([no_update] * (len(_CONTENT) - 4)))
        return (False, *_shown(here, data, opened, shown))


def _address(route: dict[str, str] | None) -> str:
    """Return the address of the page as it was asked for, with all steps of the view."""
    asked = route or {}
    return asked.get("path", "/") + asked.get("search", "")


def _beginning(here: Context, opened: Opened) -> Any:
    people = here.run.people[: finding.PEOPLE] if here.run and here.words.language == "ja" else ()
    japanese = japanese_names(opened.graph, (person.home_org_id for person in people))
    return finding.beginning(here, japanese, here.words)


def _shown(here: Context, data: Data, opened: Opened, shown: Shown) -> tuple[Any, ...]:
    t, view = here.words, opened.view
    found = picture(shown, areas_of(here, data), t, dt.datetime.now(dt.UTC).date())
    first, last = found.span or (0, 0)
    count = sum(len(item.paths.found) for item in shown.scene.found)
    hidden = len(shown.scene.hidden)
    notes = beside.problems(shown, t)
    if opened.note is not None:
        notes.insert(0, html.P(t.say(opened.note), className="warning"))
    graph = plain(found, replace(view, since=_within(view.since, first), until=_within(view.until, last)))
    graph["steps"] = len(view.steps)
    graph["lists"] = {
        ids.EXPLORE_PATH_LIST: light(beside.path_list(shown.scene.found, t)),
        ids.EXPLORE_LIST: light(beside.whole_list(shown, found, view, t)),
    }
    return (
        notes,
        None if shown.scene.nodes else _beginning(here, opened),
        not shown.scene.nodes,
        graph,
        t(N_("Paths ({count})"), count=count) if count else t(N_("Paths")),
        " · ".join(beside.status_words(shown, t)),
        not view.steps,
        hidden == 0,
        t.number(hidden, N_("Show {count} hidden node"), N_("Show {count} hidden nodes")),
        found.span is None or first == last,
        _time_label(max(view.since or first, first), min(view.until or last, last), t),
        [
            {"value": "", "label": t(N_("any listed organisation"))},
            *(
                {"value": f"{kind}:{name}", "label": f"{node.name[:60]} ({t(KINDS[kind])})"}
                for (kind, name), node in shown.scene.nodes.items()
                if (kind, name) in shown.scene.roots or node.listed
            ),
        ],
    )


def _within(year: int | None, bound: int) -> int | None:
    return None if year is None or year == bound else year


def _time_label(first: int, last: int, t: Words) -> str:
    return t(N_("Ties of {first}–{last}"), first=first, last=last)


def _register_frame(app: Dash, data: Data) -> None:
    @app.callback(
        *(Output(component, name) for component, name, _ in frame.WORDS),
        Output(ids.EXPLORE_CANVAS, "aria-label"),
        Output(ids.EXPLORE_SAVE, "data"),
        Output(ids.EXPLORE_LEGEND, "children"),
        Input(ids.LANGUAGE_STATE, "data"),
    )
    def words(state: dict[str, str] | None) -> tuple[Any, ...]:
        # The language that the header settled on, so that the words change with it and not before.
        t = Words("ja" if (state or {}).get("language") == "ja" else "en")
        forms = [{"value": form, "label": form.upper()} for form in ("png", "svg")]
        forms += [{"value": "graphml", "label": "GraphML"}, {"value": "gexf", "label": "GEXF"}]
        return (*frame.words_of(t), t(frame.CANVAS_LABEL), forms, legend(t))

    @app.callback(Output(ids.EXPLORE_NETWORK, "stylesheet"), Input(ids.THEME, "data"))
    def look_of(theme: str | None) -> list[dict[str, Any]]:
        return look.stylesheet(palette(theme))

    @app.callback(
        Output(ids.EXPLORE_RESULTS, "children"),
        Input(ids.EXPLORE_SEARCH, "value"),
        State(ids.ROUTE, "data"),
        prevent_initial_call=True,
        running=WAITING,
    )
    def found(text: str | None, route: dict[str, str] | None) -> Any:
        here = context(data, route)
        if here.address.page != "explore" or not (text or "").strip():
            return None
        try:
            graph = open_view(here, data).graph
            rows, more = _found(here, graph, (text or "")[:200])
        except GraphRiskError as error:
            return html.P(here.words.fault(error), className="none")
        return finding.results(rows, here.words, more=more, searched=graph.searched)


def _found(here: Context, graph: Graph, text: str) -> tuple[list[Mapping[str, str | None]], bool]:
    """Return who and what has a name with all words of `text`, and whether there are more.

    Those who applied come first, then the record.
    """
    people = finding.people_named(here.run.people, text) if here.run else []
    named = graph.search(text, limit=finding.MOST + 1)
    bodies = [row["id"] for row in named if row["kind"] == "organization"]
    wanted = [*(p.home_org_id for p in people), *bodies]
    japanese = japanese_names(graph, wanted) if here.words.language == "ja" else {}
    applied = finding.as_results(people, japanese, here.words)
    return [*applied, *finding.in_japanese(named[: finding.MOST], japanese)], len(named) > finding.MOST


def _register_card(app: Dash, data: Data) -> None:
    @app.callback(
        Output(ids.EXPLORE_CARD, "children"),
        Output(ids.EXPLORE_FORM, "hidden"),
        Output(ids.EXPLORE_TIES, "children"),
        Output(ids.EXPLORE_TIES, "value"),
        Output(ids.EXPLORE_PIN, "children"),
        Output(ids.EXPLORE_FORM_NODE, "data"),
        Input(ids.EXPLORE_PICKED, "data"),
        Input(ids.EXPLORE_GRAPH, "data"),
        State(ids.EXPLORE_FORM_NODE, "data"),
        State(ids.ROUTE, "data"),
    )
    def card(
        picked: dict[str, Any] | None,
        graph: dict[str, Any] | None,
        filled: str | None,
        route: dict[str, str] | None,
    ) -> tuple[Any, ...]:
        here = context(data, route)
        name = str((picked or {}).get("id") or "")
        drawn = {node["data"]["id"]: node for node in (graph or {}).get("nodes", ())}
        if here.address.page != "explore" or name not in drawn:
            hint = here.words(N_("Choose a node in the picture or in the list."))
            return html.P(hint, className="quiet"), *_NO_FORM
        try:
            if name.startswith("group:"):
                shown = show(open_view(here, data), here.words)
                return finding.group_card(shown, name.removeprefix("group:"), here.words), *_NO_FORM
            said, kinds, counts = _card(name, here, data)
        except GraphRiskError as error:
            return html.P(here.words.fault(error), className="warning"), *_NO_FORM
        pinned = "pinned" in drawn[name]["classes"].split()
        return (
            said,
            False,
            kinds,
            # What the reader ticked stays while the same node is in hand.
            no_update if filled == name else [tie for tie, count in counts.items() if count],
            here.words(N_("Unpin")) if pinned else here.words(N_("Pin")),
            name,
        )


def _card(name: str, here: Context, data: Data) -> tuple[list[Any], list[Any], dict[str, int]]:
    """Return what is said of a node, the kinds of its ties to choose from, and how many there are of each."""
    kind, _, key = name.partition(":")
    graph = reader_of(open_view(here, data).graph, here.words)
    # One tie of each kind is enough to count them all.
    around = graph.neighbours(kind, key, limit=1)
    node = graph.node(kind, key) or around.node
    listings = graph.neighbours(kind, key, ties=("listed",), limit=20) if node.listed else None
    counts = {tie: sum(one.kind == tie for one in around.ties) + around.cut.get(tie, 0) for tie in TIES}
    said = beside.node_card(node, areas_of(here, data), listings, here.words)
    return said, finding.ties(kind, counts, here.words), counts
