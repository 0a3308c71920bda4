"""`graphrisk audit`: who scanned, read, decided and exported what, and when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli.context import (
    JsonOption,
    WorkspaceOption,
    err,
    errors_as_json,
    now,
    open_current,
    plain_table,
    print_json,
    print_table,
)
from graphrisk.cli.words import say, t
from graphrisk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.review.records import AuditEntry, AuditReport

ACTIONS = ("run", "read", "decision", "link", "attachment", "export")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "audit",
        help=t(
            "List the audit log, newest first: who scanned, read, decided and exported what, and when.\n\n"
            "Each line is sealed by a hash over itself and the line before; the whole chain is checked.\n\n"
            "Examples:\n\n"
            "  graphrisk audit\n\n"
            "  graphrisk audit --action read --subject F0123456789abcdef\n\n"
            "  graphrisk audit --who sato --limit 1000 --json"
        ),
    )(audit)


def audit(
    who: Annotated[str | None, typer.Option(help=t("Only what this person did."), show_default=False)] = None,
    action: Annotated[
        str | None,
        typer.Option(
            help=t("Only this: run, read, decision, link, attachment or export."), show_default=False
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(help=t("Only what was done to this run, question or key."), show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option(help=t("How many lines, the newest."), min=1)] = 50,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List the audit log."""
    from graphrisk.review import Repository

    with errors_as_json(as_json):
        if action is not None and action not in ACTIONS:
            raise UsageError(
                t("{action} is no action of the log.").format(action=repr(action)),
                remedy=t("Name one of: {names}.").format(names=", ".join(ACTIONS)),
            )
        space = open_current(workspace)
        with Repository(space.review_url, clock=now) as repository:
            entries = repository.audit_entries(limit=limit, who=who, action=action, subject=subject)
            report = repository.verify_audit()
        if as_json:
            print_json(
                {
                    "entries": [_plain(entry) for entry in entries],
                    "total": report.entries,
                    "head": report.head,
                    "problems": [say(problem) for problem in report.problems],
                }
            )
        else:
            _print(entries, report)
    if not report.ok:
        raise typer.Exit(1)


def _plain(entry: AuditEntry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "who": entry.who,
        "action": entry.action,
        "subject": entry.subject,
        "detail": json.loads(entry.detail),
        "hash": entry.hash,
    }


def _print(entries: Sequence[AuditEntry], report: AuditReport) -> None:
    heads = (t("no."), t("when"), t("who"), t("action"), t("subject"), t("detail"))
    table = plain_table(*heads, right=heads[:1])
    for entry in entries:
        table.add_row(
            str(entry.seq),
            f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
            entry.who,
            entry.action,
            entry.subject,
            ", ".join(f"{name}: {value}" for name, value in json.loads(entry.detail).items()),
        )
    print_table(table)
    if report.ok:
        err().print(t("Lines in all: {count}; the chain is unbroken.").format(count=f"{report.entries:,}"))
    for problem in report.problems:
        err().print(f"{t('error')}: {say(problem)}", markup=False, soft_wrap=True)
