"""The command line's front door: commands, and what happens when one fails."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from graphrisk.cli import (
    auditing,
    deciding,
    ledger,
    loading,
    making,
    neo4j,
    resolving,
    scanning,
    screening,
    upkeep,
)
from graphrisk.cli.context import ENVIRONMENT, err, print_json, set_main_workspace
from graphrisk.cli.words import say, t, user_language
from graphrisk.errors import GraphRiskError

STOPPED = 130
"""Exit status after Ctrl-C, as shells give it: 128 and the number of the signal."""

app = typer.Typer(
    name="graphrisk",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=t(
        "Compares what research applicants declared with what the public record shows, and asks.\n\n"
        "A first round: [bold]graphrisk init[/], [bold]graphrisk load[/] for each source, "
        "[bold]graphrisk scan --call ID[/], [bold]graphrisk serve[/].\n\n"
        "Exit status: 0 done, 1 failed, 2 wrong usage, 3 rows refused under --strict, "
        "130 stopped by Ctrl-C."
    ),
)


def _version(asked: bool) -> None:
    if asked:
        from graphrisk import __version__

        typer.echo(f"graphrisk {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            "-w",
            envvar=ENVIRONMENT,
            help=t("The workspace folder; may also be given after the command."),
            show_default="./workspace",
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001  # typer calls _version with it
        bool, typer.Option("--version", callback=_version, is_eager=True, help=t("Print the version."))
    ] = False,
) -> None:
    set_main_workspace(workspace)


for module in (upkeep, loading, ledger, scanning, screening, deciding, auditing, resolving, making, neo4j):
    module.register(app)


def main() -> None:
    """Run the command line; say errors in one line and leave with the exit status of their kind."""
    try:
        if user_language() != "en":
            from graphrisk.cli.usage import speak

            speak()
        with _usage_in_json() if _json() else nullcontext():
            app()
    except GraphRiskError as error:
        _say(error.message, error.remedy)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        _stop()
    except SystemExit as end:
        # typer turns the interrupt of a command into this status, without a word.
        if end.code == STOPPED:
            _stop()
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if isinstance(error, RuntimeError) and str(error).startswith("Query interrupted"):
            _stop()  # what DuckDB makes of Ctrl-C while it works
        if os.environ.get("GRAPHRISK_DEBUG"):
            raise
        said = t("This should not have happened: {error}.").format(error=f"{type(error).__name__}: {error}")
        remedy = t("Run it again with GRAPHRISK_DEBUG=1 and report what it prints.")
        if _json():
            print_json({"error": said, "remedy": remedy})
        _say(said, remedy)
        sys.exit(1)


def _usage_in_json() -> AbstractContextManager[None]:
    from graphrisk.cli.usage import in_json

    return in_json()


def _json() -> bool:
    """Whether a machine reads what comes on standard output."""
    return "--json" in sys.argv[1:]


def _stop() -> NoReturn:
    err().print(t("Stopped."), markup=False)
    sys.exit(STOPPED)


def _say(message: str, remedy: str | None) -> None:
    console = err()
    console.print(f"[bold red]{t('error')}[/]: ", end="")
    console.print(say(message), markup=False, soft_wrap=True)
    if remedy:
        console.print("  → ", end="", markup=False)
        console.print(say(remedy), markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
