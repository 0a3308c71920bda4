"""Words, charts, rows and small pieces."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.address import parse
from dashboards.components.basics import outside
from dashboards.components.coverage import coverage, run_facts
from dashboards.components.grid import columns, rows
from dashboards.components.sides import closest, declared, observed
from dashboards.data import Data
from dashboards.figures import Bar, bars, cut, plain, wrapped
from dashboards.naming import common_prefix, home_of, japanese_names, language_of, object_of
from dashboards.palette import SHAPES, palette
from dashboards.reasons import say_reason
from dashboards.words import DECISION_MEANINGS, LEVELS, ROLES, Words
from graphrisk.errors import UsageError
from graphrisk.findings import Evidence, Level, Thing
from graphrisk.i18n import LANGUAGES, Language, Message
from graphrisk.review import Decision, Status
from graphrisk.review.records import PersonRecord
from graphrisk.schema import IDENTITIES, TABLES
from graphrisk.sentences import Sentence
from tests.dashboards import small as worlds
from tests.dashboards import small_tables as tables

if TYPE_CHECKING:
    from dashboards.graphs import Graph

EN, JA = Words("en"), Words("ja")


def test_an_error_is_said_in_the_readers_language_and_kept_in_english() -> None:
    error = UsageError(
        Sentence("No node is chosen."), remedy=Sentence("Choose one in the picture or in the list.")
    )
    assert EN.fault(error) == str(error) == "No node is chosen. Choose one in the picture or in the list."
    assert JA.fault(error) == "項目が選ばれていません。 図または一覧で選んでください。"
    left_out = Message("A step of this view was left out: {reason}", {"reason": error.whole})
    assert JA.fault(error) in JA.say(left_out)
    assert JA.fault(UsageError("said by nobody")) == "said by nobody"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_level_state_and_decision_has_a_word_of_its_own(language: Language) -> None:
    t = Words(language)
    assert len({t.level(level) for level in Level}) == 4
    assert len({t.state(state) for state in Status}) == len(Status)
    assert len({t.decision(decision) for decision in Decision}) == 5
    assert len({t(text) for text in DECISION_MEANINGS.values()}) == 5


class Registry:
    """A graph that holds names of organisations only."""

    def records(self, table: str, column: str, values: list[str]) -> list[dict[str, str | None]]:
        assert (table, column) == ("organization_names", "org_id")
        names = (
            ("R1", "東北大", "alias", "ja"),
            ("R1", "Tohoku University", "display", "en"),
            ("R1", "東北大学", "label", "ja"),
            ("R2", "Delft University of Technology", "display", "nl"),
        )
        heads = ("org_id", "name", "kind", "lang")
        return [dict(zip(heads, row, strict=True)) for row in names if row[0] in values]


def test_a_home_organisation_goes_by_its_japanese_name_for_japanese_readers() -> None:
    japanese = japanese_names(cast("Graph", Registry()), ["R1", "R2", None, "R1"])
    assert japanese == {"R1": "東北大学"}
    person = PersonRecord("A", "P", "pi", "某", None, "Tohoku University", "R1", "A", 1)
    assert home_of(person, japanese, JA) == "東北大学"
    assert home_of(person, japanese, EN) == home_of(person, {}, JA) == "Tohoku University"


def test_levels_differ_without_colour() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES) == len(LEVELS)


def test_roles_are_those_of_the_disclosure_form() -> None:
    doc = TABLES["participants"].column("role").doc
    assert set(ROLES) == set(doc.replace(" or ", ", ").split(", "))


def test_periods() -> None:
    start, end = dt.date(2023, 4, 1), dt.date(2026, 3, 31)
    assert EN.period(start, end) == "2023-04-01 – 2026-03-31"
    assert EN.period(start, None) == "2023-04-01 –"
    assert JA.period(None, end) == "– 2026年3月31日"
    assert EN.period(None, None) == "no dates given"


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert say_reason("brand_new:7").render("ja") == "brand_new:7"
    assert "ORCID" in say_reason("orcid").render("en")


@given(st.text(max_size=60), st.integers(2, 40))
def test_cut_text_fits_and_begins_as_it_did(text: str, length: int) -> None:
    shown = cut(text, length)
    if shown != text:
        assert shown.endswith("…")
        assert text.startswith(shown[:-1].rstrip())
    width = sum(2 if ord(sign) > 0x2E7F else 1 for sign in shown.removesuffix("…"))
    assert width <= length


def test_long_hovers_are_wrapped_and_no_markup() -> None:
    lines = wrapped(f"{tables.MARKUP} " + "word " * 60).split("<br>")
    assert len(lines) > 3
    assert "<" not in "".join(lines)
    assert len(wrapped("量" * 80).split("<br>")) == 3


def test_labels_of_charts_are_links_and_no_markup() -> None:
    row = Bar(
        tables.MARKUP,
        {Level.HIGH: 2},
        1,
        '/queue?q="x"&lang=ja',
        "said <b>",
    )
    figure = bars([row], palette("light"), label_length=200)
    (label,) = figure.layout.yaxis.ticktext
    assert label.startswith('<a href="/queue?q=&quot;x&quot;&amp;lang=ja">')
    assert "<img" not in label
    assert figure.data[0].hovertext[0] == plain("said <b>") == "said &lt;b&gt;"
    assert figure.data[-1].text[0] == " 2 / 3"


def test_bars_of_nothing() -> None:
    assert bars([], palette("dark")).layout.height > 0


def test_only_web_addresses_become_links() -> None:
    assert type(outside("https://example.org/x", "x")).__name__ == "A"
    assert type(outside("javascript:alert(1)", "x")).__name__ == "Span"
    assert type(outside(None, "x")).__name__ == "Span"


def test_numbers_of_applications_are_cut_only_where_they_share_much() -> None:
    assert common_prefix(["DEMO-2026-A-001", "DEMO-2026-A-012"]) == "DEMO-2026-A-"
    assert common_prefix(["A-1", "A-2"]) == ""
    assert common_prefix(["DEMO-2026-A-001"]) == ""
    assert common_prefix(["260001", "260002"]) == ""


def test_names_are_set_in_their_language() -> None:
    assert [language_of(name) for name in ("坂田 秀則", "さかた", "Hidenori Sakada", "김민수", "Dvořák")] == [
        "ja",
        "ja",
        "en",
        "ko",
        None,
    ]


def test_rows_of_the_queue(data: Data) -> None:
    records = data.findings("R000001")
    policy = data.policy("jp-tejunsho")
    table = rows(records, ["A-001"], parse("/queue", "?lang=ja&level=HIGH"), JA, policy)
    assert [row["level"] for row in table] == [3, 2, 1, 1, 0]
    assert table[0]["href"] == f"/case/{records[0].finding.id}?level=HIGH&lang=ja"
    assert table[0]["person"] == "山田 花子"
    assert table[0]["newestWord"] == "2026年6月20日"
    assert table[3]["object"] == JA.role("student")
    fields = {column["field"] for column in columns(JA)}
    assert fields <= set(table[0])


def test_rows_gathered_by_application(data: Data) -> None:
    table = rows(data.findings("R000001"), ["A-001"], parse("/queue", "?group=application"), EN, None)
    assert [(row["application"], row["title"], row["count"]) for row in table if row.get("group")] == [
        ("A-001", "Quantum sensing", 4),
        ("", "The whole call", 1),
    ]
    assert len({row["id"] for row in table}) == 7


def test_objects_in_words(data: Data) -> None:
    assert object_of(worlds.finding("R-CVR-01", "D", Level.LOW, Thing("role:pi", "pi"), ()), JA) == JA.role(
        "pi"
    )
    assert object_of(worlds.questions()[0], EN) == "Moscow Aviation Institute"


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_says_who_has_no_record_and_which_lists_hold(data: Data, language: Language) -> None:
    run = data.run(None)
    assert run
    t = Words(language)
    said = str(coverage(run, t)) + str(run_facts(run, data.policy(run.policy), t))
    assert "1 of 2 people has no public record." in said
    assert "Demonstration list" in said
    assert t.date(tables.AS_OF) in said


def test_lists_of_other_days_are_no_part_of_the_observed_side(data: Data) -> None:
    """A list that came after the day of the run says nothing about a question of that day."""
    from dashboards.casefile import read_case

    found = next(q for q in worlds.questions() if any(item.side == "listing" for item in q.evidence))
    facts = read_case(data.graph(1), data.finding("R000001", found.id))
    shown = next(item for item in facts.listings if item.org_id == found.object.id)
    behind = replace(next(item for item in found.evidence if item.side == "listing"), record=shown.entry_id)
    later = replace(shown, entry_id="later|2099-01|1", list_title="A later list")
    asked = replace(found, evidence=(behind,))
    said = str(observed(asked, replace(facts, listings=(shown, later)), Words("en")))
    assert shown.list_title in said
    assert "A later list" not in said
    unlisted = replace(found, evidence=())
    assert shown.list_title not in str(observed(unlisted, facts, Words("en")))


def test_a_case_knows_of_lists_what_they_said_by_the_day_of_the_run(data: Data) -> None:
    from dashboards.casefile import read_case

    record = data.finding("R000001", worlds.questions()[0].id)
    (first, *_) = sorted(item.valid_from for item in read_case(data.graph(1), record).listings)
    assert read_case(data.graph(1), record, first).listings
    assert not read_case(data.graph(1), record, first - dt.timedelta(days=1)).listings


def test_a_case_shows_of_lists_what_the_decisions_of_its_run_left(data: Data) -> None:
    """A listing that a reviewer rejected stands in no picture either; one that they confirmed does."""
    from dashboards.casefile import read_case
    from graphrisk.links import LinkDecision, LinkKind, Verdict
    from graphrisk.resolve.decided import link_facts
    from graphrisk.resolve.decided.lookup import Reader

    graph = data.graph(1)
    record = data.finding("R000001", worlds.questions()[0].id)
    org = record.finding.object.id
    listed = next(item for item in read_case(graph, record).listings if item.org_id == org)

    def shown(verdict: Verdict, subject: str) -> set[str]:
        facts = link_facts(Reader(graph), LinkKind.LISTING, subject, listed.entry_id)
        one = LinkDecision(
            1, LinkKind.LISTING, verdict, subject, listed.entry_id, facts, "seen", "reviewer", worlds.NOW
        )
        listings = read_case(graph, record, None, [one]).listings
        return {item.entry_id for item in listings if item.org_id == org}

    assert listed.entry_id not in shown(Verdict.REJECTED, org)
    assert listed.entry_id in shown(Verdict.CONFIRMED, org)


def test_works_of_a_record_that_the_run_did_not_take_are_not_the_persons(data: Data) -> None:
    from dashboards.casefile import read_case

    graph, record = data.graph(1), data.finding("R000001", worlds.questions()[0].id)

    def own(status: str) -> set[str]:
        row = {
            "person_id": record.finding.person_id,
            "author_id": tables.AUTHOR,
            "grade": "A",
            "status": status,
            "reasons": ["orcid"],
            "against": [],
        }
        schema, sink = IDENTITIES.arrow_schema(), io.BytesIO()
        with pa.ipc.new_stream(sink, schema) as writer:
            writer.write_table(pa.Table.from_pylist([row], schema=schema))
        facts = read_case(graph, record, None, (), sink.getvalue())
        return {author.author_id for row in facts.authors.values() for author in row if author.is_person}

    assert own("linked") == {tables.AUTHOR}
    assert own("rejected") == set()


def test_a_declared_home_organisation_comes_first_where_no_row_is_about_it(data: Data) -> None:
    from dashboards.casefile import read_case

    record = data.finding("R000001", worlds.questions()[0].id)
    facts = replace(read_case(data.graph(1), record), family=frozenset())
    home = Evidence("declaration", "declared", "disclosures", "r1", None, None, None, "The home itself")
    asked = replace(record.finding, rule="R-AFF-03", evidence=(home,))
    said = str(declared(asked, facts, Words("en")))
    assert said.index("The home itself") < said.index(facts.declared[0].org)


def test_declared_rows_about_the_object_come_first(data: Data) -> None:
    from dashboards.casefile import read_case

    record = data.finding("R000001", worlds.questions()[0].id)
    facts = read_case(data.graph(1), record)
    assert [row.kind for row in closest(record.finding, facts)] == ["post", "post"]
