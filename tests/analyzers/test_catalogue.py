"""The page of the rules."""

from __future__ import annotations

from graphrisk.analyzers.catalogue import catalogue
from graphrisk.policies import load_policy


def test_every_rule_stands_on_the_page_with_its_numbers_and_grounds() -> None:
    policy = load_policy("jp-tejunsho")
    page = catalogue(policy)
    for rule_id, rule in policy.by_id().items():
        assert f"## {rule_id} {rule.title.en}" in page
        assert rule.title.ja in page
        for name in rule.citations:
            assert policy.citation(name).text in page
        for case, level in rule.levels.items():
            assert f"| {case} | {level} |" in page
    assert "`window_months` = 48" in page
    assert policy.notice.en in page


def test_rules_that_are_off_say_so() -> None:
    assert "R-COA-01 (off)" in catalogue(load_policy("jp-integrity"))
