"""How a level came about: its steps, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from dashboards.components.basics import level_badge
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.words import Words
    from graphrisk.findings import Finding, Step

_NAMES = {
    "base": N_("Base"),
    "structure": N_("Structure"),
    "disclosed": N_("Declared tie"),
    "listing": N_("List"),
    "technology": N_("Technology"),
    "age": N_("Age"),
    "identity": N_("Identity"),
    "cap": N_("Limit"),
    "unsigned": N_("Not signed"),
}


def steps(finding: Finding, t: Words) -> html.Ol:
    """Return the steps of a finding's level, from the rule's base level to the one that is shown."""
    return html.Ol([_step(step, t) for step in finding.steps], className="steps")


def _step(step: Step, t: Words) -> html.Li:
    name = _NAMES.get(step.name, step.name)
    if step.before is None or step.before is step.after:
        arrow = ""
    else:
        arrow = "↑" if step.after.rank > step.before.rank else "↓"
    return html.Li(
        [
            html.Div(
                [
                    html.Span(t(name), className="name"),
                    html.Span(arrow, className="arrow"),
                    level_badge(step.after, t),
                ],
                className="step",
            ),
            html.Div(t.say(step.why), className="why"),
        ]
    )
