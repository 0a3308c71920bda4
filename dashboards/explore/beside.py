"""What stands beside the picture: the node in hand, the paths, and the list of all nodes and ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.components.basics import outside
from dashboards.explore.buttons import act
from dashboards.explore.groups import MOST
from dashboards.explore.picture import line_name
from dashboards.explore.replay import group_name, name_of
from dashboards.explore.scene import tie_id
from dashboards.explore.words import (
    fact_value,
    fact_word,
    full_name,
    group_word,
    kind_word,
    tie_says,
    tie_text,
    when,
)
from dashboards.naming import language_of
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboards.explore.areas import Areas
    from dashboards.explore.picture import Line, Picture
    from dashboards.explore.replay import Shown
    from dashboards.explore.scene import Found
    from dashboards.explore.view import View
    from dashboards.words import Words
    from graphrisk.store.explore import Neighbourhood, Node, Path, Tie

SAID = frozenset({"language", "publication_year"})
"""Columns that say nothing to a reader, or what another says better."""
LONG = 200


def tie_row(tie: Tie, t: Words) -> list[Any]:
    """Return what a tie is, when it holds, and the record that says so."""
    said = [
        html.Span(className=f"mark {'listing' if tie.kind == 'listed' else _side(tie)}"),
        html.Span(t(N_("declared")) if tie.declared else t(N_("observed")), className="sr"),
        html.Span(tie_says(tie, t), className="what"),
    ]
    day = when(tie, t)
    if day:
        said.append(html.Span(day, className="when"))
    text = tie_text(tie, t)
    if text:
        said.append(html.Span(text, className="text", lang=language_of(text)))
    said.append(html.Span([t(N_("Source")), ": ", tie.source, " ", _record(tie)], className="source"))
    return said


def _side(tie: Tie) -> str:
    return "declared" if tie.declared else "observed"


def _record(tie: Tie) -> Any:
    short = tie.record.removeprefix("https://")
    return html.Span(outside(tie.url, short), className="record", title=tie.record)


def node_card(node: Node, areas: Areas, listings: Neighbourhood | None, t: Words) -> list[Any]:
    """Return what the record of a node says, and on which lists it stands."""
    parts: list[Any] = [
        html.Div(kind_word(node.kind, t), className="kind"),
        html.H2(node.name, lang=language_of(node.name)),
    ]
    if node.note:
        parts.append(html.P(node.note, className="quiet"))
    if listings is not None:
        named = {entry.key: entry for entry in listings.nodes}
        for tie in listings.ties:
            entry = named.get(tie.end)
            said = t(
                N_("listed: {list}, from {day}"),
                list=tie.text or (entry.note if entry else None) or tie.record,
                day=t.period(tie.date_from, tie.date_to),
            )
            parts.append(html.P([html.Span("⬢ ", className="hexagon"), said], className="listing"))
    for area in areas.of(node):
        said = t(N_("Technology area by its title: {area}"), area=areas.name(area, t))
        parts.append(html.P([html.Span("◪ ", className="area"), said]))
    rows: list[Any] = []
    for column, value in node.facts:
        if column in SAID or value in {node.name, "false"}:
            continue
        shown: Any = outside(value, fact_value(column, value, t).removeprefix("https://"))
        if len(value) > LONG:
            shown = html.Details([html.Summary(value[: LONG // 2] + "…"), value])
        rows += [html.Dt(fact_word(column, t)), html.Dd(shown)]
    if rows:
        parts.append(html.Dl(rows, className="facts"))
    return parts


def path_list(found: Sequence[Found], t: Words) -> list[Any]:
    """Return all paths as sentences to read; each can be chosen to light it up in the picture."""
    if not found:
        return [
            html.P(
                t(N_("Choose a node, then ask for paths to another one or to any listed organisation.")),
                className="quiet",
            )
        ]
    parts: list[Any] = []
    number = 0
    blocks: list[Any] = []
    for item in found:
        rows = []
        for path in item.paths.found:
            rows.append(html.Li(_path(path, number, t)))
            number += 1
        blocks.append([_asked(item, t), html.Ol(rows, className="paths"), *_left_out(item, t)])
    for block in reversed(blocks):
        parts += block
    return parts


def _asked(item: Found, t: Words) -> html.P:
    count = len(item.paths.found)
    if count == 0:
        return html.P(t(N_("No path of at most four steps was found.")), className="asked")
    return html.P(
        t.number(
            count,
            N_("{count} path, shortest first, then newest evidence"),
            N_("{count} paths, shortest first, those through hubs last, then newest evidence"),
        ),
        className="asked",
    )


def _left_out(item: Found, t: Words) -> list[Any]:
    parts: list[Any] = []
    if item.paths.hubs:
        names = ", ".join(node.name for node in item.paths.hubs)
        parts.append(
            html.P(
                t(N_("Not gone through, because they have very many ties: {names}."), names=names),
                className="quiet",
            )
        )
    if item.paths.cut:
        parts.append(html.P(t(N_("There may be more paths than these.")), className="quiet"))
    return parts


def _path(path: Path, number: int, t: Words) -> html.Div:
    steps: list[Any] = []
    for place, node in enumerate(path.nodes):
        steps.append(
            html.Div(
                [
                    html.Span(kind_word(node.kind, t), className="kind"),
                    html.Strong(full_name(node), lang=language_of(node.name)),
                ],
                className="stop",
            )
        )
        if place < len(path.ties):
            steps.append(html.Div(tie_row(path.ties[place], t), className="step"))
    ends = f"{path.nodes[0].name} → {path.nodes[-1].name}"
    said = t.number(len(path.ties), N_("{count} step"), N_("{count} steps"))
    through = []
    if path.crowds:
        names = ", ".join(full_name(node) for node in path.crowds)
        told = t(
            N_("Through a hub, which very many have ties to, so that it says little: {names}."), names=names
        )
        through.append(html.P(told, className="quiet"))
    return html.Div(
        [
            act(
                "path",
                str(number),
                [html.Span(f"{number + 1}. {ends}"), html.Span(said, className="quiet")],
                "path-button",
            ),
            *through,
            html.Div(steps, className="steps-of-path"),
        ]
    )


def whole_list(shown: Shown, found: Picture, view: View, t: Words) -> list[Any]:
    """Return all nodes and ties that are drawn, in words."""
    outside_of = _outside(found.lines, view)
    dots = sorted(found.dots, key=lambda dot: ("group" in dot.classes, dot.kind, dot.label))
    groups = {group_name(group.id): group for group in shown.drawn.groups}
    names = {name_of(key): full_name(node) for key, node in shown.drawn.nodes.items()}
    names |= {key: group_word(group, t) for key, group in groups.items()}
    nodes = [
        html.Li(
            act(
                "node",
                dot.id,
                [
                    html.Span(kind_word(dot.kind, t), className="kind"),
                    html.Span(names[dot.id], lang=language_of(names[dot.id])),
                    *(html.Span(mark, className="marked") for mark in dot.marks),
                ],
                "node-button",
            )
        )
        for dot in dots
    ]
    ties = [
        html.Li(
            [
                html.Div(
                    [
                        names.get(name_of(tie.start), tie.start[1]),
                        " → ",
                        names.get(name_of(tie.end), tie.end[1]),
                    ]
                ),
                html.Div(tie_row(tie, t), className="step"),
            ],
            className="outside-window" if line_name(tie_id(tie)) in outside_of else "",
        )
        for tie in shown.drawn.ties.values()
    ]
    return [
        html.H3(t.number(len(nodes), N_("{count} node"), N_("{count} nodes"))),
        html.Ul(nodes, className="node-list"),
        html.H3(t.number(len(ties), N_("{count} tie"), N_("{count} ties"))),
        html.Ul(ties, className="tie-list"),
    ]


def _outside(lines: Iterable[Line], view: View) -> set[str]:
    return {
        line.id
        for line in lines
        if line.years is not None
        and (
            (view.since is not None and line.years[1] < view.since)
            or (view.until is not None and line.years[0] > view.until)
        )
    }


def status_words(shown: Shown, t: Words) -> list[str]:
    """Return what is drawn in numbers, and what was grouped, hidden or left out by the store."""
    drawn, scene = shown.drawn, shown.scene
    said = [
        t(
            N_("{nodes} nodes, {ties} ties"),
            nodes=len(drawn.nodes) + len(drawn.groups),
            ties=drawn.size - len(drawn.nodes) - len(drawn.groups),
        )
    ]
    if drawn.groups:
        said.append(
            t(N_("over {most} elements, so {count} nodes stand in groups"), most=MOST, count=drawn.grouped)
        )
    if scene.hidden:
        said.append(t.number(len(scene.hidden), N_("{count} node hidden"), N_("{count} nodes hidden")))
    more = sum(sum(cut.values()) for cut in scene.cut.values())
    if more:
        said.append(
            t.number(more, N_("{count} more tie not asked for"), N_("{count} more ties not asked for"))
        )
    said.append(t(N_("snapshot {number}"), number=scene.snapshot))
    return said


def problems(shown: Shown, t: Words) -> list[Any]:
    """Return the steps that could not be taken, one sentence each."""
    return [html.P(t.say(message), className="warning") for message in shown.scene.problems]
