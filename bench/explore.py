"""How long exploring takes, beside SQL straight over the tables of the snapshot.

    python bench/explore.py WORKSPACE [--number N] [--baseline N] [--seed N]
    NEO4J_URI=… NEO4J_PASSWORD=… python bench/explore.py WORKSPACE --store neo4j

Builds the index where there is none (and says how long that took), then draws names, people, organisations
(the largest among them), works and pairs of nodes, and prints the median and the 95th percentile of each kind
of question in milliseconds; beside it the median of the same question asked without the index, of a smaller
number of the same draws, and the ratio. Exit status 1 where a 95th percentile is above its goal and --check
is given. A workspace to measure with is made as in bench/rules.py. With --store neo4j the questions go to a
server to which its snapshot was published.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboards.explore.view import Expand
from graphrisk.cli.stores import with_store
from graphrisk.settings import open_workspace
from graphrisk.store import open_store
from graphrisk.store import snapshot as snapshots
from graphrisk.store.search import search

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Question = Callable[[], object]

EXPANDED = Expand(("person", "")).limit
"""How many ties of each kind the page asks for where it is not told otherwise."""
GOALS = {"search": 200.0, "neighbours": 100.0, "path": 1000.0}
AUTHORED = """
SELECT w.work_id, w.title, w.publication_date, a.raw_name FROM authorships a JOIN works w USING (work_id)
WHERE a.author_id = $id ORDER BY w.publication_date DESC, w.work_id LIMIT 50
"""
WRITERS = """
SELECT p.author_id, p.display_name, a.raw_name FROM authorships a JOIN persons p USING (author_id)
WHERE work_id = $id
"""
MEMBERS = """
SELECT p.author_id, any_value(p.display_name), max(w.publication_date) AS last, count(DISTINCT work_id)
FROM affiliations a JOIN persons p USING (author_id) JOIN works w USING (work_id) WHERE a.org_id = $id
GROUP BY p.author_id ORDER BY last DESC LIMIT 50
"""
TO_LISTED = """
SELECT DISTINCT one.work_id, other.author_id, f.org_id
FROM authorships one JOIN authorships other USING (work_id)
JOIN affiliations f ON f.author_id = other.author_id
JOIN listings l ON l.org_id = f.org_id WHERE one.author_id = $id LIMIT 10
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--number", type=int, default=100, help="questions of each kind")
    parser.add_argument(
        "--baseline", type=int, default=5, help="how many of them are asked without the index"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", choices=["duckdb", "neo4j"], default="duckdb")
    parser.add_argument("--check", action="store_true", help="fail where a goal is missed")
    chosen = parser.parse_args()
    workspace = with_store(open_workspace(chosen.workspace), chosen.store)
    store = open_store(workspace)
    began, cpu = time.perf_counter(), _cpu()
    store.node("person", "")
    store.prepare()
    print(f"index: {time.perf_counter() - began:.1f} s, {_cpu() - cpu:.1f} s of processor time", end="")
    path = snapshots.explore_path(workspace.snapshots, store.manifest.snapshot)
    print(f", {path.stat().st_size / 2**20:.0f} MiB" if path.exists() else "")
    tables = snapshots.tables_path(workspace.snapshots, store.manifest.snapshot)
    with duckdb.connect(config={"memory_limit": workspace.settings.store.memory}) as plain:
        plain.execute(f"ATTACH '{tables}' AS graph (READ_ONLY)")
        plain.execute("USE graph")
        missed = [not _measure(*asked, chosen) for asked in _questions(store, plain, chosen)]
    store.close()
    print(f"peak of memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    return 1 if chosen.check and any(missed) else 0


def _questions(
    store: Any, plain: duckdb.DuckDBPyConnection, chosen: argparse.Namespace
) -> list[tuple[str, str, Sequence[tuple[Question, Question]]]]:
    draw = random.Random(chosen.seed)  # noqa: S311

    def some(query: str) -> list[str]:
        found = sorted(value for (value,) in plain.execute(query).fetchall() if value)
        # One more than is measured: the first is asked before, so that no figure holds the planning.
        return draw.sample(found, min(len(found), chosen.number + 1))

    def sql(query: str, id_: str) -> Question:
        return lambda: plain.execute(query, {"id": id_}).fetchall()

    def find(text: str) -> tuple[Question, Question]:
        def ask(query: str, parameters: dict[str, object] | None) -> Any:
            return plain.sql(query, params=parameters).to_arrow_table()

        return partial(store.search, text), partial(search, ask, text, limit=20)

    def beside(kind: str, ids: Sequence[str], query: str, **more: Any) -> list[tuple[Question, Question]]:
        ask = partial(store.neighbours, kind, limit=EXPANDED, **more)
        return [(partial(ask, id_), sql(query, id_)) for id_ in ids]

    people = some("SELECT author_id FROM persons USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1)")
    others = draw.sample(people, len(people))
    works = some("SELECT work_id FROM works USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1)")
    orgs = some("SELECT org_id FROM organizations")
    large = some(
        "SELECT org_id FROM (SELECT org_id, count(*) AS n FROM affiliations GROUP BY org_id "
        "ORDER BY n DESC LIMIT 20)"
    )
    applicants = some("SELECT person_id FROM participants WHERE orcid IS NOT NULL OR openalex_id IS NOT NULL")
    records = dict(
        plain.execute(
            "SELECT t.person_id, p.author_id FROM participants t JOIN persons p USING (orcid)"
        ).fetchall()
    )
    names = some("SELECT name FROM person_names USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1)")
    turned = [" ".join(reversed(name.replace(",", " ").split())) for name in names]
    titles = [
        " ".join(draw.sample(t.split(), min(2, len(t.split()))))
        for t in some("SELECT title FROM works LIMIT 20000")
    ]
    orgnames = some("SELECT name FROM organization_names")
    pairs = [
        (partial(store.paths, ("person", a), ("person", b)), sql(AUTHORED, a))
        for a, b in zip(people, others, strict=True)
    ]
    listed = [
        (partial(store.paths, ("applicant", a)), sql(TO_LISTED, records.get(a, ""))) for a in applicants
    ]
    return [
        ("search", "people", [find(name) for name in names]),
        ("search", "people, the other order", [find(name) for name in turned]),
        ("search", "people, the beginning of a name", [find(name[:4]) for name in names]),
        ("search", "works, two words of a title", [find(title) for title in titles]),
        ("search", "organisations", [find(name) for name in orgnames]),
        ("neighbours", "people", beside("person", people, AUTHORED)),
        ("neighbours", "people, co-authors", beside("person", people, AUTHORED, ties=["coauthor"])),
        ("neighbours", "works", beside("work", works, WRITERS)),
        ("neighbours", "organisations", beside("organization", orgs, MEMBERS)),
        ("neighbours", "the 20 largest organisations", beside("organization", large, MEMBERS)),
        ("path", "between two people (beside: works of one)", pairs),
        ("path", "applicant to any listed (beside: co-authors)", listed),
    ]


def _measure(
    kind: str, name: str, asked: Sequence[tuple[Question, Question]], chosen: argparse.Namespace
) -> bool:
    asked[0][0]()
    quick = sorted(_time(question) for question, _ in asked[1:])
    slow = sorted(_time(question) for _, question in asked[1 : chosen.baseline + 1])
    p50, p95 = quick[len(quick) // 2], quick[int(len(quick) * 0.95)]
    beside = slow[len(slow) // 2]
    missed = "" if p95 <= GOALS[kind] else f"  above {GOALS[kind]:.0f} ms"
    print(
        f"{kind:10s} {name:45s} p50 {p50:7.1f}  p95 {p95:7.1f}  max {quick[-1]:7.1f} ms; "
        f"without index {beside:7.1f} ms, {beside / p50:6.1f} x{missed}"
    )
    return not missed


def _time(question: Question) -> float:
    began = time.perf_counter()
    question()
    return (time.perf_counter() - began) * 1000


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
