"""Screening lists with editions: dated, cited, organisations only.

An edition and every row in it carry the days from and until which they hold. Rows about people, vessels and
aircraft are passed over and counted; columns about the origin of people are never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from graphrisk.errors import InputError, UsageError
from graphrisk.sentences import Sentence
from loaders.base import Edition, Event, Input, Options, Reject, Source
from loaders.lists import csl, generic, sdn, section1286
from loaders.lists.entries import Entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Format(Protocol):
    """Reads files of one format into `entries` and yields what there is to say."""

    def __call__(self, inputs: Sequence[Input], options: Options, entries: Entries) -> Iterator[Event]:
        """Read the files."""
        ...


FORMATS: dict[str, Format] = {
    "generic": generic.load,
    "section1286": section1286.load,
    "csl": csl.load,
    "sdn": sdn.load,
}
"""The formats by the name that `--format` takes."""


def load(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    """Yield editions, their rows and names. Raises `UsageError` where no known format is named."""
    reader = FORMATS.get(options.list_format or "")
    if reader is None:
        given = (
            Sentence("{name} is no format of a list.", name=repr(options.list_format))
            if options.list_format
            else Sentence("No format is named.")
        )
        raise UsageError(given, remedy=Sentence("Say one: --format {names}.", names=" | ".join(FORMATS)))
    entries = Entries()
    rejected = 0
    for event in reader(inputs, options, entries):
        rejected += isinstance(event, Reject)
        yield event
    if not entries.rows and not rejected:
        raise InputError(
            Sentence("no row names an organisation."), file=", ".join(item.name for item in inputs)
        )
    yield from entries.batches()
    if entries.facts:
        yield Edition(", ".join(entries.editions()))


SOURCE = Source(
    name="list",
    load=load,
    doc="Screening lists: CSV in the formats generic, section1286, csl, sdn.",
    record="list_entries",
    accepts=(".csv", ".csv.gz"),
    stdin=True,
)
