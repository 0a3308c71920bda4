"""Confirming, rejecting and undoing links in a case, in a real browser, in both languages."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from playwright.sync_api import Page, expect

from graphrisk.links import LinkKind, Verdict, decisions_hash
from graphrisk.review import Repository
from graphrisk.schema import IDENTITIES
from graphrisk.settings import Workspace
from tests.dashboards import small as worlds
from tests.dashboards.small_tables import AUTHOR, COAUTHOR, LISTED
from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser
AFFILIATION = worlds.questions()[0]


def identities() -> bytes:
    """Who the run took its applicant for: one record, and another one that lost."""
    rows = [
        {
            "person_id": "P-001",
            "author_id": author,
            "grade": grade,
            "status": status,
            "reasons": reasons,
            "against": against,
        }
        for author, grade, status, reasons, against in (
            (AUTHOR, "A", "linked", ["openalex_id", "name"], []),
            (COAUTHOR, "C", "rejected", ["name"], ["orcid_differs:https://orcid.org/0000-0002-1825-0097"]),
        )
    ]
    table = pa.Table.from_pylist(rows, schema=IDENTITIES.arrow_schema())
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


@pytest.fixture
def small(small: Workspace) -> Workspace:
    """The small workspace with a second run, which says who it took its people for."""
    from dataclasses import replace

    with Repository(small.review_url, clock=lambda: worlds.NOW) as repository:
        again = replace(worlds.result(worlds.questions()), identities=identities())
        repository.save_run(again, by="tester")
    return small


def open_links(visit: Visit, query: str = "") -> Page:
    page = visit(f"/case/{AFFILIATION.id}{query}")
    page.wait_for_selector("#case-links .why")
    return page


def test_the_panel_says_why_and_what_lost(visit: Visit) -> None:
    page = open_links(visit)
    box = page.locator("#case-links")
    expect(box).to_contain_text("The author record is the one that the person declared.")
    expect(box).to_contain_text("Not taken, and why")
    expect(box).to_contain_text(
        "The record carries another ORCID iD (https://orcid.org/0000-0002-1825-0097)."
    )
    expect(box).to_contain_text("works: 5, of 2024 to 2026")
    expect(box).to_contain_text("This run took no decision upon links into account.")
    assert page.locator("img[src=x]").count() == 0
    page.locator("#language").get_by_text("日本語").click()
    expect(page.locator("#case-links-box")).to_contain_text("同じ人物・同じ機関とみなす根拠")
    expect(box).to_contain_text("採らなかったものとその理由")


def test_a_link_is_rejected_in_japanese_and_the_word_taken_back(visit: Visit, small: Workspace) -> None:
    page = open_links(visit, "?lang=ja")
    expect(page.locator("#link-record")).to_have_text("判断を記録")
    page.locator("#decision-reason").fill("書きかけの理由")
    links = page.locator("#case-links .why").first.locator(".link")
    links.first.get_by_role("button", name="否定").click()
    expect(page.locator("#link-says")).to_contain_text("否定：山田 花子 は Hanako Yamada")
    page.locator("#link-record").click()
    expect(page.locator("#link-message")).to_have_text("先に理由を記入してください。")
    page.locator("#link-reason").fill("別の分野の研究者であることを業績一覧で確認")
    page.locator("#link-record").click()
    expect(page.locator("#link-message")).to_contain_text("graphrisk scan --call CALL-A")
    expect(links.first).to_contain_text("対応を否定")
    expect(links.first).to_contain_text("次の照合から適用されます")
    # The decision upon the question is another one: its draft stays, and nothing says that it was recorded.
    expect(page.locator("#decision-reason")).to_have_value("書きかけの理由")
    expect(page.locator("#decision-message")).to_have_text("")
    with Repository(small.review_url, clock=lambda: worlds.NOW) as repository:
        (kept,) = repository.links_in_force()
        assert (kept.kind, kept.verdict, kept.by) == (LinkKind.PERSON, Verdict.REJECTED, "reviewer")
        assert (kept.subject, kept.object) == ("P-001", AUTHOR)
        assert kept.facts["author"]["name"] == "Hanako Yamada"
        assert len(kept.facts["author"]["works"]) == 5
        assert kept.facts["person"]["authors"] == [AUTHOR]
        assert decisions_hash(repository.links_in_force())
    page.reload()
    page.wait_for_selector("#case-links .why")
    links.first.get_by_role("button", name="取り消し").click()
    page.locator("#link-reason").fill("取り違えていた")
    page.locator("#link-record").click()
    expect(links.first).not_to_contain_text("対応を否定")
    with Repository(small.review_url, clock=lambda: worlds.NOW) as repository:
        assert repository.links_in_force() == ()
        assert [one.verdict for one in repository.link_decisions()] == [Verdict.REJECTED, Verdict.UNDONE]
        assert repository.verify_audit(deep=True).ok


def test_a_listing_is_confirmed_by_keyboard(visit: Visit, small: Workspace) -> None:
    page = open_links(visit)
    fold = page.locator("#case-links .why", has_text="List").last
    fold.locator("summary").first.focus()
    page.keyboard.press("Enter")
    fold.get_by_role("button", name="Confirm").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#link-form")).to_be_visible()
    page.locator("#link-cancel").click()
    expect(page.locator("#link-form")).to_be_hidden()
    fold.get_by_role("button", name="Confirm").first.click()
    page.locator("#link-reason").fill("row compared with the registry")
    page.locator("#link-record").click()
    expect(page.locator("#link-message")).to_contain_text("Recorded.")
    with Repository(small.review_url, clock=lambda: worlds.NOW) as repository:
        (kept,) = repository.links_in_force()
    assert (kept.kind, kept.verdict, kept.subject) == (LinkKind.LISTING, Verdict.CONFIRMED, LISTED)
