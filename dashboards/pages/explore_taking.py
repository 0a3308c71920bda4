"""What a reader takes along from Explore: pictures, graph files, and a view attached to a question."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, html, no_update

from dashboards import ids
from dashboards.browser import WAITING, connect
from dashboards.context import Context, context
from dashboards.explore.content import content_of
from dashboards.explore.picture import picture
from dashboards.explore.state import areas_of, link_to, open_view, show
from dashboards.explore.svg import svg
from dashboards.naming import name_of
from dashboards.pages.saving import download
from dashboards.palette import palette
from graphrisk.errors import GraphRiskError
from graphrisk.export.graph import GRAPH_FORMATS, document
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.data import Data

PICTURES = ("png", "svg")


def register(app: Dash, data: Data) -> None:
    """Connect saving and attaching."""
    _register_saving(app, data)
    _register_attaching(app, data)
    connect(app, "saveImage", Input(ids.EXPLORE_IMAGE, "data"), initial=False)


def _register_saving(app: Dash, data: Data) -> None:
    @app.callback(
        Output(ids.EXPLORE_DOWNLOAD, "data"),
        Output(ids.EXPLORE_IMAGE, "data"),
        Output(ids.EXPLORE_SAVE, "value"),
        Output(ids.EXPLORE_MESSAGE, "children", allow_duplicate=True),
        Input(ids.EXPLORE_SAVE, "value"),
        State(ids.THEME, "data"),
        State(ids.ROUTE, "data"),
        prevent_initial_call=True,
        running=WAITING,
    )
    def save(form: str | None, theme: str | None, route: dict[str, str] | None) -> tuple[Any, ...]:
        if form not in {*PICTURES, *GRAPH_FORMATS}:
            return (no_update,) * 4
        here = context(data, route)
        try:
            text, facts = _file(form, theme, here, data)
            data.record_view_export(form, facts)
        except GraphRiskError as error:
            return no_update, no_update, None, html.P(here.words.fault(error), className="warning")
        name = f"graphrisk-explore.{form}"
        if form == "png":
            # The browser draws the picture that it is sent, so that both kinds look the same.
            return no_update, {"name": name, "svg": text.decode()}, None, None
        return download(text, name), no_update, None, None


def _file(form: str, theme: str | None, here: Context, data: Data) -> tuple[bytes, dict[str, Any]]:
    opened = open_view(here, data)
    shown = show(opened, here.words)
    content = content_of(shown, link_to(here, opened.view, opened.graph.snapshot))
    facts = {"snapshot": content.snapshot, "nodes": len(content.nodes), "ties": len(content.ties)}
    if form in GRAPH_FORMATS:
        return GRAPH_FORMATS[form](content), facts
    found = picture(shown, areas_of(here, data), here.words, dt.datetime.now(dt.UTC).date())
    return svg(found, shown, opened.view, palette(theme), here.words).encode(), facts


def _register_attaching(app: Dash, data: Data) -> None:
    @app.callback(
        Output(ids.EXPLORE_DIALOG, "opened"),
        Output(ids.EXPLORE_CASE, "data"),
        Output(ids.EXPLORE_CASE, "value"),
        Output(ids.EXPLORE_ATTACHED, "children"),
        Input(ids.EXPLORE_HAND_OVER, "n_clicks"),
        State(ids.ROUTE, "data"),
        prevent_initial_call=True,
        running=WAITING,
    )
    def ask(_clicks: int, route: dict[str, str] | None) -> tuple[Any, ...]:
        here = context(data, route)
        t = here.words
        if here.run is None:
            return True, [], None, t(N_("There is no run yet, so there are no questions to attach it to."))
        choices = [
            {
                "value": record.finding.id,
                "label": " · ".join(
                    part
                    for part in (
                        record.finding.application_id,
                        name_of(record, t),
                        t.say(record.finding.question),
                    )
                    if part
                ),
            }
            for record in data.findings(here.run.id)
        ]
        known = {choice["value"] for choice in choices}
        return True, choices, here.address.finding if here.address.finding in known else None, ""

    @app.callback(
        Output(ids.EXPLORE_ATTACHED, "children", allow_duplicate=True),
        Output(ids.EXPLORE_NOTE, "value"),
        Input(ids.EXPLORE_ATTACH, "n_clicks"),
        State(ids.EXPLORE_CASE, "value"),
        State(ids.EXPLORE_NOTE, "value"),
        State(ids.ROUTE, "data"),
        prevent_initial_call=True,
        running=WAITING,
    )
    def attach(
        _clicks: int, chosen: str | None, note: str | None, route: dict[str, str] | None
    ) -> tuple[Any, Any]:
        here = context(data, route)
        t = here.words
        if here.run is None or not chosen:
            return t(N_("Choose a question first.")), no_update
        if not (note or "").strip():
            return t(N_("Write what the view shows first.")), no_update
        try:
            opened = open_view(here, data)
            # The link follows the language of whoever opens it.
            plain = replace(here, address=replace(here.address, language=None, finding=chosen))
            link = link_to(plain, opened.view, opened.graph.snapshot)
            content = document(content_of(show(opened, t), link))
            data.attach(here.run.id, chosen, note or "", link, content)
        except GraphRiskError as error:
            return t.fault(error), no_update
        case = here.address.case(chosen).href
        return [t(N_("Attached. ")), html.A(t(N_("Open the question")), href=case)], ""
