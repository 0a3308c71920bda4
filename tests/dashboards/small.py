"""A small workspace with one run, made without a scan: the dashboard shows what the review database holds.

People, works and questions are invented. Names hold markup, and are as long as names get, on purpose.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

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
from graphrisk.names.identifiers import award_key, row_id
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
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
from graphrisk.schema import TABLES, Type
from graphrisk.settings import Workspace, create_workspace
from loaders.base import Batch, Input, Options, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.base import Event

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
AS_OF = dt.date(2026, 10, 30)
MARKUP = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>"
LONG = "国立研究開発法人量子科学技術研究開発機構"
HOME = "https://ror.org/057zh3y96"
LISTED = "https://ror.org/026vcq606"
OTHER = "https://ror.org/00jjx8s55"
AUTHOR = "https://openalex.org/A1000001"
COAUTHOR = "https://openalex.org/A1000002"
WORKS = tuple(f"https://openalex.org/W200000{n}" for n in range(1, 6))
MONTHS = (
    dt.date(2025, 3, 1),
    dt.date(2025, 9, 15),
    dt.date(2026, 2, 1),
    dt.date(2026, 6, 20),
    dt.date(2024, 5, 1),
)


def workspace(root: Path, findings: int = 0) -> Workspace:
    """Return a workspace with a graph and a run of a few questions, and of `findings` more where asked."""
    space = create_workspace(root)
    source = Source("tables", _events, "", "", (), stdin=False)
    load(space, source, [_input(root)], Options(), now=lambda: NOW)
    repository = Repository(space.review_url, clock=lambda: NOW)
    repository.save_run(result([*questions(), *many(findings)]), by="tester")
    repository.close()
    return space


def empty_run(root: Path) -> Workspace:
    """Return a workspace with a graph and a run that raised no question."""
    space = create_workspace(root)
    source = Source("tables", _events, "", "", (), stdin=False)
    load(space, source, [_input(root)], Options(), now=lambda: NOW)
    repository = Repository(space.review_url, clock=lambda: NOW)
    repository.save_run(result([]), by="tester")
    repository.close()
    return space


def _input(root: Path) -> Input:
    path = root / "literal.txt"
    path.write_text("rows of a test\n", "utf-8")
    return Input(path, path.name, path.stat().st_size)


def _rows(name: str, rows: Sequence[dict[str, Any]]) -> Batch:
    table = TABLES[name]
    full = []
    for row in rows:
        whole = {
            column.name: row.get(column.name, [] if column.type is Type.STRINGS else None)
            for column in table.columns
        }
        if "row_id" in table.names:
            whole["row_id"] = row_id(name, list(row.values()))
        full.append(whole)
    return Batch(name, pa.Table.from_pylist(full, schema=table.arrow_schema()))


def _events(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    organizations = {
        HOME: ("The University of Tokyo", "JP"),
        LISTED: ("Moscow Aviation Institute", "RU"),
        OTHER: (LONG, "JP"),
    }
    yield _rows(
        "organizations",
        [
            {"org_id": key, "name": name, "country_code": country}
            for key, (name, country) in organizations.items()
        ],
    )
    yield _rows(
        "organization_names",
        [
            {"org_id": key, "name": name, "name_key": organization_key(name), "kind": "display"}
            for key, (name, _) in organizations.items()
        ],
    )
    yield _rows(
        "list_editions",
        [
            {
                "list_id": "demo",
                "edition": "2025-01",
                "title": "Demonstration list",
                "valid_from": dt.date(2025, 1, 1),
            }
        ],
    )
    yield _rows(
        "list_entries",
        [
            {
                "entry_id": "demo|2025-01|1",
                "list_id": "demo",
                "edition": "2025-01",
                "row_no": "1",
                "name": "Moscow Aviation Institute",
                "country_code": "RU",
                "ror": LISTED,
                "valid_from": dt.date(2025, 1, 1),
            }
        ],
    )
    yield _rows(
        "list_names",
        [
            {
                "entry_id": "demo|2025-01|1",
                "list_id": "demo",
                "edition": "2025-01",
                "name": "Moscow Aviation Institute",
                "name_key": organization_key("Moscow Aviation Institute"),
                "kind": "name",
            }
        ],
    )
    yield _rows(
        "persons",
        [
            {"author_id": AUTHOR, "display_name": "Hanako Yamada", "name_key": person_key("Hanako Yamada")},
            {"author_id": COAUTHOR, "display_name": MARKUP, "name_key": person_key(MARKUP)},
        ],
    )
    yield _rows(
        "works",
        [
            {
                "work_id": work,
                "doi": f"https://doi.org/10.5555/{number}",
                "title": f"{MARKUP} Quantum sensing with colour centres, part {number}",
                "type": "article",
                "publication_date": MONTHS[number],
                "publication_year": MONTHS[number].year,
                "authors_count": 2,
                "authors_truncated": False,
            }
            for number, work in enumerate(WORKS)
        ],
    )
    yield _rows(
        "authorships",
        [
            {"work_id": work, "position": place, "author_id": author, "raw_name": name}
            for work in WORKS
            for place, (author, name) in enumerate(((AUTHOR, "Hanako Yamada"), (COAUTHOR, MARKUP)))
        ],
    )
    yield _rows(
        "affiliations",
        [
            {"work_id": work, "position": place, "seq": seq, "author_id": author, "org_id": org}
            for work in WORKS
            for place, seq, author, org in (
                (0, 0, AUTHOR, HOME),
                (0, 1, AUTHOR, LISTED),
                (1, 0, COAUTHOR, LISTED),
            )
        ],
    )
    yield _rows(
        "work_awards",
        [
            {
                "work_id": WORKS[0],
                "seq": 0,
                "funder_name": "Demonstration Fund",
                "award_id": "DF-2025-7",
                "award_key": award_key("DF-2025-7"),
            }
        ],
    )
    yield from _declared()


def _declared() -> Iterator[Event]:
    yield _rows(
        "calls",
        [{"call_id": "CALL-A", "title": "先端量子技術公募", "designated": True, "closes_on": AS_OF}],
    )
    yield _rows(
        "applications",
        [
            {
                "application_id": "A-001",
                "call_id": "CALL-A",
                "title": "量子センシング",
                "title_en": "Quantum sensing",
            }
        ],
    )
    yield _rows(
        "participants",
        [
            {
                "application_id": "A-001",
                "person_id": "P-001",
                "role": "pi",
                "name_ja": "山田 花子",
                "name_latin": ["Hanako Yamada"],
                "openalex_id": AUTHOR,
                "home_org": "The University of Tokyo",
                "home_org_ror": HOME,
            }
        ],
    )
    yield _rows(
        "declared_affiliations",
        [
            {
                "person_id": "P-001",
                "org": "The University of Tokyo",
                "org_ror": HOME,
                "title": "Professor",
                "type": "employed",
                "start_on": dt.date(2019, 4, 1),
            },
            {
                "person_id": "P-001",
                "org": LONG,
                "org_ror": OTHER,
                "title": "客員研究員",
                "type": "visiting",
                "start_on": dt.date(2023, 4, 1),
                "end_on": dt.date(2026, 3, 31),
            },
        ],
    )
    yield _rows("attestations", [{"person_id": "P-001", "signed_on": dt.date(2026, 10, 1)}])


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
