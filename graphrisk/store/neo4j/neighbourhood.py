"""What a scan of one call has to know, fetched in a few questions about many things at once.

The people of the call with all that they declared, in any call; the author records that may be theirs, by
declared ids, ORCID iDs and names, with all works of these; who else wrote those works and what they printed;
the organisations, strings and awards that are met on the way; lists and programmes whole.

Three bounds keep this small, and none changes a finding. Of a work with more authors than any rule looks at
only the places of the call's own people are fetched, and those of co-authors whom they named. Of one that is
older than the window in which rules look at what co-authors printed it is fetched who wrote it, which tells
people apart, and no more. An organisation is fetched with its family, never with those who were seen there.

`rejects`, `organization_relations`, `organization_places` and `list_relations` stay empty: no rule
reads them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.names.variants import search_keys, with_initial
from graphrisk.schema import TABLES
from graphrisk.schema.model import boolean, text
from graphrisk.store.neo4j import rows as where
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.pull import BATCH, in_lots
from graphrisk.store.neo4j.rehearsal import SLOW_SECONDS, rehearsing
from graphrisk.store.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graphrisk.store.base import Reach
    from graphrisk.store.neo4j.pull import Pull

    Tell = Callable[[str, float], None]

SMALL = (
    "calls",
    "programs",
    "list_editions",
    "list_entries",
    "list_names",
    "loads",
)
"""Tables that are fetched whole, as are the listings: rules look through them, and they grow with the lists,
not the graph."""
UNUSED = ("rejects", "organization_relations", "organization_places", "list_relations")
"""Tables that stay empty. A test holds that no scan reads them."""
SHEETS = tuple(t.name for t in TABLES.values() if t.layer == "declared" and "person_id" in t.names)
"""What people declared, participants among them."""

_ID = text("author_id", "the author record")
_WIDE_SLICE = 20
_FEW = 150
"""Author records that are asked about at a time: what hangs on each lies all over the disk of the server,
which is to be asked several such questions at once."""


def fetch(
    pull: Pull,
    call_id: str,
    *,
    reach: Reach,
    authors: Sequence[str] = (),
    organizations: Sequence[str] = (),
    tell: Tell,
) -> None:
    """Fetch what concerns the people of a call, and some further author records and organisations.

    `tell` hears of each step, with the share that is done.
    """
    began = time.monotonic()
    pull.whole("listings")
    with contextlib.ExitStack() as beside:
        if time.monotonic() - began > SLOW_SECONDS:
            beside.enter_context(rehearsing(pull.reader, later(reach)))
        pull.whole("listing_relations")
        pull.mixed(SMALL)
        tell("participants", 0.02)
        _declarations(pull, call_id)
        tell("persons", 0.05)
        _records(pull, authors)
        tell("works", 0.15)
        _works(pull, reach, _since(pull, reach), tell)
        tell("string_links", 0.85)
        _strings(pull)
        tell("organizations", 0.95)
        _organizations(pull, organizations)
    manifest = pull.reader.marker.manifest
    if manifest is None or manifest.years is None:
        _years(pull)


def later(reach: Reach) -> tuple[Callable[[Pull], None], ...]:
    """Return what `fetch` does after the declarations, in the order in which it is worth being planned."""
    some_day = None if reach.months is None else dt.date(2000, 1, 1)
    return (
        lambda pull: _works(pull, reach, some_day, lambda _table, _share: None),
        _strings,
        lambda pull: _organizations(pull, ()),
        lambda pull: _records(pull, ()),
    )


def _declarations(pull: Pull, call_id: str) -> None:
    pull.take("applications", "call_id", [call_id])
    applications = pull.values("SELECT application_id FROM applications")
    pull.take("partners", "application_id", applications)
    pull.take("participants", "application_id", applications)
    people = pull.values("SELECT person_id FROM participants")
    # What they declared in applications to other calls tells who they are, too.
    pull.run("DELETE FROM participants")
    pull.declared(SHEETS, people)
    rows = " UNION ALL ".join(f"SELECT row_id FROM {quoted(table)}" for table in (*SHEETS, "partners"))
    pull.take("mentions", "row_id", pull.values(rows))


def _records(pull: Pull, confirmed: Sequence[str]) -> None:
    """Fetch the author records that may be the people's."""
    found = pull.records("SELECT DISTINCT name_ja, name_kana, name_latin, former_names FROM participants")
    searched = [search_keys(**row) for row in found]
    whole = sorted(set[str]().union(*(keys.whole for keys in searched)))
    short = sorted(set[str]().union(*(keys.short for keys in searched)).difference(whole))
    # A record may print an initial that was not declared; the server knows its name with it only.
    exact = sorted(set[str]().union(*(keys.exact for keys in searched)))
    longer = sorted({key for one in exact for key in with_initial(one)}.difference(whole, short))
    pull.keep("records", {"author_id": pa.string()})
    for table, column, values in (
        ("persons", "name_key", [*whole, *short, *longer]),
        ("person_names", "name_key", whole),
        ("persons", "author_id", sorted({*pull.values("SELECT openalex_id FROM participants"), *confirmed})),
        ("author_orcids", "orcid", pull.values("SELECT orcid FROM participants")),
    ):
        for place in where.places(table):
            _, beginning = where.found(place, column)
            only = f"{beginning} RETURN collect([{where.expression(place, 'author_id')}])"
            pull.pick("records", only, (_ID,), values, fixed=place.fixed)
    authors = pull.values("SELECT author_id FROM records")
    for table in ("persons", "person_names", "author_orcids", "author_organizations"):
        pull.take(table, "author_id", authors, size=_FEW)


