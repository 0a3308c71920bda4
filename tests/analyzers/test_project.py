"""R-ORG-01, R-PRG-01, R-CVR-01 and the gate; T is 2026-06-01."""

from __future__ import annotations

import pytest

from tests.analyzers.cases import Findings, by_case, levels, of_rule, one
from tests.factory import World, day


def organizations() -> World:
    world = World()
    for short, country in (("HOME", "JP"), ("FAR", "CN"), ("LISTED", "CN"), ("CODED", "CN"), ("WAS", "CN")):
        world.org(short, country=country)
    world.org("UNIT", country="CN", parent="FAR")
    world.listed("LISTED")
    world.listed("CODED", codes=("N", "M"))
    world.listed("WAS", "2020-01-01", "2026-03-31")
    world.listed("", name="Nameless Works")
    return world


@pytest.fixture(scope="module")
def findings() -> Findings:
    world = organizations()
    world.call()
    for label, short in (
        ("partner", "LISTED"),
        ("coded", "CODED"),
        ("formerly", "WAS"),
        ("unlisted", "FAR"),
        ("printed", "Institute LISTED"),
        ("nameless", "Nameless Works"),
    ):
        world.application(label, concern_codes=["N"] if label == "coded" else ["B"])
        world.person(f"P{label}", application=label, author=f"A{label}")
        world.partner(short, application=label, role="equipment_supplier")

    for role in ("pi", "co_i", "partner_lead", "postdoc", "student", "technician", "other"):
        world.case(f"none_{role}", role=role, signed=False)
        world.case(f"rows_{role}", role=role, signed=False)
        world.declare("interests", f"rows_{role}", entity="Company")
        world.case(f"signed_{role}", role=role)
    world.case("late", signed=False)
    world.add("attestations", person_id="late", signed_on=day("2026-06-02"))
    world.case("laterow", signed=False)
    world.declare("interests", "laterow", entity="Company", declared_on=day("2026-06-02"))
    world.case("rowbyday", signed=False)
    world.declare("interests", "rowbyday", entity="Company", declared_on=day("2026-06-01"))

    for label in ("leaderless", "led", "ledbyunit", "ledelsewhere", "supplied"):
        world.case(label)
        world.partner("FAR", application=label, role="data_provider" if label == "supplied" else "partner")
    for label, home in (("led", "FAR"), ("ledbyunit", "UNIT"), ("ledelsewhere", "LISTED")):
        world.person(f"L{label}", application=label, home=home, role="partner_lead", author=f"L{label}")
    return by_case(world)


@pytest.mark.parametrize(
    ("case", "grade", "expected"),
    [
        ("partner", "A", [("base", "MEDIUM")]),
        ("coded", "A", [("base", "HIGH")]),
        ("printed", "B", [("base", "MEDIUM")]),
        ("nameless", "C", [("base", "MEDIUM"), ("identity", "LOW")]),
    ],
)
def test_a_listed_partner(findings: Findings, case: str, grade: str, expected: list[tuple[str, str]]) -> None:
    finding = one(findings, case, "R-ORG-01")
    assert levels(finding) == expected
    assert finding.identity.grade == grade
    assert finding.person_id is None
    assert [e.side for e in finding.evidence] == ["declared", "listing"]


def test_matching_concern_codes_are_said(findings: Findings) -> None:
    assert one(findings, "coded", "R-ORG-01").observed.render("en").endswith("Concern codes that match: N.")


@pytest.mark.parametrize("case", ["formerly", "unlisted"])
def test_a_partner_that_is_not_listed_at_the_day(findings: Findings, case: str) -> None:
    assert of_rule(findings, case, "R-ORG-01") == []


