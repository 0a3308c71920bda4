"""The statements of exploring, made from `explore_ways` and `explore_steps`. Every value is a parameter.

Parameters: `$id` or `$of.ids` (where ways start), `$only` (ids at their other ends), `$since` and `$until`,
`$never` and `$always` (the first and the last day that there are), `$most` (ties of a kind), `$seen` (rows of
a kind that are looked at), `$relations` (`explore_ways.RELATIONS`), `$listed` (ids of listed organisations).

The server keeps a plan for each size of a list, so that lists are handed over within maps, and
ids that are only looked up as the keys of a map, which also keeps the plan from starting at them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graphrisk.store.explore.kinds import CODES
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.explore_steps import steps
from graphrisk.store.neo4j.explore_ways import RELATIONS, label, type_, ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.store.neo4j.explore_ways import Way


def _where(way: Way, *, timed: bool, more: str = "") -> str:
    tests = [way.where, more]
    if timed and way.day_from != "null":
        tests.append(f"({way.day_from} IS NULL OR {way.day_from} <= $until)")
    if timed and way.day_to != "null":
        tests.append(f"({way.day_to} IS NULL OR {way.day_to} >= $since)")
    told = " AND ".join(filter(None, tests))
    return f"{way.match} WHERE {told}" if told else way.match


def _grouped(way: Way) -> str:
    """Return the clause that leaves one row for each tie, with `other` and `last`."""
    if not way.row:
        return f"WITH *, {way.other} AS other, {way.last} AS last"
    kept = f", {way.keep}" if way.keep else ""
    return f"WITH id{kept}, {way.other} AS other, collect({way.row}) AS rows WITH *, {way.last} AS last"


def _told(way: Way) -> str:
    """Return the clauses that give whole ties: see `TOLD`."""
    pick = ""
    if way.row:
        least = f"CASE WHEN x.{way.first} < a.{way.first} THEN x ELSE a END"
        pick = f"WITH *, reduce(a = head(rows), x IN tail(rows) | {least}) AS {way.row} "
    return (
        f"{pick}RETURN {CODES[way.tie]} AS code, {'true' if way.forward else 'false'} AS forward, "
        f"'{way.there}' AS there, id, other, {way.day_from} AS day_from, {way.day_to} AS day_to, "
        f"{way.works} AS works, {way.record} AS record, {way.text} AS text, {way.said}.source AS source, "
        f"{way.said}.edition AS edition, {way.url} AS url"
    )


TOLD = 13
"""The number of columns of a tie: code, forward, there, id, other, days, works, record, text, source, …"""


@cache
def newest(chosen: tuple[Way, ...], *, timed: bool) -> str:
    """Return the statement that gives the newest `$most` ties of each way, from the node `$id`."""
    return " UNION ALL ".join(
        f"WITH $id AS id {_where(way, timed=timed)} WITH * LIMIT $seen {_grouped(way)} "
        f"ORDER BY last DESC, other{'' if way.row else ', ' + way.record} LIMIT $most {_told(way)}"
        for way in chosen
    )


@cache
def between(chosen: tuple[Way, ...], *, timed: bool) -> str:
    """Return the statement that gives all ties from the nodes `$of.ids` to those of `$only`."""
    return " UNION ALL ".join(
        f"UNWIND $of.ids AS id {_where(way, timed=timed, more=f'$only[{way.other}]')} "
        f"{_grouped(way)} {_told(way)}"
        for way in chosen
    )


@cache
def counted(chosen: tuple[Way, ...], *, timed: bool) -> str:
    """Return the statement that counts the ties of ways from the node `$id`: code, number."""
    return " UNION ALL ".join(
        f"WITH $id AS id {_where(way, timed=timed)} WITH * LIMIT $seen "
        f"RETURN {CODES[way.tie]} AS code, count({f'DISTINCT {way.other}' if way.row else '*'}) AS many"
        for way in chosen
    )


@cache
def stepped(chosen: tuple[Way, ...], *, timed: bool, only: bool = False, beside: bool = False) -> str:
    """Return the statement that gives the ties from `$of.ids`: kind of the others, list of [id, other, day].

    A day is year, month and day as one number. With `only` the others are among `$only`; with `beside` each
    has a tie to a listed organisation.
    """
    parts = []
    for way in chosen:
        more = f"$only[{way.other}]" if only else ""
        test = node = ""
        if beside:
            tied = [w for w in steps(way.there) if w.there == "organization"]
            tests = (f"EXISTS {{ {_where(w, timed=timed, more=f'$listed[{w.other}]')} }}" for w in tied)
            # All ways from works begin at `w`, which need not be found by its id a second time.
            node = ", w" if way.there == "work" else ""
            # What stands before a WITH is still seen in its WHERE: a second one leaves these names free.
            test = f"WITH here, id, last{node} WHERE {' OR '.join(tests)}"
        parts.append(
            f"UNWIND $of.ids AS id {_where(way, timed=timed, more=more)} WITH * LIMIT $seen "
            f"WITH id AS here, {way.other} AS id, {way.last} AS last{node} {test} "
            f"RETURN '{way.there}' AS there, "
            "collect([here, id, last.year * 10000 + last.month * 100 + last.day]) AS found"
        )
    return " UNION ALL ".join(parts)


_KEYS = {
    "person": ("persons", "author_id"),
    "organization": ("organizations", "org_id"),
    "work": ("works", "work_id"),
    "funder": ("funders", "funder_id"),
    "award": ("awards", "award_key"),
    "list_entry": ("list_entries", "entry_id"),
}


@cache
def widths(kind: str) -> str:
    """Return the statement that gives for `$of.ids` how many ties each has at most, and how many at least.

    The server knows the number of relationships of a type without walking them. Several may say one tie.
    """
    paid, means = type_("work_awards"), type_("meant_by:partners")
    at_most = {
        "person": [
            _degree(f"-[:{type_('authorships')}]->"),
            _degree(f"-[:{type_('author_organizations')}]->"),
            _exact(w for w in ways("person") if w.tie == "same_as"),
        ],
        "work": [
            _degree(f"<-[:{type_('authorships')}]-"),
            _degree(f"-[:{paid}]->"),
            _degree(f"-[:{type_('acknowledges')}]->"),
        ],
        "organization": [
            _degree(f"<-[:{type_('author_organizations')}]-"),
            _degree(f"-[:{type_('listings')}]->"),
            _degree(f"-[:{'|'.join(map(name, RELATIONS))}]-"),
            _degree(f"<-[:{means}]-"),
            f"reduce(all = 0, one IN COLLECT {{ MATCH (n)<-[:{type_('funders_known')}]-(f) "
            f"RETURN COUNT {{ (f)<-[:{paid}]-() }} }} | all + one)",
        ],
        "funder": [_degree(f"<-[:{paid}]-")],
        "award": [_degree(f"<-[:{type_('acknowledges')}]-")],
        "list_entry": [_degree(f"<-[:{type_('listings')}]-")],
    }
    if kind not in _KEYS:
        exact = _exact(steps(kind))
        return f"UNWIND $of.ids AS id WITH id, {exact} AS n RETURN collect([id, n, n])"
    table, key = _KEYS[kind]
    at_least = at_most[kind][0] if kind == "organization" else "0"
    return (
        f"UNWIND $of.ids AS id MATCH (n:{label(table)} {{{key}: id}}) "
        f"RETURN collect([id, {' + '.join(at_most[kind])}, {at_least}])"
    )


@cache
def width(kind: str) -> str:
    """Return the statement that counts the ties of `$of.ids`, up to `$most` of each way: id and number."""
    return f"UNWIND $of.ids AS id WITH id, {_exact(steps(kind))} AS n RETURN collect([id, n])"


@cache
def listed() -> str:
    """Return the statement that gives the ids of listed organisations."""
    return f"{_LISTED} RETURN id"


@cache
def near_listed() -> str:
    """Return the statement that gives `$few` and one nodes of a kind at most beside listed organisations."""
    return " UNION ALL ".join(
        f"{_LISTED} {_where(way, timed=False)} WITH DISTINCT {way.other} AS other LIMIT $few + 1 "
        f"RETURN '{way.there}' AS there, collect(other) AS found"
        for way in steps("organization")
    )


_LISTED = f"MATCH (one:{label('organizations')})-[:{type_('listings')}]->() WITH DISTINCT one.org_id AS id"


def _degree(pattern: str) -> str:
    return f"COUNT {{ (n){pattern}() }}"


def _exact(chosen: Iterable[Way]) -> str:
    return " + ".join(
        f"COUNT {{ {_where(way, timed=False)} RETURN {f'DISTINCT {_end(way)} AS o' if way.row else '1 AS o'} "
        "LIMIT $most }"
        for way in chosen
    )


def _end(way: Way) -> str:
    """Return what tells other ends apart: the node itself where it has the id, which is then not read."""
    node, _, key = way.other.partition(".")
    return node if (way.there in _KEYS and key == _KEYS[way.there][1] and node != "t") else way.other


@cache
def coauthors(*, timed: bool) -> tuple[str, str]:
    """Return the statements that give the newest `$most` co-authors of `$id`, and count them.

    Columns: id, first and last day, works, the newest work (of several the first by id), its title, source,
    edition and url.
    """
    person, work, wrote = label("persons"), label("works"), type_("authorships")
    time = (
        "AND (w.publication_date IS NULL OR w.publication_date <= $until AND w.publication_date >= $since) "
        if timed
        else ""
    )
    day = "coalesce(w.publication_date, $never)"
    met = (
        f"MATCH (n:{person} {{author_id: $id}})-[a:{wrote}]->(w:{work}) WHERE a.placeholder IS NULL {time}"
        f"WITH DISTINCT n, w MATCH (w)<-[b:{wrote}]-(p:{person}) WHERE b.placeholder IS NULL AND p <> n "
        "WITH DISTINCT w, p LIMIT $seen "
    )
    newest = (
        f"{met}WITH p, count(w) AS works, min(w.publication_date) AS first, max(w.publication_date) AS last, "
        f"min([-({day}.year * 10000 + {day}.month * 100 + {day}.day), w.work_id])[1] AS record "
        "WITH *, p.author_id AS other ORDER BY coalesce(last, $never) DESC, other LIMIT $most "
        f"MATCH (v:{work} {{work_id: record}}) "
        "RETURN other, first, last, works, record, v.title, v.source, v.edition, v.url"
    )
    return newest, f"{met}RETURN count(DISTINCT p)"
