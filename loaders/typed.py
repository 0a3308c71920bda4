"""What msgspec says of a record that has not the expected shape, as a sentence and a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    import msgspec

_PATH = re.compile(r" - at `\$([^`]*)`$")
_TYPE = re.compile(r"Expected `([^`]*)`, got `([^`]*)`")
_FIELD = re.compile(r"Object missing required field `([^`]*)`")


def sentence_and_path(error: msgspec.ValidationError) -> tuple[str, str | None]:
    """Return what is wrong, and where below `$`, if it says where."""
    text = str(error)
    path = _PATH.search(text)
    text = _PATH.sub("", text)
    said: str = text
    if match := _TYPE.fullmatch(text):
        said = Sentence("Expected `{expected}`, got `{found}`", expected=match[1], found=match[2])
    elif match := _FIELD.fullmatch(text):
        said = Sentence("Object missing required field `{field}`", field=match[1])
    return said, path[1] if path else None
