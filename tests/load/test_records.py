"""Records that come, come again, change and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from graphrisk.errors import InputError, StoreError
from graphrisk.store import open_store
from loaders.base import Batch, Edition, Options, Progress, Replace, Skip, Warn
from tests.load.rows import batch, run, work

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from loaders.base import Event
    from tests.load.conftest import Rows


def test_a_first_load_writes_all_with_its_provenance(workspace: Workspace, rows: Rows) -> None:
    report = run(
        workspace,
        [*work(1, (1, 2)), *work(2), Progress(2, 10), Skip("vessel", 2), Skip("vessel"), Warn("Odd.")],
        options=Options(edition="2026-10"),
    )
    assert (report.read, report.written, report.unchanged, report.changed) == (2, 2, 0, True)
    assert (report.snapshot, report.edition, report.skipped) == (1, "2026-10", {"vessel": 3})
    assert report.warnings == ["Odd."]
    assert {(r["source"], r["edition"], r["snapshot"]) for r in rows("authorships")} == {
        ("test", "2026-10", 1)
    }
    assert [r["author_id"] for r in rows("authorships")] == ["A1", "A2", "A1"]


def test_the_same_again_changes_nothing(workspace: Workspace) -> None:
    first = run(workspace, work(1))
    second = run(workspace, work(1))
    assert (second.changed, second.snapshot, second.written, second.unchanged) == (False, 1, 0, 1)
    assert first.changed


def test_a_changed_record_is_replaced_whole_and_others_keep_their_provenance(
    workspace: Workspace, rows: Rows
) -> None:
    run(workspace, [*work(1, (1, 2, 3)), *work(2)])
    report = run(workspace, [*work(1, (1, 4)), *work(2), *work(3)])
    assert (report.written, report.unchanged) == (2, 1)
    assert [(r["work_id"], r["author_id"], r["snapshot"]) for r in rows("authorships")] == [
        ("W1", "A1", 2),
        ("W1", "A4", 2),
        ("W2", "A1", 1),
        ("W3", "A1", 2),
    ]


def test_a_record_that_loses_its_rows_of_a_table_loses_them_in_the_snapshot(
    workspace: Workspace, rows: Rows
) -> None:
    award = batch("work_awards", {"work_id": "W1", "seq": 0, "award_id": "22K07777"})
    run(workspace, [*work(1), award])
    assert len(rows("work_awards")) == 1
    report = run(workspace, work(1))
    assert (report.written, rows("work_awards")) == (1, [])


def test_records_that_differ_in_one_null_or_one_list_are_not_the_same(workspace: Workspace) -> None:
    run(workspace, work(1, topics=["a"]))
    assert run(workspace, work(1, topics=["a", None])).written == 1
    assert run(workspace, work(1, topics=None)).written == 1
    # A list that is missing is stored as an empty one, so that this is no change.
    assert run(workspace, work(1, topics=[])).written == 0
    assert run(workspace, work(1, doi="Title 1", title=None)).written == 1
    assert run(workspace, work(1, doi=None, title="Title 1")).written == 1


def test_the_last_name_of_a_person_holds_and_what_is_not_said_is_not_unsaid(
    workspace: Workspace, rows: Rows
) -> None:
    old = {
        "author_id": "A1",
        "display_name": "T. Yamada",
        "name_key": "t yamada",
        "orcid": "https://orcid.org/1",
    }
    new = {"author_id": "A1", "display_name": "Taro Yamada", "name_key": "taro yamada"}
    run(workspace, [*work(1), batch("persons", old, new)])
    assert [(r["display_name"], r["orcid"]) for r in rows("persons")] == [
        ("Taro Yamada", "https://orcid.org/1")
    ]
    run(workspace, [batch("persons", new | {"display_name": "Yamada Taro"})])
    assert [(r["display_name"], r["orcid"]) for r in rows("persons")] == [
        ("Yamada Taro", "https://orcid.org/1")
    ]
    assert run(workspace, [batch("persons", new | {"display_name": "Yamada Taro"})]).changed is False


def test_names_of_people_gather(workspace: Workspace, rows: Rows) -> None:
    one = {"author_id": "A1", "name": "T. Yamada", "name_key": "t yamada"}
    two = {"author_id": "A1", "name": "山田太郎", "name_key": "山田太郎"}
    run(workspace, [batch("person_names", one, one, two)])
    report = run(workspace, [batch("person_names", two, two | {"name": "山田 太郎"})])
    assert report.warnings == []
    assert [(r["name"], r["snapshot"]) for r in rows("person_names")] == [
        ("T. Yamada", 1),
        ("山田 太郎", 2),
        ("山田太郎", 1),
    ]


def test_fillers_never_touch_a_record_that_is_there(workspace: Workspace, rows: Rows) -> None:
    def organization(name: str, *, fill: bool) -> list[Event]:
        printed = {"org_id": "O1", "name": name, "name_key": name, "kind": "display"}
        return [
            batch("organizations", {"org_id": "O1", "name": name}, fill=fill),
            batch("organization_names", printed, fill=fill),
        ]

    run(workspace, [*work(1), *organization("Univ Tokyo", fill=True), *organization("U-Tokyo", fill=True)])
    assert [r["name"] for r in rows("organizations")] == ["Univ Tokyo"]
    registry = run(workspace, organization("The University of Tokyo", fill=False), record="organizations")
    assert (registry.written, [r["name"] for r in rows("organization_names")]) == (
        1,
        ["The University of Tokyo"],
    )
    again = run(workspace, [*work(1), *organization("Univ Tokyo", fill=True)])
    assert again.changed is False
    assert [r["name"] for r in rows("organization_names")] == ["The University of Tokyo"]
    assert run(workspace, organization("The University of Tokyo", fill=False)).changed is False


def test_replaced_owners_lose_the_rows_that_did_not_come_again(workspace: Workspace, rows: Rows) -> None:
    def declared(row_id: str, person: str) -> dict[str, str]:
        return {"row_id": row_id, "person_id": person, "org": row_id}

    run(
        workspace,
        [batch("declared_affiliations", declared("a", "P1"), declared("b", "P1"), declared("c", "P2"))],
    )
    report = run(
        workspace,
        [
            batch("declared_affiliations", declared("b", "P1"), declared("d", "P1")),
            Replace("declared_affiliations", ("P1", "P2", "P3")),
        ],
        record="",
    )
    assert (report.written, report.unchanged) == (1, 1)
    assert [(r["row_id"], r["snapshot"]) for r in rows("declared_affiliations")] == [("b", 1), ("d", 2)]
    assert report.warnings == [
        "2 rows of declared_affiliations are not in the newer version of their record and were removed."
    ]
    emptied = run(workspace, [Replace("declared_affiliations", ("P1",))], record="")
    assert (emptied.changed, rows("declared_affiliations")) == (True, [])


def test_replaced_records_go_with_all_their_rows(workspace: Workspace, rows: Rows) -> None:
    run(workspace, [*work(1), *work(2)])
    run(workspace, [Replace("works", ("W1", "W9"))])
    assert [r["work_id"] for r in rows("works")] == ["W2"]
    assert [r["work_id"] for r in rows("affiliations")] == ["W2"]


def _edition(name: str, *organizations: str) -> list[Event]:
    keys = {"list_id": "demo", "edition": name}
    ids = {o: f"demo|{name}|{o}" for o in organizations}
    return [
        batch("list_editions", keys),
        batch("list_entries", *(keys | {"entry_id": i, "row_no": o, "name": o} for o, i in ids.items())),
        batch("list_names", *(keys | {"entry_id": i, "name": o, "kind": "name"} for o, i in ids.items())),
    ]


def test_an_edition_of_a_list_never_changes_unless_asked(workspace: Workspace, rows: Rows) -> None:
    run(workspace, _edition("2025", "a", "b"), record="list_entries")
    report = run(workspace, _edition("2026", "b", "c"), record="list_entries")
    assert (report.written, len(rows("list_entries"))) == (2, 4)
    assert run(workspace, _edition("2025", "b", "a"), record="list_entries").changed is False
    for other in (_edition("2025", "a"), _edition("2025", "a", "b", "c"), _edition("2025", "a", "z")):
        with pytest.raises(InputError, match="Edition 2025 of list demo is loaded already"):
            run(workspace, other, record="list_entries")
    assert len(rows("list_entries")) == 4
    run(workspace, _edition("2025", "a", "z"), options=Options(replace=True), record="list_entries")
    assert [r["entry_id"] for r in rows("list_names")] == [
        "demo|2025|a",
        "demo|2025|z",
        "demo|2026|b",
        "demo|2026|c",
    ]


def test_the_edition_that_files_name_counts_where_the_caller_names_none(workspace: Workspace) -> None:
    assert run(workspace, [*work(1), Edition("v2.1"), Edition("v2.1")]).edition == "v2.1"
    assert run(workspace, [*work(2), Edition("v2.2")], options=Options(edition="mine")).edition == "mine"


def test_a_new_edition_with_the_same_rows_is_recorded(workspace: Workspace) -> None:
    run(workspace, work(1), options=Options(edition="2026-09"))
    report = run(workspace, work(1), options=Options(edition="2026-10"))
    assert (report.changed, report.written, report.unchanged) == (True, 0, 1)
    assert [one.edition for one in open_store(workspace).manifest.loads] == ["2026-09", "2026-10"]
    assert run(workspace, work(1), options=Options(edition="2026-10")).changed is False


def test_one_of_several_editions_that_were_loaded_together_is_nothing_new(workspace: Workspace) -> None:
    run(workspace, [*work(1), Edition("2022-04, 2026-04")])
    assert run(workspace, [*work(1), Edition("2026-04")]).changed is False
    assert run(workspace, [*work(1), Edition("2026-04, 2027-04")]).changed is True


def test_more_rows_than_are_gathered_at_once_all_arrive(workspace: Workspace) -> None:
    events: list[Event] = []
    for start in (0, 200_000, 400_000):
        names = [f"N{number}" for number in range(start, start + 200_000)]
        columns = {"author_id": ["A1"] * len(names), "name": names, "name_key": names}
        events.append(Batch("person_names", pa.table(columns)))
    report = run(workspace, [*events, events[0]], record="person_names")
    assert (report.written, open_store(workspace).count("person_names")) == (600_000, 600_000)


def test_an_empty_load_into_an_empty_workspace_makes_no_snapshot(workspace: Workspace) -> None:
    report = run(workspace, [])
    assert (report.changed, report.snapshot, report.read) == (False, 0, 0)
    with pytest.raises(StoreError, match="Nothing is loaded"):
        open_store(workspace)


def test_a_loader_with_wrong_rows_is_told_so(workspace: Workspace) -> None:
    wrong = batch("works", {"work_id": "W1"})
    with pytest.raises(StoreError, match="fault of the loader"):
        run(workspace, [type(wrong)("works", wrong.rows.drop_columns(["title"]))])
    with pytest.raises(StoreError, match="no table that is loaded"):
        run(workspace, [type(wrong)("listings", wrong.rows)])
    with pytest.raises(StoreError, match="cannot be replaced"):
        run(workspace, [Replace("list_entries", ("x",))])
