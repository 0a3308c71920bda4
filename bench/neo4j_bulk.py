"""Time the first load of a Neo4j database through files: write them, import them, publish.

    python bench/neo4j_bulk.py WORKSPACE [--people N] [--heap 2g] [--version V]

WORKSPACE is one with a snapshot; with --people a world of that size is made and loaded first (not timed). A
server of its own is made in a folder of its own by `tools/neo4j-server` and removed at the end. The baseline
(`alone`) is what `neo4j-admin` takes to import the same nodes and relationships from files as one writes them
by hand, in which nodes are named by their ids; writing those is not timed. Compared with it are the files of
`graphrisk neo4j bulk`, in which nodes are numbered, their import, and the publication after it, which makes
constraints and indexes. Prints one JSON object. Goal: at most 1.5 times the baseline in all, starting the
server not counted; `ratio_own` is by the import of graphrisk's own files instead. The CPU seconds of the
publication are this process's and the server's.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graphrisk.cli.neo4j_bulk import run_bulk
from graphrisk.settings import Workspace, open_workspace
from graphrisk.store import snapshot as snapshots
from graphrisk.store.duckdb import attach
from graphrisk.store.neo4j.bulk import file_name, select
from graphrisk.store.neo4j.bulk_numbers import END, NUMBER, START
from graphrisk.store.neo4j.bulk_parts import part_queries
from graphrisk.store.neo4j.bulk_texts import ARGUMENTS
from graphrisk.store.neo4j.connection import Address
from graphrisk.store.neo4j.connection import Server as Connection
from graphrisk.store.neo4j.model import Edges, Nodes, graph
from graphrisk.store.neo4j.publish import Publisher
from graphrisk.store.sql import literal, quoted
from tools.neo4j_server import Options, Server


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Return what `work` returns, with its seconds by the clock and of this machine's cores."""
    clock, cores = time.perf_counter(), _cores()
    result = work()
    return result, {
        "seconds": round(time.perf_counter() - clock, 2),
        "cpu_seconds": round(_cores() - cores, 2),
    }


def _cores() -> float:
    """Seconds of cores that this process and its ended children have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _server_cores(home: Path) -> float:
    """Seconds of cores that a running server has used; 0 where the system does not tell."""
    pid = json.loads((home / "server.json").read_text("utf-8"))["pid"]
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def within(folder: Path) -> Iterator[None]:
    """Work in a folder."""
    with contextlib.chdir(folder):
        yield


def by_hand(workspace: Workspace, files: Path, folder: Path) -> None:
    """Write what is in `files` as files that name nodes by their ids, each set with ids of its own."""
    folder.mkdir()
    given = (files / ARGUMENTS).read_text("utf-8").splitlines()
    kept = [line for line in given if not line.startswith("--id-type")]
    (folder / ARGUMENTS).write_text("\n".join(kept) + "\n", encoding="utf-8")
    separator = next(int(line.partition("U+")[2], 16) for line in kept if "delimiter" in line)
    number = snapshots.current(workspace.snapshots)
    assert number is not None
    tables = snapshots.tables_path(workspace.snapshots, number)
    every: list[Nodes | Edges] = [*graph().nodes.values(), *graph().edges.values()]
    with attach(tables, memory=workspace.settings.store.memory, temporary=folder / "spill") as connection:
        connection.execute("SET preserve_insertion_order = false")
        for one in every:
            for part, (query, _ending) in enumerate(part_queries(connection, one), 1):
                name = file_name(one, part)
                if not (files / name).exists():
                    continue
                if isinstance(one, Nodes):
                    named = {one.key: NUMBER}
                    spaces = {":ID": f":ID({one.name})"}
                else:
                    named = {"start_key": START, "end_key": END}
                    spaces = {":START_ID": f":START_ID({one.start})", ":END_ID": f":END_ID({one.end})"}
                keys = ", ".join(f"{quoted(key)} AS {column}" for key, column in named.items())
                told = select(one, f"chr({separator})", f"SELECT {keys}, * FROM ({query})")
                for header, space in spaces.items():
                    told = told.replace(quoted(header), quoted(space))
                connection.execute(
                    f"COPY ({told}) TO {literal(str(folder / name))} "
                    "(FORMAT csv, HEADER true, QUOTE '\"', ESCAPE '\"')"
                )
    (marker,) = {path.name for path in files.glob("nodes-*.csv")} - {path.name for path in folder.iterdir()}
    (folder / marker).write_bytes((files / marker).read_bytes())


def measure(workspace: Workspace, files: Path, home: Path, options: Options) -> dict[str, Any]:
    """Write, import, start, publish; return what each took."""
    report, writing = timed(lambda: run_bulk(workspace, files, database="neo4j", quiet=True))
    plain, server = files.with_name("by-hand"), Server(home, options)
    by_hand(workspace, files, plain)
    try:
        with within(plain):
            _, alone = timed(lambda: server.import_full(["neo4j", f"@{ARGUMENTS}"]))
        shutil.rmtree(plain)
        server.wipe()
        with within(files):
            said, importing = timed(lambda: server.import_full(["neo4j", f"@{ARGUMENTS}"]))
        _, starting = timed(server.start)
        with Connection(Address(server.uri, server.user, server.password)) as connection:
            publisher = Publisher(workspace, connection, lambda: dt.datetime.now(dt.UTC))
            before = _server_cores(home)
            made, publishing = timed(publisher.publish)
            publishing["cpu_seconds"] = round(publishing["cpu_seconds"] + _server_cores(home) - before, 2)
            _, nothing = timed(publisher.publish)
    finally:
        server.wipe()
    if made.rows:
        raise SystemExit(f"The publication found something to do: {made.rows}")
    ratios = {
        f"{name}_{of}": round((importing[of] + writing[of] + publishing[of]) / base[of], 3)
        for name, base in (("ratio", alone), ("ratio_own", importing))
        for of in ("seconds", "cpu_seconds")
    }
    peak = re.search(r"Peak memory usage: (\S+)", said)
    return {
        "nodes": report.nodes,
        "relationships": report.relationships,
        "megabytes": round(report.size / 1e6),
        "alone": alone,
        "write": writing,
        "import": importing,
        "import_peak": peak[1] if peak else None,
        "start": starting,
        "publish": publishing,
        "publish_again": nothing,
        **ratios,
    }


def made_workspace(folder: Path, people: int) -> Path:
    """Make a world of that size and load it; return the workspace."""
    program = Path(sys.executable).parent / "graphrisk"
    world, workspace = folder / "world", folder / "workspace"
    for words in (
        ("world", world, "--people", people, "--seed", 1, "--format", "tables"),
        ("init", workspace),
        ("load", "tables", world, "--workspace", workspace),
    ):
        subprocess.run([program, *map(str, words)], check=True, stdout=sys.stderr)
    return workspace


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--people", type=int, help="make a world of this size instead")
    parser.add_argument("--heap", default="2g")
    parser.add_argument("--version", default=Options().version)
    given = parser.parse_args()
    if (given.workspace is None) == (given.people is None):
        parser.error("name a workspace, or --people")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = given.workspace or made_workspace(folder, given.people)
        options = Options(version=given.version, heap=given.heap)
        found = measure(open_workspace(root), folder / "files", folder / "server", options)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}
    print(json.dumps({"version": given.version, "machine": machine, **found}, indent=1))


if __name__ == "__main__":
    main()
