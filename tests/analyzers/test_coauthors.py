"""R-COA-01: counts, shares, listings in time, grades, what is declared; T is 2026-06-01."""

from __future__ import annotations

import pytest

from tests.analyzers.cases import Findings, by_case, levels, named, of_rule, one
from tests.factory import World, org_id


def together(
    world: World,
    label: str,
    short: str,
    count: int,
    *,
    alone: int = 0,
    year: int = 2025,
    string: bool = True,
    home: str = "HOME",
) -> None:
    """A case with `count` works with somebody at `short` and `alone` without."""
    world.case(label, home=home)
    place = named(short) if string else short
    for index in range(count):
        world.work(f"W{label}{index}", f"{year}-01-{index + 1:02d}", (label, [home]), (f"X{label}", [place]))
    for index in range(alone):
        world.work(f"V{label}{index}", f"{year}-02-{index + 1:02d}", (label, ["HOME"]), ("Y", ["FAR"]))


@pytest.fixture(scope="module")
def findings() -> Findings:
    world = World()
    for short, country in (("HOME", "JP"), ("FAR", "CN"), ("LISTED", "CN"), ("WAS", "CN"), ("LATE", "CN")):
        world.org(short, country=country)
    world.org("BODY", country="CN")
    world.org("LAB", country="CN", parent="BODY")
    world.org("LISTEDLAB", country="CN", parent="LISTED")
    world.listed("LISTED")
    world.listed("WAS", "2020-01-01", "2026-03-31")
    world.listed("LATE", "2026-05-01")
    world.listed("LAB")
    world.call()
    together(world, "one", "LISTED", 1)
    together(world, "two", "LISTED", 2, alone=20)
    together(world, "three", "LISTED", 3, alone=20)
    together(world, "four", "LISTED", 4, alone=20)
    together(world, "share", "LISTED", 2, alone=3)
    together(world, "twooffour", "LISTED", 2, alone=2)
    together(world, "belowshare", "LISTED", 2, alone=9)
    together(world, "oneoffive", "LISTED", 1, alone=4)
    together(world, "old", "LISTED", 4, year=2022)
    together(world, "was", "WAS", 4)
    together(world, "late", "LATE", 4)
    together(world, "nostring", "LISTED", 2, alone=20, string=False)
    together(world, "unit", "LISTEDLAB", 4)
    together(world, "parent", "BODY", 4)
    together(world, "lab", "LAB", 4)
    for label, end in (("declared", None), ("declaredlater", None), ("endedbefore", "2024-12-31")):
        together(world, label, "LISTED", 4)
        start = "2025-02-01" if label == "declaredlater" else "2020-01-01"
        world.declare("collaborations", label, start, end, org="LISTED")
    together(world, "declaredunit", "LISTED", 4)
    world.declare("collaborations", "declaredunit", org="LISTEDLAB")
    together(world, "declaredbyname", "LISTED", 4)
    world.declare(
        "collaborations", "declaredbyname", org="指定大学", org_ror=org_id("LISTED"), purpose="Joint study"
    )
    together(world, "athome", "LISTED", 4, home="LISTED")
    together(world, "partnered", "LISTED", 4)
    world.partner("LISTED", application="partnered", role="data_provider")

    world.case("firstday")
    world.work("Wf", "2022-06-01", ("firstday", ["HOME"]), ("X", [named("LISTED")]))
    world.case("toomany")
    world.work("Wt", "2025-01-01", ("toomany", ["HOME"]), ("X", [named("LISTED")]), authors_count=26)
    world.case("asmany")
    world.work("Wa", "2025-01-01", ("asmany", ["HOME"]), ("X", [named("LISTED")]), authors_count=25)
    world.case("erratum")
    world.work("We", "2025-01-01", ("erratum", ["HOME"]), ("X", [named("LISTED")]), type="erratum")
    world.case("ownaddress")
    world.work("Wo", "2025-01-01", ("ownaddress", ["HOME", named("LISTED")]), ("X", ["FAR"]))
    world.case("doubtful")
    for index in range(4):
        abroad = ("LISTED", "Department of Physics, Berlin, Germany")
        world.work(f"Wd{index}", f"2025-01-0{index + 1}", ("doubtful", ["HOME"]), ("X", [abroad]))
    world.case("printed")
    world.work("Wp", "2025-01-01", ("printed", ["HOME"]), ("X", [("FAR", "Institute LISTED, Beijing")]))
    world.case("moregrades")
    places: list[str | tuple[str, str]] = [*[named("LISTED")] * 3, "LISTED"]
    for index, place in enumerate(places):
        world.work(f"Wm{index}", f"2025-01-0{index + 1}", ("moregrades", ["HOME"]), ("X", [place]))
    return by_case(world)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("one", [("base", "INFO")]),
        ("firstday", [("base", "INFO")]),
        ("asmany", [("base", "INFO")]),
        ("two", [("base", "LOW")]),
        ("three", [("base", "LOW")]),
        ("four", [("base", "MEDIUM")]),
        ("share", [("base", "MEDIUM")]),
        ("twooffour", [("base", "LOW")]),
        ("belowshare", [("base", "LOW")]),
        ("oneoffive", [("base", "INFO")]),
        ("was", [("base", "MEDIUM"), ("listing", "LOW")]),
        ("late", [("base", "MEDIUM"), ("listing", "INFO")]),
        ("lab", [("base", "MEDIUM")]),
        ("declared", [("base", "MEDIUM"), ("disclosed", "LOW")]),
        ("declaredlater", [("base", "MEDIUM")]),
        ("endedbefore", [("base", "MEDIUM")]),
        ("declaredunit", [("base", "MEDIUM"), ("disclosed", "LOW")]),
        ("partnered", [("base", "MEDIUM"), ("disclosed", "LOW")]),
        ("athome", [("base", "MEDIUM"), ("disclosed", "LOW")]),
        ("doubtful", [("base", "MEDIUM"), ("identity", "LOW")]),
    ],
)
def test_works_with_a_listed_organisation(
    findings: Findings, case: str, expected: list[tuple[str, str]]
) -> None:
    assert levels(one(findings, case, "R-COA-01")) == expected


@pytest.mark.parametrize("case", ["old", "unit", "parent", "toomany", "erratum", "ownaddress"])
def test_no_question(findings: Findings, case: str) -> None:
    assert of_rule(findings, case, "R-COA-01") == []


@pytest.mark.parametrize(
    ("case", "grade"),
    [("four", "A"), ("nostring", "B"), ("doubtful", "C"), ("printed", "B"), ("moregrades", "B")],
)
def test_the_grade_is_the_best_that_still_reaches_the_case(findings: Findings, case: str, grade: str) -> None:
    assert one(findings, case, "R-COA-01").identity.grade == grade


def test_a_declaration_is_shown_with_the_name_that_the_form_gives(findings: Findings) -> None:
    text = one(findings, "declaredbyname", "R-COA-01").evidence[0].text
    assert text.split(" — ")[1:] == ["指定大学", "Joint study"]
    assert "指定大学" not in one(findings, "declared", "R-COA-01").evidence[0].text


def test_evidence_and_share_are_said(findings: Findings) -> None:
    finding = one(findings, "share", "R-COA-01")
    assert [e.kind for e in finding.evidence] == ["work", "work", "listing"]
    assert "40%" in finding.observed.render("en")
    assert "2025-01-01" in finding.question.render("en")
    assert one(findings, "declared", "R-COA-01").evidence[0].side == "declared"
