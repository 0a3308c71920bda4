"""What is wrong with a record, in words, with the path to it."""

from __future__ import annotations

import re

import msgspec

_PATH = re.compile(r" - at `\$([^`]*)`$")

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
        return RecordError("the record is nested too deeply", column)
    if isinstance(error, UnicodeDecodeError):
        return RecordError(f"not UTF-8 at byte {error.start + 1}", column)
    if isinstance(error, msgspec.ValidationError):
        match = _PATH.search(str(error))
        return RecordError(_PATH.sub("", str(error)), path + match[1] if match else column)
    return RecordError(f"not JSON: {error}", column)
