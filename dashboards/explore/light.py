"""Long lists as plain values that the page's own script turns into elements.

The renderer of the dashboard looks at every component on each change of anything; a list of hundreds of rows
made of components would make the whole page slow. Text stays text: nothing is read as HTML.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

Light = str | list[Any]
"""Text, or [tag, attributes, children…]."""
_NAMES = {"className": "class"}


def light(component: Any) -> list[Light]:
    """Return components of `dash.html` (one, a list, text or nothing) as plain values."""
    if component is None:
        return []
    if isinstance(component, list | tuple):
        return [part for one in component for part in light(one)]
    if not isinstance(component, Component):
        return [str(component)]
    untyped: Any = component
    content = untyped.to_plotly_json()
    props = dict(content["props"])
    children = light(props.pop("children", None))
    attributes = {_NAMES.get(name, name): value for name, value in props.items() if value is not None}
    return [[str(content["type"]).lower(), attributes, *children]]
