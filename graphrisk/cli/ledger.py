"""`graphrisk loads` and `rejects`: what a snapshot was made of, and what was refused on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli.context import (
    JsonOption,
    WorkspaceOption,
    err,
    errors_as_json,
    open_current,
    out,
    plain_table,
    print_json,
    print_table,
)
from graphrisk.cli.stores import StoreOption, asking, open_graph, with_store
from graphrisk.cli.words import say, t, user_language
from graphrisk.errors import NotFoundError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.store.ledger import Refused
    from graphrisk.store.manifest import LoadRecord, Manifest

SHOWN = 50
"""How many refused records are printed; a file takes all of them."""
FILES_SHOWN = 3


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        "loads",
        help=t(
            "List the loads that made the snapshot in force, with what each read, refused and noted.\n\n"
            "Examples:\n\n"
            "  graphrisk loads\n\n"
            "  graphrisk loads --json"
        ),
    )(loads)
    app.command(
        "rejects",
        help=t(
            "Show the records that loads refused, each with file, line and reason.\n\n"
            "The first 50 are printed; --out writes all of them as CSV.\n\n"
            "Examples:\n\n"
            "  graphrisk rejects\n\n"
            "  graphrisk rejects --load 3 --out rejects.csv"
        ),
    )(rejects)


def loads(store: StoreOption = None, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """List the loads that made the snapshot in force."""
    with errors_as_json(as_json):
        graph = open_graph(with_store(open_current(workspace), store), quiet=as_json, ask=asking())
        manifest = graph.manifest
        graph.close()
        if as_json:
            print_json(_as_json(manifest))
        else:
            _print_loads(manifest)


def rejects(
    load: Annotated[
        list[int] | None,
        typer.Option("--load", help=t("Only of this load; may be repeated."), show_default=False),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--out", "-o", help=t("Write all of them to this CSV file."), show_default=False),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the records that loads refused."""
    from graphrisk.export.refused import export_refused
    from graphrisk.store.ledger import refused

    with errors_as_json(as_json):
        graph = open_graph(with_store(open_current(workspace), store), quiet=as_json, ask=asking())
        try:
            records = _chosen(graph.manifest, load)
            limit = None if as_json or file else SHOWN
            found = refused(graph.rows, [record.load_id for record in records], limit=limit)
        finally:
            graph.close()
        total = sum(record.rejected for record in records)
        if file is not None:
            sources = {record.load_id: record.source for record in records}
            export_refused(file, found, sources, user_language())
        if as_json:
            print_json({"rejected": [_plain(one) for one in found], "rejected_total": total})
        elif file is not None:
            err().print(
                t("Refused records written to {file}: {count}.").format(count=f"{len(found):,}", file=file),
                markup=False,
                soft_wrap=True,
            )
        else:
            _print_refused(found, total)


def _chosen(manifest: Manifest, numbers: Sequence[int] | None) -> list[LoadRecord]:
    known = {record.load_id: record for record in manifest.loads}
    for number in numbers or ():
        if number not in known:
            raise NotFoundError(
                Sentence(
                    "Snapshot {snapshot} knows no load {number}.", snapshot=manifest.snapshot, number=number
                ),
                remedy=Sentence("List its loads with: graphrisk loads"),
            )
    return [known[number] for number in sorted(set(numbers))] if numbers else list(manifest.loads)


def _as_json(manifest: Manifest) -> dict[str, object]:
    return {
        "snapshot": manifest.snapshot,
        "created_at": manifest.created_at,
        "content_hash": manifest.content_hash,
        "loads": [
            {
                **record.model_dump(exclude={"phrases", "skipped", "warnings"}),
                "skipped": {say(record.phrase(reason)): count for reason, count in record.skipped.items()},
                "warnings": [say(record.phrase(text)) for text in record.warnings],
            }
            for record in manifest.loads
        ],
    }


def _print_loads(manifest: Manifest) -> None:
    heads = (t("load"), t("source"), t("edition"), t("loaded at"))
    counted = (t("read"), t("written"), t("unchanged"), t("rejected"))
    table = plain_table(*heads, *counted, t("files"), right=counted)
    for record in manifest.loads:
        counts = (record.read, record.written, record.unchanged, record.rejected)
        table.add_row(
            str(record.load_id),
            record.source,
            record.edition or "–",
            f"{record.loaded_at.astimezone():%Y-%m-%d %H:%M}",
            *(f"{count:,}" for count in counts),
            _files(record),
        )
    print_table(table)
    console = out()
    for record in manifest.loads:
        for text in record.warnings:
            console.print(
                f"{t('note')} ({t('load')} {record.load_id}): {say(record.phrase(text))}",
                markup=False,
                soft_wrap=True,
            )
    refused = sum(record.rejected for record in manifest.loads)
    if refused:
        err().print(
            t("Records refused: {count}. See them with: graphrisk rejects").format(count=f"{refused:,}"),
            markup=False,
        )


def _files(record: LoadRecord) -> str:
    names = ", ".join(file.name for file in record.files[:FILES_SHOWN])
    more = len(record.files) - FILES_SHOWN
    return t("{names} and {count} more").format(names=names, count=more) if more > 0 else names


def _print_refused(found: Sequence[Refused], total: int) -> None:
    console = out()
    for one in found:
        column = f" [{one.column}]" if one.column else ""
        value = f" ({one.value})" if one.value else ""
        console.print(
            f"{one.load_id}  {one.place}{column} {say(one.reason)}{value}", markup=False, soft_wrap=True
        )
    if not total:
        console.print(t("No record was refused."), markup=False)
    elif total > len(found):
        err().print(
            t("… and {count} more; write all of them with --out FILE.").format(
                count=f"{total - len(found):,}"
            ),
            markup=False,
        )


def _plain(one: Refused) -> dict[str, object]:
    return {
        "load": one.load_id,
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "value": one.value,
        "reason": say(one.reason),
    }
