"""A dashboard served on a free port of this machine, and a browser that may talk to nothing else.

`small`: a workspace with five questions. `visit`: opens a page and fails the test on any error in the console
or any request to another place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboards.app import create_app
from graphrisk.settings import Workspace
from tests.dashboards import small as worlds

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT = 60_000
"""Milliseconds after which a page that does not answer fails the test; the first answer loads libraries."""
expect.set_options(timeout=WAIT)
Visit = Callable[[str], Page]


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """Serve a workspace and return the address."""
    from waitress.server import create_server

    app = create_app(workspace, user="reviewer", clock=lambda: worlds.NOW)
    server = create_server(app.server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=10)
        app.server.extensions["graphrisk"].close()


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    return worlds.workspace(tmp_path)


@contextmanager
def watched(browser: Browser, base: str, size: tuple[int, int] = (1280, 800)) -> Iterator[Visit]:
    """Return a function that opens pages and collects what must not happen."""
    problems: list[str] = []
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
    context.set_default_timeout(WAIT)

    def note_request(url: str) -> None:
        if not url.startswith((base, "data:", "blob:")):
            problems.append(f"request to {url}")

    def visit(path: str) -> Page:
        page = context.new_page()
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: note_request(request.url))
        page.goto(base + path)
        return page

    yield visit
    context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def visit(browser: Browser, small: Workspace) -> Iterator[Visit]:
    with served(small) as base, watched(browser, base) as opened:
        yield opened
