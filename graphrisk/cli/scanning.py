"""`graphrisk scan`: run the rules for a call, keep the run, print what it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
    parse_day,
    plain_table,
    print_json,
    print_table,
    progress_bar,
)
from graphrisk.cli.stores import StoreOption, asking, open_graph, with_store
from graphrisk.cli.words import say, t

if TYPE_CHECKING:
    import datetime as dt

    from graphrisk.i18n import Language
    from graphrisk.policies import Policy
    from graphrisk.review import RunRecord
    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

TRIES = 3
"""How often a scan begins anew where the server is given newer snapshots meanwhile."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "scan",
        help=t(
            "Run the rules for all applications of a call and keep the run in the review database.\n\n"
            "The as-of date is the call's closing date unless --as-of names another. The same snapshot, "
            "policy, date and decisions upon links always give the same findings.\n\n"
            "Examples:\n\n"
            "  graphrisk scan --call DEMO-2026\n\n"
            "  graphrisk scan --call DEMO-2026 --as-of 2026-10-01 --policy jp-integrity --json\n\n"
            "  graphrisk scan --call DEMO-2026 --store neo4j"
        ),
    )(scan)


def scan(
    call: Annotated[str, typer.Option("--call", help=t("The call to scan."), show_default=False)],
    as_of: Annotated[
        str | None,
        typer.Option(help=t("Judge as of this day. Default: the call's closing date."), show_default=False),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(help=t("Policy: a name or a TOML file. Default: the workspace's."), show_default=False),
    ] = None,
    store: StoreOption = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Run the rules for all applications of a call."""
    with errors_as_json(as_json):
        space = with_store(open_current(workspace), store)
        run_scan(
            space,
            call,
            as_of=parse_day(as_of, "--as-of"),
            policy=policy,
            language=language_of(lang, space),
            as_json=as_json,
        )


def run_scan(
    workspace: Workspace,
    call: str,
    *,
    as_of: dt.date | None,
    policy: str | None,
    language: Language,
    as_json: bool,
) -> RunRecord:
    """Scan a call, keep the run and print its summary.

    Where the server is given a newer snapshot while it is read, the scan begins anew on that one.
    """
    from graphrisk.store.base import MovedOnError

    ask = asking()
    for left in reversed(range(TRIES)):
        store = open_graph(workspace, quiet=as_json, ask=ask)
        try:
            run, chosen = _scanned(workspace, store, call, as_of=as_of, policy=policy)
        except MovedOnError as error:
            if not left:
                raise
            if not as_json:
                err().print(f"{say(error.message)} {t('Scanning again.')}", markup=False, soft_wrap=True)
        else:
            break
        finally:
            store.close()
    if as_json:
        print_json(run_json(run))
    else:
        print_summary(run, chosen, language)
    return run


def _scanned(
    workspace: Workspace,
    store: GraphStore,
    call: str,
    *,
    as_of: dt.date | None,
    policy: str | None,
) -> tuple[RunRecord, Policy]:
    from graphrisk.policies import load_policy
    from graphrisk.review import Repository
    from graphrisk.scan import scan as scan_call

    chosen = load_policy(policy or _policy_of(store, call) or workspace.settings.policy)
    with progress_bar(t("Scanning {call}").format(call=call)) as show:
        repository = Repository(workspace.review_url, clock=now)
        result = scan_call(
            store,
            call,
            policy=chosen,
            as_of=as_of,
            decisions=repository.links_in_force(),
            on_progress=lambda stage, share: show(share, stage),
        )
        show(1.0, t("keeping the run"))
        return repository.save_run(result), chosen


def _policy_of(store: GraphStore, call: str) -> str | None:
    rows = store.rows("calls", "call_id", [call]).to_pylist()
    return str(rows[0]["policy"]) if rows and rows[0]["policy"] else None


def run_json(run: RunRecord) -> dict[str, Any]:
    """Return the summary of a run as batch jobs read it."""
    return {
        "run": run.id,
        "call": run.call_id,
        "as_of": run.as_of,
        "snapshot": run.snapshot,
        "policy": run.policy,
        "applications": len(run.applications),
        "findings": sum(run.by_level.values()),
        "by_level": dict(run.by_level),
        "by_rule": dict(run.by_rule),
        "seconds": round(run.seconds, 3),
    }


def print_summary(run: RunRecord, policy: Policy, language: Language) -> None:
    """Print a run's findings by rule and level as a table."""
    from graphrisk.findings import Level
    from graphrisk.i18n import translate

    console = out()
    titles = {rule_id: rule.title for rule_id, rule in policy.by_id().items()}
    head = translate(
        "{call} as of {as_of} (snapshot {snapshot}, policy {policy}): {n} applications, {f} findings",
        language,
    )
    console.print(
        head.format(
            call=run.call_id,
            as_of=run.as_of,
            snapshot=run.snapshot,
            policy=run.policy,
            n=f"{len(run.applications):,}",
            f=f"{sum(run.by_level.values()):,}",
        ),
        markup=False,
    )
    levels = list(reversed(Level))
    counts = run.by_rule_level
    names = [level.value for level in levels]
    table = plain_table("", *names, right=names)
    for rule in sorted(counts):
        title = getattr(titles[rule], language) if rule in titles else ""
        table.add_row(f"{rule}  {title}", *(str(counts[rule].get(level.value) or "·") for level in levels))
    table.add_section()
    table.add_row(
        translate("all", language), *(str(run.by_level.get(level.value, 0)) for level in levels), style="bold"
    )
    print_table(table)
    err().print(
        t("run {run}, {seconds} s. See it: graphrisk serve, or graphrisk findings --run {run}").format(
            run=run.id, seconds=f"{run.seconds:.1f}"
        ),
        markup=False,
        soft_wrap=True,
    )
