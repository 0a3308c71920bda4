"""R-ORG-02: parents, units and what a row names beside; one level below the direct rule; T is 2026-06-01."""

from __future__ import annotations

import pytest

from graphrisk.names.organizations import organization_key
from graphrisk.policies import load_policy
from tests.analyzers.cases import Findings, by_case, levels, named, of_rule, one
from tests.factory import World

RULE = "R-ORG-02"


def landscape() -> World:
    world = World()
    world.org("HOME")
    for short, parent in (
        ("TOP", None),
        ("BODY", "TOP"),
        ("LISTED", "BODY"),
        ("SIBLING", "BODY"),
        ("UNIT", "LISTED"),
        ("SUBUNIT", "UNIT"),
        ("DEEP", "SUBUNIT"),
        ("WAS", None),
        ("WASUNIT", "WAS"),
        ("LATE", None),
        ("LATEUNIT", "LATE"),
        ("FAR", None),
        ("ALSO", "LISTED"),
    ):
        world.org(short, country="CN", parent=parent)
    world.listed("LISTED", codes=("N",))
    world.listed("WAS", "2020-01-01", "2026-03-31")
    world.listed("LATE", "2026-05-01")
    world.listed("ALSO", "2020-01-01", "2026-03-31")
    for name, kind in (("Institute FAR", "subsidiary"), ("Hidden Works", "unit")):
        world.add(
            "list_relations",
            entry_id="eul|2020|1",
            list_id="eul",
            edition="2020",
            name=name,
            name_key=organization_key(name),
            kind=kind,
            printed=name,
        )
    world.call()
    return world


def together(world: World, label: str, short: str, count: int, *, start: int = 1) -> None:
    world.case(label)
    for index in range(count):
        world.work(
            f"W{label}{index}",
            f"2025-01-{index + start:02d}",
            (label, ["HOME"]),
            (f"X{label}", [named(short)]),
        )


