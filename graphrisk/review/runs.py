"""Runs in the review database: a scan's result as rows, and reading it back; `saving` writes it."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from graphrisk.errors import NotFoundError
from graphrisk.i18n import Name
from graphrisk.review import links
from graphrisk.review.codec import finding_to_json
from graphrisk.review.records import ApplicationRecord, PersonRecord, RunRecord, RunSummary
from graphrisk.review.tables import FINISHED, Run, RunApplication, RunLinks, RunParticipant
from graphrisk.review.text import fold, printable
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from graphrisk.findings import Finding
    from graphrisk.review.wanted import ApplicationLike, PersonLike, ResultLike

_ID = re.compile(r"[Rr]?0*([1-9][0-9]{0,8})")

Values = dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Prepared:
    """A result turned into rows, which is most of the work and needs no lock."""

    run: Values
    applications: list[Values]
    people: list[Values]
    findings: list[Values]
    links: Values


def run_id(number: int) -> str:
    """Return the id that people see for a run's number: R000001."""
    return f"R{number:06d}"


def run_number(text: str) -> int | None:
    """Return the number in `R000001`, `r1` or `1`; `None` for anything else."""
    match = _ID.fullmatch(text.strip())
    return int(match[1]) if match else None


def prepare(result: ResultLike) -> Prepared:
    """Turn a scan's result into rows; the run's number comes when they are written."""
    applications = {a.application_id: a for a in result.applications}
    people = {(p.application_id, p.person_id): p for p in result.people}
    by_person = {p.person_id: p for p in result.people}
    counts: dict[str, Counter[str]] = {}
    seal = hashlib.sha256()
    findings = []
    for position, finding in enumerate(result.findings):
        counts.setdefault(finding.rule, Counter())[finding.level.value] += 1
        payload = finding_to_json(finding)
        seal.update(payload)
        key = (finding.application_id or "", finding.person_id or "")
        person = people.get(key) or by_person.get(key[1])
        findings.append(_finding(position, finding, payload, applications.get(key[0]), person))
    return Prepared(
        run=_printable(
            {
                "call_id": result.call_id,
                "call_title": result.call_title,
                "as_of": result.as_of,
                "snapshot": result.snapshot,
                "policy": result.policy,
                "policy_hash": result.policy_hash,
                "seconds": result.seconds,
                "application_count": len(result.applications),
                "person_count": len(by_person),
                "counts": orjson.dumps(counts, option=orjson.OPT_SORT_KEYS).decode(),
                "coverage": _coverage(result.coverage),
                "digest": seal.hexdigest(),
            }
        ),
        applications=[
            _printable(
                {
                    "position": position,
                    "application_id": a.application_id,
                    "title": a.title,
                    "title_en": a.title_en,
                    "mode": str(a.mode),
                    "project_areas": orjson.dumps(list(a.project_areas)).decode(),
                    "proposed": bool(a.proposed),
                }
            )
            for position, a in enumerate(result.applications)
        ],
        people=[
            _printable(
                {
                    "position": position,
                    "application_id": p.application_id,
                    "person_id": p.person_id,
                    "role": p.role,
                    "name": p.name,
                    "name_latin": p.name_latin,
                    "home_org": p.home_org,
                    "home_org_id": p.home_org_id,
                    "grade": str(p.grade) if p.grade else None,
                    "works": p.works,
                }
            )
            for position, p in enumerate(result.people)
        ],
        findings=findings,
        links=links.run_values(result.decisions_hash, result.decisions, result.identities),
    )


def find(connection: Connection, text: str | None) -> Row[Any]:
    """Return the row of a run, the newest where none is named. Raises `NotFoundError`."""
    statement = select(Run.__table__).where(FINISHED).order_by(Run.number.desc()).limit(1)
    if text is None:
        row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFoundError(
                Sentence("There is no run yet."), remedy=Sentence("Make one: graphrisk scan --call ID")
            )
        return row
    number = run_number(text)
    row = None
    if number is not None:
        row = connection.execute(select(Run.__table__).where(Run.number == number, FINISHED)).one_or_none()
    if row is None:
        newest = connection.execute(
            select(Run.number).where(FINISHED).order_by(Run.number.desc()).limit(5)
        ).scalars()
        known = ", ".join(run_id(n) for n in newest)
        raise NotFoundError(
            Sentence("There is no run {run}.", run=repr(text)),
            remedy=Sentence("The newest runs are: {runs}.", runs=known)
            if known
            else Sentence("Make one: graphrisk scan --call ID"),
        )
    return row


