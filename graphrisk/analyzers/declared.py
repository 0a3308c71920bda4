"""The declared side of the facts: who takes part, and which ties and funds they declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.columns import joined_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from graphrisk.policies import Policy

ROLES = ("pi", "co_i", "partner_lead", "postdoc", "student", "technician", "other")
"""Roles of a participant, the first counts where one person has several in an application."""

PERSON_SHEETS = (
    "declared_affiliations",
    "declared_education",
    "declared_funding",
    "declared_support",
    "declared_talent_programs",
    "declared_scholarships",
    "declared_collaborations",
    "declared_coauthors",
    "declared_patents",
    "declared_interests",
    "declared_export_control",
)
"""The sheets whose rows show that a person has handed in a declaration."""


def roster(tables: Mapping[str, ir.Table], call_id: str) -> ir.Table:
    """Return the participants of the call's applications as declared, with their home organisation."""
    applications = tables["applications"]
    wanted = applications.filter(applications.call_id == call_id).select("application_id")
    people = tables["participants"].semi_join(wanted, "application_id")
    homes = _mentions(tables, "home_org").rename(home_id="org_id", home_name="org_name", home_grade="grade")
    joined = people.left_join(homes, people.row_id == homes.mention_row)
    return joined.select(
        "application_id",
        "person_id",
        "role",
        "row_id",
        "home_org",
        "name_ja",
        "name_latin",
        home_id=joined.home_id,
        home_name=ibis.coalesce(joined.home_name, joined.home_org),
        home_grade=ibis.coalesce(joined.home_grade, ibis.literal("C")),
    )


def members(people: ir.Table) -> ir.Table:
    """Return a row for each application and person: application_id, person_id, role, name."""
    rank = ibis.cases(*[(people.role == role, index) for index, role in enumerate(ROLES)], else_=len(ROLES))
    ranked = people.mutate(rank=rank, shown=_shown_name(people))
    grouped = ranked.group_by("application_id", "person_id").aggregate(
        rank=ranked.rank.min(), name=ranked.shown.min()
    )
    return grouped.select(
        "application_id",
        "person_id",
        "name",
        role=ibis.cases(*[(grouped.rank == i, role) for i, role in enumerate(ROLES)], else_="other"),
    )


def homes(people: ir.Table, organizations: ir.Table) -> ir.Table:
    """Return the home organisations of each person in each application, with their country."""
    known = people.filter(people.home_id.notnull())
    rows = known.group_by("application_id", "person_id", "home_id").aggregate(grade=known.home_grade.min())
    countries = organizations.select(home_id="org_id", country_code="country_code")
    joined = rows.left_join(countries, "home_id")
    return joined.select("application_id", "person_id", "country_code", "grade", org_id=joined.home_id)


def partners(tables: Mapping[str, ir.Table], applications: ir.Table) -> ir.Table:
    """Return the organisations that take part in the applications, with the record they mean."""
    rows = tables["partners"].semi_join(applications, "application_id")
    names = _mentions(tables, "org")
    joined = rows.join(names, rows.row_id == names.mention_row)
    return joined.select(
        "application_id",
        "row_id",
        "role",
        "org_id",
        "org_name",
        "grade",
        written=_written(joined.org, joined.org_name),
    )


def declared(
    tables: Mapping[str, ir.Table], people: ir.Table, member: ir.Table, partner: ir.Table
) -> ir.Table:
    """Return every declared tie to an organisation, of the people and of their applications."""
    home = people.filter(people.home_id.notnull()).select(
        "application_id",
        "person_id",
        "row_id",
        kind=ibis.literal("home"),
        org_id=people.home_id,
        org_name=people.home_name,
        grade=people.home_grade,
        start_on=ibis.null("date"),
        end_on=ibis.null("date"),
        note=_written(people.home_org, people.home_name),
    )
    own = ibis.union(*[_person_rows(tables, kind, member) for kind in _KINDS], distinct=False)
    shared = partner.select(
        "application_id",
        "row_id",
        "org_id",
        "org_name",
        "grade",
        person_id=ibis.null("string"),
        kind=ibis.literal("partner"),
        start_on=ibis.null("date"),
        end_on=ibis.null("date"),
        note=joined_text(partner.written, partner.role),
    ).select(*home.columns)
    return ibis.union(home, own.select(*home.columns), shared, distinct=False)


_KINDS = ("affiliation", "education", "collaboration")
_SHEETS = {
    "affiliation": ("declared_affiliations", ("title", "type")),
    "education": ("declared_education", ("degree", "field")),
    "collaboration": ("declared_collaborations", ("purpose", "agreement")),
}


