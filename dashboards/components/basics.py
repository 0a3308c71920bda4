"""Small pieces that every page uses: levels, states, sections, empty places, errors."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dash import html

from dashboards.palette import SHAPES
from graphrisk.errors import PassingError
from graphrisk.i18n import N_, said, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.words import Words
    from graphrisk.errors import GraphRiskError
    from graphrisk.findings import Level
    from graphrisk.review.records import Status

Children = Any


def level_badge(level: Level, t: Words) -> html.Span:
    """Return a level: its word first, its shape, then its colour."""
    return html.Span(
        [html.Span(SHAPES[level], className="shape"), t.level(level)],
        className=f"level level-{level.value.lower()}",
    )


def state_badge(state: Status, t: Words) -> html.Span:
    """Return the word of a state in a quiet frame."""
    return html.Span(t.state(state), className=f"state state-{state.value}")


def section(title: str, children: Children, *, note: Children = None, name: str = "") -> html.Section:
    """Return a titled box. `note` stands quietly at the right of the title."""
    head: list[Any] = [html.H2(title)]
    if note is not None:
        head.append(html.Div(note, className="note"))
    body = children if isinstance(children, list) else [children]
    return html.Section([html.Div(head, className="head"), *body], className=f"box {name}".strip())


def empty(title: str, text: str, command: str | None = None) -> html.Div:
    """Return what an empty place says: why it is empty and what to do."""
    parts: list[Any] = [html.H2(title), html.P(text)]
    if command:
        parts.append(html.Code(command, className="command"))
    return html.Div(parts, className="empty")


def woven(t: Words, msgid: str, **parts: Children) -> list[Any]:
    """Return the sentence `msgid` in the reader's language, with components such as links in it."""
    found: list[Any] = []
    for text, name, _format, _conversion in Formatter().parse(translate(msgid, t.language)):
        found += [text] if text else []
        if name is not None:
            part = parts[name]
            found += part if isinstance(part, list) else [part]
    return found


def failure(error: GraphRiskError, t: Words, home: str, queue: str | None = None) -> html.Div:
    """Return an error as a person should read it: what happened, what to do, and ways on."""
    parts: list[Any] = [html.H2(t(N_("This page cannot be shown"))), html.P(said(error.message, t.language))]
    if error.remedy:
        parts.append(html.P(said(error.remedy, t.language)))
    if queue is not None:
        parts.append(html.P(html.A(t(N_("Show all questions")), href=queue)))
    parts.append(html.P(html.A(t(N_("Back to the overview")), href=home)))
    return html.Div(parts, className="empty", role="alert")


def again(error: GraphRiskError, t: Words, here: str) -> html.P:
    """Return a link that asks for the page once more; the page does so where what failed passes by itself."""
    passing = isinstance(error, PassingError)
    link: dict[str, Any] = {"data-again": "true"} if passing else {}
    said = N_("Try again (the page does so every few seconds)") if passing else N_("Try again")
    return html.P(html.A(t(said), href=here, **link))


def outside(url: str | None, text: str) -> html.A | html.Span:
    """Return a link to a record elsewhere, where the address is one that a browser may open."""
    if url and urlsplit(url).scheme in {"https", "http"}:
        return html.A(text, href=url, target="_blank", rel="noopener noreferrer", className="outside")
    return html.Span(text)


def facts(pairs: Sequence[tuple[str, Children]]) -> html.Dl:
    """Return names and values side by side."""
    rows: list[Any] = []
    for name, value in pairs:
        rows += [html.Dt(name), html.Dd(value)]
    return html.Dl(rows, className="facts")
