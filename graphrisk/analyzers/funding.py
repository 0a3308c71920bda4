"""R-FND-01: funding that works acknowledge, beside funding that was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.columns import as_candidates, as_evidence, joined_text, listed_now, on_list, ror_of
from graphrisk.analyzers.evidence import listing_rows
from graphrisk.analyzers.facts import Facts, RuleResult

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.policies import Policy

KEYS = ("application_id", "person_id", "org_id")


def undeclared_funding(facts: Facts, policy: Policy) -> RuleResult:
    """Ask about a funder that works of a person acknowledge and the person did not declare.

    An acknowledgement is declared where its award number is, or where the same funder is declared and one of
    the two has no number; declared support and scholarships of that funder count as well. An award number on
    a work of the person alone is the base; on a work of several authors it may be anybody's, and a funder
    without a number says least. Sources give no period of the award: the day of the work stands for it. One
    question for each funder, from the strongest acknowledgement. Source: guidelines for competitive research
    funds (current and pending funds, also from abroad); compare NIH decision matrix, factor 2.
    """
    rule = policy.rules.fnd_01
    dated = on_list(_undeclared(facts), facts.listings, ["person_id", "work_id", "org_id"])
    own = dated.award_key.notnull() & (dated.authors_count <= rule.sole_authors) & (dated.grade != "C")
    case = ibis.cases(
        (own, "personal"),
        (dated.award_key.notnull(), "team"),
        (dated.on_list, "unnumbered_listed"),
        else_="unnumbered",
    )
    cases = sorted(rule.levels, key=lambda name: (-rule.levels[name].rank, rule.CASES.index(name)))
    rows = dated.mutate(case=case)
    rows = rows.mutate(
        place=ibis.cases(*[(rows.case == name, place) for place, name in enumerate(cases)], else_=len(cases)),
        grade=ibis.ifelse(rows.case == "personal", rows.grade, "C"),
    )
    rows = facts.hold("fnd_01_awards", rows)
    best = rows.group_by("person_id", "org_id").aggregate(best=rows.place.min())
    ranked = rows.join(best, ["person_id", "org_id"])
    chosen = ranked.filter(ranked.place == ranked.best)
    totals = chosen.group_by("person_id", "org_id", "case").aggregate(
        works=chosen.work_id.nunique(),
        grade=chosen.grade.min(),
        object_name=chosen.name.min(),
        first_date=chosen.date.min(),
        last_date=chosen.date.max(),
        listed_then=chosen.on_list.any(),
        codes=chosen.award_id.collect(distinct=True),
    )
    totals = totals.join(facts.members.select("application_id", "person_id"), "person_id")
    totals = listed_now(totals, facts.listings)
    found = totals.mutate(
        object_id=totals.org_id, object_ror=ror_of(totals.org_id), disclosed=ibis.literal(False)
    )
    found = facts.hold("fnd_01", found)
    return RuleResult(
        as_candidates(found),
        as_evidence(
            _award_rows(rows, found),
            listing_rows(facts, found.filter(found.listed_then), KEYS),
            _declared_rows(facts, found),
        ),
    )


def _undeclared(facts: Facts) -> ir.Table:
    awards = facts.awards
    declared = facts.funding.select("person_id", declared_key="award_key", funder="org_id")
    numbers = declared.filter(declared.declared_key.notnull()).select("person_id", award_key="declared_key")
    rest = awards.anti_join(numbers.distinct(), ["person_id", "award_key"])
    funders = declared.filter(declared.funder.notnull()).select(
        "person_id", "funder", unnumbered=declared.declared_key.isnull()
    )
    kin = facts.family.select(funder="org_id", org_id="member_id")
    itself = funders.mutate(org_id=funders.funder)
    family = funders.join(kin, "funder").select(*itself.columns)
    known = ibis.union(itself, family, distinct=True).group_by("person_id", "org_id")
    known = known.aggregate(unnumbered=ibis._.unnumbered.any())
    joined = rest.left_join(known, ["person_id", "org_id"])
    covered = joined.unnumbered.notnull() & (joined.unnumbered | joined.award_key.isnull())
    return joined.filter(~covered.fill_null(False)).select(*awards.columns).drop("status")


def _award_rows(rows: ir.Table, found: ir.Table) -> ir.Table:
    rows = rows.drop("case").join(found.select(*KEYS), ["person_id", "org_id"])
    grouped = rows.group_by(
        "application_id",
        "person_id",
        "source",
        object_id=rows.org_id,
        record=rows.work_id + "#" + rows.award_key.fill_null(""),
    ).aggregate(
        url=ibis.coalesce(rows.url, rows.work_id).min(),
        date_from=rows.date.min(),
        text=joined_text(rows.funder_name, rows.award_id, rows.title).min(),
        grade=rows.grade.min(),
    )
    return grouped.mutate(kind=ibis.literal("award"), side=ibis.literal("observed"))


def _declared_rows(facts: Facts, found: ir.Table) -> ir.Table:
    """Return what the person declared of the same funder under other numbers."""
    rows = found.select(*KEYS).join(facts.funding, ["person_id", "org_id"])
    return rows.select(
        "application_id",
        "person_id",
        object_id=rows.org_id,
        kind=ibis.literal("declaration"),
        side=ibis.literal("declared"),
        source=ibis.literal("disclosures"),
        record=rows.row_id,
        date_from=rows.start_on,
        date_to=rows.end_on,
        text=rows.note,
        grade=ibis.literal("A"),
    )
