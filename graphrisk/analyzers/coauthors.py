"""R-COA-01: works written with people at listed organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.columns import (
    as_candidates,
    as_evidence,
    in_force,
    listed_now,
    marked,
    on_list,
    ror_of,
)
from graphrisk.analyzers.evidence import declared_ties, listing_rows, work_rows
from graphrisk.analyzers.facts import Facts, RuleResult
from graphrisk.analyzers.observed import shared_works

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.policies import Policy
    from graphrisk.policies.model import ListedCoauthors

KEYS = ("application_id", "person_id", "org_id")
DECLARED = ("home", "affiliation", "collaboration", "partner")
"""Kinds of declared ties that say of a collaboration that it is known."""


def listed_coauthors(facts: Facts, policy: Policy) -> RuleResult:
    """Ask how works written with people at a listed organisation are dealt with in the project.

    Looks at works of research types within the window, with few enough authors, on which another author names
    the listed organisation itself; the person's own address is not counted. Works dated while it was listed
    count; where there are none, all count and are said, no more. The base grows with their number and with
    their share of the person's works of the same kind. Publishing together is never HIGH by itself: only
    overlap of technology may lead there. Source: NSF template of collaborators (48 months); matrix of the US
    Department of War, 2026; 42 U.S.C. 19232(d) (open publishing is not to be prohibited).
    """
    counted = facts.hold("coa_01_works", counted_works(facts))
    found = facts.hold("coa_01", joint_works(facts, policy, counted))
    return RuleResult(
        as_candidates(found),
        as_evidence(
            work_rows(facts, counted),
            listing_rows(facts, found, KEYS),
            declared_ties(facts, found, DECLARED),
        ),
    )


def joint_works(facts: Facts, policy: Policy, counted: ir.Table) -> ir.Table:
    """Return the works that count, summed up for each application, person and organisation."""
    rule = policy.rules.coa_01
    sums = counted.group_by(*KEYS, "listed_then", "listed_now").aggregate(
        works=counted.count(),
        works_a=(counted.grade == "A").sum(),
        works_ab=(counted.grade != "C").sum(),
        first_date=counted.date.min(),
        last_date=counted.date.max(),
    )
    everything = shared_works(facts.works, policy, facts.as_of)
    everything = everything.group_by("person_id").aggregate(all_works=everything.work_id.nunique())
    totals = facts.hold("coa_01_sums", sums.join(everything, "person_id"))
    case, case_a, case_ab = (
        _case(totals[n], totals.all_works, rule) for n in ("works", "works_a", "works_ab")
    )
    found = totals.mutate(
        case=case,
        grade=ibis.cases((case_a == case, "A"), (case_ab == case, "B"), else_="C"),
        share=totals.works / totals.all_works,
        object_id=totals.org_id,
        object_ror=ror_of(totals.org_id),
    )
    found = marked(found, _disclosed(facts, totals), KEYS, "disclosed")
    names = facts.organizations.select(org_id="org_id", object_name="name")
    return found.left_join(names, "org_id").drop("org_id_right")


def counted_works(facts: Facts) -> ir.Table:
    """Return the works that count, by application, person and listed organisation."""
    exposed = facts.applications.filter(facts.applications.security).select("application_id")
    members = facts.members.semi_join(exposed, "application_id").select("application_id", "person_id")
    shared = facts.coauthors.drop("status").join(members, "person_id")
    shared = on_list(shared, facts.listings, [*KEYS, "work_id"])
    then = shared.filter(shared.on_list).select(*KEYS).distinct()
    shared = listed_now(marked(shared, then, KEYS, "listed_then"), facts.listings)
    return shared.filter(shared.on_list | (~shared.listed_then & shared.listed_now))


def _case(works: ir.Value, everything: ir.Value, rule: ListedCoauthors) -> ir.StringValue:
    """Return the case that this many works make; none is no case at all."""
    by_share = (
        (works >= rule.share_min_works)
        & (everything >= rule.share_min_all)
        & (works / everything >= rule.share)
    )
    return ibis.cases(
        ((works >= rule.many_works) | by_share, "many"),
        (works >= rule.few_works, "few"),
        (works > 0, "one"),
        else_="none",
    )


def _disclosed(facts: Facts, totals: ir.Table) -> ir.Table:
    """Return the keys for which a tie to the organisation, or to a unit of it, was declared for that time."""
    below = facts.family.filter(facts.family.relation != "ancestor")
    units = below.select(org_id=below.org_id.cast("string"), tied=below.member_id.cast("string"))
    itself = totals.select("org_id", tied="org_id").distinct()
    reach = ibis.union(units, itself, distinct=True)
    rows = totals.select(*KEYS, "first_date", "last_date").join(reach, "org_id")
    kinds = facts.declared.filter(facts.declared.kind.isin(DECLARED))
    kinds = kinds.select("application_id", "start_on", "end_on", tied="org_id", owner="person_id")
    rows = rows.join(kinds, ["application_id", "tied"])
    rows = rows.filter(rows.owner.isnull() | (rows.owner == rows.person_id))
    return rows.filter(
        in_force(rows.last_date, rows.start_on, ibis.null("date")),
        in_force(rows.first_date, ibis.null("date"), rows.end_on),
    )
