"""Text on its way into the database: what can be stored and shown, and what searches compare."""

from __future__ import annotations

import re
import unicodedata

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def printable(text: str) -> str:
    """Return `text` without control characters and halves of characters, which databases refuse."""
    return _UNPRINTABLE.sub("", text)


def fold(text: str) -> str:
    """Return `text` as searches compare it: printable, in compatibility form, case folded."""
    return unicodedata.normalize("NFKC", printable(text)).casefold()
