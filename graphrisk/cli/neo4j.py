"""`graphrisk neo4j`: a server that a team shares comes to hold the snapshot in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphrisk.cli import neo4j_bulk, neo4j_findings
from graphrisk.cli.context import (
    JsonOption,
    WorkspaceOption,
    err,
    errors_as_json,
    now,
    open_current,
    out,
    plain_table,
    print_json,
    print_table,
    progress_bar,
)
from graphrisk.cli.stores import asking
from graphrisk.cli.words import say, t

if TYPE_CHECKING:
    from graphrisk.errors import StoreError
    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.publish import Report
    from graphrisk.store.neo4j.status import Status

group = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Share the graph through a Neo4j server.\n\n"
        "The address comes from NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE in the "
        "environment, or from the file neo4j.env in the workspace.\n\n"
        "A first round: [bold]graphrisk neo4j publish[/], then [bold]graphrisk neo4j status[/]."
    ),
)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group.command(
        "status",
        help=t(
            "Say which snapshot the server holds, and whether a publication is under way.\n\n"
            "Examples:\n\n"
            "  graphrisk neo4j status\n\n"
            "  graphrisk neo4j status --json"
        ),
    )(status)
    group.command(
        "publish",
        help=t(
            "Make the server hold the snapshot in force.\n\n"
            "Only what differs from the snapshot that it holds is written. A publication that was cut off is "
            "finished first, and one that is under way elsewhere is waited for. --verify reads all of the "
            "database and mends what other programs changed.\n\n"
            "Examples:\n\n"
            "  graphrisk neo4j publish\n\n"
            "  graphrisk neo4j publish --verify --json"
        ),
    )(publish)
    group.command(
        "wipe",
        help=t(
            "Remove from the database what graphrisk wrote, and nothing else.\n\n"
            "Examples:\n\n"
            "  graphrisk neo4j wipe\n\n"
            "  graphrisk neo4j wipe --yes"
        ),
    )(wipe)
    for module in (neo4j_bulk, neo4j_findings):
        module.register(group)
    app.add_typer(group, name="neo4j")


def connect(workspace: Workspace) -> Server:
    """Return the server that the environment or the workspace names; ask for a password at a terminal."""
    from graphrisk.store.neo4j.connection import Server, find_address

    return Server(find_address(workspace.root, ask=asking()))


def run_publish(workspace: Workspace, *, verify: bool, quiet: bool, wait: float | None = None) -> Report:
    """Publish the snapshot in force, with progress. Raises `StoreError`.

    `wait` bounds the seconds for which another publication is waited for.
    """
    from graphrisk.store.neo4j.publish import PATIENCE, Progress, Publisher

    words = {
        "waiting": t("waiting for another publication"),
        "preparing": t("preparing"),
        "comparing": t("comparing"),
        "writing": t("writing"),
    }
    began: list[dt.datetime] = []
    with (
        connect(workspace) as server,
        progress_bar(t("Publishing to {server}").format(server=server.address.uri), quiet=quiet) as show,
    ):

        def tell(progress: Progress) -> None:
            note = f"{words[progress.stage]} {progress.item}"
            if progress.stage == "writing":
                if not began:
                    began.append(now())
                seconds = (now() - began[0]).total_seconds()
                rate = f", {progress.done / seconds:,.0f}/s" if seconds > 1 else ""
                note += f" {progress.done:,}/{progress.total:,}{rate}"
            show(progress.done / progress.total if progress.total else 0.0, note)

        chosen = workspace.settings.neo4j
        publisher = Publisher(workspace, server, now, tell, workers=chosen.workers, batch=chosen.batch)
        publisher.patience = PATIENCE if wait is None else wait
        return publisher.publish(verify=verify)


def publish(
    verify: Annotated[
        bool, typer.Option("--verify", help=t("Read all of the database, compare it and mend it."))
    ] = False,
    wait: Annotated[
        float,
        typer.Option(min=0, metavar="SECONDS", help=t("Wait so long for another publication to end.")),
    ] = 600.0,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Make the server hold the snapshot in force."""
    with errors_as_json(as_json):
        report = run_publish(open_current(workspace), verify=verify, quiet=as_json, wait=wait)
        if as_json:
            print_json(report_json(report))
        else:
            print_report(report)


def report_json(report: Report) -> dict[str, Any]:
    """Return the closing report as batch jobs read it."""
    return {**asdict(report), "seconds": round(report.seconds, 3)}


def print_report(report: Report) -> None:
    """Print the closing report."""
    console = out()
    if not report.rows:
        said = (
            t("The Neo4j server was compared with snapshot {snapshot}: nothing differs.")
            if report.verified
            else t("The Neo4j server holds snapshot {snapshot}; no row had to be written.")
        )
        console.print(said.format(snapshot=report.snapshot), markup=False)
        return
    rows = report.rows

    def counted(what: str) -> str:
        return ", ".join(f"{rows.get(f'{kind}_{what}', 0):,}" for kind in ("create", "update", "remove"))

    console.print(
        t("The Neo4j server holds snapshot {snapshot} now.").format(snapshot=report.snapshot), markup=False
    )
    if report.resumed:
        console.print("  " + t("A publication that was cut off was finished."), markup=False)
    console.print(
        "  " + t("nodes created, changed, removed: {counts}").format(counts=counted("nodes")), markup=False
    )
    console.print(
        "  " + t("relationships created, changed, removed: {counts}").format(counts=counted("edges")),
        markup=False,
    )
    rate = sum(rows.values()) / report.seconds if report.seconds > 0 else 0.0
    console.print(
        "  " + t("{seconds} s, {rate} rows/s").format(seconds=f"{report.seconds:.1f}", rate=f"{rate:,.0f}"),
        markup=False,
    )


