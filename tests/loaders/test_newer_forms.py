"""What a newer form does to what was loaded before: it replaces the rows of those whom it names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from graphrisk.load import LoadReport, load
from graphrisk.settings import Workspace, create_workspace
from graphrisk.store import open_store
from loaders.base import Options
from loaders.disclosures import SOURCE
from loaders.inputs import find_inputs
from tests.loaders.forms import Rows, form, write_book

POSTS = ["person_id", "org", "type", "start"]


def _load(workspace: Workspace, path: Path, sheets: dict[str, Rows]) -> LoadReport:
    inputs = find_inputs([str(write_book(path, sheets))], SOURCE)
    return load(workspace, SOURCE, inputs, Options(), now=lambda: dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


def _posts(workspace: Workspace) -> set[tuple[object, ...]]:
    store = open_store(workspace)
    try:
        rows = store.rows("declared_affiliations", "person_id", ["P1", "P2"]).to_pylist()
    finally:
        store.close()
    return {(row["person_id"], row["org"]) for row in rows}


def test_a_newer_form_replaces_only_what_it_holds(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "w")
    people = [
        form()["participants"][0],
        ["A1", "P1", "pi", "研究 花子", "京都大学"],
        ["A1", "P2", "co_i", "研究 次郎", "京都大学"],
    ]
    posts = [POSTS, ["P1", "京都大学", "employed", "2020"], ["P1", "大阪大学", "adjunct", "2021"]]
    first = form(participants=people, affiliations=[*posts, ["P2", "京都大学", "employed", "2019"]])
    report = _load(workspace, tmp_path / "a.xlsx", first)
    assert (report.written, report.rejected_total) == (7, 0)
    again = _load(workspace, tmp_path / "a.xlsx", first)
    assert not again.changed

    only_one: dict[str, Rows] = {"affiliations": [POSTS, ["P1", "京都大学", "employed", "2020"]]}
    _load(workspace, tmp_path / "b.xlsx", only_one)
    assert _posts(workspace) == {("P1", "京都大学"), ("P2", "京都大学")}, "P2 was not named and stays"

    withdrawn = form(affiliations=[POSTS])
    _load(workspace, tmp_path / "c.xlsx", withdrawn)
    assert _posts(workspace) == {("P2", "京都大学")}, "P1 is named and declares nothing any more"

    _load(workspace, tmp_path / "d.xlsx", form())
    assert _posts(workspace) == {("P2", "京都大学")}, "a form without the sheet leaves its table as it is"
