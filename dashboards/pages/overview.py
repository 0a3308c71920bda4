"""Overview of a run: the call in one sentence, what waits, and what could not be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboards import ids
from dashboards.address import Filters
from dashboards.browser import CHART, WAITING, connect
from dashboards.components.basics import section
from dashboards.components.coverage import coverage, run_facts
from dashboards.context import Context, context
from dashboards.data import Data, counts_by_level, undecided
from dashboards.figures import Bar, bars
from dashboards.naming import common_prefix, title_of
from dashboards.palette import palette
from dashboards.windows import rule_title
from graphrisk.i18n import N_
from graphrisk.review.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboards.words import Words
    from graphrisk.review.records import FindingRecord

APPLICATIONS_SHOWN = 12
OPEN = (Status.OPEN, Status.REOPENED)
_CHARTS = (ids.LEVEL_CHART, ids.RULE_CHART, ids.APPLICATION_CHART)


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
                            chart(ids.RULE_TITLE, ids.RULE_CHART, "by-rule"),
                        ]
                    ),
                    chart(ids.APPLICATION_TITLE, ids.APPLICATION_CHART, "by-application"),
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
        *(Output(title, "children") for title in (ids.LEVEL_TITLE, ids.RULE_TITLE, ids.APPLICATION_TITLE)),
        *(Output(chart, "figure") for chart in _CHARTS),
        *(Output(chart, "style") for chart in _CHARTS),
        Output(ids.OVERVIEW_FOOT, "children"),
        Input(ids.ROUTE, "data"),
        Input(ids.THEME, "data"),
        Input(ids.REVISION, "data"),
        running=WAITING,
    )
    def overview(route: dict[str, str] | None, theme: str | None, _revision: int) -> tuple[Any, ...]:
        here = context(data, route)
        if here.address.page != "overview" or here.run is None:
            return (True, *([no_update] * 12))
        records = data.findings(here.run.id)
        colors, t = palette(theme), here.words
        titles = (
            _head(t(N_("Questions by level")), t(N_("open / all"))),
            _head(t(N_("By rule")), t(N_("open / all"))),
            _head(t(N_("By application")), _applications_note(records, t)),
        )
        figures = (
            bars(_by_level(here, records), colors),
            bars(_by_rule(here, records, data), colors, label_length=44),
            bars(_by_application(here, records), colors, label_length=44),
        )
        return (
            False,
            _sentence(here, records, data),
            not records,
            *titles,
            *figures,
            *({"height": f"{figure.layout.height}px"} for figure in figures),
            _foot(here, data),
        )


def _head(title: str, note: str) -> list[Any]:
    return [html.H2(title), html.Div(note, className="note")]


def _sentence(here: Context, records: Sequence[FindingRecord], data: Data) -> list[Any]:
    run, t = here.run, here.words
    if run is None:
        return []
    waiting = undecided(records)
    applications = t.number(run.application_count, N_("{count} application"), N_("{count} applications"))
    people = t.number(run.person_count, N_("{count} person"), N_("{count} people"))
    if not records:
        said = t(
            N_("{applications}, {people}; no question was raised."), applications=applications, people=people
        )
    else:
        touched = len({r.finding.application_id for r in records if r.finding.application_id})
        said = t(
            N_("{applications}, {people}; {questions} in {touched}, {open} open."),
            applications=applications,
            people=people,
            questions=t.number(len(records), N_("{count} question"), N_("{count} questions")),
            touched=t.number(touched, N_("{count} application"), N_("{count} applications")),
            open=f"{len(waiting):,}",
        )
    parts: list[Any] = [html.H1(run.call_title), html.P(said, className="sentence")]
    changed = _changes(here, records, data)
    if changed:
        parts.append(html.P(changed, className="quiet"))
    if not records:
        parts.append(
            html.P(t(N_("What was compared, and what could not be, stands below.")), className="quiet")
        )
    elif waiting:
        first = waiting[0].finding.id
        only_open = Filters(states=OPEN)
        parts.append(
            html.P(
                [
                    html.A(
                        t(N_("Go through the open questions")),
                        href=here.address.queue(only_open).case(first).href,
                        className="button",
                    ),
                    html.A(t(N_("Show them as a list")), href=here.address.queue(only_open).href),
                ],
                className="actions",
            )
        )
    else:
        parts.append(html.P(t(N_("All questions are decided.")), className="quiet"))
    return parts


def _changes(here: Context, records: Sequence[FindingRecord], data: Data) -> str:
    """Return what changed since the run of the same call before this one; empty where there is none."""
    run, t = here.run, here.words
    if run is None:
        return ""
    earlier = [other for other in data.runs() if other.call_id == run.call_id and other.id < run.id]
    if not earlier:
        return ""
    before = {r.finding.id: r.finding.evidence_hash for r in data.findings(earlier[0].id)}
    now = {r.finding.id: r.finding.evidence_hash for r in records}
    return t(
        N_("Since run {run}: {new} new, {changed} changed, {gone} gone."),
        run=earlier[0].id,
        new=len(now.keys() - before.keys()),
        changed=sum(before.get(key, value) != value for key, value in now.items()),
        gone=len(before.keys() - now.keys()),
    )


def _bar(label: str, records: Sequence[FindingRecord], href: str, t: Words) -> Bar:
    levels = counts_by_level(undecided(records))
    waiting = sum(levels.values())
    hover = t(
        N_("{name}: {open} open, {done} decided. Click to see them."),
        name=label,
        open=waiting,
        done=len(records) - waiting,
    )
    return Bar(label, levels, len(records) - waiting, href, hover)


def _by_level(here: Context, records: Sequence[FindingRecord]) -> list[Bar]:
    return [
        _bar(
            here.words.level(level),
            [r for r in records if r.finding.level is level],
            here.address.queue(Filters(levels=(level,))).href,
            here.words,
        )
        for level in counts_by_level(records)
    ]


def _grouped(
    records: Sequence[FindingRecord], key: Callable[[FindingRecord], str | None]
) -> list[tuple[str, list[FindingRecord]]]:
    found: dict[str, list[FindingRecord]] = {}
    for record in records:
        name = key(record)
        if name is not None:
            found.setdefault(name, []).append(record)
    return sorted(found.items(), key=lambda item: (-_weight(item[1]), -len(item[1]), item[0]))


def _weight(records: Sequence[FindingRecord]) -> int:
    return max((record.finding.level.rank for record in undecided(records)), default=-1)


def _by_rule(here: Context, records: Sequence[FindingRecord], data: Data) -> list[Bar]:
    policy = data.policy(here.run.policy) if here.run else None
    groups = _grouped(records, lambda record: record.finding.rule)
    groups.sort(key=lambda item: (-len(undecided(item[1])), -len(item[1]), item[0]))
    return [
        _bar(
            f"{rule} {rule_title(policy, rule, here.words.language)}",
            group,
            here.address.queue(Filters(rule=rule)).href,
            here.words,
        )
        for rule, group in groups
    ]


def _by_application(here: Context, records: Sequence[FindingRecord]) -> list[Bar]:
    numbers = [application.application_id for application in here.run.applications] if here.run else []
    prefix = len(common_prefix(numbers))
    return [
        _bar(
            f"{application[prefix:]} {title_of(group[0], here.words)}",
            group,
            here.address.queue(Filters(application=application)).href,
            here.words,
        )
        for application, group in _grouped(records, lambda r: r.finding.application_id)[:APPLICATIONS_SHOWN]
    ]


def _applications_note(records: Sequence[FindingRecord], t: Words) -> str:
    count = len({record.finding.application_id for record in records if record.finding.application_id})
    if count <= APPLICATIONS_SHOWN:
        return t(N_("highest level first"))
    return t(N_("the first {shown} of {count}, highest level first"), shown=APPLICATIONS_SHOWN, count=count)


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
                    t(N_("What this run rests on")), run_facts(run, data.policy(run.policy), t), name="basis"
                ),
            ],
            className="columns",
        )
    ]
