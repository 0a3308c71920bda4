"""Rows by value, of every table, with their types, order, nulls, lists and dates."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from graphrisk.schema import LOADED, TABLES
from tests.load.rows import batch, work

if TYPE_CHECKING:
    from tests.store_contract.conftest import MakeStore

HOSTILE = (
    "'; DROP TABLE works; --",
    '"); MATCH (n) DETACH DELETE n //',
    "100%_\\",
    "山田 太郎",
    "a\u0301\u200d\U0001f9ea",
    "tab\tand\nline",
    "$values {id} `x`",
    "",
)


def test_every_table_is_there_and_counted(make_store: MakeStore) -> None:
    store = make_store(work(1, (1, 2)))
    assert (store.count("works"), store.count("authorships"), store.count("loads")) == (1, 2, 1)
    for table in TABLES.values():
        assert store.count(table.name) >= 0
        first = table.columns[0].name
        found = store.rows(table.name, first, ["no such value"])
        assert (found.num_rows, found.schema) == (0, table.arrow_schema(provenance=True)), table.name


def test_each_loaded_table_gives_back_what_was_loaded(make_store: MakeStore) -> None:
    loaded = {t.name: {c.name: _value(c.type.value) for c in t.columns} for t in LOADED}
    for name, row in loaded.items():
        if "row_id" in row:
            # It is a hash over the name of the table as well: no two rows of any tables share it.
            row["row_id"] = f"{row['row_id']} {name}"
    store = make_store([batch(name, row) for name, row in loaded.items()])
    for name, row in loaded.items():
        key = TABLES[name].key[0]
        (found,) = store.rows(name, key, [str(row[key])]).to_pylist()
        assert {column: found[column] for column in row} == row, name
        assert (found["source"], found["snapshot"]) == ("test", 1), name


def _value(kind: str) -> object:
    return {
        "VARCHAR": "値 'x' \"y\"",
        "BIGINT": 2**40,
        "DOUBLE": 0.1,
        "BOOLEAN": True,
        "DATE": dt.date(1582, 10, 15),
        "VARCHAR[]": ["B", "", "懸念"],
    }[kind]


def test_rows_come_in_the_order_of_the_key(make_store: MakeStore) -> None:
    store = make_store([*work(2, range(12)), *work(10), *work(1)])
    found = store.rows("authorships", "work_id", ["W2", "W10", "W1", "W2", "W404"])
    assert [(r["work_id"], r["position"]) for r in found.to_pylist()] == [
        ("W1", 0),
        ("W10", 0),
        *(("W2", n) for n in range(12)),
    ]
    cut = store.rows("authorships", "work_id", ["W2"], limit=3)
    assert cut.column("position").to_pylist() == [0, 1, 2]
    assert store.rows("authorships", "work_id", []).num_rows == 0


def test_nulls_lists_and_dates(make_store: MakeStore) -> None:
    store = make_store(
        [
            *work(1, topics=["a", "b"], publication_date=dt.date(2026, 2, 28)),
            *work(2, topics=None, title=None, publication_date=None),
        ]
    )
    one, two = store.rows("works", "work_id", ["W1", "W2"]).to_pylist()
    assert (one["topics"], one["publication_date"]) == (["a", "b"], dt.date(2026, 2, 28))
    # What is not known of a list is an empty list; of any other column a null.
    assert (two["topics"], two["publication_date"], two["title"], two["edition"]) == ([], None, None, None)


def test_an_empty_affiliation_is_none(make_store: MakeStore) -> None:
    place = {"work_id": "W1", "position": 0, "author_id": "A1"}
    blank = [place | {"seq": 0, "org_id": "", "raw_string": ""}, place | {"seq": 1, "raw_string": " 甲 "}]
    store = make_store([*work(1)[:2], batch("affiliations", *blank)])
    found = store.rows("affiliations", "work_id", ["W1"]).to_pylist()
    assert [(r["seq"], r["org_id"], r["raw_string"]) for r in found] == [(0, None, None), (1, None, " 甲 ")]


def test_columns_of_other_types_are_asked_by_their_text(make_store: MakeStore) -> None:
    store = make_store(
        [
            *work(1, (1, 2, 3), publication_date=dt.date(2026, 2, 28), topics=["flux", "B"]),
            *work(2, topics=["B"], is_retracted=True),
        ]
    )
    assert store.rows("authorships", "position", ["2"]).num_rows == 1
    assert store.rows("works", "publication_date", ["2026-02-28"]).column("work_id").to_pylist() == ["W1"]
    assert store.rows("works", "is_retracted", ["true"]).column("work_id").to_pylist() == ["W2"]
    assert store.rows("works", "topics", ["B"]).column("work_id").to_pylist() == ["W1", "W2"]
    assert store.rows("works", "topics", ["flux", "x"]).column("work_id").to_pylist() == ["W1"]


def test_no_value_has_a_special_meaning(make_store: MakeStore) -> None:
    store = make_store([event for n, text in enumerate(HOSTILE) for event in work(n, title=text)])
    for text in HOSTILE:
        assert store.rows("works", "title", [text]).column("title").to_pylist() == [text]
    assert store.count("works") == len(HOSTILE)


def test_unknown_names_are_key_errors(make_store: MakeStore) -> None:
    store = make_store(work(1))
    with pytest.raises(KeyError):
        store.rows("works; DROP TABLE works", "work_id", ["W1"])
    with pytest.raises(KeyError):
        store.rows("works", "work_id = '' OR 1", ["W1"])
    with pytest.raises(KeyError):
        store.count("candidates")


def test_many_values_at_once(make_store: MakeStore) -> None:
    store = make_store([event for n in range(30) for event in work(n)])
    wanted = [f"W{n}" for n in range(20, 20_000)]
    assert store.rows("works", "work_id", wanted).num_rows == 10


def test_the_provenance_of_a_row(make_store: MakeStore) -> None:
    make_store(work(1))
    (row,) = make_store(work(2)).rows("works", "work_id", ["W2"]).to_pylist()
    assert (row["source"], row["edition"], row["snapshot"]) == ("test", None, 2)


def test_many_threads_read_one_store(make_store: MakeStore) -> None:
    store = make_store([event for n in range(40) for event in work(n, range(5))])
    wrong: list[object] = []

    def read(number: int) -> None:
        for turn in range(15):
            wanted = f"W{(number * 7 + turn) % 40}"
            found: pa.Table = store.rows("authorships", "work_id", [wanted])
            if found.column("work_id").to_pylist() != [wanted] * 5 or store.search("title").num_rows == 0:
                wrong.append(found)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
