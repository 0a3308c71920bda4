"""JSON Lines in bounded memory: blocks of whole lines, and the tell of files that are one JSON document.

A line may be as long as `LINE_LIMIT`; a longer one is skipped through without being held and refused with its
number. A file that is one document (an API reply printed over many lines, an array) is read whole, up to the
same limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pickle import PickleBuffer
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence
from loaders.base import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

    from loaders.streams import Stream

BLOCK = 4 * 2**20
"""Bytes that are unpacked, and handed on, at a time. Larger ones outgrow a processor's caches (measured)."""
LINE_LIMIT = 64 * 2**20
"""Bytes of the longest line and of the largest single document; a work of 5,000 authors has some MB."""
_SHOWN = 40
"""How many bytes of what is refused are shown."""
_NEWLINE = ord("\n")
_BOM = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_JSON_START = (b"{", b"[")


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of one file, or one document.

    `line` is the number of the first line, from 1; `consumed` counts the bytes taken from the file so far.
    """

    file: str
    line: int
    data: bytes
    consumed: int
    document: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """Give `data` apart from the rest, so that it need not go through a pipe."""
        return _block, (self.file, self.line, PickleBuffer(self.data), self.consumed, self.document)


def _block(file: str, line: int, data: ReadableBuffer, consumed: int, document: bool) -> Block:
    return Block(file, line, bytes(data), consumed, document)


def blocks(
    stream: Stream, name: str, *, size: int = BLOCK, limit: int = LINE_LIMIT
) -> Iterator[Block | Reject]:
    """Yield the blocks of a file, and a `Reject` for each line longer than `limit` bytes.

    Raises `InputError` where the file is empty, is not JSON, or is one document longer than `limit`.
    """
    head = _head(stream, name, size)
    if _is_document(head):
        yield _document(head, stream, name, limit)
        return
    yield from _lines(head, stream, name, size, limit)


def _head(stream: Stream, name: str, size: int) -> bytes:
    head = stream.read(size).removeprefix(_BOM)
    start = head.lstrip()[:1]
    if not start and not stream.read(1):
        raise InputError(Sentence("is empty."), file=name)
    check_encoding(head, name)
    if start not in _JSON_START:
        raise InputError(
            Sentence("is not JSON."),
            file=name,
            line=1,
            value=head.lstrip()[:_SHOWN].decode("utf-8", "replace"),
            remedy=Sentence("Expected is JSON or JSON Lines, plain or compressed with gzip."),
        )
    return head


def check_encoding(head: bytes, name: str) -> None:
    """Raise `InputError` where a file begins as JSON in UTF-16 or UTF-32 does, as some programs save it."""
    if head.startswith(_WIDE_MARKS) or (b"\0" in head[:4] and head[:4].strip(b"\0")[:1] in _JSON_START):
        raise InputError(
            Sentence("is in UTF-16 or UTF-32; JSON is in UTF-8."),
            file=name,
            line=1,
            remedy=Sentence("Save it in UTF-8."),
        )


def _is_document(head: bytes) -> bool:
    """Whether a file that begins so is one array, or one object printed over several lines."""
    text = head.lstrip()
    if text.startswith(b"["):
        return True
    first, _, rest = text.partition(b"\n")
    if not rest.strip() or rest.lstrip().startswith(b"{"):
        return False
    try:
        msgspec.json.decode(first, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return True
    return False


def _document(head: bytes, stream: Stream, name: str, limit: int) -> Block:
    data = head + stream.read(max(limit + 1 - len(head), 0))
    if len(data) > limit:
        raise InputError(
            Sentence("is one JSON document of more than {limit} MiB.", limit=limit // 2**20),
            file=name,
            remedy=Sentence("Turn it into JSON Lines, one record a line: jq -c '.results[]? // .[]' FILE."),
        )
    return Block(name, 1, data, stream.consumed, document=True)


def _lines(head: bytes, stream: Stream, name: str, size: int, limit: int) -> Iterator[Block | Reject]:
    line, rest, more = 1, b"", head
    while True:
        # What is left of the last line stands before `more`, and holds no end of a line.
        first, end = more.find(b"\n"), more.rfind(b"\n") + 1
        if len(rest) + (first if end else len(more)) > limit:
            yield _too_long(name, line, limit, rest[:_SHOWN] + more[:_SHOWN])
            line, rest = line + 1, b""
            if more := more[first + 1 :] if end else _skip_line(stream, size):
                continue
        elif end:
            data = b"".join((rest, memoryview(more)[:end]))
            yield Block(name, line, data, stream.consumed)
            line, rest = line + _newlines(data), more[end:]
        else:
            rest += more
        if not (more := stream.read(size)):
            break
    if rest.strip():
        yield Block(name, line, rest, stream.consumed)


def _newlines(data: bytes) -> int:
    # bytes.count takes four times as long.
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == _NEWLINE))


def _too_long(name: str, line: int, limit: int, start: bytes) -> Reject:
    reason = Sentence("the line is longer than {limit} MiB", limit=limit // 2**20)
    return Reject(name, line, reason, value=start[:_SHOWN].decode("utf-8", "replace"))


def _skip_line(stream: Stream, size: int) -> bytes:
    """Read on to the end of the line and return what was read beyond it."""
    while data := stream.read(size):
        _, newline, rest = data.partition(b"\n")
        if newline:
            return rest
    return b""
