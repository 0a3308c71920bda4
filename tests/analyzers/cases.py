"""What the tests of rules share: findings by case, and their levels."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.findings import Finding
    from graphrisk.policies import Policy
    from tests.factory import World

Findings = dict[str, list["Finding"]]


def by_case(world: World, *, policy: Policy | None = None) -> Findings:
    """Return the findings of a scan by application; each case of a test is an application of its own."""
    result: Findings = defaultdict(list)
    for finding in world.scan(policy=policy).findings:
        result[finding.application_id or ""].append(finding)
    return result


def of_rule(findings: Findings, case: str, rule: str) -> list[Finding]:
    """Return the findings of one rule in one case."""
    return [finding for finding in findings.get(case, []) if finding.rule == rule]


def one(findings: Findings, case: str, rule: str) -> Finding:
    """Return the only finding of one rule in one case."""
    found = of_rule(findings, case, rule)
    assert len(found) == 1, [(f.rule, f.object.name) for f in findings.get(case, [])]
    return found[0]


def levels(finding: Finding) -> list[tuple[str, str]]:
    """Return the names of the steps with the level after each."""
    return [(step.name, step.after.value) for step in finding.steps]


def named(short: str) -> tuple[str, str]:
    """Return an address whose printed string names the organisation that the source resolved."""
    return short, f"Institute {short}"
