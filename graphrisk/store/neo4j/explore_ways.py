"""How each kind of tie is found in the graph of the server, from either of its ends.

A way starts at a node of which it knows the id, as the variable `id`, and matches what leads to the other
end. Applicants, applications, calls and programmes are found by what their rows say of one another, since
rows may name one that has no row of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from graphrisk.schema import TABLES
from graphrisk.store.explore.kinds import RECORDS
from graphrisk.store.explore.model import TIES
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.model import Edges, graph
from graphrisk.store.neo4j.rows import along

RELATIONS: dict[str, str | None] = {
    one.type: one.fixed.get("kind")
    for one in graph().of_table("organization_relations")
    if isinstance(one, Edges)
}
"""Type of relationship -> the kind of relation that it says, None where a property does: `$relations`."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way over ties of one kind, from a node of the kind `here` to nodes of the kind `there`.

    `match` binds from `id` what the other members are made of; they are expressions. Where several rows may
    say the same tie, `row` names the variable of these rows and `first` that property of theirs by which one
    stands for all; `keep` are the variables that are needed beside it.
    """

    tie: str
    here: str
    there: str
    forward: bool
    match: str
    where: str
    other: str
    record: str
    text: str
    said: str
    """What has the tie's source and edition."""
    day_from: str = "null"
    day_to: str = "null"
    works: str = "null"
    url: str = "null"
    row: str = ""
    first: str = ""
    keep: str = ""

    @property
    def last(self) -> str:
        """The last day on which the tie holds; see `Tie.last`. `$never` and `$always` stand for the ends."""
        unknown = "$never" if TIES[self.tie].dated else "$always"
        return unknown if self.day_to == "null" else f"coalesce({self.day_to}, {unknown})"


def label(table: str) -> str:
    """Return the label of a set of nodes, as it stands in a statement."""
    return name(graph().nodes[table].label)


def type_(edges: str) -> str:
    """Return the type of a set of relationships, as it stands in a statement."""
    return name(graph().edges[edges].type)


@cache
def ways(here: str) -> tuple[Way, ...]:
    """Return all ways from a node of a kind, in the order of the kinds of ties."""
    order = list(TIES)
    return tuple(sorted((way for way in _every() if way.here == here), key=lambda w: order.index(w.tie)))


@cache
def _every() -> tuple[Way, ...]:
    return (*_works(), *_paid(), *_listed(), *_applying(), *_same(), *_declared())


def _pair(plain: Way, here: str, there: str, *, match: str, other: str, **more: str) -> tuple[Way, Way]:
    """Return a way and the one back, which differs in what is given."""
    plain = replace(plain, here=here, there=there, forward=True)
    return plain, replace(plain, here=there, there=here, forward=False, match=match, other=other, **more)


def _works() -> list[Way]:
    person, work, org = label("persons"), label("works"), label("organizations")
    authored = Way(
        "authored",
        "",
        "",
        True,
        f"MATCH (:{person} {{author_id: id}})-[r:{type_('authorships')}]->(w:{work})",
        "r.placeholder IS NULL",
        "w.work_id",
        "w.work_id",
        "r.raw_name",
        "r",
        "w.publication_date",
        "w.publication_date",
        url="w.url",
        row="r",
        first="position",
        keep="w",
    )
    made = [
        *_pair(
            authored,
            "person",
            "work",
            match=f"MATCH (w:{work} {{work_id: id}})<-[r:{type_('authorships')}]-(p:{person})",
            other="p.author_id",
        )
    ]
    for tie, resolved in (("affiliated", "true"), ("named", "false")):
        plain = Way(
            tie,
            "",
            "",
            True,
            f"MATCH (:{person} {{author_id: id}})-[r:{type_('author_organizations')}]->(o:{org})",
            f"r.resolved = {resolved}",
            "o.org_id",
            "r.record",
            "r.printed",
            "r",
            "r.first_date",
            "r.last_date",
            "r.works",
            f"head(COLLECT {{ MATCH (v:{work} {{work_id: r.record}}) RETURN v.url }})",
        )
        made += _pair(
            plain,
            "person",
            "organization",
            match=f"MATCH (:{org} {{org_id: id}})<-[r:{type_('author_organizations')}]-(p:{person})",
            other="p.author_id",
        )
    return made


