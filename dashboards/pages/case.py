"""Case: one question, answered on one screen, with the decision always in view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, dcc, html, no_update

from dashboards import ids, network
from dashboards.address import Filters
from dashboards.browser import CHART, WAITING, connect
from dashboards.casefile import CaseFacts, read_case
from dashboards.casefile.lanes import UNDECLARED_RULES, lanes
from dashboards.casefile.path import Network
from dashboards.casefile.path import network as build_network
from dashboards.components import decision, head
from dashboards.components import links as link_parts
from dashboards.components.attached import attached
from dashboards.components.basics import failure, section
from dashboards.components.coverage import coverage, run_facts
from dashboards.components.evidence import evidence_table, history
from dashboards.components.identity import identity
from dashboards.components.legend import legend
from dashboards.components.level import steps
from dashboards.components.sides import declared, observed
from dashboards.context import Context, context
from dashboards.data import Data
from dashboards.naming import name_of
from dashboards.pages import deciding, linking
from dashboards.palette import palette
from dashboards.selection import neighbours
from dashboards.timeline import frame, timeline, visible
from dashboards.windows import window_start
from graphrisk.errors import GraphRiskError
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.words import Words
    from graphrisk.review.records import FindingRecord, RunRecord


@dataclass(frozen=True, slots=True)
class Opened:
    """The question that the address names, with its run and surroundings."""

    here: Context
    run: RunRecord
    record: FindingRecord
    facts: CaseFacts


def layout() -> html.Div:
    """Return the page without its content."""
    return html.Div(
        [
            dcc.Store(id=ids.CASE_FINDING),
            html.Div(
                [
                    html.Div(id=ids.CASE_TOP, className="top"),
                    html.Aside(id=ids.CASE_ASIDE),
                    html.Section(
                        [
                            html.Div(html.H2(id=ids.CASE_LINKS_HEAD), className="head"),
                            dcc.Store(id=ids.LINK_CHOSEN),
                            html.Div(id=ids.LINK_MESSAGE, className="said", role="status"),
                            link_parts.form(),
                            html.Div(id=ids.CASE_LINKS),
                        ],
                        id=ids.CASE_LINKS_BOX,
                        className="box links",
                        hidden=True,
                    ),
                    html.Section(
                        [
                            html.Div(id=ids.CASE_NETWORK_HEAD, className="head"),
                            html.Div(id=ids.CASE_CANVAS, className="canvas"),
                            html.Div(id=ids.CASE_NETWORK_DETAIL, className="detail"),
                        ],
                        id=ids.CASE_NETWORK_BOX,
                        className="box network",
                        hidden=True,
                    ),
                    html.Div(id=ids.CASE_MORE, className="more-boxes"),
                ],
                className="case-grid",
            ),
            decision.bar(),
        ],
        id=ids.CASE,
        className="page case",
        hidden=True,
    )


def register(app: Dash, data: Data) -> None:
    """Connect the page."""
    _register_content(app, data)
    deciding.register(app, data)
    linking.register(app, data)
    connect(
        app,
        "node",
        Output(ids.CASE_NETWORK_DETAIL, "children"),
        Input(ids.CASE_NETWORK, network.CLICKED, allow_optional=True),
        initial=False,
    )


def _register_content(app: Dash, data: Data) -> None:
    @app.callback(
        Output(ids.CASE, "hidden"),
        Output(ids.CASE_TOP, "children"),
        Output(ids.CASE_ASIDE, "children"),
        Output(ids.CASE_MORE, "children"),
        Output(ids.CASE_NETWORK_BOX, "hidden"),
        Output(ids.CASE_NETWORK_HEAD, "children"),
        Output(ids.CASE_CANVAS, "children"),
        Output(ids.CASE_NETWORK_DETAIL, "children", allow_duplicate=True),
        Input(ids.ROUTE, "data"),
        Input(ids.THEME, "data"),
        Input(ids.REVISION, "data"),
        prevent_initial_call="initial_duplicate",
        running=WAITING,
    )
    def content(route: dict[str, str] | None, theme: str | None, _revision: int) -> tuple[Any, ...]:
        here = context(data, route)
        if here.address.page != "case" or here.run is None:
            return (True, *([no_update] * 7))
        try:
            opened = _open(here, here.run, data)
        except GraphRiskError as error:
            ways = here.address.overview().href, here.address.queue(Filters()).href
            shown = failure(error, here.words, *ways)
            return (False, shown, None, None, True, None, None, None)
        t, colors = here.words, palette(theme)
        net = build_network(opened.record, opened.facts, _start_label(opened, t))
        return (
            False,
            _top(opened, data, theme),
            _aside(opened, t),
            _more(opened, data),
            len(net.nodes) < 2,
            _network_head(net, t),
            # Another key makes the browser draw it anew instead of changing the one before.
            html.Div(
                network.component(ids.CASE_NETWORK, net, colors, t),
                key=f"{opened.record.finding.id} {colors.theme} {t.language}",
                className="drawing",
                style={"height": f"{network.height(net)}px"},
            ),
            t(N_("Click on a node to see what it is.")),
        )


def _open(here: Context, run: RunRecord, data: Data) -> Opened:
    record = data.finding(run.id, here.address.finding or "")
    data.note_read(record.finding.id, run=run.id, page="case")
    try:
        graph, identities = data.graph(run.snapshot), data.run_identities(run.id)
        facts = read_case(graph, record, run.as_of, data.links_of(run), identities)
    except GraphRiskError as error:
        facts = CaseFacts(missing=here.words.fault(error))
    return Opened(here, run, record, facts)


def _start_label(opened: Opened, t: Words) -> str:
    return name_of(opened.record, t) or opened.record.finding.application_id or opened.run.call_id


def _top(opened: Opened, data: Data, theme: str | None) -> list[Any]:
    here, record, facts = opened.here, opened.record, opened.facts
    t = here.words
    order = data.chosen(opened.run, here.address.filters, t)
    policy = data.policy(opened.run.policy)
    parts: list[Any] = [
        head.head(
            record,
            opened.run,
            here.address,
            neighbours(order, record.finding.id),
            len(order),
            policy,
            facts.japanese,
            t,
        )
    ]
    if facts.missing:
        parts.append(
            html.P(
                [
                    t(N_("The graph of this run cannot be read; only what the run itself keeps is shown. ")),
                    facts.missing,
                ],
                className="warning",
            )
        )
    parts.append(
        html.Div(
            [declared(record.finding, facts, t), observed(record.finding, facts, t)], className="box sides"
        )
    )
    every = lanes(record, facts, t)
    days = frame(every, opened.run.as_of, window_start(policy, record.finding.rule, opened.run.as_of))
    found = visible(every, days)
    if found.lanes:
        figure = timeline(found, days, palette(theme), t)
        notes: list[Any] = [
            dcc.Graph(
                id=ids.CASE_TIMELINE, figure=figure, config=CHART, style={"height": figure.layout.height}
            )
        ]
        if found.left_out:
            notes.append(
                html.P(
                    t(N_("{count} more declared ties are not drawn."), count=found.left_out),
                    className="quiet",
                )
            )
        parts.append(
            section(t(N_("Declared against observed")), notes, note=legend(t, window=True), name="timeline")
        )
    return parts


def _aside(opened: Opened, t: Words) -> list[Any]:
    finding, t = opened.record.finding, t.knowing(opened.facts.meant)
    parts = [section(t(N_("How this level came about")), steps(finding, t), name="level-box")]
    if finding.person_id or finding.identity.reasons:
        parts.append(
            section(t(N_("How sure we are who this is")), identity(finding.identity, t), name="identity-box")
        )
    return parts


def _network_head(net: Network, t: Words) -> list[Any]:
    note: list[Any] = [legend(t)]
    if net.left_out:
        note.insert(
            0, html.Span(t(N_("{count} works left out for space"), count=net.left_out), className="cut")
        )
    return [
        html.H2(t(N_("How they are connected, read from left to right"))),
        html.Div(note, className="note"),
    ]


def _more(opened: Opened, data: Data) -> list[Any]:
    t, finding = opened.here.words, opened.record.finding
    taken = data.decisions(finding.id)
    parts: list[Any] = [html.Div(id="evidence")]
    if finding.rule == "R-QLT-01":
        run = opened.run
        parts += [
            section(t(N_("What was looked at, and what could not be")), coverage(run, t), name="coverage"),
            section(
                t(N_("What this run rests on")), run_facts(run, data.policy(run.policy), t), name="basis"
            ),
        ]
    if finding.evidence:
        parts.append(
            section(
                t(N_("All records behind this question")),
                evidence_table(finding, finding.rule in UNDECLARED_RULES, t),
                note=t.number(len(finding.evidence), N_("{count} record"), N_("{count} records")),
                name="evidence-box",
            )
        )
    views = data.attachments(finding.id)
    if views:
        parts.append(section(t(N_("Attached views of the graph")), attached(views, t), name="attached-box"))
    if taken:
        parts.append(
            section(t(N_("Decisions so far")), history(taken, finding.evidence_hash, t), name="history-box")
        )
    return parts
