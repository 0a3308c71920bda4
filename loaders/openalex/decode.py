"""From a block of JSON Lines, or one document, to Arrow tables: the work that a process does on its own."""

from __future__ import annotations

import gc
import re
import struct
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from graphrisk.sentences import Sentence, reason_of
from loaders.base import VALUE_LIMIT, Reject
from loaders.openalex.faults import DECODING, RecordError, of_decoding
from loaders.openalex.organizations import Register
from loaders.openalex.records import Identified, Reply, Work
from loaders.openalex.rows import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.jsonlines import Block

_ENTITY = re.compile(
    r"(?:https?://)?(?:api\.)?(?:openalex\.org/)?(?:([a-z-]+)/\S+|(?:[a-z]+/)?([A-Z])\d+)", re.I
)
_KINDS = {
    "A": "author",
    "C": "concept",
    "F": "funder",
    "G": "award",
    "I": "institution",
    "P": "publisher",
    "S": "source",
    "T": "topic",
}
_WORK = msgspec.json.Decoder(Work)
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_IDENTIFIED = msgspec.json.Decoder(Identified)
_REPLY = msgspec.json.Decoder(Reply)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a block held: rows by table, refused records, and counts of records, skips and amendments."""

    tables: dict[str, pa.Table]
    rejects: list[Reject]
    records: int
    skips: Counter[str]
    counts: Counter[str]
    truncated: list[str]
    consumed: int


class Decoder:
    """Decodes the blocks of one load, one after another, and remembers what authors share."""

    def __init__(self) -> None:
        self._register = Register()

    def __call__(self, block: Block) -> Decoded:
        """Decode a block; no record of it can raise, each one that cannot be used becomes a `Reject`."""
        if self._register.full:
            self._register = Register()
        with _garbage_collection_paused():
            return _decode(block, self._register)


def _decode(block: Block, register: Register) -> Decoded:
    reader = _Reader(block, register)
    if block.document:
        reader.document(block.data)
    else:
        reader.lines(block.data)
    collected = reader.collector
    return Decoded(
        collected.tables(),
        reader.rejects,
        reader.records,
        reader.skips,
        +collected.counts,
        collected.truncated,
        block.consumed,
    )


class _Reader:
    def __init__(self, block: Block, register: Register) -> None:
        self.file = block.file
        self.line = block.line
        self.collector = Collector(register)
        self.rejects: list[Reject] = []
        self.skips: Counter[str] = Counter()
        self.records = 0

    def lines(self, data: bytes) -> None:
        checked = _is_utf8(data)
        start, last = 0, len(data)
        # bytes.split looks at every byte, find at many of them at a time.
        for number in count(self.line):
            end = data.find(b"\n", start)
            line = data[start : end if end >= 0 else last]
            if line and not line.isspace():
                self.line = number
                self._record(line, "$", checked=checked)
            if end < 0:
                return
            start = end + 1

    def document(self, data: bytes) -> None:
        text = data.strip()
        checked = _is_utf8(text)
        if not text.startswith(b"["):
            self._record(text, "$", checked=checked)
            return
        try:
            items = _ARRAY.decode(text)
        except DECODING as error:
            self.records += 1
            self._reject(of_decoding(error), text)
            return
        self._items(items, "$", checked=checked)

    def _record(self, data: bytes | msgspec.Raw, path: str, *, checked: bool) -> None:
        """Read one work, or the works of a list reply."""
        try:
            # What is passed over is not looked at, so that its encoding has to be checked apart.
            if not checked:
                bytes(data).decode()
            work = _WORK.decode(data)
            if work.results is not None:
                self._items(work.results, f"{path}.results", checked=checked)
                return
            self.collector.add(work)
        except RecordError as error:
            if not self._passed_over(data):
                told = _told_by_service(data) or error
                column = told.column and told.column.replace("$", path, 1)
                self._reject(RecordError(reason_of(told), column, told.value), data)
        except DECODING as error:
            if not self._passed_over(data):
                self._reject(of_decoding(error, path), data)
        self.records += 1

    def _items(self, items: list[msgspec.Raw], path: str, *, checked: bool) -> None:
        for number, item in enumerate(items):
            self._record(item, f"{path}[{number}]", checked=checked)

    def _passed_over(self, data: bytes | msgspec.Raw) -> bool:
        """Count the record as passed over if its id says that it is no work."""
        try:
            given = _IDENTIFIED.decode(data).id
        except DECODING:
            return False
        match = _ENTITY.fullmatch(given or "")
        if match is None or (match[2] or "").upper() == "W":
            return False
        kind = match[1] or _KINDS.get(match[2].upper(), "")
        if not kind:
            return False
        self.skips[Sentence("{kind} records; only works are loaded", kind=kind.rstrip("s"))] += 1
        return True

    def _reject(self, error: RecordError, data: bytes | msgspec.Raw) -> None:
        value = error.value
        if value is None:
            value = bytes(data)[: 4 * VALUE_LIMIT].decode("utf-8", "replace")
        self.rejects.append(Reject(self.file, self.line, reason_of(error), error.column, value[:VALUE_LIMIT]))


def _told_by_service(data: bytes | msgspec.Raw) -> RecordError | None:
    """Return what an answer of the service without works says; None where it is no such answer."""
    try:
        reply = _REPLY.decode(data)
    except DECODING:
        return None
    if reply.error:
        said = (reply.message or reply.error)[:VALUE_LIMIT]
        reason = Sentence("the service answered with an error instead of works: {error}", error=said)
        return RecordError(reason, "$.error", reply.error)
    if reply.meta is not None:
        return RecordError(Sentence("a list reply without results; ask the service anew"), "$.results")
    return None


def _is_utf8(data: bytes) -> bool:
    """Whether all of it is UTF-8. Arrow looks at many bytes at a time and makes no string."""
    ends = struct.pack("=2i", 0, len(data))
    text = pa.StringArray.from_buffers(1, pa.py_buffer(ends), pa.py_buffer(data))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Hold back Python's search for reference cycles: a block makes millions of objects and no cycle."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
