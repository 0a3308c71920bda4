"""The ways that paths go, and the newest ties of an organisation: many kinds of ties in one walk.

An organisation may be meant by thousands of declarations, in ten kinds of sheets. All of them hang on one
type of relationship, so that a walk for each kind of tie would be ten walks over all of them; the server also
needs the longer to plan a statement the more walks it has.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from graphrisk.store.explore.kinds import CODES, RECORDS
from graphrisk.store.explore.model import TIES
from graphrisk.store.neo4j.explore_ways import Way, label, type_, ways
from graphrisk.store.neo4j.model import DECLARED, graph

_SEEN_AT = ("affiliated", "named")
_MEANT = tuple(t.name for t in TIES.values() if (t.starts, t.ends) == (("applicant",), ("organization",)))
"""Kinds of ties from an applicant to an organisation: what sheets mean."""
_TALENT = f"(NOT t:{label('declared_talent_programs')} OR t.participates)"
_AROUND = frozenset({*_SEEN_AT, *_MEANT, "partner"})


@cache
def steps(here: str) -> tuple[Way, ...]:
    """Return the ways from a kind of node as `ways` does, those as one that differ in the kind of tie alone.

    The tie of a joined way is one of those that it stands for, all of which know their last day alike.
    """
    apart = tuple(way for way in ways(here) if way.tie not in {*_SEEN_AT, *_MEANT})
    return (*apart, *(way for way in _joined() if way.here == here))


@cache
def _joined() -> tuple[Way, ...]:
    seen = [
        replace(way, where="r.resolved IS NOT NULL")
        for here in ("person", "organization")
        for way in ways(here)
        if way.tie == _SEEN_AT[0]
    ]
    org, means = label("organizations"), type_(f"meant_by:{RECORDS[_MEANT[0]][0]}")
    declared = "|".join(dict.fromkeys(type_(f"said_by:{RECORDS[tie][0]}") for tie in _MEANT))
    (dated,) = (way for way in ways("organization") if way.tie == "declared_affiliation")
    back = replace(
        dated,
        match=f"MATCH (:{org} {{org_id: id}})<-[:{means}]-(t:{DECLARED})",
        where=f"t.person_id IS NOT NULL AND {_TALENT}",
    )
    there = replace(
        back,
        here="applicant",
        there="organization",
        forward=True,
        match=f"MATCH (:{label('applicants')} {{person_id: id}})-[:{declared}]->(t)-[:{means}]->(o:{org})",
        where=_TALENT,
        other="o.org_id",
    )
    return (*seen, there, back)


def gathered(chosen: tuple[Way, ...]) -> tuple[Way, ...]:
    """Return those of the ways from an organisation that `around` gives the newest ties of."""
    return tuple(way for way in chosen if way.here == "organization" and way.tie in _AROUND)


def sheets(chosen: tuple[Way, ...]) -> dict[str, int]:
    """Return the parameter `$sheets` of `around`: the label of each sheet with the code of its tie."""
    nodes = graph().nodes
    return {nodes[RECORDS[way.tie][0]].label: CODES[way.tie] for way in chosen if way.tie not in _SEEN_AT}


@cache
def around(chosen: tuple[Way, ...], *, timed: bool) -> str:
    """Return the statement that gives the newest `$most` ties of each way from the organisation `$id`.

    Columns as those of `explore_cypher.newest`, and the number of ties of the kind.
    """
    seen = [way for way in chosen if way.tie in _SEEN_AT]
    meant = [way for way in chosen if way.tie not in _SEEN_AT]
    return " UNION ALL ".join(
        [
            *([_people(seen, timed=timed)] if seen else []),
            *([_declarations(meant, timed=timed)] if meant else []),
        ]
    )


def _people(chosen: list[Way], *, timed: bool) -> str:
    """Who was seen there. Only those whose day may be among the newest are looked up."""
    tests = ["r.resolved IS NOT NULL" if len(chosen) > 1 else chosen[0].where]
    if timed:
        tests.append("(r.first_date IS NULL OR r.first_date <= $until)")
        tests.append("(r.last_date IS NULL OR r.last_date >= $since)")
    one = chosen[0]
    codes = f"CASE WHEN r.resolved THEN {CODES['affiliated']} ELSE {CODES['named']} END"
    return (
        f"WITH $id AS id MATCH (:{label('organizations')} {{org_id: id}})"
        f"<-[r:{type_('author_organizations')}]-() WHERE {' AND '.join(tests)} WITH id, r LIMIT $seen "
        f"WITH id, r, {codes} AS code, {one.last} AS last ORDER BY last DESC "
        "WITH id, code, count(*) AS many, collect(r) AS rows, collect(last) AS days "
        "WITH id, code, many, rows, days, "
        "days[CASE WHEN many < $most THEN many ELSE $most END - 1] AS least "
        "UNWIND [i IN range(0, many - 1) WHERE days[i] >= least | rows[i]] AS r "
        f"WITH id, code, many, r, startNode(r) AS p WITH *, p.author_id AS other, {one.last} AS last "
        "ORDER BY code, last DESC, other, r.record "
        "WITH id, code, many, collect([r, other])[..$most] AS kept UNWIND kept AS one "
        "WITH id, code, many, one[0] AS r, one[1] AS other "
        f"RETURN code, false AS forward, 'person' AS there, id, other, {one.day_from} AS day_from, "
        f"{one.day_to} AS day_to, {one.works} AS works, {one.record} AS record, {one.text} AS text, "
        f"r.source AS source, r.edition AS edition, {one.url} AS url, many"
    )


def _declarations(chosen: list[Way], *, timed: bool) -> str:
    """Who means it, in all sheets at once."""
    tests = [_TALENT]
    if timed:
        tests.append("(t.start_on IS NULL OR t.start_on <= $until)")
        tests.append("(t.end_on IS NULL OR t.end_on >= $since)")
    text = " ".join(f"WHEN {CODES[way.tie]} THEN {way.text}" for way in chosen)
    means = type_(f"meant_by:{RECORDS[_MEANT[0]][0]}")
    return (
        f"WITH $id AS id MATCH (:{label('organizations')} {{org_id: id}})<-[:{means}]-(t:{DECLARED}) "
        f"WHERE {' AND '.join(tests)} WITH id, t LIMIT $seen "
        "WITH id, t, $sheets[head([l IN labels(t) WHERE l IN keys($sheets)])] AS code "
        "WHERE code IS NOT NULL "
        "WITH id, t, code, coalesce(t.person_id, t.application_id) AS other, "
        "coalesce(t.end_on, $always) AS last ORDER BY code, last DESC, other, t.row_id "
        "WITH id, code, count(*) AS many, collect([t, other])[..$most] AS kept UNWIND kept AS one "
        "WITH id, code, many, one[0] AS t, one[1] AS other "
        f"RETURN code, false AS forward, CASE code WHEN {CODES['partner']} THEN 'application' "
        "ELSE 'applicant' END AS there, id, other, t.start_on AS day_from, t.end_on AS day_to, "
        f"null AS works, t.row_id AS record, CASE code {text} END AS text, t.source AS source, "
        "t.edition AS edition, null AS url, many"
    )
