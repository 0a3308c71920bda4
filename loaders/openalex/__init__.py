"""Works of OpenAlex: replies of its API, single records, and the JSON Lines of its snapshot.

Files may be plain or gzip, in the shapes before and after 2025. Author lists that the source cut, dates that
it does not know and identifiers with a wrong check digit are kept as they can be and said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from graphrisk.sentences import Sentence
from loaders.base import Batch, Event, Progress, Reject, Skip, Source, Warn
from loaders.inputs import open_counted
from loaders.jsonlines import Block, blocks
from loaders.openalex.decode import Decoded, Decoder
from loaders.parallel import ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loaders.base import Input, Options

FILL = frozenset({"organizations", "organization_names"})
"""Tables whose rows only fill gaps: the registry of organisations knows them better."""
_EXAMPLES = 3


def load(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    """Yield works, authorships, affiliations, awards, author records and the organisations they name."""
    counts: Counter[str] = Counter()
    skips: Counter[str] = Counter()
    truncated: list[str] = []
    done = cut = 0
    for part in _decoded(inputs, options.processes):
        if isinstance(part, Reject):
            yield part
            yield Progress(1, done)
            continue
        yield from (Batch(name, rows, name in FILL) for name, rows in part.tables.items())
        yield from part.rejects
        counts += part.counts
        skips += part.skips
        cut += len(part.truncated)
        truncated = (truncated + part.truncated)[:_EXAMPLES]
        done = part.consumed
        yield Progress(part.records, done)
    yield from (Skip(reason, count) for reason, count in sorted(skips.items()))
    yield from (Warn(text) for text in _warnings(counts, cut, truncated))


def _decoded(inputs: Sequence[Input], processes: int) -> Iterator[Decoded | Reject]:
    """Yield what the blocks of the files hold, and the lines that were too long to read."""
    refused: list[Reject] = []

    def readable() -> Iterator[Block]:
        done = 0
        for item in inputs:
            with open_counted(item) as stream:
                for block in blocks(stream, item.name):
                    if isinstance(block, Block):
                        yield replace(block, consumed=done + block.consumed)
                    else:
                        refused.append(block)
                done += stream.consumed

    for part in ordered(Decoder, readable(), processes=processes):
        yield from _drain(refused)
        yield part
    yield from _drain(refused)


def _drain(refused: list[Reject]) -> Iterable[Reject]:
    taken = refused[:]
    refused.clear()
    return taken


def _warnings(counts: Counter[str], cut: int, truncated: list[str]) -> Iterator[str]:
    if found := cut:
        more = ", …" if found > len(truncated) else ""
        yield Sentence(
            "Works whose list of authors the source cut: {count} ({ids}). Co-authors beyond the cut are "
            "unknown. Fetch these works one by one, or from the snapshot, and load them again.",
            count=found,
            ids=", ".join(truncated) + more,
        )
    if found := counts["no_authorships"]:
        yield Sentence(
            "Works without any list of authors, as select= in the request may leave it out: {count}.",
            count=found,
        )
    if found := counts["date_from_year"]:
        yield Sentence(
            "Works without a valid date, for which 1 January of their year stands: {count}.", count=found
        )
    if found := counts["bad_orcid"]:
        yield Sentence("ORCID iDs left out for a wrong form or check digit: {count}.", count=found)
    if found := counts["nameless"]:
        yield Sentence(
            "Authors without a name, kept on the work without an author record: {count}.", count=found
        )


SOURCE = Source(
    name="openalex",
    load=load,
    doc="Works of OpenAlex: API replies or JSON Lines, plain or .gz.",
    record="works",
    accepts=(".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".json", ".json.gz", ".gz"),
    stdin=True,
)