def _works(pull: Pull, reach: Reach, since: dt.date | None, tell: Tell) -> None:
    (authored,) = where.places(where.AUTHORED)
    _, of_author = where.found(authored, "author_id")
    _, of_work = where.found(authored, "work_id")
    given = {"most": reach.most_authors, "since": since}
    narrow = "true" if reach.most_authors is None else "coalesce(b.authors_count <= $most, false)"
    recent = "true" if since is None else "coalesce(b.publication_date >= $since, false)"
    authors = pull.values("SELECT author_id FROM records")
    pull.keep("met", {"work_id": pa.string(), "narrow": pa.bool_(), "recent": pa.bool_()})
    met = f"{of_author} RETURN collect([b.work_id, {narrow}, {recent}])"
    columns = text("work_id", ""), boolean("narrow", ""), boolean("recent", "")
    pull.pick("met", met, columns, authors, size=_FEW, **given)

    def works(test: str) -> list[str]:
        return pull.values(f"SELECT work_id FROM met WHERE {test}")

    every = works("true")
    pull.take("works", "work_id", every)
    tell("work_awards", 0.3)
    pull.take("work_awards", "work_id", every)
    tell("authorships", 0.35)
    pull.take(where.AUTHORED, "work_id", works("narrow AND recent"))
    if wide := works("NOT narrow OR NOT recent"):
        own = where.gathered(authored, f"{of_author} AND NOT ({narrow} AND {recent})")
        _places(pull, own, authors, size=_FEW, most=reach.most_authors, since=since)
        tell("authorships", 0.6)
        _writers(pull, of_work, works("narrow AND NOT recent"))
    declared = pull.values("SELECT name FROM declared_coauthors")
    if coauthors := sorted({key for name in declared if (key := person_key(name))}):
        tell("declared_coauthors", 0.75)
        beside = f"{of_work} AND a.name_key IN $keys"
        others = where.gathered(authored, beside)
        wide = works("NOT narrow")
        _places(pull, others, wide, size=_WIDE_SLICE, keys=coauthors, strangers=True)
        _coauthors(pull, beside, every, coauthors)


def _since(pull: Pull, reach: Reach) -> dt.date | None:
    """Return the first day on which rules look at what co-authors printed; None for all days."""
    if reach.months is None:
        return None
    # Of several rows of a call the scan takes one: none of them ends before the first.
    day = "min(closes_on)" if reach.as_of is None else f"min(DATE '{reach.as_of}')"
    ((found,),) = [
        row.values()
        for row in pull.records(
            f"SELECT CAST({day} - INTERVAL {reach.months:d} MONTH AS DATE) "
            "FROM calls WHERE call_id IN (SELECT call_id FROM applications)"
        )
    ]
    since: dt.date | None = found
    return since


