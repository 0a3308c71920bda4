"""Whole worlds: the same from the same seed and in both forms, and found out by a scan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from graphrisk.errors import StoreError, UsageError
from graphrisk.schema import LOADED
from graphrisk.store import open_store
from graphrisk.world import WorldReport, generate
from tests.world.loading import asked, check_identities, load_sources, load_tables, planted

if TYPE_CHECKING:
    from pathlib import Path

    from graphrisk.settings import Workspace

PEOPLE = 2300


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, WorldReport]:
    out = tmp_path_factory.mktemp("tables")
    return out, generate(out, people=PEOPLE, seed=11, fmt="tables")


def test_the_same_seed_gives_the_same_files(tables: tuple[Path, WorldReport], tmp_path: Path) -> None:
    folder, report = tables
    again = generate(tmp_path / "again", people=PEOPLE, seed=11, fmt="tables")
    other = generate(tmp_path / "other", people=PEOPLE, seed=12, fmt="tables")
    assert again == report
    for name in report.files:
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
    assert any((folder / n).read_bytes() != (tmp_path / "other" / n).read_bytes() for n in other.files)


def test_tables_have_the_schema_and_the_size_that_was_asked_for(tables: tuple[Path, WorldReport]) -> None:
    folder, report = tables
    counts = {}
    for table in LOADED:
        path = folder / f"{table.name}.parquet"
        if path.exists():
            found = pq.read_table(path)
            assert found.schema.equals(table.arrow_schema()), table.name
            counts[table.name] = found.num_rows
    assert counts["works"] == report.works
    assert counts["authorships"] == report.authorships
    assert report.people == PEOPLE
    assert 2.5 * PEOPLE < report.works < 3.5 * PEOPLE
    assert 3.5 < report.authorships / report.works < 5.5


def test_a_call_of_the_wanted_size_is_filled(tmp_path: Path) -> None:
    stages: list[tuple[str, float]] = []
    generate(
        tmp_path,
        people=1000,
        seed=1,
        fmt="tables",
        applicants=120,
        on_progress=lambda *stage: stages.append(stage),
    )
    applications = pq.read_table(tmp_path / "applications.parquet").column("call_id").to_pylist()
    people = pq.read_table(tmp_path / "participants.parquet").column("application_id").to_pylist()
    assert Counter(applications)["CALL-120"] == 30
    assert sum(a.startswith("CALL-120-") for a in people) == 120
    assert [share for _, share in stages] == sorted(share for _, share in stages)
    assert stages[-1] == ("done", 1.0)


@pytest.fixture(scope="module")
def loaded(
    tables: tuple[Path, WorldReport], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Workspace, Workspace]:
    """The same world loaded as source files and as tables."""
    out = tmp_path_factory.mktemp("sources")
    generate(out / "world", people=PEOPLE, seed=11, fmt="sources")
    return load_sources(out / "world", out / "space"), load_tables(tables[0], out / "other")


def test_both_forms_hold_the_same_world(loaded: tuple[Workspace, Workspace]) -> None:
    first, second = (_content(space) for space in loaded)
    for name in first:
        assert first[name] == second[name], name


def _content(space: Workspace) -> dict[str, Counter[str]]:
    # The generic form of lists has no column for these; ids of rows and the order of a person's addresses
    # follow from the way of loading.
    left_out = {"row_id", "seq", "publisher"}
    store = open_store(space)
    try:
        with store.scope(None) as scope:
            found = {}
            for table in LOADED:
                columns = [c for c in table.names if c not in left_out]
                if table.name == "list_editions":
                    columns = ["list_id", "edition", "valid_from", "valid_to"]
                rows: Any = scope.tables[table.name].select(*columns).to_pyarrow().to_pylist()
                found[table.name] = Counter(map(repr, rows))
            return found
    finally:
        store.close()


@pytest.mark.slow
def test_a_scan_asks_what_was_planted_and_nothing_else(
    tables: tuple[Path, WorldReport], loaded: tuple[Workspace, Workspace]
) -> None:
    store = open_store(loaded[1])
    try:
        for call, expected in planted(tables[0]).items():
            assert asked(store, call) == expected, call
        check_identities(store, planted(tables[0]), tables[0] / "expected_identities.csv")
    finally:
        store.close()


def test_mistakes_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="twenty people"):
        generate(tmp_path, people=5, seed=1, fmt="tables")
    with pytest.raises(UsageError, match="not negative"):
        generate(tmp_path, people=100, seed=-1, fmt="tables")
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        generate(blocked, people=100, seed=1, fmt="tables")
