"""Reading a disclosure form: rows to batches, and whose earlier rows the form replaces."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.sentences import Sentence
from loaders.base import Batch, Progress, Reject, Replace, Warn
from loaders.disclosures.columns import SHEETS
from loaders.disclosures.documents import open_parts
from loaders.disclosures.rows import lay_out, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.base import Event, Input, Options
    from loaders.disclosures.fields import SheetFacts
    from loaders.disclosures.rows import Record

BATCH = 20_000
STEP = 5_000
"""Rows between two reports of progress."""

UNIQUE = {
    "calls": ("call_id",),
    "applications": ("application_id",),
    "participants": ("application_id", "person_id"),
}
"""Columns that name one row of a sheet: a second row of the same name that says otherwise is refused."""

_SHOWN = 5
_LONGEST = 60
"""Letters of an id that a note shows; somebody may have put a whole text in its place."""


class Submission:
    """What the files of one load say together: rows seen, and ids by which they are tied."""

    def __init__(self) -> None:
        self.rows = 0
        self.duplicates: dict[str, int] = {}
        self.sheets: list[SheetFacts] = []
        self._seen: set[str] = set()
        self._named: dict[tuple[str, ...], str] = {}
        self._ids: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def take(self, facts: SheetFacts, place: str, line: int, record: Record) -> Record | Reject | None:
        """Return a record that is new, None for one that stands already, a `Reject` for a contradiction."""
        row_id = str(record["row_id"])
        if row_id in self._seen:
            self.duplicates[place] = self.duplicates.get(place, 0) + 1
            return None
        self._seen.add(row_id)
        unique = UNIQUE.get(facts.name)
        if unique is not None:
            name = (facts.name, *(str(record[column]) for column in unique))
            first = self._named.setdefault(name, f"{place}, line {line}")
            if first != f"{place}, line {line}":
                what = unique[0]
                if len(unique) > 1:
                    what = Sentence("{first} and {second}", first=unique[0], second=unique[1])
                return Reject(
                    place,
                    line,
                    Sentence(
                        "this {what} stands in {first} already, with other values", what=what, first=first
                    ),
                    unique[-1],
                )
        for column in ("call_id", "application_id", "person_id"):
            if column in record:
                self._ids[column][facts.name].add(str(record[column]))
        return record

    def replaces(self) -> Iterator[Replace]:
        """Yield whose rows of which tables this form replaces: all whom it names, in all its sheets."""
        for facts in self.sheets:
            owners = set[str]().union(*self._ids[facts.owner].values())
            if facts.name == "calls":
                owners = self._ids["call_id"]["calls"]
            elif facts.name == "applications":
                owners = self._ids["application_id"]["applications"]
            if owners:
                yield Replace(facts.table.name, tuple(sorted(owners)))

    def remarks(self) -> Iterator[Warn]:
        """Yield what a person should know of the form as a whole."""
        if self.rows == 0:
            yield Warn(Sentence("The form holds no row below its headers; nothing was loaded."))
        for place, count in self.duplicates.items():
            yield Warn(
                Sentence(
                    "{place}: {count} row(s) stand there more than once and count once.",
                    place=place,
                    count=count,
                )
            )
        for column, home in (("call_id", "calls"), ("application_id", "applications")):
            for user, ids in self._ids[column].items():
                unknown = sorted(ids - self._ids[column][home]) if user != home else []
                if unknown:
                    yield Warn(
                        Sentence(
                            "{user}: {ids}: no such {column} in the sheet {home}.",
                            user=user,
                            ids=_some(unknown),
                            column=column,
                            home=home,
                        )
                    )
        people = self._ids["person_id"]
        if "participants" in people:
            strangers = sorted(set[str]().union(*people.values()) - people["participants"])
            if strangers:
                yield Warn(
                    Sentence("Declarations of persons who are no participants: {ids}.", ids=_some(strangers))
                )


def load(inputs: Sequence[Input], options: Options) -> Iterator[Event]:  # noqa: ARG001  # forms carry no edition
    """Yield the rows of workbooks and CSV folders in the disclosure form; several files make up one form.

    Raises `InputError` where a file cannot be read, or a sheet or column that the form needs is missing.
    """
    submission = Submission()
    with open_parts(inputs) as (parts, events):
        yield from events
        done = 0
        for part in parts:
            sheet, told = part.open()
            yield from told
            facts = SHEETS[part.name]
            layout = lay_out(facts, sheet)
            yield from layout.warnings
            if facts not in submission.sheets:
                submission.sheets.append(facts)
            records: list[Record] = []
            since = 0
            for item in read_rows(layout, sheet):
                if isinstance(item, Warn):
                    yield item
                    continue
                since += 1
                submission.rows += 1
                taken = item if isinstance(item, Reject) else submission.take(facts, sheet.place, *item)
                if isinstance(taken, Reject):
                    yield taken
                elif taken is not None:
                    records.append(taken)
                if len(records) >= BATCH:
                    yield _batch(facts, records)
                    records = []
                if since >= STEP:
                    yield Progress(since, done)
                    since = 0
            if records:
                yield _batch(facts, records)
            done += part.share
            yield Progress(since, done)
    yield from submission.replaces()
    yield from submission.remarks()


def _batch(facts: SheetFacts, records: list[Record]) -> Batch:
    table = facts.table
    return Batch(table.name, pa.Table.from_pylist(records, schema=table.arrow_schema()))


def _some(ids: list[str]) -> str:
    short = [one if len(one) <= _LONGEST else one[:_LONGEST] + "…" for one in ids[:_SHOWN]]
    shown, more = ", ".join(short), len(ids) - _SHOWN
    return Sentence("{ids} and {count} more", ids=shown, count=f"{more:,}") if more > 0 else shown
