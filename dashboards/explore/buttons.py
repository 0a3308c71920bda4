"""Buttons that the page's own script acts upon; what they mean stands in an attribute of theirs."""

from __future__ import annotations

from typing import Any, Literal

from dash import html


def act(
    does: Literal["add", "node", "open", "path"], value: str, children: Any, class_name: str, **more: Any
) -> html.Button:
    """Return a button that adds or chooses a node, opens a group, or lights a path up."""
    attributes: Any = {f"data-{does}": value, **more}
    return html.Button(children, className=class_name, type="button", **attributes)
