"""Decisions in later scans: what they change, that nothing else changes, and that an undo brings all back."""

from __future__ import annotations

import pytest

from graphrisk.findings import Grade
from graphrisk.links import Verdict
from tests.factory import World, author_id, org_id
from tests.resolve.decided.deciding import (
    FAR_TEXT,
    declared,
    listing,
    person,
    plain,
    printed,
    reloaded,
    scanned,
    undo,
    world,
)

YES, NO = Verdict.CONFIRMED, Verdict.REJECTED


@pytest.fixture(scope="module")
def made() -> World:
    return world()


def test_without_decisions_a_scan_says_so(made: World) -> None:
    result = scanned(made)
    assert (result.decisions_hash, result.decisions) == ("", ())
    assert result.identities


def test_the_world_is_as_the_tests_need_it(made: World) -> None:
    found = {(f.rule, f.person_id, f.object.id, f.identity.grade) for f in scanned(made).findings}
    assert ("R-AFF-01", "P1", org_id("FAR"), Grade.A) in found
    assert ("R-COA-01", "P1", org_id("LISTED"), Grade.A) in found
    assert ("R-IDN-01", "P2", "identity", Grade.C) in found
    assert not any(rule == "R-AFF-01" and who == "P2" for rule, who, *_ in found)


def test_rejecting_a_person_takes_exactly_what_rests_on_the_record(made: World) -> None:
    before = plain(scanned(made).findings)
    result = scanned(made, person(made, 1, NO, "P1", "R1"))
    after = plain(result.findings)
    gone = {before[key].person_id for key in before.keys() - after.keys()}
    assert gone == {"P1"}
    assert {before[key].rule for key in before.keys() - after.keys()} == {"R-AFF-01", "R-COA-01"}
    same = [key for key in before.keys() & after.keys() if before[key].person_id != "P1"]
    assert all(before[key] == after[key] for key in same)
    assert not after.keys() - before.keys()
    assert result.decisions == ((1, "applied"),)
    people = {one.person_id: one.grade for one in result.people}
    assert people["P1"] is None


def test_confirming_a_person_makes_the_link_a(made: World) -> None:
    result = scanned(made, person(made, 1, YES, "P2", "R2"))
    (asked,) = [f for f in result.findings if f.rule == "R-AFF-01" and f.person_id == "P2"]
    assert asked.identity.grade is Grade.A
    assert asked.identity.reasons[0] == "confirmed_by:Sato|2026-05-01"
    assert not any(step.name == "identity" for step in asked.steps)
    assert f"{author_id('R3')}|other_record_linked" in asked.identity.alternatives
    assert not any(f.rule == "R-IDN-01" for f in result.findings)


def test_a_rejected_record_shows_as_rejected(made: World) -> None:
    result = scanned(made, person(made, 1, NO, "P2", "R2"))
    asked = next(f for f in result.findings if f.person_id == "P2" and f.rule == "R-IDN-01")
    assert f"{author_id('R2')}|rejected_by:Sato|2026-05-01" in asked.identity.alternatives


def test_rejecting_a_string_takes_exactly_the_tie_of_it(made: World) -> None:
    before = plain(scanned(made).findings)
    after = plain(scanned(made, printed(made, 1, NO, FAR_TEXT, "FAR")).findings)
    gone = [before[key] for key in before.keys() - after.keys()]
    assert [(f.rule, f.object.id) for f in gone] == [("R-AFF-01", org_id("FAR"))]
    assert {key: before[key] for key in after} == after


def test_confirming_a_string_for_another_body_moves_the_tie(made: World) -> None:
    decisions = (
        printed(made, 1, NO, FAR_TEXT, "FAR"),
        printed(made, 2, YES, FAR_TEXT, "LISTED"),
    )
    result = scanned(made, *decisions)
    (asked,) = [f for f in result.findings if f.rule == "R-AFF-01" and f.person_id == "P1"]
    assert (asked.object.id, asked.identity.grade) == (org_id("LISTED"), Grade.A)


def test_rejecting_a_declared_name_asks_about_what_it_covered(made: World) -> None:
    covered = reloaded(made)
    covered.work("W9", "2025-06-01", ("R1", [("OTHER", "Institute OTHER")]), ("X", ["HOME"]))
    assert not any(f.object.id == org_id("OTHER") and f.person_id == "P1" for f in scanned(covered).findings)
    result = scanned(covered, declared(covered, 1, NO, "Institute OTHER", "OTHER"))
    (asked,) = [f for f in result.findings if f.rule == "R-AFF-01" and f.object.id == org_id("OTHER")]
    assert asked.person_id == "P1"


def test_confirming_a_declared_name_covers_the_tie(made: World) -> None:
    unclear = reloaded(made)
    unclear.declare("affiliations", "P1", "2020-01-01", org="the far institute")
    assert any(f.object.id == org_id("FAR") for f in scanned(unclear).findings)
    result = scanned(unclear, declared(unclear, 1, YES, "The  Far Institute", "FAR"))
    assert not any(f.object.id == org_id("FAR") for f in result.findings)


def test_rejecting_a_listing_takes_the_row_from_the_organisation(made: World) -> None:
    before = plain(scanned(made).findings)
    after = plain(scanned(made, listing(made, 1, NO, "LISTED", "eul|2020|1")).findings)
    assert {before[key].rule for key in before.keys() - after.keys()} == {"R-COA-01"}
    assert {key: before[key] for key in after} == after


def test_confirming_a_listing_makes_it_a(made: World) -> None:
    result = scanned(made, listing(made, 1, YES, "LISTED", "eul|2020|1"))
    (asked,) = [f for f in result.findings if f.rule == "R-COA-01"]
    assert "confirmed_by:Sato|2026-05-01" in asked.identity.reasons
    other = scanned(made, listing(made, 1, YES, "FAR", "eul|2020|1"))
    (asked,) = [f for f in other.findings if f.rule == "R-AFF-01" and f.object.id == org_id("FAR")]
    assert any(item.kind == "listing" for item in asked.evidence)


@pytest.mark.parametrize("kind", ["person", "printed", "declared", "listing"])
@pytest.mark.parametrize("verdict", [YES, NO])
def test_an_undo_gives_exactly_the_findings_from_before(made: World, kind: str, verdict: Verdict) -> None:
    decision = {
        "person": lambda: person(made, 1, verdict, "P2", "R2"),
        "printed": lambda: printed(made, 1, verdict, FAR_TEXT, "FAR"),
        "declared": lambda: declared(made, 1, verdict, "Institute OTHER", "OTHER"),
        "listing": lambda: listing(made, 1, verdict, "LISTED", "eul|2020|1"),
    }[kind]()
    before, during = scanned(made), scanned(made, decision)
    after = scanned(made, decision, undo(2, decision))
    assert during.decisions_hash
    assert after.findings == before.findings
    assert (after.people, after.identities) == (before.people, before.identities)
    assert after.decisions_hash == before.decisions_hash == ""


def test_an_undo_of_the_second_word_brings_the_first_back(made: World) -> None:
    first, second = person(made, 1, YES, "P2", "R2"), person(made, 2, NO, "P2", "R2")
    with_first = scanned(made, first)
    assert scanned(made, first, second).findings != with_first.findings
    again = scanned(made, first, second, undo(3, second))
    assert again.findings == with_first.findings
    assert again.decisions_hash == with_first.decisions_hash
