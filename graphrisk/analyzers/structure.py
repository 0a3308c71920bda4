"""R-ORG-02: ties to parents and units of listed bodies, which are not listed themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.affiliations import listed_posts, works_there
from graphrisk.analyzers.coauthors import DECLARED, KEYS, counted_works, joint_works
from graphrisk.analyzers.columns import as_candidates, as_evidence, marked, on_list
from graphrisk.analyzers.evidence import declared_ties, listing_rows, work_rows
from graphrisk.analyzers.facts import Facts, RuleResult
from graphrisk.analyzers.project import listed_partners, partner_rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.policies import Policy

POSTS = ("home", "affiliation")
_CASES = {
    "current": "post",
    "past": "past_post",
    "one": "works_one",
    "few": "works_few",
    "many": "works_many",
    "listed": "partner",
    "concern_match": "partner_concern",
}
"""Case of the rule about the listed body itself to the case here."""


def listed_by_structure(facts: Facts, policy: Policy) -> RuleResult:
    """Ask about a tie to an organisation that is not listed but stands above or below a listed body.

    Looks at the ties that R-AFF-03, R-COA-01 and R-ORG-01 look at, with the windows and counts of those
    rules: declared posts, works with co-authors, organisations that take part in the project. The
    organisation is a parent or a unit of the listed body by the registry, at most so many steps away, never a
    sibling; or the list's own row names it beside its body, as a subsidiary or unit, or among other names
    although it has a record of its own. What counts is the body's listing at the time of the tie. The level
    is one below that of a tie to the body itself, as a step of its own. Asked once: not where the
    organisation itself is listed, not about works that R-COA-01 counts for the body already, and not about
    co-authors at an organisation where the person has declared a post. Source: notes of those who read the
    Canadian and US lists (subsidiaries are printed as aliases, units beside their parents).
    """
    kin = replace(
        facts,
        listings=facts.relatives,
        declared=facts.declared.anti_join(_listed_then(facts), ["application_id", "row_id", "org_id"]),
        hold=lambda name, rows: facts.hold(f"org_02_{name}", rows),
    )
    nearest = kin.hold("nearest", _nearest(facts.relatives))
    posts = kin.hold("posts", _told(nearest, listed_posts(kin, policy)))
    counted = kin.hold("works", _counted(facts, kin, posts))
    # What was declared of the organisation counts, whatever else was declared of it.
    joint = kin.hold(
        "joint", _told(nearest, joint_works(replace(kin, declared=facts.declared), policy, counted))
    )
    partners = kin.hold("partners", _told(nearest, listed_partners(kin)))
    named = facts.partners.join(partners.select("application_id", "org_id"), ["application_id", "org_id"])
    tied = (*KEYS, "work_id", "date", "grade", "raw_string")
    works = (works_there(facts, policy, posts), counted)
    about = (posts, joint, partners.mutate(person_id=ibis.null("string")))
    return RuleResult(
        ibis.union(*(as_candidates(found) for found in (posts, joint, partners)), distinct=False),
        as_evidence(
            declared_ties(facts, posts, POSTS),
            declared_ties(facts, joint, DECLARED),
            work_rows(facts, ibis.union(*(some.select(*tied) for some in works), distinct=False)),
            partner_rows(named),
            listing_rows(
                kin, ibis.union(*(some.select(*KEYS, "first_date") for some in about), distinct=False), KEYS
            ),
        ),
    )


def _listed_then(facts: Facts) -> ir.Table:
    """Return declared rows whose organisation was itself listed while they held: R-AFF-03's matter."""
    spans = facts.listings.select("org_id", "valid_from", "valid_to")
    rows = facts.declared.select("application_id", "row_id", "org_id", "start_on", "end_on").join(
        spans, "org_id"
    )
    end = ibis.coalesce(rows.end_on, ibis.literal(facts.as_of))
    begun = rows.valid_from <= end
    rows = rows.filter(
        begun, rows.valid_to.isnull() | rows.start_on.isnull() | (rows.valid_to >= rows.start_on)
    )
    return rows.select("application_id", "row_id", "org_id").distinct()


def _counted(facts: Facts, kin: Facts, posts: ir.Table) -> ir.Table:
    """Return the joint works that count here and nowhere else."""
    own = on_list(facts.coauthors, facts.listings, ["person_id", "work_id", "org_id"])
    shared = replace(kin, coauthors=own.filter(~own.on_list).drop("on_list"))
    rows = counted_works(shared).anti_join(posts, list(KEYS))
    direct = facts.hold("coa_01_works", counted_works(facts))
    direct = direct.select("application_id", "person_id", "work_id", relative_id="org_id")
    bodies = facts.relatives.select("org_id", "relative_id").distinct()
    known = rows.select(*KEYS, "work_id").join(bodies, "org_id")
    known = known.semi_join(direct, ["application_id", "person_id", "work_id", "relative_id"])
    kept = marked(rows, known, [*KEYS, "work_id"], "known")
    return kept.filter(~kept.known).drop("known")


def _nearest(kin: ir.Table) -> ir.Table:
    """Return each organisation's nearest listed body, and the relation to it."""
    near = ibis.cases((kin.relation == "unit", 0), (kin.relation == "alias", 1), else_=2)
    ranks = kin.select(
        "org_id",
        "relation",
        "relative",
        rank=ibis.ifelse(kin.listed_now, 0, 1000) + kin.steps * 10 + near,
    )
    best = ranks.group_by("org_id").aggregate(rank=ranks["rank"].min())
    first = ranks.join(best, ["org_id", "rank"])
    # Of several equally near bodies the first by name is said; all are shown as evidence.
    return first.group_by("org_id").aggregate(relation=first.relation.min(), relative=first.relative.min())


def _told(nearest: ir.Table, found: ir.Table) -> ir.Table:
    """Return `found` with its case here, and the nearest listed body with the relation to it."""
    rows = found.join(nearest, "org_id")
    case = ibis.cases(*((rows.case == direct, here) for direct, here in _CASES.items()), else_=rows.case)
    posted = rows.case.isin(("current", "past", "listed", "concern_match"))
    # A declared post or partner is the tie itself; that it was declared lowers nothing.
    return rows.mutate(case=case, disclosed=ibis.ifelse(posted, False, rows.disclosed))
