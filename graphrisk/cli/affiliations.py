"""`graphrisk resolve organizations`: who is meant by printed affiliations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli.context import WorkspaceOption, err, open_current, progress_bar
from graphrisk.cli.words import t


def register(group: typer.Typer) -> None:
    """Add the command to `graphrisk resolve`."""
    group.command(
        "organizations",
        help=t(
            "Find the organisations that affiliations in a CSV file name, with their ROR ids.\n\n"
            "The output has the columns of the input and behind them ror_ids, score, grade, matched_part, "
            "matched_name, reasons, alternatives (id, name, score and why it lost) and result: match, no "
            "match, or why a row was refused. A column of the input that has such a name becomes input_score "
            "and so on. Where a string names several organisations, each cell holds a "
            "value for each, divided by semicolons.\n\n"
            "A is an exact and unambiguous name, B a strong match, C a weak one that carries no finding "
            "above LOW.\n\n"
            "Examples:\n\n"
            "  graphrisk resolve organizations affiliations.csv --out resolved.csv\n\n"
            "  graphrisk resolve organizations people.csv --out resolved.csv --column employer "
            "--country-column country"
        ),
    )(organizations)


def organizations(
    file: Annotated[
        Path, typer.Argument(metavar="IN.csv", help=t("A CSV file with a header; - is standard input."))
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", help=t("The CSV file to write; - is standard output."), show_default=False
        ),
    ],
    column: Annotated[
        str | None,
        typer.Option(
            help=t("The column with the affiliations. Default: affiliation, or the only column."),
            show_default=False,
        ),
    ] = None,
    country_column: Annotated[
        str | None,
        typer.Option(help=t("Column with the country, by code or name."), show_default=False),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Find the organisations that affiliations in a CSV file name."""
    from graphrisk.cli.affiliations_csv import open_affiliations, write_answers
    from graphrisk.resolve.affiliations import snapshot_index

    space = open_current(workspace)
    sheet = open_affiliations(file, column, country_column)
    with progress_bar(t("Resolving {file}").format(file=file.name)) as show:
        show(0.0, t("reading the names of organisations"))
        index = snapshot_index(space)
        counts = write_answers(out, sheet, index, lambda share: show(share, ""))
    said = t(
        "{rows} rows: {matched} name an organisation ({a} A, {b} B, {c} C at best), {none} name none that is "
        "known, {rejected} were refused. Written to {out}."
    )
    err().print(
        said.format(
            rows=f"{counts.rows:,}",
            matched=f"{counts.matched:,}",
            a=f"{counts.grades['A']:,}",
            b=f"{counts.grades['B']:,}",
            c=f"{counts.grades['C']:,}",
            none=f"{counts.none:,}",
            rejected=f"{counts.rejected:,}",
            out=out,
        ),
        markup=False,
        soft_wrap=True,
    )
    for place, reason in counts.refused:
        err().print(f"  {place}: {reason}", markup=False, soft_wrap=True)
    if counts.rejected > len(counts.refused):
        more = t("… and {n} more; the column result of the output names each.")
        err().print(
            f"  {more.format(n=f'{counts.rejected - len(counts.refused):,}')}", markup=False, soft_wrap=True
        )
