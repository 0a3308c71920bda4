"""Levels and their steps, from candidates written out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from graphrisk.analyzers.candidate import Candidate
from graphrisk.analyzers.severity import Overlap, level_of
from graphrisk.findings import Grade, Level
from graphrisk.policies import load_policy

POLICY = load_policy("jp-tejunsho")
T = dt.date(2026, 6, 1)
OVERLAP = Overlap(0.5, ("Robotics",), ("legged robot",), proposed=False)


def candidate(rule: str, case: str, grade: str = "A", **values: Any) -> Candidate:
    plain = Candidate(rule, "A1", "P1", "O1", "Org", None, case, Grade(grade), last_date=T)
    return replace(plain, **values)


def steps(found: Candidate, overlap: Overlap | None = None) -> list[tuple[str, str]]:
    level, taken = level_of(found, POLICY, T, overlap)
    assert taken[0].name == "base"
    assert taken[0].before is None
    assert taken[-1].after is level
    for before, after in pairwise(taken):
        assert after.before is before.after
        assert after.after is not after.before, "a step that changes nothing is not kept"
    return [(step.name, step.after.value) for step in taken]


BOTH: dict[str, Any] = {"listed_then": True, "listed_now": True}
THEN: dict[str, Any] = {"listed_then": True, "listed_now": False}
SINCE: dict[str, Any] = {"listed_then": False, "listed_now": True}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (candidate("R-AFF-01", "several"), [("base", "MEDIUM")]),
        (candidate("R-AFF-01", "single"), [("base", "LOW")]),
        (candidate("R-AFF-01", "domestic"), [("base", "LOW")]),
        (candidate("R-AFF-01", "several", **BOTH), [("base", "MEDIUM"), ("listing", "HIGH")]),
        (candidate("R-AFF-01", "several", **THEN), [("base", "MEDIUM")]),
        (candidate("R-AFF-01", "several", **SINCE), [("base", "MEDIUM")]),
        (candidate("R-AFF-01", "several", "B", **BOTH), [("base", "MEDIUM"), ("listing", "HIGH")]),
        (
            candidate("R-AFF-01", "several", "C", **BOTH),
            [("base", "MEDIUM"), ("listing", "HIGH"), ("identity", "LOW")],
        ),
        (candidate("R-AFF-03", "current", **BOTH), [("base", "MEDIUM")]),
        (candidate("R-AFF-03", "current", **THEN), [("base", "MEDIUM"), ("listing", "LOW")]),
        (candidate("R-AFF-03", "current", **SINCE), [("base", "MEDIUM"), ("listing", "INFO")]),
        (candidate("R-AFF-03", "past", **THEN), [("base", "LOW"), ("listing", "INFO")]),
        (candidate("R-FND-01", "personal"), [("base", "MEDIUM")]),
        (candidate("R-FND-01", "personal", **BOTH), [("base", "MEDIUM"), ("listing", "HIGH")]),
        (candidate("R-FND-01", "team", "C", **BOTH), [("base", "INFO")]),
        (candidate("R-FND-01", "unnumbered_listed", "C", **BOTH), [("base", "LOW")]),
        (candidate("R-FND-01", "personal", last_date=dt.date(2025, 6, 1)), [("base", "MEDIUM")]),
        (
            candidate("R-FND-01", "personal", last_date=dt.date(2025, 5, 31)),
            [("base", "MEDIUM"), ("age", "LOW")],
        ),
        (candidate("R-COA-01", "few", **BOTH), [("base", "LOW")]),
        (candidate("R-COA-01", "many", **BOTH, disclosed=True), [("base", "MEDIUM"), ("disclosed", "LOW")]),
        (candidate("R-COA-01", "many", **THEN), [("base", "MEDIUM"), ("listing", "LOW")]),
        (candidate("R-COA-01", "many", **SINCE), [("base", "MEDIUM"), ("listing", "INFO")]),
        (candidate("R-COA-01", "one", **BOTH, disclosed=True), [("base", "INFO")]),
        (candidate("R-ORG-01", "listed", **BOTH, disclosed=True), [("base", "MEDIUM")]),
        (candidate("R-ORG-01", "concern_match", "B", **BOTH), [("base", "HIGH")]),
        (candidate("R-ORG-01", "concern_match", "C", **BOTH), [("base", "HIGH"), ("identity", "LOW")]),
        (candidate("R-CVR-01", "lead"), [("base", "HIGH")]),
        (candidate("R-CVR-01", "lead", disclosed=True), [("base", "HIGH"), ("unsigned", "MEDIUM")]),
        (candidate("R-CVR-01", "other", disclosed=True), [("base", "LOW"), ("unsigned", "INFO")]),
        (candidate("R-IDN-01", "name_only", "C"), [("base", "LOW")]),
        (candidate("R-QLT-01", "coverage"), [("base", "INFO")]),
    ],
    ids=lambda value: f"{value.rule}-{value.case}-{value.grade}" if isinstance(value, Candidate) else "",
)
def test_the_steps_of_a_level(found: Candidate, expected: list[tuple[str, str]]) -> None:
    assert steps(found) == expected


def test_technology_raises_and_alone_leads_coauthors_to_high() -> None:
    many = candidate("R-COA-01", "many", **BOTH)
    assert steps(many, OVERLAP) == [("base", "MEDIUM"), ("technology", "HIGH")]
    assert level_of(many, POLICY, T)[0] is Level.MEDIUM
    levels = {**POLICY.rules.coa_01.levels, "many": Level.HIGH}
    raised = POLICY.rules.coa_01.model_copy(update={"levels": levels})
    policy = POLICY.model_copy(update={"rules": POLICY.rules.model_copy(update={"coa_01": raised})})
    assert [s.name for s in level_of(many, policy, T)[1]] == ["base", "cap"]
    assert level_of(many, policy, T)[0] is Level.MEDIUM


def test_technology_needs_enough_overlap() -> None:
    found = candidate("R-AFF-01", "single")
    assert steps(found, replace(OVERLAP, share=0.29)) == [("base", "LOW")]
    assert steps(found, replace(OVERLAP, share=0.3)) == [("base", "LOW"), ("technology", "MEDIUM")]


def test_technology_does_not_lift_a_tie_that_was_listed_only_later() -> None:
    assert steps(candidate("R-COA-01", "one", **SINCE), OVERLAP) == [("base", "INFO")]
    assert steps(candidate("R-AFF-03", "current", **SINCE), OVERLAP)[-1] == ("listing", "INFO")


def test_technology_is_not_a_step_of_funding_or_partners() -> None:
    assert steps(candidate("R-FND-01", "personal"), OVERLAP) == [("base", "MEDIUM")]
    assert steps(candidate("R-ORG-01", "listed", **BOTH), OVERLAP) == [("base", "MEDIUM")]


def test_corroborated_names_do_not_reach_high_without_a_listing() -> None:
    found = candidate("R-AFF-01", "several", "B")
    assert steps(found, OVERLAP) == [("base", "MEDIUM"), ("technology", "HIGH"), ("identity", "MEDIUM")]
    assert steps(replace(found, listed_then=True), OVERLAP)[-1] == ("technology", "HIGH")


def test_the_technology_step_says_areas_and_terms_and_whether_they_were_proposed() -> None:
    found = candidate("R-AFF-01", "single")
    _, taken = level_of(found, POLICY, T, OVERLAP)
    why = taken[-1].why.render("en")
    assert "Robotics" in why
    assert "legged robot" in why
    assert "declares" in why
    _, taken = level_of(found, POLICY, T, replace(OVERLAP, proposed=True))
    assert "suggests" in taken[-1].why.render("en")
