"""Sources: what the snapshot in force was made of, what came after the run, and what was refused."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboards import ids
from dashboards.browser import WAITING
from dashboards.components.basics import failure
from dashboards.components.ledger import REFUSED_SHOWN, loads_table, notes, refused_section
from dashboards.context import Context, context
from dashboards.pages.saving import download
from graphrisk.errors import GraphRiskError
from graphrisk.i18n import N_
from graphrisk.store.ledger import refused

if TYPE_CHECKING:
    from dashboards.data import Data
    from dashboards.graphs import Graph
    from dashboards.words import Words
    from graphrisk.review.records import RunRecord

LOADS_SHOWN = 30
"""Loads whose refused records the page shows, the newest; the file that can be saved holds all."""


def layout() -> html.Div:
    """Return the page without its content."""
    return html.Div(
        [
            html.Div(id=ids.SOURCES_BODY),
            html.Button(id=ids.SOURCES_SAVE, className="act", n_clicks=0, hidden=True),
            dcc.Download(id=ids.SOURCES_DOWNLOAD),
        ],
        id=ids.SOURCES,
        className="page sources",
        hidden=True,
    )


def register(app: Dash, data: Data) -> None:
    """Connect the page."""

    @app.callback(
        Output(ids.SOURCES, "hidden"),
        Output(ids.SOURCES_BODY, "children"),
        Output(ids.SOURCES_SAVE, "children"),
        Output(ids.SOURCES_SAVE, "hidden"),
        Input(ids.ROUTE, "data"),
        Input(ids.REVISION, "data"),
        running=WAITING,
    )
    def sources(route: dict[str, str] | None, _revision: int) -> tuple[Any, ...]:
        here = context(data, route)
        if here.address.page != "sources" or here.error is not None:
            return True, no_update, no_update, no_update
        try:
            graph = data.newest()
            content = _content(here, graph)
        except GraphRiskError as error:
            return False, failure(error, here.words, here.address.overview().href), "", True
        any_refused = any(load.rejected for load in graph.manifest.loads)
        save = here.words(N_("Save all refused records as CSV"))
        return False, content, save, not any_refused

    @app.callback(
        Output(ids.SOURCES_DOWNLOAD, "data"),
        Input(ids.SOURCES_SAVE, "n_clicks"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def save(clicks: int, search: str | None) -> Any:
        if not clicks:
            return no_update
        here = context(data, {"path": "/sources", "search": search or ""})
        return _saved(data.newest(), data, here.words)


def _content(here: Context, graph: Graph) -> list[Any]:
    manifest, t = graph.manifest, here.words
    loads = [load for load in reversed(manifest.loads) if load.rejected][:LOADS_SHOWN]
    tables = [
        refused_section(load, refused(graph.rows, [load.load_id], limit=REFUSED_SHOWN), t) for load in loads
    ]
    noted = notes(manifest, t)
    return [
        _head(here, graph),
        loads_table(manifest, here.run.snapshot if here.run else None, t),
        *([noted] if noted else []),
        *tables,
    ]


def _head(here: Context, graph: Graph) -> html.Div:
    manifest, t = graph.manifest, here.words
    sentence = t(
        N_("Snapshot {number} of {moment}. Loads: {loads}; records read: {read}; refused: {refused}."),
        number=str(manifest.snapshot),
        moment=t.moment(manifest.created_at),
        loads=len(manifest.loads),
        read=f"{sum(load.read for load in manifest.loads):,}",
        refused=f"{sum(load.rejected for load in manifest.loads):,}",
    )
    digest = t(N_("Check sum of the content: {digest}"), digest=manifest.content_hash)
    lines: list[Any] = [html.H1(t(N_("Sources"))), html.P(sentence, className="sentence")]
    if here.run is not None:
        lines.append(html.P(_standing(here.run, manifest.snapshot, t)))
    return html.Div([*lines, html.P(digest, className="quiet")], className="ledger-head")


def _standing(run: RunRecord, snapshot: int, t: Words) -> str:
    """Return whether the run rests on the snapshot in force or on an older one."""
    if run.snapshot == snapshot:
        return t(N_("Run {run} rests on it."), run=run.id)
    return t(
        N_("Run {run} rests on snapshot {number}; what was loaded later is marked, and a new scan reads it."),
        run=run.id,
        number=str(run.snapshot),
    )


def _saved(graph: Graph, data: Data, t: Words) -> dict[str, Any]:
    from graphrisk.export.refused import export_refused

    loads = graph.manifest.loads
    found = refused(graph.rows, [load.load_id for load in loads if load.rejected])
    with tempfile.TemporaryDirectory(prefix="graphrisk-") as folder:
        path = Path(folder) / f"graphrisk-refused-{graph.snapshot}.csv"
        export_refused(path, found, {load.load_id: load.source for load in loads}, t.language)
        content = path.read_bytes()
    data.record_refused_export(graph.snapshot, len(found))
    return download(content, path.name)
