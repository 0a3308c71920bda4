"""Take the pictures of the README from the real dashboard: `python -m dashboards.screenshot --help`.

Needs Playwright (extra `dev`) and a Chromium, by default the one at /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.app import HOST, create_app
from dashboards.explore.code import encode
from dashboards.explore.view import Add, Expand, Route, View
from graphrisk.errors import GraphRiskError, NotFoundError, UnavailableError
from graphrisk.findings import Level
from graphrisk.sentences import Sentence
from graphrisk.settings import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dash import Dash

    from dashboards.data import Data

SIZE = (1280, 800)
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
"""Milliseconds after which a page that does not come up fails."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: file name, address, what must be on the page before it is taken, and the theme."""

    name: str
    path: str
    ready: str
    theme: str = "light"


def pictures(data: Data) -> list[Picture]:
    """Return the pictures to take: overview, queue and the first case of the newest run that has one.

    Raises `NotFoundError` where no run has a question.
    """
    for run in reversed(data.runs()):
        first = next(
            (
                r
                for r in data.findings(run.id)
                if r.finding.rule == "R-AFF-01" and r.finding.level is Level.HIGH
            ),
            None,
        )
        if first is not None:
            break
    else:
        raise NotFoundError(
            Sentence("No run has a question to show."),
            remedy=Sentence("Build the demonstration: graphrisk demo"),
        )
    case, chart = f"/case/{first.finding.id}", "#application-chart .barlayer path"
    line = "#case-timeline .barlayer path"
    found = []
    for lang in ("en", "ja"):
        query = f"?run={run.id}&lang={lang}"
        found += [
            Picture(f"overview-{lang}", f"/{query}", chart),
            Picture(f"queue-{lang}", f"/queue{query}", "#queue-grid .ag-row"),
            Picture(f"case-{lang}", f"{case}{query}", line),
        ]
        if first.finding.person_id:
            person = ("applicant", first.finding.person_id)
            view = encode(View((Add(person), Expand(person, limit=10), Route(person))))
            found.append(Picture(f"explore-{lang}", f"/explore{query}&view={view}", "[data-drawn='3']"))
    return [*found, Picture("case-dark", f"{case}?run={run.id}&lang=en", line, "dark")]


@contextmanager
def served(app: Dash) -> Iterator[str]:
    """Serve an application on a free port and return its address."""
    from waitress.server import create_server

    server: Any = create_server(app.server, host=HOST, port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=10)


def take(app: Dash, wanted: Sequence[Picture], out: Path, chromium: Path) -> list[Path]:
    """Take the pictures and return the files, PNG. Raises `UnavailableError` where the browser is missing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise UnavailableError(
            Sentence("Playwright is not installed."),
            remedy=Sentence("Install it: pip install playwright"),
        ) from error
    if not chromium.is_file():
        raise UnavailableError(
            Sentence("Chromium is not at {path}.", path=chromium),
            remedy=Sentence("Name it in GRAPHRISK_CHROMIUM."),
        )
    out.mkdir(parents=True, exist_ok=True)
    files = []
    with served(app) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=list(FLAGS))
        for picture in wanted:
            context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]})
            context.add_init_script(f"localStorage.setItem('theme', JSON.stringify('{picture.theme}'));")
            page = context.new_page()
            page.goto(base + picture.path)
            page.wait_for_selector(picture.ready, timeout=WAIT)
            page.wait_for_function("document.fonts.status === 'loaded'")
            page.wait_for_timeout(800)
            files.append(out / f"{picture.name}.png")
            page.screenshot(path=str(files[-1]))
            context.close()
        browser.close()
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures of a workspace; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m dashboards.screenshot", description=__doc__)
    parser.add_argument("--workspace", type=Path, required=True, help="a workspace with a run")
    parser.add_argument("--out", type=Path, default=Path("docs/images"), help="folder for the pictures")
    chosen = parser.parse_args(arguments)
    chromium = Path(os.environ.get("GRAPHRISK_CHROMIUM", "/usr/bin/chromium"))
    try:
        app = create_app(open_workspace(chosen.workspace), user="reviewer")
        data: Data = app.server.extensions["graphrisk"]
        try:
            for file in take(app, pictures(data), chosen.out, chromium):
                sys.stdout.write(f"{file} {file.stat().st_size / 1000:.0f} kB\n")
        finally:
            data.close()
    except GraphRiskError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
