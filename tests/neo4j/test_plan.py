"""Plans: what is compared less is found all the same, and cells of a round have no node in common."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from graphrisk.settings import Workspace, create_workspace
from graphrisk.store import snapshot as snapshots
from graphrisk.store.neo4j import plan as plans
from graphrisk.store.neo4j.cypher import row_key, row_names
from graphrisk.store.neo4j.model import Edges, Nodes, graph
from graphrisk.store.neo4j.plan import Plan, Step
from graphrisk.store.neo4j.planning import Planner
from graphrisk.store.neo4j.touched import of_one_lineage
from graphrisk.store.neo4j.write import bundles
from tests.load.rows import run
from tests.neo4j.loads import random_load


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # the loads should differ, not be secret


def planner(workspace: Workspace) -> Planner:
    return Planner(workspace.snapshots, "1GB", 2, lambda _item, _share: None)


def content(workspace: Workspace, plan: Plan) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    """Return the rows of a plan by kind of step and set."""
    with plans.opened(workspace.snapshots) as rows:
        return {
            (step.kind, step.set): rows.execute(
                f"SELECT * EXCLUDE (cell) FROM rows_{step.number} ORDER BY ALL"
            ).fetchall()
            for step in plan.steps
        }


@pytest.mark.parametrize("seed", range(3))
def test_a_pruned_plan_is_the_plan(tmp_path: Path, seed: int) -> None:
    chance = _chance(seed)
    workspace = create_workspace(tmp_path / "ws")
    for share in (0.9, 0.1, 0.2):
        run(workspace, random_load(chance, share=share), record="", protected=())
    numbers = snapshots.numbers(workspace.snapshots)
    manifests = [snapshots.read_manifest(workspace.snapshots, n) for n in numbers]
    assert len(manifests) > 2
    pairs = [*pairwise(manifests), (manifests[0], manifests[-1])]
    for older, newer in pairs:
        assert of_one_lineage(older, newer)
        found = [
            content(workspace, planner(workspace).difference(older, newer, prune=prune))
            for prune in (True, False)
        ]
        assert found[0] == found[1]
        assert found[0]


def test_a_plan_leads_from_one_snapshot_to_another(tmp_path: Path) -> None:
    chance = _chance(7)
    workspace = create_workspace(tmp_path / "ws")
    run(workspace, random_load(chance, share=0.8), record="")
    run(workspace, random_load(chance, share=0.4), record="")
    folder = workspace.snapshots
    older, newer = (snapshots.read_manifest(folder, n) for n in (1, 2))
    steps = content(workspace, planner(workspace).difference(older, newer))
    assert {kind for kind, _ in steps} == set(plans.KINDS)
    with duckdb.connect() as connection:
        for number, name in ((1, "older"), (2, "newer")):
            path = snapshots.tables_path(folder, number)
            connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        every: list[Nodes | Edges] = [*graph().nodes.values(), *graph().edges.values()]
        for one in every:
            what = "edges" if isinstance(one, Edges) else "nodes"
            before, after = (
                {
                    _key(one, row): row
                    for row in connection.execute(one.query.format(db=f"{name}.main")).fetchall()
                }
                for name in ("older", "newer")
            )
            for row in steps.get((f"remove_{what}", one.name), []):
                del before[row]
            for row in steps.get((f"create_{what}", one.name), []):
                assert _key(one, row) not in before
                before[_key(one, row)] = row
            for row in steps.get((f"update_{what}", one.name), []):
                assert before[_key(one, row)] != row
                before[_key(one, row)] = row
            assert before == after, one.name


def _key(one: Any, row: tuple[Any, ...]) -> tuple[Any, ...]:
    names = row_names(one)
    return tuple(row[names.index(name)] for name in row_key(one))


def test_the_same_snapshot_needs_no_row(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "ws")
    run(workspace, random_load(_chance(1)), record="")
    manifest = snapshots.read_manifest(workspace.snapshots, 1)
    assert planner(workspace).difference(manifest, manifest).steps == ()


def test_another_history_is_compared_in_full(tmp_path: Path) -> None:
    chance = _chance(3)
    manifests = []
    for name in ("a", "b"):
        workspace = create_workspace(tmp_path / name)
        run(workspace, random_load(chance), record="")
        manifests.append(snapshots.read_manifest(workspace.snapshots, 1))
    assert not of_one_lineage(*manifests)


@pytest.mark.parametrize("lanes", [2, 3, 5])
@pytest.mark.parametrize("name", ["persons", "authorships", "organization_relations:other"])
def test_no_two_cells_of_a_round_meet_in_a_node(name: str, lanes: int) -> None:
    edges = name in graph().edges
    step = Step(0, "create_edges" if edges else "create_nodes", name, 10_000)
    filled = {cell: cell + 1 for cell in range(lanes * lanes if edges else lanes)}
    found = plans.rounds(step, lanes, filled)
    assert sorted(cell for one in found for cell in one) == sorted(filled)
    for one in found:
        starts = [cell // lanes for cell in one]
        ends = [cell % lanes for cell in one]
        if not edges:
            assert len(set(one)) == len(one)
        elif name == "authorships":
            assert len(set(starts)) == len(starts) == len(set(ends))
        else:
            lanes_of = [{s, e} for s, e in zip(starts, ends, strict=True)]
            assert sum(map(len, lanes_of)) == len(set().union(*lanes_of))


def test_small_steps_share_a_transaction(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "ws")
    run(workspace, random_load(_chance(5), share=1.0), record="")
    plan = planner(workspace).whole(snapshots.read_manifest(workspace.snapshots, 1))
    for batch in (1, 20, 1_000_000):
        found = bundles(plan, batch)
        assert [step for bundle in found for step in bundle] == list(plan.steps)
        assert all(len(b) == 1 or sum(s.rows for s in b) <= batch for b in found)
    assert len(bundles(plan, 1_000_000)) == 1
    assert len(bundles(plan, 1)) == len(plan.steps)
