"""The picture as the browser draws it: plain values for nodes and ties, with their places and marks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards.explore.replay import Shown, group_name, name_of
from dashboards.explore.scene import TieId, tie_id
from dashboards.explore.words import full_name, group_word, kind_word, tie_says, when, years
from dashboards.figures import cut
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.explore.areas import Areas
    from dashboards.explore.groups import Group
    from dashboards.explore.places import Place
    from dashboards.explore.view import View
    from dashboards.words import Words
    from graphrisk.store.explore import Node, Path, Tie

LABEL = 30
"""Columns of a name in the picture; the whole name stands in the list and beside the picture."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A node or a group in the picture. `marks` stand under its name; `classes` choose shape and colour."""

    id: str
    label: str
    marks: tuple[str, ...]
    kind: str
    classes: tuple[str, ...]
    place: Place
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A tie, or several drawn as one, with the years in which it holds (None: not known)."""

    id: str
    source: str
    target: str
    classes: tuple[str, ...]
    label: str
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Picture:
    """All dots and lines, the elements of each path, and the years that the time slider spans."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    paths: tuple[tuple[str, ...], ...]
    span: tuple[int, int] | None


def line_name(key: TieId) -> str:
    """Return the name of a tie in the drawing."""
    kind, start, end, record = key
    return f"tie:{kind}|{name_of(start)}|{name_of(end)}|{record}"


def picture(shown: Shown, areas: Areas, t: Words, today: dt.date) -> Picture:
    """Return what is drawn of a view."""
    drawn, scene = shown.drawn, shown.scene
    dots = [
        _dot(node, name_of(key) in shown.places and key in scene.pins, shown.places[name_of(key)], areas, t)
        for key, node in drawn.nodes.items()
    ]
    lines = [_line(tie, t, today) for tie in drawn.ties.values()]
    for group in drawn.groups:
        dots.append(_group(group, shown.places[group_name(group.id)], t))
        lines += _group_lines(group, shown, t, today)
    spans = [line.years for line in lines if line.years is not None]
    span = (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
    paths = tuple(elements_of(path) for found in scene.found for path in found.paths.found)
    return Picture(tuple(dots), tuple(lines), paths, span)


def elements_of(path: Path) -> tuple[str, ...]:
    """Return the names of all nodes and ties of a path."""
    return (*(name_of(node.key) for node in path.nodes), *(line_name(tie_id(tie)) for tie in path.ties))


def plain(found: Picture, view: View) -> dict[str, Any]:
    """Return a picture as the browser takes it."""
    return {
        "nodes": [
            {
                "data": {
                    "id": dot.id,
                    "label": "\n".join((dot.label, *dot.marks)),
                    "kind": dot.kind,
                    "says": dot.says,
                },
                "classes": " ".join(dot.classes),
                "position": {"x": dot.place[0], "y": dot.place[1]},
            }
            for dot in found.dots
        ],
        "edges": [
            {
                "data": {
                    "id": line.id,
                    "source": line.source,
                    "target": line.target,
                    "label": line.label,
                    "first": line.years[0] if line.years else None,
                    "last": line.years[1] if line.years else None,
                },
                "classes": " ".join(line.classes),
            }
            for line in found.lines
        ],
        "paths": [list(path) for path in found.paths],
        "span": list(found.span) if found.span else None,
        "window": [view.since, view.until],
        "strict": view.strict,
    }


def _dot(node: Node, pinned: bool, place: Place, areas: Areas, t: Words) -> Dot:
    classes, marks = [node.kind], []
    if node.listed:
        classes.append("listed")
        marks.append(t(N_("⬢ on a list")))
    found = areas.of(node)
    if found:
        classes.append("technology")
        marks.append(t(N_("◪ area {areas}"), areas=", ".join(found)))
    if pinned:
        classes.append("pinned")
    says = [kind_word(node.kind, t), full_name(node), *marks]
    if pinned:
        says.append(t(N_("pinned")))
    return Dot(
        name_of(node.key),
        cut(node.name, LABEL),
        tuple(marks),
        node.kind,
        tuple(classes),
        place,
        ", ".join(says),
    )


def _group(group: Group, place: Place, t: Words) -> Dot:
    said = group_word(group, t)
    return Dot(
        group_name(group.id),
        said,
        (),
        group.kind,
        (group.kind, "group"),
        place,
        t(N_("group of {members}; Enter opens it"), members=said),
    )


def _line(tie: Tie, t: Words, today: dt.date) -> Line:
    label = " · ".join(part for part in (tie_says(tie, t), when(tie, t)) if part)
    return Line(
        line_name(tie_id(tie)),
        name_of(tie.start),
        name_of(tie.end),
        (_side(tie), tie.kind),
        label,
        years(tie, today),
    )


def _side(tie: Tie) -> str:
    if tie.kind == "listed":
        return "listing"
    return "declared" if tie.declared else "observed"


def _group_lines(group: Group, shown: Shown, t: Words, today: dt.date) -> list[Line]:
    seen = shown.scene.ties
    found = []
    for anchor, keys in group.anchors.items():
        ties = [seen[key] for key in keys]
        spans = [span for tie in ties if (span := years(tie, today)) is not None]
        classes = ("declared" if all(tie.declared for tie in ties) else "observed", "many")
        span = (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
        name = f"tie:{group_name(group.id)}|{name_of(anchor)}"
        label = t.number(len(ties), N_("{count} tie"), N_("{count} ties"))
        found.append(Line(name, name_of(anchor), group_name(group.id), classes, label, span))
    return found
