"""`graphrisk neo4j bulk`: files for Neo4j's offline import, for the first load of a large graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphrisk.cli.context import (
    JsonOption,
    WorkspaceOption,
    errors_as_json,
    now,
    open_current,
    out,
    print_json,
    progress_bar,
)
from graphrisk.cli.words import t
from graphrisk.errors import StoreError, UsageError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j.bulk import BulkReport


def register(group: typer.Typer) -> None:
    """Add the command to the group `neo4j`."""
    group.command(
        "bulk",
        help=t(
            "Write the snapshot in force as files for neo4j-admin database import, and say how to run it.\n\n"
            "For the first load of a large graph: several times as fast as publishing it. The import "
            "replaces whatever the database holds, and the server stands still meanwhile.\n\n"
            "Examples:\n\n"
            "  graphrisk neo4j bulk import-files\n\n"
            "  graphrisk neo4j bulk import-files --database graphrisk --json"
        ),
    )(bulk)


def bulk(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=t("A new or empty folder."), show_default=False)
    ],
    database: Annotated[str, typer.Option(help=t("The database that the command names."))] = "neo4j",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write files for the offline import."""
    with errors_as_json(as_json):
        space = open_current(workspace)
        report = run_bulk(space, folder, database=database, quiet=as_json)
        if as_json:
            print_json(bulk_json(report))
        else:
            _print(report)


def run_bulk(space: Workspace, folder: Path, *, database: str, quiet: bool) -> BulkReport:
    """Write the files of the snapshot in force and return what was written."""
    from graphrisk.store import snapshot as snapshots
    from graphrisk.store.neo4j.bulk import write_bulk
    from graphrisk.store.neo4j.local import own_local

    if not database.replace("-", "").replace(".", "").isalnum() or not database.isascii():
        raise UsageError(
            t("{name} is no name of a database.").format(name=repr(database)),
            remedy=t("Use letters, digits, dots and dashes."),
        )
    number = snapshots.current(space.snapshots)
    if number is None:
        raise StoreError(
            Sentence("Nothing is loaded in the workspace {root}.", root=space.root),
            remedy=Sentence("Load something first, for example: graphrisk load ror FILE"),
        )
    with progress_bar(t("Writing files"), quiet=quiet) as show:
        return write_bulk(
            snapshots.tables_path(space.snapshots, number),
            snapshots.read_manifest(space.snapshots, number),
            folder,
            workspace=own_local(space.root).workspace,
            now=now(),
            database=database,
            memory=space.settings.store.memory,
            on_progress=show,
        )


def bulk_json(report: BulkReport) -> dict[str, Any]:
    """Return what was written as batch jobs read it."""
    return {
        "folder": report.folder.resolve(),
        "snapshot": report.snapshot,
        "nodes": report.nodes,
        "relationships": report.relationships,
        "files": {file.name: {"rows": file.rows, "bytes": file.size} for file in report.files},
        "bytes": report.size,
        "whole": report.whole,
        "seconds": round(report.seconds, 3),
        "command": report.command,
    }


def _print(report: BulkReport) -> None:
    console = out()

    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)

    say(
        t(
            "Snapshot {snapshot}: {nodes} nodes and {relationships} relationships in {files} files, "
            "{size} MB, {seconds} s"
        ).format(
            snapshot=report.snapshot,
            nodes=f"{report.nodes:,}",
            relationships=f"{report.relationships:,}",
            files=len(report.files),
            size=f"{report.size / 1e6:,.1f}",
            seconds=f"{report.seconds:.1f}",
        )
    )
    say(t("The import replaces whatever the database holds. With Neo4j 5.26 and 2026.08 alike:"))
    say(f"  neo4j stop\n  cd {report.folder.resolve()}\n  {report.command}")
    say("  neo4j start\n  graphrisk neo4j publish")
    if not report.whole:
        say(
            t(
                "Files cannot say a list of one empty text. graphrisk neo4j publish adds these, for which it "
                "reads the whole database; nothing else reads it before."
            )
        )
    say(t("README.txt in the folder says the same, with what to heed."))
