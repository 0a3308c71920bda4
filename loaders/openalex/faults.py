"""What is wrong with a record, in words, with the path to it."""

from __future__ import annotations

import msgspec

from graphrisk.sentences import Sentence
from loaders.typed import sentence_and_path

DECODING = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding JSON raises."""


class RecordError(ValueError):
    """A record that cannot be kept: the path to the fault, from `$`, and its value."""

    def __init__(self, reason: str, column: str | None, value: str | None = None) -> None:
        super().__init__(reason)
        self.column, self.value = column, value


def of_decoding(error: Exception, path: str = "$") -> RecordError:
    """Return what an error of decoding the JSON at `path` means."""
    column = path if path != "$" else None
    if isinstance(error, RecursionError):
        return RecordError(Sentence("the record is nested too deeply"), column)
    if isinstance(error, UnicodeDecodeError):
        return RecordError(Sentence("not UTF-8 at byte {byte}", byte=error.start + 1), column)
    if isinstance(error, msgspec.ValidationError):
        said, below = sentence_and_path(error)
        return RecordError(said, path + below if below is not None else column)
    return RecordError(Sentence("not JSON: {error}", error=error), column)
