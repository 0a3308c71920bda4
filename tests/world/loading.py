"""Load the files of a world into a workspace, and compare a scan with what was planted."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING

import orjson

from graphrisk.load import load
from graphrisk.policies import load_policy
from graphrisk.resolve import resolve_persons
from graphrisk.scan import scan
from graphrisk.scan.session import Session
from graphrisk.settings import Workspace, create_workspace
from loaders import LOADERS
from loaders.base import Options
from loaders.inputs import find_inputs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphrisk.store.base import GraphStore

SOURCES = {
    "ror": "ror",
    "openalex": "openalex",
    "list": "lists",
    "designations": "designations.csv",
    "disclosures": "disclosures",
}
Question = tuple[str, str | None, str | None, str]


def load_sources(folder: Path, space: Path, *, disclosures: str = "disclosures") -> Workspace:
    """Load all sources of `folder`; a single refused row fails."""
    workspace = create_workspace(space)
    for source, name in {**SOURCES, "disclosures": disclosures}.items():
        options = Options(list_format="generic") if source == "list" else Options()
        _load(workspace, source, folder / name, options)
    return workspace


def load_tables(folder: Path, space: Path) -> Workspace:
    """Load the Parquet tables of `folder`; a single refused row fails."""
    workspace = create_workspace(space)
    _load(workspace, "tables", folder, Options())
    return workspace


def _load(workspace: Workspace, name: str, path: Path, options: Options) -> None:
    source = LOADERS[name]
    inputs = find_inputs([str(path)], source)
    report = load(workspace, source, inputs, options, strict=True, now=lambda: dt.datetime.now(dt.UTC))
    assert report.changed, name


def asked(store: GraphStore, call_id: str) -> dict[Question, str]:
    """Return the level of every finding of a scan but R-QLT-01."""
    found: dict[Question, str] = {}
    for finding in scan(store, call_id, policy=load_policy("jp-tejunsho")).findings:
        if finding.rule != "R-QLT-01":
            about = finding.object.ror or finding.object.name
            key = (finding.rule, finding.application_id, finding.person_id, about)
            assert key not in found, f"{key} was asked twice"
            found[key] = finding.level.value
    return found


def check_identities(store: GraphStore, calls: Iterable[str], truth: Path) -> None:
    """Compare the links at A and B with whose each record is.

    None may lead to another's record, or to one that holds two people's works; all records of a person must
    be linked where anything tells them from a namesake's.
    """
    linked = set[tuple[str, str]]()
    people = set[str]()
    for call in calls:
        with store.scope(call) as scope, Session(scope) as session:
            tables = session.tables
            mine = tables["applications"].filter(tables["applications"].call_id == call)
            ids = tables["participants"].semi_join(mine, "application_id").select("person_id").distinct()
            people |= set(session.read(ids).column(0).to_pylist())
            for row in session.read(resolve_persons(session, ids).identities).to_pylist():
                if row["status"] == "linked" and row["grade"] in "AB":
                    linked.add((row["person_id"], row["author_id"]))
    with truth.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["person_id"] in people]
    own = {(row["person_id"], row["author_id"]): row for row in rows if row["truth"] == "same"}
    assert {row["truth"] for row in rows} == {"same", "other", "unsure"}
    assert linked - own.keys() == set()
    told = {pair: row["case"] for pair, row in own.items() if row["told"] == "yes"}
    assert {case for pair, case in told.items() if pair not in linked} == set()
    assert len(own) > len(told) > 50


def planted(folder: Path) -> dict[str, dict[Question, str]]:
    """Return the level of every finding that was planted, by call."""
    content = orjson.loads((folder / "expected_findings.json").read_bytes())
    found: dict[str, dict[Question, str]] = {call: {} for call in content["calls"]}
    for row in content["findings"]:
        key = (row["rule"], row["application_id"], row["person_id"], row["object"])
        assert key not in found[row["call_id"]], f"{key} was planted twice"
        found[row["call_id"]][key] = row["level"]
    return found
