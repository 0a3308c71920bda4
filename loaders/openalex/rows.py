"""From works to tables of the schema: one `Collector` gathers the columns of a block of works."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.names.dates import parse_date
from graphrisk.names.identifiers import openalex
from graphrisk.schema import TABLES
from graphrisk.sentences import Sentence
from loaders.openalex.faults import RecordError
from loaders.openalex.funding import acknowledgements
from loaders.openalex.nested import lists_of, owners_and_places
from loaders.openalex.organizations import Organizations
from loaders.openalex.people import People
from loaders.openalex.texts import abstract, doi, labels, title, topics
from loaders.rows import arrow

if TYPE_CHECKING:
    from loaders.openalex.organizations import Register
    from loaders.openalex.records import Work

LIST_CUT = 100
"""Where the list replies of the API cut the authors of a work."""
_WORK = "https://openalex.org/W"


class Collector:
    """Tables for the works given to `add`, and counts of what had to be amended on the way.

    What a block has ten times more of than works, authorships and affiliations, is kept in columns and as
    numbers, and put into words all at once.
    """

    def __init__(self, register: Register) -> None:
        self.counts: Counter[str] = Counter()
        self.truncated: list[str] = []
        self._works: list[tuple[object, ...]] = []
        self._awards: list[tuple[object, ...]] = []
        self._organizations = Organizations(register)
        self._people = People()
        self._authors: list[int] = []
        """How many authorships each work has."""
        self._corresponding: list[bool | None] = []
        self._said: list[int] = []
        """What each authorship says of organisations, by number."""

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables that have rows, in the order of the schema. To be called once."""
        works = arrow("works", self._works)
        of_work, position = owners_and_places(lists_of(self._authors))
        work_id = works["work_id"].combine_chunks().take(of_work)
        author_id, raw_name, orcid, raw_orcid = self._people.columns(work_id, position, self.counts)
        corresponding = pa.array(self._corresponding, pa.bool_())
        persons, person_names = self._people.tables(author_id, raw_name, orcid, self.counts)
        of_authorship, seq, org, text = self._organizations.columns(pa.array(self._said, pa.int64()))
        organizations, names = self._organizations.rows()
        tables = {
            "organizations": arrow("organizations", organizations),
            "organization_names": arrow("organization_names", names),
            "persons": _table("persons", persons),
            "person_names": _table("person_names", person_names),
            "works": works,
            "authorships": _table(
                "authorships", [work_id, position, author_id, raw_name, orcid, raw_orcid, corresponding]
            ),
            "affiliations": _table(
                "affiliations",
                [
                    work_id.take(of_authorship),
                    position.take(of_authorship),
                    seq,
                    author_id.take(of_authorship),
                    org,
                    text,
                ],
            ),
            "work_awards": arrow("work_awards", self._awards),
        }
        return {name: table for name, table in tables.items() if table.num_rows}

    def add(self, work: Work) -> None:
        """Add a work with all that belongs to it.

        Raises `RecordError`, adding no work, where it has no id, neither date nor year, or a value of a wrong
        type.
        """
        work_id = _work_id(work.id) if work.id else None
        if work_id is None:
            reason = (
                Sentence("this is no id of a work")
                if work.id
                else Sentence("the record has no id; select= must keep id")
            )
            raise RecordError(reason, "$.id", work.id)
        day, year, exact = _published(work)
        authorships = work.authorships or ()
        said = self._organizations.numbers(authorships)
        self.counts["date_from_year"] += not exact
        self.counts["no_authorships"] += work.authorships is None
        listed = len(authorships)
        count = max(work.authors_count or 0, listed)
        cut = bool(work.is_authors_truncated) or count > listed or _suspicious(work, listed)
        if cut and work.authorships is not None:
            self.truncated.append(work_id)
        self._works.append(
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
        self._authors.append(listed)
        self._people.add(authorships)
        self._corresponding += [authorship.is_corresponding for authorship in authorships]
        self._said += said
        if work.awards or work.grants or work.funders:
            self._awards.extend((work_id, seq, *row) for seq, row in enumerate(acknowledgements(work)))


def _work_id(given: str) -> str | None:
    # The usual form needs no look at a pattern.
    if given.startswith(_WORK) and given[len(_WORK) :].isdecimal():
        return given
    return openalex(given, "W")


def _table(name: str, columns: list[pa.Array | pa.ChunkedArray]) -> pa.Table:
    return pa.Table.from_arrays(columns, schema=TABLES[name].arrow_schema())


def _published(work: Work) -> tuple[dt.date, int, bool]:
    """Return day and year of publication, and whether the day is known. Raises `RecordError` for neither."""
    text, year = work.publication_date, work.publication_year
    day = _day(text) if text else None
    if day is not None:
        return day, day.year, True
    if year is None or not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise RecordError(
            Sentence("the work has neither a date nor a year of publication"),
            "$.publication_date" if text or year is None else "$.publication_year",
            text or (None if year is None else str(year)),
        )
    return dt.date(year, 1, 1), year, False


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_date(text)
    except ValueError:
        return None


def _suspicious(work: Work, listed: int) -> bool:
    """Whether a list of just the length at which replies are cut says nothing about its being whole."""
    return listed == LIST_CUT and work.authors_count is None and work.is_authors_truncated is None
