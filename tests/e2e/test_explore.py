"""Walking the graph of sample_data in a real browser: by mouse, by keyboard alone, in two languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.address import parse
from dashboards.explore.code import decode
from graphrisk.policies import load_policy
from graphrisk.review import FindingRecord, Repository
from graphrisk.scan import scan
from graphrisk.settings import Workspace
from graphrisk.store import open_store
from tests.e2e.conftest import Visit, served, watched
from tests.world.loading import load_sources

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
PERSON = "P00005"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with sample_data and a run on its first call."""
    workspace = load_sources(SAMPLE, tmp_path_factory.mktemp("sample"))
    store = open_store(workspace)
    with Repository(workspace.review_url, clock=lambda: NOW) as repository:
        repository.save_run(scan(store, "DEMO-2026-A", policy=load_policy("jp-tejunsho")), by="tester")
    store.close()
    return workspace


@pytest.fixture(scope="module")
def base(space: Workspace) -> Iterator[str]:
    with served(space) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    with watched(browser, base) as opened:

        def still(path: str) -> Page:
            page = opened("/robots.txt")
            page.emulate_media(reduced_motion="reduce")
            page.goto(base + path)
            return page

        yield still


def question(space: Workspace) -> FindingRecord:
    with Repository(space.review_url, clock=lambda: NOW) as repository:
        return next(
            record
            for record in repository.findings(None)
            if record.finding.person_id == PERSON and record.finding.rule == "R-AFF-01"
        )


def drawn(page: Page, steps: int) -> None:
    """Wait until the view of so many steps stands in the picture."""
    expect(page.locator("#explore-canvas")).to_have_attribute("data-drawn", str(steps))


def elements(page: Page) -> dict[str, Any]:
    """Return the places of all nodes, and the classes of all elements."""
    found: dict[str, Any] = page.evaluate(
        """() => {
            const cy = document.getElementById('explore-network')._cyreg.cy;
            const places = {}, classes = {};
            cy.nodes().forEach((node) => {
                places[node.id()] = [Math.round(node.position('x')), Math.round(node.position('y'))];
            });
            cy.elements().forEach((n) => { classes[n.id()] = n.classes(); });
            return { places, classes };
        }"""
    )
    return found


def begin(visit: Visit, query: str = "") -> Page:
    page = visit(f"/explore?node=applicant:{PERSON}{query}")
    drawn(page, 3)
    return page


def choose(page: Page, name: str) -> None:
    page.locator("#explore-tab-list").click()
    page.locator(f"[data-node='{name}']").click()
    page.locator("#explore-tab-node").click()
    expect(page.locator("#explore-form")).to_be_visible()


def test_from_a_question_to_a_path_and_back_with_the_view_attached(visit: Visit, space: Workspace) -> None:
    asked = question(space)
    page = visit(f"/case/{asked.finding.id}")
    page.get_by_role("link", name="Explore this person").click()
    page.wait_for_url("**/explore?*")
    drawn(page, 3)
    choose(page, f"applicant:{PERSON}")
    page.locator("#explore-paths").click()
    drawn(page, 4)
    first = page.locator(".paths li").first
    expect(first).to_contain_text("Karvenia State Institute of Ordnance Physics")
    expect(first).to_contain_text("Source: openalex")
    first.locator("[data-path]").click()
    lit = [name for name, classes in elements(page)["classes"].items() if "lit" in classes]
    assert f"applicant:{PERSON}" in lit
    assert len(lit) == 2 * first.locator(".stop").count() - 1
    page.locator("#explore-hand-over").click()
    page.get_by_label("What it shows").fill("declared nothing; two works name it")
    page.locator("#explore-attach").click()
    expect(page.locator("#explore-attached")).to_contain_text("Attached.")
    page.get_by_role("link", name="Open the question").click()
    page.wait_for_url(f"**/case/{asked.finding.id}*")
    box = page.locator(".attached-box")
    expect(box).to_contain_text("declared nothing; two works name it")
    expect(box).to_contain_text("reviewer")
    box.locator("summary").click()
    expect(box.locator(".tie-list li").first).to_contain_text("Source")
    before = box.get_by_role("link", name="Open the view").get_attribute("href")
    box.get_by_role("link", name="Open the view").click()
    drawn(page, 4)
    assert before
    with Repository(space.review_url, clock=lambda: NOW) as repository:
        (kept,) = repository.attachments(asked.finding.id)
        assert kept.link == before
        assert kept.content["snapshot"] == 5
        assert repository.audit_entries(limit=1)[0].action == "attachment"
        assert repository.verify_audit(deep=True).ok


