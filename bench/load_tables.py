"""Time `load tables` of a generated world beside bare `CREATE TABLE AS SELECT * FROM parquet` in DuckDB.

    python bench/load_tables.py [--people N] [--world DIR] [--rounds 1] [--again]

Without --world a world of N people is made first (not timed). Baseline and load run in turns, each in a
process of its own so that its peak of memory is its own; medians are compared. --again also times a second
load of the same files, which must change nothing. Prints one JSON object. Goal: a million people, 3 M works
and 12 M authorships in at most 60 s and less than 8 GiB.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import duckdb

from graphrisk.schema import LOADED
from graphrisk.settings import create_workspace

MEMORY = "2GB"
STEPS = ("baseline", "load", "again")


def files_of(world: Path) -> dict[str, list[Path]]:
    """The Parquet files of each table of a world."""
    return {
        table.name: found
        for table in LOADED
        if (found := sorted([*world.rglob(f"{table.name}.parquet"), *world.rglob(f"{table.name}/*.parquet")]))
    }


def baseline(world: Path, folder: Path) -> dict[str, object]:
    """Copy every table into a fresh DuckDB file and do nothing else."""
    started = time.perf_counter()
    with duckdb.connect(str(folder / "bare.duckdb"), config={"memory_limit": MEMORY}) as connection:
        for name, paths in files_of(world).items():
            connection.execute(
                f"CREATE TABLE {name} AS SELECT * FROM read_parquet($1)", [[str(p) for p in paths]]
            )
    return {"seconds": time.perf_counter() - started}


def load(world: Path, folder: Path) -> dict[str, object]:
    """Load the world through graphrisk, as `graphrisk load tables DIR` does."""
    from graphrisk.load import load as load_files
    from loaders import LOADERS
    from loaders.base import Options
    from loaders.inputs import find_inputs

    stages: list[tuple[str, float]] = []
    started = time.perf_counter()
    report = load_files(
        create_workspace(folder / "workspace"),
        LOADERS["tables"],
        find_inputs([str(world)], LOADERS["tables"]),
        Options(),
        on_progress=lambda state: stages.append((state.stage, time.perf_counter())),
        now=lambda: dt.datetime.now(dt.UTC),
    )
    ended = time.perf_counter()
    spent: dict[str, float] = {}
    for (stage, begun), (_, after) in zip(stages, [*stages[1:], ("", ended)], strict=True):
        spent[stage] = round(spent.get(stage, 0.0) + after - begun, 2)
    return {
        "seconds": ended - started,
        "stages": spent,
        "read": report.read,
        "rejected": report.rejected_total,
        "changed": report.changed,
    }


def in_process(step: str, world: Path, folder: Path) -> dict[str, object]:
    """Run one step in a process of its own."""
    command = [sys.executable, __file__, "--step", step, "--world", str(world), "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def compare(world: Path, rounds: int, *, again: bool) -> dict[str, object]:
    """Run the steps in turns and put the figures together."""
    results: dict[str, list[dict[str, object]]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="graphrisk-bench-") as name:
            for step in STEPS if again else STEPS[:2]:
                results.setdefault(step, []).append(in_process(step, world, Path(name)))
    medians = {
        step: statistics.median(float(str(one["seconds"])) for one in found)
        for step, found in results.items()
    }
    with duckdb.connect() as connection:
        rows = {
            table: connection.execute(
                "SELECT count(*) FROM read_parquet($1)", [[str(p) for p in paths]]
            ).fetchall()[0][0]
            for table, paths in files_of(world).items()
        }
    return {
        "bench": "load_tables",
        "seconds": {step: round(value, 2) for step, value in medians.items()},
        "ratio": round(medians["load"] / medians["baseline"], 2),
        "cpu_seconds": {
            step: round(statistics.median(float(str(one["cpu"])) for one in found), 2)
            for step, found in results.items()
        },
        "peak_gib": {
            step: max(round(float(str(one["peak_gib"])), 2) for one in found)
            for step, found in results.items()
        },
        "stages": results["load"][-1]["stages"],
        "rejected": results["load"][-1]["rejected"],
        "again_changed": results["again"][-1]["changed"] if again else None,
        "rows": rows,
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "duckdb": duckdb.__version__,
        },
        "load_average": os.getloadavg()[0],
    }


def main() -> None:
    """Read the call and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.step:
        result = (baseline if call.step == "baseline" else load)(call.world, call.folder)
        used = resource.getrusage(resource.RUSAGE_SELF)
        result |= {"peak_gib": used.ru_maxrss / 2**20, "cpu": used.ru_utime + used.ru_stime}
        print(json.dumps(result))
        return
    if call.world:
        print(json.dumps(compare(call.world, call.rounds, again=call.again), indent=1))
        return
    from graphrisk.world import generate

    with tempfile.TemporaryDirectory(prefix="graphrisk-world-") as name:
        generate(Path(name), people=call.people, seed=call.seed, fmt="tables")
        print(json.dumps(compare(Path(name), call.rounds, again=call.again), indent=1))


if __name__ == "__main__":
    main()
