"""From the tables of a snapshot to the facts of one scan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers import declared
from graphrisk.analyzers.columns import between, in_force, joined_text, months_before
from graphrisk.analyzers.facts import Facts
from graphrisk.analyzers.observed import observe

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import ibis.expr.types as ir

    from graphrisk.analyzers.observed import Keep, Observed
    from graphrisk.policies import Policy


_ACKNOWLEDGED = ("work_id", "funder_id", "funder_ror", "funder_name", "award_id", "award_key", "source")


@dataclass(frozen=True, slots=True)
class People:
    """Who is scanned: the participants as declared, and one row for each application and person."""

    roster: ir.Table
    members: ir.Table


def people_of(tables: Mapping[str, ir.Table], call_id: str, keep: Keep) -> People:
    """Return the people of a call."""
    roster = keep("roster", declared.roster(tables, call_id))
    return People(roster=roster, members=keep("members", declared.members(roster)))


def prepare(
    tables: Mapping[str, ir.Table],
    people: People,
    *,
    call: ir.Table,
    applications: ir.Table,
    identities: ir.Table,
    places: ir.Table,
    funder_keys: Callable[[ir.Table], ir.Table],
    policy: Policy,
    as_of: dt.date,
    keep: Keep,
    said: ir.Table | None = None,
) -> tuple[Facts, Facts]:
    """Return the facts of the linked records, and those of the records that are only candidates.

    `call` and `applications` have the columns that `Facts` names; `identities` those of `schema.IDENTITIES`.
    `places` holds work_no, position and author_id of the authorships of at least these records.
    `funder_keys` gets a table with the distinct values of funder_name and returns it with a column name_key.
    `keep` stores a table under a name and returns what to read it from. `said` is what reviewers said of
    printed affiliations: raw_string, org_id, confirmed.
    """
    members, roster = people.members, people.roster
    organizations = tables["organizations"].select("org_id", "name", "country_code")
    listings = keep("listings", _listings(tables, policy, as_of))
    relatives = keep("relatives", _relatives(tables, listings, policy))
    observed = observe(
        tables,
        identities=identities,
        places=places,
        listings=listings,
        relatives=relatives,
        policy=policy,
        as_of=as_of,
        keep=keep,
        said=said,
    )
    partners = keep("partners", declared.partners(tables, applications))
    ties = keep("declared", declared.declared(tables, roster, members, partners))
    posts = keep("posts", declared.posts(tables, ties, policy))
    funding = keep("funding", declared.funding(tables, members))
    awards = _awards(tables, observed, funder_keys, policy, as_of, keep)
    base = Facts(
        as_of=as_of,
        call=call,
        applications=applications,
        members=members,
        roster=roster,
        homes=declared.homes(roster, organizations),
        partners=partners,
        declared=ties,
        posts=posts,
        funding=funding,
        statements=declared.statements(tables, members, as_of),
        authored=observed.authored,
        works=observed.works,
        records=_records(tables, identities),
        ties=observed.ties,
        coauthors=observed.coauthors,
        awards=awards,
        listings=listings,
        relatives=relatives,
        organizations=organizations,
        family=tables["organization_family"].select("org_id", "member_id", "relation"),
        identities=identities,
        capped=_nobody(members),
        suspects=_nobody(members).mutate(author_id=ibis.null("string"), works=ibis.null("int64")),
        hold=keep,
    )
    return _only(base, "linked"), _only(base, "candidate")


def _only(facts: Facts, status: str) -> Facts:
    return replace(
        facts,
        authored=facts.authored.filter(facts.authored.status == status),
        works=facts.works.filter(facts.works.status == status),
        ties=facts.ties.filter(facts.ties.status == status),
        coauthors=facts.coauthors.filter(facts.coauthors.status == status),
        awards=facts.awards.filter(facts.awards.status == status),
    )


def _nobody(members: ir.Table) -> ir.Table:
    return members.select("application_id", "person_id").limit(0)


def _listings(tables: Mapping[str, ir.Table], policy: Policy, as_of: dt.date) -> ir.Table:
    """Return the rows of lists as they were on the as-of day: what ended later was in force without end.

    So an edition that came after that day changes nothing of what was found for it.
    """
    rows = tables["listings"]
    if policy.lists:
        rows = rows.filter(rows.list_id.isin(policy.lists))
    rows = rows.filter(rows.valid_from <= as_of)
    entries = tables["list_entries"].select(
        "entry_id",
        "concern_codes",
        "citation",
        entry_name="name",
        entry_native="name_native",
        row_no="row_no",
    )
    joined = rows.join(entries, "entry_id")
    return joined.select(
        "org_id",
        "entry_id",
        "list_id",
        "edition",
        "valid_from",
        "grade",
        "method",
        valid_to=ibis.ifelse(joined.valid_to >= as_of, ibis.null("date"), joined.valid_to),
        codes=joined.concern_codes,
        name=joined.entry_name,
        note=joined_text(joined.entry_name, joined.entry_native, joined.row_no),
        url=joined.citation,
        listed_now=in_force(ibis.literal(as_of), joined.valid_from, joined.valid_to),
    )


def _relatives(tables: Mapping[str, ir.Table], listings: ir.Table, policy: Policy) -> ir.Table:
    """Return the listings of bodies under the organisations that are their parents or units.

    By the registry up to the policy's number of steps, never to a sibling, and by what a list row itself
    names beside its body. Organisations that are listed now are left out: the other rules ask about them.
    """
    rule = policy.rules.org_02
    family = tables["organization_family"]
    near = family.filter(family.relation != "self", family.depth <= rule.max_steps)
    near = near.select(
        kin="org_id",
        org_id="member_id",
        relation=ibis.ifelse(near.relation == "ancestor", "unit", "parent"),
        steps="depth",
    )
    named = tables["listing_relations"]
    named = named.select(
        "entry_id",
        kin="org_id",
        relation=ibis.ifelse(named.kind == "subsidiary", "unit", named.kind),
        steps=ibis.literal(1, "int64"),
    )
    # A row may mean a record and, by its other names, what has none; the record stands for it.
    bodies = listings.group_by("entry_id").aggregate(org_id=listings.org_id.min())
    by_row = listings.semi_join(bodies, ["entry_id", "org_id"]).join(named, "entry_id")
    by_registry = listings.join(near, "org_id")
    columns = ("kin", "relation", "steps", *listings.columns)
    rows = ibis.union(by_registry.select(*columns), by_row.select(*columns), distinct=False)
    rows = rows.rename(relative_id="org_id", relative="name").rename(org_id="kin")
    rows = rows.filter(rows.org_id != rows.relative_id)
    rows = rows.anti_join(listings.filter(listings.listed_now), "org_id")
    return rows if rule.enabled else rows.limit(0)


def _records(tables: Mapping[str, ir.Table], identities: ir.Table) -> ir.Table:
    names = tables["persons"].select("author_id", "display_name", "orcid")
    return identities.join(names, "author_id").select(
        "person_id", "author_id", "grade", "status", "reasons", "against", "orcid", name=names.display_name
    )


def _awards(
    tables: Mapping[str, ir.Table],
    observed: Observed,
    funder_keys: Callable[[ir.Table], ir.Table],
    policy: Policy,
    as_of: dt.date,
    keep: Keep,
) -> ir.Table:
    """Return acknowledgements on the people's works, with the organisation that each funder is.

    The funder is the one of its ROR id, else of the source's id, else the only organisation of that name.
    """
    window = months_before(as_of, policy.rules.fnd_01.outer_months)
    works = observed.works.filter(between(observed.works.date, window, as_of))
    works = works.drop("source", "type", "authors_truncated")
    rows = tables["work_awards"].select(*_ACKNOWLEDGED).join(works, "work_id")
    rows = keep("acknowledged", rows)
    links = tables["organization_links"]
    by_ror = links.select(funder_ror="org_id", ror_linked="linked_id")
    by_id = links.select(funder_id="org_id", id_linked="linked_id")
    rows = rows.left_join(by_ror, "funder_ror").drop("funder_ror_right")
    rows = rows.left_join(by_id, "funder_id").drop("funder_id_right")
    keys = funder_keys(rows.filter(rows.funder_name.notnull()).select("funder_name").distinct())
    names = tables["organization_names"]
    names = names.filter(names.kind != "acronym").select("name_key", org_id="org_id")
    names = names.join(links.select("org_id", "linked_id"), "org_id")
    sole = names.group_by("name_key").aggregate(
        name_linked=names.linked_id.min(), many=names.linked_id.nunique()
    )
    sole = sole.filter(sole.many == 1).drop("many")
    keyed = keys.left_join(sole, "name_key").drop("name_key_right")
    rows = rows.left_join(keyed, "funder_name").drop("funder_name_right")
    organizations = tables["organizations"].select(org_id="org_id", org_name="name")
    rows = rows.mutate(
        org_id=ibis.coalesce(
            rows.ror_linked,
            rows.funder_ror,
            ibis.ifelse(rows.id_linked != rows.funder_id, rows.id_linked, ibis.null("string")),
            rows.name_linked,
            rows.id_linked,
            ibis.literal("name:") + rows.name_key,
            rows.funder_id,
        )
    )
    joined = rows.left_join(organizations, "org_id")
    joined = joined.filter(joined.org_id.notnull())
    joined = joined.select(
        "person_id",
        "work_id",
        "status",
        "grade",
        "date",
        "authors_count",
        "title",
        "url",
        "source",
        "org_id",
        "award_id",
        "award_key",
        "funder_name",
        name=ibis.coalesce(joined.org_name, joined.funder_name, joined.org_id),
    )
    return keep("awards", joined)
