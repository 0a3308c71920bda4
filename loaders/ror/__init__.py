"""The Research Organization Registry: releases in schema 1 and 2, with relations and withdrawn records."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence, reason_of
from loaders.base import VALUE_LIMIT, Edition, Event, Progress, Reject, Skip, Source, Warn
from loaders.jsonlines import check_encoding
from loaders.ror.dump import read_dump
from loaders.ror.records import Envelope, Record
from loaders.ror.rows import Collector, RecordError
from loaders.rows import batch
from loaders.typed import sentence_and_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.base import Input, Options

CHUNK = 20_000
"""Records after which rows are handed on."""
_RECORD = msgspec.json.Decoder(Record)
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_ENVELOPE = msgspec.json.Decoder(Envelope)
_RELEASE = re.compile(r"v\d+\.\d+(?:\.\d+)?")
_FAULTS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def load(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    """Yield organisations, their names and relations; the release becomes the edition where none is named."""
    editions: dict[str, None] = {}
    done = unknown = 0
    for item in inputs:
        data, name, passed_over = read_dump(item)
        yield from (
            Skip(Sentence("other file of the release: {other}", other=other)) for other in passed_over
        )
        collector, records = Collector(), 0
        for line, column, text in _records(data, name):
            records += 1
            try:
                record = _RECORD.decode(text)
                collector.add(record)
                if record.release:
                    editions[record.release] = None
            except RecordError as error:
                path = error.column.replace("$", column, 1)
                yield Reject(item.name, line, reason_of(error), path, error.value)
            except _FAULTS as error:
                yield _reject(error, item.name, line, column, text)
            if records == CHUNK:
                yield from _batches(collector)
                yield Progress(records, done)
                unknown += collector.unknown_relations
                collector, records = Collector(), 0
        yield from _batches(collector)
        unknown += collector.unknown_relations
        done += item.size or len(data)
        yield Progress(records, done)
        if not editions and (match := _RELEASE.search(PurePath(name).name)):
            editions[match[0]] = None
    if unknown:
        yield Warn(
            Sentence("Relations left out for an unknown kind or an invalid ROR id: {count}.", count=unknown)
        )
    releases = sorted(editions, key=_version)
    if len(releases) > 1 and options.edition is None:
        yield Warn(
            Sentence(
                "The records come from {count} releases, {oldest} to {newest}; "
                "the load is named after the newest.",
                count=len(releases),
                oldest=releases[0],
                newest=releases[-1],
            )
        )
    if releases:
        yield Edition(releases[-1])


def _records(data: bytes, name: str) -> Iterator[tuple[int | None, str, bytes | msgspec.Raw]]:
    """Yield line, path and text of each record of an array, a reply of the API, or JSON Lines."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    check_encoding(data, name)
    start = data.lstrip()[:1]
    if start == b"[":
        yield from ((None, f"$[{i}]", item) for i, item in enumerate(_whole(_ARRAY, data, name)))
    elif start != b"{":
        raise InputError(
            Sentence("is not JSON."),
            file=name,
            line=1,
            remedy=Sentence("Expected is a release of ROR: JSON, JSON Lines or zip."),
        )
    elif _spread(data):
        yield from _object(data)
    else:
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                yield number, "$", line


def _spread(data: bytes) -> bool:
    """Whether the file is one object over several lines, or a reply of the API on one."""
    first, _, rest = data.strip().partition(b"\n")
    try:
        value = msgspec.json.decode(first, type=dict[str, msgspec.Raw])
    except _FAULTS:
        return bool(rest) and not rest.lstrip().startswith(b"{")
    return "items" in value and "id" not in value


def _object(data: bytes) -> Iterator[tuple[int | None, str, bytes | msgspec.Raw]]:
    try:
        items = _ENVELOPE.decode(data).items
    except _FAULTS:
        yield 1, "$", data
    else:
        yield from ((None, f"$.items[{i}]", item) for i, item in enumerate(items))


def _whole(decoder: msgspec.json.Decoder[list[msgspec.Raw]], data: bytes, name: str) -> list[msgspec.Raw]:
    try:
        return decoder.decode(data)
    except RecursionError as error:
        raise InputError(Sentence("is nested too deeply."), file=name) from error
    except _FAULTS as error:
        raise InputError(
            Sentence("is not valid JSON: {error}.", error=error),
            file=name,
            remedy=Sentence("Fetch it again."),
        ) from error


def _version(release: str) -> tuple[tuple[int, ...], str]:
    return tuple(int(number) for number in re.findall(r"\d+", release)), release


def _batches(collector: Collector) -> Iterator[Event]:
    yield from (batch(table, rows) for table, rows in collector.tables().items() if rows)


def _reject(error: Exception, file: str, line: int | None, column: str, text: bytes | msgspec.Raw) -> Reject:
    value = bytes(text)[: 4 * VALUE_LIMIT].decode("utf-8", "replace")[:VALUE_LIMIT]
    if isinstance(error, RecursionError):
        return Reject(file, line, Sentence("the record is nested too deeply"), column, value)
    if isinstance(error, msgspec.ValidationError):
        said, path = sentence_and_path(error)
        return Reject(file, line, said, column + (path or ""), value)
    return Reject(file, line, Sentence("not JSON: {error}", error=error), column, value)


SOURCE = Source(
    name="ror",
    load=load,
    doc="The Research Organization Registry: a release (zip, JSON) or records as JSON Lines, schema 1 and 2.",
    record="organizations",
    accepts=(".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".zip"),
    stdin=True,
)
