"""Reviewers' decisions upon links, applied to a scan: found again by stable facts, then put in force."""

from graphrisk.resolve.decided.people import decide_people
from graphrisk.resolve.decided.plan import Lost, Outcome, Plan, plan_of
from graphrisk.resolve.decided.stable import link_facts
from graphrisk.resolve.decided.tables import decide_tables, decided_listings, said_of_strings

__all__ = [
    "Lost",
    "Outcome",
    "Plan",
    "decide_people",
    "decide_tables",
    "decided_listings",
    "link_facts",
    "plan_of",
    "said_of_strings",
]
