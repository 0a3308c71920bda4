"""What the decisions in force mean for one call on one snapshot, before anything is scanned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphrisk.links import LinkDecision, LinkKind, Verdict, folded
from graphrisk.names.identifiers import ror
from graphrisk.names.organizations import organization_key
from graphrisk.resolve.decided.find import find_authors, find_organizations, find_people, find_rows
from graphrisk.resolve.decided.lookup import Reader

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import Any

    from graphrisk.resolve.decided.find import Found
    from graphrisk.resolve.decided.lookup import Row, Rows

APPLIED, IDLE, REPLACED, LOST = "applied", "idle", "replaced", "lost"
"""Outcomes: in force; about nobody of this call; a later one means the same link; finds no record."""

Outcome = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision that no longer finds its record, why (a reason code), and the person's applications."""

    decision: LinkDecision
    why: str
    people: tuple[tuple[str, str], ...] = ()
    """Pairs of application_id and person_id in this call; none where it is about organisations."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A decided link between a person and an author record of today."""

    decision: LinkDecision
    person_id: str
    author_id: str


@dataclass(frozen=True, slots=True)
class Naming:
    """A decided link between a text and the organisation of today; `org_ids` are all its ids.

    `key` is the text as it is compared: a declared one folded, with the ROR id that was given beside it.
    """

    decision: LinkDecision
    key: tuple[str, str | None]
    org_ids: frozenset[str]
    org_id: str
    org_name: str

    @property
    def plain(self) -> str:
        """The id of the text itself, where it means no record."""
        text = self.decision.facts["text"]
        return f"name:{organization_key(text) or folded(text)}"


