"""Decisions in later scans: what they change, that nothing else changes, and that an undo brings all back.

A scan takes its time, so that each stands for several claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
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
    renamed_author,
    scanned,
    undo,
    world,
)

if TYPE_CHECKING:
    from graphrisk.findings import Finding
    from graphrisk.scan import ScanResult

YES, NO = Verdict.CONFIRMED, Verdict.REJECTED


@pytest.fixture(scope="module")
def made() -> World:
    return world()


@pytest.fixture(scope="module")
def bare(made: World) -> ScanResult:
    """The scan without decisions."""
    return scanned(made)


def gone(before: ScanResult, after: ScanResult) -> list[Finding]:
    """Return what of the first scan is missing in the second; nothing else may differ."""
    old, new = plain(before.findings), plain(after.findings)
    assert {key: old[key] for key in new} == new
    return [old[key] for key in old.keys() - new.keys()]


def test_without_decisions_a_scan_says_so(bare: ScanResult) -> None:
    assert (bare.decisions_hash, bare.decisions) == ("", ())
    rows = pa.ipc.open_stream(bare.identities).read_all().to_pylist()
    assert {(row["person_id"], row["status"]) for row in rows} == {("P1", "linked"), ("P2", "candidate")}
    found = {(f.rule, f.person_id, f.object.id, f.identity.grade) for f in bare.findings}
    assert ("R-AFF-01", "P1", org_id("FAR"), Grade.A) in found
    assert ("R-COA-01", "P1", org_id("LISTED"), Grade.A) in found
    assert ("R-IDN-01", "P2", "identity", Grade.C) in found


def test_rejecting_a_person_takes_exactly_what_rests_on_the_record(made: World, bare: ScanResult) -> None:
    result = scanned(made, person(made, 1, NO, "P1", "R1"))
    old, new = plain(bare.findings), plain(result.findings)
    taken = [old[key] for key in old.keys() - new.keys()]
    assert {(f.person_id, f.rule) for f in taken} == {("P1", "R-AFF-01"), ("P1", "R-COA-01")}
    same = [key for key in new if new[key].person_id != "P1" and new[key].rule != "R-QLT-01"]
    assert all(old[key] == new[key] for key in same)
    assert not new.keys() - old.keys()
    assert result.decisions == ((1, "applied"),)
    assert {one.person_id: one.grade for one in result.people}["P1"] is None
    assert result.coverage.people_without_record == ("P1", "P2")


def test_confirming_a_person_makes_the_link_a_and_answers_the_question(made: World) -> None:
    later = renamed_author(made, "R2", "R9")
    result = scanned(later, person(made, 1, YES, "P2", "R2"))
    (asked,) = [f for f in result.findings if f.rule == "R-AFF-01" and f.person_id == "P2"]
    assert asked.identity.grade is Grade.A
    assert asked.identity.reasons[0] == "confirmed_by:Sato|2026-05-01"
    assert not any(step.name == "identity" for step in asked.steps)
    assert f"{author_id('R3')}|other_record_linked" in asked.identity.alternatives
    assert not any(f.rule == "R-IDN-01" for f in result.findings)


def test_a_rejected_record_shows_as_rejected_and_a_lost_decision_is_asked_about(made: World) -> None:
    lost = person(made, 2, YES, "P1", "R1")
    later = reloaded(made)
    for table in ("persons", "person_names", "authorships", "affiliations"):
        later.rows[table] = [row for row in later.rows[table] if row["author_id"] != author_id("R1")]
    result = scanned(later, person(made, 1, NO, "P2", "R2"), lost)
    assert result.decisions == ((1, "applied"), (2, "lost"))
    idn = {(f.person_id, f.object.id): f for f in result.findings if f.rule == "R-IDN-01"}
    asked = idn["P1", "decision:2"]
    assert (asked.application_id, asked.identity.grade) == ("A1", Grade.C)
    assert asked.identity.against == ("confirmed_by:Sato|2026-05-01", "decision_record_gone")
    assert "Person One" in asked.question.render("en")
    assert "見つからなくなりました" in asked.question.render("ja")
    rows = pa.ipc.open_stream(result.identities).read_all().to_pylist()
    rejected = [row for row in rows if row["status"] == "rejected"]
    assert [row["author_id"] for row in rejected if row["person_id"] == "P2"] in ([], [author_id("R2")])


def test_rejecting_a_string_takes_exactly_the_tie_of_it(made: World, bare: ScanResult) -> None:
    taken = gone(bare, scanned(made, printed(made, 1, NO, FAR_TEXT, "FAR")))
    assert [(f.rule, f.object.id) for f in taken] == [("R-AFF-01", org_id("FAR"))]


def test_rejecting_a_listing_takes_the_row_from_the_organisation_in_new_editions_too(
    made: World, bare: ScanResult
) -> None:
    decision = listing(made, 1, NO, "LISTED", "eul|2020|1")
    later = reloaded(made)
    later.listed("OTHER", "2026-01-01", edition="2026", name="Some Body")
    later.listed("LISTED", "2026-01-01", edition="2026", name="Institute LISTED")
    for row in later.rows["list_entries"]:
        row["ror"] = None
    result = scanned(later, decision)
    assert not any(f.rule == "R-COA-01" for f in result.findings)
    assert {f.rule for f in bare.findings} - {f.rule for f in result.findings} == {"R-COA-01"}


def test_an_undo_gives_exactly_the_findings_from_before(made: World, bare: ScanResult) -> None:
    taken = [
        person(made, 1, YES, "P2", "R2"),
        printed(made, 2, NO, FAR_TEXT, "FAR"),
        declared(made, 3, NO, "Institute OTHER", "OTHER"),
        listing(made, 4, NO, "LISTED", "eul|2020|1"),
    ]
    during = scanned(made, *taken)
    assert during.decisions_hash
    assert during.findings != bare.findings
    after = scanned(made, *taken, *(undo(5 + place, one) for place, one in enumerate(taken)))
    assert after.findings == bare.findings
    assert (after.people, after.identities) == (bare.people, bare.identities)
    assert after.decisions_hash == ""
