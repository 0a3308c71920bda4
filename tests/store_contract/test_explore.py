"""Exploring: nodes, neighbours and shortest paths, beside the slow and obvious search of `walk`."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphrisk.errors import NotFoundError, StoreError
from graphrisk.store.explore import NODES, TIES, Node, Tie
from tests.load.rows import batch, work
from tests.store_contract import walk

if TYPE_CHECKING:
    from graphrisk.store.base import GraphStore
    from graphrisk.store.explore import NodeId
    from tests.store_contract.conftest import MakeStore

HOSTILE = ("' OR 1=1 --", '"; DROP TABLE x', "$id", "", "a" * 3000, "\x00", "{}`n`")
ORCIDS = [f"https://orcid.org/0000-0000-0000-000{n}" for n in range(4)]


class World(NamedTuple):
    store: GraphStore
    rows: dict[str, list[dict[str, Any]]]
    ties: list[Tie]
    nodes: list[NodeId]

    def __repr__(self) -> str:
        return f"World of {len(self.nodes)} nodes and {len(self.ties)} ties"


def _day(draw: random.Random) -> dt.date | None:
    return draw.choice([None, *(dt.date(2018 + n, 1 + n % 3, 1) for n in range(8))])


def _rows(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a small world: few names, so that many ties and equal days come together."""
    draw = random.Random(seed)  # noqa: S311
    orgs = [f"https://ror.org/0{n}" for n in range(6)]
    people = [f"A{n}" for n in range(14)]
    rows: dict[str, list[dict[str, Any]]] = {
        "organizations": [
            {"org_id": o, "name": f"{place} Institute", "country_code": "JP", "status": "active"}
            for o, place in zip(orgs, ("Ander", "Boro", "Corda", "Delmo", "Estra", "Fulda"), strict=True)
        ],
        "organization_relations": [
            {"org_id": orgs[0], "related_id": orgs[1], "kind": "parent"},
            {"org_id": orgs[0], "related_id": orgs[1], "kind": "related"},
            {"org_id": orgs[1], "related_id": orgs[0], "kind": "child"},
            {"org_id": orgs[2], "related_id": orgs[2], "kind": "related"},
            {"org_id": orgs[2], "related_id": orgs[3], "kind": "host of"},
            {"org_id": orgs[2], "related_id": orgs[3], "kind": "`]->() DETACH DELETE n //"},
        ],
        "persons": [
            {"author_id": a, "display_name": f"Name {a}", "orcid": draw.choice([None, *ORCIDS])}
            for a in people
        ],
        "programs": [{"program_id": "G", "title": "Programme", "agency": "Agency"}],
        "calls": [{"row_id": "c1", "call_id": "C1", "title": "Call", "program": "G"}],
    }
    for table in ("works", "authorships", "affiliations", "work_awards"):
        rows[table] = []
    for n in range(22):
        work_id, authors = f"W{n:02}", draw.choices(people, k=draw.choice([1, 2, 2, 3, 5]))
        rows["works"].append(
            {
                "work_id": work_id,
                "title": f"Title {n}",
                "publication_date": _day(draw),
                "url": draw.choice([None, f"https://example.org/{n}"]),
                "authors_count": len(authors),
            }
        )
        for position, author in enumerate(authors):
            place = {"work_id": work_id, "position": position, "author_id": author}
            rows["authorships"].append(place | {"raw_name": draw.choice([None, f"N. {author} {n}"])})
            for seq in range(draw.choice([0, 1, 1, 2])):
                string = draw.choice(
                    [None, "Dept of X, Delmo Institute", f"Room {n}, Estra Institute", "Home"]
                )
                org = draw.choice([None, *orgs, orgs[0]])
                rows["affiliations"].append(place | {"seq": seq, "org_id": org, "raw_string": string})
        for seq in range(draw.choice([0, 0, 1, 3])):
            rows["work_awards"].append(
                {
                    "work_id": work_id,
                    "seq": seq,
                    "funder_id": draw.choice([None, "F1"]),
                    "funder_ror": draw.choice([None, None, orgs[5]]),
                    "funder_name": draw.choice(["Fund", "Fund", "Other fund"]),
                    **draw.choice([{}, {"award_id": "No. 12", "award_key": "12"}]),
                }
            )
    rows["applications"] = [
        {"row_id": f"a{n}", "application_id": f"P{n}", "call_id": "C1", "title": f"Application {n}"}
        for n in (1, 2)
    ]
    rows["participants"] = [
        {
            "row_id": f"p{n}",
            "application_id": f"P{n % 2 + 1}",
            "person_id": f"R{n % 4}",
            "role": "pi",
            "name_ja": f"名{n % 4}",
            "home_org": draw.choice(["Ander Institute", "Unknown Institute"]),
            "openalex_id": draw.choice([None, *people[:3]]),
            "orcid": draw.choice([None, *ORCIDS]),
        }
        for n in range(5)
    ]
    for table, column in (("declared_affiliations", "org"), ("declared_funding", "funder")):
        rows[table] = [
            {
                "row_id": f"{column}{n}",
                "person_id": f"R{n % 4}",
                column: draw.choice(["Boro Institute", "Corda Institute"]),
                "start_on": _day(draw),
                "end_on": draw.choice([None, dt.date(2030, 1, 1)]),
            }
            for n in range(3)
        ]
    for row in rows["declared_affiliations"]:
        row |= {"type": "employed", "title": draw.choice([None, "Post"])}
    for row in rows["declared_funding"]:
        row |= {"status": "current", "award_id": "12", "award_key": "12"}
    edition = {"list_id": "demo", "edition": "2024"}
    names = ("Corda Institute", "Fulda Institute", "Nowhere Institute")
    rows["list_editions"] = [edition]
    rows["list_entries"] = [
        edition
        | {
            "entry_id": f"demo|2024|{n}",
            "row_no": str(n),
            "name": name,
            "citation": "https://example.org/list",
        }
        | {"valid_from": dt.date(2022, 4, 1), "valid_to": draw.choice([None, dt.date(2024, 3, 31)])}
        for n, name in enumerate(names)
    ]
    rows["list_names"] = [
        edition | {"entry_id": f"demo|2024|{n}", "name": name, "name_key": name.lower(), "kind": "name"}
        for n, name in enumerate(names)
    ]
    return rows


