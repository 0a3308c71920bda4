"""Decisions put in force upon the tables of a scan, one by one: what each leaves there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from graphrisk.analyzers.observed import _as_said
from graphrisk.links import Verdict
from graphrisk.resolve.decided import Plan, decide_people, decide_tables, plan_of, said_of_strings
from graphrisk.resolve.persons import Resolved
from graphrisk.resolve.records import lines_of
from graphrisk.scan.session import Session
from graphrisk.schema import IDENTITIES
from tests.factory import CALL, World, author_id, org_id
from tests.resolve.decided.deciding import FAR_TEXT, declared, listing, person, printed, world

YES, NO = Verdict.CONFIRMED, Verdict.REJECTED
CONFIRMED, REJECTED = "confirmed_by:Sato|2026-05-01", "rejected_by:Sato|2026-05-01"
ROW = "eul|2020|1"


@pytest.fixture(scope="module")
def made() -> World:
    made = world()
    made.author("R9", "Quite Another")
    made.work("W99", "2025-01-01", ("R9", ["HOME"]))
    made.declare("affiliations", "P1", "2020-01-01", org="Ｔｈｅ  Far institute")
    return made


@pytest.fixture(scope="module")
def plan(made: World) -> Plan:
    decisions = (
        person(made, 1, YES, "P1", "R9"),
        person(made, 2, NO, "P2", "R2"),
        printed(made, 3, NO, FAR_TEXT, "FAR"),
        printed(made, 4, YES, FAR_TEXT, "LISTED"),
        declared(made, 5, NO, "Institute OTHER", "OTHER"),
        declared(made, 6, YES, "the far institute", "FAR"),
        listing(made, 7, YES, "LISTED", ROW),
        listing(made, 8, YES, "FAR", ROW),
    )
    plan = plan_of(made.store(), CALL, decisions)
    assert plan.outcomes == tuple((number, "applied") for number in range(1, 9))
    return plan


@pytest.fixture(scope="module")
def session(made: World) -> Iterator[Session]:
    with made.store().scope(None) as scope, Session(scope) as opened:
        yield opened


@pytest.fixture(scope="module")
def changed(session: Session, plan: Plan) -> dict[str, list[dict[str, Any]]]:
    return {name: session.read(rows).to_pylist() for name, rows in decide_tables(session, plan).items()}


def test_nothing_changes_without_decisions(session: Session) -> None:
    assert decide_tables(session, Plan()) == {}
    assert said_of_strings(session, Plan()) is None
    nobody = session.put(IDENTITIES.arrow_schema().empty_table())
    resolved = Resolved(nobody, nobody)
    assert decide_people(session, resolved, Plan()) is resolved


def test_a_declared_name_means_what_was_said(changed: dict[str, list[dict[str, Any]]]) -> None:
    meant = {row["org_name"]: row for row in changed["mentions"]}
    other = meant["Institute OTHER"]
    assert (other["org_id"], other["grade"], other["reasons"]) == ("name:institute other", "C", [])
    assert other["alternatives"] == [f"{org_id('OTHER')}|{REJECTED}"]
    far = meant["Institute FAR"]
    assert (far["org_id"], far["grade"], far["reasons"]) == (org_id("FAR"), "A", [CONFIRMED])
    assert meant["Institute HOME"]["grade"] == "A"


def test_a_printed_affiliation_means_what_was_said(
    session: Session, plan: Plan, changed: dict[str, list[dict[str, Any]]]
) -> None:
    (named,) = [row for row in changed["string_links"] if row["raw_string"] == FAR_TEXT]
    assert (named["org_id"], named["country_code"]) == (org_id("LISTED"), "CN")
    ties = {
        "work_id": ["W1", "W1", "W2"],
        "org_id": [org_id("FAR"), org_id("LISTED"), org_id("FAR")],
        "raw_string": [FAR_TEXT, FAR_TEXT, None],
        "grade": ["A", "B", "B"],
    }
    found = session.read(_as_said(session.put(pa.table(ties)), said_of_strings(session, plan))).to_pylist()
    assert sorted((row["work_id"], row["org_id"], row["grade"]) for row in found) == [
        ("W1", org_id("LISTED"), "A"),
        ("W2", org_id("FAR"), "B"),
    ]


def test_a_list_row_means_what_was_said(changed: dict[str, list[dict[str, Any]]]) -> None:
    rows = {row["org_id"]: row for row in changed["listings"]}
    assert set(rows) == {org_id("LISTED"), org_id("FAR")}
    assert all(row["entry_id"] == ROW and row["grade"] == "A" for row in rows.values())
    assert rows[org_id("LISTED")]["reasons"] == [CONFIRMED, "name"]
    assert rows[org_id("FAR")]["reasons"] == [CONFIRMED]
    assert rows[org_id("FAR")]["valid_from"] == rows[org_id("LISTED")]["valid_from"]


def test_people_are_who_reviewers_say(session: Session, plan: Plan) -> None:
    def row(who: str, record: str, grade: str, status: str, *reasons: str) -> dict[str, Any]:
        ends = {"person_id": who, "author_id": author_id(record)}
        return {**ends, "grade": grade, "status": status, "reasons": list(reasons), "against": []}

    before = [
        row("P1", "R1", "A", "linked", "openalex_id"),
        row("P2", "R2", "C", "candidate", "name"),
        row("P3", "R9", "B", "linked", "name", "home_org"),
        row("P4", "R4", "C", "candidate", "name"),
    ]
    rows = session.put(pa.Table.from_pylist(before, schema=IDENTITIES.arrow_schema()))
    lines = lines_of(session, session.put(pa.table({"author_id": [author_id("R1")]})))
    decided = decide_people(session, Resolved(rows, lines), plan)
    found = session.read(decided.identities).to_pylist()
    assert [(r["person_id"], r["author_id"], r["grade"], r["status"]) for r in found] == [
        ("P1", author_id("R1"), "A", "linked"),
        ("P1", author_id("R9"), "A", "linked"),
        ("P2", author_id("R2"), "C", "rejected"),
        ("P3", author_id("R9"), "C", "candidate"),
        ("P4", author_id("R4"), "C", "candidate"),
    ]
    assert (found[1]["reasons"], found[2]["against"]) == ([CONFIRMED], [REJECTED])
    assert found[3]["against"] == ["claimed_by_other"]
    authors = session.read(decided.lines).column("author_id").to_pylist()
    assert sorted(set(authors)) == [author_id("R1"), author_id("R9")]
    assert len(authors) == 4
