"""`graphrisk screen`: names of a table against the rows of the loaded screening lists."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphrisk.cli.context import (
    JsonOption,
    LangOption,
    WorkspaceOption,
    err,
    errors_as_json,
    language_of,
    open_current,
    plain_table,
    print_json,
    print_table,
    progress_bar,
)
from graphrisk.cli.stores import with_store
from graphrisk.cli.words import t
from graphrisk.errors import UsageError
from graphrisk.names.compare.evidence import MATCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphrisk.cli.screening_rows import NamedRow
    from graphrisk.i18n import Language
    from graphrisk.resolve.screening.search import Candidate, ScreeningIndex

KINDS = ("auto", "person", "organization")
SHOWN = 50
"""Candidates that are printed where no file is written."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "screen",
        help=t(
            "Compare the names of a CSV file with the names of the loaded screening lists.\n\n"
            "Prints, or writes with --out, for each name the rows that it may mean: how well the names "
            "agree, what speaks for and against, list, edition and row. A match of names asks a question; "
            "it never says who somebody is.\n\n"
            "Examples:\n\n"
            "  graphrisk screen partners.csv --column organization --out candidates.csv\n\n"
            "  graphrisk screen names.csv --list us-1286 --country-column country --min-score 0.8 --json"
        ),
    )(screen)


def screen(
    file: Annotated[
        Path, typer.Argument(metavar="NAMES.csv", help=t("A CSV file with a header; - is standard input."))
    ],
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", help=t("Only this list; may be repeated."), show_default=False),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(
            help=t("The column with the names. Default: name, or the only column."), show_default=False
        ),
    ] = None,
    kind: Annotated[
        str, typer.Option(help=t("Whom the names name: person, organization, or auto to go by their words."))
    ] = "auto",
    country_column: Annotated[
        str | None,
        typer.Option(help=t("The column with the country of each name."), show_default=False),
    ] = None,
    min_score: Annotated[
        float, typer.Option(min=0.0, max=1.0, help=t("Leave out what fits less well than this, 0 to 1."))
    ] = MATCH,
    limit: Annotated[int, typer.Option(min=1, max=100, help=t("Most rows for one name."))] = 5,
    out_file: Annotated[
        Path | None,
        typer.Option("--out", "-o", help=t("Write a CSV file; - is standard output."), show_default=False),
    ] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Compare the names of a CSV file with the names of the loaded screening lists."""
    with errors_as_json(as_json):
        from graphrisk.cli.screening_rows import read_names

        if kind not in KINDS:
            raise UsageError(
                t("{kind} is no kind of name.").format(kind=repr(kind)),
                remedy=t("Name one of: {names}.").format(names=", ".join(KINDS)),
            )
        space = open_current(workspace)
        language = language_of(lang, space)
        names = read_names(file, column, country_column)
        index = _index(space, lists or [])
        started = time.perf_counter()
        with progress_bar(t("Screening names")) as show:

            def found() -> Iterator[tuple[NamedRow, list[Candidate]]]:
                for place, row in enumerate(names):
                    if place % 200 == 0:
                        show(place / len(names), f"{place:,}")
                    yield row, _search(index, row, kind, min_score, limit)

            report = _write(found(), out_file, language, as_json=as_json)
        seconds = time.perf_counter() - started
        if as_json:
            print_json({**report, "file": str(file), "list_names": len(index), "seconds": round(seconds, 3)})
        else:
            _say(report, index, seconds, out_file)


def _index(space: Any, lists: list[str]) -> ScreeningIndex:
    from graphrisk.cli.stores import open_graph
    from graphrisk.resolve.screening.read import screening_index

    store = open_graph(with_store(space, "duckdb"), quiet=True, ask=None)
    try:
        return screening_index(store, lists)
    finally:
        store.close()


def _search(index: ScreeningIndex, row: NamedRow, kind: str, least: float, limit: int) -> list[Candidate]:
    from graphrisk.names.compare import Kind

    if not row.name:
        return []
    asked = None if kind == "auto" else Kind(kind)
    return index.search(row.name, kind=asked, country=row.country, least=least, limit=limit)


def _write(
    found: Iterator[tuple[NamedRow, list[Candidate]]], file: Path | None, language: Language, *, as_json: bool
) -> dict[str, Any]:
    """Write, print or collect the candidates as they are found; return what there was."""
    from graphrisk.cli.screening_rows import as_document, write_csv

    counts: Counter[str] = Counter(names=0, matched=0, without=0, empty=0, unknown_country=0)
    documents: list[dict[str, Any]] = []

    def counted() -> Iterator[tuple[NamedRow, list[Candidate]]]:
        for row, candidates in found:
            counts["names"] += 1
            counts["matched" if candidates else "without" if row.name else "empty"] += 1
            counts["unknown_country"] += row.unknown_country is not None
            yield row, candidates

    if file is not None:
        write_csv(file, counted(), language)
        return {**counts, "out": str(file)}
    for row, candidates in counted():
        if as_json or (candidates and len(documents) < SHOWN):
            documents.append(as_document(row, candidates, language))
    if not as_json:
        _print_table(documents)
    return {**counts, **({"results": documents} if as_json else {})}


def _print_table(documents: list[dict[str, Any]]) -> None:
    heads = (t("line"), t("name"), t("score"), t("list, edition, row"), t("listed name"), t("why"))
    table = plain_table(*heads)
    for one in documents:
        for place, candidate in enumerate(one["candidates"]):
            reasons = [*candidate["reasons"], *candidate["doubts"]]
            cells = (
                str(one["line"]) if not place else "",
                one["name"] if not place else "",
                f"{candidate['score']:.2f} {candidate['strength_text']}",
                f"{candidate['list']} {candidate['edition']} {candidate['row']}",
                candidate["matched_name"],
                "; ".join(reasons),
            )
            table.add_row(*cells)
    print_table(table)


def _say(report: dict[str, Any], index: ScreeningIndex, seconds: float, file: Path | None) -> None:
    console = err()
    words = t(
        "{names} names against {listed} list names in {seconds} s: "
        "{matched} with candidates, {without} without."
    )
    console.print(
        words.format(
            names=f"{report['names']:,}",
            listed=f"{len(index):,}",
            seconds=f"{seconds:.1f}",
            matched=f"{report['matched']:,}",
            without=f"{report['without']:,}",
        ),
        markup=False,
        soft_wrap=True,
    )
    if report["empty"]:
        console.print(
            t("{count} rows hold no name.").format(count=f"{report['empty']:,}"), markup=False, soft_wrap=True
        )
    if report["unknown_country"]:
        text = t("{count} rows name a country that is not known; it was not used.")
        console.print(text.format(count=f"{report['unknown_country']:,}"), markup=False, soft_wrap=True)
    if file is None and report["matched"] > SHOWN:
        text = t("Only the first {count} names with candidates are shown; --out writes all.")
        console.print(text.format(count=SHOWN), markup=False, soft_wrap=True)
    if file is not None:
        console.print(t("Written: {file}").format(file=file), markup=False, soft_wrap=True)
