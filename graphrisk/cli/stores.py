"""Opening the graph for a command: the store that `--store` or the workspace names."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli.context import err
from graphrisk.cli.words import t
from graphrisk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

PATIENCE = 120.0
"""Seconds for which a command waits for a publication that is under way."""

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help=t("Where to read the graph: duckdb or neo4j. Default: as the workspace says."),
        show_default=False,
    ),
]


def store_kind(given: str | None) -> str | None:
    """Return the kind of store that `--store` names. Raises `UsageError` for another word."""
    if given not in {None, "duckdb", "neo4j"}:
        raise UsageError(
            t("{store} is no store.").format(store=repr(given)),
            remedy=t("Name one of: {names}.").format(names="duckdb, neo4j"),
        )
    return given


def with_store(workspace: Workspace, given: str | None) -> Workspace:
    """Return the workspace with the store that `--store` names in place of its own."""
    kind = store_kind(given)
    if kind is None:
        return workspace
    store = workspace.settings.store.model_copy(update={"kind": kind})
    return workspace.model_copy(update={"settings": workspace.settings.model_copy(update={"store": store})})


def asking() -> Callable[[str], str] | None:
    """Return what asks for the password of a user at the server, once; None away from a terminal."""
    if not sys.stdin.isatty():
        return None

    @cache
    def ask(user: str) -> str:
        question = t("Password of {user} at the Neo4j server").format(user=user)
        return str(typer.prompt(question, hide_input=True, err=True))

    return ask


def open_graph(
    workspace: Workspace, *, quiet: bool, ask: Callable[[str], str] | None, patience: float = PATIENCE
) -> GraphStore:
    """Open the graph in force; wait for a publication that is under way, and say so. Raises `StoreError`."""
    from graphrisk.store import open_store

    said: list[float] = []

    def wait(seconds: float) -> None:
        if not said and not quiet:
            words = t("The graph on the server is being published since {seconds} s; waiting for it.")
            err().print(words.format(seconds=f"{seconds:.0f}"), markup=False)
        said.append(seconds)

    return open_store(workspace, ask=ask, patience=patience, on_wait=wait)
