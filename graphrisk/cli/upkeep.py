"""`graphrisk init` and `doctor`: a workspace, and whether all is well with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli.context import (
    JsonOption,
    WorkspaceOption,
    errors_as_json,
    now,
    out,
    print_json,
    workspace_path,
)
from graphrisk.cli.words import t, user_language


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        "init",
        help=t(
            "Make a workspace: settings, a folder for snapshots and the review database.\n\n"
            "Examples:\n\n"
            "  graphrisk init\n\n"
            "  graphrisk init /srv/graphrisk/2026"
        ),
    )(init)
    app.command(
        "doctor",
        help=t(
            "Say what is installed, reachable and missing, and what to do about it.\n\n"
            "Examples:\n\n"
            "  graphrisk doctor\n\n"
            "  graphrisk doctor --json"
        ),
    )(doctor)


def init(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help=t("The folder. Default: ./workspace."), show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a workspace."""
    from graphrisk.review import Repository
    from graphrisk.settings import CONFIG, create_workspace

    root = folder or workspace_path(workspace)
    existed = (root / CONFIG).exists()
    space = create_workspace(root, user_language())
    Repository(space.review_url, clock=now)
    said = (
        t("The workspace {file} was there already and is complete.")
        if existed
        else t("Workspace made: {file}")
    )
    out().print(said.format(file=root), markup=False, soft_wrap=True)


def doctor(as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Check the installation and the workspace."""
    from graphrisk.cli.checks import run_checks

    with errors_as_json(as_json):
        checks = run_checks(workspace_path(workspace))
        if as_json:
            print_json(
                {"ok": all(c.status != "fail" for c in checks), "checks": [c.as_json() for c in checks]}
            )
        else:
            signs = {"ok": "✓", "warn": "!", "fail": "✗"}
            console = out()
            for check in checks:
                console.print(
                    f"{signs[check.status]} {check.title}: {check.detail}", markup=False, soft_wrap=True
                )
                if check.remedy:
                    console.print(f"    → {check.remedy}", markup=False, soft_wrap=True)
    if any(check.status == "fail" for check in checks):
        raise typer.Exit(1)
