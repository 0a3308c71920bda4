"""Load the files of a world into a workspace, and compare a scan with what was planted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import orjson

from graphrisk.load import load
from graphrisk.policies import load_policy
from graphrisk.scan import scan
from graphrisk.settings import Workspace, create_workspace
from loaders import LOADERS
from loaders.base import Options
from loaders.inputs import find_inputs

if TYPE_CHECKING:
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


def planted(folder: Path) -> dict[str, dict[Question, str]]:
    """Return the level of every finding that was planted, by call."""
    content = orjson.loads((folder / "expected_findings.json").read_bytes())
    found: dict[str, dict[Question, str]] = {call: {} for call in content["calls"]}
    for row in content["findings"]:
        key = (row["rule"], row["application_id"], row["person_id"], row["object"])
        assert key not in found[row["call_id"]], f"{key} was planted twice"
        found[row["call_id"]][key] = row["level"]
    return found
