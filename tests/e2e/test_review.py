"""What a reviewer does, in a real browser: from the overview to a decision, in two languages, by keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graphrisk.findings import Finding
from graphrisk.review import Decision, Repository
from graphrisk.settings import Workspace
from tests.dashboards import small as worlds
from tests.e2e.conftest import Visit, served, watched

pytestmark = pytest.mark.browser

AFFILIATION: Finding = worlds.questions()[0]

BEYOND = """[...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
    .map(one => one.tagName + "." + one.className)"""


def rows(page: Page) -> int:
    return page.locator("#queue-grid .ag-center-cols-container .ag-row").count()


def open_case(visit: Visit, query: str = "") -> Page:
    page = visit(f"/case/{AFFILIATION.id}{query}")
    page.wait_for_selector("#case h1")
    return page


def test_from_overview_to_a_decision_that_stays(visit: Visit, small: Workspace) -> None:
    page = visit("/")
    expect(page.locator("#overview-head .sentence")).to_have_text(
        "1 application, 2 people; 5 questions in 1 application, 5 open."
    )
    page.locator("#level-chart .ytick a", has_text="HIGH").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue?level=HIGH")
    expect(page.locator("#queue-grid .ag-center-cols-container .ag-row")).to_have_count(1)
    page.get_by_role("link", name="Was the tie to Moscow Aviation Institute declared?").click()
    page.wait_for_url(f"**/case/{AFFILIATION.id}?level=HIGH")
    expect(page.locator("#case h1")).to_have_text("Was the tie to Moscow Aviation Institute declared?")
    expect(page.locator(".walk .place")).to_have_text("1 of 1")
    page.locator("#decision-choices").get_by_text("Explained").click()
    page.locator("#decision-reason").fill("The office sent the contract.")
    page.locator("#decision-record").click()
    expect(page.locator("#decision-state")).to_contain_text("Explained")
    expect(page.locator("#decision-state")).to_contain_text("reviewer")
    page.reload()
    expect(page.locator("#decision-state")).to_contain_text("The office sent the contract.")
    expect(page.locator(".history")).to_contain_text("The office sent the contract.")
    with Repository(small.review_url, clock=lambda: worlds.NOW) as repository:
        state = repository.finding(None, AFFILIATION.id).state
        log = [(entry.who, entry.action, entry.subject) for entry in repository.audit_entries()]
    assert (state.decision, state.decided_by) == (Decision.EXPLAINED, "reviewer")
    # Overview and queue are one read of the run, the case another one.
    assert [(who, subject) for who, action, subject in reversed(log) if action == "read"] == [
        ("reviewer", "R000001"),
        ("reviewer", AFFILIATION.id),
    ]


def test_bars_lead_to_the_questions_that_they_count(visit: Visit) -> None:
    page = visit("/")
    bar = page.locator("#rule-chart .barlayer path").first
    bar.wait_for()
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/queue?rule=R-AFF-01")
    expect(page.locator("#queue-grid .ag-center-cols-container .ag-row")).to_have_count(1)


def test_a_decision_needs_a_choice_and_a_reason(visit: Visit, small: Workspace) -> None:
    page = open_case(visit)
    page.locator("#decision-record").click()
    expect(page.locator("#decision-message")).to_have_text("Choose a decision first.")
    page.keyboard.press("1")
    page.locator("#decision-reason").fill("   ")
    page.locator("#decision-record").click()
    expect(page.locator("#decision-message")).to_have_text("Write a reason first.")
    with Repository(small.review_url, clock=lambda: worlds.NOW) as repository:
        assert repository.decisions(AFFILIATION.id) == []


def test_a_draft_outlives_a_change_of_language_but_not_of_question(visit: Visit) -> None:
    page = open_case(visit)
    page.keyboard.press("3")
    page.locator("#decision-reason").fill("asked the office")
    page.locator("#language").get_by_text("日本語").click()
    expect(page.locator("#decision-record")).to_have_text("判断を記録")
    expect(page.locator("#decision-reason")).to_have_value("asked the office")
    page.locator("#next-question").click()
    expect(page.locator(".walk .place")).to_have_text("5件中 2件目")
    expect(page.locator("#decision-reason")).to_have_value("")


def test_language_is_in_the_address(visit: Visit) -> None:
    page = visit("/queue")
    page.wait_for_selector("#queue-grid .ag-row")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("#language").get_by_text("日本語").click()
    page.wait_for_url("**/queue?lang=ja")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("#queue-grid .ag-header")).to_contain_text("レベル")
    expect(page.locator("#queue-grid .ag-center-cols-container")).to_contain_text("2026年6月20日")
    page.reload()
    expect(page.locator("#tabs")).to_contain_text("概要")
    page.go_back()
    expect(page.locator("#tabs")).to_contain_text("Overview")


def test_filters_are_in_the_address_and_back_undoes_them(visit: Visit) -> None:
    page = visit("/queue")
    found = page.locator("#queue-grid .ag-center-cols-container .ag-row")
    expect(found).to_have_count(5)
    page.locator("#queue-levels, .filters").get_by_text(re.compile("LOW")).first.click()
    page.wait_for_url("**/queue?level=LOW")
    expect(found).to_have_count(2)
    page.locator("#search").fill("fund")
    page.wait_for_url("**/queue?level=LOW&q=fund")
    expect(found).to_have_count(1)
    page.go_back()
    expect(found).to_have_count(2)
    expect(page.locator("#search")).to_have_value("")
    page.locator("#search").fill("no such words")
    box = page.locator("#queue-empty .empty")
    expect(box).to_contain_text("No question fits these filters")
    expect(page.locator("#queue-grid")).to_be_hidden()
    box.get_by_role("link", name="Show all questions").click()
    expect(found).to_have_count(5)


def test_questions_are_gathered_by_application(visit: Visit) -> None:
    page = visit("/queue?group=application")
    expect(page.locator(".group-row")).to_have_count(2)
    expect(page.locator(".group-row").first).to_contain_text("Quantum sensing")


def test_the_queue_is_saved_to_a_file_with_what_is_shown(visit: Visit) -> None:
    page = visit("/queue?level=HIGH")
    page.wait_for_selector("#queue-grid .ag-row")
    page.locator("#queue-export").click()
    with page.expect_download() as download:
        page.get_by_role("option", name="JSON").click()
    assert download.value.suggested_filename == "graphrisk-R000001.json"
    document = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert [item["id"] for item in document["findings"]] == [AFFILIATION.id]


def test_the_keyboard_does_it_all(visit: Visit) -> None:
    page = visit("/")
    page.wait_for_selector("#overview-head h1")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/queue")
    page.wait_for_selector("#queue-grid .ag-row")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.wait_for_selector("#queue-grid .ag-cell-focus")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/case/*")
    expect(page.locator(".walk .place")).to_have_text("2 of 5")
    page.keyboard.press("k")
    expect(page.locator(".walk .place")).to_have_text("1 of 5")
    page.keyboard.press("2")
    page.keyboard.type("by keyboard alone")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#decision-state")).to_contain_text("Explained")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_names_and_titles_are_text(visit: Visit) -> None:
    for path in ("/", "/queue", f"/case/{AFFILIATION.id}", f"/case/{worlds.questions()[3].id}"):
        page = visit(path)
        page.wait_for_selector("#overview-head h1, #queue-grid .ag-row, #case h1")
        expect(page.locator("main")).to_contain_text("onerror=")
        assert page.locator("img[src=x]").count() == 0
        assert page.title() != "broken"
        page.close()


def test_the_five_answers_fit_on_one_screen(visit: Visit) -> None:
    page = open_case(visit)
    page.wait_for_selector(".timeline .main-svg")
    for selector in (
        ".case-head",
        ".declared-side",
        ".observed-side",
        ".identity-box",
        ".level-box",
        ".timeline",
    ):
        box = page.locator(selector).bounding_box()
        bar = page.locator("#decision-bar").bounding_box()
        assert box
        assert bar
        assert box["y"] + box["height"] <= bar["y"], selector
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_lies_beyond_the_edge_at_twice_the_size(
    browser: Browser, small: Workspace, language: str
) -> None:
    """A laptop of 1280 pixels at 200 % shows 640 of them."""
    with served(small) as base, watched(browser, base, (640, 400)) as visit:
        case = f"/case/{AFFILIATION.id}?lang={language}"
        for path, ready in (
            (f"/?lang={language}", "#application-chart .barlayer path"),
            (f"/queue?lang={language}", "#queue-grid .ag-row"),
            (case, ".timeline .main-svg"),
            (f"/sources?lang={language}", "#sources-body h1"),
        ):
            page = visit(path)
            page.wait_for_selector(ready)
            for _ in range(50):  # charts fit themselves to the page after they are drawn
                if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
                    break
                page.wait_for_timeout(200)
            else:
                pytest.fail(f"{path}: {page.evaluate(BEYOND)[:9]}")
            for part in ("#language a", "#search"):
                box = page.locator(part).first.bounding_box()
                assert box
                assert box["x"] + box["width"] <= 640, (path, part)
            page.close()


def test_the_network_is_drawn_and_tells_what_a_node_is(visit: Visit) -> None:
    page = open_case(visit)
    page.wait_for_selector("#case-network canvas")
    page.evaluate("document.getElementById('case-network').scrollIntoView({ block: 'center' })")
    # The drawing learns of the scrolling a moment later.
    page.wait_for_timeout(500)
    spot = page.evaluate(
        """() => {
            const graph = document.getElementById('case-network')._cyreg.cy;
            const node = graph.nodes('.list')[0].renderedPosition();
            const box = graph.container().getBoundingClientRect();
            return [box.x + node.x, box.y + node.y, graph.elements().length];
        }"""
    )
    assert spot[2] > 8
    page.mouse.click(spot[0], spot[1])
    expect(page.locator("#case-network-detail")).to_contain_text("Demonstration list")


def test_the_theme_is_kept(visit: Visit) -> None:
    page = visit("/")
    page.wait_for_selector("#overview-head h1")
    page.locator("#theme-toggle").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


def test_a_finding_that_is_not_there_says_so(visit: Visit) -> None:
    page = visit("/case/F0000000000000000")
    expect(page.locator("#case")).to_contain_text("has no finding")
    box = page.locator("#case .empty").bounding_box()
    assert box
    assert abs(box["x"] + box["width"] / 2 - 640) < 12, "it stands in the middle"
    expect(page.get_by_role("link", name="Show all questions")).to_have_attribute("href", "/queue")
    page.get_by_role("link", name="Back to the overview").click()
    expect(page.locator("#overview-head h1")).to_be_visible()


def test_an_empty_run_says_what_was_compared(browser: Browser, tmp_path: Path) -> None:
    with served(worlds.empty_run(tmp_path)) as base, watched(browser, base) as visit:
        page = visit("/")
        expect(page.locator("#overview-head")).to_contain_text("no question was raised")
        expect(page.locator("#overview-foot")).to_contain_text("1 of 2 people has no public record.")
        page = visit("/queue")
        expect(page.locator("#queue-empty")).to_contain_text("This run raised no question")


def test_a_workspace_without_runs_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    from graphrisk.settings import create_workspace

    with served(create_workspace(tmp_path)) as base, watched(browser, base) as visit:
        expect(visit("/").locator("#page")).to_contain_text("graphrisk scan --call ID")


def test_thousands_of_questions(browser: Browser, tmp_path: Path) -> None:
    with served(worlds.workspace(tmp_path, findings=5000)) as base, watched(browser, base) as visit:
        page = visit("/queue")
        expect(page.locator(".filters .count")).to_have_text("5,005 of 5,005")
        page.locator("#search").fill(worlds.many(5000)[4321].id)
        expect(page.locator(".filters .count")).to_have_text("1 of 5,005")
        expect(page.locator("#queue-grid .ag-center-cols-container")).to_contain_text("Organisation 4321")


def test_a_new_reader_gets_the_browsers_language_until_one_is_chosen(
    browser: Browser, small: Workspace
) -> None:
    with served(small) as base:
        context = browser.new_context(locale="ja-JP")
        page = context.new_page()
        page.goto(base + "/")
        expect(page.locator("html")).to_have_attribute("lang", "ja")
        page.locator("#language").get_by_text("EN").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.locator("#tabs").get_by_text("Queue").click()
        page.wait_for_selector("#queue-grid .ag-row")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        context.close()
