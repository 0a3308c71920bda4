"""R-FND-01: what covers an acknowledgement, and how strong one is; T is 2026-06-01."""

from __future__ import annotations

import pytest

from tests.analyzers.cases import Findings, by_case, levels, of_rule, one
from tests.factory import World

FUNDER = ("FUND", "Fund for Research", "G-1234")


@pytest.fixture(scope="module")
def findings() -> Findings:
    world = World()
    for short, name, country in (
        ("HOME", "Institute HOME", "JP"),
        ("FUND", "Fund for Research", "CN"),
        ("OTHER", "Other Fund", "DE"),
        ("LISTED", "Listed Fund", "CN"),
        ("WAS", "Former Fund", "CN"),
    ):
        world.org(short, name, country)
    world.org("BRANCH", "Branch of the Fund", "CN", parent="FUND")
    world.add(
        "organization_names",
        org_id=world.rows["organizations"][1]["org_id"],
        name="研究基金",
        name_key="研究基金",
        kind="label",
    )
    world.listed("LISTED")
    world.listed("WAS", "2020-01-01", "2026-03-31")
    world.call()

    def sole(label: str, *awards: tuple[str | None, str | None, str | None], day: str = "2026-01-10") -> None:
        world.case(label)
        world.work(f"W{label}", day, (label, ["HOME"]), awards=awards)

    def team(label: str, *awards: tuple[str | None, str | None, str | None]) -> None:
        world.case(label)
        world.work(f"W{label}", "2026-01-10", (label, ["HOME"]), ("X", ["HOME"]), awards=awards)

    sole("personal", FUNDER)
    sole("recent", FUNDER, day="2025-06-01")
    sole("older", FUNDER, day="2025-05-31")
    sole("outer", FUNDER, day="2021-06-01")
    sole("tooold", FUNDER, day="2021-05-31")
    sole("listed", ("LISTED", "Listed Fund", "G-1"))
    sole("was", ("WAS", "Former Fund", "G-1"))
    sole("byname", (None, "研究基金", "G-1234"))
    sole("unknown", (None, "Fund of Nowhere", "N-1"))
    sole("unnumbered", ("FUND", "Fund for Research", None))
    sole("unnumberedlisted", ("LISTED", "Listed Fund", None))
    team("team", FUNDER)
    team("teamlisted", ("LISTED", "Listed Fund", "G-1"))
    sole("several", ("FUND", "Fund for Research", None), FUNDER, ("FUND", "Fund for Research", "G-5678"))

    def declared(label: str, **values: str) -> None:
        sole(label, FUNDER)
        world.declare("funding", label, **values)

    declared("same", funder="FUND", award_id="g 1234")
    declared("samenumber", funder="OTHER", award_id="G1234")
    declared("samefunder", funder="FUND")
    declared("othernumber", funder="FUND", award_id="G-9999")
    declared("otherfunder", funder="OTHER")
    declared("translated", funder="研究基金")
    declared("branch", funder="BRANCH")
    sole("namedsame", (None, "Fund of Nowhere", "N-1"))
    world.declare("funding", "namedsame", funder="Fund of Nowhere")
    sole("unnumberedcovered", ("FUND", "Fund for Research", None))
    world.declare("funding", "unnumberedcovered", funder="FUND", award_id="G-9999")
    sole("scholarship", FUNDER)
    world.declare("scholarships", "scholarship", sponsor="Fund for Research")
    return by_case(world)


@pytest.mark.parametrize(
    ("case", "grade", "expected"),
    [
        ("personal", "A", [("base", "MEDIUM")]),
        ("recent", "A", [("base", "MEDIUM")]),
        ("older", "A", [("base", "MEDIUM"), ("age", "LOW")]),
        ("outer", "A", [("base", "MEDIUM"), ("age", "LOW")]),
        ("listed", "A", [("base", "MEDIUM"), ("listing", "HIGH")]),
        ("was", "A", [("base", "MEDIUM")]),
        ("byname", "A", [("base", "MEDIUM")]),
        ("unknown", "A", [("base", "MEDIUM")]),
        ("unnumbered", "C", [("base", "INFO")]),
        ("unnumberedlisted", "C", [("base", "LOW")]),
        ("team", "C", [("base", "INFO")]),
        ("teamlisted", "C", [("base", "INFO")]),
        ("several", "A", [("base", "MEDIUM")]),
        ("othernumber", "A", [("base", "MEDIUM")]),
        ("otherfunder", "A", [("base", "MEDIUM")]),
    ],
)
def test_funding_that_was_not_declared(
    findings: Findings, case: str, grade: str, expected: list[tuple[str, str]]
) -> None:
    finding = one(findings, case, "R-FND-01")
    assert levels(finding) == expected
    assert finding.identity.grade == grade


@pytest.mark.parametrize(
    "case",
    [
        "tooold",
        "same",
        "samenumber",
        "samefunder",
        "translated",
        "branch",
        "namedsame",
        "unnumberedcovered",
        "scholarship",
    ],
)
def test_funding_that_was_declared_or_is_too_old(findings: Findings, case: str) -> None:
    assert of_rule(findings, case, "R-FND-01") == []


def test_all_awards_of_a_funder_are_one_question(findings: Findings) -> None:
    finding = one(findings, "several", "R-FND-01")
    texts = [item.text for item in finding.evidence if item.kind == "award"]
    assert len(texts) == 3
    assert any("G-5678" in text for text in texts)
    assert finding.object.name == "Fund for Research"


def test_the_missing_period_is_said(findings: Findings) -> None:
    assert "No period of the award is known" in one(findings, "personal", "R-FND-01").observed.render("en")


def test_a_funder_without_a_record_keeps_its_name(findings: Findings) -> None:
    finding = one(findings, "unknown", "R-FND-01")
    assert finding.object.id.startswith("name:")
    assert finding.object.name == "Fund of Nowhere"
    assert finding.object.ror is None


def test_other_numbers_of_the_same_funder_are_shown(findings: Findings) -> None:
    finding = one(findings, "othernumber", "R-FND-01")
    assert any(item.side == "declared" and "G-9999" in item.text for item in finding.evidence)
