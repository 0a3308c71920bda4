"""`graphrisk findings`, `export` and `serve`: what people and other programs do with a run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli.context import (
    JsonOption,
    LangOption,
    WorkspaceOption,
    err,
    errors_as_json,
    language_of,
    now,
    open_current,
    out,
    plain_table,
    print_json,
    print_table,
    progress_bar,
)
from graphrisk.cli.stores import StoreOption, asking, with_store
from graphrisk.cli.words import say, t
from graphrisk.errors import PassingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.export import Exporter
    from graphrisk.findings import Level
    from graphrisk.i18n import Language
    from graphrisk.review import FindingRecord, Repository, RunRecord
    from graphrisk.settings import Workspace

RunOption = Annotated[
    str | None,
    typer.Option("--run", help=t("The run, such as R000001. Default: the newest."), show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        "findings",
        help=t(
            "List the findings of a run.\n\n"
            "Examples:\n\n"
            "  graphrisk findings --level HIGH --level MEDIUM\n\n"
            "  graphrisk findings --run R000001 --rule R-AFF-01 --json"
        ),
    )(findings)
    app.command(
        "export",
        help=t(
            "Write the findings of a run to a file: csv, xlsx or json.\n\n"
            "Examples:\n\n"
            "  graphrisk export xlsx --out findings.xlsx --lang ja\n\n"
            "  graphrisk export json --out findings.json --run R000001"
        ),
    )(export)
    app.command(
        "serve",
        help=t(
            "Serve the dashboard on 127.0.0.1 until Ctrl-C.\n\n"
            "Examples:\n\n"
            "  graphrisk serve\n\n"
            "  graphrisk serve --port 8060\n\n"
            "  graphrisk serve --store neo4j"
        ),
    )(serve)


def findings(
    run: RunOption = None,
    level: Annotated[
        list[str] | None,
        typer.Option("--level", help=t("Only this level; may be repeated."), show_default=False),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", help=t("Only this rule; may be repeated."), show_default=False),
    ] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List the findings of a run."""
    with errors_as_json(as_json):
        space = open_current(workspace)
        language = language_of(lang, space)
        repository = _repository(space)
        chosen = repository.run(run)
        levels, rules = _levels(level), _rules(rule, space)
        records = repository.findings(chosen.id, levels=levels, rules=rules)
        repository.record_audit(
            who=_user(),
            action="read",
            subject=chosen.id,
            detail={"command": "findings", "findings": len(records)},
        )
        if as_json:
            from graphrisk.export import findings_document

            print_json(findings_document(chosen, records, language))
            return
        _print_table(records, language)
        err().print(
            t("{count} findings of run {run} ({call}, as of {as_of}).").format(
                count=f"{len(records):,}", run=chosen.id, call=chosen.call_id, as_of=chosen.as_of
            ),
            markup=False,
        )


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=t("csv, xlsx or json."), show_default=False)],
    file: Annotated[
        Path,
        typer.Option("--out", "-o", help=t("The file to write; - is standard output."), show_default=False),
    ],
    run: RunOption = None,
    lang: LangOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the findings of a run to a file."""
    from graphrisk.export import EXPORTERS, WALKS, Counted

    space = open_current(workspace)
    if form not in EXPORTERS:
        raise UsageError(
            t("{form} is no export format.").format(form=repr(form)),
            remedy=t("Name one of: {names}.").format(names=", ".join(EXPORTERS)),
        )
    to_stdout = str(file) == "-"
    if to_stdout and form == "xlsx" and sys.stdout.isatty():
        raise UsageError(t("A workbook is not for a terminal."), remedy=t("Name a file: --out FILE"))
    repository = _repository(space)
    chosen = repository.run(run)
    records = repository.findings(chosen.id)
    language = language_of(lang, space)
    # First, so that no file leaves of which the log knows nothing.
    repository.record_audit(
        who=_user(), action="export", subject=chosen.id, detail={"format": form, "findings": len(records)}
    )
    with progress_bar(t("Writing {file}").format(file=file)) as show:
        counted = Counted(records, WALKS[form], lambda share: show(share, ""))
        if to_stdout:
            _write_out(EXPORTERS[form], form, chosen, counted, language)
        else:
            EXPORTERS[form](file, chosen, counted, language)
    (err() if to_stdout else out()).print(
        t("{count} findings of run {run} written to {file}").format(
            count=f"{len(records):,}", run=chosen.id, file=file
        ),
        markup=False,
        soft_wrap=True,
    )


def _write_out(
    exporter: Exporter, form: str, run: RunRecord, records: Sequence[FindingRecord], language: Language
) -> None:
    """Write an export to standard output, when it is complete."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="graphrisk-") as folder:
        file = Path(folder) / f"findings.{form}"
        exporter(file, run, records, language)
        with file.open("rb") as written:
            shutil.copyfileobj(written, sys.stdout.buffer)


def serve(
    port: Annotated[
        int | None,
        typer.Option(help=t("Port. Default: the workspace's, 8050."), min=1, max=65535, show_default=False),
    ] = None,
    store: StoreOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Serve the dashboard."""
    from dashboards.app import serve as serve_dashboard
    from graphrisk.store import open_store

    space = with_store(open_current(workspace), store)
    ask = asking()
    if space.settings.store.kind == "neo4j":
        from graphrisk.store.neo4j.connection import Server, find_address

        # The password is asked for and tried now, at the terminal, and not when a page needs it.
        with Server(find_address(space.root, ask=ask)) as server:
            try:
                server.version()
            except PassingError as error:
                later = t("Pages can be opened, but show nothing of the graph until it answers.")
                err().print(f"{say(error.message)} {later}", markup=False, soft_wrap=True)
    serve_dashboard(
        space,
        port or space.settings.dashboard.port,
        open_graph=lambda snapshot: open_store(space, snapshot, ask=ask),
    )


def _repository(workspace: Workspace) -> Repository:
    from graphrisk.review import Repository

    return Repository(workspace.review_url, clock=now)


def _user() -> str:
    from graphrisk.review import current_user

    return current_user()


def _levels(names: list[str] | None) -> list[Level] | None:
    from graphrisk.findings import Level

    if not names:
        return None
    known = {level.value: level for level in Level}
    for name in names:
        if name.upper() not in known:
            raise UsageError(
                t("{name} is no level.").format(name=repr(name)),
                remedy=t("Name one of: {names}.").format(names=", ".join(known)),
            )
    return [known[name.upper()] for name in names]


def _rules(names: list[str] | None, workspace: Workspace) -> list[str] | None:
    if not names:
        return None
    from graphrisk.policies import load_policy

    known = load_policy(workspace.settings.policy).by_id()
    for name in names:
        if name.upper() not in known:
            raise UsageError(
                t("{name} is no rule.").format(name=repr(name)),
                remedy=t("Name one of: {names}.").format(names=", ".join(known)),
            )
    return [name.upper() for name in names]


def _print_table(records: list[FindingRecord], language: Language) -> None:
    from graphrisk.i18n import translate

    table = plain_table()
    for column in ("level", "rule", "application", "person"):
        table.add_column(translate(column, language), no_wrap=True)
    table.add_column(translate("question", language), ratio=1, overflow="fold")
    for column in ("newest evidence", "identity"):
        table.add_column(translate(column, language), no_wrap=True)
    for record in records:
        finding = record.finding
        table.add_row(
            finding.level.value,
            finding.rule,
            finding.application_id or "–",
            record.person_name or "–",
            finding.question.render(language),
            finding.last_date.isoformat() if finding.last_date else "–",
            finding.identity.grade.value,
        )
    print_table(table)
