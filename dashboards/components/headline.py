"""The head of the overview: the call in one sentence, when it closes, and what changed since the last run.

Every number in it is a link to the questions that it counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.address import Change, Filters
from dashboards.components.basics import woven
from dashboards.selection import UNDECIDED, undecided
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.address import Address
    from dashboards.context import Context
    from dashboards.data import Data
    from dashboards.words import Words
    from graphrisk.review.records import FindingRecord, RunRecord

OPEN = Filters(states=UNDECIDED)


def headline(here: Context, records: Sequence[FindingRecord], data: Data) -> list[Any]:
    """Return title, sentences and what to do next."""
    run, t = here.run, here.words
    if run is None:
        return []
    parts: list[Any] = [
        html.H1(run.call_title),
        html.P(_sentence(run, records, here), className="sentence"),
        html.P([*_closing(run, data, t), *_changes(run, here, data)], className="quiet facts-line"),
    ]
    waiting = undecided(records)
    if not records:
        parts.append(
            html.P(t(N_("What was compared, and what could not be, stands below.")), className="quiet")
        )
    elif waiting:
        first = waiting[0].finding.id
        parts.append(
            html.P(
                [
                    html.A(
                        t(N_("Go through the open questions")),
                        href=here.address.queue(OPEN).case(first).href,
                        className="button",
                    ),
                    html.A(t(N_("Show them as a list")), href=here.address.queue(OPEN).href),
                ],
                className="actions",
            )
        )
    else:
        parts.append(html.P(t(N_("All questions are decided.")), className="quiet"))
    return parts


def _sentence(run: RunRecord, records: Sequence[FindingRecord], here: Context) -> list[Any]:
    t = here.words
    applications = t.number(run.application_count, N_("{count} application"), N_("{count} applications"))
    people = t.number(run.person_count, N_("{count} person"), N_("{count} people"))
    if not records:
        return woven(
            t,
            N_("{applications}, {people}; no question was raised."),
            applications=applications,
            people=people,
        )
    touched = len({r.finding.application_id for r in records if r.finding.application_id})
    questions = t.number(len(records), N_("{count} question"), N_("{count} questions"))
    inside = t.number(touched, N_("{count} application"), N_("{count} applications"))
    return woven(
        t,
        N_("{applications}, {people}; {questions} in {touched}, {open} open."),
        applications=applications,
        people=people,
        questions=html.A(questions, href=here.address.queue(Filters()).href),
        touched=html.A(inside, href=here.address.queue(Filters(grouped=True)).href),
        open=html.A(f"{len(undecided(records)):,}", href=here.address.queue(OPEN).href),
    )


def _closing(run: RunRecord, data: Data, t: Words) -> list[Any]:
    left = data.days_left(run)
    if left is None:
        return []
    day, days = left
    if days < 0:
        said = t(N_("Closed on {day}."), day=day)
    elif days == 0:
        said = t(N_("Closes today, {day}."), day=day)
    elif days == 1:
        said = t(N_("Closes tomorrow, {day}."), day=day)
    else:
        said = t(N_("Closes in {count} days, on {day}."), count=f"{days:,}", day=day)
    return [html.Span(said, className="closing soon" if 0 <= days <= SOON else "closing")]


SOON = 7
"""Days before the call closes from which the sentence about it is set in bold."""


def _changes(run: RunRecord, here: Context, data: Data) -> list[Any]:
    """Return what changed since the run before this one of the same call; nothing where there is none."""
    earlier = data.earlier(run)
    if earlier is None:
        return []
    t, found = here.words, data.difference(earlier.id, run.id)
    before = replace(here.address, run=earlier.id)
    said = woven(
        t,
        N_("Since run {run}: {new}, {changed}, {gone}."),
        run=html.A(earlier.id, href=before.overview().href),
        new=_count(t(N_("{count} new"), count=f"{len(found.new):,}"), found.new, here.address, "new"),
        changed=_count(
            t(N_("{count} changed"), count=f"{len(found.changed):,}"), found.changed, here.address, "changed"
        ),
        gone=_count(t(N_("{count} gone"), count=f"{len(found.gone):,}"), found.gone, before, "gone"),
    )
    return [html.Span(said, className="since")]


def _count(text: str, ids: Sequence[str], address: Address, change: Change) -> Any:
    return html.A(text, href=address.queue(Filters(change=change)).href) if ids else text
