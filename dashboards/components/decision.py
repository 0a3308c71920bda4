"""The decision bar, always in view: what it is decided to be, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components.basics import state_badge
from dashboards.words import DECISION_MEANINGS, DECISIONS
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.words import Words
    from graphrisk.review.records import State

REASON_LIMIT = 4000


def bar() -> html.Div:
    """Return the bar without words; they come with the language."""
    return html.Div(
        [
            html.Div(id=ids.DECISION_STATE, className="standing"),
            html.Div(
                dmc.ChipGroup(id=ids.DECISION, multiple=False, deselectable=True, children=[]),
                id=ids.DECISION_CHOICES,
                className="choices",
            ),
            dmc.Textarea(
                id=ids.DECISION_REASON,
                autosize=True,
                minRows=1,
                maxRows=4,
                inputProps={"maxLength": REASON_LIMIT},
                className="reason",
            ),
            dmc.Button(id=ids.DECISION_RECORD, n_clicks=0, size="sm"),
            html.Div(id=ids.DECISION_MESSAGE, className="said", role="status"),
        ],
        id=ids.DECISION_BAR,
        className="decision-bar",
        hidden=True,
    )


def choices(t: Words) -> list[dmc.Chip]:
    """Return the five decisions with their keys."""
    return [
        dmc.Chip(
            html.Span([t.decision(decision), html.Kbd(str(place))], title=t(DECISION_MEANINGS[decision])),
            value=decision.value,
            size="sm",
            radius="sm",
            variant="outline",
        )
        for place, decision in enumerate(DECISIONS, start=1)
    ]


def standing(state: State, t: Words) -> list[Any]:
    """Return where the question stands: open, open again, or decided by whom and when."""
    said: list[Any] = [state_badge(state.status, t)]
    if state.decided_by and state.decided_at:
        said.append(html.Span(f"{state.decided_by} · {t.moment(state.decided_at)}", className="by"))
    if state.reopened and state.previous:
        said.append(
            html.Span(
                t(
                    N_("Decided before as “{decision}”; the evidence has changed since."),
                    decision=t.decision(state.previous),
                ),
                className="by",
            )
        )
    elif state.reason:
        said.append(html.Span(state.reason, className="because", title=state.reason))
    return said
