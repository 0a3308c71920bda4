"""A small workspace with one run, made without a scan: the dashboard shows what the review database holds.

People, works and questions are invented. Names hold markup, and are as long as names get, on purpose.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.findings import (
    Evidence,
    Finding,
    Grade,
    Identity,
    Level,
    Step,
    Thing,
    evidence_hash,
    finding_id,
)
from graphrisk.i18n import Message
from graphrisk.load import load
from graphrisk.review import Repository
from graphrisk.scan.result import (
    ApplicationInfo,
    Coverage,
    ListCoverage,
    PersonInfo,
    ProgramCoverage,
    ScanResult,
    SourceCoverage,
)
from graphrisk.settings import Workspace, create_workspace
from loaders.base import Input, Options, Source
from tests.dashboards.small_tables import (
    AS_OF,
    COAUTHOR,
    HOME,
    LISTED,
    LONG,
    MARKUP,
    MONTHS,
    OTHER,
    WORKS,
    events,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)


def workspace(root: Path, findings: int = 0) -> Workspace:
    """Return a workspace with a graph and a run of a few questions, and of `findings` more where asked."""
    space = create_workspace(root)
    source = Source("tables", events, "", "", (), stdin=False)
    load(space, source, [_input(root)], Options(), now=lambda: NOW)
    repository = Repository(space.review_url, clock=lambda: NOW)
    repository.save_run(result([*questions(), *many(findings)]), by="tester")
    repository.close()
    return space


def empty_run(root: Path) -> Workspace:
    """Return a workspace with a graph and a run that raised no question."""
    space = create_workspace(root)
    source = Source("tables", events, "", "", (), stdin=False)
    load(space, source, [_input(root)], Options(), now=lambda: NOW)
    repository = Repository(space.review_url, clock=lambda: NOW)
    repository.save_run(result([]), by="tester")
    repository.close()
    return space


def _input(root: Path) -> Input:
    path = root / "literal.txt"
    path.write_text("rows of a test\n", "utf-8")
    return Input(path, path.name, path.stat().st_size)


def questions() -> list[Finding]:
    """Return five questions of different rules, levels and grades."""
    works = tuple(
        Evidence(
            "work", "observed", "openalex", work, work, MONTHS[n], None, f"{MARKUP} Quantum sensing, part {n}"
        )
        for n, work in enumerate(WORKS[:4])
    )
    listing = Evidence(
        "listing",
        "listing",
        "demo",
        "demo|2025-01|1",
        None,
        dt.date(2025, 1, 1),
        None,
        "Moscow Aviation Institute",
    )
    return [
        finding(
            "R-AFF-01", "D", Level.HIGH, Thing(LISTED, "Moscow Aviation Institute", LISTED), (*works, listing)
        ),
        finding(
            "R-COA-01",
            "E",
            Level.MEDIUM,
            Thing(LISTED, "Moscow Aviation Institute", LISTED),
            works[:2],
            grade=Grade.B,
        ),
        finding(
            "R-FND-01",
            "D",
            Level.LOW,
            Thing("fund", "Demonstration Fund"),
            (
                Evidence(
                    "award", "observed", "openalex", f"{WORKS[0]}#0", WORKS[0], MONTHS[0], None, "DF-2025-7"
                ),
            ),
            grade=Grade.C,
        ),
        finding("R-CVR-01", "D", Level.LOW, Thing("role:student", "student"), (), person="P-002"),
        finding("R-QLT-01", "info", Level.INFO, Thing("CALL-A", "CALL-A"), (), person=None, application=None),
    ]


def finding(
    rule: str,
    kind: str,
    level: Level,
    thing: Thing,
    evidence: tuple[Evidence, ...],
    *,
    grade: Grade = Grade.A,
    person: str | None = "P-001",
    application: str | None = "A-001",
) -> Finding:
    """Return a finding with sentences that name its object."""
    dates = [item.date for item in evidence if item.side == "observed" and item.date]
    return Finding(
        id=finding_id(rule, person, thing.id, application),
        rule=rule,
        kind=kind,
        level=level,
        application_id=application,
        person_id=person,
        object=thing,
        question=Message("Was the tie to {name} declared?", {"name": thing.name}),
        declared=Message("Nothing is declared about {name}.", {"name": thing.name}),
        observed=Message("{count} works name it.", {"count": len(dates)}),
        evidence=evidence,
        identity=Identity(
            grade,
            ("openalex_id", "ror"),
            ("name_differs",) if grade is Grade.C else (),
            (f"{COAUTHOR}|orcid_differs:0000-0002-1825-0097",),
        ),
        steps=(
            Step("base", None, Level.MEDIUM, Message("several works")),
            Step("listing", Level.MEDIUM, level, Message("on a list at the time of the tie and now")),
        ),
        evidence_hash=evidence_hash(level, evidence),
        first_date=min(dates, default=None),
        last_date=max(dates, default=None),
    )


def many(count: int) -> list[Finding]:
    """Return questions of all levels over forty applications."""
    levels = list(Level)
    return [
        finding(
            "R-AFF-01",
            "D",
            levels[n % 4],
            Thing(
                f"name:organisation {n}", f"Organisation {n} with a rather long name in the middle of the row"
            ),
            (
                Evidence(
                    "work",
                    "observed",
                    "openalex",
                    f"W{n}",
                    None,
                    dt.date(2025, 1 + n % 12, 1),
                    None,
                    "A work",
                ),
            ),
            application=f"A-{n % 40:03d}",
        )
        for n in range(count)
    ]


def result(findings: Sequence[Finding]) -> ScanResult:
    """Return a scan's result with these findings."""
    return ScanResult(
        call_id="CALL-A",
        call_title="先端量子技術公募",
        as_of=AS_OF,
        snapshot=1,
        policy="jp-tejunsho",
        policy_hash="0" * 64,
        applications=(
            ApplicationInfo("A-001", "量子センシング", "Quantum sensing", "security", ("7",), proposed=False),
        ),
        people=(
            PersonInfo(
                "A-001", "P-001", "pi", "山田 花子", "Hanako Yamada", "The University of Tokyo", HOME, "A", 5
            ),
            PersonInfo("A-001", "P-002", "student", MARKUP, None, LONG, OTHER, None, 0),
        ),
        findings=tuple(findings),
        coverage=Coverage(
            sources=(SourceCoverage("openalex", ("2026-10",), NOW, 0, 2024, 2026),),
            lists=(ListCoverage("demo", "Demonstration list", "2025-01", dt.date(2025, 1, 1), 1),),
            program=ProgramCoverage(None, declared=True, listed=None, designated=True),
            missing=(),
            applications=1,
            people=2,
            people_without_record=("P-002",),
            works=5,
            works_truncated=0,
            works_with_funding=1,
            works_undated=0,
            unverified_rules=(),
            taxonomy="jp-20-2022",
            notes=(Message("1 of 2 people has no public record."),),
        ),
        seconds=0.5,
    )
