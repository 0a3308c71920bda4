"""What an invented world is made of, before it is written as source files or as tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from babel import Locale

from graphrisk.findings import Level
from graphrisk.world.people import PersonName

_COUNTRIES = Locale("en").territories


@dataclass(frozen=True)
class Organization:
    """An organisation. `ror` is None for one that no registry knows; `city` may be an invented place."""

    number: int
    name: str
    city: str
    role: str
    ror: str | None = None
    country: str | None = None
    native: str | None = None
    parent: str | None = None

    @property
    def org_id(self) -> str:
        """Its id in the graph: the ROR id, or the source's own."""
        return self.ror or self.openalex_id

    @cached_property
    def openalex_id(self) -> str:
        """The bibliographic source's own id."""
        from graphrisk.world.identifiers import openalex

        return openalex("I", self.number)

    @property
    def key(self) -> str:
        """What a finding about it is compared by: the ROR id, or the name."""
        return self.ror or self.name

    @property
    def declared_name(self) -> str:
        """The name that forms use: in Japanese, Chinese or Korean where the registry knows it."""
        return self.native or self.name if self.ror else self.name

    def printed(self, department: str, style: int) -> str:
        """Return an affiliation as a work prints it, in one of several styles."""
        country = _COUNTRIES[self.country] if self.country else None
        place = ", ".join(part for part in (self.city, country) if part)
        return (
            f"{department}, {self.name}, {place}",
            f"{self.name}, {place}",
            f"{department}, {self.name}, {place}.",
            f"{self.name}; {place}",
            f"{department}, {self.name}",
        )[style % 5]


@dataclass(frozen=True, slots=True)
class Author:
    """An author record of the bibliographic source."""

    author_id: str
    name: PersonName
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An affiliation on a work: what is printed, and what the source resolved it to."""

    organization: Organization | None
    raw: str | None


@dataclass(frozen=True, slots=True)
class Credit:
    """An author of a work as the work names them."""

    author: Author
    raw_name: str
    addresses: tuple[Address, ...]
    raw_orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Funding that a work acknowledges."""

    funder: Organization
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A publication. `hidden` counts authors that the source cut from its list."""

    number: int
    title: str
    abstract: str | None
    type: str
    day: dt.date
    credits: tuple[Credit, ...]
    grants: tuple[Grant, ...] = ()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of an edition of a screening list."""

    organization: Organization
    row_no: str
    native: str | None = None
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    citation: str | None = None
    name: str | None = None
    """The name as the list prints it, where that is not the organisation's own."""
    subsidiaries: tuple[Organization, ...] = ()
    """Organisations that the list prints among the other names, as subsidiaries."""


@dataclass(frozen=True, slots=True)
class ListEdition:
    """An edition of a screening list with its rows."""

    list_id: str
    edition: str
    title: str
    publisher: str
    valid_from: dt.date
    rows: tuple[ListRow, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call. `designated` is what is true on its closing date, `says` what its own row claims."""

    call_id: str
    title: str
    program: str
    closes_on: dt.date
    designated: bool
    says: bool
    funder: str


@dataclass(frozen=True, slots=True)
class Application:
    """An application; `areas` are those of its project, declared in the form or found in its words."""

    application_id: str
    call: Call
    home: Organization
    areas: tuple[str, ...]
    field: str
    codes: tuple[str, ...] = ()

    @property
    def security(self) -> bool:
        """Whether ties to listed organisations are asked about at all."""
        return self.call.designated or bool(self.areas)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in an application; `author` is the record that truly is theirs, if the source has one."""

    application: Application
    person_id: str
    role: str
    name: PersonName
    home: Organization
    author: Author | None


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose an author record truly is: `truth` is same, other or unsure; `case` the plant, `note` why."""

    person_id: str
    author_id: str
    truth: str
    case: str
    note: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that what was planted must lead to. `object` is a ROR id, a name, or a role.

    `application_id` is None where the finding is about the call as a whole.
    """

    rule: str
    level: Level
    call_id: str
    application_id: str | None
    person_id: str | None
    object: str
    why: str


@dataclass(slots=True)
class Declared:
    """Rows of the declared tables as they grow, by table name, without row ids."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append(values)
