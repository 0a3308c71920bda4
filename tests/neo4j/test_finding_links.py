"""What findings are linked to, and what their nodes say, without a server."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from graphrisk.findings import Evidence, Finding, Grade, Identity, Level, Thing
from graphrisk.i18n import Message, Name
from graphrisk.store.neo4j.finding_links import links_of
from graphrisk.store.neo4j.findings import Reviewed, RunFacts, described, properties

RUN = RunFacts("R000001", "CALL", dt.date(2026, 6, 1), 3, "jp-tejunsho")


def evidence(kind: str, record: str, day: str | None = None, text: str = "text") -> Evidence:
    date = dt.date.fromisoformat(day) if day else None
    return Evidence(kind, "observed", "openalex", record, None, date, None, text)


def finding(*items: Evidence, about: str = "https://ror.org/01", person: str | None = "P1") -> Finding:
    return Finding(
        "F1",
        "R-COA-01",
        "E",
        Level.MEDIUM,
        "A1",
        person,
        Thing(about, "Institute"),
        Message("Question {name}?", {"name": "N"}),
        Message("declared"),
        Message("observed"),
        items,
        Identity(Grade.A, ()),
        (),
        "hash",
        dt.date(2024, 1, 1),
        None,
    )


def shown(found: Finding) -> list[tuple[str, str, str, str]]:
    return [(link.type, link.label, link.key, link.value) for link in links_of("R/F1", found)]


def test_a_finding_is_linked_to_person_application_and_object() -> None:
    assert shown(finding()) == [
        ("ABOUT", "Applicant", "person_id", "P1"),
        ("IN_APPLICATION", "Application", "application_id", "A1"),
        ("CONCERNS", "Organization", "org_id", "https://ror.org/01"),
    ]


def test_an_object_that_is_no_organisation_may_be_a_funder() -> None:
    other = next(link for link in links_of("k", finding()) if link.type == "CONCERNS").otherwise
    assert other is not None
    assert (other.label, other.key, other.value) == ("Funder", "funder_id", "https://ror.org/01")


def test_a_call_is_an_object_too() -> None:
    assert ("CONCERNS", "Call", "call_id", "C 1") in shown(finding(about="call:C 1", person=None))


@pytest.mark.parametrize("about", ["role:pi", "identity"])
def test_what_is_no_node_is_not_linked(about: str) -> None:
    assert not [one for one in shown(finding(about=about)) if one[0] == "CONCERNS"]


@pytest.mark.parametrize(
    ("kind", "record", "ends"),
    [
        ("work", "W1", [("Work", "work_id", "W1")]),
        ("award", "W1#AB12", [("Work", "work_id", "W1"), ("Award", "award_key", "AB12")]),
        ("award", "W1#", [("Work", "work_id", "W1")]),
        ("listing", "eul|2020|1", [("ListEntry", "entry_id", "eul|2020|1")]),
        ("author_record", "A9", [("Person", "author_id", "A9")]),
        ("program", "CALL", [("Call", "call_id", "CALL")]),
        ("declaration", "abc", [("Declared", "row_id", "abc")]),
        ("roster", "abc", [("Declared", "row_id", "abc")]),
    ],
)
def test_evidence_leads_to_its_nodes(kind: str, record: str, ends: list[tuple[str, str, str]]) -> None:
    found = [one[1:] for one in shown(finding(evidence(kind, record))) if one[0] == "RESTS_ON"]
    assert found == ends


def test_one_link_for_a_record_whatever_rests_on_it() -> None:
    items = (evidence("work", "W1", "2024-05-01", "a"), evidence("work", "W1", "2023-05-01", "b"))
    (link,) = (one for one in links_of("k", finding(*items)) if one.type == "RESTS_ON")
    assert link.told["first_date"] == dt.date(2023, 5, 1)
    assert link.told["last_date"] == dt.date(2024, 5, 1)
    assert link.told["texts"] == ["a", "b"]


def test_a_node_says_what_the_page_describes() -> None:
    said = properties(RUN, Reviewed(finding(), "open"))
    assert said.keys() == described().keys()
    assert said["question_en"] == "Question N?"
    assert said["graphrisk_key"] == "R000001/F1"
    assert (said["level"], said["level_rank"], said["state"]) == ("MEDIUM", 2, "open")


def test_a_node_has_the_name_of_its_object_in_both_languages() -> None:
    thing = Thing("https://ror.org/1", Name("Far University", "遠方大学"))
    said = properties(RUN, Reviewed(replace(finding(), object=thing), "open"))
    assert (said["object_name"], said["object_name_ja"]) == ("Far University", "遠方大学")
    plain = properties(RUN, Reviewed(replace(finding(), object=Thing("name:x", "X")), "open"))
    assert (plain["object_name"], plain["object_name_ja"]) == ("X", "X")