@pytest.fixture(scope="module")
def world(make_shared_store: MakeStore) -> World:
    rows = _rows(seed=1)
    store = make_shared_store([batch(name, *found) for name, found in rows.items()])
    ties = walk.ties(store, rows)
    nodes = sorted({end for tie in ties for end in (tie.start, tie.end)})
    return World(store, rows, ties, nodes)


DAYS = st.none() | st.dates(dt.date(2017, 1, 1), dt.date(2027, 1, 1))
LOOSE = settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))


@LOOSE
@given(data=st.data())
def test_neighbours_are_what_a_slow_search_finds(world: World, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(world.nodes))
    chosen = data.draw(st.none() | st.sets(st.sampled_from(list(TIES))))
    since, until = data.draw(DAYS), data.draw(DAYS)
    limit = data.draw(st.integers(1, 6))
    span = since or dt.date.min, until or dt.date.max
    every = [*world.ties, *(walk.coauthors(world.rows, key[1], *span) if key[0] == "person" else ())]
    kinds = set(TIES) - {"coauthor"} if chosen is None else chosen
    there = [tie for tie in every if tie.kind in kinds and walk.holds(tie, *span)]
    expected, cut = walk.neighbours(there, key, limit)
    found = world.store.neighbours(*key, ties=chosen, since=since, until=until, limit=limit)
    assert list(found.ties) == expected
    assert found.cut == cut
    assert found.node.key == key
    assert [node.key for node in found.nodes] == list(
        dict.fromkeys(tie.other(key) for tie in expected if tie.other(key) != key)
    )


@LOOSE
@given(data=st.data())
def test_paths_are_what_a_slow_search_finds(world: World, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(world.nodes))
    goal = data.draw(st.none() | st.sampled_from(world.nodes))
    since, until = data.draw(DAYS), data.draw(DAYS)
    limit, most = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 5))
    widest, crowd = data.draw(st.sampled_from([3, 8, 1000])), data.draw(st.sampled_from([1, 3, 6, 50]))
    count = Counter(end for tie in world.ties for end in {tie.start, tie.end})
    hubs = {node for node, ties in count.items() if ties > widest}
    people = ("person", "applicant", "application")
    crowded = {node for node, ties in count.items() if ties > crowd and node[0] not in people}
    there = [tie for tie in world.ties if walk.holds(tie, since or dt.date.min, until or dt.date.max)]
    goals = {tie.start for tie in world.ties if tie.kind == "listed"} if goal is None else {goal}
    expected = walk.paths(there, start, goals, most_steps=most, hubs=hubs, crowded=crowded)
    found = world.store.paths(
        start, goal, most_steps=most, limit=limit, since=since, until=until, widest=widest, crowd=crowd
    )
    assert [tuple(node.key for node in path.nodes) for path in found.found] == expected[:limit]
    assert {node.key for node in found.hubs} <= hubs - {start}
    assert hubs or not found.cut
    for path in found.found:
        passed = walk.crowds(tuple(node.key for node in path.nodes), crowded)
        assert [node.key for node in path.crowds] == passed
        for (one, other), tie in zip(pairwise(node.key for node in path.nodes), path.ties, strict=True):
            beside = [t for t in there if {t.start, t.end} == {one, other}]
            assert tie == walk.neighbours(beside, one, 1000)[0][0]


