"""R-ORG-01, R-PRG-01, R-CVR-01: the project, its partners, its programme and its people's declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.columns import as_candidates, as_evidence, joined_text, ror_of
from graphrisk.analyzers.evidence import listing_rows
from graphrisk.analyzers.facts import Facts, RuleResult

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.policies import Policy


def listed_partner(facts: Facts, policy: Policy) -> RuleResult:  # noqa: ARG001
    """Ask how a listed organisation's part in the project is dealt with.

    Looks at every organisation that takes part, in whatever role, and at the lists as of the as-of date.
    Where a concern code of the list is one that the project's own export-control review gave, a licence may
    be needed. Source: METI end user list and teaching material on it; matrix of the US Department of
    War, 2026.
    """
    found = facts.hold("org_01", listed_partners(facts))
    partners = facts.partners.join(found.select("application_id", "org_id"), ["application_id", "org_id"])
    return RuleResult(
        as_candidates(found),
        as_evidence(partner_rows(partners), listing_rows(facts, found, ("application_id", "org_id"))),
    )


def listed_partners(facts: Facts) -> ir.Table:
    """Return the organisations that take part in applications and are listed at the as-of date."""
    applications = facts.applications.filter(facts.applications.security)
    now = facts.listings.filter(facts.listings.listed_now).select("org_id", "codes")
    rows = facts.partners.join(applications.select("application_id", "concern_codes"), "application_id")
    rows = rows.join(now, "org_id")
    totals = rows.group_by("application_id", "org_id").aggregate(
        object_name=rows.org_name.min(), grade=rows.grade.min()
    )
    totals = totals.left_join(_matching_codes(rows), ["application_id", "org_id"])
    return totals.mutate(
        case=ibis.ifelse(totals.codes.notnull(), "concern_match", "listed"),
        object_id=totals.org_id,
        object_ror=ror_of(totals.org_id),
        listed_then=ibis.literal(True),
        listed_now=ibis.literal(True),
        disclosed=ibis.literal(True),
        first_date=ibis.literal(facts.as_of),
        last_date=ibis.literal(facts.as_of),
    )


def _matching_codes(rows: ir.Table) -> ir.Table:
    """Return the concern codes that list and project have in common, where there are any."""
    keys = ("application_id", "org_id")
    listed = rows.select(*keys, code=rows.codes.unnest()).distinct()
    given = rows.select(*keys, code=rows.concern_codes.unnest()).distinct()
    common = listed.join(given, [*keys, "code"])
    return common.group_by(*keys).aggregate(codes=common.code.collect())


def partner_rows(partners: ir.Table) -> ir.Table:
    """Return the declared rows of organisations that take part as evidence."""
    return partners.select(
        "application_id",
        "grade",
        person_id=ibis.null("string"),
        object_id=partners.org_id,
        kind=ibis.literal("declaration"),
        side=ibis.literal("declared"),
        source=ibis.literal("disclosures"),
        record=partners.row_id,
        text=joined_text(partners.org_name, partners.written, partners.role),
    )


def program_scope(facts: Facts, policy: Policy) -> RuleResult:  # noqa: ARG001
    """Say once where the call's own row and the list of designated programmes differ.

    The list decides whether the call is designated on its closing date; where it does not hold the programme,
    the row of the call stands. Exposure rules run for applications of a designated call and for those that
    touch a key technology area; elsewhere only differences between declaration and record are asked about.
    Source: MEXT notice 7文科科第671号 (each call states that it is designated).
    """
    call = facts.call
    rows = call.filter(
        (call.listed.notnull() & (call.listed != call.flag)) | (call.listed.isnull() & call.flag)
    )
    found = rows.mutate(
        object_id=ibis.literal("call:") + rows.call_id,
        object_name=rows.title,
        case=ibis.ifelse(rows.listed.isnull(), "not_loaded", "differs"),
        grade=ibis.literal("A"),
        first_date=ibis.literal(facts.as_of),
        last_date=ibis.literal(facts.as_of),
        disclosed=rows.flag,
        listed_now=rows.listed.fill_null(False),
    )
    evidence = rows.select(
        object_id=ibis.literal("call:") + rows.call_id,
        kind=ibis.literal("program"),
        side=ibis.literal("declared"),
        source=ibis.literal("disclosures"),
        record=rows.call_id,
        text=joined_text(rows.title, rows.program),
        grade=ibis.literal("A"),
    )
    return RuleResult(as_candidates(found), as_evidence(evidence))


def participant_coverage(facts: Facts, policy: Policy) -> RuleResult:
    """Ask for declarations that have not come in by the as-of date.

    People whose role the policy names and of whom neither a signed statement nor any declared row came in;
    where rows came without a signature the question is a smaller one. A partner organisation of which no
    responsible person is named is asked about too. Source: approved draft of the procedure (principal
    researchers, students, responsible researchers of partner institutions).
    """
    rule = policy.rules.cvr_01
    rows = facts.members.join(facts.statements, "person_id")
    case = ibis.cases(*[(rows.role == role, case) for role, case in rule.roles.items()], else_="none")
    rows = rows.mutate(case=case)
    open_rows = rows.filter(~rows.signed, rows.case != "none")
    people = open_rows.select(
        "application_id",
        "person_id",
        "case",
        object_id=ibis.literal("role:") + open_rows.role,
        object_name=open_rows.role,
        grade=ibis.literal("A"),
        disclosed=open_rows.rows,
        first_date=ibis.literal(facts.as_of),
        last_date=ibis.literal(facts.as_of),
    )
    leaderless = _leaderless(facts, rule.partner_roles, rule.lead_roles)
    people, leaderless = facts.hold("cvr_01", people), facts.hold("cvr_01_partners", leaderless)
    organizations = leaderless.select(
        "application_id",
        "grade",
        case=ibis.literal("partner_without_lead"),
        object_id=leaderless.org_id,
        object_name=leaderless.org_name,
        object_ror=ror_of(leaderless.org_id),
        first_date=ibis.literal(facts.as_of),
        last_date=ibis.literal(facts.as_of),
    )
    return RuleResult(
        ibis.union(as_candidates(people), as_candidates(organizations), distinct=False),
        as_evidence(_roster_rows(facts, people), partner_rows(leaderless)),
    )


def _leaderless(facts: Facts, partner_roles: tuple[str, ...], lead_roles: tuple[str, ...]) -> ir.Table:
    """Return partner organisations without a responsible person, with the grade at which that is known.

    Where some responsible person is named, the partner's own may hide behind an unreadable name: the grade is
    then that of the partner's name; where none is named there is nothing to mistake.
    """
    partners = facts.partners.filter(facts.partners.role.isin(partner_roles))
    leads = facts.roster.filter(facts.roster.role.isin(lead_roles), facts.roster.home_id.notnull())
    leads = leads.select("application_id", home="home_id")
    kin = facts.family.select(home="org_id", org_id="member_id")
    reach = ibis.union(
        leads.mutate(org_id=leads.home), leads.join(kin, "home").select("application_id", "home", "org_id")
    )
    rows = partners.anti_join(reach, ["application_id", "org_id"])
    grouped = rows.group_by("application_id", "org_id").aggregate(
        org_name=rows.org_name.min(),
        written=rows.written.min(),
        worst=rows.grade.min(),
        row_id=rows.row_id.min(),
        role=rows.role.min(),
    )
    any_lead = facts.roster.filter(facts.roster.role.isin(lead_roles)).select("application_id").distinct()
    joined = grouped.left_join(
        any_lead.select(led="application_id"), grouped.application_id == any_lead.application_id
    )
    return joined.select(
        "application_id",
        "org_id",
        "org_name",
        "written",
        "row_id",
        "role",
        grade=ibis.ifelse(joined.led.isnull(), "A", joined.worst),
    )


def _roster_rows(facts: Facts, people: ir.Table) -> ir.Table:
    rows = people.select("application_id", "person_id", "object_id").join(
        facts.roster.drop("role"), ["application_id", "person_id"]
    )
    return rows.select(
        "application_id",
        "person_id",
        "object_id",
        kind=ibis.literal("roster"),
        side=ibis.literal("declared"),
        source=ibis.literal("disclosures"),
        record=rows.row_id,
        text=rows.home_name,
        grade=ibis.literal("A"),
    )
