"""Time the review database: keep a run of N findings, read it back, search it.

    python bench/review.py [--findings 100000] [--url sqlite:///…]

Without --url a database is made in a temporary folder. Prints one JSON object. Goal: a hundred thousand
findings kept in a few seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graphrisk.findings import Level
from graphrisk.review import Repository
from tests.review.factory import App, Person, finding, result


def measure(url: str, count: int) -> dict[str, object]:
    """Keep and read a run; return seconds by step."""
    levels = list(Level)
    findings = tuple(
        finding(level=levels[n % 4], application_id=f"A{n // 5}", person_id=f"P{n}", works=3)
        for n in range(count)
    )
    people = tuple(Person(f"A{n // 5}", f"P{n}") for n in range(count))
    applications = tuple(App(f"A{n}", f"課題 {n}") for n in range(-(-count // 5)))
    made = result(*findings, people=people, applications=applications)
    seconds = {}
    with Repository(url, clock=lambda: dt.datetime.now(dt.UTC)) as repository:
        started = time.perf_counter()
        run = repository.save_run(made, by="bench")
        seconds["save_run"] = time.perf_counter() - started
        for name, chosen in (
            ("all findings", {}),
            ("HIGH only", {"levels": ["HIGH"]}),
            ("search", {"text": "P77"}),
        ):
            started = time.perf_counter()
            repository.findings(run.id, **chosen)
            seconds[name] = time.perf_counter() - started
        started = time.perf_counter()
        repository.decide(run.id, findings[0].id, decision="explained", reason="bench", decided_by="bench")
        seconds["decide"] = time.perf_counter() - started
    return {"findings": count, **{name: round(value, 3) for name, value in seconds.items()}}


def main() -> None:
    """Read the arguments, measure, print."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--findings", type=int, default=100_000)
    reader.add_argument("--url", default="")
    given = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(given.url or f"sqlite:///{folder}/review.db", given.findings)
    print(
        json.dumps(
            {"machine": f"{platform.machine()}, Python {platform.python_version()}", **found}, indent=1
        )
    )


if __name__ == "__main__":
    main()