@pytest.mark.parametrize(
    ("role", "level", "lower"),
    [
        ("pi", "HIGH", "MEDIUM"),
        ("co_i", "HIGH", "MEDIUM"),
        ("partner_lead", "HIGH", "MEDIUM"),
        ("postdoc", "MEDIUM", "LOW"),
        ("student", "MEDIUM", "LOW"),
        ("technician", "LOW", "INFO"),
        ("other", "LOW", "INFO"),
    ],
)
def test_declarations_by_role(findings: Findings, role: str, level: str, lower: str) -> None:
    missing = one(findings, f"none_{role}", "R-CVR-01")
    assert levels(missing) == [("base", level)]
    assert missing.object.id == f"role:{role}"
    assert levels(one(findings, f"rows_{role}", "R-CVR-01")) == [("base", level), ("unsigned", lower)]
    assert of_rule(findings, f"signed_{role}", "R-CVR-01") == []


def test_only_what_came_in_by_the_day_counts(findings: Findings) -> None:
    assert levels(one(findings, "late", "R-CVR-01")) == [("base", "HIGH")]
    assert levels(one(findings, "laterow", "R-CVR-01")) == [("base", "HIGH")]
    assert levels(one(findings, "rowbyday", "R-CVR-01")) == [("base", "HIGH"), ("unsigned", "MEDIUM")]


def test_a_partner_needs_a_responsible_person(findings: Findings) -> None:
    finding = one(findings, "leaderless", "R-CVR-01")
    assert levels(finding) == [("base", "MEDIUM")]
    assert finding.person_id is None
    assert finding.object.name == "Institute FAR"
    assert levels(one(findings, "ledelsewhere", "R-CVR-01")) == [("base", "MEDIUM")]
    for case in ("led", "ledbyunit", "supplied"):
        assert of_rule(findings, case, "R-CVR-01") == []


def exposed(designated: bool, program: str | None, *, loaded: bool = False) -> World:
    world = organizations()
    world.call(designated=designated, program=program)
    if loaded:
        world.add(
            "programs",
            program_id="PRG",
            title="Programme",
            designated_from=day("2026-04-01"),
            designated_to=day("2026-06-01"),
        )
    world.application("plain")
    world.person("P", application="plain", author="A")
    world.partner("LISTED", application="plain")
    world.application("area", areas=["9"])
    world.person("P", application="area", author="A")
    world.partner("LISTED", application="area")
    return world


def test_without_designation_only_projects_in_a_key_area_are_in_security_mode() -> None:
    result = exposed(False, None).scan()
    assert {info.application_id: info.mode for info in result.applications} == {
        "plain": "integrity",
        "area": "security",
    }
    partners = [f.application_id for f in result.findings if f.rule == "R-ORG-01"]
    assert partners == ["area"]
    assert not [f for f in result.findings if f.rule == "R-PRG-01"]


def test_a_designated_call_is_in_security_mode_and_an_unknown_programme_is_said() -> None:
    result = exposed(True, "PRG").scan()
    assert {info.mode for info in result.applications} == {"security"}
    said = [f for f in result.findings if f.rule == "R-PRG-01"]
    assert [(f.level, f.application_id) for f in said] == [("INFO", None)]  # once, however many apply
    assert "does not hold the programme" in said[0].observed.render("en")
    assert result.coverage.program.listed is None


def test_the_list_of_programmes_decides_and_a_difference_is_said() -> None:
    result = exposed(False, "PRG", loaded=True).scan()
    assert {info.mode for info in result.applications} == {"security"}
    assert result.coverage.program.designated
    said = [f for f in result.findings if f.rule == "R-PRG-01"]
    assert [f.application_id for f in said] == [None]
    assert "not designated" in said[0].declared.render("en")
    assert said[0].observed.render("en").endswith("says: designated.")


def test_areas_are_proposed_where_none_are_declared() -> None:
    world = organizations()
    world.call(designated=False)
    world.application(
        "proposed",
        title="Quantum key distribution",
        abstract="A quantum repeater for superconducting qubits.",
    )
    world.person("P", application="proposed", author="A")
    info = world.scan().applications[0]
    assert info.proposed
    assert info.project_areas == ("9",)
    assert info.mode == "security"
