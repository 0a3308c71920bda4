"""What stands where the answers will be while a page is first made: its boxes, in grey.

They are part of the frame, so that they show before the server has answered at all.
"""

from __future__ import annotations

from typing import Any

from dash import html

_ROWS = 12


def skeletons() -> list[html.Div]:
    """Return a grey form of each page; the style sheet shows the one that the address names."""
    hidden: Any = {"aria-hidden": "true"}
    pages = (
        ("overview", _overview()),
        ("queue", _queue()),
        ("case", _case()),
        ("explore", [_line(50, 24), _box(*([98] * _ROWS))]),
        ("sources", [html.Div([_line(30, 20), _line(55)], className="skeleton-head"), _box(*([98] * 6))]),
    )
    return [html.Div(parts, className=f"skeleton for-{page}", **hidden) for page, parts in pages]


def _line(width: int, height: int = 12) -> html.Span:
    return html.Span(className="grey", style={"width": f"{width}%", "height": f"{height}px"})


def _box(*widths: int) -> html.Div:
    return html.Div([_line(28), *(_line(width) for width in widths)], className="box")


def _columns(left: list[Any], right: list[Any]) -> html.Div:
    return html.Div([html.Div(left), html.Div(right)], className="charts")


def _overview() -> list[Any]:
    return [
        html.Div([_line(40, 20), _line(55), _line(30)], className="skeleton-head"),
        _columns(
            [_box(50, 90, 60, 40), _box(90, 85, 70, 60, 60, 50, 40, 30)],
            [_box(90, 70, 60, 40, 30, 20), _box(90, 80, 50, 50, 40, 40)],
        ),
    ]


def _queue() -> list[Any]:
    return [_line(70, 24), html.Div([_line(98, 20) for _ in range(_ROWS)], className="box")]


def _case() -> list[Any]:
    return [
        html.Div([_line(20), _line(70, 20), _line(45)], className="skeleton-head"),
        _columns([_box(90, 80, 85)], [_box(90, 60, 75)]),
        _box(90, 90, 90, 90),
    ]