def test_the_keyboard_does_it_all(visit: Visit) -> None:
    page = visit("/queue")
    page.wait_for_selector("#queue-grid .ag-row")
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/explore")
    expect(page.locator(".people li").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#explore-search")).to_be_focused()
    page.keyboard.type("tsukuba university")
    expect(page.locator(".result").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result").first).to_be_focused()
    page.keyboard.press("Enter")
    drawn(page, 2)
    expect(page.locator("#explore-canvas")).to_be_focused()
    expect(page.locator("#explore-card h2")).to_contain_text("Tsukuba")
    before = elements(page)["places"]
    said = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        said.add(page.locator("#explore-said").text_content())
    assert len(said) > 2
    page.keyboard.press("h")
    drawn(page, 3)
    assert len(elements(page)["places"]) < len(before)
    page.keyboard.press("Control+z")
    drawn(page, 2)
    assert elements(page)["places"] == before
    page.keyboard.press("Control+Shift+z")
    drawn(page, 3)
    page.locator("#explore-reveal").focus()
    page.keyboard.press("Enter")
    drawn(page, 4)
    assert elements(page)["places"] == before
    page.locator("#explore-canvas").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#explore-card")).to_contain_text("Choose a node")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#explore-form")).to_be_visible()
    page.keyboard.press("p")
    drawn(page, 5)
    assert sum("pinned" in classes for classes in elements(page)["classes"].values()) == 1


def test_enter_expands_and_nothing_that_was_there_moves(visit: Visit) -> None:
    page = begin(visit)
    before = elements(page)["places"]
    author = next(name for name in before if name.startswith("person:"))
    choose(page, author)
    page.get_by_label("joint works").check()
    page.locator("#explore-canvas").focus()
    page.keyboard.press("Enter")
    drawn(page, 4)
    after = elements(page)["places"]
    assert len(after) > len(before)
    assert {name: after[name] for name in before} == before
    page.keyboard.press("Enter")
    expect(page.locator("#explore-message")).to_have_text("This is shown already.")


def test_a_dragged_node_is_pinned_where_it_was_put_and_the_link_keeps_it(visit: Visit) -> None:
    page = begin(visit)
    spot = page.evaluate(
        """() => {
            const cy = document.getElementById('explore-network')._cyreg.cy;
            const node = cy.nodes('.applicant')[0].renderedPosition();
            const box = cy.container().getBoundingClientRect();
            return [box.x + node.x, box.y + node.y];
        }"""
    )
    page.mouse.move(*spot)
    page.mouse.down()
    page.mouse.move(spot[0] + 60, spot[1] - 50, steps=4)
    page.mouse.up()
    drawn(page, 4)
    here = elements(page)
    assert "pinned" in here["classes"][f"applicant:{PERSON}"]
    again = visit(page.url.removeprefix(page.url.split("/explore")[0]))
    drawn(again, 4)
    assert elements(again)["places"] == here["places"]
    assert set(elements(again)["classes"]) == set(here["classes"])
    again.locator("#explore-arrange").click()
    drawn(again, 5)
    assert elements(again)["places"][f"applicant:{PERSON}"] == here["places"][f"applicant:{PERSON}"]


def kept_since(url: str) -> int | None:
    """Return the first year that the view in an address keeps."""
    kept = parse("/explore", f"?{urlsplit(url).query}").view
    return decode(kept).since if kept else None


def pale(page: Page) -> list[str]:
    """Wait until some ties are pale and return what is, once nothing changes any more."""
    page.wait_for_function(
        "document.getElementById('explore-network')._cyreg.cy.elements('.outside').nonempty()"
    )
    found: list[str] = []
    while True:
        seen = [name for name, classes in elements(page)["classes"].items() if "outside" in classes]
        if seen and seen == found:
            return seen
        found = seen
        page.wait_for_timeout(300)


def test_the_time_slider_makes_ties_pale_and_the_address_keeps_it(visit: Visit) -> None:
    page = begin(visit)
    thumbs = page.locator("#explore-time [role=slider]")
    thumbs.first.focus()
    while int(thumbs.first.get_attribute("aria-valuenow") or 0) < 2024:
        page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: kept_since(url) == 2024)
    before = pale(page)
    assert len(before) < len(elements(page)["classes"])
    page.reload()
    drawn(page, 3)
    expect(page.locator("#explore-time-label")).to_contain_text("Ties of 2024")
    assert pale(page) == before
    page.locator("#explore-strict").check()
    page.wait_for_function(
        "document.getElementById('explore-network')._cyreg.cy.elements('.gone').nonempty()"
    )


def test_a_slow_answer_does_not_take_the_slider_back(visit: Visit) -> None:
    page = begin(visit)
    thumb = page.locator("#explore-time [role=slider]").first
    thumb.focus()
    first = int(thumb.get_attribute("aria-valuenow") or 0)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(700)
    # The first year is on its way; the answer comes while the next ones are chosen.
    for _ in range(10):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    expect(thumb).to_have_attribute("aria-valuenow", str(first + 11))
    page.wait_for_url(lambda url: kept_since(url) == first + 11)
    expect(page.locator("#explore-time-label")).to_contain_text(str(first + 11))


@pytest.mark.parametrize("form", ["PNG", "SVG", "GraphML", "GEXF"])
def test_files(visit: Visit, form: str) -> None:
    page = begin(visit)
    page.locator("#explore-save").click()
    with page.expect_download() as download:
        page.get_by_role("option", name=form, exact=True).click()
    assert download.value.suggested_filename == f"graphrisk-explore.{form.lower()}"
    content = Path(download.value.path()).read_bytes()
    count = len(elements(page)["places"])
    if form == "PNG":
        assert content.startswith(b"\x89PNG")
        assert len(content) > 20_000
    elif form == "SVG":
        assert "坂田 秀則" in "".join(ET.fromstring(content).itertext())  # noqa: S314  # ours
    else:
        read = nx.read_graphml if form == "GraphML" else nx.read_gexf
        assert read(BytesIO(content)).number_of_nodes() == count


def test_names_in_any_order_and_script(visit: Visit) -> None:
    page = visit("/explore?lang=ja")
    expect(page.locator("#explore-search")).to_have_attribute("placeholder", "人・機関・論文等を検索")
    for words in ("大学 東京", "Tokyo University of", "ｔｏｋｙｏ"):
        page.locator("#explore-search").fill(words)
        expect(page.locator(".result", has_text="機関").first).to_be_visible()
    page.locator("#explore-search").fill("no such words at all")
    expect(page.locator("#explore-results")).to_contain_text("すべての語を含む名称は見つかりません。")


def test_those_who_applied_are_found_by_their_names(visit: Visit) -> None:
    """Also those of whom no record is known, and whom the first page has no room for."""
    page = visit("/explore?lang=ja")
    for words in ("秀則 坂田", "坂田秀則", "sakada"):
        page.locator("#explore-search").fill(words)
        expect(page.locator(".result", has_text="応募者").first).to_contain_text("坂田 秀則")
    page.locator(".result", has_text="応募者").first.click()
    page.wait_for_url("**view=*")


def test_in_japanese_in_the_dark_on_a_small_screen(visit: Visit) -> None:
    page = begin(visit, "&lang=ja")
    page.locator("#theme-toggle").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    choose(page, f"applicant:{PERSON}")
    expect(page.locator("#explore-card")).to_contain_text("坂田 秀則")
    expect(page.locator("#explore-expand")).to_have_text("展開")
    expect(page.locator("#explore-status")).to_contain_text("スナップショット 5")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    fill = (
        "document.getElementById('explore-network')._cyreg.cy.nodes('.applicant').style('background-color')"
    )
    page.wait_for_function(f"{fill} === 'rgb(22,29,41)'")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?view=1garbage", "holds no view"),
        ("?node=planet:x", "no node that there can be"),
        ("?node=person:nobody", "A step of this view was left out"),
    ],
)
def test_what_cannot_be_shown_is_said_with_a_way_on(visit: Visit, query: str, said: str) -> None:
    page = visit(f"/explore{query}")
    expect(page.locator("#explore")).to_contain_text(said)
    if "view" in query:
        page.get_by_role("link", name="Begin anew").click()
        expect(page.locator(".people li").first).to_be_visible()
