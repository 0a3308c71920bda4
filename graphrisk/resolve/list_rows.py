"""What one row of a screening list means, and whom it names beside that."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.compare import Comparison, Kind, compare
from graphrisk.names.compare.words import generic_words
from graphrisk.names.identifiers import ror
from graphrisk.names.organizations import organization_key
from graphrisk.resolve.affiliations.matcher import Match, match
from graphrisk.resolve.affiliations.scoring import ONE_NAME, grade
from graphrisk.resolve.index import Choice, is_acronym
from graphrisk.resolve.strings import is_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.lazy import LazyIndex
    from graphrisk.resolve.index import NameIndex
    from graphrisk.resolve.organizations import Link

ALIKE = 0.93
"""Score of two names from which a list and the registry may spell one name in two ways."""


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
    entry: Entry,
    index: NameIndex,
    links: Mapping[str, Link],
    family: Family | None = None,
    otherwise: Callable[[Entry], Listing | None] = lambda _: None,
) -> tuple[list[Listing], list[Beside]]:
    """Return what a row means, and whom it names beside that.

    A row that gives a ROR id means that one. Otherwise its name decides, then its native name, in the row's
    country where it has one, and inside the body that the row says it belongs to; "CAS – unit" is never CAS.
    Of several records of one name the one is meant to which all others belong, as a company's branches do.
    Where the own names have no record, the only organisation that an alias names is meant. Lists print
    subsidiaries among aliases: an alias that is another organisation's name is not listed but named beside,
    as are those that the row itself calls subsidiary, unit or parent. Names without a record are listed as
    name:<key>, so that a declaration or an address that gives the same name is not lost. `otherwise` is asked
    last, for a row none of whose names has a record.
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
    if not main.org_id and not loose and (alike := otherwise(entry)):
        main = alike
        found = {alike.org_id: alike, **found}
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
            choice = self._choice(key, self._given) if kind != "alias" else None
            if choice and choice.org_id and self._is_sure(key, choice.org_id):
                seat = (choice.country,) if choice.country else ()
                head = ("head_of_namesakes",) if any(r.endswith("|branch") for r in choice.rejected) else ()
                return Listing(
                    choice.org_id, "B", kind, ("name", *self.where, *head), choice.rejected, countries=seat
                )
        return Listing("", "B", "name", ("no_record",))

    def _choice(self, key: str, countries: tuple[str, ...]) -> Choice:
        """Return what a name means: of several, the one to which by the registry all others belong."""
        choice = self._index.choose(key, countries)
        if not choice.ambiguous:
            return choice
        reasons = dict(rejected.rsplit("|", 1) for rejected in choice.rejected)
        namesakes = [org_id for org_id, why in reasons.items() if why == "ambiguous"]
        heads = [
            org_id
            for org_id in namesakes
            if all(other == org_id or self.relation(org_id, other) == "unit" for other in namesakes)
        ]
        if len(heads) != 1:
            return choice
        (head,) = heads
        seat = next((c.country for c in self._index.names[key] if c.org_id == head), None)
        rejected = tuple(
            f"{org_id}|{'branch' if why == 'ambiguous' else why}"
            for org_id, why in reasons.items()
            if org_id != head
        )
        return Choice(head, seat, rejected=rejected)

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
        choice = self._choice(key, near)
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


_INSTITUTION = re.compile(r"\b(?:univ|inst|acad|coll|polytec|hosp|lab|scho|res)|大学|研究|学院|科学院")


def _usual_words_only(seen: Comparison) -> bool:
    """Whether all words of two names that are not the same are ones that many organisations share."""
    usual = generic_words()
    return all(
        one.code == "words_alike"
        and all(pair.rpartition(" ~ ")[2] in usual for pair in one.detail.split(", "))
        for one in seen.evidence
        if one.code not in ("same_name", "same_words", "same_numbers")
    )


def spelled_otherwise(entry: Entry, names: LazyIndex, links: Mapping[str, Link]) -> Listing | None:
    """Return the organisation whose name a row prints abbreviated or with a misprint in a usual word.

    Asked only where no name of the row has a record: the matcher for printed affiliations must read the whole
    name as one organisation's, in the row's country, and the comparison of names must have nothing to say
    against it. Only words that many organisations share may be spelled otherwise: Henan University is not
    Hunan University. Where the row gives no country, all words must be the same, in whatever order, and
    a unit's name must say whose it is. Companies are not looked at, whose names are alike by chance.
    """
    if not _INSTITUTION.search(organization_key(entry.name)) or not names.get().orgs:
        return None
    one = _read_whole(entry, names.get())
    if one is None:
        return None
    seen = compare(entry.name, one.name, Kind.ORGANIZATION)
    if seen.score < ALIKE or any(doubt.share < 0 for doubt in seen.doubts) or not _usual_words_only(seen):
        return None
    seat = names.get().orgs[names.get().numbers[one.org_id]].country
    if seat != entry.country if entry.country else any(e.code == "words_alike" for e in seen.evidence):
        return None
    link = links[one.org_id]
    where = ("country",) if entry.country else ()
    countries = (seat,) if seat else ()
    return Listing(link.linked_id, "B", "name", (f"name_alike:{one.name}", *where), countries=countries)


def _read_whole(entry: Entry, index: Index) -> Match | None:
    """Return the one organisation as whose name the matcher reads the whole name of a row."""
    found = match(entry.name, index, entry.country)
    if not found or "whole_string" not in found[0].reasons:
        return None
    one, *others = found
    # The body that a unit's name ends with is read out of it as well, and tells the unit from its namesakes.
    several = any("parent_of_found" not in other.reasons for other in others)
    unsaid = is_unit(organization_key(entry.name)) and not (entry.country or others)
    weak = grade(one.reasons, one.score, ONE_NAME) == "C"
    return None if several or unsaid or weak else one
