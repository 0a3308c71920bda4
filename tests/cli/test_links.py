"""`graphrisk resolve`: why a link is there, and decisions upon links."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.dashboards import small
from tests.dashboards.small_tables import AUTHOR, COAUTHOR, HOME, LISTED

ROW = "demo|2025-01|1"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.workspace(tmp_path_factory.mktemp("links")).root


def reply(run: Run, space: Path, *words: str, status: int = 0) -> dict[str, Any]:
    done = run("resolve", *words, "--json", "--workspace", space)
    assert done.returncode == status, done.stderr
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    return value


def test_a_person_is_explained_with_the_records_that_lost(run: Run, space: Path) -> None:
    (person, home) = reply(run, space, "explain", "P-001")["links"]
    assert (person["kind"], person["name"]) == ("person", "山田 花子")
    (taken,) = person["taken"]
    assert (taken["object"], taken["grade"], taken["reasons"]) == (AUTHOR, "A", ["openalex_id", "name"])
    assert taken["reasons_text"][1] == "The name is the same."
    assert (home["kind"], home["taken"][0]["object"]) == ("declared", HOME)
    said = run("resolve", "explain", "P-001", "--lang", "ja", "--workspace", space).stdout
    assert "人物と著者レコード: 山田 花子" in said
    assert "名前が一致しています。" in said


def test_records_organisations_rows_and_texts_are_explained(run: Run, space: Path) -> None:
    (by_author,) = reply(run, space, "explain", AUTHOR.rpartition("/")[2])["links"]
    assert by_author["subject"] == "P-001"
    kinds = {one["kind"] for one in reply(run, space, "explain", LISTED)["links"]}
    assert "listing" in kinds
    (row,) = reply(run, space, "explain", ROW)["links"]
    assert (row["subject"], row["taken"][0]["object"]) == (LISTED, ROW)
    (text,) = reply(run, space, "explain", "The University of Tokyo")["links"]
    assert (text["kind"], text["taken"][0]["object"]) == ("declared", HOME)
    assert "Nothing in the graph" in reply(run, space, "explain", "nobody", status=1)["error"]
    assert len(str(reply(run, space, "explain", "x" * 10_000, status=1)["error"])) < 400


def test_a_decision_is_taken_listed_and_undone(run: Run, space: Path) -> None:
    record = COAUTHOR.rpartition("/")[2]
    taken = reply(run, space, "reject", "P-001", record, "--reason", "another field")
    assert (taken["kind"], taken["verdict"], taken["object"]) == ("person", "rejected", COAUTHOR)
    listing = reply(run, space, "confirm", LISTED, ROW, "--reason", "row compared")
    text = reply(run, space, "confirm", "Univ. Tokyo", HOME, "--reason", "asked the office")
    printed = reply(run, space, "reject", "Lab, Tokyo", HOME, "--printed", "--reason", "a namesake")
    assert [one["kind"] for one in (listing, text, printed)] == ["listing", "declared", "printed"]
    listed = reply(run, space, "decisions")
    assert [one["decision"] for one in listed["decisions"]] == [1, 2, 3, 4]
    undone = reply(run, space, "undo", "4", "--reason", "a mistake")
    assert (undone["verdict"], undone["undoes"]) == ("undone", 4)
    after = reply(run, space, "decisions")
    assert [one["decision"] for one in after["decisions"]] == [1, 2, 3]
    assert after["decisions_hash"] != listed["decisions_hash"]
    every = reply(run, space, "decisions", "--all")["decisions"]
    assert [one["in_force"] for one in every] == [True, True, True, False, False]
    (person, home) = reply(run, space, "explain", "P-001")["links"]
    (other,) = person["not_taken"]
    assert (other["object"], other["against"][0].split(":")[0]) == (COAUTHOR, "rejected_by")
    assert other["decision"]["reason"] == "another field"
    assert home["taken"][0]["object"] == HOME
    table = run("resolve", "decisions", "--lang", "ja", "--workspace", space).stdout
    assert "対応を確認済み" in table
    assert "undone already" in reply(run, space, "undo", "4", "--reason", "x", status=2)["error"]


def test_what_the_graph_does_not_hold_is_said(run: Run, space: Path) -> None:
    said = reply(run, space, "confirm", "P-001", "A404", "--reason", "x", status=2)
    assert "holds no record 'A404'" in said["error"]
    said = reply(run, space, "confirm", "P-404", AUTHOR, "--reason", "x", status=1)
    assert "no person 'P-404'" in said["error"]
    said = reply(run, space, "reject", "P-001", AUTHOR, "--reason", " ", status=2)
    assert "needs a reason" in said["error"]
