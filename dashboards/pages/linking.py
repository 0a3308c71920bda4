"""The links panel of a case: why the records mean this person and organisation, and decisions upon that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, ctx, no_update

from dashboards import ids
from dashboards.casefile.links import every_link, read_links
from dashboards.components import links
from dashboards.context import Context, context
from dashboards.naming import names_of
from graphrisk.errors import GraphRiskError, UsageError
from graphrisk.i18n import N_
from graphrisk.links import Verdict
from graphrisk.resolve.decided import link_facts
from graphrisk.resolve.decided.lookup import Reader
from graphrisk.resolve.reasons import organizations_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash

    from dashboards.data import Data
    from dashboards.graphs import Graph
    from graphrisk.resolve.explain import Why
    from graphrisk.review.records import RunRecord


@dataclass(frozen=True, slots=True)
class _Shown:
    here: Context
    run: RunRecord
    graph: Graph
    whys: list[Why]
    names: dict[str, str]


def _show(here: Context, data: Data) -> _Shown | None:
    """Return what the panel shows; None away from a case. Raises `GraphRiskError` without a graph."""
    if here.address.page != "case" or here.run is None or not here.address.finding:
        return None
    record = data.finding(here.run.id, here.address.finding)
    graph = data.graph(here.run.snapshot)
    identities = data.run_identities(here.run.id)
    whys = read_links(graph, record, identities, data.links_in_force())
    return _Shown(here, here.run, graph, whys, names_of(graph, _meant(whys)))


def _meant(whys: Sequence[Why]) -> set[str]:
    """Return the ids of organisations that reasons of links speak of."""
    links = [link for why in whys for link in (*why.links, *why.others)]
    return organizations_in(code for link in links for code in (*link.reasons, *link.against))


def register(app: Dash, data: Data) -> None:
    """Connect the panel."""
    _register_panel(app, data)
    _register_choosing(app, data)
    _register_recording(app, data)


def _register_panel(app: Dash, data: Data) -> None:
    @app.callback(
        Output(ids.CASE_LINKS_BOX, "hidden"),
        Output(ids.CASE_LINKS_HEAD, "children"),
        Output(ids.CASE_LINKS, "children"),
        Output(ids.LINK_REASON, "placeholder"),
        Output(ids.LINK_RECORD, "children"),
        Output(ids.LINK_CANCEL, "children"),
        Input(ids.ROUTE, "data"),
        Input(ids.REVISION, "data"),
    )
    def panel(route: dict[str, str] | None, _revision: int) -> tuple[Any, ...]:
        here = context(data, route)
        t = here.words
        try:
            shown = _show(here, data)
        except GraphRiskError:
            shown = None  # the page itself says what cannot be read
        if shown is None or not shown.whys:
            return (True, *([no_update] * 5))
        taken = {number for number, _ in shown.run.decisions}
        t = t.knowing(shown.names)
        body = [
            *links.links(shown.whys, taken, t),
            links.footer(shown.run.decisions_hash, len(taken), t),
        ]
        return (
            False,
            t(N_("Why we think that this is the same person and organisation")),
            body,
            t(N_("Reason (required): what was found, where")),
            t(N_("Record decision")),
            t(N_("Cancel")),
        )


def _register_choosing(app: Dash, data: Data) -> None:
    @app.callback(
        Output(ids.LINK_CHOSEN, "data"),
        Output(ids.LINK_FORM, "hidden"),
        Output(ids.LINK_SAYS, "children"),
        Output(ids.LINK_REASON, "value"),
        Output(ids.LINK_MESSAGE, "children"),
        Input({"type": ids.LINK_ACT, "act": ALL, "link": ALL}, "n_clicks"),
        Input(ids.LINK_CANCEL, "n_clicks"),
        Input(ids.ROUTE, "data"),
        State(ids.LINK_CHOSEN, "data"),
        prevent_initial_call=True,
    )
    def choose(
        _clicks: list[int], _cancel: int, route: dict[str, str] | None, before: dict[str, Any] | None
    ) -> tuple[Any, ...]:
        here = context(data, route)
        picked: Any = ctx.triggered_id
        if not isinstance(picked, dict):
            same = picked == ids.ROUTE and before and before.get("finding") == here.address.finding
            return (no_update,) * 5 if same else (None, True, "", "", "")
        if not ctx.triggered or not ctx.triggered[0]["value"]:
            return (no_update,) * 5  # the buttons were only drawn
        try:
            shown = _show(here, data)
        except GraphRiskError as error:
            return None, True, "", "", here.words.fault(error)
        link = every_link(shown.whys).get(picked["link"]) if shown else None
        if link is None or here.run is None:
            return None, True, "", "", here.words(N_("This link is no longer shown; load the page again."))
        chosen = {**picked, "run": here.run.id, "finding": here.address.finding}
        return chosen, False, links.asks(picked["act"], link, here.words), "", ""


def _register_recording(app: Dash, data: Data) -> None:
    @app.callback(
        Output(ids.REVISION, "data", allow_duplicate=True),
        Output(ids.LINK_CHOSEN, "data", allow_duplicate=True),
        Output(ids.LINK_FORM, "hidden", allow_duplicate=True),
        Output(ids.LINK_MESSAGE, "children", allow_duplicate=True),
        Input(ids.LINK_RECORD, "n_clicks"),
        State(ids.LINK_CHOSEN, "data"),
        State(ids.LINK_REASON, "value"),
        State(ids.ROUTE, "data"),
        State(ids.REVISION, "data"),
        prevent_initial_call=True,
    )
    def record(
        _clicks: int,
        chosen: dict[str, Any] | None,
        reason: str | None,
        route: dict[str, str] | None,
        revision: int,
    ) -> tuple[Any, ...]:
        here = context(data, route)
        t = here.words
        if not chosen or chosen.get("finding") != here.address.finding:
            return no_update, None, True, t(N_("Choose a link first."))
        if not (reason or "").strip():
            return no_update, no_update, no_update, t(N_("Write a reason first."))
        try:
            _decide(here, chosen, reason or "", data)
        except GraphRiskError as error:
            return no_update, no_update, no_update, t.fault(error)
        call = here.run.call_id if here.run else ""
        said = t(
            N_("Recorded. It applies from the next scan: {command}"), command=f"graphrisk scan --call {call}"
        )
        return revision + 1, None, True, said


def _decide(here: Context, chosen: dict[str, Any], reason: str, data: Data) -> None:
    shown = _show(here, data)
    link = every_link(shown.whys).get(str(chosen["link"])) if shown else None
    if shown is None or link is None or not here.address.finding:
        raise UsageError(here.words(N_("This link is no longer shown; load the page again.")))
    if chosen["act"] == "undo":
        if link.decision is None:
            raise UsageError(here.words(N_("The decision was undone already.")))
        data.undo_link(shown.run.id, here.address.finding, link.decision.id, reason)
        return
    verdict = Verdict.CONFIRMED if chosen["act"] == "confirm" else Verdict.REJECTED
    read = Reader(shown.graph)
    facts = link_facts(read, link.kind, link.subject, link.object, text=link.text, given=link.given)
    data.decide_link(shown.run.id, here.address.finding, link, verdict, facts, reason)
