"""The scope of a scan: all tables on an Ibis backend of its own, with room for temporary ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pytest

from graphrisk.schema import NUMBERED, NUMBERED_WORKS, TABLES
from loaders.base import Replace
from tests.load.rows import batch, work

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from tests.store_contract.conftest import MakeStore


def test_the_tables_of_the_schema_are_there(make_store: MakeStore) -> None:
    store = make_store(work(1))
    with store.scope(None) as scope:
        described = TABLES | NUMBERED
        assert set(scope.tables) == {*described, NUMBERED_WORKS}
        for name, described_so in described.items():
            assert list(scope.tables[name].columns) == [c.name for c in described_so.all_columns]


def test_numbers_stand_for_texts(make_store: MakeStore) -> None:
    """What the numbered tables hold is what the texts say, row by row."""
    store = make_store(work(1))
    with store.scope(None) as scope:
        tables = scope.tables
        places = tables["author_works"].join(tables["author_numbers"], "author_no")
        places = places.join(tables["work_numbers"], "work_no").select("work_id", "position", "author_id")
        assert _rows(places) == _rows(tables["authorships"].select(*places.columns))
        said = tables["addresses"].join(tables["work_numbers"], "work_no")
        said = said.left_join(tables["organization_numbers"], "org_no")
        said = said.left_join(tables["string_numbers"], "string_no")
        said = said.select("work_id", "position", "org_id", "raw_string")
        links = tables["organization_links"].select("org_id", "linked_id")
        meant = tables["affiliations"].left_join(links, "org_id")
        meant = meant.mutate(org_id=meant.linked_id.fill_null(meant.org_id)).select(*said.columns)
        assert _rows(said) == _rows(meant) != []


def test_works_are_found_by_their_number_also_where_others_were_deleted(make_store: MakeStore) -> None:
    make_store([event for number in range(1, 6) for event in work(number)])
    store = make_store([*work(2, title="Another"), Replace("works", ("W3",)), *work(7)])
    with store.scope(None) as scope:
        tables = scope.tables
        numbered = tables["works"].join(tables["work_numbers"].select("work_id", "work_no"), "work_id")
        numbered = numbered.select("work_no", "work_id", "title")
        assert _rows(tables[NUMBERED_WORKS].select(*numbered.columns)) == _rows(numbered)
        assert sorted(tables[NUMBERED_WORKS].title.to_pyarrow().to_pylist()) == [
            "Another",
            *(f"Title {number}" for number in (1, 4, 5, 7)),
        ]


def _rows(table: ir.Table) -> list[tuple[object, ...]]:
    found = table.to_pyarrow()
    return sorted(zip(*(column.to_pylist() for column in found.columns), strict=True), key=str)


def test_expressions_run_over_them(make_store: MakeStore) -> None:
    store = make_store([*work(1, (1, 2)), *work(2, (2, 3))])
    with store.scope(None) as scope:
        authorships = scope.tables["authorships"]
        pairs = authorships.join(authorships.view(), "work_id").filter(
            lambda t: t.author_id < t.author_id_right
        )
        found = scope.backend.to_pyarrow(pairs.select("author_id", "author_id_right").order_by("author_id"))
        assert found.to_pydict() == {"author_id": ["A1", "A2"], "author_id_right": ["A2", "A3"]}


def test_temporary_tables_and_tables_in_memory(make_store: MakeStore) -> None:
    store = make_store([*work(1), *work(2)])
    with store.scope(None) as scope:
        backend, works = scope.backend, scope.tables["works"]
        chosen = backend.create_table(
            "chosen", works.filter(works.work_id == "W1").select("work_id"), temp=True
        )
        assert backend.to_pyarrow(chosen).to_pylist() == [{"work_id": "W1"}]
        wanted = ibis.memtable({"work_id": ["W2", "W3"]})
        assert backend.to_pyarrow(works.semi_join(wanted, "work_id").count()).as_py() == 1
    # They go with their scope.
    with store.scope(None) as scope, pytest.raises(Exception, match="chosen"):
        scope.backend.table("chosen")


def test_two_scopes_do_not_meet(make_store: MakeStore) -> None:
    store = make_store(work(1))
    with store.scope(None) as one, store.scope(None) as two:
        for scope, value in ((one, 1), (two, 2)):
            scope.backend.create_table("mine", ibis.memtable({"v": [value]}), temp=True)
        assert one.backend.to_pyarrow(one.backend.table("mine")).to_pylist() == [{"v": 1}]
        assert two.backend.to_pyarrow(two.backend.table("mine")).to_pylist() == [{"v": 2}]


def test_a_scan_cannot_change_the_store(make_store: MakeStore) -> None:
    store = make_store(work(1))
    with store.scope(None) as scope, pytest.raises(Exception, match=r"(?i)read.?only"):
        scope.backend.raw_sql("DELETE FROM works")
    assert store.count("works") == 1


def test_a_scope_holds_at_least_what_concerns_the_call(make_store: MakeStore) -> None:
    events = [
        batch("calls", {"row_id": "c", "call_id": "C1"}),
        batch("applications", {"row_id": "a", "application_id": "P1", "call_id": "C1"}),
        batch(
            "participants", {"row_id": "p", "application_id": "P1", "person_id": "R1", "openalex_id": "A1"}
        ),
        *work(1, (1, 2)),
    ]
    with make_store(events).scope("C1") as scope:
        for name, count in (("applications", 1), ("participants", 1), ("works", 1), ("authorships", 2)):
            assert scope.backend.to_pyarrow(scope.tables[name].count()).as_py() == count
