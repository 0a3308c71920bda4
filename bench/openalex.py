"""Time the OpenAlex loader beside one thread that gunzips and parses the same lines and does nothing else.

    python bench/openalex.py FILE... [--processes N] [--repeat K] [--distinct] [--rounds 3]

The lines of the files are put K times into one file, so that the baseline takes long enough to be measured;
with --distinct every repetition has works, authors and names of its own. Both sides run in turns, each in an
interpreter of its own; the medians are compared. Prints one JSON object; `ratio` is to be at most 1.5.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from loaders.base import Batch, Input, Options, Progress, Reject
from loaders.openalex import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence

_AUTHOR = re.compile(rb'("https://openalex\.org/A)(\d+", ?"display_name": ?")')
_PRINTED = re.compile(rb'("raw_author_name": ?")')


def baseline(path: Path) -> int:
    """One thread, the standard library's gzip and orjson, line by line, nothing kept."""
    records = 0
    with gzip.open(path, "rb") as file:
        for line in file:
            orjson.loads(line)
            records += 1
    return records


def loader(path: Path, processes: int) -> dict[str, int]:
    """The loader to its last event; rows are counted and let go, as the writer of a snapshot would."""
    found = {"records": 0, "rejected": 0, "rows": 0}
    item = Input(path, path.name, path.stat().st_size)
    for event in SOURCE.load([item], Options(processes=processes)):
        if isinstance(event, Batch):
            found["rows"] += event.rows.num_rows
        elif isinstance(event, Progress):
            found["records"] += event.records
        elif isinstance(event, Reject):
            found["rejected"] += 1
    return found


def repeated(files: Sequence[Path], times: int, folder: Path, *, distinct: bool) -> Path:
    """Return one gzip file of all lines `times` over.

    If `distinct`, ids and names of authors differ, lest the keys of names come from a cache.
    """
    target = folder / "works.jsonl.gz"
    with gzip.open(target, "wb", compresslevel=6) as out:
        for number in range(times):
            for file in files:
                with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as lines:
                    for line in lines:
                        out.write(_other(line, number) if number and distinct else line)
    return target


def _other(line: bytes, number: int) -> bytes:
    mark = str(number).encode()
    letters = bytes([97 + number % 26, 97 + number // 26 % 26])
    line = line.replace(b"openalex.org/W", b"openalex.org/W" + mark)
    line = _AUTHOR.sub(rb"\g<1>" + mark + rb"\g<2>" + letters, line)
    return _PRINTED.sub(rb"\g<1>" + letters, line)


def memory() -> dict[str, float]:
    """Peak memory in MiB: of this process, and of the largest of its children."""
    return {
        "self_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "largest_child_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _cpu() -> float:
    """CPU seconds of this process and its ended children: what waiting for a busy machine does not change."""
    return sum(os.times()[:4])


def measure_alone(arguments: Sequence[str]) -> dict[str, float]:
    """Run this file in a fresh interpreter, so that one side does not warm or burden the other."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def one(side: str, path: Path, processes: int) -> dict[str, float]:
    """Time one side; interpreter start and imports are left out on both."""
    start, cpu = time.perf_counter(), _cpu()
    found: dict[str, float] = (
        {"records": baseline(path)} if side == "baseline" else dict(loader(path, processes))
    )
    return {
        "seconds": time.perf_counter() - start,
        "cpu": _cpu() - cpu,
        **found,
        **memory(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=("baseline", "loader"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(one(options.side, options.files[0], options.processes)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = repeated(options.files, options.repeat, Path(folder), distinct=options.distinct)
        sides: dict[str, list[dict[str, float]]] = {"baseline": [], "loader": []}
        for _ in range(options.rounds):
            for side, results in sides.items():
                call = [str(path), "--side", side, "--processes", str(options.processes)]
                results.append(measure_alone(call))
        size = path.stat().st_size
    base, ours = (statistics.median(r["seconds"] for r in sides[side]) for side in ("baseline", "loader"))
    children = max(r["largest_child_mib"] for r in sides["loader"])
    report = {
        "bench": "openalex",
        "machine": {
            "cpus": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
        },
        "gz_bytes": size,
        "records": sides["loader"][0]["records"],
        "rows": sides["loader"][0]["rows"],
        "rejected": sides["loader"][0]["rejected"],
        "distinct": options.distinct,
        "processes": options.processes,
        "baseline_seconds": round(base, 3),
        "loader_seconds": round(ours, 3),
        "ratio": round(ours / base, 3),
        "ratios": [round(b["seconds"] / a["seconds"], 3) for a, b in zip(*sides.values(), strict=True)],
        "cpu_ratio": round(
            statistics.median(
                b["cpu"] / a["cpu"] for a, b in zip(sides["baseline"], sides["loader"], strict=True)
            ),
            3,
        ),
        "peak_mib_with_children": round(
            max(r["self_mib"] for r in sides["loader"])
            + options.processes * children * (options.processes > 1)
        ),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
