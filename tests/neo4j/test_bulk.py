"""What `neo4j bulk` writes, without a server. That a server reads it the same is in test_bulk_import.py."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from graphrisk.errors import InputError, StoreError
from graphrisk.settings import Workspace
from graphrisk.store import snapshot as snapshots
from graphrisk.store.neo4j import bulk_parts
from graphrisk.store.neo4j.bulk import SEPARATORS, BulkReport, select, write_bulk
from graphrisk.store.neo4j.bulk_numbers import NO_NODE, Numbers
from graphrisk.store.neo4j.bulk_texts import ARGUMENTS, INCOMPLETE, README, arguments
from graphrisk.store.neo4j.model import graph
from tests.factory import small_world
from tests.neo4j.worlds import HOSTILE, NOW, hostile_world, publish


def bulk(workspace: Workspace, folder: Path) -> BulkReport:
    return write_bulk(
        snapshots.tables_path(workspace.snapshots, 1),
        snapshots.read_manifest(workspace.snapshots, 1),
        folder,
        workspace="w1",
        now=NOW,
    )


@pytest.fixture
def plain(tmp_path: Path) -> Workspace:
    world = small_world()
    world.work("W1", "2024-01-01", ("AP1", ["HOME"]), ("B", [None]))
    world.work("W2", "2024-01-01", ("AP1", ["HOME"]))
    return publish(tmp_path / "ws", world)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_file_for_every_set_that_has_rows(plain: Workspace, tmp_path: Path) -> None:
    report = bulk(plain, tmp_path / "out")
    assert report.whole
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {file.name for file in report.files} | {ARGUMENTS, README}
    assert "nodes-persons.csv" in written
    assert "nodes-declared_patents.csv" not in written
    assert all(file.rows > 0 for file in report.files)
    assert report.size == sum((tmp_path / "out" / f.name).stat().st_size for f in report.files)


def test_counts_are_those_of_the_lines(plain: Workspace, tmp_path: Path) -> None:
    report = bulk(plain, tmp_path / "out")
    for file in report.files:
        assert len(lines(tmp_path / "out" / file.name)) == file.rows + 1, file.name
    assert report.nodes == sum(f.rows for f in report.files if f.name.startswith("nodes-"))
    assert report.relationships == sum(f.rows for f in report.files if f.name.startswith("relationships-"))


def test_headers_name_types(plain: Workspace, tmp_path: Path) -> None:
    bulk(plain, tmp_path / "out")
    people = lines(tmp_path / "out" / "nodes-persons.csv")[0]
    assert people[:2] == [":ID", "author_id:string"]
    assert "placeholder:boolean" in people
    authored = lines(tmp_path / "out" / "relationships-authorships.csv")[0]
    assert authored[:3] == [":START_ID", ":END_ID", "position:long"]
    assert "affiliation_seqs:long[]" in authored
    assert "affiliation_orgs:string[]" in authored
    query = select(graph().nodes["loads"], "chr(31)", "FROM loads")
    assert '"load_id" AS "load_id:long"' in query
    assert "localdatetime" in query


def test_nodes_are_numbered_without_a_gap_and_relationships_name_their_numbers(
    plain: Workspace, tmp_path: Path
) -> None:
    report = bulk(plain, tmp_path / "out")
    out = tmp_path / "out"
    assert "--id-type=actual" in (out / ARGUMENTS).read_text("utf-8").splitlines()
    numbers = [
        int(row[0]) for f in report.files if f.name.startswith("nodes-") for row in lines(out / f.name)[1:]
    ]
    assert sorted(numbers) == list(range(report.nodes))

    def keys(name: str) -> dict[str, str]:
        return {row[0]: row[1] for row in lines(out / f"nodes-{name}.csv")[1:]}

    people, works = keys("persons"), keys("works")
    written = {(people[a], works[b], at) for a, b, at, *_ in lines(out / "relationships-authorships.csv")[1:]}
    with duckdb.connect(str(snapshots.tables_path(plain.snapshots, 1)), read_only=True) as connection:
        rows = connection.execute("SELECT author_id, work_id, position::VARCHAR FROM authorships").fetchall()
    assert written == set(rows) != set()


def test_a_set_in_parts_holds_what_it_holds_in_one(
    plain: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk(plain, tmp_path / "one")
    monkeypatch.setattr(bulk_parts, "PART_ROWS", 1)
    parts = [f.name for f in bulk(plain, tmp_path / "parts").files if "authorships" in f.name]
    assert len(parts) == 2
    header, *whole = lines(tmp_path / "one" / "relationships-authorships.csv")
    found = [lines(tmp_path / "parts" / name) for name in parts]
    assert all(part[0] == header for part in found)
    assert sorted(row for part in found for row in part[1:]) == sorted(whole)


def test_a_relationship_without_a_node_is_refused() -> None:
    with duckdb.connect() as connection:
        numbers = Numbers(connection)
        awards, works = graph().edges["acknowledges"], graph().nodes["works"]
        for name in ("works", "awards"):
            one = graph().nodes[name]
            connection.execute(numbers.nodes(one, f"SELECT 'K' AS {one.key}"))
            numbers.wrote(one, 1)
        query = "SELECT 'K' AS start_key, {} AS end_key"
        found = connection.execute(numbers.edges(awards, query.format("'K'"))).fetchall()
        assert found == [(0, 1, "K", "K")]
        for end in ("'L'", "NULL"):
            with pytest.raises(duckdb.Error, match=NO_NODE):
                connection.execute(numbers.edges(awards, query.format(end))).fetchall()
        twice = f"SELECT unnest(['K', 'K']) AS {works.key}"
        rows = connection.execute(numbers.nodes(works, twice)).fetchall()
        with pytest.raises(StoreError, match="Work"):
            numbers.wrote(works, len(rows))


def test_the_marker_says_what_the_database_will_hold(plain: Workspace, tmp_path: Path) -> None:
    bulk(plain, tmp_path / "out")
    header, row = lines(tmp_path / "out" / "nodes-marker.csv")
    said = dict(zip(header, row, strict=True))
    assert said["workspace:string"] == "w1"
    assert said["state:string"] == "published"
    assert said["snapshot:long"] == "1"
    assert said["indexed:boolean"] == "false"
    assert said["manifest:string"] == snapshots.read_manifest(plain.snapshots, 1).model_dump_json()


def test_arguments_name_only_files_that_run_over_lines(tmp_path: Path) -> None:
    workspace = publish(tmp_path / "ws", hostile_world())
    bulk(workspace, tmp_path / "out")
    said = (tmp_path / "out" / ARGUMENTS).read_text("utf-8").splitlines()
    assert "--multiline-fields-format=v2" in said
    over = next(line for line in said if line.startswith("--multiline-fields=")).partition("=")[2].split(",")
    assert "./nodes-works.csv" in over
    assert "./nodes-programs.csv" not in over
    assert "./nodes-organizations.csv" not in over
    assert f"--array-delimiter=U+{SEPARATORS[0]:04X}" in said


def test_without_such_texts_files_are_read_in_parallel(plain: Workspace, tmp_path: Path) -> None:
    bulk(plain, tmp_path / "out")
    assert "multiline" not in (tmp_path / "out" / ARGUMENTS).read_text("utf-8")


def test_a_long_manifest_gets_a_larger_buffer() -> None:
    assert "--read-buffer-size" not in arguments([], 0x1F, longest=1 << 20)
    assert f"--read-buffer-size={6 << 20}" in arguments([], 0x1F, longest=3 << 20)


def test_another_separator_where_a_value_holds_the_first(tmp_path: Path) -> None:
    world = small_world()
    for taken in SEPARATORS[:2]:
        world.work(f"W{taken}", "2024-01-01", ("AP1", []), keywords=[f"a{chr(taken)}b", "c"])
    report = bulk(publish(tmp_path / "ws", world), tmp_path / "out")
    said = (tmp_path / "out" / ARGUMENTS).read_text("utf-8")
    assert f"--array-delimiter=U+{SEPARATORS[2]:04X}" in said
    header, *rows = lines(tmp_path / "out" / "nodes-works.csv")
    place = header.index("keywords:string[]")
    assert f"a{chr(SEPARATORS[0])}b{chr(SEPARATORS[2])}c" in {row[place] for row in rows}
    assert report.nodes > 0


def test_values_with_every_separator_are_refused(tmp_path: Path) -> None:
    world = small_world()
    world.work("W1", "2024-01-01", ("AP1", []), keywords=["".join(map(chr, SEPARATORS)), "c"])
    with pytest.raises(StoreError, match=r"graphrisk neo4j publish"):
        bulk(publish(tmp_path / "ws", world), tmp_path / "out")
    assert (tmp_path / "out" / INCOMPLETE).exists()


def test_what_csv_cannot_say_is_left_to_the_publication(tmp_path: Path) -> None:
    world = small_world()
    world.work("W1", "2024-01-01", ("AP1", []), keywords=[""], topics=["", ""])
    report = bulk(publish(tmp_path / "ws", world), tmp_path / "out")
    assert not report.whole
    assert [file.name for file in report.files if not file.whole] == ["nodes-works.csv"]
    header, row = lines(tmp_path / "out" / "nodes-works.csv")
    said = dict(zip(header, row, strict=True))
    assert (said["keywords:string[]"], said["topics:string[]"]) == ("", chr(SEPARATORS[0]))
    header, row = lines(tmp_path / "out" / "nodes-marker.csv")
    said = dict(zip(header, row, strict=True))
    assert (said["state:string"], said["target:long"]) == ("publishing", "1")


def test_affiliations_from_elsewhere_need_no_such_list(tmp_path: Path) -> None:
    """One affiliation of another source than its authorship, and of no edition."""
    world = small_world()
    world.work("W1", "2024-01-01", ("AP1", ["HOME"]))
    world.rows["affiliations"][-1] |= {"source": "elsewhere", "edition": None}
    report = bulk(publish(tmp_path / "ws", world), tmp_path / "out")
    assert report.whole
    header, row = lines(tmp_path / "out" / "relationships-authorships.csv")
    said = dict(zip(header, row, strict=True))
    assert said["affiliation_sources:string[]"] == "elsewhere"
    assert said["affiliation_editions:string[]"] == ""


def test_no_set_has_an_empty_list_or_a_packed_list_of_nothing(tmp_path: Path) -> None:
    world = hostile_world()
    workspace = publish(tmp_path / "ws", world)
    report = bulk(workspace, tmp_path / "out")  # raises where a list is [''], which affiliations often were
    assert report.relationships > len(HOSTILE)


@pytest.mark.parametrize("name", ["a file", ".hidden"])
def test_a_folder_that_is_not_empty_is_refused(plain: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        bulk(plain, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_a_file_in_place_of_the_folder_is_refused(plain: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(InputError, match="folder"):
        bulk(plain, tmp_path / "out")


def test_a_killed_writer_leaves_a_folder_that_says_so(plain: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = (
        "import sys; from pathlib import Path; from tests.neo4j.test_bulk import bulk; "
        "from graphrisk.settings import open_workspace; import graphrisk.store.neo4j.bulk as b; import time; "
        "whole = b._write; b._write = lambda *a: (time.sleep(0.2), whole(*a))[1]; "
        "bulk(open_workspace(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(plain.root), str(out)])
    until = time.monotonic() + 60
    while not (out / "nodes-list_editions.csv").exists() and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert (out / INCOMPLETE).exists()
    assert not (out / ARGUMENTS).exists()
    assert not (out / README).exists()
    with pytest.raises(InputError, match="never completed"):
        bulk(plain, out)


def test_the_readme_gives_the_command(plain: Workspace, tmp_path: Path) -> None:
    report = bulk(plain, tmp_path / "out")
    assert report.command == f"neo4j-admin database import full neo4j @{ARGUMENTS}"
    said = (tmp_path / "out" / README).read_text("utf-8")
    assert report.command in said
    assert "REPLACES" in said
