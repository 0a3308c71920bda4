"""The table that a command reads and the one that it writes: files, or standard input and output."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graphrisk.cli.words import t
from graphrisk.errors import InputError
from graphrisk.export.files import replacing
from loaders.base import Input
from loaders.inputs import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator

STDOUT = "-"


def table_input(path: Path) -> Input:
    """Return the file that `path` names; - is standard input. Raises `InputError` where there is none."""
    if str(path) == STDIN:
        return Input(None, t("standard input"), None)
    if not path.is_file():
        why = t("it is a folder.") if path.is_dir() else t("there is no such file.")
        raise InputError(why, file=str(path), remedy=t("Check the path."))
    return Input(path, str(path), path.stat().st_size)


@contextmanager
def table_output(path: Path) -> Iterator[Path]:
    """Give a file to write, which takes the place of `path`, or goes to standard output, when it is complete.

    Raises `InputError` where the place cannot be written to.
    """
    if str(path) != STDOUT:
        with replacing(path) as file:
            yield file
        return
    with TemporaryDirectory(prefix="graphrisk-") as folder:
        file = Path(folder) / "table.csv"
        yield file
        with file.open("rb") as written:
            shutil.copyfileobj(written, sys.stdout.buffer)
