"""Small worlds as published snapshots of a workspace, and all that a server holds, to be compared."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from graphrisk.resolve import derive
from graphrisk.schema import TABLES
from graphrisk.settings import Workspace, create_workspace
from graphrisk.store import snapshot as snapshots
from graphrisk.store.content import content
from graphrisk.store.manifest import SCHEMA_VERSION, Manifest
from graphrisk.store.neo4j.marker import LABEL, PROGRESS
from graphrisk.store.sql import create_all, quoted
from tests.factory import World, small_world

if TYPE_CHECKING:
    from neo4j import Driver

NOW = dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)
HOSTILE = (
    'quo"te',
    '""',
    '"',
    "new\nline",
    "cr\r\nlf",
    "lone\rcr",
    "tab\there",
    "semi;colon, comma",
    "\\",
    "ends with \\",
    "' OR 1=1 //",
    "`}) DETACH DELETE n //",
    " spaces around ",
    "null",
    "NUL \x00 in it",
    "😀 é 漢字 ﾊﾝｶｸ",
    "\u2028 line separator",
    "\ufeffmark",
    "--nodes=x",
    "=cmd()",
)
"""Texts that a format with quotes and separators may get wrong."""


def publish(root: Path, world: World) -> Workspace:
    """Make a workspace whose snapshot in force, the first, holds the rows of `world` and what derives."""
    workspace = create_workspace(root)
    built = workspace.snapshots / ".built.duckdb"
    with duckdb.connect(str(built)) as connection:
        for statement in create_all():
            connection.execute(statement)
        for name, rows in world.rows.items():
            schema = TABLES[name].arrow_schema(provenance=TABLES[name].provenance)
            connection.register("chunk", pa.Table.from_pylist(rows, schema=schema))
            names = ", ".join(quoted(column) for column in schema.names)
            connection.execute(f"INSERT INTO {quoted(name)} ({names}) SELECT {names} FROM chunk")
            connection.unregister("chunk")
        derive(connection)
        rows_of, digest = content(connection)
    manifest = Manifest(
        snapshot=1,
        created_at=NOW,
        version="0",
        schema_version=SCHEMA_VERSION,
        loads=(),
        rows=rows_of,
        content_hash=digest,
    )
    snapshots.publish(workspace.snapshots, built, manifest)
    return workspace


def hostile_world() -> World:
    """Return a world in which every hostile text is a title, a name, a keyword, an affiliation and an id."""
    world = small_world(areas=["1", "2"])
    world.listed("LISTED", codes=["C", "N"])
    for number, text in enumerate(HOSTILE):
        affiliations = [("HOME", text), (None, text), ("FAR", None)]
        world.work(
            f"W{number}",
            "2024-05-01",
            ("AP1", affiliations[: number % 3 + 1]),
            (f"A{number} {text}", [(None, text)]),
            awards=[(None, text, text)],
            title=text,
            keywords=[text, "", text] if number % 2 else [],
            topics=[text],
        )
        world.declare("affiliations", org=text, start="2020-01-01", title=text)
        world.add("loads", load_id=number, snapshot=1, loaded_at=NOW.replace(tzinfo=None), **_load(text))
    world.work("W", "2024-05-02", ("AP1", [None, ("HOME", "")]), title="")
    return world


def _load(text: str) -> dict[str, Any]:
    said = {
        "source": text,
        "files": [text],
        "hashes": ["h"],
        "options": text,
        "skipped": text,
        "warnings": ["", text],
    }
    return {**said, "read": 1, "written": 1, "unchanged": 0, "rejected": 0, "version": "0"}


def everything(driver: Driver) -> tuple[Counter[str], Counter[str]]:
    """Return all nodes and all relationships that a database holds, but for what says how it came about."""
    nodes: Counter[str] = Counter()
    edges: Counter[str] = Counter()
    with driver.session(database="neo4j") as session:
        for node in session.run(
            "MATCH (n) WHERE none(l IN labels(n) WHERE l IN $names) RETURN labels(n), properties(n)",
            names=[LABEL, PROGRESS],
        ):
            nodes[_shown(node[0], node[1])] += 1
        for one in session.run(
            "MATCH (a)-[r]->(b) "
            "RETURN labels(a), properties(a), type(r), properties(r), labels(b), properties(b)"
        ):
            edges[" ".join((_shown(one[0], one[1]), one[2], _shown([], one[3]), _shown(one[4], one[5])))] += 1
    return nodes, edges


def _shown(labels: list[str], properties: dict[str, Any]) -> str:
    return repr((sorted(labels), sorted(properties.items())))
