"""A whole scan: order, repeatability, technology, coverage, people, errors."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from graphrisk.errors import NotFoundError, StoreError
from graphrisk.findings import evidence_hash, finding_id
from graphrisk.policies import load_policy
from graphrisk.scan import scan
from tests.analyzers.cases import levels, named
from tests.factory import CALL, FactoryScope, FactoryStore, World, day, small_world

if TYPE_CHECKING:
    from graphrisk.scan import ScanResult

QUANTUM = "Quantum key distribution with superconducting qubits and a quantum repeater"


def eventful() -> World:
    world = small_world(areas=("9", "3", "5"))
    world.listed("LISTED")
    for index in range(4):
        world.work(
            f"W{index}",
            f"2025-0{index + 1}-01",
            ("AP1", ["HOME", named("FAR")]),
            ("X", [named("LISTED")]),
            title=QUANTUM,
            awards=[("FAR", "Far Fund", f"N-{index}")],
            authors_truncated=index == 0,
        )
    world.work("OLD", "2015-01-01", ("AP1", ["HOME"]))
    world.work("NODATE", None, ("AP1", ["HOME"]))
    world.person("P2", role="student", signed=False, name="Nobody Known")
    return world


@pytest.fixture(scope="module")
def result() -> ScanResult:
    return eventful().scan()


def test_findings_come_by_level_then_newest_evidence_then_id(result: ScanResult) -> None:
    order = [(-f.level.rank, -(f.last_date.toordinal() if f.last_date else 0), f.id) for f in result.findings]
    assert order == sorted(order)
    assert len({f.id for f in result.findings}) == len(result.findings)


def test_ids_and_hashes_follow_from_the_content(result: ScanResult) -> None:
    for found in result.findings:
        assert found.id == finding_id(found.rule, found.person_id, found.object.id, found.application_id)
        assert found.evidence_hash == evidence_hash(found.level, found.evidence)


def test_reasons_are_those_of_what_the_finding_rests_on(result: ScanResult) -> None:
    """What the application alone says of a person needs no author record, and names no reason for one."""
    seen = {found.rule: set(found.identity.reasons) for found in result.findings if found.person_id}
    assert seen["R-CVR-01"] == {"own_declaration"}
    for rule in ("R-AFF-01", "R-FND-01", "R-COA-01"):
        assert seen[rule] & {"openalex_id", "orcid", "orcid_stated", "name"}
        assert "own_declaration" not in seen[rule]


def test_the_order_of_rows_in_the_store_changes_nothing(result: ScanResult) -> None:
    shuffled = eventful()
    for rows in shuffled.rows.values():
        rows.reverse()
    again = shuffled.scan()
    assert dataclasses.replace(again, seconds=result.seconds) == result


def test_overlap_of_technology_is_a_step_with_its_terms(result: ScanResult) -> None:
    found = {f.rule: f for f in result.findings if f.person_id == "P1"}
    assert levels(found["R-COA-01"])[-1] == ("technology", "HIGH")
    assert levels(found["R-AFF-01"])[-1] == ("technology", "HIGH")
    why = found["R-COA-01"].steps[-1].why.render("en")
    assert "quantum key distribution" in why.lower()
    assert "technology" not in [name for name, _ in levels(found["R-FND-01"])]


def test_coverage_says_what_was_seen_and_what_not(result: ScanResult) -> None:
    coverage = result.coverage
    assert (coverage.works, coverage.works_truncated, coverage.works_with_funding) == (4, 1, 4)
    assert coverage.works_undated == 1
    assert coverage.people_without_record == ("P2",)
    assert coverage.missing == ("organization_relations", "programs")
    assert [(entry.list_id, entry.edition, entry.entries) for entry in coverage.lists] == [("eul", "2020", 1)]
    assert "R-AFF-01" in coverage.unverified_rules
    assert "R-QLT-01" not in coverage.unverified_rules
    notes = "\n".join(note.render("en") for note in coverage.notes)
    assert "1 of 2 people" in notes
    assert orjson.dumps(dataclasses.asdict(coverage))


def test_a_list_without_an_edition_in_force_is_said() -> None:
    world = small_world()
    world.listed("LISTED")
    world.rows["list_editions"][0]["valid_from"] = day("2027-01-01")
    coverage = world.scan().coverage
    assert [(entry.list_id, entry.edition) for entry in coverage.lists] == [("eul", None)]


def test_people_are_listed_with_their_grade_and_works(result: ScanResult) -> None:
    first, second = result.people
    assert (first.person_id, first.grade, first.works, first.role) == ("P1", "A", 4, "pi")
    assert (second.person_id, second.grade, second.works, second.name) == ("P2", None, 0, "Nobody Known")
    assert first.home_org == "Institute HOME"


def test_every_run_says_once_what_it_rests_on(result: ScanResult) -> None:
    said = [f for f in result.findings if f.rule == "R-QLT-01"]
    assert [(f.application_id, f.person_id, f.level) for f in said] == [(None, None, "INFO")]


def test_an_earlier_day_sees_only_what_was_known_then() -> None:
    world = eventful()
    world.rows["list_entries"][0]["valid_from"] = day("2025-06-01")
    early = world.scan(as_of="2025-02-15")
    assert not [f for f in early.findings if f.rule == "R-COA-01"]
    assert {len(f.evidence) for f in early.findings if f.rule == "R-AFF-01"} == {2}


def test_progress_rises_to_one() -> None:
    seen: list[float] = []
    scan(
        small_world().store(),
        CALL,
        policy=load_policy("jp-tejunsho"),
        on_progress=lambda _stage, share: seen.append(share),
    )
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_an_unknown_call_names_the_calls_that_exist() -> None:
    with pytest.raises(NotFoundError, match="The snapshot holds: CALL"):
        scan(small_world().store(), "OTHER", policy=load_policy("jp-tejunsho"))


def test_the_integrity_policy_asks_about_differences_alone() -> None:
    world = eventful()
    world.partner("LISTED")
    result = world.scan(policy=load_policy("jp-integrity"))
    assert {f.kind for f in result.findings} <= {"D", "gate", "info"}
    assert {info.mode for info in result.applications} == {"integrity"}
    assert "technology" not in {step.name for f in result.findings for step in f.steps}


def test_a_policy_may_name_its_lists() -> None:
    world = eventful()
    policy = load_policy("jp-tejunsho").model_copy(update={"lists": ("another",)})
    assert not [f for f in world.scan(policy=policy).findings if f.rule == "R-COA-01"]


def test_an_engine_that_runs_out_of_memory_says_what_to_do() -> None:
    class Small(FactoryStore):
        def scope(self, call_id: str | None, **more: Any) -> FactoryScope:
            scope = super().scope(call_id, **more)
            scope.backend.con.execute("SET memory_limit = '1MB'")
            return scope

    with pytest.raises(StoreError, match=r"Raise memory under \[store\]"):
        scan(Small(eventful()), CALL, policy=load_policy("jp-tejunsho"))


def test_a_broken_snapshot_is_a_message() -> None:
    class Broken(FactoryStore):
        def scope(self, call_id: str | None, **more: Any) -> FactoryScope:
            scope = super().scope(call_id, **more)
            scope.backend.con.execute("DROP TABLE listings")
            return scope

    with pytest.raises(StoreError, match="graphrisk doctor"):
        scan(Broken(eventful()), CALL, policy=load_policy("jp-tejunsho"))
