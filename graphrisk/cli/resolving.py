"""`graphrisk resolve …`: who is who, why, and what reviewers said of it."""

from __future__ import annotations

import typer

from graphrisk.cli import affiliations, links
from graphrisk.cli.words import t

group = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Who is who: why a link was made, and reviewers' decisions upon links.\n\n"
        "A decision applies in all later scans, survives reloads of the sources, and can be undone.\n\n"
        "To begin with: [bold]graphrisk resolve explain P-0012[/], for a person as declared."
    ),
)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    affiliations.register(group)
    links.register(group)
    app.add_typer(group, name="resolve")
