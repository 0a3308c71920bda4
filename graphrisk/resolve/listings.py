"""Which organisations the rows of screening lists mean, and from when to when each row holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.identifiers import ror
from graphrisk.names.organizations import organization_key
from graphrisk.resolve.database import arrow, fill, rows
from graphrisk.resolve.index import Candidate, Choice, NameKind, is_acronym
from graphrisk.resolve.strings import is_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    related: tuple[tuple[str, str, str], ...] = ()
    """Organisations that the row names beside its body: (name, key, kind)."""


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


@dataclass(frozen=True, slots=True)
class Beside:
    """An organisation that a row names and that is not its body: `kind` is what it is to that body."""

    org_id: str
    kind: str
    name: str
    reasons: tuple[str, ...]
    rejected: tuple[str, ...] = ()


Family = Mapping[tuple[str, str], str]
"""Two organisations to what the second is to the first: ancestor or descendant."""


def match_entry(
    entry: Entry, index: NameIndex, links: Mapping[str, Link], family: Family | None = None
) -> tuple[list[Listing], list[Beside]]:
    """Return what a row means, and whom it names beside that.

    A row that gives a ROR id means that one. Otherwise its name decides, then its native name, in the row's
    country where it has one, and inside the body that the row says it belongs to; "CAS – unit" is never CAS.
    Where the own names have no record, the only organisation that an alias names is meant. Lists print
    subsidiaries among aliases: an alias that is another organisation's name is not listed but named beside,
    as are those that the row itself calls subsidiary, unit or parent. Names without a record are listed as
    name:<key>, so that a declaration or an address that gives the same name is not lost.
    """
    reading = _Reading(entry, index, family or {})
    main = _by_id(entry, links) or reading.by_own_name()
    found = {main.org_id: main} if main.org_id else {}
    loose: dict[str, tuple[str, Choice]] = {}
    beside: dict[str, Beside] = {}
    for name, key, kind in entry.names:
        if not key or is_acronym(name, kind):
            continue
        choice, why = reading.choose(key, kind, main)
        if choice.org_id is None:
            unknown = Listing(f"name:{key}", "B", kind, (why,), choice.rejected)
            found.setdefault(unknown.org_id, unknown)
        elif kind == "alias" and choice.org_id not in (main.org_id, *reading.parents):
            loose.setdefault(choice.org_id, (name, choice))
    if not main.org_id:
        for listing in reading.meant_by_aliases(loose):
            main = listing
            found[listing.org_id] = listing
            del loose[listing.org_id]
    for org_id, (name, choice) in loose.items():
        known = reading.relation(main.org_id, org_id)
        why = "registry" if known else "alias_of_other"
        beside[org_id] = Beside(
            org_id, known or "alias", name, ("name", *reading.where, why), choice.rejected
        )
    for one in reading.named_beside(main):
        if one.org_id not in found:
            beside[one.org_id] = one
    return list(found.values()), list(beside.values())


class _Reading:
    """What the names of one row may mean, in its country and inside the bodies that it belongs to."""

    def __init__(self, entry: Entry, index: NameIndex, family: Family) -> None:
        self._entry, self._index, self._family = entry, index, family
        self._given = (entry.country,) if entry.country else ()
        self.where = ("country",) if entry.country else ()
        parents = [
            index.choose(key, self._given).org_id
            for name, key, kind in entry.related
            if kind == "parent" and key and not is_acronym(name, "alias")
        ]
        self.parents = [org_id for org_id in parents if org_id and not org_id.startswith("name:")]
        """Bodies with a record that the row says it belongs to."""

    def by_own_name(self) -> Listing:
        """Return what the row's own names mean; an empty id where nothing bears them."""
        if inside := self._inside_parent():
            return inside
        for _, key, kind in self._entry.names:
            choice = self._index.choose(key, self._given) if kind != "alias" else None
            if choice and choice.org_id and self._is_sure(key, choice.org_id):
                seat = (choice.country,) if choice.country else ()
                return Listing(
                    choice.org_id, "B", kind, ("name", *self.where), choice.rejected, countries=seat
                )
        return Listing("", "B", "name", ("no_record",))

    def _inside_parent(self) -> Listing | None:
        """Return the one unit of a body that the row belongs to which bears its name, or any of them."""
        above = [name for name, _, kind in self._entry.related if kind == "parent"]
        own: list[dict[str, Listing]] = []
        others: list[dict[str, Listing]] = []
        for name, key, kind in self._entry.names:
            # "Institute of Physics, Chinese Academy of Sciences": the unit's own name stands before.
            body = next((body for body in above if name.endswith(f", {body}")), None)
            bare = name.removesuffix(f", {body}") if body else ""
            for spelling in dict.fromkeys((key, organization_key(bare))):
                units = {
                    c.org_id: Listing(
                        c.org_id,
                        "B",
                        kind,
                        ("name", f"within:{parent}"),
                        countries=tuple(filter(None, [c.country])),
                    )
                    for parent in self.parents
                    for c in self._index.names.get(spelling, ())
                    if self.relation(parent, c.org_id) == "unit"
                }
                (own if bare or kind != "alias" else others).append(units)
        for readings in (own, [*own, *others]):
            found = {org_id: listing for units in readings for org_id, listing in units.items()}
            if len(found) == 1:
                return next(iter(found.values()))
        return None

    def choose(self, key: str, kind: str, main: Listing) -> tuple[Choice, str]:
        """Return the organisation that a name means, and why none, where it means none."""
        near = self._given or (main.countries if kind == "alias" else ())
        choice = self._index.choose(key, near)
        if choice.org_id is None or choice.org_id in (main.org_id, *self.parents):
            return choice, "ambiguous" if choice.ambiguous else "no_record"
        if kind != "alias":
            # An own name that did not decide is no sign of another organisation.
            return (choice, "") if main.org_id else self._refused(choice, "usual_name")
        if self.parents and self.relation(main.org_id, choice.org_id) is None:
            inside = [p for p in self.parents if self.relation(p, choice.org_id) == "unit"]
            if not inside:
                return self._refused(choice, "outside_parent")
        if not main.org_id and not self._is_sure(key, choice.org_id):
            return self._refused(choice, "usual_name")
        return choice, ""

    def _refused(self, choice: Choice, why: str) -> tuple[Choice, str]:
        return Choice(rejected=(f"{choice.org_id}|{why}", *choice.rejected)), why

    def _is_sure(self, key: str, org_id: str) -> bool:
        """Whether a name tells enough: of units with usual names, only with a country or a second name."""
        if self._given or not is_unit(key):
            return True
        return any(
            other != key and not is_acronym(name, "alias") and self._index.has(other, org_id)
            for name, other, _ in self._entry.names
        )

    def meant_by_aliases(self, found: Mapping[str, tuple[str, Choice]]) -> list[Listing]:
        """Return the organisation that aliases mean where the own names have no record; none if in doubt.

        Of several the one is meant to which all others belong.
        """
        heads = [
            org_id
            for org_id in found
            if all(other == org_id or self.relation(org_id, other) == "unit" for other in found)
        ]
        return [
            Listing(
                org_id,
                "B",
                "alias",
                ("name", *self.where),
                choice.rejected,
                countries=(choice.country,) if choice.country else (),
            )
            for org_id in heads[:1]
            for _, choice in [found[org_id]]
        ]

    def relation(self, org_id: str, other: str) -> str | None:
        """Return what another organisation is to one, by the registry: unit or parent."""
        return {"descendant": "unit", "ancestor": "parent"}.get(self._family.get((org_id, other), ""))

    def named_beside(self, main: Listing) -> Iterator[Beside]:
        """Yield the organisations that the row itself calls subsidiary, unit or parent."""
        for name, key, kind in self._entry.related:
            if not key or is_acronym(name, "alias"):
                continue
            wanted = "parent" if kind == "parent" else "unit"
            inside = {
                c.org_id
                for c in self._index.names.get(key, ())
                if self.relation(main.org_id, c.org_id) == wanted
            }
            if len(inside) == 1:
                yield Beside(inside.pop(), kind, name, ("name", "registry"))
                continue
            near = self._given or (() if kind == "parent" else main.countries)
            choice = self._index.choose(key, near)
            if choice.org_id and (near or not is_unit(key)):
                yield Beside(choice.org_id, kind, name, ("name", *self.where), choice.rejected)
            elif choice.org_id != main.org_id:
                why = "ambiguous" if choice.ambiguous else "usual_name" if choice.org_id else "no_record"
                yield Beside(f"name:{key}", kind, name, (why,), choice.rejected)


def _by_id(entry: Entry, links: Mapping[str, Link]) -> Listing | None:
    given = ror(entry.ror) if entry.ror else None
    if given is None:
        return None
    link = links.get(given)
    if link is None:
        return Listing(given, "A", "ror", ("ror", "no_record"))
    return Listing(link.linked_id, "A", "ror", ("ror", *link.reasons), link.rejected)


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
            listed, others = match_entry(entry, index, links, family)
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
