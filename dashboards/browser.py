"""Callbacks that run in the browser; their code stands in `assets/client.js` under the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Output

from dashboards import ids

if TYPE_CHECKING:
    from dash import Dash
    from dash.dependencies import DashDependency

CHART: Any = {"displayModeBar": False, "responsive": True, "doubleClick": False}
"""How charts behave: no tool bar, no zoom; they are pictures with links."""

WAITING = [(Output(ids.WAIT, "hidden"), False, True)]
"""Shows, for as long as the server works on an answer, that it does; the page shows it after 300 ms."""


def connect(app: Dash, name: str, *dependencies: DashDependency, initial: bool = True) -> None:
    """Connect outputs and inputs through the function `name` of the dashboard's own script."""
    untyped: Any = app
    untyped.clientside_callback(
        ClientsideFunction("graphrisk", name), *dependencies, prevent_initial_call=not initial
    )