def status(as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Say what the server holds."""
    from graphrisk.store.neo4j.status import status as look

    with errors_as_json(as_json):
        space = open_current(workspace)
        with connect(space) as server:
            found = look(space, server)
        if as_json:
            print_json(status_json(found))
        else:
            _print_status(found)


def status_json(found: Status) -> dict[str, Any]:
    """Return how the database stands as batch jobs read it."""
    marker = found.marker
    publishing = marker is not None and marker.state == "publishing"
    return {
        "server": found.uri,
        "database": found.database,
        "version": found.version,
        "edition": found.edition,
        "state": marker.state if marker else "empty",
        "own": found.own,
        "snapshot": marker.snapshot if marker else None,
        "current": found.current,
        "up_to_date": found.up_to_date,
        "target": marker.target if marker and publishing else None,
        "since": (marker.started_at if publishing else marker.changed_at) if marker else None,
        "publisher_silent_seconds": round(marker.silence, 1) if marker and marker.publisher else None,
        "nodes": found.nodes,
        "relationships": found.relationships,
        "missing": found.missing,
        "refused": say(found.refused.message) if found.refused else None,
    }


def _print_status(found: Status) -> None:
    console = out()
    head = t("Neo4j {version} {edition} at {server}, database {database}")
    console.print(
        head.format(version=found.version, edition=found.edition, server=found.uri, database=found.database),
        markup=False,
        soft_wrap=True,
    )
    for line in _sentences(found):
        console.print(f"  {line}", markup=False, soft_wrap=True)
    table = plain_table(t("Nodes"), t("number"), right=[t("number")])
    for label, number in found.nodes.items():
        if number:
            table.add_row(label, f"{number:,}")
    relations = plain_table(t("Relationships"), t("number"), right=[t("number")])
    for kind, number in found.relationships.items():
        if number:
            relations.add_row(kind, f"{number:,}")
    for shown in (table, relations):
        if shown.row_count:
            print_table(shown)


def _sentences(found: Status) -> list[str]:
    marker = found.marker
    if marker is None:
        if found.refused:
            return [t("It holds no snapshot."), *_refusal(found.refused)]
        return [t("It holds no snapshot; write one with: graphrisk neo4j publish")]
    said = []
    if not found.own:
        said.append(t("It holds the graph of another workspace."))
    if marker.state == "publishing":
        from graphrisk.store.neo4j.marker import LEASE_SECONDS

        alive = marker.publisher is not None and marker.silence <= LEASE_SECONDS
        words = (
            t("Snapshot {target} is being published since {since}.")
            if alive
            else t(
                "The publication of snapshot {target}, begun {since}, was cut off. "
                "Finish it with: graphrisk neo4j publish"
            )
        )
        said.append(words.format(target=marker.target or "–", since=_moment(marker.started_at)))
    else:
        said.append(
            t("It holds snapshot {snapshot} since {since}.").format(
                snapshot=marker.snapshot, since=_moment(marker.changed_at)
            )
        )
    current = found.current if found.current is not None else "–"
    said.append(t("The workspace's snapshot in force is {snapshot}.").format(snapshot=current))
    if found.own and found.refused:
        said += _refusal(found.refused)
    elif found.own and not found.up_to_date and marker.state == "published":
        said.append(t("They differ; write the difference with: graphrisk neo4j publish"))
    for label, number in found.missing.items():
        said.append(
            t("{count} nodes of {label} are missing. Mend it with: graphrisk neo4j publish --verify").format(
                count=f"{number:,}", label=label
            )
        )
    return said


def _refusal(refused: StoreError) -> list[str]:
    return [say(refused.message), *([f"→ {say(refused.remedy)}"] if refused.remedy else [])]


def _moment(when: dt.datetime | None) -> str:
    return f"{when.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if when else t("an unknown time")


def wipe(
    yes: Annotated[bool, typer.Option("--yes", help=t("Do not ask."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove what graphrisk wrote."""
    from graphrisk.store.neo4j.wipe import count, refuse_foreign
    from graphrisk.store.neo4j.wipe import wipe as remove

    with errors_as_json(as_json):
        space = open_current(workspace)
        with connect(space) as server:
            refuse_foreign(space, server)
            total = count(server)
            question = t("Remove {count} nodes that graphrisk wrote from {server}?").format(
                count=f"{total:,}", server=server.address.uri
            )
            if not yes and total and not typer.confirm(question, err=True):
                err().print(t("Nothing was removed."))
                raise typer.Exit(1)
            with progress_bar(t("Removing"), quiet=as_json) as show:
                removed = remove(
                    space, server, lambda label, done: show(done / total if total else 1.0, label)
                )
    if as_json:
        print_json({"removed": removed})
    else:
        out().print(t("{count} nodes removed.").format(count=f"{removed:,}"), markup=False)
