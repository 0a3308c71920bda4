"""Small worlds for tests: a few lines of literals make a store that a scan can read.

`World()` holds rows; its methods add an organisation, a listing, a person, a work or a declaration, with
sensible values for what a test does not care about. `world.store()` gives a `GraphStore` over an engine in
memory with all derived tables filled by the real resolver; `world.scan()` runs the rules. Organisations are
named by short ids: `O1` becomes a ROR id, see `org_id`. A person with `author` declares that author record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.names.identifiers import award_key
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.policies import load_policy
from graphrisk.schema import TABLES, Type
from tests.factory_store import FactoryScope, FactoryStore

__all__ = [
    "CALL",
    "FactoryScope",
    "FactoryStore",
    "World",
    "author_id",
    "day",
    "org_id",
    "small_world",
    "work_id",
]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.findings import Finding
    from graphrisk.policies import Policy
    from graphrisk.scan import ScanResult

Day = str | dt.date | None
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
CALL, CLOSES = "CALL", "2026-06-01"


def day(value: Day) -> dt.date | None:
    """Return a date from its ISO form."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def org_id(short: str) -> str:
    """Return the ROR id that stands for a short name: well-formed, with a valid check number."""
    number = int.from_bytes(hashlib.sha256(short.encode()).digest()[:4], "big") % 2**30
    code = "".join(_BASE32[number >> shift & 31] for shift in range(25, -1, -5))
    return f"https://ror.org/0{code}{98 - number * 100 % 97:02d}"


def author_id(short: str) -> str:
    return f"https://openalex.org/{short}"


def work_id(short: str) -> str:
    return f"https://openalex.org/{short}"


