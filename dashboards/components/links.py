"""Why we think that this is the same person or organisation, and the buttons to confirm or reject it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.casefile.links import mark
from dashboards.components.basics import outside
from dashboards.components.decision import REASON_LIMIT
from graphrisk.i18n import N_, Message
from graphrisk.links import LinkKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dashboards.words import Words
    from graphrisk.links import LinkDecision
    from graphrisk.resolve.explain import Link, Why

Act = Literal["confirm", "reject", "undo"]
SHOWN = 12
"""Texts and records of one kind that are listed before the rest is folded away."""
KINDS = {
    LinkKind.PERSON: N_("Applicant and record"),
    LinkKind.DECLARED: N_("Declared name"),
    LinkKind.PRINTED: N_("Printed affiliation"),
    LinkKind.LISTING: N_("List"),
}
GRADES = {
    "A": N_("A · sure"),
    "B": N_("B · corroborated"),
    "C": N_("C · not settled"),
}
ACTS: dict[Act, str] = {"confirm": N_("Confirm …"), "reject": N_("Reject …"), "undo": N_("Undo …")}
_ASKS: dict[Act, Message] = {
    "confirm": Message(N_("Confirm: {subject} is {object}")),
    "reject": Message(N_("Reject: {subject} is not {object}")),
    "undo": Message(N_("Undo decision {number}: {subject} and {object}")),
}


def form() -> html.Div:
    """Return the form in which a reason is given; it shows itself when a button chose a link."""
    return html.Div(
        [
            html.Div(id=ids.LINK_SAYS, className="says"),
            dmc.Textarea(
                id=ids.LINK_REASON,
                autosize=True,
                minRows=1,
                maxRows=4,
                inputProps={"maxLength": REASON_LIMIT},
                className="reason",
            ),
            dmc.Button(id=ids.LINK_RECORD, n_clicks=0, size="xs"),
            dmc.Button(id=ids.LINK_CANCEL, n_clicks=0, size="xs", variant="default"),
        ],
        id=ids.LINK_FORM,
        className="link-form",
        hidden=True,
    )


def asks(act: Act, link: Link, t: Words) -> str:
    """Return in words what is about to be recorded."""
    number = link.decision.id if link.decision else ""
    values = {
        "number": number,
        "subject": _subject(link),
        "object": f"{t.called(link.object_name)} ({_short(link.object)})",
    }
    template = _ASKS[act].msgid
    return t(template, **{name: value for name, value in values.items() if f"{{{name}}}" in template})


def links(whys: Sequence[Why], taken: Collection[int], t: Words) -> list[Any]:
    """Return a fold for each subject; `taken` are the decisions that the run took account of."""
    parts: list[Any] = []
    counted: dict[LinkKind, int] = {}
    rest: list[Any] = []
    for why in whys:
        counted[why.kind] = counted.get(why.kind, 0) + 1
        fold = _why(why, taken, t, opened=why.kind is LinkKind.PERSON)
        (parts if counted[why.kind] <= SHOWN else rest).append(fold)
    if rest:
        summary = html.Summary(t(N_("and {count} more"), count=len(rest)))
        parts.append(html.Details([summary, *rest], className="why"))
    return parts


def _why(why: Why, taken: Collection[int], t: Words, *, opened: bool) -> html.Details:
    first = why.links[0] if why.links else None
    target = _targets(why, t)
    summary: list[Any] = [
        html.Span(t(KINDS[why.kind]), className="kind"),
        html.Span(t.called(why.name), className="what", title=t.called(why.name, beside=True)),
        html.Span("=" if first else "", className="equals"),
        html.Span(target, className="what", title=target),
    ]
    if first and first.grade:
        summary.append(html.Span(t(GRADES[first.grade]), className="grade-word"))
    marks = {link.decision.verdict for link in (*why.links, *why.others) if link.decision}
    summary += [html.Span(t(one.label), className="state") for one in sorted(marks)]
    several = len(why.links) > 1
    body: list[Any] = [_link(link, taken, t, graded=several) for link in why.links]
    if not why.links:
        body.append(html.P(t(N_("No record is taken for it.")), className="quiet"))
    if why.others:
        body.append(html.H3(t(N_("Not taken, and why"))))
        body += [_link(link, taken, t) for link in why.others[:SHOWN]]
        if len(why.others) > SHOWN:
            body.append(html.P(t(N_("and {count} more"), count=len(why.others) - SHOWN), className="quiet"))
    return html.Details(
        [html.Summary(summary), html.Div(body, className="body")], className="why", open=opened
    )


def _targets(why: Why, t: Words) -> str:
    names = list(dict.fromkeys(t.called(link.object_name) for link in why.links))
    if not names:
        return t(N_("no record"))
    return (
        names[0] if len(names) == 1 else t(N_("{name} and {count} more"), name=names[0], count=len(names) - 1)
    )


def _link(link: Link, taken: Collection[int], t: Words, *, graded: bool = True) -> html.Div:
    head: list[Any] = [
        html.Strong(outside(link.object, t.called(link.object_name, beside=True))),
        html.Span(_short(link.object), className="id"),
    ]
    if link.grade and graded:
        head.append(html.Span(t(GRADES[link.grade]), className="grade-word"))
    parts: list[Any] = [html.Div(head, className="end")]
    if link.kind is LinkKind.LISTING:
        parts.append(html.Div(link.subject_name, className="notes"))
    if link.notes:
        parts.append(html.Div(" · ".join(t.say(note) for note in link.notes), className="notes"))
    for title, codes, name in ((N_("For"), link.reasons, "for"), (N_("Against"), link.against, "against")):
        if codes:
            items = [html.Li(t.reason(code)) for code in codes]
            parts.append(html.Ul(items, className=f"reasons {name}", title=t(title)))
    if link.decision:
        parts.append(_decision(link.decision, taken, t))
    parts.append(html.Div([_button(act, link, t) for act in _acts(link)], className="acts"))
    return html.Div(parts, className="link")


def _acts(link: Link) -> tuple[Act, ...]:
    if link.decision is None:
        # A name without a record has nothing to confirm.
        return ("confirm", "reject") if not link.object.startswith("name:") else ("reject",)
    return ("undo", "reject") if link.decision.verdict is Verdict.CONFIRMED else ("undo", "confirm")


def _button(act: Act, link: Link, t: Words) -> html.Button:
    name = {"type": ids.LINK_ACT, "act": act, "link": mark(link)}
    title = asks(act, link, t)
    return html.Button(t(ACTS[act]), id=name, n_clicks=0, className="act", title=title, type="button")


def _decision(decision: LinkDecision, taken: Collection[int], t: Words) -> html.Div:
    said: list[Any] = [
        html.Strong(t(decision.verdict.label)),
        f" · {decision.by} · {t.moment(decision.at)} · ",
        t(N_("decision {number}"), number=decision.id),
    ]
    parts: list[Any] = [html.Div(said), html.Div(decision.reason, className="because")]
    if decision.id not in taken:
        parts.append(html.Div(t(N_("Applies from the next scan; this run was made before."))))
    return html.Div(parts, className="decided")


def footer(digest: str, count: int, t: Words) -> html.P:
    """Return what the run took from decisions upon links."""
    if not count:
        return html.P(t(N_("This run took no decision upon links into account.")), className="quiet")
    said = t(
        N_("Decisions upon links that this run took into account: {count} (checksum {digest})."),
        count=count,
        digest=digest[:12],
    )
    return html.P(said, className="quiet", title=digest)


def _subject(link: Link) -> str:
    name = link.subject_name
    return name if len(name) <= 80 else f"{name[:79]}…"


def _short(text: str) -> str:
    return text.removeprefix("https://").removeprefix("name:")
