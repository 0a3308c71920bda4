"""What surrounds a question: declarations, works, listings; lanes of the time line; the network."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from dashboards import network as drawing
from dashboards.casefile import CaseFacts, read_case
from dashboards.casefile.facts import Partner, PersonWork, Relative, WorkAuthor
from dashboards.casefile.lanes import Lanes, lanes
from dashboards.casefile.path import COLUMNS, LIMIT, network
from dashboards.data import Data
from dashboards.naming import object_of
from dashboards.palette import palette
from dashboards.timeline import frame, timeline, visible
from dashboards.windows import months_before, rule_title, window_start
from dashboards.words import Words
from graphrisk.findings import Level, Thing
from graphrisk.review import FindingRecord
from tests.dashboards import small as worlds
from tests.dashboards import small_tables as tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.graphs import Graph

T = Words("en")


@pytest.fixture
def record(data: Data) -> FindingRecord:
    return data.finding("R000001", worlds.questions()[0].id)


@pytest.fixture
def facts(data: Data, record: FindingRecord) -> CaseFacts:
    return read_case(data.graph(1), record)


def test_declared_rows_and_works_are_read(facts: CaseFacts) -> None:
    assert [(row.kind, row.org, row.org_id) for row in facts.declared] == [
        ("post", tables.LONG, tables.OTHER),
        ("post", "The University of Tokyo", tables.HOME),
    ]
    assert facts.signed_on == dt.date(2026, 10, 1)
    assert len(facts.works) == 5
    assert {org for org, _ in facts.works[0].organizations} == {tables.HOME, tables.LISTED}
    assert facts.home == (tables.HOME,)


def test_listings_of_the_object_carry_their_days(facts: CaseFacts) -> None:
    (listing,) = [item for item in facts.listings if item.org_id == tables.LISTED]
    assert (listing.list_title, listing.valid_from, listing.valid_to) == (
        "Demonstration list",
        dt.date(2025, 1, 1),
        None,
    )


def test_the_object_stands_on_top_and_is_marked(record: FindingRecord, facts: CaseFacts) -> None:
    found = lanes(record, facts, T)
    top = found.lanes[0]
    assert top.label == "Moscow Aviation Institute"
    assert top.undeclared
    assert len(top.moments) == 4
    assert len(top.bands) == 1
    assert [lane.label for lane in found.lanes[1:]] == [tables.LONG, "The University of Tokyo"]
    assert not any(lane.undeclared for lane in found.lanes[1:])


def test_a_tie_that_ended_before_the_axis_is_left_out_and_counted(
    record: FindingRecord, facts: CaseFacts
) -> None:
    old = replace(facts.declared[0], start=dt.date(1999, 4, 1), end=dt.date(2001, 3, 31))
    found = lanes(record, replace(facts, declared=(old, facts.declared[1])), T)
    days = frame(found, tables.AS_OF, None)
    assert tables.LONG not in [lane.label for lane in visible(found, days).lanes]
    assert visible(found, days).left_out == 1


def test_declared_is_hollow_and_observed_without_declaration_has_a_dashed_outline(
    record: FindingRecord, facts: CaseFacts
) -> None:
    found = lanes(record, facts, T)
    start = dt.date(2024, 10, 30)
    colors = palette("light")
    figure = timeline(found, frame(found, tables.AS_OF, start), colors, T)
    hollow = [trace for trace in figure.data if trace.type == "bar" and trace.marker.color == "rgba(0,0,0,0)"]
    assert len(hollow) == 2
    assert all(trace.marker.line.width == 1.5 for trace in hollow)
    dashed = [shape for shape in figure.layout.shapes if shape.line.dash == "dash"]
    assert [shape.line.color for shape in dashed] == [colors.undeclared]
    window = [shape for shape in figure.layout.shapes if shape.fillcolor == colors.band]
    assert [(shape.x0, shape.x1) for shape in window] == [("2024-10-30", "2026-10-30")]
    bands = [
        trace for trace in figure.data if trace.type == "bar" and trace.marker.color == colors.listing_band
    ]
    assert bands[0].base[0] == "2025-01-01"


def test_texts_of_the_time_line_are_no_markup(record: FindingRecord, facts: CaseFacts) -> None:
    found = lanes(record, facts, T)
    figure = timeline(found, frame(found, tables.AS_OF, None), palette("dark"), T)
    assert "<img" not in figure.to_json()


def test_an_empty_time_line_is_a_figure(facts: CaseFacts) -> None:
    days = frame(Lanes((), 0), tables.AS_OF, None)
    assert timeline(Lanes((), 0), days, palette(None), T).layout.height > 0


def test_the_network_reads_from_left_to_right(record: FindingRecord, facts: CaseFacts) -> None:
    net = network(record, facts, "Hanako Yamada")
    assert {node.kind for node in net.nodes.values()} == {"person", "work", "author", "organization", "list"}
    for edge in net.edges.values():
        assert COLUMNS[net.nodes[edge.source].kind] < COLUMNS[net.nodes[edge.target].kind]
    asked = [edge for edge in net.edges.values() if edge.side == "undeclared"]
    assert {edge.target for edge in asked} == {tables.LISTED}
    assert net.left_out == 0


class NearGraph:
    """The small graph; the registry or a list row says what one organisation is to the listed one."""

    def __init__(self, graph: Any, relation: str, *, printed: bool) -> None:
        self._graph, self._relation, self._printed = graph, relation, printed

    def records(
        self, table: str, column: str, values: Sequence[str], limit: int | None = None
    ) -> list[dict[str, Any]]:
        if table == "organization_family" and not self._printed:
            row = {"org_id": tables.OTHER, "member_id": tables.LISTED, "relation": self._relation, "depth": 1}
            return [row] if tables.OTHER in values else []
        if table == "listing_relations" and self._printed:
            row = {"org_id": tables.OTHER, "entry_id": "demo|2025-01|1", "kind": self._relation}
            return [row] if "demo|2025-01|1" in values else []
        found: list[dict[str, Any]] = self._graph.records(table, column, values, limit)
        return found


@pytest.mark.parametrize(
    ("relation", "printed", "said"),
    [
        ("ancestor", False, "unit"),
        ("descendant", False, "parent"),
        ("subsidiary", True, "unit"),
        ("alias", True, "alias"),
    ],
)
def test_a_listed_relative_stands_between_organisation_and_list(
    data: Data, record: FindingRecord, relation: str, *, printed: bool, said: str
) -> None:
    works_and_row = record.finding.evidence
    asked = worlds.finding("R-ORG-02", "E", Level.LOW, Thing(tables.OTHER, tables.LONG), works_and_row)
    here = replace(record, finding=asked)
    facts = read_case(cast("Graph", NearGraph(data.graph(1), relation, printed=printed)), here)
    assert facts.relatives == (Relative(tables.LISTED, "Moscow Aviation Institute", said),)
    net = network(here, facts, "Hanako Yamada")
    for edge in net.edges.values():
        assert COLUMNS[net.nodes[edge.source].kind] < COLUMNS[net.nodes[edge.target].kind]
    tie = net.edges[tables.OTHER, tables.LISTED]
    assert (tie.side, tie.relation) == ("near", said)
    assert net.edges[tables.LISTED, "demo 2025-01"].side == "listing"
    labels = [item["data"].get("label") for item in drawing.elements(net, T) if "source" in item["data"]]
    assert [label for label in labels if label] == [drawing.RELATIONS[said]]


def test_only_questions_about_relatives_look_for_them(data: Data, record: FindingRecord) -> None:
    assert (
        read_case(cast("Graph", NearGraph(data.graph(1), "ancestor", printed=False)), record).relatives == ()
    )


def test_a_network_is_cut_and_says_so(record: FindingRecord, facts: CaseFacts) -> None:
    works = tuple(
        PersonWork(f"W{n}", f"Work {n}", tables.AS_OF, None, 2, ((tables.LISTED, "Listed"),))
        for n in range(400)
    )
    many = replace(
        facts,
        works=works,
        authors={
            work.work_id: (WorkAuthor(tables.AUTHOR, "Hanako Yamada", work.organizations, is_person=True),)
            for work in works
        },
    )
    net = network(record, many, "Hanako Yamada")
    assert net.size <= LIMIT
    assert net.left_out > 0
    drawn = sum(node.kind == "work" for node in net.nodes.values())
    assert drawn + net.left_out == 400


def test_elements_have_places_and_people_no_colour(record: FindingRecord, facts: CaseFacts) -> None:
    net = network(record, facts, "Hanako Yamada")
    found = drawing.elements(net, T)
    nodes = [item for item in found if "position" in item]
    assert len(nodes) == len(net.nodes)
    assert len({(item["position"]["x"], item["position"]["y"]) for item in nodes}) == len(nodes)
    colors = palette("light")
    style = {item["selector"]: item["style"] for item in drawing.stylesheet(colors)}
    person = style["node.person, node.application, node.author"]
    assert (person["background-color"], person["border-color"]) == (colors.surface, colors.ink)


@pytest.mark.parametrize("number", range(5))
def test_every_kind_of_question_can_be_read(data: Data, number: int) -> None:
    record = data.finding("R000001", worlds.questions()[number].id)
    facts = read_case(data.graph(1), record)
    found = lanes(record, facts, T)
    timeline(found, frame(found, tables.AS_OF, None), palette("light"), T)
    net = network(record, facts, "start")
    assert all(edge.source in net.nodes and edge.target in net.nodes for edge in net.edges.values())


def test_a_partner_without_a_lead_is_tied_to_the_application(record: FindingRecord) -> None:
    asked = worlds.finding("R-CVR-01", "D", Level.MEDIUM, Thing(tables.OTHER, tables.LONG), (), person=None)
    facts = CaseFacts(partners=(Partner(tables.LONG, tables.OTHER, "partner"),))
    net = network(replace(record, finding=asked), facts, "A-001")
    assert [(edge.source, edge.target, edge.side) for edge in net.edges.values()] == [
        ("start", tables.OTHER, "declared")
    ]
    assert set(net.nodes) == {"start", tables.OTHER}


def test_months_and_windows(data: Data) -> None:
    assert months_before(dt.date(2026, 3, 31), 1) == dt.date(2026, 2, 28)
    assert months_before(dt.date(2026, 1, 15), 24) == dt.date(2024, 1, 15)
    policy = data.policy("jp-tejunsho")
    assert policy
    months = policy.rules.aff_01.window_months
    assert window_start(policy, "R-AFF-01", tables.AS_OF) == months_before(tables.AS_OF, months)
    assert window_start(policy, "R-CVR-01", tables.AS_OF) is None
    assert window_start(None, "R-AFF-01", tables.AS_OF) is None
    assert rule_title(None, "R-AFF-01", "ja") == "R-AFF-01"
    assert rule_title(policy, "R-AFF-01", "ja") == policy.rules.aff_01.title.ja


def test_organisations_of_the_record_bear_their_japanese_names(
    record: FindingRecord, facts: CaseFacts
) -> None:
    japanese = Words("ja")
    shown = {name for work in facts.works for org, name in work.organizations if org == tables.LISTED}
    assert {japanese.called(name) for name in shown} == {tables.LISTED_JA}
    assert {T.called(name) for name in shown} == {"Moscow Aviation Institute"}
    named = replace(record.finding, object=replace(record.finding.object, name=next(iter(shown))))
    nodes = network(replace(record, finding=named), facts, "A")
    labels = {
        language: {
            one["data"]["id"]: (one["data"]["label"], one["data"]["name"])
            for one in drawing.elements(nodes, Words(language))
            if "kind" in one["data"]
        }[tables.LISTED]
        for language in ("en", "ja")
    }
    assert labels["ja"] == (tables.LISTED_JA, f"{tables.LISTED_JA} (Moscow Aviation Institute)")
    assert labels["en"] == ("Moscow Aviation Institute", "Moscow Aviation Institute")
    assert object_of(named, japanese) == tables.LISTED_JA
    assert object_of(named, T) == "Moscow Aviation Institute"


def test_reasons_call_organisations_by_name(data: Data, record: FindingRecord) -> None:
    identity = replace(
        record.finding.identity,
        reasons=("name", f"other_org:{tables.LISTED}", "other_org:https://ror.org/0x"),
    )
    facts = read_case(data.graph(1), replace(record, finding=replace(record.finding, identity=identity)))
    said = {
        language: [Words(language).knowing(facts.meant).reason(code) for code in identity.reasons]
        for language in ("en", "ja")
    }
    assert "(Moscow Aviation Institute)" in said["en"][1]
    assert tables.LISTED_JA in said["ja"][1]
    # The name of an organisation that no record has is its id.
    assert all("https://ror.org/0x" in words[2] for words in said.values())
    assert tables.LISTED in T.reason(identity.reasons[1])
