"""`graphrisk template`, `world` and `demo`: things to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.causes import cause
from graphrisk.cli.context import WorkspaceOption, err, out, progress_bar, workspace_path
from graphrisk.cli.stores import asking
from graphrisk.cli.words import say, t, user_language
from graphrisk.errors import InputError, UsageError


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        "template",
        help=t(
            "Write an empty workbook to fill in: a sheet a table, a sheet that explains each column, "
            "drop-down lists."
            "\n\nExample:\n\n"
            "  graphrisk template disclosures call-2026.xlsx"
        ),
    )(template)
    app.command(
        "world",
        help=t(
            "Make an invented world with planted ties, to try graphrisk and to measure it.\n\n"
            "Examples:\n\n"
            "  graphrisk world small --people 500 --seed 7 --format sources\n\n"
            "  graphrisk world large --people 1000000 --seed 1 --format tables"
        ),
    )(world)
    app.command(
        "demo",
        help=t(
            "Build a workspace from a folder of sample data and scan all its calls.\n\n"
            "Example:\n\n"
            "  graphrisk demo sample_data --workspace workspace"
        ),
    )(demo)


def template(
    kind: Annotated[str, typer.Argument(help=t("The kind of workbook: disclosures."), show_default=False)],
    file: Annotated[Path, typer.Argument(help=t("The file to write."), show_default=False)],
    force: Annotated[bool, typer.Option("--force", help=t("Overwrite the file."))] = False,
) -> None:
    """Write an empty workbook."""
    from loaders.disclosures.template import write_template

    if kind != "disclosures":
        raise UsageError(
            t("There is no template {kind}.").format(kind=repr(kind)),
            remedy=t("Name one of: {names}.").format(names="disclosures"),
        )
    if file.exists() and not force:
        raise UsageError(
            t("{file} exists.").format(file=file),
            remedy=t("Name another file, or add --force to overwrite it."),
        )
    try:
        write_template(file)
    except OSError as error:
        raise InputError(
            t("cannot be written: {error}").format(error=say(cause(error))), file=str(file)
        ) from error
    out().print(t("Template written to {file}").format(file=file), markup=False, soft_wrap=True)


def world(
    folder: Annotated[
        Path, typer.Argument(metavar="OUT", help=t("A new or empty folder."), show_default=False)
    ],
    people: Annotated[int, typer.Option(help=t("How many people."), min=50, max=5_000_000)] = 1000,
    seed: Annotated[int, typer.Option(help=t("The same seed gives the same world."))] = 1,
    form: Annotated[
        str, typer.Option("--format", help=t("sources (as publishers hand out) or tables (Parquet)."))
    ] = "sources",
) -> None:
    """Make an invented world."""
    from graphrisk.world import generate

    if form not in {"sources", "tables"}:
        raise UsageError(
            t("{form} is no format.").format(form=repr(form)),
            remedy=t("Name one of: {names}.").format(names="sources, tables"),
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            t("{file} is not an empty folder.").format(file=folder), remedy=t("Name a new folder.")
        )
    with progress_bar(t("Making a world")) as show:
        report = generate(
            folder,
            people=people,
            seed=seed,
            fmt="tables" if form == "tables" else "sources",
            on_progress=lambda stage, share: show(share, stage),
        )
    out().print(
        t(
            "{people} people, {works} works, {organizations} organisations, {applications} applications in "
            "{file}"
        ).format(
            people=f"{report.people:,}",
            works=f"{report.works:,}",
            organizations=f"{report.organizations:,}",
            applications=f"{report.applications:,}",
            file=folder,
        ),
        markup=False,
        soft_wrap=True,
    )


def demo(
    folder: Annotated[Path, typer.Argument(help=t("The folder with sample data."))] = Path("sample_data"),
    workspace: WorkspaceOption = None,
) -> None:
    """Build a workspace from sample data and scan its calls."""
    from graphrisk.cli.loading import run_load
    from graphrisk.cli.scanning import run_scan
    from graphrisk.settings import create_workspace
    from graphrisk.store import open_store
    from loaders.base import Options

    if not folder.is_dir():
        raise InputError(t("is not a folder"), file=str(folder), remedy=t("Name the folder sample_data."))
    space = create_workspace(workspace_path(workspace), user_language())
    steps = [
        ("ror", "ror", Options()),
        ("openalex", "openalex", Options()),
        ("list", "lists", Options(list_format="generic")),
        ("designations", "designations.csv", Options()),
        ("disclosures", "disclosures", Options()),
    ]
    publishes = space.settings.store.kind == "neo4j"
    for source, name, options in steps:
        run_load(
            space, source, [str(folder / name)], options, strict=True, as_json=False, publishes=publishes
        )
    store = open_store(space, ask=asking())
    try:
        scope = store.scope(None)
        with scope:
            calls = sorted(str(c) for c in scope.tables["calls"].call_id.to_pyarrow().to_pylist())
    finally:
        store.close()
    for call in calls:
        out().print()
        run_scan(space, call, as_of=None, policy=None, language=space.settings.language, as_json=False)
    err().print(t("The workspace is at {file}.").format(file=space.root), markup=False, soft_wrap=True)