@dataclass
class World:
    """Rows of a small graph, by table."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        """Add a row; required columns that are not given get a plain value, row_id a hash of the row."""
        described = TABLES[table]
        row: dict[str, Any] = (
            {"source": "test", "edition": None, "snapshot": 1} if described.provenance else {}
        )
        for column in described.columns:
            row[column.name] = values.pop(column.name, [] if column.type is Type.STRINGS else None)
        assert not values, f"{table} has no columns {sorted(values)}"
        if "row_id" in row and row["row_id"] is None:
            content = repr((table, sorted((k, str(v)) for k, v in row.items())))
            row["row_id"] = hashlib.sha256(content.encode()).hexdigest()[:24]
        self.rows[table].append(row)
        return row

    def org(
        self, short: str, name: str | None = None, country: str = "JP", *, parent: str | None = None
    ) -> None:
        shown = name or f"Institute {short}"
        self.add("organizations", org_id=org_id(short), name=shown, country_code=country, status="active")
        self.add(
            "organization_names",
            org_id=org_id(short),
            name=shown,
            name_key=organization_key(shown),
            kind="display",
        )
        if parent:
            self.add("organization_relations", org_id=org_id(short), related_id=org_id(parent), kind="parent")

    def listed(
        self,
        short: str,
        since: Day = "2020-01-01",
        until: Day = None,
        *,
        list_id: str = "eul",
        edition: str = "2020",
        codes: Sequence[str] = (),
        name: str | None = None,
    ) -> None:
        """List an organisation, by its id, or by `name` where `short` is empty."""
        editions = {(row["list_id"], row["edition"]) for row in self.rows["list_editions"]}
        if (list_id, edition) not in editions:
            self.add("list_editions", list_id=list_id, edition=edition, valid_from=day("2000-01-01"))
        number = str(len(self.rows["list_entries"]) + 1)
        entry = f"{list_id}|{edition}|{number}"
        shown = name or self._name(short)
        self.add(
            "list_entries",
            entry_id=entry,
            list_id=list_id,
            edition=edition,
            row_no=number,
            name=shown,
            ror=org_id(short) if short else None,
            concern_codes=list(codes),
            valid_from=day(since),
            valid_to=day(until),
        )
        self.add(
            "list_names",
            entry_id=entry,
            list_id=list_id,
            edition=edition,
            name=shown,
            name_key=organization_key(shown),
            kind="name",
        )

    def call(self, closes: Day = CLOSES, *, designated: bool = True, program: str | None = None) -> None:
        self.add(
            "calls", call_id=CALL, title="Call", designated=designated, program=program, closes_on=day(closes)
        )

    def application(self, number: str = "A1", *, areas: Sequence[str] = (), **values: Any) -> None:
        values.setdefault("title", f"Study {number}")
        self.add("applications", application_id=number, call_id=CALL, technology_areas=list(areas), **values)

    def person(
        self,
        number: str = "P1",
        *,
        home: str = "HOME",
        author: str | None = None,
        name: str | None = None,
        application: str = "A1",
        role: str = "pi",
        signed: bool = True,
        **values: Any,
    ) -> None:
        """Add a participant; with `author`, an author record of the same name that the person declares."""
        shown = name or f"Person {number}"
        self.add(
            "participants",
            application_id=application,
            person_id=number,
            role=role,
            name_latin=[shown],
            openalex_id=author_id(author) if author else None,
            home_org=self._name(home),
            home_org_ror=org_id(home) if self._knows(home) else None,
            **values,
        )
        if author and author_id(author) not in {row["author_id"] for row in self.rows["persons"]}:
            self.author(author, shown)
        if signed:
            self.add("attestations", person_id=number, signed_on=day("2026-01-01"))

    def case(self, label: str, *, areas: Sequence[str] = (), **values: Any) -> None:
        """Add an application with one person: application, person and author record are called `label`."""
        self.application(label, areas=areas)
        self.person(label, application=label, author=values.pop("author", label), **values)

    def author(self, short: str, name: str, orcid: str | None = None) -> None:
        key = person_key(name)
        self.add("persons", author_id=author_id(short), display_name=name, name_key=key, orcid=orcid)
        self.add("person_names", author_id=author_id(short), name=name, name_key=key)

    def work(
        self,
        short: str,
        date: Day,
        *authors: tuple[str, Sequence[str | tuple[str | None, str | None] | None]],
        awards: Sequence[tuple[str | None, str | None, str | None]] = (),
        **values: Any,
    ) -> None:
        """Add a work; an author is an author record and its organisations, each an id or (id, string).

        An award is (funder's id, funder's name, award number).
        """
        when, number = day(date), work_id(short)
        values.setdefault("authors_count", len(authors))
        values.setdefault("authors_truncated", False)
        self.add(
            "works",
            work_id=number,
            title=values.pop("title", f"Title {short}"),
            type=values.pop("type", "article"),
            publication_date=when,
            publication_year=when.year if when else None,
            **values,
        )
        known = {row["author_id"] for row in self.rows["persons"]}
        for position, (author, organizations) in enumerate(authors):
            if author_id(author) not in known:
                self.author(author, f"Author {author}")
                known.add(author_id(author))
            self.add("authorships", work_id=number, position=position, author_id=author_id(author))
            for seq, place in enumerate(organizations):
                short_id, string = place if isinstance(place, tuple) else (place, None)
                self.add(
                    "affiliations",
                    work_id=number,
                    position=position,
                    seq=seq,
                    author_id=author_id(author),
                    org_id=org_id(short_id) if short_id else None,
                    raw_string=string,
                )
        for seq, (funder, funder_name, award) in enumerate(awards):
            self.add(
                "work_awards",
                work_id=number,
                seq=seq,
                funder_ror=org_id(funder) if funder else None,
                funder_name=funder_name,
                award_id=award,
                award_key=award_key(award),
            )

    def declare(
        self, sheet: str, person: str = "P1", start: Day = None, end: Day = None, **values: Any
    ) -> None:
        """Add a row of a declared sheet, such as `affiliations`; organisations by short id."""
        table = f"declared_{sheet}"
        field_of = {"funding": "funder", "support": "provider", "scholarships": "sponsor"}
        name = field_of.get(sheet, "org")
        if name in values and self._knows(values[name]):
            if f"{name}_ror" in TABLES[table].names:
                values[f"{name}_ror"] = org_id(values[name])
            values[name] = self._name(values[name])
        if sheet == "affiliations":
            values.setdefault("type", "employed")
        if sheet == "funding":
            values.setdefault("status", "current")
            values["award_key"] = award_key(values.get("award_id"))
        if {"start_on", "end_on"} <= set(TABLES[table].names):
            values |= {"start_on": day(start), "end_on": day(end)}
        self.add(table, person_id=person, **values)

    def partner(self, org: str, *, application: str = "A1", role: str = "partner") -> None:
        self.add(
            "partners",
            application_id=application,
            org=self._name(org),
            org_ror=org_id(org) if self._knows(org) else None,
            role=role,
        )

    def _knows(self, short: str) -> bool:
        return any(row["org_id"] == org_id(short) for row in self.rows["organizations"])

    def _name(self, short: str) -> str:
        for row in self.rows["organizations"]:
            if row["org_id"] == org_id(short):
                return str(row["name"])
        return short

    def store(self) -> FactoryStore:
        return FactoryStore(self)

    def scan(self, *, policy: Policy | None = None, as_of: Day = None) -> ScanResult:
        from graphrisk.scan import scan

        return scan(self.store(), CALL, policy=policy or load_policy("jp-tejunsho"), as_of=day(as_of))

    def found(self, rule: str, *, policy: Policy | None = None, as_of: Day = None) -> list[Finding]:
        """Return the findings of one rule."""
        return [f for f in self.scan(policy=policy, as_of=as_of).findings if f.rule == rule]


def small_world(*, designated: bool = True, areas: Sequence[str] = ()) -> World:
    """Return a world with a call, an application and its leader at home, whose author record is `AP1`."""
    world = World()
    for short, country in (("HOME", "JP"), ("NEAR", "JP"), ("FAR", "CN"), ("LISTED", "CN")):
        world.org(short, country=country)
    world.call(designated=designated)
    world.application(areas=areas)
    world.person(author="AP1")
    return world
