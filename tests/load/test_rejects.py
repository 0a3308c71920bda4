"""What is refused, how it is said, and that nothing is refused in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from graphrisk.errors import RejectsError
from graphrisk.i18n import said
from graphrisk.load import StrictLoadError
from graphrisk.sentences import Sentence, from_json
from graphrisk.store import open_store, snapshot
from loaders.base import Input, Parquet, Progress, Reject
from tests.load.rows import batch, run, table, work

if TYPE_CHECKING:
    from graphrisk.settings import Workspace
    from tests.load.conftest import Rows


def _place(reject: Reject) -> tuple[str, int | None, str | None, str | None]:
    return reject.file, reject.line, reject.column, reject.value


@pytest.fixture
def one_file(tmp_path: Path) -> list[Input]:
    path = tmp_path / "works.jsonl"
    path.write_bytes(b"{}")
    return [Input(path, "works.jsonl", 2)]


def test_rejects_of_the_loader_are_kept_with_their_place(workspace: Workspace, rows: Rows) -> None:
    bad = Reject("works.jsonl", 7, "publication_date is no date.", "publication_date", "0000-00-00")
    report = run(workspace, [*work(1), bad, Reject("works.jsonl", None, "cut off"), Progress(3, 1)])
    assert (report.read, report.written, report.rejected_total) == (3, 1, 2)
    assert report.rejected[0] == bad
    assert [(r["load_id"], r["file"], r["line"], r["column_name"], r["value"]) for r in rows("rejects")] == [
        (1, "works.jsonl", 7, "publication_date", "0000-00-00"),
        (1, "works.jsonl", None, None, None),
    ]


def test_rejects_are_kept_so_that_they_can_be_said_in_japanese(workspace: Workspace, rows: Rows) -> None:
    reason = Sentence("the row has no {column}", column="name")
    run(workspace, [*work(1), *work(1, title="other"), Reject("works.jsonl", 7, reason), Progress(3, 1)])
    stored = {r["reason"]: said(from_json(r["message"]), "ja") for r in rows("rejects")}
    assert stored == {
        "the row has no name": "行に name がありません",
        "a record of works occurs again with other content; the first was kept": (
            "works の同じレコードが別の内容で再び現れたため、最初のものを残しました"
        ),
    }


def test_a_report_holds_the_first_thousand_and_the_snapshot_all(workspace: Workspace) -> None:
    report = run(workspace, [*work(1), *(Reject("f", n, "bad") for n in range(1, 12_346))])
    assert (len(report.rejected), report.rejected_total) == (1000, 12_345)
    assert open_store(workspace).count("rejects") == 12_345


def test_strict_publishes_nothing_and_tells_all(workspace: Workspace) -> None:
    run(workspace, work(1))
    with pytest.raises(
        StrictLoadError,
        match=r"2 records were refused, and nothing was changed. The first, at f, line 3: bad",
    ) as caught:
        run(workspace, [*work(2), Reject("f", 3, "bad"), Reject("f", 9, "worse")], strict=True)
    assert isinstance(caught.value, RejectsError)
    assert (caught.value.report.rejected_total, caught.value.report.snapshot) == (2, 1)
    assert caught.value.exit_status == 3
    assert open_store(workspace).count("works") == 1
    assert run(workspace, work(2), strict=True).changed


def test_rejects_alone_are_recorded_once(workspace: Workspace, one_file: list[Input]) -> None:
    events = [Reject("works.jsonl", 1, "no JSON")]
    report = run(workspace, events, inputs=one_file)
    assert (report.changed, report.written, report.snapshot) == (True, 0, 1)
    again = run(workspace, events, inputs=one_file)
    assert (again.changed, again.snapshot, again.rejected_total) == (False, 1, 1)


def test_a_row_without_a_required_value_is_refused(
    workspace: Workspace, rows: Rows, one_file: list[Input]
) -> None:
    events = [
        *work(1),
        *work(2, authors_count=None),
        batch("work_awards", {"work_id": "W1", "seq": None}, {"work_id": "W1", "seq": 1}),
    ]
    report = run(workspace, events, inputs=one_file)
    assert [_place(r) for r in report.rejected] == [
        ("works.jsonl", None, "authors_count", "W2"),
        ("works.jsonl", None, "seq", "W1"),
    ]
    # A record whose own row is refused goes whole, and is counted once.
    assert {r["work_id"] for r in rows("authorships")} == {"W1"}
    assert [r["seq"] for r in rows("work_awards")] == [1]


def test_identical_repeats_count_once_and_are_told(workspace: Workspace, rows: Rows) -> None:
    report = run(workspace, [*work(1, (1, 2)), *work(2), *work(1, (1, 2)), *work(1, (1, 2))])
    assert (report.written, report.rejected_total) == (2, 0)
    assert report.warnings == [
        "2 rows or records of works came more than once with the same content and count once."
    ]
    assert len(rows("authorships")) == 3


def test_of_versions_that_differ_the_first_is_kept_whole(
    workspace: Workspace, rows: Rows, one_file: list[Input]
) -> None:
    versions = [*work(1, (1, 2)), *work(1, (3, 4, 5)), *work(2), *work(1, (1, 2)), *work(1, (1,))]
    report = run(workspace, versions, inputs=one_file)
    assert [_place(r) for r in report.rejected] == [("works.jsonl", None, "work_id", "W1")] * 2
    assert "occurs again with other content; the first was kept" in report.rejected[0].reason
    assert [(r["work_id"], r["author_id"]) for r in rows("authorships")] == [
        ("W1", "A1"),
        ("W1", "A2"),
        ("W2", "A1"),
    ]


def test_repeated_rows_within_a_record(workspace: Workspace, rows: Rows) -> None:
    award = {"work_id": "W1", "seq": 0, "award_id": "1"}
    other = award | {"award_id": "2"}
    report = run(workspace, [*work(1), batch("work_awards", award, award, other)])
    assert [_place(r)[2:] for r in report.rejected] == [("work_id, seq", "W1|0")]
    assert [r["award_id"] for r in rows("work_awards")] == ["1"]


def test_rows_of_no_record_are_refused_once_for_each_record(workspace: Workspace, rows: Rows) -> None:
    lost = batch("authorships", *({"work_id": "W7", "position": n, "author_id": "A1"} for n in range(3)))
    report = run(workspace, [*work(1), lost])
    assert [(r.value, r.reason) for r in report.rejected] == [
        ("W7", "rows of authorships belong to no record of works in this load")
    ]
    assert len(rows("authorships")) == 1


def test_a_key_of_another_record_is_refused(workspace: Workspace, rows: Rows) -> None:
    row = {"row_id": "r1", "person_id": "P1", "org": "a"}
    run(workspace, [batch("declared_affiliations", row)])
    report = run(workspace, [batch("declared_affiliations", row | {"person_id": "P2"})], record="")
    assert (report.written, report.rejected_total) == (0, 1)
    assert "belongs to another record" in report.rejected[0].reason
    assert [r["person_id"] for r in rows("declared_affiliations")] == ["P1"]


def test_rows_of_files_are_refused_with_file_and_row(workspace: Workspace, tmp_path: Path) -> None:
    good = {"work_id": "W1", "title": "a"}
    for name, several in {
        "a.parquet": [good, good | {"work_id": "W2"}],
        "b[1].parquet": [good | {"title": "b"}],
    }.items():
        pq.write_table(table("works", several), tmp_path / name)
    events = [Parquet("works", tmp_path / "a.parquet"), Parquet("works", tmp_path / "b[1].parquet")]
    path = tmp_path / "b[1].parquet"
    inputs = [Input(path, "works/b[1].parquet", path.stat().st_size)]
    report = run(workspace, events, record="", inputs=inputs)
    assert [_place(r) for r in report.rejected] == [("works/b[1].parquet", 1, "work_id", "W1")]
    assert (report.written, report.read) == (2, 3)


def test_the_ledger_tells_what_was_loaded(workspace: Workspace, rows: Rows, one_file: list[Input]) -> None:
    run(workspace, [*work(1), Reject("works.jsonl", 2, "bad")], inputs=one_file)
    run(workspace, work(2), inputs=[Input(None, "standard input", None)])
    first, second = rows("loads")
    assert (first["load_id"], first["snapshot"], first["files"], first["rejected"]) == (
        1,
        1,
        ["works.jsonl"],
        1,
    )
    assert first["hashes"] == ["44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"]
    assert (second["load_id"], second["hashes"], json.loads(second["skipped"])) == (2, ["stdin"], {})
    manifest = snapshot.read_manifest(workspace.snapshots, 2)
    assert [one.files[0].sha256 for one in manifest.loads] == [first["hashes"][0], "stdin"]
    assert manifest.rows["works"] == 2
