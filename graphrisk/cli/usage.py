"""What the library of the command line says itself, in Japanese: help, and errors of usage.

It speaks English and lays out Japanese badly: a text without spaces is cut at the edge of a column. Where the
user reads English only `in_json` is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from graphrisk.cli.context import err, print_json
from graphrisk.cli.words import t
from graphrisk.i18n import N_

_FIXED = {
    "DEPRECATED_STRING": N_("(deprecated) "),
    "DEFAULT_STRING": N_("[default: {}]"),
    "ENVVAR_STRING": N_("[env var: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "ABORTED_TEXT": N_("Aborted."),
}
_HELP = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
_USAGE = N_("Usage: ")
_ERRORS = (
    N_("Missing option {name}."),
    N_("Missing argument {name}."),
    N_("Missing command."),
    N_("No such command {name}. Did you mean {names}?"),
    N_("No such command {name}."),
    N_("No such option: {name} (Possible options: {names})"),
    N_("No such option: {name}"),
    N_("Invalid value for {name}: {error}"),
    N_("Invalid value: {error}"),
    N_("Option {name} requires an argument."),
    N_("Option {name} does not take a value."),
    N_("Got unexpected extra argument(s) ({names})"),
    N_("Input should be greater than or equal to {ge}"),
    N_("Input should be less than or equal to {le}"),
    N_("Input should be greater than {gt}"),
    N_("Input should be less than {lt}"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be a valid number, unable to parse string as a number"),
)


def speak() -> None:
    """Have the library speak the user's language from now on."""
    from rich.table import Table
    from rich.text import Text
    from typer import rich_utils

    class Folding(Table):
        """A table that goes on in the next line where a text has no spaces."""

        def add_row(self, *cells: Any, **options: Any) -> None:
            super().add_row(*cells, **options)
            for column in self.columns:
                column.overflow = "fold"

    library: Any = rich_utils
    for name, text in _FIXED.items():
        setattr(library, name, t(text))
    library.Table = Folding
    plain_help, plain_marks, plain_text = (
        library.rich_format_help,
        library.highlighter,
        library._make_rich_text,
    )

    def help_(*, obj: Any, ctx: Any, markup_mode: Any) -> None:
        for parameter in obj.get_params(ctx):
            if getattr(parameter, "help", None) in _HELP:
                parameter.help = t(parameter.help)
        plain_help(obj=obj, ctx=ctx, markup_mode=markup_mode)

    def marked(text: Any) -> Any:
        if isinstance(text, str) and text.startswith(_USAGE):
            return plain_marks(t(_USAGE) + text.removeprefix(_USAGE))
        return plain_marks(text)

    def folding(**options: Any) -> Any:
        text = plain_text(**options)
        if isinstance(text, Text):
            text.overflow = "fold"
        return text

    library.rich_format_help, library.highlighter = help_, marked
    library._make_rich_text = folding
    library.rich_format_error = _say_error


@contextmanager
def in_json() -> Iterator[None]:
    """Have errors of usage come as a JSON object too, as all other errors do with --json."""
    from typer import rich_utils

    library: Any = rich_utils
    plain = library.rich_format_error

    def both(error: Any) -> None:
        context = getattr(error, "ctx", None)
        remedy = t("See: {command}").format(command=f"{context.command_path} --help") if context else None
        print_json({"error": in_words(error.format_message()), "remedy": remedy})
        plain(error)

    library.rich_format_error = both
    try:
        yield
    finally:
        library.rich_format_error = plain


def _say_error(error: Any) -> None:
    """Print an error of usage as all other errors are printed, with the way to the command's help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return
    console = err()
    console.print(f"[bold red]{t('error')}[/]: ", end="")
    console.print(in_words(error.format_message()), markup=False, soft_wrap=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        shown = t("See: {command}").format(command=f"{context.command_path} --help")
        console.print(f"  → {shown}", markup=False, soft_wrap=True)


def in_words(message: str) -> str:
    """Return an error of the library in the user's language; one that is not known as it is."""
    for template in _ERRORS:
        found = _pattern(template).fullmatch(message)
        if found is not None:
            values = found.groupdict()
            if "error" in values:
                values["error"] = in_words(values["error"])
            return t(template).format(**values)
    return message


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)),
        re.DOTALL,
    )
