"""Small scan results for the tests of the review database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

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

START = dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that goes one minute a look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now


@dataclass(frozen=True)
class App:
    application_id: str
    title: str
    title_en: str | None = None
    mode: str = "security"
    project_areas: tuple[str, ...] = ("9",)
    proposed: bool = False


@dataclass(frozen=True)
class Person:
    application_id: str
    person_id: str
    role: str = "pi"
    name: str = "山田太郎"
    name_latin: str | None = "Taro YAMADA"
    home_org: str = "東北大学"
    home_org_id: str | None = "https://ror.org/01dq60k83"
    grade: str | None = "A"
    works: int = 7


@dataclass(frozen=True)
class Covered:
    source: str
    years: tuple[int, int]
    since: dt.date
    note: Message


@dataclass(frozen=True)
class Result:
    call_id: str = "C1"
    call_title: str = "公募"
    as_of: dt.date = dt.date(2026, 3, 31)
    snapshot: int = 3
    policy: str = "jp-tejunsho"
    policy_hash: str = "abc"
    applications: tuple[App, ...] = (
        App("A1", "量子もつれの研究", "Quantum study"),
        App("A2", "100% 海洋_探査"),
    )
    people: tuple[Person, ...] = (
        Person("A1", "P1"),
        Person("A1", "P2", role="co_i", name="Müller, Jörg", name_latin=None, grade=None),
        Person("A2", "P1"),
    )
    findings: tuple[Finding, ...] = ()
    coverage: Any = field(
        default_factory=lambda: Covered(
            "openalex", (2020, 2026), dt.date(2026, 1, 2), Message("{n} works.", {"n": 3})
        )
    )
    seconds: float = 1.5
    decisions_hash: str = ""
    decisions: tuple[tuple[int, str], ...] = ()
    identities: bytes = b""


def finding(
    rule: str = "R-AFF-01",
    level: Level = Level.MEDIUM,
    application_id: str | None = "A1",
    person_id: str | None = "P1",
    name: str = "Example University",
    works: int = 2,
) -> Finding:
    """Return a finding with `works` works as its evidence; their number decides the evidence hash."""
    thing = Thing(f"https://ror.org/{name.replace(' ', '').lower()}", name, None)
    evidence = tuple(
        Evidence(
            kind="work",
            side="observed",
            source="openalex",
            record=f"https://openalex.org/W{n}",
            url=f"https://openalex.org/W{n}",
            date=dt.date(2025, 1, 1 + n),
            date_to=None,
            text=f"A work, no. {n}",
        )
        for n in range(works)
    )
    return Finding(
        id=finding_id(rule, person_id, thing.id, application_id),
        rule=rule,
        kind="D",
        level=level,
        application_id=application_id,
        person_id=person_id,
        object=thing,
        question=Message("Was the post at {org} declared?", {"org": name}),
        declared=Message("Not declared."),
        observed=Message("{n} works, the last on {day}.", {"n": works, "day": dt.date(2025, 1, works)}),
        evidence=evidence,
        identity=Identity(Grade.A, ("orcid",), (), ("https://openalex.org/A9|other_orcid",)),
        steps=(
            Step("base", None, Level.MEDIUM, Message("Several works.")),
            Step("listing", Level.MEDIUM, level, Message("On {list}.", {"list": Message("the list")})),
        ),
        evidence_hash=evidence_hash(level, evidence),
        first_date=evidence[0].date if evidence else None,
        last_date=evidence[-1].date if evidence else None,
    )


def result(*findings: Finding, **changes: Any) -> Result:
    """Return a scan's result with these findings."""
    return replace(Result(findings=findings), **changes)
