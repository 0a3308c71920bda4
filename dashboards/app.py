"""The dashboard as a web application on this machine."""

from __future__ import annotations

import datetime as dt
import importlib
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dash import Dash

from dashboards import shell
from dashboards.data import Data
from dashboards.pages import case, explore, overview, queue, sources
from dashboards.security import protect
from graphrisk.causes import cause
from graphrisk.errors import UsageError
from graphrisk.review import Repository, current_user
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

HOST = "127.0.0.1"
THREADS = 8
_INDEX = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer>{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>
"""


def create_app(
    workspace: Workspace,
    *,
    user: str | None = None,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    open_graph: Callable[[int | None], GraphStore] | None = None,
) -> Dash:
    """Return the dashboard of a workspace.

    Decisions are recorded under `user`, by default the name in GRAPHRISK_USER or of the account. `open_graph`
    opens a snapshot, or the one in force for None; by default as the workspace's settings say. Raises
    `StoreError` where the review database cannot be used.
    """
    # Both stores bring pandas along when they first answer, and what writes a page's answer fails over a
    # pandas that another thread is still reading in: the page then stays empty. So it is read in before.
    for package in ("pandas", "neo4j") if workspace.settings.store.kind == "neo4j" else ("pandas",):
        with suppress(ImportError):
            importlib.import_module(package)
    data = Data(
        workspace,
        Repository(workspace.review_url, clock=clock),
        user=user or current_user(),
        ticks=time.monotonic,
        clock=clock,
        open_graph=open_graph,
    )
    app = Dash(
        "graphrisk",
        title="graphrisk",
        update_title="",
        assets_folder=str(Path(__file__).resolve().parent / "assets"),
        index_string=_INDEX,
        serve_locally=True,
        add_log_handler=False,
        on_error=shell.explain,
        enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    pages = (overview, queue, case, explore, sources)
    app.layout = shell.layout([page.layout() for page in pages])
    shell.register(app, data)
    for page in pages:
        page.register(app, data)
    protect(app)
    app.server.extensions["graphrisk"] = data
    return app


def serve(
    workspace: Workspace,
    port: int,
    *,
    ready: Callable[[str], None] = print,
    open_graph: Callable[[int | None], GraphStore] | None = None,
) -> None:
    """Serve the dashboard on this machine until it is interrupted; `ready` is told the address.

    What exploring needs is built meanwhile, so that the first search need not wait for all of it.

    Raises `UsageError` where the port is taken.
    """
    import waitress

    listener = _listen(port)
    app = create_app(workspace, open_graph=open_graph)
    data: Data = app.server.extensions["graphrisk"]
    threading.Thread(target=data.prepare, name="prepare", daemon=True).start()
    ready(f"http://{HOST}:{listener.getsockname()[1]}/")
    try:
        waitress.serve(app.server, sockets=[listener], threads=THREADS, ident="graphrisk")
    finally:
        listener.close()
        data.close()


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise UsageError(
            Sentence(
                "Port {port} on {host} cannot be used: {error}.", port=port, host=HOST, error=cause(error)
            ),
            remedy=Sentence("Name another one with --port."),
        ) from error
    return listener