def test_every_kind_is_met(world: World) -> None:
    """The world of the tests has all kinds of nodes, and the ties of all tables that it fills."""
    assert {kind for kind, _ in world.nodes} == set(NODES)
    missing = set(TIES) - {tie.kind for tie in world.ties}
    assert {kind for kind in missing if not kind.startswith("declared_")} == {"coauthor", "partner"}


def test_each_end_of_each_tie_is_a_node(world: World) -> None:
    for kind, id_ in world.nodes:
        found = world.store.node(kind, id_)
        assert found is not None
        assert found.key == (kind, id_)
        assert found.name


def test_a_node_tells_what_its_record_says(world: World) -> None:
    listed = {tie.start for tie in world.ties if tie.kind == "listed"}
    ror = "https://ror.org/02"
    assert world.store.node("organization", ror) == Node(
        "organization",
        ror,
        "Corda Institute",
        "JP",
        listed=("organization", ror) in listed,
        facts=(("name", "Corda Institute"), ("country_code", "JP"), ("status", "active")),
    )
    unknown = world.store.node("organization", "name:unknown institute") or world.store.node(
        "organization", "name:nowhere institute"
    )
    assert unknown is not None
    assert unknown.name in ("Unknown Institute", "Nowhere Institute")
    applicant = world.store.node("applicant", "R1")
    assert applicant is not None
    assert applicant.name == "名1"


@pytest.mark.parametrize("kind", ["person", "no such kind", ""])
@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_not_there_is_not_found(world: World, kind: str, text: str) -> None:
    assert world.store.node(kind, text) is None
    with pytest.raises(NotFoundError):
        world.store.neighbours(kind, text)
    with pytest.raises(NotFoundError):
        world.store.paths((kind, text), ("person", "A1"))
    with pytest.raises(NotFoundError):
        world.store.paths(world.nodes[0], (kind, text))


def test_unknown_kinds_of_ties_are_key_errors(world: World) -> None:
    with pytest.raises(KeyError):
        world.store.neighbours(*world.nodes[0], ties=["authored; DROP TABLE x"])


def test_a_hub_is_cut_and_said(make_store: MakeStore) -> None:
    """A work of many authors: its ties are cut, and a path does not go through it, but may end there."""
    store = make_store([*work(1, range(40)), *work(2, (1, 99))])
    found = store.neighbours("work", "W1", limit=5)
    assert (len(found.ties), found.cut) == (5, {"authored": 35})
    through = store.paths(("person", "A3"), ("person", "A4"), widest=30)
    assert (through.found, through.cut) == ((), True)
    assert [hub.key for hub in through.hubs] == [("work", "W1")]
    to = store.paths(("person", "A3"), ("work", "W1"), widest=30)
    assert [len(path.ties) for path in to.found] == [1]
    around = store.paths(("person", "A99"), ("person", "A1"), widest=30)
    assert [node.key for node in around.found[0].nodes] == [
        ("person", "A99"),
        ("work", "W2"),
        ("person", "A1"),
    ]


def test_a_path_through_a_crowd_comes_last_and_says_so(make_store: MakeStore) -> None:
    """Two who wrote with the same person are closer than two who signed one paper of sixty authors."""
    store = make_store([*work(1, range(60)), *work(2, (3, 99)), *work(3, (4, 99)), *work(4, (3, 4))])
    near = store.paths(("person", "A3"), ("person", "A4"))
    assert [path.nodes[1].key for path in near.found] == [("work", "W4"), ("work", "W1")]
    assert [[node.key for node in path.crowds] for path in near.found] == [[], [("work", "W1")]]
    assert [path.crowds for path in store.paths(("person", "A3"), ("person", "A4"), crowd=60).found] == [
        (),
        (),
    ]


def test_what_only_ties_name_is_a_node_too(make_store: MakeStore) -> None:
    """Authors and organisations without a record of their own stand under their ids."""
    without_person = [event for event in work(7, (7,)) if getattr(event, "table", "") != "persons"]
    store = make_store([*work(1), *without_person])
    found = store.neighbours("person", "A7")
    assert [(tie.kind, tie.end) for tie in found.ties] == [
        ("authored", ("work", "W7")),
        ("affiliated", ("organization", "OA7")),
    ]
    assert [found.node.name, *(node.name for node in found.nodes)] == ["A7", "Title 7", "OA7"]


def test_a_graph_without_lists_has_no_paths_to_them(make_store: MakeStore) -> None:
    found = make_store(work(1, (1, 2))).paths(("person", "A1"))
    assert (found.found, found.cut) == ((), False)


def test_a_closed_store_says_so(make_store: MakeStore) -> None:
    store = make_store(work(1))
    store.neighbours("work", "W1")
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.node("work", "W1")
