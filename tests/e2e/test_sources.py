"""The page of sources in a real browser: what was loaded, noted and refused, in two languages."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graphrisk.load import load
from graphrisk.sentences import Sentence
from graphrisk.settings import Workspace, create_workspace
from loaders.base import Event, Input, Options, Reject, Source, Warn
from tests.dashboards import small as worlds
from tests.e2e.conftest import Visit, served, watched

pytestmark = pytest.mark.browser
REFUSED = 25


def _events(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    yield Warn(
        Sentence(
            "The records come from {count} releases, {oldest} to {newest}; "
            "the load is named after the newest.",
            count=2,
            oldest="v1",
            newest="v2",
        )
    )
    for number in range(REFUSED):
        value = f"=cmd{number}"
        reason = Sentence("{names} is no concern code; known are B, C, M, N, CW", names=value)
        yield Reject("<b>list.csv", number + 2, reason, column="concern_codes", value=value)


@pytest.fixture
def refusing(small: Workspace, tmp_path: Path) -> Workspace:
    """The workspace of the run, into which a list was loaded afterwards of which every row was refused."""
    path = tmp_path / "list.csv"
    path.write_text("rows of a test\n", "utf-8")
    source = Source("list", _events, "", "", (), stdin=False)
    load(small, source, [Input(path, path.name, path.stat().st_size)], Options(), now=lambda: worlds.NOW)
    return small


def test_what_was_loaded_noted_and_refused(refusing: Workspace, visit: Visit, tmp_path: Path) -> None:
    assert refusing
    page = visit("/?lang=ja")
    page.get_by_role("link", name="情報源の詳細").click()
    expect(page.locator("#sources h1")).to_have_text("情報源")
    expect(page).to_have_title("情報源 · graphrisk")
    expect(page.locator(".ledger-head")).to_contain_text(f"取り込めなかった記録 {REFUSED}件")
    rows = page.locator(".loads tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("スクリーニングリスト")
    expect(rows.first).to_contain_text("この照合の後")
    expect(rows.last).not_to_contain_text("この照合の後")
    expect(page.locator(".noted")).to_contain_text("v1からv2までの2つの版")
    refused = page.locator("#refused-2 tbody tr")
    expect(refused).to_have_count(20)
    # Text from a file stays text.
    expect(refused.first).to_contain_text("<b>list.csv:2")
    expect(refused.first).to_contain_text("=cmd0 は懸念区分ではありません")
    expect(page.locator("#refused-2")).to_contain_text(f"ほか{REFUSED - 20}件")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="取り込めなかった記録をすべてCSVで保存").click()
    saved = tmp_path / "saved.csv"
    waiting.value.save_as(saved)
    with saved.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["value"] for row in found] == [f"'=cmd{number}" for number in range(REFUSED)]


def test_the_page_is_reached_by_keyboard_and_says_where_nothing_was_refused(visit: Visit) -> None:
    page = visit("/?lang=en")
    page.wait_for_selector("#overview-head h1")
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.locator("#sources h1")).to_have_text("Sources")
    expect(page.locator(".ledger-head")).to_contain_text("rests on it")
    expect(page.locator("#sources-save")).to_be_hidden()
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("#sources h1")).to_have_text("情報源")


def test_a_workspace_without_any_load_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with served(create_workspace(tmp_path)) as base, watched(browser, base) as visit:
        page = visit("/sources?lang=ja")
        expect(page.locator("#sources")).to_contain_text("graphrisk load")
