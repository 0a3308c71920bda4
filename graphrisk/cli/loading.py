"""`graphrisk load`: from files to a new snapshot, with progress and a closing report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli.context import (
    JsonOption,
    WorkspaceOption,
    err,
    errors_as_json,
    now,
    open_current,
    out,
    parse_day,
    print_json,
    progress_bar,
)
from graphrisk.cli.stores import store_kind
from graphrisk.cli.words import say, t
from graphrisk.errors import GraphRiskError, StoreError, UsageError

if TYPE_CHECKING:
    from graphrisk.load import LoadReport
    from graphrisk.settings import Workspace
    from loaders.base import Options

SHOWN = 10
"""How many refused records the closing report prints; all are kept in the snapshot."""


class AlreadyReportedError(GraphRiskError):
    """A load whose closing report was printed and that failed nevertheless, or its publication did."""

    reported = True

    def __init__(self, error: GraphRiskError) -> None:
        super().__init__(error.message, remedy=error.remedy)
        self.exit_status = error.exit_status


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "load",
        help=t(
            "Load files into a new snapshot of the graph.\n\n"
            "SOURCE is one of openalex, ror, list, designations, disclosures, tables. PATH is a file, a "
            "folder or a glob, plain or .gz; - reads standard input. Loading the same file twice changes "
            "nothing.\n\n"
            "Examples:\n\n"
            "  graphrisk load ror v1.62-ror-data.json.gz\n\n"
            "  graphrisk load openalex 'works/*.jsonl.gz'\n\n"
            "  graphrisk load list eul.csv --list jp-eul --edition 2025-10-09 --valid-from 2025-10-09\n\n"
            "  graphrisk load disclosures call-2026.xlsx --strict --json"
        ),
    )(load)


def load(
    source: Annotated[str, typer.Argument(help=t("The kind of source."), show_default=False)],
    paths: Annotated[list[str], typer.Argument(help=t("Files, folders, globs or -."), show_default=False)],
    edition: Annotated[
        str | None, typer.Option(help=t("Name of the edition, such as 2025-10-09."), show_default=False)
    ] = None,
    valid_from: Annotated[
        str | None,
        typer.Option(help=t("list: first day on which the edition is in force."), show_default=False),
    ] = None,
    valid_to: Annotated[
        str | None,
        typer.Option(help=t("list: last day, where the edition itself says so."), show_default=False),
    ] = None,
    list_format: Annotated[
        str, typer.Option("--format", help=t("list: generic, section1286, csl or sdn."))
    ] = "generic",
    list_id: Annotated[
        str | None,
        typer.Option("--list", help=t("list: short name of the list, such as jp-eul."), show_default=False),
    ] = None,
    title: Annotated[str | None, typer.Option(help=t("list: title of the list."), show_default=False)] = None,
    citation: Annotated[
        str | None, typer.Option(help=t("list: where the edition can be read."), show_default=False)
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=t("list: correct an edition that is loaded already."))
    ] = False,
    processes: Annotated[
        int, typer.Option(help=t("openalex: processes that read; 0 means one a core."), min=0)
    ] = 0,
    store: Annotated[
        str | None,
        typer.Option(
            help=t("neo4j: publish the new snapshot to the server. Default: as the workspace says."),
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=t("Fail, and change nothing, if any record is refused."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Load files into a new snapshot of the graph."""
    import os

    from loaders.base import Options

    options = Options(
        edition=edition,
        valid_from=parse_day(valid_from, "--valid-from"),
        valid_to=parse_day(valid_to, "--valid-to"),
        list_id=list_id,
        list_format=list_format,
        title=title,
        citation=citation,
        replace=replace,
        processes=processes or os.cpu_count() or 1,
    )
    with errors_as_json(as_json):
        space = open_current(workspace)
        publishes = (store_kind(store) or space.settings.store.kind) == "neo4j"
        run_load(space, source, paths, options, strict=strict, as_json=as_json, publishes=publishes)


def run_load(
    workspace: Workspace,
    source: str,
    paths: list[str],
    options: Options,
    *,
    strict: bool,
    as_json: bool,
    publishes: bool = False,
) -> LoadReport:
    """Load `paths` and print the closing report. Raises `RejectsError` under `strict`.

    With `publishes` the snapshot that is in force afterwards is published to the Neo4j server too.
    """
    from graphrisk.load import StrictLoadError
    from graphrisk.load import load as load_files
    from graphrisk.review import Repository
    from graphrisk.store.neo4j.local import needed_snapshots
    from loaders import LOADERS
    from loaders.inputs import find_inputs

    if source not in LOADERS:
        raise UsageError(
            t("{source} is no source.").format(source=repr(source)),
            remedy=t("Name one of: {names}.").format(names=", ".join(LOADERS)),
        )
    chosen = LOADERS[source]
    inputs = find_inputs(paths, chosen)
    # Snapshots that runs name are proof of what was checked: a load never removes them. Those that a server
    # holds are what the next publication is compared with.
    repository = Repository(workspace.review_url, clock=now)
    try:
        with progress_bar(t("Loading {source}").format(source=source)) as show:
            report = load_files(
                workspace,
                chosen,
                inputs,
                options,
                on_progress=lambda state: show(
                    state.bytes_done / state.bytes_total if state.bytes_total else 0.0,
                    f"{say(state.stage)} {state.records:,}",
                ),
                strict=strict,
                now=now,
                protected={*repository.snapshots_in_use(), *needed_snapshots(workspace.root)},
            )
    except StrictLoadError as error:
        _report(error.report, as_json=as_json, refused=True)
        raise AlreadyReportedError(error) from error
    if publishes:
        _publish(workspace, report, as_json=as_json)
    else:
        _report(report, as_json=as_json)
    return report


