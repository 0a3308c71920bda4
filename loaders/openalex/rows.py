"""From a work to rows of the schema: one `Collector` gathers the rows of a block of works."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from graphrisk.names.dates import parse_date
from graphrisk.names.identifiers import openalex, orcid, ror
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from loaders.openalex.affiliations import pairs
from loaders.openalex.funding import acknowledgements
from loaders.openalex.texts import abstract, doi, labels, title, topics

if TYPE_CHECKING:
    from loaders.openalex.records import Authorship, Institution, Work

LIST_CUT = 100
"""Where the list replies of the API cut the authors of a work."""
NO_AUTHOR = frozenset({"https://openalex.org/A9999999999", "https://openalex.org/A5317838346"})
"""Author ids under which the source gathers authors that it knows nothing of; they are nobody's record."""

_AUTHOR = "https://openalex.org/A"


class RecordError(ValueError):
    """A record that cannot be kept: the path to the fault and its value."""

    def __init__(self, reason: str, column: str, value: str | None = None) -> None:
        super().__init__(reason)
        self.column, self.value = column, value


class Collector:
    """Rows of all tables for the works given to `add`, and counts of what had to be amended on the way.

    Author records, their names and organisations are held once each; the last form of a record counts.
    """

    def __init__(self) -> None:
        self.works: list[tuple[object, ...]] = []
        self.authorships: list[tuple[object, ...]] = []
        self.affiliations: list[tuple[object, ...]] = []
        self.awards: list[tuple[object, ...]] = []
        self.persons: dict[str, tuple[object, ...]] = {}
        self.names: dict[tuple[str, str], tuple[object, ...]] = {}
        self.organizations: dict[str, tuple[object, ...]] = {}
        self.organization_names: dict[tuple[str, str], tuple[object, ...]] = {}
        self.counts: Counter[str] = Counter()
        self.truncated: list[str] = []
        self.known: dict[str | None, tuple[str | None, str | None]] = {}

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Return the rows by table, in the order of the schema."""
        return {
            "organizations": list(self.organizations.values()),
            "organization_names": list(self.organization_names.values()),
            "persons": list(self.persons.values()),
            "person_names": list(self.names.values()),
            "works": self.works,
            "authorships": self.authorships,
            "affiliations": self.affiliations,
            "work_awards": self.awards,
        }

    def add(self, work: Work) -> None:
        """Add a work with all that belongs to it.

        Raises `RecordError`, adding nothing, where it has no id, or neither date nor year.
        """
        work_id = openalex(work.id, "W") if work.id else None
        if work_id is None:
            reason = (
                "the record has no id; select= must keep id" if not work.id else "this is no id of a work"
            )
            raise RecordError(reason, "$.id", work.id)
        day, year = self._date(work)
        authorships = work.authorships
        listed = len(authorships) if authorships else 0
        count = max(work.authors_count or 0, listed)
        cut = bool(work.is_authors_truncated) or count > listed or _suspicious(work, listed)
        if cut and authorships is not None:
            self.counts["truncated"] += 1
            self.truncated.append(work_id)
        if authorships is None:
            self.counts["no_authorships"] += 1
        self.works.append(
            (
                work_id,
                doi(work.doi),
                title(work),
                abstract(work.abstract_inverted_index),
                work.type,
                day,
                year,
                work.language,
                count,
                cut,
                work.is_retracted,
                topics(work),
                labels(work.keywords),
                work_id,
            )
        )
        for position, authorship in enumerate(authorships or ()):
            self._add_authorship(work_id, position, authorship)
        if work.awards or work.grants or work.funders:
            self.awards.extend((work_id, seq, *row) for seq, row in enumerate(acknowledgements(work)))

    def _date(self, work: Work) -> tuple[dt.date, int]:
        text = work.publication_date
        if text:
            day = _day(text)
            if day is not None:
                return day, day.year
        year = work.publication_year
        if year is None or not dt.MINYEAR <= year <= dt.MAXYEAR:
            column = "$.publication_date" if text or year is None else "$.publication_year"
            raise RecordError(
                "the work has neither a date nor a year of publication",
                column,
                text or (year and str(year)) or None,
            )
        self.counts["date_from_year"] += 1
        return dt.date(year, 1, 1), year

    def _add_authorship(self, work_id: str, position: int, authorship: Authorship) -> None:
        author = authorship.author
        raw_name = authorship.raw_author_name
        author_id = name = assigned = None
        if author is not None:
            name = author.display_name
            assigned = self._orcid(author.orcid) if author.orcid else None
            if author.id:
                author_id = _author_id(author.id)
        if author_id is None:
            author_id = f"{work_id}#{position}"
        shown = name or raw_name
        if shown:
            key = person_key(shown)
            self.persons[author_id] = (author_id, shown, key, assigned)
            printed = raw_name or shown
            if (author_id, printed) not in self.names:
                key = key if printed == shown else person_key(printed)
                self.names[author_id, printed] = (author_id, printed, key)
        else:
            self.counts["nameless"] += 1
        stated = self._orcid(authorship.raw_orcid) if authorship.raw_orcid else None
        self.authorships.append(
            (work_id, position, author_id, raw_name, assigned, stated, authorship.is_corresponding)
        )
        for seq, (org, text) in enumerate(pairs(authorship, self)):
            self.affiliations.append((work_id, position, seq, author_id, org, text))

    def _orcid(self, given: str) -> str | None:
        found = orcid(given)
        if found is None:
            self.counts["bad_orcid"] += 1
        return found

    def register(self, institution: Institution) -> str | None:
        """Enter an institution into `known`, its organisation into the rows, and return its id."""
        org_id = (ror(institution.ror) if institution.ror else None) or (
            openalex(institution.id, "I") if institution.id else None
        )
        self.known[institution.id or institution.ror] = (institution.ror, org_id)
        name = institution.display_name
        if org_id and name:
            kinds = [institution.type.lower()] if institution.type else []
            country = (institution.country_code or "").strip().upper() or None
            self.organizations[org_id] = (org_id, name, country, kinds, None, None, org_id)
            self.organization_names[org_id, name] = (org_id, name, organization_key(name), "display", None)
        return org_id


def _suspicious(work: Work, listed: int) -> bool:
    """Whether a list of just the length at which replies are cut says nothing about its being whole."""
    return listed == LIST_CUT and work.authors_count is None and work.is_authors_truncated is None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_date(text)
    except ValueError:
        return None


def _author_id(given: str) -> str | None:
    if given.startswith(_AUTHOR) and given[len(_AUTHOR) :].isdecimal():
        found: str | None = given
    else:
        found = openalex(given, "A")
    return None if found in NO_AUTHOR else found
