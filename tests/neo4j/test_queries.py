"""The saved queries of docs/neo4j-queries.cypher find something in the sample data, as they stand."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import call

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from graphrisk.store.neo4j.connection import Server

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
FILE = DOCS / "neo4j-queries.cypher"
_PARAMETER = re.compile(r"^// :param (\w+) => (.+)$", re.MULTILINE)
_DAY = re.compile(r"date\('(\d{4}-\d{2}-\d{2})'\)")


def queries() -> dict[str, tuple[str, dict[str, object]]]:
    """Return title, query and the parameters that the lines above it set."""
    found = {}
    for part in FILE.read_text("utf-8").split("\n\n\n")[1:]:
        lines = part.strip().splitlines()
        query = "\n".join(line for line in lines if not line.startswith("//")).rstrip(";")
        found[lines[0].removeprefix("// ")] = (query, {k: value(v) for k, v in _PARAMETER.findall(part)})
    return found


def phrases() -> list[str]:
    """Return the queries of the search phrases that the guide to Bloom gives."""
    rows = re.findall(r"^\| .* \| `(MATCH .*)` \|$", (DOCS / "neo4j.md").read_text("utf-8"), re.MULTILINE)
    return [row.replace("\\|", "|") for row in rows]


def value(text: str) -> object:
    day = _DAY.fullmatch(text)
    return dt.date.fromisoformat(day[1]) if day else json.loads(text.replace("'", '"'))


def test_each_names_its_parameters() -> None:
    for title, (query, parameters) in queries().items():
        assert set(re.findall(r"\$(\w+)", query)) == set(parameters), title
        assert len(title) < 110, title


def test_each_only_reads() -> None:
    for title, (query, _) in queries().items():
        assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|LOAD)\b", query), title


@pytest.mark.neo4j
@pytest.mark.neo4j_core
def test_each_finds_something_in_the_sample(published: tuple[Workspace, Server]) -> None:
    workspace, server = published
    for run in ("R000001", "R000002"):
        done = call("neo4j", "findings", "--run", run, "--workspace", workspace.root)
        assert done.returncode == 0, done.stderr
    assert len(queries()) > 15
    found = {title: len(server.read(query, **given)) for title, (query, given) in queries().items()}
    assert all(found.values()), [title for title, count in found.items() if not count]

    given = {name: said for _, every in queries().values() for name, said in every.items()}
    given["name"] = server.read("MATCH (o:Organization)-[:LISTED_AS]->() RETURN o.name LIMIT 1")[0][0]
    assert len(phrases()) == 5
    found = {one: len(server.read(one, **given)) for one in phrases()}
    assert all(found.values()), [one for one, count in found.items() if not count]
