"""What all commands share: the workspace, the two consoles, JSON replies and the way errors are said.

Standard output is for results; progress and messages go to standard error, so that batch jobs can read
the one and people the other.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphrisk.cli.words import named_language, say, t
from graphrisk.errors import GraphRiskError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from graphrisk.settings import Workspace

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ENVIRONMENT = "GRAPHRISK_WORKSPACE"
WIDE = 200
"""Width of tables that go to a file or a pipe."""

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        help=t("The workspace folder. Default: GRAPHRISK_WORKSPACE, else ./workspace."),
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help=t("Print one JSON object on standard output and nothing else there.")),
]
LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        help=t("Language of the result: en or ja. Default: GRAPHRISK_LANG, else the workspace's."),
        show_default=False,
    ),
]


_main_workspace: ContextVar[Path | None] = ContextVar("main_workspace", default=None)


def set_main_workspace(path: Path | None) -> None:
    """Keep the workspace that was named before the command."""
    _main_workspace.set(path)


def now() -> dt.datetime:
    """Return the present moment, UTC."""
    return dt.datetime.now(dt.UTC)


def out() -> Console:
    """Return the console of standard output; wide where no terminal sets its width."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE
    return _console()(highlight=False, emoji=False, width=width)


def err() -> Console:
    """Return the console of standard error."""
    return _console()(stderr=True, highlight=False, emoji=False)


@cache
def _console() -> type[Console]:
    from rich.console import Console as Plain

    class Console(Plain):
        """Shows texts as they are: what steers a terminal, or turns the order of letters, is spelled out.

        Values that were refused come from files that anybody may have written.
        """

        def render_str(self, text: str, **options: Any) -> Text:
            """Return a text to print, without effects of its own."""
            return super().render_str(visible(text), **options)

    return Console


def visible(text: str) -> str:
    r"""Return a text in which what steers a terminal or turns the order of letters is spelled, as \x1b."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def plain_table(*heads: str, right: Collection[str] = ()) -> Table:
    """Return a table without lines; long cells are folded, columns named in `right` stand at the right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left", overflow="fold")
    return table


def print_table(table: Table) -> None:
    """Print a table on standard output. Its cells are text: brackets in names from data mean nothing."""
    out().print(table, markup=False)


def workspace_path(given: Path | None) -> Path:
    """Return the folder that the option, the main option, the environment or the default names."""
    from graphrisk.settings import DEFAULT_WORKSPACE

    return given or _main_workspace.get() or Path(os.environ.get(ENVIRONMENT) or DEFAULT_WORKSPACE)


def open_current(given: Path | None) -> Workspace:
    """Open the workspace that the call means. Raises `StoreError` where there is none."""
    from graphrisk.settings import open_workspace

    return open_workspace(workspace_path(given))


def print_json(value: object) -> None:
    """Print `value` as one JSON object on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> object:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


@contextmanager
def errors_as_json(active: bool) -> Iterator[None]:
    """Print an error as a JSON object too, where JSON was asked for, and let it pass."""
    try:
        yield
    except GraphRiskError as error:
        if active and not error.reported:
            print_json({"error": say(error.message), "remedy": say(error.remedy or "") or None})
        raise


@contextmanager
def progress_bar(title: str, *, quiet: bool = False) -> Iterator[Callable[[float, str], None]]:
    """Show a bar with time left on standard error; call what this yields with a share (0 to 1) and a note."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    if quiet or not sys.stderr.isatty():
        yield lambda _share, _note: None
        return
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[note]}", style="dim"),
        TimeElapsedColumn(),
        TextColumn(t("left")),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task(title, total=1.0, note="")

        def update(share: float, note: str) -> None:
            bar.update(task, completed=max(0.0, min(1.0, share)), note=note)

        yield update


def parse_day(text: str | None, option: str) -> dt.date | None:
    """Return the date that an option gives. Raises `typer.BadParameter` where it is none."""
    if text is None:
        return None
    from graphrisk.names.dates import parse_date
    from graphrisk.sentences import listed, reason_of

    try:
        return parse_date(text)
    except ValueError as error:
        raise typer.BadParameter(say(listed((option, reason_of(error)), ": "))) from error


def language_of(asked: str | None, workspace: Workspace) -> Any:
    """Return the language of a result: as asked, else that of GRAPHRISK_LANG, else the workspace's."""
    if asked is None:
        return named_language() or workspace.settings.language
    if asked not in {"en", "ja"}:
        raise typer.BadParameter(t("--lang takes en or ja."))
    return asked
