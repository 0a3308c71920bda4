"""Queue: one table of all questions of a run, with filters that the address keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboards import ids
from dashboards.address import Address, Filters, parse
from dashboards.browser import WAITING
from dashboards.components.basics import empty, level_badge
from dashboards.components.grid import columns, options, rows
from dashboards.components.narrowed import narrowed
from dashboards.context import Context, context
from dashboards.data import Data
from dashboards.pages.saving import save
from dashboards.selection import counts_by_level
from dashboards.windows import rule_title
from graphrisk.findings import Level
from graphrisk.i18n import N_
from graphrisk.review.records import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.review.records import FindingRecord

_CONTROLS = (
    (ids.SEARCH, "value"),
    (ids.QUEUE_LEVELS, "value"),
    (ids.QUEUE_STATES, "value"),
    (ids.QUEUE_RULE, "value"),
    (ids.QUEUE_APPLICATION, "value"),
    (ids.QUEUE_GROUPED, "checked"),
)


def layout() -> html.Div:
    """Return the page without its words and rows."""
    return html.Div(
        [
            html.Div(
                [
                    dmc.ChipGroup(id=ids.QUEUE_LEVELS, multiple=True, value=[], children=[]),
                    html.Span(className="divider"),
                    dmc.ChipGroup(id=ids.QUEUE_STATES, multiple=True, value=[], children=[]),
                    html.Span(className="divider"),
                    dmc.Select(id=ids.QUEUE_RULE, clearable=True, size="xs", data=[], w=176, searchable=True),
                    dmc.Select(
                        id=ids.QUEUE_APPLICATION, clearable=True, size="xs", data=[], w=176, searchable=True
                    ),
                    dmc.Switch(id=ids.QUEUE_GROUPED, size="xs", checked=False),
                    html.Div(
                        [
                            html.Span(id=ids.QUEUE_COUNT, className="count", role="status"),
                            dmc.Select(id=ids.QUEUE_EXPORT, data=[], size="xs", w=132, value=None),
                        ],
                        className="end",
                    ),
                ],
                className="filters",
            ),
            html.Div(id=ids.QUEUE_NARROWED, className="narrowed"),
            html.Div(id=ids.QUEUE_EMPTY),
            dag.AgGrid(
                id=ids.QUEUE_GRID,
                columnDefs=[],
                rowData=[],
                getRowId="params.data.id",
                dashGridOptions=options(),
                eventListeners={
                    "cellClicked": ["graphriskClicked(params)"],
                    "cellKeyDown": ["graphriskKey(params)"],
                },
                className="grid",
                style={"height": "100%"},
            ),
            dcc.Download(id=ids.QUEUE_DOWNLOAD),
        ],
        id=ids.QUEUE,
        className="page queue",
        hidden=True,
    )


def register(app: Dash, data: Data) -> None:
    """Connect the page."""

    @app.callback(
        Output(ids.QUEUE, "hidden"),
        Output(ids.QUEUE_LEVELS, "children"),
        Output(ids.QUEUE_STATES, "children"),
        Output(ids.QUEUE_RULE, "data"),
        Output(ids.QUEUE_RULE, "placeholder"),
        Output(ids.QUEUE_APPLICATION, "data"),
        Output(ids.QUEUE_APPLICATION, "placeholder"),
        Output(ids.QUEUE_GROUPED, "label"),
        Output(ids.QUEUE_EXPORT, "data"),
        Output(ids.QUEUE_EXPORT, "placeholder"),
        Output(ids.QUEUE_GRID, "columnDefs"),
        Input(ids.ROUTE, "data"),
        Input(ids.REVISION, "data"),
    )
    def frame(route: dict[str, str] | None, _revision: int) -> tuple[Any, ...]:
        here = context(data, route)
        if here.address.page != "queue" or here.run is None:
            return (True, *([no_update] * 10))
        data.note_read(here.run.id, page="queue")
        t, records = here.words, data.findings(here.run.id)
        policy = data.policy(here.run.policy)
        rules = sorted({record.finding.rule for record in records})
        return (
            False,
            [
                _chip(level_badge(level, t), level.value, count)
                for level, count in counts_by_level(records).items()
            ],
            [
                _chip(t.state(state), state.value, count)
                for state, count in _by_state(records).items()
                if count or state in {Status.OPEN, *here.address.filters.states}
            ],
            [{"value": rule, "label": f"{rule} {rule_title(policy, rule, t.language)}"} for rule in rules],
            t(N_("All rules")),
            _applications(here, records),
            t(N_("All applications")),
            t(N_("By application")),
            [{"value": form, "label": form.upper()} for form in ("xlsx", "csv", "json")],
            t(N_("Save these as…")),
            columns(t),
        )

    @app.callback(
        Output(ids.ADDRESS, "search"),
        Output(ids.ADDRESS, "pathname"),
        *(Output(control, prop) for control, prop in _CONTROLS),
        Output(ids.QUEUE_GRID, "rowData"),
        Output(ids.QUEUE_COUNT, "children"),
        Output(ids.QUEUE_EMPTY, "children"),
        Output(ids.QUEUE_NARROWED, "children"),
        Input(ids.ADDRESS, "search"),
        Input(ids.ADDRESS, "pathname"),
        *(Input(control, prop) for control, prop in _CONTROLS),
        Input(ids.REVISION, "data"),
        running=WAITING,
    )
    def filtered(search: str | None, path: str | None, *values: Any) -> tuple[Any, ...]:
        address = parse(path, search)
        shown = address.filters
        asked = replace(_chosen(values), area=shown.area, change=shown.change)
        moved = ctx.triggered_id not in {ids.ADDRESS, ids.REVISION, None} and asked != shown
        searched = moved and ctx.triggered_id == ids.SEARCH
        if address.page != "queue" and not searched:
            return (no_update, no_update, *_controls(shown, address), *([no_update] * 4))
        if moved:
            before = shown
            shown = replace(Filters(), text=asked.text) if address.page != "queue" else asked
            address = address.queue(shown)
            controls = tuple([no_update] * len(_CONTROLS)) if before != shown else _controls(shown, address)
        else:
            controls = _controls(shown, address)
        here = context(data, {"path": address.path, "search": address.query})
        target = (address.query, address.path) if moved else (no_update, no_update)
        if here.run is None:
            return (*target, *controls, [], "", None, None)
        records = data.findings(here.run.id)
        found = data.chosen(here.run, shown, here.words)
        numbers = [application.application_id for application in here.run.applications]
        policy = data.policy(here.run.policy)
        table = rows(found, numbers, address, here.words, policy, data.days_left(here.run))
        count = here.words(N_("{shown} of {count}"), shown=f"{len(found):,}", count=f"{len(records):,}")
        return (
            *target,
            *controls,
            table,
            count,
            _nothing(here, records, found),
            narrowed(address, here.words, policy),
        )

    @app.callback(
        Output(ids.QUEUE_DOWNLOAD, "data"),
        Output(ids.QUEUE_EXPORT, "value"),
        Input(ids.QUEUE_EXPORT, "value"),
        State(ids.QUEUE_GRID, "selectedRows"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def export(form: str | None, chosen: list[dict[str, Any]] | None, search: str | None) -> tuple[Any, Any]:
        if not form:
            return no_update, no_update
        here = context(data, {"path": "/queue", "search": search or ""})
        if here.run is None:
            return no_update, None
        records = data.chosen(here.run, here.address.filters, here.words)
        picked = {row["id"] for row in chosen or ()}
        if picked:
            records = [record for record in records if record.finding.id in picked]
        return save(form, here.run, records, here.words, data), None


def _chip(label: Any, value: str, count: int) -> dmc.Chip:
    said = html.Span([label, html.Span(f"{count:,}", className="number")])
    return dmc.Chip(said, value=value, size="xs", radius="sm", variant="outline")


def _by_state(records: Sequence[FindingRecord]) -> dict[Status, int]:
    return {state: sum(record.state.status is state for record in records) for state in Status}


def _applications(here: Context, records: Sequence[FindingRecord]) -> list[dict[str, str]]:
    titles: dict[str, str] = {}
    for record in records:
        if record.finding.application_id:
            english = record.application_title_en if here.words.language == "en" else None
            titles[record.finding.application_id] = english or record.application_title or ""
    return [{"value": key, "label": f"{key} {title}"} for key, title in sorted(titles.items())]


def _chosen(values: Sequence[Any]) -> Filters:
    text, levels, states, rule, application, grouped, *_ = values
    return Filters(
        levels=tuple(level for level in reversed(Level) if level.value in (levels or ())),
        states=tuple(state for state in Status if state.value in (states or ())),
        rule=rule or None,
        application=application or None,
        text=(text or "").strip()[:200],
        grouped=bool(grouped),
    )


def _controls(filters: Filters, address: Address) -> tuple[Any, ...]:
    """Return the values of the controls; the search box is cleared away from the queue and its questions."""
    text = filters.text if address.page in {"queue", "case"} else ""
    return (
        text,
        [level.value for level in filters.levels],
        [state.value for state in filters.states],
        filters.rule,
        filters.application,
        filters.grouped,
    )


def _nothing(here: Context, records: Sequence[FindingRecord], found: Sequence[FindingRecord]) -> Any:
    t = here.words
    if found:
        return None
    if records:
        shown = empty(
            t(N_("No question fits these filters")), t(N_("Take a filter away, or show all questions."))
        )
        shown.children.append(
            html.P(html.A(t(N_("Show all questions")), href=here.address.queue(Filters()).href))
        )
        return shown
    return empty(
        t(N_("This run raised no question")),
        t(N_("The overview says what was compared and what could not be checked.")),
    )
