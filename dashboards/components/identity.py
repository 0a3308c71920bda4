"""How sure it is that the records mean this person and this organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.components.basics import outside
from dashboards.ids import CASE_LINKS_BOX
from dashboards.words import GRADES
from graphrisk.findings import Grade
from graphrisk.i18n import N_
from graphrisk.links import CONFIRMED_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.words import Words
    from graphrisk.findings import Identity


def identity(who: Identity, t: Words) -> html.Div:
    """Return the grade with what speaks for it, what speaks against it, and who else it could be."""
    confirmed = any(code.startswith(f"{CONFIRMED_CODE}:") for code in who.reasons)
    grade = GRADES[who.grade]
    if who.grade is Grade.A and confirmed:
        grade = N_("A · confirmed by a reviewer")
    elif who.grade is Grade.A and "own_declaration" in who.reasons:
        grade = N_("A · said in the application itself")
    parts: list[Any] = [html.P(t(grade), className=f"grade grade-{who.grade.value}")]
    parts += _group(t(N_("For")), who.reasons, t, "for")
    parts += _group(t(N_("Against")), who.against, t, "against")
    if who.alternatives:
        shown = [html.Li(_alternative(text, t)) for text in who.alternatives[:5]]
        if len(who.alternatives) > 5:
            shown.append(html.Li(t(N_("and {count} more"), count=len(who.alternatives) - 5)))
        parts.append(html.H3(t(N_("Other records with this name"))))
        parts.append(html.Ul(shown, className="reasons"))
    parts.append(html.P(html.A(t(N_("Why, in full; confirm or reject")), href=f"#{CASE_LINKS_BOX}")))
    return html.Div(parts, className="identity")


def _group(title: str, codes: Sequence[str], t: Words, name: str) -> list[Any]:
    if not codes:
        return []
    return [html.Ul([html.Li(t.reason(code)) for code in codes], className=f"reasons {name}", title=title)]


def _alternative(text: str, t: Words) -> list[Any]:
    record, _, reason = text.partition("|")
    said: list[Any] = [outside(record, record.removeprefix("https://"))]
    if reason:
        said.append(f": {t.reason(reason)}")
    return said
