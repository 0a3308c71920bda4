"""Parquet files in graphrisk's own schema: accepted as they are, or refused with every difference."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphrisk.names.persons import person_key
from graphrisk.schema import LOADED, TABLES
from loaders.base import Parquet, Progress, Skip
from loaders.tables import SOURCE, compare
from tests.loaders.forms import load, refusal

WORK = {"work_id": "W1", "authors_count": 1, "authors_truncated": False, "topics": ["t"]}


def _works(columns: dict[str, pa.DataType] | None = None, drop: str = "") -> pa.Table:
    schema = TABLES["works"].arrow_schema()
    fields = [
        pa.field(f.name, (columns or {}).get(f.name, f.type), f.nullable) for f in schema if f.name != drop
    ]
    return pa.Table.from_pylist([WORK], schema=pa.schema(fields))


def test_files_and_folders_named_after_tables(tmp_path: Path) -> None:
    pq.write_table(_works(), tmp_path / "works.parquet")
    persons = TABLES["persons"].arrow_schema()
    rows = pa.Table.from_pylist([{"author_id": "A", "display_name": "n", "name_key": "n"}], schema=persons)
    (tmp_path / "persons").mkdir()
    for number in range(2):
        pq.write_table(rows, tmp_path / "persons" / f"part-{number}.parquet")
    pq.write_table(persons.empty_table(), tmp_path / "persons" / "part-2.parquet")
    loaded = load(SOURCE, tmp_path)
    files = [(event.table, event.path.name) for event in loaded.events if isinstance(event, Parquet)]
    assert files == [("persons", "part-0.parquet"), ("persons", "part-1.parquet"), ("works", "works.parquet")]
    assert sum(event.records for event in loaded.events if isinstance(event, Progress)) == 3
    assert Skip("Parquet file without rows") in loaded.events


def test_every_loaded_table_is_taken_in_its_own_schema(tmp_path: Path) -> None:
    for table in LOADED:
        pq.write_table(table.arrow_schema().empty_table(), tmp_path / f"{table.name}.parquet")
    assert sum(isinstance(event, Skip) for event in load(SOURCE, tmp_path).events) == len(LOADED)


@pytest.mark.parametrize(
    "same",
    [
        {"title": pa.large_string()},
        {"title": pa.dictionary(pa.int32(), pa.string())},
        {"topics": pa.large_list(pa.large_string())},
        {"topics": pa.list_(pa.field("element", pa.string()))},
    ],
)
def test_strings_of_any_width_are_strings(tmp_path: Path, same: dict[str, pa.DataType]) -> None:
    pq.write_table(_works(same), tmp_path / "works.parquet")
    assert any(isinstance(event, Parquet) for event in load(SOURCE, tmp_path).events)


def test_the_order_of_columns_does_not_count(tmp_path: Path) -> None:
    table = _works()
    pq.write_table(table.select(table.column_names[::-1]), tmp_path / "works.parquet")
    assert any(isinstance(event, Parquet) for event in load(SOURCE, tmp_path).events)


def test_all_differences_are_shown_at_once(tmp_path: Path) -> None:
    wrong = {"authors_count": pa.int32(), "publication_date": pa.timestamp("us"), "topics": pa.string()}
    schema = TABLES["works"].arrow_schema()
    names = {f.name: wrong.get(f.name, f.type) for f in schema if f.name != "work_id"} | {
        "extra": pa.string()
    }
    pq.write_table(pa.schema(list(names.items())).empty_table(), tmp_path / "works.parquet")
    pq.write_table(_works(), tmp_path / "nonsense.parquet")
    (tmp_path / "persons.parquet").write_bytes(b"PAR1 no")
    pq.write_table(_works(), tmp_path / "listings.parquet")
    message = refusal(SOURCE, tmp_path)
    for part in (
        "works.parquet: the column work_id is missing (string)",
        "works.parquet: the column extra is not in the table works",
        "works.parquet: the column authors_count is int32, expected int64",
        "works.parquet: the column publication_date is timestamp[us], expected date32[day]",
        "works.parquet: the column topics is string, expected list<item: string>",
        "nonsense.parquet: is no table",
        "listings.parquet: is no table",
        "persons.parquet: is no readable Parquet file",
    ):
        assert part in message, part


def test_a_name_that_the_engine_cannot_read_is_said(tmp_path: Path) -> None:
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")
    Path(folder).mkdir()
    pq.write_table(_works(), tmp_path / "works.parquet")
    (tmp_path / "works.parquet").rename(Path(folder) / "works.parquet")
    assert "\ufffd/works.parquet: is no readable Parquet file" in refusal(SOURCE, tmp_path)


def test_keys_made_otherwise_are_said(tmp_path: Path) -> None:
    def persons(*keys: str) -> pa.Table:
        rows = [{"author_id": k, "display_name": "Hanako Kenkyu", "name_key": k} for k in keys]
        return pa.Table.from_pylist(rows, schema=TABLES["persons"].arrow_schema())

    right = person_key("Hanako Kenkyu")
    pq.write_table(persons(right), tmp_path / "persons.parquet")
    awards = [{"work_id": "W1", "seq": 0, "award_key": None}]
    table = pa.Table.from_pylist(awards, schema=TABLES["work_awards"].arrow_schema())
    pq.write_table(table, tmp_path / "work_awards.parquet")
    assert not load(SOURCE, tmp_path).warnings
    pq.write_table(persons(right, "KENKYU, H."), tmp_path / "persons.parquet")
    (warning,) = load(SOURCE, tmp_path).warnings
    assert "the name_key of 'Hanako Kenkyu' is 'KENKYU, H.'" in warning
    assert "graphrisk.names.persons.person_key" in warning


def test_a_file_whose_rows_are_damaged(tmp_path: Path) -> None:
    path = tmp_path / "persons.parquet"
    key = person_key("a b")
    rows = [{"author_id": f"A{n}", "display_name": "a b", "name_key": key} for n in range(5_000)]
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES["persons"].arrow_schema()), path)
    data = path.read_bytes()
    start = pq.read_metadata(path).row_group(0).column(2).data_page_offset
    path.write_bytes(data[:start] + b"\xff" * 40 + data[start + 40 :])
    assert "persons.parquet: is damaged" in refusal(SOURCE, tmp_path)


def test_a_column_that_stands_twice() -> None:
    table = TABLES["persons"]
    schema = pa.schema([*table.arrow_schema(), pa.field("orcid", pa.string())])
    assert compare(schema, table) == ["the column orcid stands twice"]


def test_provenance_is_not_taken_from_outside() -> None:
    table = TABLES["persons"]
    differences = compare(table.arrow_schema(provenance=True), table)
    assert differences == [
        f"the column {name} is not in the table persons" for name in ("source", "edition", "snapshot")
    ]
