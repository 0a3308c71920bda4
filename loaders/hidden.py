"""What a spreadsheet program does not show of a sheet: rows and columns hidden by hand or by a filter.

They are read like all others, for nobody knows why they are hidden; whoever handed the form in may not know
that they are there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

_ATTRIBUTE = rb"""\b%s\s*=\s*["']([^"']*)["']"""
_HIDDEN, _NUMBER, _MIN, _MAX = (re.compile(_ATTRIBUTE % name) for name in (b"hidden", b"r", b"min", b"max"))
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>|<(?:\w+:)?row\b[^<>]*/>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^<>]*>")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")
_CHUNK = 1 << 20
_LONGEST = 64 << 20
"""Bytes of one row that are looked at; longer ones are no rows."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden rows that hold anything, by number from 1, and hidden columns as first and last number."""

    rows: tuple[int, ...] = ()
    columns: tuple[tuple[int, int], ...] = ()


def hidden(sheet: IO[bytes]) -> Hidden:
    """Return what is hidden in the XML of a sheet. It is read once, a part of it at a time in memory."""
    rows: list[int] = []
    columns: list[tuple[int, int]] = []
    last = 0
    for piece in _pieces(sheet):
        unseen = (column for column in _COLUMN.findall(piece) if _is_hidden(column))
        columns += [(_number(_MIN, column, 1), _number(_MAX, column, 1)) for column in unseen]
        row = _ROW.search(piece)
        if row is None:
            continue
        last = _number(_NUMBER, row[0], last + 1)
        if _is_hidden(row[0]) and _FILLED.search(piece, row.end()):
            rows.append(last)
    return Hidden(tuple(rows), tuple(columns))


def said_rows(rows: Sequence[int], most: int = 20) -> str:
    """Return row numbers as a person would list them: `3, 5–9`; after `most` of these, an ellipsis."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:most]]
    return ", ".join(shown) + (", …" if len(spans) > most else "")


def _pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """Yield the XML cut behind each row."""
    held, seen = b"", 0
    while chunk := sheet.read(_CHUNK):
        held += chunk
        start = 0
        for end in _ROW_END.finditer(held, seen):
            yield held[start : end.end()]
            start = end.end()
        held = held[start:]
        # Only the last tag may go on in the next part; what stands before it holds no end of a row.
        seen = max(0, held.rfind(b"<"))
        if len(held) > _LONGEST:
            return
    yield held


def _is_hidden(tag: bytes) -> bool:
    found = _HIDDEN.search(tag)
    return found is not None and found[1] in (b"1", b"true", b"on")


def _number(attribute: re.Pattern[bytes], tag: bytes, missing: int) -> int:
    found = attribute.search(tag)
    return int(found[1]) if found and found[1].isdigit() and len(found[1]) < 10 else missing
