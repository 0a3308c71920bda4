"""Steps that a reader takes: what the page's script sends is checked, and graphs outlive their readers."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboards.address import parse
from dashboards.context import Context
from dashboards.data import Data
from dashboards.explore.code import decode, encode
from dashboards.explore.state import asked_view, link_to, open_view, reader_of, show
from dashboards.explore.view import Add, Expand, Hide, Open, Pin, Route, Unpin, View
from dashboards.graphs import KEPT_ANSWERS, Graph
from dashboards.pages.explore_steps import _next, _redoable, commanded
from dashboards.words import Words
from graphrisk.errors import GraphRiskError, NotFoundError, StoreError, UsageError
from graphrisk.review import Repository
from graphrisk.settings import create_workspace
from tests.dashboards import graph as plain
from tests.dashboards import small as worlds
from tests.dashboards import small_tables as tables

ONE = ("person", "A1")
FORM: dict[str, Any] = {"ties": ["authored"], "since": "", "until": 2020, "limit": "10", "goal": ""}


@pytest.mark.parametrize(
    ("command", "step"),
    [
        ({"do": "add", "node": "organization:name:東京 大学"}, Add(("organization", "name:東京 大学"))),
        ({"do": "pin", "node": "person:A1", "x": 3.6, "y": -2}, Pin(ONE, 4, -2)),
        ({"do": "unpin", "node": "person:A1"}, Unpin(ONE)),
        ({"do": "open", "group": "abc"}, Open("abc")),
    ],
)
def test_commands_become_steps(command: dict[str, Any], step: Any) -> None:
    before = View((Add(ONE),))
    assert commanded(before, command) == before.then(step)


def test_the_first_node_brings_its_ties() -> None:
    assert commanded(View(), {"do": "add", "node": "person:A1"}).steps == (Add(ONE), Expand(ONE, limit=10))
    once = View((Add(ONE),))
    assert commanded(once, {"do": "add", "node": "person:A1"}) == once
    hidden = once.then(Hide(ONE))
    assert commanded(hidden, {"do": "add", "node": "person:A1"}) != hidden


def test_the_time_is_kept_beside_the_steps() -> None:
    view = commanded(View((Add(ONE),)), {"do": "time", "since": 2019, "until": None, "strict": True})
    assert (view.since, view.until, view.strict, len(view.steps)) == (2019, None, True, 1)


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.lists(st.none(), max_size=2)
)


@example({"do": "time", "since": [], "until": None, "strict": None})
@example({"do": "time", "since": None, "until": float("inf"), "strict": None})
@given(
    st.fixed_dictionaries(
        {"do": st.sampled_from(["add", "pin", "unpin", "open", "time", "drop"]) | values},
        optional=dict.fromkeys(("node", "x", "y", "group", "since", "until", "strict"), values),
    )
)
def test_whatever_is_sent_gives_a_view_that_a_link_can_hold_or_is_refused(command: dict[str, Any]) -> None:
    try:
        view = commanded(View((Add(ONE),)), command)
    except UsageError:
        return
    assert decode(encode(view)) == view


def test_the_form_becomes_a_step() -> None:
    view = View((Add(ONE),))
    picked = {"id": "person:A1"}
    assert _next(view, "explore-expand", None, picked, FORM).steps[-1] == Expand(
        ONE, ("authored",), None, 2020, 10
    )
    assert _next(view, "explore-paths", None, picked, FORM).steps[-1] == Route(ONE, None, None, 2020)
    goal = {**FORM, "goal": "organization:R2"}
    assert _next(view, "explore-paths", None, picked, goal).steps[-1] == Route(
        ONE, ("organization", "R2"), None, 2020
    )
    again = _next(view, "explore-expand", None, picked, FORM)
    assert _next(again, "explore-expand", None, picked, FORM) == again


@pytest.mark.parametrize(
    ("trigger", "picked", "changed", "said"),
    [
        ("explore-expand", None, {}, "No node is chosen"),
        ("explore-hide", {"id": "planet:x"}, {}, "No node is chosen"),
        ("explore-expand", {"id": "person:A1"}, {"ties": []}, "No kind of tie"),
        ("explore-expand", {"id": "person:A1"}, {"ties": ["listed"]}, "No kind of tie"),
        ("explore-expand", {"id": "person:A1"}, {"since": 2021}, "wrong order"),
        ("explore-expand", {"id": "person:A1"}, {"since": "abc"}, "no year"),
        ("explore-expand", {"id": "person:A1"}, {"since": 12}, "no year between"),
        ("explore-paths", {"id": "person:A1"}, {"goal": "person:A1"}, "two nodes"),
    ],
)
def test_what_a_form_cannot_mean_is_said(
    trigger: str, picked: Any, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        _next(View((Add(ONE),)), trigger, None, picked, {**FORM, **changed})


def test_redo_holds_only_where_the_reader_has_not_gone_elsewhere() -> None:
    view = View((Add(ONE), Expand(ONE)))
    kept = {"after": encode(view.back()), "views": [encode(view)]}
    assert _redoable(kept, view.back()) == [encode(view)]
    assert _redoable(kept, view) == []
    for nonsense in (None, {}, {"after": 1, "views": []}, {"after": "x", "views": "y"}):
        assert _redoable(nonsense, view) == []


def here(data: Data, query: str) -> Context:
    address = parse("/explore", query)
    return Context(address, Words("en"), data.run(address.run))


def test_a_view_opens_on_the_snapshot_of_the_run_and_its_link_names_it(data: Data) -> None:
    place = here(data, f"?node=person:{tables.AUTHOR}&case=F1")
    opened = open_view(place, data)
    assert opened.graph.snapshot == 1
    assert len(show(opened, Words("en")).scene.nodes) > 3
    link = link_to(place, opened.view, 1)
    again = open_view(here(data, link.partition("?")[2]), data)
    assert again.view.snapshot == 1
    assert again.view.steps == opened.view.steps
    assert parse("/explore", link.partition("?")[2]).finding == "F1"


def test_an_applicant_brings_the_declared_author_record(data: Data) -> None:
    opened = open_view(here(data, "?node=applicant:P-001"), data)
    assert Expand(("person", tables.AUTHOR), limit=10) in opened.view.steps
    gone = open_view(here(data, "?node=applicant:nobody"), data)
    assert show(gone, Words("en")).scene.problems


@pytest.mark.parametrize(
    "query", ["?view=2abc", "?view=!!", "?node=planet:x", "?node=person:", "?view=" + "1" * 5000]
)
def test_an_address_that_means_nothing_is_refused(data: Data, query: str) -> None:
    with pytest.raises(UsageError):
        asked_view(here(data, query))


def test_a_snapshot_that_is_gone_is_said(data: Data) -> None:
    link = link_to(here(data, ""), View((Add(ONE),)), 99)
    with pytest.raises((StoreError, NotFoundError)):
        open_view(here(data, link.partition("?")[2]), data)


def test_without_data_there_is_a_remedy(tmp_path: Any) -> None:
    space = create_workspace(tmp_path)
    empty = Data(space, Repository(space.review_url, clock=lambda: worlds.NOW), user="x", ticks=lambda: 0.0)
    with pytest.raises(GraphRiskError, match="Nothing is loaded"):
        open_view(here(empty, ""), empty)
    empty.close()


class Slow(plain.Graph):
    """A store that waits in the middle of an answer and knows whether it was closed meanwhile."""

    def __init__(self) -> None:
        super().__init__(plain.small().nodes.values(), ())
        self.began, self.go_on, self.closed = threading.Event(), threading.Event(), False
        self.manifest = type("Manifest", (), {"snapshot": 7})()
        self.searched = None

    def node(self, kind: str, id: str) -> Any:  # noqa: A002
        self.began.set()
        assert self.go_on.wait(10)
        assert not self.closed
        return super().node(kind, id)

    def close(self) -> None:
        self.closed = True

    def ended(self) -> bool:
        return self.closed


def test_a_graph_is_closed_when_its_last_reader_has_finished() -> None:
    store = Slow()
    graph = Graph(store)  # type: ignore[arg-type]  # the part of a store that is used
    found: list[Any] = []
    reader = threading.Thread(target=lambda: found.append(graph.node(*plain.ADA)))
    reader.start()
    assert store.began.wait(10)
    graph.close()
    assert not store.ended()
    with pytest.raises(StoreError, match="closed"):
        graph.node("person", "A2")
    store.go_on.set()
    reader.join(10)
    assert store.ended()
    assert found[0].key == plain.ADA


def test_the_same_is_not_asked_twice_and_memory_is_bounded() -> None:
    store = Slow()
    store.go_on.set()
    graph = Graph(store)  # type: ignore[arg-type]  # the part of a store that is used
    graph.node(*plain.ADA)
    graph.node(*plain.ADA)
    assert store.asked == 1
    for number in range(KEPT_ANSWERS + 5):
        graph.node("person", f"X{number}")
    asked = store.asked
    graph.node(*plain.ADA)
    assert store.asked == asked + 1


def test_organisations_bear_the_names_of_the_reader_s_language(data: Data) -> None:
    opened = open_view(here(data, f"?node=person:{tables.COAUTHOR}"), data)
    org = ("organization", tables.LISTED)
    names = {lang: show(opened, Words(lang)).scene.nodes[org].name for lang in ("en", "ja")}
    assert names == {"en": "Moscow Aviation Institute", "ja": tables.LISTED_JA}
    node = reader_of(opened.graph, Words("ja")).node(*org)
    assert node is not None
    assert node.facts[0] == ("name", "Moscow Aviation Institute")
    assert reader_of(opened.graph, Words("en")).node(*org) == opened.graph.node(*org)
    assert reader_of(opened.graph, Words("ja")).node("organization", "nobody") is None
    paths = reader_of(opened.graph, Words("ja")).paths(("person", tables.COAUTHOR), org)
    assert paths.found[0].nodes[-1].name == tables.LISTED_JA
    other = ("organization", tables.OTHER)
    assert reader_of(opened.graph, Words("ja")).node(*other) == opened.graph.node(*other)
