"""SQL made from the schema, and the hash of a row."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from graphrisk.schema import TABLES
from graphrisk.store.content import content
from graphrisk.store.sql import create_all, create_table, literal, quoted, row_hash
from tests.load.rows import table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    """An engine with all tables, empty."""
    made = duckdb.connect()
    for statement in create_all():
        made.execute(statement)
    return made


def _hash(connection: duckdb.DuckDBPyConnection, **row: Any) -> int:
    rows = table("works", [row])
    connection.register("r", rows)
    ((found,),) = connection.execute(f"SELECT {row_hash(TABLES['works'])} FROM r").fetchall()
    return int(found)


def test_the_engine_makes_every_table_as_described(connection: duckdb.DuckDBPyConnection) -> None:
    for described in TABLES.values():
        found = connection.execute(f"DESCRIBE {quoted(described.name)}").fetchall()
        assert [(name, kind, null) for name, kind, null, *_ in found] == [
            (c.name, c.type.value, "NO" if c.required else "YES") for c in described.all_columns
        ]


def test_identifiers_and_literals_end_where_they_should() -> None:
    with duckdb.connect() as made:
        text, name = "it's \"; DROP", 'a"b;'
        ((found,),) = made.execute(f"SELECT {literal(text)} AS {quoted(name)}").fetchall()
    assert found == text


def test_rows_that_differ_have_different_hashes(connection: duckdb.DuckDBPyConnection) -> None:
    rows: list[dict[str, Any]] = [
        {"work_id": "W1"},
        {"work_id": "W2"},
        {"work_id": "W1", "doi": "x"},
        {"work_id": "W1", "title": "x"},
        {"work_id": "W1", "doi": ""},
        {"work_id": "W1", "topics": ["x"]},
        {"work_id": "W1", "keywords": ["x"]},
        {"work_id": "W1", "topics": ["x", None]},
        {"work_id": "W1", "topics": ["x", ""]},
        {"work_id": "W1", "topics": ["x", "y"]},
        {"work_id": "W1", "topics": ["y", "x"]},
        {"work_id": "W1", "topics": ["x"], "keywords": ["y"]},
        {"work_id": "W1", "topics": [None]},
        {"work_id": "W1", "publication_date": dt.date(2024, 1, 1)},
        {"work_id": "W1", "publication_year": 2024},
        {"work_id": "W1", "is_retracted": False},
        {"work_id": "W1", "is_retracted": True},
    ]
    hashes = [_hash(connection, **row) for row in rows]
    for (one, a), (two, b) in itertools.combinations(zip(rows, hashes, strict=True), 2):
        assert a != b, (one, two)
    assert _hash(connection, work_id="W1") == hashes[0]


def test_rows_cannot_trade_values_unseen(connection: duckdb.DuckDBPyConnection) -> None:
    """A sum over rows must notice that two rows exchanged the values of a column."""
    straight, crossed = (
        sum(_hash(connection, work_id=f"W{n}", title=f"T{m}") for n, m in pairs)
        for pairs in ([(1, 1), (2, 2)], [(1, 2), (2, 1)])
    )
    assert straight != crossed


def test_content_counts_and_does_not_depend_on_order(connection: duckdb.DuckDBPyConnection) -> None:
    def fill(*numbers: int, source: str) -> tuple[dict[str, int], str]:
        connection.execute("DELETE FROM works")
        for number in numbers:
            connection.register("r", table("works", [{"work_id": f"W{number}"}]))
            connection.execute("INSERT INTO works SELECT *, ?, NULL, 1 FROM r", [source])
        return content(connection)

    rows, digest = fill(1, 2, 3, source="a")
    assert (rows["works"], rows["authorships"], set(rows)) == (3, 0, set(TABLES))
    assert fill(3, 1, 2, source="b") == (rows, digest)
    assert fill(1, 2, source="a")[1] != digest


def test_names_and_ids_that_hardly_repeat_are_stored_as_they_are(tmp_path: Path) -> None:
    names = TABLES["person_names"]
    with duckdb.connect(str(tmp_path / "names.duckdb")) as made:
        made.execute(create_table(names))
        made.execute(
            "INSERT INTO person_names SELECT 'A' || i, 'Name ' || i, 'key ' || i, 'test', NULL, 1 "
            "FROM range(200_000) AS t(i)"
        )
        made.execute("CHECKPOINT")
        stored: dict[str, set[str]] = {}
        for column, compression in made.execute(
            "SELECT column_name, compression FROM pragma_storage_info('person_names') "
            "WHERE segment_type = 'VARCHAR'"
        ).fetchall():
            stored.setdefault(column, set()).add(compression)
    assert {column.name for column in names.columns if column.plain} == {"name", "name_key"}
    assert stored["name"] == stored["name_key"] == {"Uncompressed"}
    assert "Uncompressed" not in stored["source"] | stored["author_id"]
