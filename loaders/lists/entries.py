"""Rows of lists on their way to the schema: editions, entries, and names under which they are sought."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphrisk.names.countries import country_code
from graphrisk.names.dates import parse_date
from graphrisk.names.organizations import organization_key
from graphrisk.sentences import Sentence, reason_of
from loaders.lists.names import other_forms
from loaders.lists.relations import Related, read_row
from loaders.lists.table import RowError
from loaders.rows import batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.base import Batch


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list."""

    list_id: str
    edition: str
    row_no: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    name_native: str | None = None
    aliases: tuple[str, ...] = ()
    country: str | None = None
    concern_codes: tuple[str, ...] = ()
    parent: str | None = None
    ror: str | None = None
    program: str | None = None
    citation: str | None = None

    @property
    def entry_id(self) -> str:
        """The id of the row."""
        return f"{self.list_id}|{self.edition}|{self.row_no}"


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What holds for an edition as a whole; an empty `valid_from` leaves it to the edition's rows."""

    title: str | None = None
    publisher: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    citation: str | None = None


@dataclass(slots=True)
class Entries:
    """Rows gathered from the files of one load."""

    rows: list[Entry] = field(default_factory=list)
    facts: dict[tuple[str, str], EditionFacts] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)

    def add(self, entry: Entry, facts: EditionFacts, place: str) -> None:
        """Add a row found at `place`. Raises `RowError` where it cannot be a row of a list."""
        if not entry.name:
            raise RowError(Sentence("the row has no name"), "name")
        if entry.valid_to is not None and entry.valid_to < entry.valid_from:
            reason = Sentence("membership ends before it begins on {valid_from}", valid_from=entry.valid_from)
            raise RowError(reason, "valid_to", str(entry.valid_to))
        if (first := self._places.setdefault(entry.entry_id, place)) != place:
            raise RowError(
                Sentence("the edition has this row already, in {first}", first=first), "row_no", entry.row_no
            )
        self.rows.append(entry)
        self.facts.setdefault((entry.list_id, entry.edition), facts)

    def editions(self) -> list[str]:
        """Return the names of the editions, each once."""
        return list(dict.fromkeys(edition for _, edition in self.facts))

    def batches(self) -> Iterator[Batch]:
        """Yield the rows of the four tables."""
        if not self.rows:
            return
        yield batch("list_editions", [self._edition(*key, facts) for key, facts in self.facts.items()])
        yield batch("list_entries", [_entry(row) for row in self.rows])
        read = [(row, *read_row(row.name, row.name_native, row.aliases, row.parent)) for row in self.rows]
        yield batch("list_names", [name for row, names, _ in read for name in _names(row, names)])
        if relations := [one for row, _, related in read for one in _relations(row, related)]:
            yield batch("list_relations", relations)

    def _edition(self, list_id: str, edition: str, facts: EditionFacts) -> tuple[object, ...]:
        return (
            list_id,
            edition,
            facts.title or list_id,
            facts.publisher,
            facts.valid_from or self._first_day(list_id, edition),
            facts.valid_to,
            facts.citation,
        )

    def _first_day(self, list_id: str, edition: str) -> dt.date:
        """Return the day from which most rows of an edition hold, the later one of several."""
        days = Counter(
            row.valid_from for row in self.rows if (row.list_id, row.edition) == (list_id, edition)
        )
        most = max(days.values())
        return max(day for day, count in days.items() if count == most)


def _entry(row: Entry) -> tuple[object, ...]:
    return (
        row.entry_id,
        row.list_id,
        row.edition,
        row.row_no,
        row.name,
        row.name_native,
        row.country,
        list(row.concern_codes),
        row.parent,
        row.ror,
        row.program,
        row.citation,
        row.valid_from,
        row.valid_to,
    )


def _names(row: Entry, others: Sequence[str]) -> Iterator[tuple[object, ...]]:
    aliases = [alias for alias in others if alias not in (row.name, row.name_native)]
    derived = [form for name in (row.name, *aliases) for form in other_forms(name)]
    kinds = dict.fromkeys((*aliases, *derived), "alias")
    if row.name_native:
        kinds[row.name_native] = "native"
    kinds[row.name] = "name"
    for name, kind in sorted(kinds.items(), key=lambda pair: (pair[1] != "name", pair[1] != "native")):
        yield row.entry_id, row.list_id, row.edition, name, organization_key(name), kind


def _relations(row: Entry, related: Sequence[Related]) -> Iterator[tuple[object, ...]]:
    for one in related:
        key = organization_key(one.name)
        yield row.entry_id, row.list_id, row.edition, one.name, key, one.kind, one.printed


def day(text: str, column: str, *, end: bool = False) -> dt.date | None:
    """Return the date in a cell, None where it is empty. Raises `RowError` where it is none."""
    try:
        return parse_date(text, end=end)
    except ValueError as error:
        raise RowError(reason_of(error), column, text) from error


def country(text: str, column: str) -> str | None:
    """Return the ISO code of the country in a cell. Raises `RowError` where no country is known by it."""
    if not text:
        return None
    found = country_code(text)
    if found is None:
        raise RowError(Sentence("no country is known by this code or name"), column, text)
    return found
