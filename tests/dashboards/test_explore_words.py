"""What stands beside the picture, the picture as a file, and the files for other programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from dash import html

from dashboards.components import basics
from dashboards.components.attached import attached
from dashboards.explore import beside, finding
from dashboards.explore.areas import Areas
from dashboards.explore.buttons import act
from dashboards.explore.content import content_of
from dashboards.explore.light import light
from dashboards.explore.look import SHAPES, stylesheet
from dashboards.explore.picture import picture, plain
from dashboards.explore.replay import replay
from dashboards.explore.svg import svg
from dashboards.explore.view import Add, Expand, Hide, Pin, Route, View
from dashboards.explore.words import FACTS, GROUPS, KINDS, TIE_WORDS, when, years
from dashboards.palette import palette
from dashboards.words import Words
from graphrisk.errors import PassingError, StoreError
from graphrisk.export.graph import GRAPH_FORMATS, GraphContent, document, gexf, graphml, read_document
from graphrisk.i18n import LANGUAGES, Language
from graphrisk.review import AttachmentRecord
from graphrisk.store.explore import NODES, TIES, Node, Path, Tie
from tests.dashboards.graph import ADA, BEN, ENTRY, LISTED, ORG, Graph, small, tie

if TYPE_CHECKING:
    from dashboards.explore.replay import Shown

EN, JA = Words("en"), Words("ja")
TODAY = dt.date(2026, 11, 20)
AREAS = Areas("jp-20-2022")
STEPS = (Add(ADA), Expand(ADA, limit=10), Route(ADA, None), Expand(LISTED, limit=10))


def shown(*steps: Any, graph: Graph | None = None, most: int = 300) -> Shown:
    return replay(View(steps or STEPS), graph or small(), 3, most)


def said(component: Any) -> str:
    """Return all text of a component."""
    if component is None:
        return ""
    if isinstance(component, str | int):
        return str(component)
    if isinstance(component, list | tuple):
        return " ".join(said(part) for part in component)
    return said(getattr(component, "children", None))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_has_a_word_of_its_own(language: Language) -> None:
    t = Words(language)
    assert set(KINDS) == set(GROUPS) == set(NODES)
    assert set(TIE_WORDS) == set(TIES)
    assert len({t(word) for word in KINDS.values()}) == len(KINDS)
    assert len({t(word) for word in TIE_WORDS.values()}) == len(TIE_WORDS)
    assert all(t(word) for word in FACTS.values())


def test_every_kind_has_a_shape_and_marks_have_others() -> None:
    assert set(NODES) <= set(SHAPES)
    assert SHAPES["listed"] != SHAPES["organization"]
    assert SHAPES["technology"] != SHAPES["work"]
    for theme in ("light", "dark"):
        selectors = [rule["selector"] for rule in stylesheet(palette(theme))]
        assert {"node.listed", "node.technology", "edge.declared", "edge.listing"} <= set(selectors)


def test_times_of_ties() -> None:
    assert when(tie("authored", ADA, ORG, 2020), JA) == "2020年3月1日"
    assert when(tie("authored", ADA, ORG), EN) == "date not known"
    assert when(tie("same_as", ADA, ORG), EN) == ""
    post = Tie("declared_affiliation", ADA, ORG, True, dt.date(2019, 4, 1), None, None, "d", "1", None, None)
    assert when(post, EN) == "2019-04-01 –"
    assert years(post, TODAY) == (2019, 2026)
    assert years(tie("authored", ADA, ORG, 2020), TODAY) == (2020, 2020)
    assert years(tie("same_as", ADA, ORG), TODAY) is None


def test_each_step_of_a_path_has_its_source_and_date() -> None:
    text = said(beside.path_list(shown().scene.found, EN))
    assert "6 paths, shortest first, those through hubs last, then newest evidence" in text
    assert "Through a hub" not in text
    assert "山田 花子 → Moscow Aviation Institute" in text
    assert text.count("Source") == 18
    assert "2020-03-01" in text
    assert "openalex 2026-10" in text
    assert "No path of at most four steps" in said(
        beside.path_list(shown(Route(ORG, ENTRY), graph=Graph(small().nodes.values(), [])).scene.found, EN)
    )


def test_a_path_through_a_hub_says_so() -> None:
    found = shown().scene.found
    (first, *others) = found[0].paths.found
    hub = Path(first.nodes, first.ties, crowds=first.nodes[1:2])
    text = said(
        beside.path_list([replace(found[0], paths=replace(found[0].paths, found=(hub, *others)))], JA)
    )
    assert text.count("つながりが非常に多いハブを通る") == 1
    assert f"ほとんど何も言えません: {first.nodes[1].name}" in text


def test_the_card_names_the_list_and_its_edition_and_passes_no_verdict() -> None:
    graph = small()
    card = beside.node_card(graph.nodes[LISTED], AREAS, graph.neighbours(*LISTED, ties=("listed",)), EN)
    assert "listed: text, from no dates given" in said(card)
    work = Node(
        "work", "W", "Quantum computing with trapped ions", "2024", facts=(("doi", "https://doi.org/1"),)
    )
    (area,) = AREAS.of(work)
    text = said(beside.node_card(work, AREAS, None, EN))
    assert f"Technology area by its title: {AREAS.name(area, EN)}" in text
    assert AREAS.of(Node("person", "P", "Quantum computing")) == Areas("no-such-list").of(work) == ()
    assert "doi.org/1" in said(beside.node_card(work, AREAS, None, EN))


def test_long_and_empty_facts() -> None:
    node = Node(
        "work", "W", "A", None, facts=(("abstract", "x" * 500), ("is_retracted", "false"), ("title", "A"))
    )
    card = beside.node_card(node, AREAS, None, EN)
    assert "is retracted" not in said(card)
    assert "x" * 100 + "…" in said(card)


def test_the_list_says_what_the_picture_shows() -> None:
    view = shown()
    found = picture(view, AREAS, JA, TODAY)
    text = said(beside.whole_list(view, found, View(STEPS, since=2024), JA))
    assert "国立研究開発法人量子科学技術研究開発機構 (JP)" in text
    assert "⬢ リスト掲載" in text
    assert text.count("→") == len(view.drawn.ties)


def test_the_status_says_what_was_left_out() -> None:
    view = shown(Expand(ADA, limit=10), Hide(ORG), graph=small(200), most=20)
    text = " · ".join(beside.status_words(view, EN))
    assert "over 300 elements, so" in text
    assert "1 node hidden" in text
    assert "190 more ties not asked for" in text
    assert "snapshot 3" in text


def test_what_passes_by_itself_is_asked_again() -> None:
    link = basics.again(PassingError("busy"), JA, "/explore?lang=ja").children
    assert (link.href, link.to_plotly_json()["props"]["data-again"]) == ("/explore?lang=ja", "true")
    assert "数秒ごとに自動でも" in said(link)
    other = basics.again(StoreError("wrong password"), EN, "/explore").children
    assert said(other) == "Try again"
    assert "data-again" not in other.to_plotly_json()["props"]


def test_search_results_are_text() -> None:
    rows: list[dict[str, str | None]] = [
        {"kind": "person", "id": "A2", "name": "<img src=x>", "note": None},
        {"kind": "?", "id": "1", "name": "", "note": ""},
    ]
    (only,) = finding.results(rows, EN)
    assert only.to_plotly_json()["props"]["data-add"] == "person:A2"
    assert "Nothing has a name" in said(finding.results([], EN))
    assert "More names hold these words than are shown: first" in said(finding.results(rows, EN, more=True))
    chosen = said(finding.results(rows, JA, more=True, searched=200))
    assert "サーバーの索引が先に返した各種類200件以上" in chosen


def test_the_picture_as_svg_is_well_formed_and_holds_names_as_text() -> None:
    view = shown(*STEPS, Pin(BEN, 500, 40))
    found = picture(view, AREAS, JA, TODAY)
    for theme in ("light", "dark"):
        text = svg(found, view, View(STEPS, since=2017), palette(theme), JA)
        root = ET.fromstring(text)  # noqa: S314  # made a line above
        words = "".join(root.itertext())
        assert "山田 花子" in words
        assert "Ben <i>Brown</i>" in words
        assert "スナップショット 3" in words
        assert "2017〜" in words
        assert not [part for part in root.iter() if part.tag.endswith(("script", "image", "i"))]
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_an_empty_picture_is_a_picture() -> None:
    view = replay(View(), small(), 1)
    found = picture(view, AREAS, EN, TODAY)
    assert found.span is None
    assert ET.fromstring(svg(found, view, View(), palette(None), EN)) is not None  # noqa: S314


def test_the_browser_gets_plain_values() -> None:
    view = shown()
    graph = plain(picture(view, AREAS, EN, TODAY), View(STEPS, since=2018))
    names = {node["data"]["id"] for node in graph["nodes"]}
    assert all({edge["data"]["source"], edge["data"]["target"]} <= names for edge in graph["edges"])
    assert len(graph["paths"]) == 6
    assert all(
        set(path) <= names | {edge["data"]["id"] for edge in graph["edges"]} for path in graph["paths"]
    )
    assert graph["span"] == [2015, 2024]
    listed = next(node for node in graph["nodes"] if node["data"]["id"] == "organization:R2")
    assert "listed" in listed["classes"].split()
    assert "on a list" in listed["data"]["label"]


def content() -> GraphContent:
    return content_of(shown(*STEPS, Hide(ORG), graph=small(30)), "/explore?view=1x")


def test_graphml_is_read_back_with_sources_dates_and_what_is_missing() -> None:
    view = content()
    graph = nx.read_graphml(BytesIO(graphml(view)), force_multigraph=True)
    assert graph.number_of_nodes() == len(view.nodes)
    assert graph.number_of_edges() == len(view.ties)
    assert graph.graph["snapshot"] == 3
    assert graph.graph["hidden"] == 1
    assert graph.graph["not_shown"] == 20
    assert graph.nodes["person:A1"]["not_shown"] == "authored: 20"
    assert graph.nodes["organization:R2"]["on_list"] == "yes"
    facts = next(iter(graph.get_edge_data("person:A2", "organization:R2").values()))
    assert (facts["source"], facts["date_from"], facts["side"]) == (
        "openalex 2026-10",
        "2024-03-01",
        "observed",
    )


def test_gexf_is_read_back_with_places() -> None:
    view = content()
    text = gexf(view)
    graph = nx.read_gexf(BytesIO(text))
    assert graph.number_of_nodes() == len(view.nodes)
    assert graph.nodes["person:A1"]["viz"]["position"]["x"] == view.places[ADA][0]
    assert b"snapshot: 3" in text
    assert b"networkx" not in text.replace(b"networkx_key", b"")
    assert gexf(content()) == text


@pytest.mark.parametrize("form", sorted(GRAPH_FORMATS))
def test_names_that_xml_cannot_hold_are_cleaned(form: str) -> None:
    node = Node("person", "A\x00", "a\x00\x1f<&\ufffe\U0001f600 花", "\ud800")
    text = GRAPH_FORMATS[form](GraphContent(1, "/explore", (node,), ()))
    root = ET.fromstring(text)  # noqa: S314  # made a line above
    assert "a<&\U0001f600 花" in ET.tostring(root, encoding="unicode").replace("&lt;", "<").replace(
        "&amp;", "&"
    )


def test_a_document_is_read_back() -> None:
    view = content()
    read = read_document(document(view))
    assert read.nodes == view.nodes
    assert read.ties == view.ties
    assert read.cut == view.cut
    with pytest.raises(StoreError, match="cannot be read"):
        read_document({"nodes": [{}], "ties": []})


def test_an_attached_view_shows_who_when_what_and_from_where() -> None:
    at = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
    record = AttachmentRecord(
        1, "F1", "R000001", "two joint works", "/explore?view=1x", document(content()), "Sato", at
    )
    text = said(attached([record], EN))
    for part in ("two joint works", "Sato", "2026-11-20", "R000001", "snapshot 3", "openalex 2026-10"):
        assert part in text
    broken = AttachmentRecord(2, "F1", "R000001", "note", "/explore", {}, "Sato", at)
    assert "cannot be read" in said(attached([broken], EN))


def test_long_lists_become_plain_values() -> None:
    parts = light(
        [html.Li(["a", html.A("<b>", href="https://x.example", className="c", target=None)]), None, "z"]
    )
    assert parts == [["li", {}, "a", ["a", {"href": "https://x.example", "class": "c"}, "<b>"]], "z"]
    assert light(act("node", "person:1", "x", "y")) == [
        ["button", {"class": "y", "type": "button", "data-node": "person:1"}, "x"]
    ]


def test_search_results_call_organisations_as_readers_of_japanese_do() -> None:
    university = {"kind": "organization", "id": "https://ror.org/1", "name": "Far University", "note": "JP"}
    other = {"kind": "organization", "id": "https://ror.org/2", "name": "Near University", "note": None}
    person = {"kind": "person", "id": "https://ror.org/1", "name": "A. Far", "note": None}
    found = finding.in_japanese([university, other, person], {"https://ror.org/1": "遠方大学"})
    assert found == [{**university, "name": "遠方大学", "note": "Far University · JP"}, other, person]