@pytest.fixture(scope="module")
def findings() -> Findings:
    world = landscape()
    for short in (
        "UNIT",
        "SUBUNIT",
        "DEEP",
        "BODY",
        "TOP",
        "SIBLING",
        "WASUNIT",
        "LATEUNIT",
        "FAR",
        "LISTED",
    ):
        together(world, f"works {short}", short, 4)
    together(world, "works ALSO", "ALSO", 4)
    together(world, "one", "UNIT", 1)
    for label, short, end in (
        ("post", "UNIT", None),
        ("ended", "UNIT", "2024-05-31"),
        ("long ago", "UNIT", "2021-05-31"),
        ("post at body", "BODY", None),
        ("post at ALSO", "ALSO", None),
        ("ended at ALSO", "ALSO", "2024-05-31"),
    ):
        world.case(label)
        world.declare("affiliations", label, "2020-06-01", end, org=short)
    together(world, "both", "UNIT", 4)
    world.declare("affiliations", "both", "2020-06-01", org="UNIT")
    together(world, "declared", "UNIT", 4)
    world.declare("collaborations", "declared", "2020-06-01", org="UNIT")
    for label, short, codes in (
        ("partner", "UNIT", ["B"]),
        ("coded", "UNIT", ["N"]),
        ("named", "Hidden Works", []),
        ("was", "WASUNIT", []),
    ):
        world.application(label, concern_codes=codes)
        world.person(f"P{label}", application=label, author=f"A{label}")
        world.partner(short, application=label)
    world.case("twice")
    for number in range(4):
        world.work(
            f"W2{number}",
            f"2025-02-0{number + 1}",
            ("twice", ["HOME"]),
            ("Xtwice", [named("LISTED"), named("UNIT")]),
        )
    return by_case(world)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("works UNIT", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("works SUBUNIT", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("works BODY", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("works TOP", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("works FAR", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("works WASUNIT", [("base", "MEDIUM"), ("structure", "LOW"), ("listing", "INFO")]),
        ("works LATEUNIT", [("base", "MEDIUM"), ("structure", "LOW"), ("listing", "INFO")]),
        ("one", [("base", "INFO")]),
        ("declared", [("base", "MEDIUM"), ("structure", "LOW"), ("disclosed", "INFO")]),
        ("post", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("ended", [("base", "LOW"), ("structure", "INFO")]),
        ("post at body", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("both", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("partner", [("base", "MEDIUM"), ("structure", "LOW")]),
        ("coded", [("base", "HIGH"), ("structure", "MEDIUM")]),
        ("named", [("base", "MEDIUM"), ("structure", "LOW")]),
    ],
)
def test_one_level_below_a_tie_to_the_body_itself(
    findings: Findings, case: str, expected: list[tuple[str, str]]
) -> None:
    assert levels(one(findings, case, RULE)) == expected


@pytest.mark.parametrize(
    "case", ["works SIBLING", "works DEEP", "works LISTED", "works ALSO", "long ago", "was", "twice"]
)
def test_siblings_distant_kin_and_what_another_rule_asks_are_nothing(findings: Findings, case: str) -> None:
    assert of_rule(findings, case, RULE) == []


def test_what_is_listed_itself_is_asked_about_by_the_direct_rule_alone(findings: Findings) -> None:
    assert [f.object.name for f in of_rule(findings, "twice", "R-COA-01")] == ["Institute LISTED"]
    for case in ("post at ALSO", "ended at ALSO"):
        assert len(of_rule(findings, case, "R-AFF-03")) == 1
        assert of_rule(findings, case, RULE) == []
    assert len(of_rule(findings, "works ALSO", "R-COA-01")) == 1
    for rule in ("R-AFF-03", "R-COA-01", "R-ORG-01"):
        assert of_rule(findings, "works UNIT", rule) == of_rule(findings, "post", rule) == []
        assert of_rule(findings, "partner", rule) == []


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("works UNIT", "it belongs to Institute LISTED, which a screening list names"),
        ("works BODY", "Institute LISTED, which belongs to it, is named by a screening list"),
        ("works FAR", "it belongs to Institute LISTED, which a screening list names"),
    ],
)
def test_the_relation_is_said_in_question_record_and_step(findings: Findings, case: str, said: str) -> None:
    finding = one(findings, case, RULE)
    assert said in finding.question.render("en")
    assert said in finding.observed.render("en")
    assert said in finding.steps[1].why.render("en")
    assert "eul|2020|1" in [e.record for e in finding.evidence if e.kind == "listing"]


def test_a_row_that_names_a_subsidiary_gives_its_reasons(findings: Findings) -> None:
    assert one(findings, "works FAR", RULE).identity.reasons[-1] == "name"


def test_codes_of_the_body_that_match_are_said(findings: Findings) -> None:
    assert one(findings, "coded", RULE).observed.render("en").endswith("Concern codes that match: N.")


def test_the_policy_says_how_far_kinship_goes_and_how_much_it_lowers() -> None:
    policy = load_policy("jp-tejunsho")
    rule = policy.rules.org_02.model_copy(update={"max_steps": 1})
    near = policy.model_copy(
        update={
            "rules": policy.rules.model_copy(update={"org_02": rule}),
            "steps": policy.steps.model_copy(update={"structure": -2}),
        }
    )
    world = landscape()
    together(world, "unit", "UNIT", 4)
    together(world, "subunit", "SUBUNIT", 4)
    found = by_case(world, policy=near)
    assert levels(one(found, "unit", RULE)) == [("base", "MEDIUM"), ("structure", "INFO")]
    assert of_rule(found, "subunit", RULE) == []


def test_without_exposure_rules_nothing_is_asked() -> None:
    world = landscape()
    together(world, "unit", "UNIT", 4)
    assert of_rule(by_case(world, policy=load_policy("jp-integrity")), "unit", RULE) == []
