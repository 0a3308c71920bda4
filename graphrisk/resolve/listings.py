"""Which organisations the rows of screening lists mean, and from when to when each row holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.resolve.database import arrow, fill, rows
from graphrisk.resolve.index import Candidate, NameKind
from graphrisk.resolve.list_rows import Beside, Entry, Listing, match_entry, spelled_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from graphrisk.resolve.affiliations.lazy import LazyIndex
    from graphrisk.resolve.index import NameIndex
    from graphrisk.resolve.organizations import Link

_ORDER = {"name": 0, "native": 1, "alias": 2}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a list with the days on which it is in force."""

    edition: str
    valid_from: dt.date
    valid_to: dt.date | None


def last_days(entries: Sequence[Entry], editions: Sequence[Edition]) -> dict[str, dt.date | None]:
    """Return for each row of one list the last day of its membership; None while it holds.

    A date in the row wins, then the one given for its edition. The next edition ends every row of the one
    before on the day before it begins: rows that go on have a row of their own in it. Where that row begins
    later, the earlier one holds until the day before.
    """
    begins = {e.edition: e.valid_from for e in editions}
    ends = {e.edition: e.valid_to for e in editions}
    marks: dict[tuple[str, tuple[str, ...]], dt.date] = {}
    for entry in entries:
        for mark in _marks(entry):
            at = (entry.edition, mark)
            marks[at] = min(entry.valid_from, marks.get(at, entry.valid_from))
    found: dict[str, dt.date | None] = {}
    for entry in entries:
        start = begins.get(entry.edition, entry.valid_from)
        following = min((e for e in editions if e.valid_from > start), key=_age, default=None)
        last = entry.valid_to or ends.get(entry.edition)
        if entry.valid_to is None and following is not None:
            continued = [marks[at] for mark in _marks(entry) if (at := (following.edition, mark)) in marks]
            end = max(following.valid_from, min(continued, default=following.valid_from)) - _DAY
            last = min(last, end) if last else end
        found[entry.entry_id] = last
    return found


def _age(edition: Edition) -> tuple[dt.date, str]:
    return edition.valid_from, edition.edition


def _marks(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Yield what makes a row of the next edition the counterpart of this one: number, ROR id or name."""
    yield "row", entry.row_no, entry.name
    if entry.ror:
        yield "ror", entry.ror
    for _, key, kind in entry.names:
        if kind == "name" and key:
            yield "key", key


def link_listings(
    connection: duckdb.DuckDBPyConnection,
    index: NameIndex,
    links: Mapping[str, Link],
    affiliations: LazyIndex,
) -> None:
    """Fill `listings` and `listing_relations`; add the names in them without a record to the index.

    `organization_family` must be filled.
    """
    names: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for entry_id, name, key, kind in rows(
        connection, "SELECT entry_id, name, name_key, kind FROM list_names"
    ):
        names[entry_id].append((name, key, kind))
    related: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for entry_id, name, key, kind in rows(
        connection, "SELECT entry_id, name, name_key, kind FROM list_relations ORDER BY ALL"
    ):
        related[entry_id].append((name, key, kind))
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry_id, list_id, edition, row_no, name, country, given, start, end in rows(
        connection,
        """
        SELECT entry_id, list_id, edition, row_no, name, country_code, ror, valid_from, valid_to
        FROM list_entries ORDER BY entry_id
        """,
    ):
        own = sorted(names[entry_id], key=lambda name: (_ORDER.get(name[2], 3), name))
        entry = Entry(
            *(entry_id, list_id, edition, row_no, name, country, given, start, end),
            names=tuple(own),
            related=tuple(related[entry_id]),
        )
        entries[list_id].append(entry)
    editions: dict[str, list[Edition]] = defaultdict(list)
    for list_id, *facts in rows(
        connection, "SELECT list_id, edition, valid_from, valid_to FROM list_editions"
    ):
        editions[list_id].append(Edition(*facts))
    family = _family(connection) if entries else {}
    found: list[tuple[object, ...]] = []
    beside: list[tuple[object, ...]] = []
    unknown: dict[str, set[str | None]] = defaultdict(set)
    for list_id, rows_of_list in entries.items():
        ends = last_days(rows_of_list, editions[list_id])
        for entry in rows_of_list:
            last = ends[entry.entry_id]
            if last is not None and last < entry.valid_from:
                continue
            listed, others = match_entry(
                entry, index, links, family, lambda row: spelled_otherwise(row, affiliations, links)
            )
            found += [_row(entry, item, last) for item in listed]
            beside += [_row_beside(entry, item) for item in others]
            for org_id in (*(item.org_id for item in listed), *(item.org_id for item in others)):
                if org_id.startswith("name:"):
                    unknown[org_id].add(entry.country)
    fill(connection, "listings", arrow("listings", found))
    fill(connection, "listing_relations", arrow("listing_relations", beside))
    for org_id, countries in unknown.items():
        key = org_id.removeprefix("name:")
        for country in countries if key not in index.names else ():
            index.add(key, key, "name", Candidate(org_id, country, active=True, kind=NameKind.OWN))


def _family(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    sql = "SELECT org_id, member_id, relation FROM organization_family WHERE depth > 0"
    return {(one, other): relation for one, other, relation in rows(connection, sql)}


def _row_beside(entry: Entry, item: Beside) -> tuple[object, ...]:
    return item.org_id, entry.entry_id, item.kind, item.name, "B", "name", item.reasons, item.rejected


def _row(entry: Entry, item: Listing, last: dt.date | None) -> tuple[object, ...]:
    return (
        item.org_id,
        entry.entry_id,
        entry.list_id,
        entry.edition,
        entry.valid_from,
        last,
        item.grade,
        item.method,
        item.reasons,
        item.rejected,
    )
