"""How long a scan takes, and how R-COA-01 compares with SQL written by hand.

    python bench/rules.py WORKSPACE CALL [--scans N] [--repeat N]

Scans N times in one process and prints the seconds of each scan, those of each stage of the last one, its
findings and the peak of memory; then, on the same snapshot and in the same process, the seconds of R-COA-01
with the facts prepared for all rules, those of one SQL query that does the same for this rule alone, and
their ratio, which is to be at most 3. The rows of both must be equal. Exit status 1 where they are not, or
the best ratio is above 3. A workspace to measure with:

    graphrisk world WORLD --people 1000000 --seed 1 --format tables
    graphrisk init WORKSPACE && graphrisk load tables WORLD --workspace WORKSPACE
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.analyzers.coauthors import listed_coauthors
from graphrisk.analyzers.prepare import people_of, prepare
from graphrisk.policies import load_policy
from graphrisk.resolve import resolve_persons
from graphrisk.scan import scan
from graphrisk.scan.project import projects_table, read_call, read_projects
from graphrisk.scan.session import Session
from graphrisk.settings import open_workspace
from graphrisk.store import open_store
from graphrisk.technology import Tagger, load_taxonomy

if TYPE_CHECKING:
    from graphrisk.store.base import GraphStore

BY_HAND = (Path(__file__).resolve().parent / "coauthors.sql").read_text("utf-8")
POLICY = load_policy("jp-tejunsho")
TARGET = 3.0


def measure_scan(store: GraphStore, call: str, times: int) -> None:
    totals: list[float] = []
    stages: list[tuple[str, float]] = []

    def note(stage: str, _share: float) -> None:
        stages.append((stage, time.perf_counter()))

    for _ in range(times):
        stages.clear()
        began = time.perf_counter()
        result = scan(store, call, policy=POLICY, on_progress=note)
        totals.append(time.perf_counter() - began)
    total = totals[-1]
    for (stage, start), (_, end) in zip(stages, [*stages[1:], ("", began + total)], strict=True):
        print(f"  {stage:10s} {end - start:7.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"scan of {call}: {len(result.people):,} people, {len(result.findings):,} findings, "
        f"{statistics.median(totals):.2f} s (median of {', '.join(f'{one:.2f}' for one in totals)})"
    )
    print(f"  peak of memory {peak:.2f} GiB; findings: {dict(Counter(f.rule for f in result.findings))}")


def compare(store: GraphStore, call_id: str, repeat: int, target: float) -> bool:
    ratios = []
    for _ in range(repeat):
        with store.scope(call_id) as scope, Session(scope) as session:
            call = read_call(session, call_id)
            projects = read_projects(session, call, POLICY, Tagger(load_taxonomy(POLICY.taxonomy)))
            gate = session.keep("gate", projects_table(session, projects))
            people = people_of(session.tables, call_id, session.keep)
            ids = people.members.select("person_id").distinct()
            resolved = resolve_persons(session, ids)
            identities = resolved.identities
            session.read(identities.limit(0))

            began = time.perf_counter()
            facts, _doubts = prepare(
                session.tables,
                people,
                call=call.table(session),
                applications=gate,
                identities=identities,
                places=resolved.lines,
                funder_keys=lambda names: names.mutate(name_key=names.funder_name),
                policy=POLICY,
                as_of=call.closes_on,
                keep=session.keep,
            )
            session.read(facts.coauthors.limit(0))
            prepared = time.perf_counter()
            rule = session.read(listed_coauthors(facts, POLICY).candidates)
            ruled = time.perf_counter()
            names = {
                "identities": identities.get_name(),
                "members": people.members.get_name(),
                "gate": gate.get_name(),
                "T": f"DATE '{call.closes_on.isoformat()}'",
                "types": ", ".join(f"'{name}'" for name in POLICY.rules.coa_01.work_types),
            }
            query = BY_HAND.format(**names)
            started = time.perf_counter()
            by_hand = scope.backend.con.sql(query).to_arrow_table()
            ended = time.perf_counter()
            columns = ("application_id", "person_id", "object_id", "case", "works", "grade")
            same = _rows(rule, columns) == _rows(by_hand, columns)
        ratios.append((ruled - began) / (ended - started))
        print(
            f"R-COA-01: {rule.num_rows:,} rows; prepared in {prepared - began:.2f} s (for all rules), rule "
            f"{ruled - prepared:.2f} s; by hand {ended - started:.2f} s; ratio {ratios[-1]:.2f}; "
            f"rows {'equal' if same else 'DIFFER'}"
        )
        if not same:
            return False
    return not target or min(ratios) <= target


def _rows(table: Any, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return sorted(zip(*[table.column(name).to_pylist() for name in columns], strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("call")
    parser.add_argument("--scans", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--ratio", type=float, default=TARGET, help="fail above it; 0 only shows it")
    chosen = parser.parse_args()
    store = open_store(open_workspace(chosen.workspace))
    print(f"{dt.date.today().isoformat()}, {store.manifest.rows.get('works', 0):,} works")  # noqa: DTZ011
    measure_scan(store, chosen.call, chosen.scans)
    good = compare(store, chosen.call, chosen.repeat, chosen.ratio)
    store.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
