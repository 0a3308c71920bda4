"""More than 300 elements, hostile names, and a workspace without data, in a real browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graphrisk.load import load
from graphrisk.settings import Workspace, create_workspace
from loaders.base import Event, Input, Options, Source
from tests.dashboards import small as worlds
from tests.dashboards import small_tables as tables
from tests.e2e.conftest import Visit, served, watched

pytestmark = pytest.mark.browser

WORKS = 220


def many(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    """Yield the rows of the small world, and joint works of its two people."""
    yield from tables.events(inputs, options)
    works = [f"https://openalex.org/W30{number:05d}" for number in range(WORKS)]
    yield tables._rows(
        "works",
        [
            {
                "work_id": work,
                "title": f"{tables.MARKUP} Notes on dialects, part {number}",
                "type": "article",
                "publication_date": dt.date(2015 + number % 10, 3, 1),
                "publication_year": 2015 + number % 10,
                "authors_count": 2,
                "authors_truncated": False,
            }
            for number, work in enumerate(works)
        ],
    )
    yield tables._rows(
        "authorships",
        [
            {"work_id": work, "position": place, "author_id": author, "raw_name": "H. Yamada"}
            for work in works
            for place, author in enumerate((tables.AUTHOR, tables.COAUTHOR))
        ],
    )


@pytest.fixture
def large(tmp_path: Path) -> Workspace:
    space = create_workspace(tmp_path)
    path = tmp_path / "literal.txt"
    path.write_text("rows of a test\n", "utf-8")
    source = Source("tables", many, "", "", (), stdin=False)
    load(space, source, [Input(path, path.name, path.stat().st_size)], Options(), now=lambda: worlds.NOW)
    return space


@pytest.fixture
def opened(browser: Browser, large: Workspace) -> Iterator[Visit]:
    with served(large) as base, watched(browser, base) as visit:
        yield visit


COUNT = "document.getElementById('explore-network')._cyreg.cy.elements().length"


def test_without_a_run_beyond_300_elements_it_groups_and_opens(opened: Visit) -> None:
    page = opened(f"/explore?node=person:{tables.AUTHOR}")
    canvas = page.locator("#explore-canvas")
    expect(canvas).to_have_attribute("data-drawn", "2")
    steps = 2
    for author in (tables.AUTHOR, tables.COAUTHOR):
        page.locator("#explore-tab-list").click()
        row = page.locator(f"[data-node='person:{author}']")
        if row.count() == 0:
            page.locator("#explore-search").fill("img")
            page.locator(f".result[data-add='person:{author}']").click()
            steps += 1
            expect(canvas).to_have_attribute("data-drawn", str(steps))
        else:
            row.click()
        page.locator("#explore-tab-node").click()
        expect(page.locator("#explore-form")).to_be_visible()
        page.locator("#explore-limit").click()
        page.get_by_role("option", name="100", exact=True).click()
        page.locator("#explore-expand").click()
        steps += 1
        expect(canvas).to_have_attribute("data-drawn", str(steps))
    expect(page.locator("#explore-status")).to_contain_text("over 300 elements")
    assert page.evaluate(COUNT) <= 300
    page.locator("#explore-tab-list").click()
    group = page.locator("[data-node^='group:']").first
    before = page.locator("[data-node^='work:']").count()
    group.click()
    canvas.press("Enter")
    expect(canvas).to_have_attribute("data-drawn", str(steps + 1))
    expect(page.locator("[data-node^='work:']")).not_to_have_count(before)
    assert page.evaluate(COUNT) <= 300


def test_names_are_text(opened: Visit) -> None:
    page = opened(f"/explore?node=person:{tables.COAUTHOR}")
    expect(page.locator("#explore-canvas")).to_have_attribute("data-drawn", "2")
    page.locator("#explore-tab-list").click()
    expect(page.locator("#explore-list")).to_contain_text("onerror=")
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "broken"


def test_a_workspace_without_data_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with served(create_workspace(tmp_path)) as base, watched(browser, base) as visit:
        page = visit("/explore")
        expect(page.locator("#explore")).to_contain_text("Nothing is loaded in the workspace")
        expect(page.locator("#explore")).to_contain_text("graphrisk load")