def _paid() -> list[Way]:
    work, funder, org, award = (label(t) for t in ("works", "funders", "organizations", "awards"))
    paid, known, thanks = (type_(e) for e in ("work_awards", "funders_known", "acknowledges"))
    days = ("w.publication_date", "w.publication_date")
    funded = Way(
        "funded",
        "",
        "",
        True,
        f"MATCH (w:{work} {{work_id: id}})-[r:{paid}]->(:{funder})-[:{known}]->(o:{org})",
        "r.funder_ror IS NOT NULL",
        "o.org_id",
        "w.work_id",
        "r.funder_name",
        "r",
        *days,
        url="w.url",
        row="r",
        first="seq",
        keep="w",
    )
    unknown = replace(
        funded,
        match=f"MATCH (w:{work} {{work_id: id}})-[r:{paid}]->(f:{funder})",
        where="r.funder_ror IS NULL AND (r.funder_id IS NOT NULL OR r.funder_name IS NOT NULL)",
        other="f.funder_id",
    )
    acknowledges = Way(
        "acknowledges",
        "",
        "",
        True,
        f"MATCH (w:{work} {{work_id: id}})-[r:{thanks}]->(a:{award})",
        "",
        "a.award_key",
        "w.work_id",
        "r.award_id",
        "r",
        *days,
        url="w.url",
    )
    return [
        *_pair(
            funded,
            "work",
            "organization",
            match=f"MATCH (:{org} {{org_id: id}})<-[:{known}]-(:{funder})<-[r:{paid}]-(w:{work})",
            other="w.work_id",
        ),
        *_pair(
            unknown,
            "work",
            "funder",
            match=f"MATCH (:{funder} {{funder_id: id}})<-[r:{paid}]-(w:{work})",
            other="w.work_id",
        ),
        *_pair(
            acknowledges,
            "work",
            "award",
            match=f"MATCH (:{award} {{award_key: id}})<-[r:{thanks}]-(w:{work})",
            other="w.work_id",
        ),
    ]


def _listed() -> list[Way]:
    org, entry, on = label("organizations"), label("list_entries"), type_("listings")
    listed = Way(
        "listed",
        "",
        "",
        True,
        f"MATCH (:{org} {{org_id: id}})-[r:{on}]->(e:{entry})",
        "e.placeholder IS NULL",
        "e.entry_id",
        "e.entry_id",
        "e.list_id + ' ' + e.edition",
        "e",
        "r.valid_from",
        "r.valid_to",
        url="e.citation",
    )
    kinds = "|".join(name(kind) for kind in RELATIONS)
    kind = "coalesce($relations[type(r)], r.kind)"
    related = Way(
        "related",
        "",
        "",
        True,
        f"MATCH (s:{org} {{org_id: id}})-[r:{kinds}]->(e:{org})",
        "",
        "e.org_id",
        f"s.org_id + '|' + e.org_id + '|' + {kind}",
        kind,
        "r",
    )
    return [
        *_pair(
            listed,
            "organization",
            "list_entry",
            match=f"MATCH (e:{entry} {{entry_id: id}})<-[r:{on}]-(o:{org})",
            other="o.org_id",
        ),
        # A tie of an organisation to itself is one tie, not one from each end.
        *_pair(
            related,
            "organization",
            "organization",
            match=f"MATCH (e:{org} {{org_id: id}})<-[r:{kinds}]-(s:{org})",
            other="s.org_id",
            where="s <> e",
        ),
    ]


