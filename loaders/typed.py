"""What msgspec says of a record that has not the expected shape, as a sentence and a path."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

from graphrisk.sentences import Sentence

Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""A whole number that a column can hold; JSON may hold longer ones."""

_PATH = re.compile(r" - at `\$([^`]*)`$")
_TYPE = re.compile(r"Expected `([^`]*)`, got `([^`]*)`")
_RANGE = re.compile(r"Expected `int` [<>]= -?\d+")
_FIELD = re.compile(r"Object missing required field `([^`]*)`")


def sentence_and_path(error: msgspec.ValidationError) -> tuple[str, str | None]:
    """Return what is wrong, and where below `$`, if it says where."""
    text = str(error)
    path = _PATH.search(text)
    text = _PATH.sub("", text)
    said: str = text
    if match := _TYPE.fullmatch(text):
        said = Sentence("Expected `{expected}`, got `{found}`", expected=match[1], found=match[2])
    elif _RANGE.fullmatch(text):
        said = Sentence("the number is too long")
    elif match := _FIELD.fullmatch(text):
        said = Sentence("Object missing required field `{field}`", field=match[1])
    return said, path[1] if path else None
