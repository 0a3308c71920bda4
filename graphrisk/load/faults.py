"""What the engine and the system complain of during a load, as a person should read it."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import duckdb

from graphrisk.errors import GraphRiskError, InputError, StoreError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FULL = ("no space left", "disk quota", "file too large")


def as_error(error: OSError | duckdb.Error, folder: Path, files: Sequence[Path]) -> GraphRiskError:
    """Return the error to raise. `files` are the inputs that the engine reads itself."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    if full or any(words in text.lower() for words in _FULL):
        return StoreError(
            Sentence("The disk of {folder} is full: {text}.", folder=folder, text=text),
            remedy=Sentence("Make room and load again; the last snapshot stays in force."),
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError(
            Sentence("The database engine ran out of memory: {text}.", text=text),
            remedy=Sentence("Raise memory under [store] in graphrisk.toml."),
        )
    for path in files:
        if path.name in str(error):
            return InputError(
                Sentence("The file cannot be read as Parquet: {text}", text=text), file=str(path)
            )
    return StoreError(
        Sentence("The snapshots in {folder} cannot be written: {text}", folder=folder, text=text),
        remedy=Sentence("Check the folder and its rights."),
    )
