"""R-AFF-01 and R-AFF-03 on one world with a case for each reading; T is 2026-06-01."""

from __future__ import annotations

import pytest

from graphrisk.names.organizations import organization_key
from tests.analyzers.cases import Findings, by_case, levels, named, of_rule, one
from tests.factory import World, org_id

HOME = ("HOME", "Institute HOME, Tokyo")


def declared_world() -> World:
    world = World()
    for short, acronym in (("FAR", "FRX"), ("OTHER", "FRX"), ("LISTED", "LSTX")):
        key = organization_key(acronym)
        world.add("organization_names", org_id=org_id(short), name=acronym, name_key=key, kind="acronym")
    for short, country, parent in (
        ("HOME", "JP", None),
        ("NEAR", "JP", None),
        ("FAR", "CN", None),
        ("OTHER", "DE", None),
        ("LISTED", "CN", None),
        ("HERELISTED", "JP", None),
        ("WAS", "CN", None),
        ("LATE", "CN", None),
        ("PARENT", "JP", None),
        ("UNIT", "JP", "PARENT"),
        ("SISTER", "JP", "PARENT"),
    ):
        world.org(short, country=country, parent=parent)
    world.listed("LISTED")
    world.listed("HERELISTED")
    world.listed("WAS", "2020-01-01", "2026-03-31")
    world.listed("LATE", "2026-05-01")
    world.call()
    return world


def undeclared(world: World, label: str, short: str, *dates: str, string: str | None = None) -> None:
    """A case whose person names `short` on works of these dates."""
    world.case(label)
    for index, date in enumerate(dates):
        place = (short, string) if string is not None else named(short)
        world.work(f"W{label}{index}", date, (label, [HOME, place]))


@pytest.fixture(scope="module")
def findings() -> Findings:
    """Findings by case; the case is the application."""
    world = declared_world()
    undeclared(world, "several", "FAR", "2025-06-01", "2025-07-01")
    undeclared(world, "single", "FAR", "2025-06-01")
    undeclared(world, "firstday", "FAR", "2024-06-01")
    undeclared(world, "tooold", "FAR", "2024-05-31", "2020-01-01")
    undeclared(world, "lastday", "FAR", "2026-06-01")
    undeclared(world, "future", "FAR", "2026-06-02")
    undeclared(world, "domestic", "NEAR", "2025-06-01", "2025-07-01", "2025-08-01")
    undeclared(world, "heredomestic", "HERELISTED", "2025-06-01", "2025-07-01")
    undeclared(world, "listed", "LISTED", "2025-06-01", "2025-07-01")
    undeclared(world, "was", "WAS", "2025-06-01", "2025-07-01")
    undeclared(world, "late", "LATE", "2025-06-01", "2025-07-01")

    undeclared(world, "nostring", "FAR", "2025-06-01", "2025-07-01", string="")
    undeclared(world, "othernamed", "FAR", "2025-06-01", "2025-07-01", string="Institute OTHER, Berlin")
    undeclared(world, "mixed", "FAR", "2025-06-01")
    world.work("Wmixed9", "2025-08-01", ("mixed", [HOME, ("FAR", "Department of Physics, Berlin, Germany")]))
    world.case("instead")
    world.work("Winstead", "2025-06-01", ("instead", [("HOME", "Institute FAR, Beijing")]))

    undeclared(world, "declared", "FAR", "2025-06-01", "2025-07-01")
    world.declare("affiliations", "declared", "2020-04-01", org="FAR")
    undeclared(world, "byacronym", "FAR", "2025-06-01", "2025-07-01")
    world.declare("affiliations", "byacronym", "2020-04-01", org="FRX")
    undeclared(world, "lag", "FAR", "2025-12-31")
    world.declare("affiliations", "lag", "2020-04-01", "2024-12-31", org="FAR")
    undeclared(world, "afterlag", "FAR", "2026-01-01")
    world.declare("affiliations", "afterlag", "2020-04-01", "2024-12-31", org="FAR")
    undeclared(world, "grace", "FAR", "2025-01-01")
    world.declare("affiliations", "grace", "2026-01-01", org="FAR")
    undeclared(world, "beforegrace", "FAR", "2024-12-31")
    world.declare("affiliations", "beforegrace", "2026-01-01", org="FAR")
    undeclared(world, "studied", "FAR", "2025-06-01")
    world.declare("education", "studied", "2022-04-01", "2025-03-31", org="FAR")
    undeclared(world, "collaborates", "FAR", "2025-06-01", "2025-07-01")
    world.declare("collaborations", "collaborates", org="FAR", purpose="joint study")

    world.case("unitofhome", home="PARENT")
    world.work("Wunit", "2025-06-01", ("unitofhome", [named("UNIT")]))
    world.case("homeinunit", home="UNIT")
    world.work("Wparent", "2025-06-01", ("homeinunit", [named("PARENT")]))
    world.case("sister", home="UNIT")
    world.work("Wsister", "2025-06-01", ("sister", [named("SISTER")]))
    world.case("unknownhome", home="Nowhere Laboratory")
    world.work("Wunknown", "2025-06-01", ("unknownhome", [named("FAR")]))
    world.work("Wunknown2", "2025-06-02", ("unknownhome", [named("FAR")]))

    for label, start, end, short in (
        ("current", "2022-04-01", None, "LISTED"),
        ("endsonday", "2022-04-01", "2026-06-01", "LISTED"),
        ("past", "2020-04-01", "2021-06-01", "LISTED"),
        ("longpast", "2019-04-01", "2021-05-31", "LISTED"),
        ("planned", "2026-06-02", None, "LISTED"),
        ("offlist", "2022-04-01", None, "WAS"),
        ("since", "2020-04-01", "2025-03-31", "LATE"),
        ("nowlisted", "2020-04-01", None, "LATE"),
        ("unlisted", "2020-04-01", None, "FAR"),
    ):
        world.case(label)
        world.declare("affiliations", label, start, end, org=short)
    world.case("byname")
    world.declare("affiliations", "byname", "2022-04-01", org="Institute LISTED")
    world.case("listedacronym")
    world.declare("affiliations", "listedacronym", "2022-04-01", org="LSTX")
    world.case("homelisted", home="LISTED")
    return by_case(world)


