"""R-IDN-01 and R-QLT-01: what is not settled about a person, and what the whole run rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.affiliations import undeclared_ties
from graphrisk.analyzers.coauthors import counted_works
from graphrisk.analyzers.columns import as_candidates, as_evidence, joined_text, marked
from graphrisk.analyzers.facts import Facts, RuleResult

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.policies import Policy

KEYS = ("application_id", "person_id")

BY_IDENTIFIER = ("openalex_id", "orcid", "orcid_stated")
"""Reasons of a link that rest on a persistent identifier."""

CONTRADICTIONS = (
    "name_differs",
    "orcid_differs",
    "merged_record",
    "mixed_names",
    "mixed_places",
    "mixed_scattered",
)
"""What can be said against such a link."""


def ambiguous_identity(facts: Facts, policy: Policy) -> RuleResult:  # noqa: ARG001
    """Ask which author record is the person's, where the answer matters.

    Runs after the other rules. A question where the link rests on the name alone and that held another
    question down; where a record that may or may not be the person's carries a tie that would be asked about;
    and where identifiers contradict one another. A namesake without such a tie is nothing. A reviewer's
    decision upon a link that no longer finds its record is asked about, too. Source: studies of the quality
    of author ids (arXiv 2502.11610) and of pinyin names.
    """
    identities = facts.identities
    linked = identities.filter(identities.status == "linked")
    grades = linked.group_by("person_id").aggregate(best=linked.grade.min())
    clashing = _clashing(identities)
    people = facts.members.select(*KEYS).left_join(grades, "person_id").drop("person_id_right")
    people = marked(people, facts.capped, KEYS, "held")
    people = marked(people, facts.suspects, KEYS, "suspect")
    people = marked(people, clashing, ["person_id"], "clash")
    case = ibis.cases(
        (people.clash & people.held & (people.best != "A"), "conflict_caps"),
        (people.held & (people.best == "C"), "name_only"),
        (people.clash, "conflict"),
        (people.suspect, "candidates"),
        else_="none",
    )
    people = people.mutate(case=case)
    found = people.filter(people.case != "none").mutate(
        object_id=ibis.literal("identity"),
        object_name=ibis.literal("identity"),
        grade=ibis.literal("C"),
        first_date=ibis.literal(facts.as_of),
        last_date=ibis.literal(facts.as_of),
    )
    found = facts.hold("idn_01", found)
    return RuleResult(as_candidates(found), as_evidence(_record_rows(facts, found)))


def suspects(doubts: Facts, policy: Policy) -> ir.Table:
    """Return the unlinked records that carry a tie which R-AFF-01 or R-COA-01 would ask about.

    `doubts` are the facts of the candidate records; the result has the columns of `Facts.suspects`.
    """
    keys = ("application_id", "person_id", "work_id")
    parts = [doubts.suspects.select("application_id", "person_id", work_id="author_id")]
    if policy.rules.aff_01.enabled:
        parts.append(undeclared_ties(doubts, policy).select(*keys))
    if policy.rules.coa_01.enabled:
        parts.append(counted_works(doubts).select(*keys))
    places = doubts.authored.select("person_id", "author_id", "work_id")
    rows = ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0]
    rows = rows.join(places, ["person_id", "work_id"])
    return rows.group_by("application_id", "person_id", "author_id").aggregate(works=rows.work_id.nunique())


def _clashing(identities: ir.Table) -> ir.Table:
    """Return the records to which an identifier leads although something else contradicts it.

    Of records that a reviewer confirmed or rejected there is nothing left to ask.
    """
    rows = identities.filter(identities.status != "candidate")
    confirmed = rows.reasons.filter(lambda code: code.startswith("confirmed_by:")).length()
    refused = rows.against.filter(lambda code: code.startswith("rejected_by:")).length()
    rows = rows.filter((confirmed + refused).fill_null(0) == 0)
    against = rows.select("person_id", "author_id", code=rows.against.unnest())
    against = against.filter(against.code.split(":")[0].isin(CONTRADICTIONS))
    reasons = rows.select("person_id", "author_id", reason=rows.reasons.unnest())
    reasons = reasons.filter(reasons.reason.split(":")[0].isin(BY_IDENTIFIER))
    return against.semi_join(reasons, ["person_id", "author_id"]).select("person_id", "author_id").distinct()


def _record_rows(facts: Facts, found: ir.Table) -> ir.Table:
    """Return the author records in question: linked and contradicting ones, candidates that carry a tie."""
    tied = facts.suspects.select("person_id", "author_id").distinct()
    rows = facts.records
    rows = marked(rows, tied, ["person_id", "author_id"], "tied")
    rows = rows.filter((rows.status != "candidate") | rows.tied)
    rows = found.select(*KEYS, "object_id").join(rows, "person_id")
    return rows.select(
        *KEYS,
        "object_id",
        "grade",
        kind=ibis.literal("author_record"),
        side=ibis.literal("observed"),
        source=ibis.literal("openalex"),
        record=rows.author_id,
        url=ibis.ifelse(rows.author_id.startswith("https://"), rows.author_id, ibis.null("string")),
        text=joined_text(rows.name, rows.orcid),
    )


def evidence_coverage(facts: Facts, policy: Policy) -> RuleResult:  # noqa: ARG001
    """Say once a run which sources and years it rests on; the details stand in the run's coverage.

    What was not loaded cannot be seen: the absence of a finding is never proof. Source: measured recall of
    funders and acknowledgements, drift of names in lists.
    """
    call = facts.call
    found = call.mutate(
        object_id=ibis.literal("call:") + call.call_id,
        object_name=call.title,
        case=ibis.literal("coverage"),
        grade=ibis.literal("A"),
        last_date=ibis.literal(facts.as_of),
    )
    evidence = call.select(
        object_id=ibis.literal("call:") + call.call_id,
        kind=ibis.literal("program"),
        side=ibis.literal("declared"),
        source=ibis.literal("disclosures"),
        record=call.call_id,
        text=joined_text(call.title, call.program),
        grade=ibis.literal("A"),
    )
    return RuleResult(as_candidates(found), as_evidence(evidence))
