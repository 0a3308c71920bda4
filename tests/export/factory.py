"""A run and findings for the tests of exports; strings that a spreadsheet might run stand where names do."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from graphrisk.findings import Evidence, Finding, Grade, Identity, Level, Step, Thing
from graphrisk.i18n import Message
from graphrisk.review.records import ApplicationRecord, Decision, FindingRecord, RunRecord, State

AT = dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC)
EVIL = '=HYPERLINK("http://x","click")'

RUN = RunRecord(
    id="R000007",
    call_id="C1",
    call_title="公募1",
    as_of=dt.date(2026, 10, 30),
    snapshot=3,
    policy="jp-tejunsho",
    policy_hash="abc",
    created_at=AT,
    created_by="reviewer",
    seconds=1.25,
    application_count=1,
    person_count=2,
    by_level={"HIGH": 1, "INFO": 1},
    by_rule={"R-AFF-01": 1, "R-QLT-01": 1},
    by_rule_level={"R-AFF-01": {"HIGH": 1}, "R-QLT-01": {"INFO": 1}},
    coverage={
        "sources": [{"source": "openalex", "editions": ["2026-09"], "first_year": 2010}],
        "missing": [],
        "works": 12,
        "notes": [{"msgid": "Notes", "values": {}}],
    },
    applications=(ApplicationRecord("A1", "課題1", "Project 1", "security", ("5",), proposed=False),),
)

FINDING = Finding(
    id="F0123456789abcdef",
    rule="R-AFF-01",
    kind="D",
    level=Level.HIGH,
    application_id="A1",
    person_id="P1",
    object=Thing("https://ror.org/02kpeqv85", "国立研究開発法人 量子科学技術研究開発機構", "https://ror.org/02kpeqv85"),
    question=Message("Was the post at {org} declared on {day}?", {"org": EVIL, "day": dt.date(2026, 4, 1)}),
    declared=Message("No post."),
    observed=Message("{count} works", {"count": 2}),
    evidence=(
        Evidence(
            "work",
            "observed",
            "openalex",
            "https://openalex.org/W1",
            "https://openalex.org/W1",
            dt.date(2026, 3, 1),
            None,
            "@SUM(A1:A9) of\nscience",
        ),
        Evidence("listing", "listing", "jp-eul", "jp-eul|1|7", None, dt.date(1850, 1, 1), dt.date(2026, 9, 9),
                 "-7"),
    ),
    identity=Identity(
        Grade.B, ("name", "award:22K07777"), ("name_differs", "novel:1"), ("https://openalex.org/A9|orcid_differs:x",)
    ),
    steps=(
        Step("base", None, Level.MEDIUM, Message("{count} works", {"count": 2})),
        Step("listing", Level.MEDIUM, Level.HIGH, Message("Listed then and now.")),
    ),
    evidence_hash="e" * 64,
    first_date=dt.date(2026, 3, 1),
    last_date=dt.date(2026, 3, 1),
)  # fmt: skip


def record(state: State | None = None, **change: Any) -> FindingRecord:
    """Return the finding's record with these fields of the finding changed."""
    return FindingRecord(
        run_id=RUN.id,
        finding=dataclasses.replace(FINDING, **change),
        state=state or State(),
        application_title="課題1",
        application_title_en="Project 1",
        person_name="+研究 花子",
        person_name_latin="Hanako Kenkyu",
        person_role="pi",
    )


DECIDED = State(decision=Decision.EXPLAINED, decided_by="reviewer", decided_at=AT, reason="\t=1+1", times=1)
PLAIN = FindingRecord(
    run_id=RUN.id,
    finding=dataclasses.replace(
        FINDING,
        id="Fffffffffffffffff",
        rule="R-QLT-01",
        kind="info",
        level=Level.INFO,
        application_id=None,
        person_id=None,
        object=Thing("C1", "公募1"),
        evidence=(),
        steps=(),
        first_date=None,
        last_date=None,
    ),
    state=State(reopened=True, previous=Decision.CONFIRMED, times=2),
    application_title=None,
    application_title_en=None,
    person_name=None,
    person_name_latin=None,
    person_role=None,
)
FINDINGS = [record(DECIDED), PLAIN]
