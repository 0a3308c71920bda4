"""R-IDN-01, and how the technology step reaches a finding; T is 2026-06-01."""

from __future__ import annotations

import pytest

from tests.analyzers.cases import Findings, by_case, levels, named, of_rule, one
from tests.factory import World, author_id


@pytest.fixture(scope="module")
def findings() -> Findings:
    world = World()
    for short, country in (("HOME", "JP"), ("FAR", "CN"), ("LISTED", "CN")):
        world.org(short, country=country)
    world.listed("LISTED")
    world.call()

    def nameless(label: str, *records: tuple[str, list[tuple[str, str]]]) -> None:
        """A person without an identifier, with records of the same name and the addresses on their works."""
        world.application(label)
        world.person(label, application=label, name=f"Person {label}")
        for record, places in records:
            world.author(record, f"Person {label}")
            for index, place in enumerate(places):
                world.work(f"W{record}{index}", f"2025-01-0{index + 1}", (record, [place]), ("X", ["HOME"]))

    here, there = named("HOME"), named("FAR")
    nameless("capped", ("R1", [here, there, there]))
    nameless("quiet", ("R2", [here, here]))
    nameless("namesake", ("R3", [here]), ("R4", [here, there]))
    nameless("harmless", ("R5", [here]), ("R6", [here]))
    world.case("clash")
    world.author("R7", "Somebody Else")
    for person in world.rows["participants"]:
        if person["person_id"] == "clash":
            person["openalex_id"] = author_id("R7")
    for index in range(2):
        world.work(f"WR7{index}", "2025-01-01", ("R7", [there]), ("X", ["HOME"]))
    return by_case(world)


def test_a_link_by_name_alone_that_holds_a_question_down_is_a_question(findings: Findings) -> None:
    assert levels(one(findings, "capped", "R-AFF-01")) == [("base", "MEDIUM"), ("identity", "LOW")]
    finding = one(findings, "capped", "R-IDN-01")
    assert levels(finding) == [("base", "LOW")]
    assert finding.object.id == "identity"
    assert [e.record for e in finding.evidence] == [author_id("R1")]


def test_a_link_by_name_alone_without_a_question_is_nothing(findings: Findings) -> None:
    assert of_rule(findings, "quiet", "R-IDN-01") == []


def test_a_candidate_with_a_tie_is_said_and_no_other_rule_looks_at_it(findings: Findings) -> None:
    assert of_rule(findings, "namesake", "R-AFF-01") == []
    finding = one(findings, "namesake", "R-IDN-01")
    assert levels(finding) == [("base", "INFO")]
    assert [e.record for e in finding.evidence] == [author_id("R4")]


def test_namesakes_without_such_a_tie_are_nothing(findings: Findings) -> None:
    assert of_rule(findings, "harmless", "R-IDN-01") == []


def test_an_identifier_that_leads_to_another_name_is_a_question(findings: Findings) -> None:
    finding = one(findings, "clash", "R-IDN-01")
    assert levels(finding) == [("base", "LOW")]
    assert "in doubt" in finding.steps[0].why.render("en")
    assert "name_differs" in one(findings, "clash", "R-AFF-01").identity.against