def _writers(pull: Pull, of_work: str, works: Sequence[str]) -> None:
    """Fetch who else wrote works: the work, the place and the author record alone."""
    columns = tuple(TABLES[where.AUTHORED].column(name) for name in ("work_id", "position", "author_id"))
    query = f"{of_work} AND r.placeholder IS NULL RETURN collect([b.work_id, r.position, a.author_id])"
    strangers = (
        f"SELECT *, '' AS source, 0 AS snapshot FROM {BATCH} "
        "WHERE author_id NOT IN (SELECT author_id FROM records)"
    )
    for batch in in_lots(pull.batches(where.AUTHORED, query, columns, works)):
        pull.put(where.AUTHORED, batch, select=strangers)


def _places(
    pull: Pull,
    query: str,
    values: Sequence[str],
    *,
    size: int | None = None,
    strangers: bool = False,
    **more: object,
) -> None:
    """Fetch places in lists of authors, with what is printed there; of `strangers` those not fetched yet."""
    (authored,) = where.places(where.AUTHORED)
    known = " WHERE author_id NOT IN (SELECT author_id FROM records)" if strangers else ""
    for batch in pull.batches(where.AUTHORED, query, authored.columns, values, size=size, **more):
        for table in (where.AUTHORED, "affiliations"):
            pull.put(table, batch, select=f"SELECT * FROM ({where.unpacked(table, BATCH)}){known}")


def _coauthors(pull: Pull, beside: str, works: Sequence[str], keys: Sequence[str]) -> None:
    """Fetch the records of those co-authors whose names were declared."""
    (person,) = where.places("persons")
    columns = person.columns
    told = ", ".join(f"a.{name(c.name)}" for c in columns)
    query = f"{beside} AND a.placeholder IS NULL WITH DISTINCT a RETURN collect([{told}])"
    unknown = f"SELECT * FROM {BATCH} WHERE author_id NOT IN (SELECT author_id FROM persons)"
    for batch in pull.batches("persons", query, columns, works, keys=keys):
        pull.put("persons", batch, select=unknown)


def _strings(pull: Pull) -> None:
    pull.take("string_links", "raw_string", pull.values("SELECT raw_string FROM affiliations"))


def _organizations(pull: Pull, confirmed: Sequence[str]) -> None:
    funders = pull.values("SELECT funder_name FROM work_awards")
    keys = sorted({key for funder in funders if (key := organization_key(funder))})
    # Whether a funder's name means one organisation shows only where all are there that bear it.
    pull.take("organization_names", "name_key", keys)
    met = (
        "SELECT org_id FROM affiliations",
        "SELECT org_id FROM author_organizations",
        "SELECT org_id FROM string_links",
        "SELECT org_id FROM organization_names",
        "SELECT org_id FROM mentions",
        "SELECT split_part(unnest(alternatives), '|', 1) FROM mentions",
        "SELECT funder_ror FROM work_awards",
        "SELECT funder_id FROM work_awards",
    )
    pull.take("organization_links", "org_id", sorted({*pull.values(" UNION ".join(met)), *confirmed}))
    every = pull.values(" UNION ".join((*met, "SELECT linked_id FROM organization_links")))
    every = sorted({*every, *confirmed})
    pull.take("organizations", "org_id", every)
    pull.take("organization_family", "org_id", every)


def _years(pull: Pull) -> None:
    """Fetch for each source the works of its first and its last year, of which the manifest says nothing.

    Coverage tells the years of a source; this is the one question that looks at every work.
    """
    (work,) = where.places("works")
    year, key, source = (where.expression(work, c) for c in ("publication_year", "work_id", "source"))
    matched = f"MATCH {where.pattern(work)} WHERE {where.own(work)}"
    ends = f"min({year}) AS first, max({year}) AS last"
    spans = f"{matched} WITH {source} AS source, {ends} RETURN [source, first, last]"
    at = f"{matched} AND {source} = $source AND ($year IS NULL OR {year} = $year) RETURN [{key}] LIMIT 1"
    found = {
        row[0]
        for batch in pull.reader.stream(spans)
        for name, *years in batch
        for span in set(years)
        for one in pull.reader.stream(at, source=name, year=span)
        for row in one
    }
    pull.take("works", "work_id", sorted(found - set(pull.values("SELECT work_id FROM works"))))
