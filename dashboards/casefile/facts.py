"""The shapes in which a case's surroundings are handed to tables, time line and network."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from graphrisk.i18n import N_

KINDS = {
    "post": N_("post"),
    "education": N_("education"),
    "funding": N_("funding"),
    "collaboration": N_("collaboration"),
    "support": N_("support"),
    "talent": N_("talent programme"),
    "scholarship": N_("scholarship"),
    "interest": N_("interest"),
    "partner": N_("partner"),
}
"""Kinds of declared rows, in the order in which they are shown, with their words."""


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """One row that the institution handed in. `org_id` is the organisation that its words mean."""

    kind: str
    org: str
    org_id: str | None
    detail: str
    start: dt.date | None
    end: dt.date | None
    source: str | None
    declared_on: dt.date | None


@dataclass(frozen=True, slots=True)
class WorkAuthor:
    """An author of a work with the organisations named there: pairs of id and name."""

    author_id: str
    name: str
    organizations: tuple[tuple[str, str], ...]
    is_person: bool


@dataclass(frozen=True, slots=True)
class PersonWork:
    """A work of the person, with the organisations that the person named on it: pairs of id and name."""

    work_id: str
    title: str
    date: dt.date | None
    url: str | None
    authors_count: int
    organizations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A funder that a work acknowledges, with the award number where one is printed."""

    work_id: str
    funder: str
    award: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Membership of an organisation in a list, with the days on which it holds."""

    org_id: str
    entry_id: str
    list_id: str
    list_title: str
    edition: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None
    citation: str | None


@dataclass(frozen=True, slots=True)
class Relative:
    """A listed body near the organisation that is asked about, which is its `unit`, `parent` or `alias`."""

    org_id: str
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that takes part in the application."""

    org: str
    org_id: str | None
    role: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that surrounds one question. Lists are empty where the graph holds nothing.

    `works` are the person's works in the record, newest first; `authors` are those of the works behind the
    question. `japanese` holds Japanese names of the home organisations by id, `meant` the names of those
    that the reasons of the identity speak of. `missing` says in a sentence why the graph could not be read,
    where it could not.
    """

    declared: tuple[DeclaredRow, ...] = ()
    signed_on: dt.date | None = None
    partners: tuple[Partner, ...] = ()
    works: tuple[PersonWork, ...] = ()
    authors: dict[str, tuple[WorkAuthor, ...]] = field(default_factory=dict)
    acknowledged: tuple[Acknowledged, ...] = ()
    listings: tuple[Listing, ...] = ()
    relatives: tuple[Relative, ...] = ()
    home: tuple[str, ...] = ()
    family: frozenset[str] = frozenset()
    japanese: dict[str, str] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)
    missing: str | None = None
