from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.resolve.world import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable

U = "https://ror.org/"


def links(snapshot: Snapshot) -> dict[str, tuple[str, str, str]]:
    found = snapshot.rows("SELECT org_id, linked_id, grade, method FROM organization_links")
    return {org_id: (linked, grade, method) for org_id, linked, grade, method in found}


@pytest.fixture
def snapshot() -> Snapshot:
    return Snapshot()


def test_a_withdrawn_record_follows_its_successors(snapshot: Snapshot) -> None:
    snapshot.org(U + "old", "Old", status="withdrawn")
    snapshot.org(U + "mid", "Mid", status="withdrawn")
    snapshot.org(U + "new", "New")
    snapshot.relate(U + "old", "successor", U + "mid")
    snapshot.relate(U + "new", "predecessor", U + "mid")
    snapshot.derive()
    assert links(snapshot)[U + "old"] == (U + "new", "A", "successor")
    assert links(snapshot)[U + "mid"] == (U + "new", "A", "successor")
    assert links(snapshot)[U + "new"] == (U + "new", "A", "self")


def test_a_circle_of_successors_ends(snapshot: Snapshot) -> None:
    snapshot.org(U + "a", "A", status="withdrawn")
    snapshot.org(U + "b", "B", status="withdrawn")
    snapshot.relate(U + "a", "successor", U + "b")
    snapshot.relate(U + "b", "successor", U + "a")
    snapshot.derive()
    assert set(links(snapshot)) == {U + "a", U + "b"}


def test_merged_organisations_stay_themselves_but_join_the_family(snapshot: Snapshot) -> None:
    snapshot.org(U + "one", "Institute One", status="inactive")
    snapshot.org(U + "two", "Institute Two", status="inactive")
    snapshot.org(U + "both", "United Institute")
    for part in ("one", "two"):
        snapshot.relate(U + part, "successor", U + "both")
    snapshot.derive()
    assert links(snapshot)[U + "one"] == (U + "one", "A", "self")
    family = set(snapshot.rows("SELECT org_id, member_id, relation FROM organization_family WHERE depth > 0"))
    assert (U + "both", U + "one", "descendant") in family
    assert (U + "one", U + "both", "ancestor") in family
    assert (U + "one", U + "two", "ancestor") not in family
    assert (U + "one", U + "two", "descendant") not in family


def test_a_renamed_organisation_is_its_only_successor(snapshot: Snapshot) -> None:
    snapshot.org(U + "before", "Former Institute", status="inactive")
    snapshot.org(U + "after", "Present Institute")
    snapshot.relate(U + "before", "successor", U + "after")
    snapshot.add("participants", row_id="r", person_id="P", application_id="X", home_org="Former Institute")
    snapshot.derive()
    assert links(snapshot)[U + "before"][0] == U + "after"
    assert snapshot.rows("SELECT org_id, grade FROM mentions") == [(U + "after", "B")]


def test_records_of_a_source_are_linked_by_name_and_country_only(snapshot: Snapshot) -> None:
    snapshot.org(U + "ne-cn", "Northeastern University", "CN")
    snapshot.org(U + "ne-us", "Northeastern University", "US")
    snapshot.org("https://openalex.org/I1", "Northeastern University", "CN", status=None)
    snapshot.org("https://openalex.org/I2", "Northeastern University", None, status=None)
    snapshot.org("https://openalex.org/I3", "Northeastern University", "FR", status=None)
    snapshot.derive()
    found = links(snapshot)
    assert found["https://openalex.org/I1"] == (U + "ne-cn", "B", "name")
    assert found["https://openalex.org/I2"][2] == "self"
    assert found["https://openalex.org/I3"][2] == "self"


def slow_family(edges: Iterable[tuple[int, int]], nodes: Iterable[int]) -> set[tuple[int, int, int]]:
    """Walk up from each node, one step at a time: (node, ancestor, depth)."""
    parents: dict[int, set[int]] = {}
    for child, parent in edges:
        if child != parent:
            parents.setdefault(child, set()).add(parent)
    found = set()
    for node in nodes:
        depth, level, seen = 0, {node}, {node}
        while level:
            depth += 1
            level = {p for n in level for p in parents.get(n, ())} - seen
            seen |= level
            found |= {(node, p, depth) for p in level}
    return found


NODES = st.integers(0, 6)


@settings(deadline=None, max_examples=15)
@given(st.sets(st.tuples(NODES, NODES), max_size=10), st.randoms(use_true_random=False))
def test_families_equal_a_walk_step_by_step(edges: set[tuple[int, int]], random: object) -> None:
    snapshot = Snapshot()
    for node in range(7):
        snapshot.org(f"{U}{node}", f"Organisation number {node}")
    for number, (child, parent) in enumerate(sorted(edges)):
        # Half of the relations are stated by the parent.
        if number % 2:
            snapshot.relate(f"{U}{child}", "parent", f"{U}{parent}")
        else:
            snapshot.relate(f"{U}{parent}", "child", f"{U}{child}")
    snapshot.derive()
    above = slow_family(edges, range(7))
    best: dict[tuple[int, int], tuple[int, str]] = {(n, n): (0, "self") for n in range(7)}
    for node, other, depth in above:
        for pair, relation in (((node, other), "ancestor"), ((other, node), "descendant")):
            best[pair] = min(best.get(pair, (99, "")), (depth, relation))
    expected = {(f"{U}{a}", f"{U}{b}", relation, depth) for (a, b), (depth, relation) in best.items()}
    assert (
        set(snapshot.rows("SELECT org_id, member_id, relation, depth FROM organization_family")) == expected
    )