def summaries(connection: Connection) -> list[RunSummary]:
    """Return all runs without their applications and people, newest first."""
    based = {
        row.run: row
        for row in connection.execute(select(RunLinks.run, RunLinks.decisions_hash, RunLinks.decisions))
    }
    rows = connection.execute(select(Run.__table__).where(FINISHED).order_by(Run.number.desc()))
    return [RunSummary(**_facts(row), **_decisions(based.get(row.number))) for row in rows]


def record(connection: Connection, row: Row[Any]) -> RunRecord:
    """Return a run's row with its applications and people."""
    applications = connection.execute(
        select(RunApplication.__table__)
        .where(RunApplication.run == row.number)
        .order_by(RunApplication.position)
    )
    people = connection.execute(
        select(RunParticipant.__table__)
        .where(RunParticipant.run == row.number)
        .order_by(RunParticipant.position)
    )
    based = select(RunLinks.decisions_hash, RunLinks.decisions).where(RunLinks.run == row.number)
    return RunRecord(
        **_facts(row),
        **_decisions(connection.execute(based).one_or_none()),
        applications=tuple(
            ApplicationRecord(
                a.application_id,
                a.title,
                a.title_en,
                a.mode,
                tuple(orjson.loads(a.project_areas)),
                a.proposed,
            )
            for a in applications
        ),
        people=tuple(
            PersonRecord(
                p.application_id,
                p.person_id,
                p.role,
                p.name,
                p.name_latin,
                p.home_org,
                p.home_org_id,
                p.grade,
                p.works,
            )
            for p in people
        ),
    )


def _facts(row: Row[Any]) -> Values:
    by_rule_level: dict[str, dict[str, int]] = orjson.loads(row.counts)
    by_level: Counter[str] = Counter()
    for levels in by_rule_level.values():
        by_level.update(levels)
    return {
        "id": run_id(row.number),
        "call_id": row.call_id,
        "call_title": row.call_title,
        "as_of": row.as_of,
        "snapshot": row.snapshot,
        "policy": row.policy,
        "policy_hash": row.policy_hash,
        "created_at": row.created_at,
        "created_by": row.created_by,
        "seconds": row.seconds,
        "application_count": row.application_count,
        "person_count": row.person_count,
        "by_level": dict(by_level),
        "by_rule": {rule: sum(levels.values()) for rule, levels in by_rule_level.items()},
        "by_rule_level": by_rule_level,
        "coverage": orjson.loads(row.coverage),
    }


def _decisions(row: Any | None) -> Values:
    if row is None:  # a run of an older graphrisk
        return {}
    taken = tuple((number, outcome) for number, outcome in orjson.loads(row.decisions))
    return {"decisions_hash": row.decisions_hash, "decisions": taken}


def _finding(
    position: int,
    finding: Finding,
    payload: bytes,
    application: ApplicationLike | None,
    person: PersonLike | None,
) -> Values:
    shown: dict[str, str | None] = {
        "application_id": finding.application_id,
        "person_id": finding.person_id,
        "object_name": finding.object.name,
        "application_title": application.title if application else None,
        "application_title_en": application.title_en if application else None,
        "person_name": person.name if person else None,
        "person_name_latin": person.name_latin if person else None,
    }
    thing = finding.object
    japanese = thing.name.japanese if isinstance(thing.name, Name) else None
    searched = (finding.id, finding.rule, thing.id, japanese, *shown.values())
    return _printable(shown) | {
        "finding_id": finding.id,
        "position": position,
        "rule": finding.rule,
        "level": finding.level.value,
        "object_id": printable(finding.object.id),
        "object_ror": finding.object.ror,
        "person_role": person.role if person else None,
        "evidence_hash": finding.evidence_hash,
        "last_date": finding.last_date,
        "words": fold("\n".join(word for word in searched if word)),
        "payload": payload.decode(),
    }


def _printable(values: Mapping[str, Any]) -> Values:
    return {name: printable(value) if isinstance(value, str) else value for name, value in values.items()}


def _coverage(coverage: Any) -> str:
    """Return the coverage of a run as JSON; dates become ISO text."""
    return orjson.dumps(coverage, option=orjson.OPT_NON_STR_KEYS, default=_plain).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in a run's coverage")
