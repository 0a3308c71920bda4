"""The observed side of the facts: works of the people's records, and the ties that the works show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.columns import between, marked, months_before
from graphrisk.schema import NUMBERED_WORKS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import ibis.expr.types as ir

    from graphrisk.policies import Policy

    Keep = Callable[[str, ir.Table], ir.Table]

KEPT = ("linked", "candidate")
"""Statuses of author records whose works are looked at; only those of linked records count."""


def horizon(policy: Policy) -> int:
    """Return the longest window of the policy, in months."""
    rules = policy.rules
    return max(
        rules.aff_01.window_months,
        rules.aff_03.technology_works_months,
        rules.fnd_01.outer_months,
        rules.coa_01.window_months,
    )


@dataclass(frozen=True, slots=True)
class Observed:
    """Works and ties of linked and candidate records; every table has a column `status`.

    `authored` has a row for each place of a record in a list of authors, also of works without a date, which
    no rule can look at.
    """

    authored: ir.Table
    works: ir.Table
    ties: ir.Table
    coauthors: ir.Table


def observe(
    tables: Mapping[str, ir.Table],
    *,
    identities: ir.Table,
    places: ir.Table,
    listings: ir.Table,
    relatives: ir.Table,
    policy: Policy,
    as_of: dt.date,
    keep: Keep,
    said: ir.Table | None = None,
) -> Observed:
    """Return what the record shows of the people within the policy's longest window before `as_of`.

    Affiliations are read once, for the works concerned alone; a work with more authors than R-COA-01 allows
    gives the person's own address only. Co-authors' organisations are looked at where they are in `listings`
    or `relatives`. `said` holds raw_string, org_id and confirmed: what reviewers said of
    printed affiliations.
    """
    every = keep("authored", _authored(tables, identities, places, policy, as_of))
    authored = every.filter(every.date.notnull())
    works = keep("works", _works(authored))
    watched = ibis.union(listings.select("org_id"), relatives.select("org_id"), distinct=True)
    watched = keep("watched", watched)
    near = keep("near", _near(tables, authored, works, watched, policy, as_of))
    printed = keep("printed", tables["string_numbers"].semi_join(near, "string_no"))
    pairs = near.filter(near.string_no.notnull()).select("org_id", "string_no").distinct()
    pairs = keep("pairs", pairs.join(printed, "string_no").select("org_id", "string_no", "raw_string"))
    links = keep("links", _links(tables, near, pairs, listings, watched))
    links = _as_said(links.left_join(printed, "string_no").drop("string_no_right"), said)
    return Observed(
        authored=every,
        works=works,
        ties=keep("ties", _own(links, authored)),
        coauthors=keep("coauthors", _others(links, authored, works, watched, policy, as_of)),
    )


def _authored(
    tables: Mapping[str, ir.Table], identities: ir.Table, places: ir.Table, policy: Policy, as_of: dt.date
) -> ir.Table:
    records = identities.filter(identities.status.isin(KEPT)).select(
        "person_id", "author_id", "grade", "status"
    )
    works = tables[NUMBERED_WORKS]
    day = works.publication_date
    works = works.filter(day.isnull() | between(day, months_before(as_of, horizon(policy)), as_of))
    works = works.select(
        "work_no",
        "work_id",
        "title",
        "type",
        "url",
        "authors_count",
        "authors_truncated",
        "source",
        date="publication_date",
    )
    lines = places.select("work_no", "position", "author_id").join(records, "author_id")
    return lines.join(works, "work_no")


def _works(authored: ir.Table) -> ir.Table:
    keys = (
        "person_id",
        "work_no",
        "work_id",
        "status",
        "title",
        "type",
        "url",
        "authors_count",
        "authors_truncated",
        "source",
        "date",
    )
    return authored.group_by(*keys).aggregate(grade=authored.grade.min())


def shared_works(works: ir.Table, policy: Policy, as_of: dt.date) -> ir.Table:
    """Return the works that R-COA-01 looks at: in its window, of research types, of few enough authors."""
    rule = policy.rules.coa_01
    return works.filter(
        between(works.date, months_before(as_of, rule.window_months), as_of),
        works.authors_count <= rule.max_authors,
        works.type.isin(rule.work_types),
    )


def _near(
    tables: Mapping[str, ir.Table],
    authored: ir.Table,
    works: ir.Table,
    watched: ir.Table,
    policy: Policy,
    as_of: dt.date,
) -> ir.Table:
    """Return the affiliations of the people's own places, and those of others that may mean a watched body.

    Few affiliations of co-authors mean one; the rest are left out before anything else is done with them.
    """
    shared = shared_works(works, policy, as_of)
    wanted = authored.select("work_no").distinct()
    wanted = wanted.mutate(shared=wanted.work_no.isin(shared.work_no))
    orgs = tables["organization_numbers"]
    listed = orgs.semi_join(watched, "org_id")
    strings = tables["string_links"].semi_join(watched, "org_id").select("raw_string").distinct()
    strings = tables["string_numbers"].semi_join(strings, "raw_string")
    rows = tables["addresses"].select("work_no", "position", "org_no", "string_no")
    rows = rows.join(wanted, "work_no")
    rows = marked(rows, authored, ["work_no", "position"], "own")
    met = rows.org_no.isin(listed.org_no) | rows.string_no.isin(strings.string_no)
    rows = rows.filter(rows.own | (rows.shared & met.fill_null(False))).drop("shared")
    joined = rows.left_join(orgs, "org_no")
    return joined.select("work_no", "position", "string_no", "own", "org_id")


def _links(
    tables: Mapping[str, ir.Table], near: ir.Table, pairs: ir.Table, listings: ir.Table, watched: ir.Table
) -> ir.Table:
    """Return the organisations that each place of each work shows, with the grade of that tie.

    A: the printed string names the organisation that the source resolved, or one of its family. B: the string
    is not kept or names no known organisation, or it names this organisation where the source resolved
    another. C: the string names only others, or lies in another country.
    """
    resolved = near.filter(near.org_id.notnull(), near.own | near.org_id.isin(watched.org_id))
    graded = resolved.left_join(_verdicts(tables, pairs), ["org_id", "string_no"])
    direct = graded.select(
        "work_no",
        "position",
        "org_id",
        "string_no",
        "own",
        grade=ibis.coalesce(graded.tie_grade, ibis.literal("B")),
    )
    return ibis.union(
        direct, _printed(tables, near, pairs, listings, watched).select(*direct.columns), distinct=False
    )


def _as_said(links: ir.Table, said: ir.Table | None) -> ir.Table:
    """Return the ties without those that a reviewer rejected; one that was confirmed is A."""
    if said is None:
        return links
    marks = said.select(_raw="raw_string", _org="org_id", _yes="confirmed")
    joined = links.left_join(marks, [links.raw_string == marks._raw, links.org_id == marks._org])
    kept = joined.filter(joined._yes.fill_null(True))
    graded = kept.mutate(grade=ibis.ifelse(kept._yes.notnull(), "A", kept.grade))
    return graded.select(*links.columns)


def _verdicts(tables: Mapping[str, ir.Table], pairs: ir.Table) -> ir.Table:
    names = tables["string_links"].select("raw_string", named="org_id", place="country_code")
    seats = tables["organizations"].select(org_id="org_id", seat="country_code")
    family = tables["organization_family"].select("org_id", named="member_id", kin=ibis.literal(True))
    rows = pairs.filter(pairs.org_id.notnull()).join(names, "raw_string")
    rows = rows.left_join(family, ["org_id", "named"])
    rows = rows.select(
        "org_id",
        "string_no",
        "named",
        "place",
        same=rows.kin.notnull() | (rows.named == rows.org_id).fill_null(False),
    )
    rows = rows.left_join(seats, "org_id").drop("org_id_right")
    found = rows.group_by("org_id", "string_no").aggregate(
        same=rows.same.any(),
        names=rows.named.notnull().any(),
        elsewhere=(rows.place.notnull() & rows.seat.notnull() & (rows.place != rows.seat))
        .fill_null(False)
        .any(),
        here=(rows.place == rows.seat).fill_null(False).any(),
    )
    return found.select(
        "org_id",
        "string_no",
        tie_grade=ibis.cases(
            (found.same, "A"), (found.names, "C"), (found.elsewhere & ~found.here, "C"), else_="B"
        ),
    )


def _printed(
    tables: Mapping[str, ir.Table], near: ir.Table, pairs: ir.Table, listings: ir.Table, watched: ir.Table
) -> ir.Table:
    """Return organisations that a string names beside or instead of what the source resolved: grade B.

    A relative of the resolved organisation is the same address, not another, unless it is itself listed. Most
    strings name just what was resolved; only the places of the others are looked at.
    """
    names = tables["string_links"].filter(tables["string_links"].org_id.notnull())
    names = names.select("raw_string", named="org_id").join(pairs, "raw_string")
    names = names.filter(names.org_id.isnull() | (names.org_id != names.named))
    names = names.select("string_no", org_id="named").distinct()
    names = names.mutate(listed=names.org_id.isin(listings.org_id), watched=names.org_id.isin(watched.org_id))
    places = near.filter(near.string_no.notnull())
    at = ["work_no", "position", "string_no"]
    rows = places.select(*at, "own").distinct().join(names, "string_no")
    rows = rows.filter(rows.own | rows.watched)
    resolved = places.filter(places.org_id.notnull()).select(*at, found="org_id")
    family = tables["organization_family"].select(found="org_id", org_id="member_id", depth="depth")
    same = rows.join(resolved, at)
    itself = same.filter(same.found == same.org_id).select(*at, "org_id")
    kin = same.filter(~same.listed).join(family, ["found", "org_id"]).select(*at, "org_id")
    known = ibis.union(itself, kin, distinct=True)
    return rows.anti_join(known, [*at, "org_id"]).mutate(grade=ibis.literal("B"))


def _own(links: ir.Table, authored: ir.Table) -> ir.Table:
    people = authored.select(
        "person_id", "status", "work_no", "work_id", "position", "date", person_grade="grade"
    )
    rows = links.filter(links.own).drop("own").join(people, ["work_no", "position"])
    rows = rows.mutate(worst=ibis.greatest(rows.grade, rows.person_grade))
    return rows.group_by("person_id", "work_id", "org_id", "status", "date").aggregate(
        grade=rows.worst.min(), raw_string=rows.raw_string.min()
    )


def _others(
    links: ir.Table,
    authored: ir.Table,
    works: ir.Table,
    watched: ir.Table,
    policy: Policy,
    as_of: dt.date,
) -> ir.Table:
    """Return watched organisations of other authors: places of the person's own records are not others."""
    shared = shared_works(works, policy, as_of).select(
        "person_id", "work_no", "work_id", "status", "date", person_grade="grade"
    )
    there = links.semi_join(watched, "org_id").drop("own")
    rows = there.join(shared, "work_no")
    rows = rows.anti_join(authored, ["person_id", "status", "work_no", "position"])
    rows = rows.mutate(worst=ibis.greatest(rows.grade, rows.person_grade))
    return rows.group_by("person_id", "work_id", "org_id", "status", "date").aggregate(
        grade=rows.worst.min(), raw_string=rows.raw_string.min()
    )
