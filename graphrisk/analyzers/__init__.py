"""The rules, as set queries, and how a level is built from named steps.

A rule is a plain function from facts and policy to what it found; its docstring is the text of the catalogue.
`RULES` lists them in the order of the catalogue, `LAST` those that look at what the others found.
"""

from __future__ import annotations

from collections.abc import Callable

from graphrisk.analyzers.affiliations import listed_affiliation, undeclared_affiliation
from graphrisk.analyzers.coauthors import listed_coauthors
from graphrisk.analyzers.facts import Facts, RuleResult
from graphrisk.analyzers.funding import undeclared_funding
from graphrisk.analyzers.project import listed_partner, participant_coverage, program_scope
from graphrisk.analyzers.run_level import ambiguous_identity, evidence_coverage
from graphrisk.analyzers.structure import listed_by_structure
from graphrisk.policies import Policy

RuleFunction = Callable[[Facts, Policy], RuleResult]

RULES: tuple[tuple[str, RuleFunction], ...] = (
    ("R-AFF-01", undeclared_affiliation),
    ("R-AFF-03", listed_affiliation),
    ("R-FND-01", undeclared_funding),
    ("R-COA-01", listed_coauthors),
    ("R-ORG-01", listed_partner),
    ("R-ORG-02", listed_by_structure),
    ("R-PRG-01", program_scope),
    ("R-CVR-01", participant_coverage),
    ("R-QLT-01", evidence_coverage),
)
"""Rules by id. R-TEC-01 is a step of the others' levels, see `graphrisk.analyzers.severity`."""

LAST: tuple[tuple[str, RuleFunction], ...] = (("R-IDN-01", ambiguous_identity),)
"""Rules that run after the levels of the others are known."""

__all__ = ["LAST", "RULES", "Facts", "RuleFunction", "RuleResult"]
