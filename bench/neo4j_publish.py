"""Publishing to a Neo4j server beside a hand-written loop, and a small change beside the whole.

    graphrisk world /tmp/world --people 50000 --seed 3 --format tables
    NEO4J_URI=… NEO4J_PASSWORD=… python -m bench.neo4j_publish /tmp/world

The database must be empty of graphrisk's labels and is emptied of them between the runs. The loop reads the
rows of each set from the snapshot with the set's own query and writes them with UNWIND and CREATE in batches
of 20,000, two sessions at a time, relationships after nodes, into the same constraints and indexes. CPU
seconds are those of this process; the server's come beside them and show in the wall time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from graphrisk.load import load
from graphrisk.settings import Workspace, create_workspace
from graphrisk.store import snapshot as snapshots
from graphrisk.store.neo4j import setup
from graphrisk.store.neo4j.connection import Server, find_address
from graphrisk.store.neo4j.model import graph
from graphrisk.store.neo4j.publish import Publisher, Report
from graphrisk.store.neo4j.wipe import wipe
from loaders import LOADERS
from loaders.base import Options
from loaders.inputs import find_inputs

BATCH = 20_000


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def load_tables(workspace: Workspace, folder: Path) -> None:
    source = LOADERS["tables"]
    load(workspace, source, find_inputs([str(folder)], source), Options(), now=now, protected=None)


def changed(world: Path, into: Path, share: float) -> None:
    """Write a folder in which a share of the works has another title and other authors."""
    into.mkdir()
    with duckdb.connect() as run:
        run.execute(
            f"CREATE TABLE w AS SELECT work_id FROM '{world}/works.parquet' "
            f"WHERE hash(work_id) % 100000 < {int(share * 100_000)}"
        )
        kept = "WHERE NOT (position > 1 AND hash(work_id, position) % 10 = 0)"
        for table, shown, where in (
            ("works", "* REPLACE (title || ' (corrected)' AS title)", ""),
            ("authorships", "* REPLACE (raw_name || '.' AS raw_name)", kept),
            ("affiliations", "*", kept),
            ("work_awards", "*", ""),
        ):
            run.execute(
                f"COPY (SELECT {shown} FROM '{world}/{table}.parquet' SEMI JOIN w USING (work_id) {where}) "
                f"TO '{into}/{table}.parquet'"
            )


def publish(workspace: Workspace, server: Server) -> Report:
    return Publisher(workspace, server, now, batch=BATCH).publish()


def by_hand(workspace: Workspace, server: Server) -> int:
    """Write the snapshot in force as somebody would who needs it once."""
    setup.prepare(server)
    path = snapshots.tables_path(workspace.snapshots, snapshots.current(workspace.snapshots) or 0)
    total = 0
    with duckdb.connect() as run, ThreadPoolExecutor(2) as pool:
        run.execute(f"ATTACH '{path}' AS s (READ_ONLY)")
        for one in graph().nodes.values():
            labels = ":".join((one.label, *one.also))
            query = f"UNWIND $rows AS row CREATE (n:{labels}) SET n = row"
            names = [c.name for c in one.columns]
            total += _each(run, pool, server, query, one.query.format(db="s.main"), names)
        for edge in graph().edges.values():
            start, end = graph().nodes[edge.start], graph().nodes[edge.end]
            query = (
                f"UNWIND $rows AS row MATCH (a:{start.label} {{{start.key}: row.start_key}}) "
                f"MATCH (b:{end.label} {{{end.key}: row.end_key}}) "
                f"CREATE (a)-[r:{edge.type}]->(b) SET r = row.said"
            )
            names = ["start_key", "end_key", *(c.name for c in edge.columns)]
            total += _each(run, pool, server, query, edge.query.format(db="s.main"), names)
    return total


def _each(
    run: duckdb.DuckDBPyConnection,
    pool: ThreadPoolExecutor,
    server: Server,
    query: str,
    rows: str,
    names: list[str],
) -> int:
    count = 0

    def write(batch: list[dict[str, Any]]) -> None:
        server.write(lambda tx: tx.run(query, rows=batch).consume())

    running = []
    for batch in _batches(run.execute(rows), names):
        count += len(batch)
        running.append(pool.submit(write, batch))
        if len(running) > 2:
            running.pop(0).result()
    for one in running:
        one.result()
    return count


def _batches(rows: duckdb.DuckDBPyConnection, names: list[str]) -> Iterator[list[dict[str, Any]]]:
    edges = names[0] == "start_key"
    while batch := rows.fetchmany(BATCH):
        if edges:
            yield [
                {"start_key": r[0], "end_key": r[1], "said": dict(zip(names[2:], r[2:], strict=True))}
                for r in batch
            ]
        else:
            yield [dict(zip(names, r, strict=True)) for r in batch]


def clear_hand(server: Server) -> None:
    labels = dict.fromkeys(one.label for one in graph().nodes.values())
    for label in (*(x for x in labels if x not in {"Organization", "Funder", "Call"}), *labels):
        while server.write(
            lambda tx, label=label: tx.run(  # type: ignore[misc]
                f"MATCH (n:{label}) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*)"
            ).single(strict=True)[0]
        ):
            pass


def timed(title: str, work: Callable[[], Any]) -> float:
    started, cpu = time.perf_counter(), time.process_time()
    said = work()
    seconds = time.perf_counter() - started
    print(f"{title}: {seconds:.1f} s wall, {time.process_time() - cpu:.1f} s CPU here; {said}", flush=True)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("world", type=Path, help="folder of `graphrisk world … --format tables`")
    parser.add_argument("--share", type=float, default=0.01, help="share of the works that change")
    parser.add_argument("--no-loop", action="store_true", help="leave the loop out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Server(find_address(None)) as server:
        workspace = create_workspace(Path(folder) / "ws")
        load_tables(workspace, given.world)
        changed(given.world, Path(folder) / "change", given.share)
        hand = 0.0
        if not given.no_loop:
            hand = timed("by hand", lambda: by_hand(workspace, server))
            clear_hand(server)
        whole = timed("publish, whole", lambda: publish(workspace, server))
        load_tables(workspace, Path(folder) / "change")
        small = timed(f"publish, {given.share:.1%} of the works changed", lambda: publish(workspace, server))
        timed("publish, nothing to do", lambda: publish(workspace, server))
        if hand:
            print(f"rate beside the loop: {hand / whole:.2f} (goal 0.9)")
        print(f"change beside the whole: {small / whole:.3f} (goal 0.05 at a million people)")
        wipe(workspace, server, lambda _label, _count: None)


if __name__ == "__main__":
    main()