def _rows(tie: str, table: str, start: tuple[str, str], end: tuple[str, str], text: str) -> tuple[Way, Way]:
    """Return the ways over rows that name both ends: `start` and `end` are kind and column."""
    plain = Way(
        tie,
        "",
        "",
        True,
        f"MATCH (t:{label(table)} {{{start[1]}: id}})",
        f"t.{end[1]} IS NOT NULL",
        f"t.{end[1]}",
        "t.row_id",
        text,
        "t",
    )
    back = f"MATCH (t:{label(table)} {{{end[1]}: id}})"
    return _pair(
        plain, start[0], end[0], match=back, other=f"t.{start[1]}", where=f"t.{start[1]} IS NOT NULL"
    )


def _applying() -> list[Way]:
    applicant, application = ("applicant", "person_id"), ("application", "application_id")
    call = ("call", "call_id")
    return [
        *_rows("participates", "participants", applicant, application, "t.role"),
        *_rows("applies_to", "applications", application, call, "t.title"),
        *_rows("of_program", "calls", call, ("program", "program"), "t.title"),
        *_meant("partner", "partners", *application),
    ]


def _having(table: str, column: str) -> str:
    """Return the pattern of the rows `t` of a table that have the id in a column."""
    one = graph().nodes[table]
    return along(one, column, "id", "t") if column in one.reached else f"(t:{label(table)} {{{column}: id}})"


def _meant(tie: str, table: str, kind: str, column: str) -> tuple[Way, Way]:
    """Return the ways from who declared rows of a table to the organisations that these mean."""
    org, means, described = label("organizations"), type_(f"meant_by:{table}"), TABLES[table]
    text = re.sub(r"\b(?!coalesce\b)[a-z]\w*", lambda found: f"t.{name(found[0])}", RECORDS[tie][1])
    plain = Way(
        tie,
        "",
        "",
        True,
        f"MATCH {_having(table, column)}-[:{means}]->(o:{org})",
        "t.participates" if "participates" in described.names else "",
        "o.org_id",
        "t.row_id",
        text,
        "t",
        *(("t.start_on", "t.end_on") if described.valid_from else ()),
    )
    back = f"MATCH (:{org} {{org_id: id}})<-[:{means}]-(t:{label(table)})"
    return _pair(plain, kind, "organization", match=back, other=f"t.{column}")


def _same() -> tuple[Way, Way]:
    person, part = label("persons"), label("participants")
    plain = Way(
        "same_as",
        "",
        "",
        True,
        f"MATCH (t:{part} {{person_id: id}}) UNWIND [t.openalex_id] + COLLECT {{ "
        f"MATCH (p:{person} {{orcid: t.orcid}}) RETURN p.author_id }} AS same WITH DISTINCT id, t, same",
        "same IS NOT NULL",
        "same",
        "t.row_id",
        "CASE WHEN t.orcid IS NULL THEN coalesce(t.openalex_id, '') "
        "ELSE t.orcid + coalesce(', ' + t.openalex_id, '') END",
        "t",
        row="t",
        first="row_id",
    )
    back = (
        f"UNWIND COLLECT {{ MATCH (t:{part} {{openalex_id: id}}) RETURN t }} + COLLECT {{ "
        f"MATCH (p:{person} {{author_id: id}}) MATCH (t:{part} {{orcid: p.orcid}}) RETURN t }} AS t "
        "WITH DISTINCT id, t"
    )
    return _pair(
        plain, "applicant", "person", match=back, other="t.person_id", where="t.person_id IS NOT NULL"
    )


def _declared() -> list[Way]:
    made: list[Way] = []
    for tie in TIES.values():
        if (tie.starts, tie.ends) == (("applicant",), ("organization",)):
            made += _meant(tie.name, RECORDS[tie.name][0], "applicant", "person_id")
    sheet = label("declared_funding")
    plain = Way(
        "declared_award",
        "",
        "",
        True,
        f"MATCH {_having('declared_funding', 'person_id')}",
        "t.award_key IS NOT NULL",
        "t.award_key",
        "t.row_id",
        "t.award_id",
        "t",
        "t.start_on",
        "t.end_on",
    )
    back = f"MATCH (:{label('awards')} {{award_key: id}})<-[:{type_('declared_awards')}]-(t:{sheet})"
    return [*made, *_pair(plain, "applicant", "award", match=back, other="t.person_id")]
