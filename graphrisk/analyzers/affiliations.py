"""R-AFF-01 and R-AFF-03: organisations that a person names, declared and observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.columns import (
    as_candidates,
    as_evidence,
    between,
    in_force,
    listed_now,
    marked,
    months_before,
    on_list,
    ror_of,
)
from graphrisk.analyzers.evidence import declared_near, declared_ties, listing_rows, work_rows
from graphrisk.analyzers.facts import Facts, RuleResult

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.policies import Policy

KEYS = ("application_id", "person_id", "org_id")


def undeclared_affiliation(facts: Facts, policy: Policy) -> RuleResult:
    """Ask about an organisation that a person names on papers and did not declare.

    Looks at the works of the person's linked records within the window before the as-of date. An organisation
    is declared where it is, or belongs to the family of, the home organisation or a post or study whose
    declared time holds the day of the work; papers appear late, so that time is widened by a publication lag
    after its end and a grace before its start. Declared collaborations do not make a post, but are shown.
    Two works, or more, are the base; one work is a smaller question, and so is an unlisted organisation in
    the country of the home organisation, where cross-appointments are common. Source: guidelines for
    competitive research funds (all affiliations, posts and side jobs), policy of 2021-04-27; compare NSF
    biographical sketch and NIH decision matrix, factor 3.
    """
    rule = policy.rules.aff_01
    open_ties = on_list(undeclared_ties(facts, policy), facts.listings, [*KEYS, "work_id"])
    open_ties = facts.hold("aff_01_ties", open_ties)
    totals = open_ties.group_by(*KEYS).aggregate(
        works=open_ties.count(),
        works_a=(open_ties.grade == "A").sum(),
        works_ab=(open_ties.grade != "C").sum(),
        best=open_ties.grade.min(),
        first_date=open_ties.date.min(),
        last_date=open_ties.date.max(),
        listed_then=open_ties.on_list.any(),
    )
    totals = listed_now(_with_home(facts, totals), facts.listings)
    several, base = totals.works_ab >= rule.several_works, _case(totals, rule.several_works)
    case = ibis.ifelse(totals.domestic, "domestic", base)
    supported = ibis.cases(
        (totals.domestic, totals.best),
        (totals.works_a >= rule.several_works, "A"),
        (several, "B"),
        else_=totals.best,
    )
    found = totals.mutate(
        case=case,
        grade=ibis.ifelse(totals.home_known, supported, "C"),
        object_id=totals.org_id,
        object_ror=ror_of(totals.org_id),
    )
    found = marked(found, declared_near(facts, totals, ("collaboration", "partner")), KEYS, "disclosed")
    names = facts.organizations.select(org_id="org_id", object_name="name")
    found = facts.hold("aff_01", found.left_join(names, "org_id").drop("org_id_right"))
    works = open_ties.drop("on_list")
    return RuleResult(
        as_candidates(found),
        as_evidence(
            work_rows(facts, works),
            listing_rows(facts, found, KEYS),
            declared_ties(facts, found, ("affiliation", "education", "collaboration", "partner")),
        ),
    )


def undeclared_ties(facts: Facts, policy: Policy) -> ir.Table:
    """Return the ties of the window that no declared home, post or study covers, for each application."""
    since = months_before(facts.as_of, policy.rules.aff_01.window_months)
    ties = facts.ties.filter(between(facts.ties.date, since, facts.as_of)).drop("status")
    ties = ties.join(facts.members.select("application_id", "person_id"), "person_id")
    return ties.anti_join(_covered(facts, ties), [*KEYS, "work_id"])


def _case(totals: ir.Table, several: int) -> ir.StringValue:
    """Two works of which the better grade is sure make the base; a surer single work is only one work."""
    unsure = (totals.works_ab == 0) & (totals.works >= several)
    return ibis.ifelse((totals.works_ab >= several) | unsure, "several", "single")


def _covered(facts: Facts, ties: ir.Table) -> ir.Table:
    """Return the ties that a declared post, study or home organisation covers."""
    spans = facts.posts.select("application_id", "person_id", "start_on", "end_on", post="org_id")
    rows = ties.select(*KEYS, "work_id", "date").join(spans, ["application_id", "person_id"])
    rows = rows.filter(in_force(rows.date, rows.start_on, rows.end_on))
    kin = facts.family.select(post="org_id", org_id="member_id", kin=ibis.literal(True))
    known = rows.left_join(kin, ["post", "org_id"])
    return (
        known.filter((known.post == known.org_id) | known.kin.notnull()).select(*KEYS, "work_id").distinct()
    )


def _with_home(facts: Facts, totals: ir.Table) -> ir.Table:
    """Add whether the organisation is unlisted in the home's country, and whether the home is a known record.

    Where no record of the home organisation is known, the observed one may be it under another name.
    """
    seats = facts.organizations.select(org_id="org_id", seat="country_code")
    rows = totals.left_join(seats, "org_id").drop("org_id_right")
    at_home = facts.homes.select("application_id", "person_id", seat="country_code")
    rows = marked(rows, at_home, ["application_id", "person_id", "seat"], "near_home")
    unknown = facts.homes.filter(facts.homes.grade == "C")
    rows = marked(rows, unknown, ["application_id", "person_id"], "home_unknown")
    return rows.mutate(domestic=rows.near_home & ~rows.listed_then, home_known=~rows.home_unknown)


def listed_affiliation(facts: Facts, policy: Policy) -> RuleResult:
    """Ask how a declared post at a listed organisation is dealt with.

    Looks at declared posts and home organisations, at the listing of that organisation itself and not of its
    parents or units. A current post is the base, one that ended within the window is a level below, an
    earlier one is nothing. Listed only after the post ended: said, no more. Source: links to entities on the
    METI list (approved draft of the procedure), METI end user list; compare STRAC and the DoD
    matrix, factor 4.
    """
    found = facts.hold("aff_03", listed_posts(facts, policy))
    return RuleResult(
        as_candidates(found),
        as_evidence(
            declared_ties(facts, found, ("home", "affiliation")),
            listing_rows(facts, found, KEYS),
            work_rows(facts, works_there(facts, policy, found)),
        ),
    )


def works_there(facts: Facts, policy: Policy, found: ir.Table) -> ir.Table:
    """Return the recent works on which the people of `found` name the organisation, for technology."""
    window = months_before(facts.as_of, policy.rules.aff_03.technology_works_months)
    named = facts.ties.filter(between(facts.ties.date, window, facts.as_of)).drop("status")
    return named.join(found.select(*KEYS), ["person_id", "org_id"])


def listed_posts(facts: Facts, policy: Policy) -> ir.Table:
    """Return the declared posts at listed organisations, one row for each person and organisation."""
    since = months_before(facts.as_of, policy.rules.aff_03.window_months)
    rows = facts.declared.filter(facts.declared.kind.isin(("home", "affiliation")))
    rows = rows.filter(in_force(ibis.literal(facts.as_of), rows.start_on, ibis.null("date")))
    rows = rows.filter(rows.end_on.isnull() | (rows.end_on >= since))
    exposed = facts.applications.filter(facts.applications.security).select("application_id")
    rows = rows.semi_join(exposed, "application_id")
    spans = facts.listings.select("org_id", "listed_now", "valid_from", "valid_to")
    hits = rows.join(spans, "org_id")
    end = ibis.coalesce(hits.end_on, ibis.literal(facts.as_of))
    then = (hits.valid_from <= end) & (
        hits.valid_to.isnull() | hits.start_on.isnull() | (hits.valid_to >= hits.start_on)
    )
    hits = hits.mutate(
        then=then,
        current=hits.end_on.isnull() | (hits.end_on >= facts.as_of),
        last_day=ibis.ifelse(hits.end_on < facts.as_of, hits.end_on, ibis.literal(facts.as_of)),
    )
    posts = hits.group_by(*KEYS, "row_id").aggregate(
        current=hits.current.any(),
        then=hits.then.any(),
        now=hits.listed_now.any(),
        grade=hits.grade.min(),
        name=hits.org_name.min(),
        first=hits.start_on.min(),
        last=ibis.coalesce(hits.last_day.max(), ibis.literal(facts.as_of)),
    )
    posts = posts.filter(posts.then | posts.now)
    # one question for each organisation, from the post that says most: current before past, listed then first
    place = ibis.ifelse(posts.then, 0, 2) + ibis.ifelse(posts.current, 0, 1)
    ranked = posts.mutate(place=place)
    totals = ranked.group_by(*KEYS).aggregate(
        place=ranked.place.min(),
        listed_now=ranked.now.any(),
        grade=ranked.grade.min(),
        object_name=ranked.name.min(),
        first_date=ranked["first"].min(),
        last_date=ranked["last"].max(),
    )
    return totals.mutate(
        case=ibis.ifelse((totals.place == 0) | (totals.place == 2), "current", "past"),
        listed_then=totals.place < 2,
        disclosed=ibis.literal(True),
        object_id=totals.org_id,
        object_ror=ror_of(totals.org_id),
    )