@pytest.mark.parametrize(
    ("case", "grade", "expected"),
    [
        ("several", "A", [("base", "MEDIUM")]),
        ("single", "A", [("base", "LOW")]),
        ("firstday", "A", [("base", "LOW")]),
        ("lastday", "A", [("base", "LOW")]),
        ("domestic", "A", [("base", "LOW")]),
        ("heredomestic", "A", [("base", "MEDIUM"), ("listing", "HIGH")]),
        ("listed", "A", [("base", "MEDIUM"), ("listing", "HIGH")]),
        ("was", "A", [("base", "MEDIUM")]),
        ("late", "A", [("base", "MEDIUM")]),
        ("nostring", "B", [("base", "MEDIUM")]),
        ("mixed", "A", [("base", "LOW")]),
        ("instead", "B", [("base", "LOW")]),
        ("afterlag", "A", [("base", "LOW")]),
        ("beforegrace", "A", [("base", "LOW")]),
        ("collaborates", "A", [("base", "MEDIUM")]),
        ("sister", "A", [("base", "LOW")]),
        ("unknownhome", "C", [("base", "MEDIUM"), ("identity", "LOW")]),
    ],
)
def test_an_affiliation_that_was_not_declared(
    findings: Findings, case: str, grade: str, expected: list[tuple[str, str]]
) -> None:
    finding = one(findings, case, "R-AFF-01")
    assert levels(finding) == expected
    assert finding.identity.grade == grade


@pytest.mark.parametrize(
    "case",
    ["tooold", "future", "declared", "byacronym", "lag", "grace", "studied", "unitofhome", "homeinunit"],
)
def test_what_is_declared_or_out_of_the_window_is_not_asked_about(findings: Findings, case: str) -> None:
    assert of_rule(findings, case, "R-AFF-01") == []


def test_a_string_that_names_another_organisation_makes_the_resolved_one_doubtful(
    findings: Findings,
) -> None:
    found = {f.object.id: f for f in of_rule(findings, "othernamed", "R-AFF-01")}
    assert levels(found[org_id("FAR")]) == [("base", "MEDIUM"), ("identity", "LOW")]
    assert found[org_id("FAR")].identity.grade == "C"
    assert levels(found[org_id("OTHER")]) == [("base", "MEDIUM")]
    assert found[org_id("OTHER")].identity.grade == "B"


def test_the_evidence_names_the_works_and_the_listing(findings: Findings) -> None:
    finding = one(findings, "listed", "R-AFF-01")
    assert [(e.kind, e.side) for e in finding.evidence] == [
        ("work", "observed"),
        ("work", "observed"),
        ("listing", "listing"),
    ]
    assert [str(e.date) for e in finding.evidence[:2]] == ["2025-07-01", "2025-06-01"]
    assert "Institute LISTED" in finding.evidence[0].text
    assert str(finding.first_date) == "2025-06-01"
    assert str(finding.last_date) == "2025-07-01"
    assert finding.object.ror == org_id("LISTED")


def test_a_declared_collaboration_is_shown_beside_the_question(findings: Findings) -> None:
    finding = one(findings, "collaborates", "R-AFF-01")
    assert "collaboration" in finding.declared.render("en")
    assert [e.text for e in finding.evidence if e.side == "declared"] == ["Institute FAR — joint study"]
    assert "No post" in one(findings, "several", "R-AFF-01").declared.render("en")


@pytest.mark.parametrize(
    ("case", "grade", "expected"),
    [
        ("current", "A", [("base", "MEDIUM")]),
        ("endsonday", "A", [("base", "MEDIUM")]),
        ("past", "A", [("base", "LOW")]),
        ("offlist", "A", [("base", "MEDIUM"), ("listing", "LOW")]),
        ("since", "A", [("base", "LOW"), ("listing", "INFO")]),
        ("nowlisted", "A", [("base", "MEDIUM")]),
        ("byname", "B", [("base", "MEDIUM")]),
        ("listedacronym", "C", [("base", "MEDIUM"), ("identity", "LOW")]),
        ("homelisted", "A", [("base", "MEDIUM")]),
    ],
)
def test_a_declared_post_at_a_listed_organisation(
    findings: Findings, case: str, grade: str, expected: list[tuple[str, str]]
) -> None:
    finding = one(findings, case, "R-AFF-03")
    assert levels(finding) == expected
    assert finding.identity.grade == grade
    assert finding.kind == "E"


@pytest.mark.parametrize("case", ["longpast", "planned", "unlisted", "several"])
def test_old_planned_and_unlisted_posts_are_nothing(findings: Findings, case: str) -> None:
    assert of_rule(findings, case, "R-AFF-03") == []
