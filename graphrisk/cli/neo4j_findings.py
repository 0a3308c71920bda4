"""`graphrisk neo4j findings`: the findings of a run as nodes beside what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphrisk.cli.context import (
    JsonOption,
    WorkspaceOption,
    err,
    errors_as_json,
    now,
    open_current,
    out,
    print_json,
    progress_bar,
)
from graphrisk.cli.words import t

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j.findings import FindingsReport


def register(group: typer.Typer) -> None:
    """Add the command to the group `neo4j`."""
    group.command(
        "findings",
        help=t(
            "Write the findings of a run into the Neo4j database, linked to what they rest on, or remove "
            "them.\n\n"
            "A second time brings them to the state that their review has then. Decisions are taken in the "
            "dashboard, never in Neo4j.\n\n"
            "Examples:\n\n"
            "  graphrisk neo4j findings\n\n"
            "  graphrisk neo4j findings --run R000001\n\n"
            "  graphrisk neo4j findings --remove"
        ),
    )(findings)


def findings(
    run: Annotated[
        str | None,
        typer.Option(
            "--run",
            help=t("The run, such as R000001. Default: the newest; with --remove all."),
            show_default=False,
        ),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help=t("Remove the findings instead of writing them."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the findings of a run into the database."""
    with errors_as_json(as_json):
        space = open_current(workspace)
        if remove:
            removed = run_removal(space, run)
            if as_json:
                print_json({"run": run, "removed": removed})
            else:
                _say(t("{n} findings removed").format(n=f"{removed:,}"))
            return
        report = run_findings(space, run, quiet=as_json)
        if as_json:
            print_json(findings_json(report))
        else:
            _print(report)


def run_findings(space: Workspace, run_id: str | None, *, quiet: bool) -> FindingsReport:
    """Write the findings of a run, the newest where none is named, and return what was written."""
    from graphrisk.cli.neo4j import connect
    from graphrisk.review import Repository
    from graphrisk.store.neo4j.findings import Reviewed, RunFacts, write_findings
    from graphrisk.store.neo4j.local import own_local

    repository = Repository(space.review_url, clock=now)
    run = repository.run(run_id)
    records = repository.findings(run.id)
    facts = RunFacts(run.id, run.call_id, run.as_of, run.snapshot, run.policy)
    reviewed = [Reviewed(r.finding, r.state.status.value, r.state.decided_at) for r in records]
    with (
        connect(space) as server,
        progress_bar(t("Writing findings"), quiet=quiet) as show,
    ):
        return write_findings(server, own_local(space.root).workspace, facts, reviewed, on_progress=show)


def run_removal(space: Workspace, run_id: str | None) -> int:
    """Remove the findings of a run, or of all runs, and return how many there were."""
    from graphrisk.cli.neo4j import connect
    from graphrisk.review import Repository
    from graphrisk.store.neo4j.findings import remove_findings
    from graphrisk.store.neo4j.local import own_local

    named = Repository(space.review_url, clock=now).run(run_id).id if run_id else None
    with connect(space) as server:
        return remove_findings(server, own_local(space.root).workspace, named)


def findings_json(report: FindingsReport) -> dict[str, Any]:
    """Return what was written as batch jobs read it."""
    return {
        "run": report.run,
        "snapshot": report.snapshot,
        "held": report.held,
        "findings": report.findings,
        "links": report.links,
        "missing": report.missing,
    }


def _print(report: FindingsReport) -> None:
    _say(
        t("{run}: {n} findings, {links} links to what they are about and rest on").format(
            run=report.run, n=f"{report.findings:,}", links=f"{sum(report.links.values()):,}"
        )
    )
    if report.held != report.snapshot:
        _say(
            t(
                "The run is of snapshot {snapshot}, and the database holds snapshot {held}: what findings "
                "rest on may have changed since."
            ).format(snapshot=report.snapshot, held=report.held),
            warning=True,
        )
    ends = _ends()
    for kind, count in sorted(report.missing.items()):
        _say(
            t("{n} links could not be made, since the database lacks the {kind}").format(
                n=f"{count:,}", kind=ends.get(kind, kind)
            ),
            warning=True,
        )


def _ends() -> dict[str, str]:
    """Return what a link leads to, by the kinds of `finding_links` and of evidence."""
    return {
        "applicant": t("applicants"),
        "application": t("applications"),
        "organization": t("organisations or funders"),
        "call": t("calls"),
        "work": t("works"),
        "award": t("awards"),
        "listing": t("list entries"),
        "author_record": t("author records"),
        "program": t("calls of a programme"),
        "declaration": t("declarations"),
        "roster": t("people on the list of participants"),
    }


def _say(text: str, *, warning: bool = False) -> None:
    (err() if warning else out()).print(text, markup=False, soft_wrap=True)
