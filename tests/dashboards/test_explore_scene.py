"""What the steps of a view bring, how it is grouped, and where it stands."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.explore.groups import MOST, draw
from dashboards.explore.places import TALL, WIDE, Places
from dashboards.explore.replay import Shown, group_name, name_of, replay
from dashboards.explore.view import Add, Arrange, Expand, Hide, Open, Pin, Reveal, Route, Unpin, View
from graphrisk.errors import StoreError
from tests.dashboards.graph import ADA, BEN, ENTRY, LISTED, ORG, Graph, small

if TYPE_CHECKING:
    from dashboards.explore.view import Step
    from graphrisk.store.explore import Node

APPLICANT = ("applicant", "P1")


def taken(*steps: Step, graph: Graph | None = None, most: int = MOST) -> Shown:
    return replay(View(steps), graph or small(), 1, most)


def test_a_node_brings_its_newest_ties_and_says_how_many_are_left() -> None:
    shown = taken(Add(ADA), Expand(ADA, ("authored",), limit=10), graph=small(25))
    assert len(shown.scene.nodes) == 11
    assert shown.scene.cut == {ADA: {"authored": 15}}
    assert {node.note for node in shown.scene.nodes.values() if node.kind == "work"} >= {"2024", "2023"}
    more = taken(Expand(ADA, ("authored",), limit=10), Expand(ADA, ("authored",), limit=25), graph=small(25))
    assert more.scene.cut == {ADA: {}}


def test_years_bound_what_an_expansion_brings() -> None:
    shown = taken(Expand(ADA, ("authored",), since=2017, until=2018, limit=10))
    assert sorted(node.note or "" for node in shown.scene.nodes.values() if node.kind == "work") == [
        "2017",
        "2018",
    ]


def test_paths_bring_their_nodes_and_sources() -> None:
    shown = taken(Route(ADA, None), graph=small(2))
    (found,) = shown.scene.found
    assert [[node.key for node in path.nodes] for path in found.paths.found] == [
        [ADA, ("work", f"W00{n}"), BEN, LISTED] for n in (1, 0)
    ]
    assert {tie.source for path in found.paths.found for tie in path.ties} == {"openalex 2026-10"}
    assert set(shown.drawn.nodes) == {ADA, BEN, LISTED, ("work", "W000"), ("work", "W001")}


def test_a_search_without_a_path_keeps_both_ends() -> None:
    shown = taken(Route(ENTRY, APPLICANT), graph=Graph(small().nodes.values(), []))
    assert set(shown.drawn.nodes) == {ENTRY, APPLICANT}
    assert not shown.scene.found[0].paths.found


def test_hiding_takes_along_what_only_hung_on_it_and_can_be_undone() -> None:
    steps = (Add(ADA), Expand(ADA, limit=10), Expand(BEN, limit=10))
    whole, less = taken(*steps), taken(*steps, Hide(BEN))
    assert set(whole.drawn.nodes) - set(less.drawn.nodes) == {BEN, LISTED}
    assert taken(*steps, Hide(BEN), Reveal()).drawn.nodes == whole.drawn.nodes
    assert BEN in taken(*steps, Hide(BEN), Add(BEN)).drawn.nodes


def test_a_step_that_cannot_be_taken_is_said_and_the_others_are_taken() -> None:
    shown = taken(Add(("person", "gone")), Expand(("work", "gone"), limit=10), Add(ADA))
    assert set(shown.drawn.nodes) == {ADA}
    assert [str(problem.values["reason"])[:12] for problem in shown.scene.problems] == [
        "The graph ho",
        "There is no ",
    ]


def test_a_store_that_fails_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = small()

    def busy(*_: object) -> Node:
        raise StoreError("The graph is being published.", remedy="Wait a minute.")

    monkeypatch.setattr(graph, "node", busy)
    with pytest.raises(StoreError, match="published"):
        taken(Add(ADA), graph=graph)


def test_up_to_300_elements_nothing_is_grouped() -> None:
    shown = taken(Expand(ADA, ("authored",), limit=100), graph=small(100))
    assert shown.drawn.size == 201
    assert not shown.drawn.groups


def test_beyond_that_works_are_grouped_by_year() -> None:
    graph = small(200)
    shown = taken(
        Expand(ADA, ("authored",), limit=100), Expand(BEN, ("authored",), limit=100), graph=graph, most=120
    )
    assert shown.drawn.size <= 120
    assert shown.drawn.grouped + len(shown.drawn.nodes) == len(shown.scene.nodes)
    for group in shown.drawn.groups:
        assert group.kind == "work"
        assert {shown.scene.nodes[member].note for member in group.members} == {group.by}
        assert set(group.anchors) == {ADA, BEN}
        assert name_of(ADA) in shown.places
        assert group_name(group.id) in shown.places


def test_an_opened_group_shows_as_many_members_as_there_is_room_for() -> None:
    graph = small(200)
    steps = (Expand(ADA, ("authored",), limit=100),)
    before = taken(*steps, graph=graph, most=60)
    group = before.drawn.groups[0]
    after = taken(*steps, Open(group.id), graph=graph, most=60)
    seen = [member for member in group.members if member in after.drawn.nodes]
    assert seen
    assert seen == list(group.members[: len(seen)])
    assert after.drawn.size <= 60
    for key in before.drawn.nodes:
        if key in after.drawn.nodes:
            assert after.places[name_of(key)] == before.places[name_of(key)]


def test_what_was_asked_for_and_what_is_listed_is_never_grouped() -> None:
    shown = taken(
        Expand(ADA, limit=100), Expand(BEN, limit=100), Pin(("work", "W003"), 5, 5), graph=small(100), most=40
    )
    assert {ADA, BEN, LISTED, ("work", "W003")} <= set(shown.drawn.nodes)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(5, 150), st.booleans())
def test_groups_lose_nothing(works: int, most: int, both: bool) -> None:
    steps: list[Step] = [Expand(ADA, limit=100)]
    if both:
        steps.append(Expand(BEN, limit=100))
    shown = taken(*steps, graph=small(works), most=most)
    drawn = draw(shown.scene, most)
    nodes, ties = shown.scene.seen()
    inside = [member for group in drawn.groups for member in group.members]
    assert sorted([*drawn.nodes, *inside]) == sorted(nodes)
    tied = [key for group in drawn.groups for keys in group.anchors.values() for key in keys]
    assert sorted([*drawn.ties, *tied]) == sorted(ties)
    assert set(shown.places) == {
        *map(name_of, drawn.nodes),
        *(group_name(group.id) for group in drawn.groups),
    }


MOVES: list[Step] = [
    Expand(ADA, limit=25),
    Expand(BEN, limit=10),
    Route(ADA, None),
    Add(ENTRY),
    Pin(BEN, 900, -300),
    Expand(LISTED, limit=10),
    Hide(ORG),
    Reveal(),
    Unpin(BEN),
]


@given(st.lists(st.sampled_from(MOVES), min_size=1, max_size=7))
def test_what_is_there_does_not_move_when_more_comes(steps: list[Step]) -> None:
    graph = small(12)
    before = taken(Add(ADA), *steps[:-1], graph=graph)
    after = taken(Add(ADA), *steps, graph=graph)
    last = steps[-1]
    for name, place in before.places.items():
        if name in after.places and not (isinstance(last, Pin) and name == name_of(last.node)):
            assert after.places[name] == place
    assert after == taken(Add(ADA), *steps, graph=graph)


@given(st.lists(st.sampled_from(MOVES[:4]), min_size=1, max_size=5))
def test_labels_do_not_cover_each_other(steps: list[Step]) -> None:
    shown = taken(Add(ADA), *steps, graph=small(30))
    places = list(shown.places.values())
    for number, (x, y) in enumerate(places):
        for a, b in places[number + 1 :]:
            assert abs(x - a) >= WIDE * 0.9 or abs(y - b) >= TALL * 0.75


def test_pinned_nodes_stay_when_all_is_arranged_anew() -> None:
    steps = (Add(ADA), Expand(ADA, limit=10), Pin(ORG, 777, 333))
    shown = taken(*steps, Arrange())
    assert shown.places[name_of(ORG)] == (777, 333)
    assert taken(*steps, Unpin(ORG), Arrange()).places[name_of(ORG)] != (777, 333)


def test_ties_pass_no_other_node_while_there_is_room() -> None:
    places = Places()
    places.seat("a")
    names = [f"n{number:02d}" for number in range(12)]
    places.surround("a", names)
    here = places["a"]
    for one in names:
        for other in names:
            if one != other and math.dist(places[one], here) < math.dist(places[other], here):
                turn = math.atan2(places[one][1] - here[1], places[one][0] - here[0]) - math.atan2(
                    places[other][1] - here[1], places[other][0] - here[0]
                )
                off = abs(math.sin(turn)) * math.dist(places[one], here)
                assert math.cos(turn) < 0 or off > 10
