"""Which organisations the rows of screening lists mean, and from when to when each row holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.identifiers import ror
from graphrisk.resolve.database import arrow, fill, rows
from graphrisk.resolve.index import Candidate, NameKind, is_acronym

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from graphrisk.resolve.index import NameIndex
    from graphrisk.resolve.organizations import Link

_ORDER = {"name": 0, "native": 1, "alias": 2}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list with its names: (name, key, kind), its own name first."""

    entry_id: str
    list_id: str
    edition: str
    row_no: str
    name: str
    country: str | None
    ror: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    names: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a list with the days on which it is in force."""

    edition: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """An organisation that a row means."""

    org_id: str
    grade: str
    method: str
    reasons: tuple[str, ...]
    rejected: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """Seat of the organisation, where its name led to it."""


def match_entry(entry: Entry, index: NameIndex, links: Mapping[str, Link]) -> list[Listing]:
    """Return what a row means: one organisation by id or its own name, and those that its aliases name.

    A row that gives a ROR id means that one. Otherwise its name decides, then its native name, in the row's
    country where it has one. Aliases of some lists are subsidiaries: another organisation that bears one is
    listed too, with that reason, if it lies in the same country. Names without a record are listed as
    name:<key>, so that a declaration or an address that gives the same name is not lost.
    """
    main = _by_id(entry, links) or _by_own_name(entry, index)
    found = {main.org_id: main} if main.org_id else {}
    given = (entry.country,) if entry.country else ()
    for name, key, kind in entry.names:
        if not key or is_acronym(name, kind):
            continue
        choice = index.choose(key, given or (main.countries if kind == "alias" else ()))
        if choice.org_id is None:
            why = "ambiguous" if choice.ambiguous else "no_record"
            found.setdefault(f"name:{key}", Listing(f"name:{key}", "B", kind, (why,), choice.rejected))
        elif kind == "alias":
            reasons = (
                "name",
                *(("country",) if given else ()),
                *(("alias_of_other",) if main.org_id else ()),
            )
            found.setdefault(choice.org_id, Listing(choice.org_id, "B", kind, reasons, choice.rejected))
    return list(found.values())


def _by_id(entry: Entry, links: Mapping[str, Link]) -> Listing | None:
    given = ror(entry.ror) if entry.ror else None
    if given is None:
        return None
    link = links.get(given)
    if link is None:
        return Listing(given, "A", "ror", ("ror", "no_record"))
    return Listing(link.linked_id, "A", "ror", ("ror", *link.reasons), link.rejected)


def _by_own_name(entry: Entry, index: NameIndex) -> Listing:
    countries = (entry.country,) if entry.country else ()
    for _, key, kind in entry.names:
        choice = index.choose(key, countries) if kind != "alias" else None
        if choice and choice.org_id:
            reasons = ("name", "country") if countries else ("name",)
            seat = (choice.country,) if choice.country else ()
            return Listing(choice.org_id, "B", kind, reasons, choice.rejected, seat)
    return Listing("", "B", "name", ("no_record",))


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


def link_listings(connection: duckdb.DuckDBPyConnection, index: NameIndex, links: Mapping[str, Link]) -> None:
    """Fill `listings`, and add the names of list rows without a record to the index."""
    names: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for entry_id, name, key, kind in rows(
        connection, "SELECT entry_id, name, name_key, kind FROM list_names"
    ):
        names[entry_id].append((name, key, kind))
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry_id, list_id, edition, row_no, name, country, given, start, end in rows(
        connection,
        """
        SELECT entry_id, list_id, edition, row_no, name, country_code, ror, valid_from, valid_to
        FROM list_entries ORDER BY entry_id
        """,
    ):
        own = sorted(names[entry_id], key=lambda name: (_ORDER.get(name[2], 3), name))
        entry = Entry(entry_id, list_id, edition, row_no, name, country, given, start, end, tuple(own))
        entries[list_id].append(entry)
    editions: dict[str, list[Edition]] = defaultdict(list)
    for list_id, *facts in rows(
        connection, "SELECT list_id, edition, valid_from, valid_to FROM list_editions"
    ):
        editions[list_id].append(Edition(*facts))
    found: list[tuple[object, ...]] = []
    unknown: dict[str, set[str | None]] = defaultdict(set)
    for list_id, rows_of_list in entries.items():
        ends = last_days(rows_of_list, editions[list_id])
        for entry in rows_of_list:
            last = ends[entry.entry_id]
            if last is not None and last < entry.valid_from:
                continue
            for item in match_entry(entry, index, links):
                found.append(_row(entry, item, last))
                if item.org_id.startswith("name:"):
                    unknown[item.org_id].add(entry.country)
    fill(connection, "listings", arrow("listings", found))
    for org_id, countries in unknown.items():
        key = org_id.removeprefix("name:")
        for country in countries if key not in index.names else ():
            index.add(key, key, "name", Candidate(org_id, country, active=True, kind=NameKind.OWN))


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
