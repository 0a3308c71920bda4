"""A scan from a Neo4j server alone beside the embedded store, and R-COA-01 beside Cypher written by hand.

    python -c "from pathlib import Path; from graphrisk.world import generate; \\
        generate(Path('WORLD'), people=100_000, seed=5, fmt='tables', applicants=1000)"
    graphrisk init WORKSPACE && graphrisk load tables WORLD --workspace WORKSPACE
    NEO4J_URI=… NEO4J_PASSWORD=… graphrisk neo4j publish --workspace WORKSPACE
    NEO4J_URI=… NEO4J_PASSWORD=… python -m bench.neo4j_scan WORKSPACE CALL-1000

The scan from the server runs first, in a workspace that has nothing but the address, so that the peak of
memory is its own; its findings must be those of the embedded store. Then all is done again, warm. The Cypher
by hand (`coauthors.cypher`) counts, for the records that resolving linked, the works of the window that
others wrote with them at a listed organisation, by what the source resolved: less than R-COA-01 does, which
also reads the printed strings, grades each tie and decides the case. It is given the linked records, as the
rule is. The rule reads what was fetched; a scan fetches once for all its rules, and the line gives the ratio
with all of that added to this one rule as well.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from graphrisk.analyzers.coauthors import listed_coauthors
from graphrisk.analyzers.columns import months_before
from graphrisk.analyzers.prepare import people_of, prepare
from graphrisk.cli.stores import with_store
from graphrisk.policies import load_policy
from graphrisk.resolve import resolve_persons
from graphrisk.scan import ScanResult, scan
from graphrisk.scan.project import projects_table, read_call, read_projects
from graphrisk.scan.session import Session
from graphrisk.settings import create_workspace, open_workspace
from graphrisk.store import open_store
from graphrisk.store.base import GraphStore, Reach
from graphrisk.store.neo4j.connection import Server, find_address
from graphrisk.store.neo4j.scope import Neo4jScope
from graphrisk.technology import Tagger, load_taxonomy

BY_HAND = (Path(__file__).resolve().parent / "coauthors.cypher").read_text("utf-8")
POLICY = load_policy("jp-tejunsho")
RULE = POLICY.rules.coa_01
REACH = Reach(RULE.max_authors, RULE.window_months)


def cpu() -> float:
    """Return the CPU seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(what: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Run, print and return how long it took."""
    began, used = time.perf_counter(), cpu()
    found = work()
    seconds = time.perf_counter() - began
    sys.stdout.write(f"{what}: {seconds:.2f} s, {cpu() - used:.2f} s of this process's CPU\n")
    return found, seconds


def scanned(store: GraphStore, call: str) -> ScanResult:
    """Scan a call."""
    return replace(scan(store, call, policy=POLICY), seconds=0.0)


def fetched(store: GraphStore, call: str) -> int:
    """Fetch what a scan of the call needs; return the rows that came."""
    with store.scope(call, reach=REACH) as scope:
        return sum(scope.fetched.values()) if isinstance(scope, Neo4jScope) else 0


def rule_alone(store: GraphStore, call_id: str) -> tuple[float, dict[str, Any]]:
    """Return the seconds of R-COA-01 with its facts, and what the Cypher by hand is given."""
    with (
        store.scope(call_id, reach=REACH) as scope,
        Session(scope) as session,
    ):
        call = read_call(session, call_id)
        projects = read_projects(session, call, POLICY, Tagger(load_taxonomy(POLICY.taxonomy)))
        gate = session.keep("gate", projects_table(session, projects))
        people = people_of(session.tables, call_id, session.keep)
        resolved = resolve_persons(session, people.members.select("person_id").distinct())
        session.read(resolved.identities.limit(0))
        began = time.perf_counter()
        facts, _doubts = prepare(
            session.tables,
            people,
            call=call.table(session),
            applications=gate,
            identities=resolved.identities,
            places=resolved.lines,
            funder_keys=lambda names: names.mutate(name_key=names.funder_name),
            policy=POLICY,
            as_of=call.closes_on,
            keep=session.keep,
        )
        rows = session.read(listed_coauthors(facts, POLICY).candidates).num_rows
        seconds = time.perf_counter() - began
        sys.stdout.write(f"R-COA-01 with its facts: {rows:,} rows, {seconds:.2f} s\n")
        linked = resolved.identities.filter(resolved.identities.status == "linked")
        records = session.read(linked.select("person_id", "author_id")).to_pylist()
    given = {
        "records": [[row["person_id"], row["author_id"]] for row in records],
        "since": months_before(call.closes_on, RULE.window_months),
        "until": call.closes_on,
        "most": RULE.max_authors,
        "types": list(RULE.work_types),
    }
    return seconds, given


def main() -> int:
    """Measure; exit status 1 where the findings differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("call")
    parser.add_argument("--repeat", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        far = open_store(with_store(create_workspace(Path(name) / "ws"), "neo4j"))
        there, _ = timed("scan from the server, first", lambda: scanned(far, chosen.call))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        sys.stdout.write(
            f"  {len(there.people):,} people, {len(there.findings):,} findings, {peak:.2f} GiB\n"
        )
        near = open_store(open_workspace(chosen.workspace))
        for _ in range(chosen.repeat):
            here, embedded = timed("scan of the embedded store", lambda: scanned(near, chosen.call))
            _, server = timed("scan from the server", lambda: scanned(far, chosen.call))
            rows, fetching = timed("  of which fetching", lambda: fetched(far, chosen.call))
            sys.stdout.write(f"  {rows:,} rows fetched; {server / embedded:.2f} times the embedded scan\n")
            rule, given = rule_alone(far, chosen.call)
            with Server(find_address(None)) as connection:
                ask = partial(connection.read, BY_HAND, **given)
                found, by_hand = timed("Cypher by hand", ask)
            sys.stdout.write(
                f"  {len(found):,} rows; the rule is {by_hand / rule:.2f} times as fast, "
                f"with fetching {by_hand / (rule + fetching):.2f} times\n"
            )
        far.close()
        near.close()
    same = here == there
    sys.stdout.write(f"findings, people and coverage {'equal' if same else 'DIFFER'}\n")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
