"""The picture as an SVG file: what stands on the page, with title, legend in words and what it rests on.

Text stays text, so that the file can be searched, read aloud and edited. Names are escaped; nothing in the
file is fetched from anywhere and nothing in it runs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from dashboards.explore.beside import status_words
from dashboards.explore.look import HOLLOW, SHAPES, SIZE, SIZES
from dashboards.figures import FONT
from graphrisk.i18n import N_
from graphrisk.review.text import printable

if TYPE_CHECKING:
    from dashboards.explore.picture import Dot, Line, Picture
    from dashboards.explore.replay import Shown
    from dashboards.explore.view import View
    from dashboards.palette import Palette
    from dashboards.words import Words

MARGIN = 110
FOOT = 60
LINE = 14
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    "hexagon": ((-0.5, -1), (0.5, -1), (1, 0), (0.5, 1), (-0.5, 1), (-1, 0)),
    "rhomboid": ((-1, -1), (0.6, -1), (1, 1), (-0.6, 1)),
    "octagon": ((-0.4, -1), (0.4, -1), (1, -0.4), (1, 0.4), (0.4, 1), (-0.4, 1), (-1, 0.4), (-1, -0.4)),
    "tag": ((-1, -1), (0.25, -1), (1, 0), (0.25, 1), (-1, 1)),
}


def svg(found: Picture, shown: Shown, view: View, colors: Palette, t: Words) -> str:
    """Return the whole picture as SVG text."""
    xs = [dot.place[0] for dot in found.dots] or [0]
    ys = [dot.place[1] for dot in found.dots] or [0]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN // 2
    wide = max(max(xs) - min(xs) + 2 * MARGIN, 640)
    high = max(ys) - min(ys) + MARGIN + FOOT
    names = {dot.id: dot for dot in found.dots}
    foot = _foot(shown, view, t)
    title = t(N_("View of the graph"))
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="{left} {top} {wide} {high}" role="img" font-family={quoteattr(FONT)} font-size="11">',
        f"<title>{_text(title)}</title><desc>{_text(' '.join(foot))}</desc>",
        f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="{colors.surface}"/>',
    ]
    lanes: dict[tuple[str, str], int] = {}
    for line in found.lines:
        if line.source in names and line.target in names:
            pair = (min(line.source, line.target), max(line.source, line.target))
            lane = lanes[pair] = lanes.get(pair, -1) + 1
            out.append(_line(line, names[line.source], names[line.target], lane, view, colors))
    out += [_dot(dot, colors) for dot in found.dots]
    for number, words in enumerate(foot):
        y = top + high - FOOT + 18 + number * (LINE + 2)
        out.append(f'<text x="{left + 16}" y="{y}" fill="{colors.quiet}">{_text(words)}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def _foot(shown: Shown, view: View, t: Words) -> list[str]:
    said = [
        "graphrisk · " + " · ".join(status_words(shown, t)),
        t(
            N_(
                "Thick line with a ring: declared. Thin line: observed. Dotted: listed. Hexagon: on a list. "
                "Tag: technology area."
            )
        ),
    ]
    if view.since is not None or view.until is not None:
        said.append(
            t(
                N_("Pale: outside {first}–{last}"),
                first=str(view.since or "") or "…",
                last=str(view.until or "") or "…",
            )
        )
    return said


def _text(text: str) -> str:
    return escape(printable(text))


def _outside(line: Line, view: View) -> bool:
    if line.years is None:
        return False
    first, last = line.years
    return (view.since is not None and last < view.since) or (view.until is not None and first > view.until)


def _line(line: Line, start: Dot, end: Dot, lane: int, view: View, colors: Palette) -> str:
    out = _outside(line, view)
    if out and view.strict:
        return ""
    declared, listing = "declared" in line.classes, "listing" in line.classes
    color = colors.listing if listing else colors.ink if declared else colors.quiet
    wide = 3.5 if "many" in line.classes else 2.2 if declared or listing else 1.2
    (x1, y1), (x2, y2) = start.place, end.place
    long = math.hypot(x2 - x1, y2 - y1) or 1.0
    # Several ties of one pair bend to both sides by turns.
    bend = ((lane + 1) // 2) * 22 * (1 if lane % 2 else -1)
    mx, my = (x1 + x2) / 2 - (y2 - y1) / long * bend, (y1 + y2) / 2 + (x2 - x1) / long * bend
    dash = ' stroke-dasharray="1 4" stroke-linecap="round"' if listing else ""
    pale = ' opacity="0.15"' if out else ""
    path = (
        f'<path d="M{x1} {y1} Q{mx:.1f} {my:.1f} {x2} {y2}" fill="none" stroke="{color}" '
        f'stroke-width="{wide}"{dash}{pale}><title>{_text(line.label)}</title></path>'
    )
    if not declared:
        return path
    rx, ry = x1 + (mx - x1) / (long / 2) * 22, y1 + (my - y1) / (long / 2) * 22
    return path + (
        f'<circle cx="{rx:.1f}" cy="{ry:.1f}" r="3.5" fill="{colors.surface}" stroke="{color}"{pale}/>'
    )


def _dot(dot: Dot, colors: Palette) -> str:
    last = next((name for name in reversed(dot.classes) if name in SHAPES), dot.kind)
    wide, high = next((SIZES[name] for name in reversed(dot.classes) if name in SIZES), SIZE)
    fill, edge, border, dash = colors.observed, colors.observed, 1.5, ""
    if dot.kind in HOLLOW:
        fill, edge, border = colors.surface, colors.ink, 3 if dot.kind == "applicant" else 1.5
    if dot.kind == "list_entry":
        fill = edge = colors.listing
    if "listed" in dot.classes:
        fill, edge, border = colors.listing_band, colors.listing, 3
    if "technology" in dot.classes:
        fill, edge, wide = colors.technology, colors.ink, 24
    if "group" in dot.classes:
        fill, edge, border, dash, wide, high = colors.band, colors.ink, 2, ' stroke-dasharray="4 3"', 34, 26
    if "pinned" in dot.classes:
        border += 2
    paint = f'fill="{fill}" stroke="{edge}" stroke-width="{border}"{dash}'
    x, y = dot.place
    label = "".join(
        f'<text x="{x}" y="{y + high / 2 + LINE * (number + 1)}" text-anchor="middle" fill="{colors.ink}" '
        f'stroke="{colors.surface}" stroke-width="3" paint-order="stroke">{_text(words)}</text>'
        for number, words in enumerate((dot.label, *dot.marks))
    )
    shape = _shape(SHAPES.get(last, ""), x, y, wide, high, paint)
    return f"<g><title>{_text(dot.says)}</title>{shape}{label}</g>"


def _shape(shape: str, x: int, y: int, wide: int, high: int, paint: str) -> str:
    half, tall = wide / 2, high / 2
    if shape == "ellipse":
        return f'<ellipse cx="{x}" cy="{y}" rx="{half}" ry="{tall}" {paint}/>'
    if shape in _CORNERS:
        points = " ".join(f"{x + a * half:.1f},{y + b * tall:.1f}" for a, b in _CORNERS[shape])
        return f'<polygon points="{points}" {paint}/>'
    round_by = 5 if shape in {"round-rectangle", "barrel"} else 0
    return f'<rect x="{x - half}" y="{y - tall}" width="{wide}" height="{high}" rx="{round_by}" {paint}/>'
