"""A scan from a server alone finds what a scan of the embedded store finds, row for row."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.scan import scan
from graphrisk.store import open_store
from graphrisk.store.base import Reach
from graphrisk.store.neo4j import neighbourhood
from graphrisk.store.neo4j.neighbourhood import UNUSED
from graphrisk.store.neo4j.reader import Reader
from graphrisk.store.neo4j.rehearsal import Rehearsal
from graphrisk.world import generate
from tests.factory import CALL, small_world
from tests.neo4j.reading import POLICY, Both, both, content, scanned
from tests.neo4j.server import TestServer
from tests.neo4j.worlds import everything, hostile_world
from tests.neo4j.worlds import publish as in_workspace
from tests.sample_data.test_sample_data import CALLS, SAMPLE
from tests.world.loading import load_sources, load_tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.store.base import Scope

pytestmark = pytest.mark.neo4j

WORLDS = ((1, 40), (2, 60), (3, 90), (4, 120), (5, 150), (6, 200), (7, 250), (8, 300), (9, 350), (10, 400))
"""Seeds and sizes of the worlds that are scanned."""


@pytest.fixture(scope="module")
def sample(neo4j_server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The sample data, in both stores."""
    neo4j_server.forget()
    workspace = load_sources(SAMPLE, tmp_path_factory.mktemp("sample"))
    with pytest.MonkeyPatch.context() as patch, both(workspace, neo4j_server, patch) as stores:
        yield stores


@pytest.mark.neo4j_core
def test_sample_data_is_found_the_same(sample: Both, neo4j_server: TestServer) -> None:
    with neo4j_server.driver() as driver:
        before = everything(driver)
        found = Counter(finding.rule for call in CALLS for finding in scanned(sample, call).findings)
        assert everything(driver) == before
    assert {"R-AFF-01", "R-AFF-03", "R-FND-01", "R-COA-01", "R-ORG-01", "R-CVR-01", "R-IDN-01"} <= set(found)


@pytest.mark.neo4j_core
def test_a_whole_scope_holds_every_row(sample: Both) -> None:
    with sample.near.scope(None) as near, sample.far.scope(None) as far:
        expected, found = content(near), content(far)
        for name, rows in expected.items():
            assert found[name] == rows, name


def test_all_that_is_asked_later_is_planned_ahead(sample: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """And findings are the same whether a server is taken for one just started or not."""
    collected, step = Reader._collected, [""]
    earnest: set[tuple[str, str]] = set()
    planned: set[str] = set()

    def noted(self: Reader, query: str, values: dict[str, Any]) -> list[list[Any]]:
        if values["of"]["values"]:
            earnest.add((step[0], query))
        else:
            planned.add(query)
        return collected(self, query, values)

    def tell(table: str, _share: float) -> None:
        step[0] = table

    monkeypatch.setattr(Reader, "_collected", noted)
    reach = Reach(POLICY.rules.coa_01.max_authors, POLICY.rules.coa_01.window_months)
    contents = []
    for slow in (float("inf"), -1.0):
        monkeypatch.setattr(neighbourhood, "SLOW_SECONDS", slow)
        with sample.far.scope(CALLS[0], reach=reach, on_progress=tell) as scope:
            contents.append(content(scope))
        assert bool(planned) == (slow < 0)
    assert contents[0] == contents[1]

    reader = sample.far._open()
    for part in neighbourhood.later(reach):
        part(Rehearsal(reader, threading.Event()))
    asked = {query for table, query in earnest if table not in {"", "participants"}}
    assert len(asked) > 15
    assert asked <= planned


def test_no_text_is_changed_on_the_way(
    fresh_neo4j: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = in_workspace(tmp_path / "ws", hostile_world())
    with (
        both(workspace, fresh_neo4j, monkeypatch) as stores,
        stores.near.scope(None) as near,
        stores.far.scope(None) as far,
    ):
        expected, found = content(near), content(far)
        # An empty affiliation is none; a load stores it so, this world was put together without one.
        bare = [row.replace("'raw_string': ''", "'raw_string': None") for row in expected["affiliations"]]
        for name, rows in (expected | {"affiliations": sorted(bare)}).items():
            assert found[name] == rows, name


def test_years_are_told_where_the_manifest_does_not_know_them(
    fresh_neo4j: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_world(areas=["1"])
    for number, day in enumerate(("1999-05-01", "2024-05-01", "2031-05-01")):
        world.work(f"W{number}", day, (f"P{number}", ["HOME"]))
    workspace = in_workspace(tmp_path / "ws", world)
    with both(workspace, fresh_neo4j, monkeypatch) as stores:
        assert stores.far.manifest.years is None
        sources = {
            one.source: (one.first_year, one.last_year) for one in scanned(stores, CALL).coverage.sources
        }
    assert (1999, 2031) in sources.values()


class _Watched(Mapping[str, "ir.Table"]):
    """Tables that remember which of them were asked for."""

    def __init__(self, tables: Mapping[str, ir.Table]) -> None:
        self._tables, self.used = tables, set[str]()

    def __getitem__(self, name: str) -> ir.Table:
        self.used.add(name)
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def test_a_scan_reads_no_table_that_stays_on_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that reads a further table needs it fetched: else it would find nothing on a server."""
    store = open_store(load_sources(SAMPLE, tmp_path))
    watched: list[_Watched] = []
    plain = store.scope

    def scope(*args: Any, **more: Any) -> Scope:
        found = plain(*args, **more)
        watched.append(_Watched(found.tables))
        found.tables = watched[-1]
        return found

    monkeypatch.setattr(store, "scope", scope)
    for call in CALLS:
        assert scan(store, call, policy=POLICY).findings
    store.close()
    used = set().union(*(one.used for one in watched))
    assert len(used) > 25
    assert used.isdisjoint(UNUSED)


@pytest.mark.slow
def test_ten_worlds_are_found_the_same(
    fresh_neo4j: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules: Counter[str] = Counter()
    for number, (seed, people) in enumerate(WORLDS, 1):
        folder = tmp_path / str(seed)
        generate(folder / "world", people=people, seed=seed, fmt="tables")
        fresh_neo4j.forget()
        with both(load_tables(folder / "world", folder / "space"), fresh_neo4j, monkeypatch) as stores:
            with stores.near.scope(None) as scope:
                rows = scope.backend.to_pyarrow(scope.tables["applications"]).column("call_id").to_pylist()
            calls = [call for call, _ in Counter(rows).most_common()]
            # The largest of one world, the next of another: a scan is mostly spent on asking.
            call = calls[0] if number % 3 else calls[1]
            rules.update(finding.rule for finding in scanned(stores, call).findings)
    assert len(rules) >= 6
    assert sum(rules.values()) > 300