def _person_rows(tables: Mapping[str, ir.Table], kind: str, member: ir.Table) -> ir.Table:
    sheet, notes = _SHEETS[kind]
    rows = tables[sheet]
    rows = rows.select(
        "row_id", "person_id", "start_on", "end_on", "org", note=joined_text(*[rows[n] for n in notes])
    )
    joined = rows.join(member.select("application_id", "person_id"), "person_id")
    names = _mentions(tables, "org")
    joined = joined.join(names, joined.row_id == names.mention_row)
    return joined.select(
        "application_id",
        "person_id",
        "row_id",
        "org_id",
        "org_name",
        "grade",
        "start_on",
        "end_on",
        note=joined_text(_written(joined.org, joined.org_name), joined.note),
        kind=ibis.literal(kind),
    )


def _written(given: ir.StringValue, shown: ir.StringValue) -> ir.Value:
    """Return what the form gives as an organisation's name where another name is shown for it, else null."""
    return ibis.ifelse(given != shown, given, ibis.null("string"))


def posts(tables: Mapping[str, ir.Table], ties: ir.Table, policy: Policy) -> ir.Table:
    """Return the time in which a person's posts and studies are declared, widened as the policy says.

    A paper appears after the work on it: a tie may be printed for some months after a declared end, and a
    declared start may be the day of the contract only. An ambiguous name covers every organisation that it
    may mean, so that nobody is asked because a name was hard to read.
    """
    rule = policy.rules.aff_01
    rows = ties.filter(ties.kind.isin(("home", "affiliation", "education")))
    maybe = tables["mentions"]
    maybe = maybe.filter(maybe.grade == "C")
    maybe = maybe.select(row_id="row_id", other=maybe.alternatives.unnest())
    # What a reviewer rejected is shown among the alternatives, but may not be meant.
    maybe = maybe.filter(~maybe.other.contains("|rejected_by:"))
    others = rows.drop("org_id").join(maybe, "row_id")
    others = others.mutate(org_id=others.other.split("|")[0]).select(*rows.columns)
    every = ibis.union(rows, others, distinct=False)
    return every.select(
        "application_id",
        "person_id",
        "org_id",
        start_on=(every.start_on - ibis.interval(months=rule.start_grace_months)).cast("date"),
        end_on=(every.end_on + ibis.interval(months=rule.publication_lag_months)).cast("date"),
    )


def funding(tables: Mapping[str, ir.Table], member: ir.Table) -> ir.Table:
    """Return every declared source of money or support, with the organisation that it means."""
    who = member.select("person_id").distinct()
    parts = [
        _source(tables, "declared_funding", "funder", "title"),
        _source(tables, "declared_support", "provider", "kind"),
        _source(tables, "declared_scholarships", "sponsor", "sponsor_type"),
    ]
    return ibis.union(*parts, distinct=False).semi_join(who, "person_id")


def _source(tables: Mapping[str, ir.Table], sheet: str, field: str, note: str) -> ir.Table:
    rows = tables[sheet]
    names = _mentions(tables, field)
    joined = rows.left_join(names, rows.row_id == names.mention_row)
    numbered = "award_key" in rows.columns
    return joined.select(
        "person_id",
        "row_id",
        "start_on",
        "end_on",
        org_id=joined.org_id,
        award_key=joined.award_key if numbered else ibis.null("string"),
        note=joined_text(joined[field], joined.award_id if numbered else ibis.null("string"), joined[note]),
    )


def statements(tables: Mapping[str, ir.Table], member: ir.Table, as_of: dt.date) -> ir.Table:
    """Return for each person whether a statement was signed, and whether any row was declared, by `as_of`."""
    who = member.select("person_id").distinct()
    signatures = tables["attestations"]
    signed = signatures.filter(signatures.signed_on <= as_of).select(
        "person_id", signed=ibis.literal(1), rows=ibis.literal(0)
    )
    parts = [signed]
    for sheet in PERSON_SHEETS:
        rows = tables[sheet]
        by_then = rows.filter(rows.declared_on.isnull() | (rows.declared_on <= as_of))
        parts.append(by_then.select("person_id", signed=ibis.literal(0), rows=ibis.literal(1)))
    every = ibis.union(*parts, distinct=False).semi_join(who, "person_id")
    found = every.group_by("person_id").aggregate(signed=every.signed.max(), rows=every.rows.max())
    joined = who.left_join(found, "person_id")
    return joined.select(
        "person_id",
        signed=joined.signed.fill_null(0) > 0,
        rows=joined.rows.fill_null(0) > 0,
    )


def _mentions(tables: Mapping[str, ir.Table], field: str) -> ir.Table:
    rows = tables["mentions"]
    return rows.filter(rows.field == field).select("org_id", "org_name", "grade", mention_row="row_id")


def _shown_name(people: ir.Table) -> ir.StringValue:
    latin = ibis.ifelse(people.name_latin.length() > 0, people.name_latin[0], ibis.null("string"))
    return ibis.coalesce(people.name_ja, latin, people.person_id)
