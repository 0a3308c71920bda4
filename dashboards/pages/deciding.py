"""The decision bar of a case: where the question stands, and the recording of a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, no_update

from dashboards import ids
from dashboards.components import decision
from dashboards.context import context
from graphrisk.errors import GraphRiskError, UsageError
from graphrisk.i18n import N_
from graphrisk.review.records import Decision

if TYPE_CHECKING:
    from dashboards.data import Data


def register(app: Dash, data: Data) -> None:
    """Connect the bar."""

    @app.callback(
        Output(ids.DECISION_BAR, "hidden"),
        Output(ids.DECISION_STATE, "children"),
        Output(ids.DECISION, "children"),
        Output(ids.DECISION, "value"),
        Output(ids.DECISION_REASON, "value"),
        Output(ids.DECISION_REASON, "placeholder"),
        Output(ids.DECISION_RECORD, "children"),
        Output(ids.DECISION_MESSAGE, "children"),
        Output(ids.CASE_FINDING, "data"),
        Input(ids.ROUTE, "data"),
        Input(ids.REVISION, "data"),
        State(ids.CASE_FINDING, "data"),
    )
    def standing(
        route: dict[str, str] | None, _revision: int, before: dict[str, Any] | None
    ) -> tuple[Any, ...]:
        here = context(data, route)
        if here.address.page != "case" or here.run is None or not here.address.finding:
            return (True, *([no_update] * 8))
        try:
            record = data.finding(here.run.id, here.address.finding)
        except GraphRiskError:
            return (True, *([no_update] * 8))
        t = here.words
        now = {"run": here.run.id, "finding": record.finding.id, "times": record.state.times}
        same = (
            before is not None
            and before.get("finding") == record.finding.id
            and before.get("run") == here.run.id
        )
        # Decisions upon links draw the page anew too; a draft that is being written outlives them.
        recorded = same and (before or {}).get("times") != record.state.times
        fresh = not same or recorded
        return (
            False,
            decision.standing(record.state, t),
            decision.choices(t),
            None if fresh else no_update,
            "" if fresh else no_update,
            t(N_("Reason (required): what was found, where")),
            t(N_("Record decision")),
            t(N_("Recorded.")) if recorded else "",
            now,
        )

    @app.callback(
        Output(ids.REVISION, "data"),
        Output(ids.DECISION_MESSAGE, "children", allow_duplicate=True),
        Input(ids.DECISION_RECORD, "n_clicks"),
        State(ids.DECISION, "value"),
        State(ids.DECISION_REASON, "value"),
        State(ids.CASE_FINDING, "data"),
        State(ids.ROUTE, "data"),
        State(ids.REVISION, "data"),
        prevent_initial_call=True,
    )
    def record(
        _clicks: int,
        chosen: str | None,
        reason: str | None,
        finding: dict[str, str] | None,
        route: dict[str, str] | None,
        revision: int,
    ) -> tuple[Any, Any]:
        t = context(data, route).words
        if not chosen or not finding:
            return no_update, t(N_("Choose a decision first."))
        if not (reason or "").strip():
            return no_update, t(N_("Write a reason first."))
        try:
            data.decide(finding["run"], finding["finding"], Decision(chosen), reason or "")
        except UsageError as error:
            return no_update, t.fault(error)
        return revision + 1, no_update