@dataclass(frozen=True, slots=True)
class Membership:
    """A decided link between an organisation and the rows of one list that are it in any edition."""

    decision: LinkDecision
    org_ids: frozenset[str]
    org_id: str
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be put in force. `outcomes` has a line for every decision, by number."""

    people: tuple[Pair, ...] = ()
    declared: tuple[Naming, ...] = ()
    printed: tuple[Naming, ...] = ()
    listings: tuple[Membership, ...] = ()
    lost: tuple[Lost, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """The author records that a scan needs because they were confirmed."""
        return tuple(sorted({p.author_id for p in self.people if p.decision.verdict is Verdict.CONFIRMED}))

    @property
    def organizations(self) -> tuple[str, ...]:
        """The organisations that a scan needs because they were confirmed."""
        every: list[Naming | Membership] = [*self.declared, *self.printed, *self.listings]
        return tuple(sorted({one.org_id for one in every if one.decision.verdict is Verdict.CONFIRMED}))


@dataclass(slots=True)
class _Making:
    read: Reader
    lost: list[Lost] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)

    def lose(self, one: LinkDecision, why: str, people: Iterable[tuple[str, str]] = ()) -> None:
        self.lost.append(Lost(one, why, tuple(sorted(set(people)))))
        self.outcomes[one.id] = LOST


def plan_of(store: Rows, call_id: str, decisions: Sequence[LinkDecision]) -> Plan:
    """Return what `decisions`, those in force, mean for a call. Without any, nothing is read."""
    if not decisions:
        return Plan()
    making = _Making(Reader(store))
    kinds: dict[LinkKind, list[LinkDecision]] = defaultdict(list)
    for one in sorted(decisions, key=lambda one: one.id):
        kinds[one.kind].append(one)
    people = _people(making, call_id, kinds[LinkKind.PERSON])
    organizations = _organizations(making.read, decisions)
    declared = _namings(making, kinds[LinkKind.DECLARED], organizations)
    printed = _namings(making, kinds[LinkKind.PRINTED], organizations)
    listings = _memberships(making, kinds[LinkKind.LISTING], organizations)
    return Plan(
        people=people,
        declared=declared,
        printed=printed,
        listings=listings,
        lost=tuple(sorted(making.lost, key=lambda lost: lost.decision.id)),
        outcomes=tuple(
            (one.id, making.outcomes[one.id]) for one in sorted(decisions, key=lambda one: one.id)
        ),
    )


def memberships_of(read: Reader, decisions: Iterable[LinkDecision]) -> tuple[Membership, ...]:
    """Return what those of `decisions` mean that are upon list rows."""
    listed = [one for one in decisions if one.kind is LinkKind.LISTING]
    return _memberships(_Making(read), listed, _organizations(read, listed)) if listed else ()


def _people(making: _Making, call_id: str, decisions: Sequence[LinkDecision]) -> tuple[Pair, ...]:
    found = find_people(making.read, decisions)
    numbers = {row["application_id"] for rows in found.values() for row in rows}
    of_call = {
        row["application_id"]
        for row in making.read("applications", "application_id", numbers)
        if row["call_id"] == call_id
    }
    about: list[LinkDecision] = []
    for one in decisions:
        if any(row["application_id"] in of_call for row in found[one.id]):
            about.append(one)
        else:
            making.outcomes[one.id] = IDLE
    authors = find_authors(making.read, about)
    orcids = _orcids(making.read, authors.values())
    links: dict[tuple[str, str], list[LinkDecision]] = defaultdict(list)
    places: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in about:
        rows = found[one.id]
        here = [(row["application_id"], row["person_id"]) for row in rows if row["application_id"] in of_call]
        for place in here:
            places[place[1]].add(place)
        end = authors[one.id]
        moved = end.id is not None and end.id != one.object
        if end.id is None:
            making.lose(one, end.lost, here)
        elif one.verdict is Verdict.REJECTED and moved and _declares(rows, end.id, orcids):
            making.lose(one, "decision_now_declared", here)
        else:
            for person_id in {person_id for _, person_id in here}:
                links[person_id, end.id].append(one)
    return tuple(_settled(making, link, taken, places[link[0]]) for link, taken in sorted(links.items()))


def _orcids(read: Reader, found: Iterable[Found]) -> dict[str, str]:
    rows = read("persons", "author_id", [end.id for end in found])
    return {row["author_id"]: row["orcid"] for row in rows if row["orcid"]}


def _declares(rows: Iterable[Row], author_id: str, orcids: Mapping[str, str]) -> bool:
    return any(
        row["openalex_id"] == author_id or (row["orcid"] and row["orcid"] == orcids.get(author_id))
        for row in rows
    )


def _settled(
    making: _Making,
    link: tuple[str, str],
    taken: Sequence[LinkDecision],
    places: Iterable[tuple[str, str]],
) -> Pair:
    """Choose among decisions that mean one link by now: upon this very record before others, then the newest.

    Where the record of a decision went into one of which the opposite was said, it is lost and asked about.
    """
    person_id, author_id = link
    direct = [one for one in taken if one.object == author_id]
    chosen = max(direct or taken, key=lambda one: one.id)
    making.outcomes[chosen.id] = APPLIED
    for one in taken:
        if one is chosen:
            continue
        if one.object != chosen.object and one.verdict is not chosen.verdict:
            making.lose(one, "decision_records_merged", places)
        else:
            making.outcomes.setdefault(one.id, REPLACED)
    return Pair(chosen, person_id, author_id)


def _organizations(read: Reader, decisions: Iterable[LinkDecision]) -> dict[str, Found]:
    wanted: dict[str, Mapping[str, Any]] = {}
    for one in decisions:
        if one.kind is not LinkKind.PERSON:
            wanted[one.subject if one.kind is LinkKind.LISTING else one.object] = one.facts["organization"]
    return find_organizations(read, wanted)


def _namings(
    making: _Making, decisions: Sequence[LinkDecision], organizations: Mapping[str, Found]
) -> tuple[Naming, ...]:
    ids = [end.id for one in decisions if (end := organizations[one.object]).id]
    names = {row["org_id"]: row["name"] for row in making.read("organizations", "org_id", ids)}
    found: dict[Hashable, Naming] = {}
    for one in decisions:
        end = organizations[one.object]
        if end.id is None:
            making.lose(one, end.lost)
            continue
        declared = one.kind is LinkKind.DECLARED
        given = one.facts.get("given")
        text = one.facts["text"]
        key = (folded(text), ror(given) if given else None) if declared else (text, None)
        name = names.get(end.id) or one.facts["organization"]["name"]
        naming = Naming(one, key, frozenset({end.id, *end.also}), end.id, name)
        _replace(making, found, (key, end.id), naming)
    return tuple(found.values())


def _memberships(
    making: _Making, decisions: Sequence[LinkDecision], organizations: Mapping[str, Found]
) -> tuple[Membership, ...]:
    rows = find_rows(making.read, decisions)
    found: dict[Hashable, Membership] = {}
    for one in decisions:
        end = organizations[one.subject]
        if end.id is None or not rows[one.id]:
            making.lose(one, end.lost or "decision_row_gone")
            continue
        membership = Membership(one, frozenset({end.id, *end.also}), end.id, rows[one.id])
        _replace(making, found, (end.id, rows[one.id]), membership)
    return tuple(found.values())


def _replace(making: _Making, found: dict[Hashable, Any], key: Hashable, new: Any) -> None:
    """Put a newer decision in the place of an older one upon the same link."""
    before = found.pop(key, None)
    if before is not None:
        making.outcomes[before.decision.id] = REPLACED
    making.outcomes[new.decision.id] = APPLIED
    found[key] = new