def _publish(workspace: Workspace, report: LoadReport, *, as_json: bool) -> None:
    """Publish what was loaded, and report both. Whatever happens here, the load is in force."""
    from graphrisk.cli import neo4j

    if not as_json:
        _report(report, as_json=False)
    try:
        published = neo4j.run_publish(workspace, verify=False, quiet=as_json)
    except GraphRiskError as error:
        said = t("Snapshot {snapshot} is in force here, but was not published. {error}").format(
            snapshot=report.snapshot, error=say(error.message)
        )
        go_on = t("Then go on with: graphrisk neo4j publish")
        remedy = f"{say(error.remedy)} {go_on}" if error.remedy else go_on
        if as_json:
            failed = {"error": say(error.message), "remedy": remedy}
            print_json({**report_json(report), "published": failed})
        raise AlreadyReportedError(StoreError(said, remedy=remedy)) from error
    if as_json:
        print_json({**report_json(report), "published": neo4j.report_json(published)})
    else:
        neo4j.print_report(published)


def report_json(report: LoadReport) -> dict[str, object]:
    """Return the closing report as batch jobs read it; `graphrisk loads --json` holds the rest."""
    return {
        "source": report.source,
        "edition": report.edition,
        "snapshot": report.snapshot,
        "read": report.read,
        "written": report.written,
        "unchanged": report.unchanged,
        "rejected": [
            {"file": say(r.file), "line": r.line, "reason": _reason(r.column, say(r.reason), r.value)}
            for r in report.rejected
        ],
        "rejected_total": report.rejected_total,
        "seconds": round(report.seconds, 3),
    }


def _reason(column: str | None, reason: str, value: str | None) -> str:
    """Return what was wrong, with the column and the value where they are known."""
    return f"{f'[{column}] ' if column else ''}{reason}{f' ({value})' if value else ''}"


def _report(report: LoadReport, *, as_json: bool, refused: bool = False) -> None:
    if as_json:
        print_json(report_json(report))
        _report_notes(report)
        return
    console = out()
    rate = report.read / report.seconds if report.seconds > 0 else 0.0
    head = t("{source}: {read} read, {written} written, {unchanged} unchanged, {rejected} rejected")
    console.print(
        head.format(
            source=report.source,
            read=f"{report.read:,}",
            written=f"{report.written:,}",
            unchanged=f"{report.unchanged:,}",
            rejected=f"{report.rejected_total:,}",
        ),
        markup=False,
    )
    tail = t("edition {edition}, snapshot {snapshot}, {seconds} s, {rate} records/s")
    console.print(
        "  "
        + tail.format(
            edition=report.edition or "–",
            snapshot=report.snapshot,
            seconds=f"{report.seconds:.1f}",
            rate=f"{rate:,.0f}",
        ),
        markup=False,
    )
    if refused:
        console.print("  " + t("Nothing was loaded: --strict allows no refused record."), markup=False)
    elif not report.changed:
        nothing = (
            t("Nothing changed: all of it was there already.")
            if report.read
            else t("Nothing changed: no record was found.")
        )
        console.print("  " + nothing, markup=False)
    for reason, count in report.skipped.items():
        console.print(
            "  " + t("passed over: {count} {reason}").format(count=f"{count:,}", reason=say(reason)),
            markup=False,
        )
    _report_notes(report)


def _report_notes(report: LoadReport) -> None:
    notes = err()
    for warning in report.warnings:
        notes.print(f"  {t('note')}: {say(warning)}", markup=False, soft_wrap=True)
    for reject in report.rejected[:SHOWN]:
        file = say(reject.file)
        place = file if reject.line is None else f"{file}:{reject.line}"
        reason = _reason(reject.column, say(reject.reason), reject.value)
        notes.print(f"  {t('rejected')}: {place} {reason}", markup=False, soft_wrap=True)
    if report.rejected_total > SHOWN:
        more = (
            t("… and {count} more; see all of them with: graphrisk rejects")
            if report.changed
            else t("… and {count} more; none of them was kept.")
        )
        notes.print("  " + more.format(count=f"{report.rejected_total - SHOWN:,}"), markup=False)
