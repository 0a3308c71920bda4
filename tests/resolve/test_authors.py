"""`author_orcids` and `author_organizations` against the slow, obvious definition."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from typing import Any

import pytest

from graphrisk.resolve.derivation import derive
from graphrisk.schema import Table
from graphrisk.schema.derived import AUTHOR_ORCIDS, AUTHOR_ORGANIZATIONS
from tests.resolve.world import Snapshot

Rows = list[tuple[Any, ...]]


def read(snapshot: Snapshot, table: str, *names: str) -> Rows:
    return snapshot.connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()


def stored(snapshot: Snapshot, table: Table) -> Rows:
    return sorted(read(snapshot, table.name, *table.names), key=str)


def slow_orcids(snapshot: Snapshot) -> Rows:
    assigned = {row for row in read(snapshot, "persons", "author_id", "orcid") if row[1]}
    stated: dict[tuple[str, str], set[str]] = defaultdict(set)
    for author, work, orcid, raw in read(
        snapshot, "authorships", "author_id", "work_id", "orcid", "raw_orcid"
    ):
        if orcid:
            assigned.add((author, orcid))
        if raw:
            stated[author, raw].add(work)
    found: Rows = [(*pair, "assigned", None) for pair in assigned]
    return sorted(found + [(*pair, "stated", len(works)) for pair, works in stated.items()], key=str)


def slow_organizations(snapshot: Snapshot) -> Rows:
    links: dict[str, str] = dict(read(snapshot, "organization_links", "org_id", "linked_id"))
    named: dict[str, set[str]] = defaultdict(set)
    for raw, org in read(snapshot, "string_links", "raw_string", "org_id"):
        if org:
            named[raw].add(org)
    dates: dict[str, Any] = dict(read(snapshot, "works", "work_id", "publication_date"))
    found: dict[tuple[str, str], set[int | None]] = defaultdict(set)
    for author, work, org, raw in read(
        snapshot, "affiliations", "author_id", "work_id", "org_id", "raw_string"
    ):
        day = dates.get(work)
        for one in named[raw] if org is None else {links[org]} if org in links else ():
            found[author, one].add(day.year if day else None)
    rows = []
    for pair, years in found.items():
        known = [year for year in years if year is not None]
        rows.append((*pair, min(known, default=None), max(known, default=None)))
    return sorted(rows, key=str)


def made_world(seed: int) -> Snapshot:
    pick, made = random.Random(seed), Snapshot()  # noqa: S311
    orgs = [f"https://ror.org/{n}" for n in range(4)]
    for number, org in enumerate(orgs):
        made.org(org, f"University {number}", status="withdrawn" if number == 3 else "active")
    # What two records that became one show of an author is one organisation.
    made.relate(orgs[3], "successor", orgs[0])
    places = [*orgs, "https://openalex.org/I1", None]
    strings = ["University 2, Japan", "University 0, Japan; University 1, Japan", "Nowhere", None]
    orcids = [*(f"https://orcid.org/{n}" for n in range(3)), None, None]
    authors = [f"A{n}" for n in range(6)]
    for author in authors[1:]:
        made.author(author, "Taro Sato", orcid=pick.choice(orcids))
    for number in range(30):
        # Of some works there is no row, of some no date.
        if number % 5:
            day = dt.date(2000 + number % 20, 1, 1) if number % 4 else None
            made.add("works", work_id=f"W{number}", publication_date=day)
        # One record stands twice in some lists of authors.
        for position, author in enumerate(pick.choices(authors, k=3)):
            place = {"work_id": f"W{number}", "position": position, "author_id": author}
            made.add("authorships", **place, orcid=pick.choice(orcids), raw_orcid=pick.choice(orcids))
            for seq in range(pick.choice([0, 1, 1, 2])):
                made.add(
                    "affiliations",
                    **place,
                    seq=seq,
                    org_id=pick.choice(places),
                    raw_string=pick.choice(strings),
                    snapshot=1,
                )
    return made


@pytest.mark.parametrize("seed", range(8))
def test_tables_are_what_they_say(seed: int) -> None:
    snapshot = made_world(seed)
    derive(snapshot.connection)
    orcids, organizations = stored(snapshot, AUTHOR_ORCIDS), stored(snapshot, AUTHOR_ORGANIZATIONS)
    assert orcids == slow_orcids(snapshot)
    assert organizations == slow_organizations(snapshot)
    assert len({row[:3] for row in orcids}) == len(orcids)
    derive(snapshot.connection)
    assert (stored(snapshot, AUTHOR_ORCIDS), stored(snapshot, AUTHOR_ORGANIZATIONS)) == (
        orcids,
        organizations,
    )


def test_every_kind_of_row_occurs() -> None:
    snapshot = made_world(1)
    derive(snapshot.connection)
    orcids = stored(snapshot, AUTHOR_ORCIDS)
    assert {row[2] for row in orcids} == {"assigned", "stated"}
    assert any(row[3] and row[3] > 1 for row in orcids)
    assert {row[1] for row in stored(snapshot, AUTHOR_ORGANIZATIONS)} == {
        "https://ror.org/0",
        "https://ror.org/1",
        "https://ror.org/2",
    }
