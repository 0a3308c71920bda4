"""The call and its applications: designation, technology areas, and the mode in which each is scanned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.errors import NotFoundError
from graphrisk.scan.result import ApplicationInfo, ProgramCoverage
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.policies import Policy
    from graphrisk.scan.session import Session
    from graphrisk.technology import Tagger


@dataclass(frozen=True, slots=True)
class Call:
    """The call that is scanned; `program` says whether it is designated, and who says so."""

    call_id: str
    title: str
    closes_on: dt.date
    program: ProgramCoverage

    def table(self, session: Session) -> ir.Table:
        """Return the call in the shape of `Facts.call`."""
        schema = pa.schema(
            [
                ("call_id", pa.string()),
                ("title", pa.string()),
                ("program", pa.string()),
                ("flag", pa.bool_()),
                ("listed", pa.bool_()),
                ("designated", pa.bool_()),
            ]
        )
        row = {
            "call_id": self.call_id,
            "title": self.title,
            "program": self.program.program,
            "flag": self.program.declared,
            "listed": self.program.listed,
            "designated": self.program.designated,
        }
        return session.put(pa.Table.from_pylist([row], schema=schema))


def read_call(session: Session, call_id: str) -> Call:
    """Return the call. Raises `NotFoundError`, naming the calls that exist, for an unknown id."""
    calls = session.tables["calls"]
    rows = list(session.records(calls.filter(calls.call_id == call_id).order_by("row_id").limit(1)))
    if not rows:
        known = session.columns(calls.select("call_id").distinct().order_by("call_id").limit(20))["call_id"]
        raise NotFoundError(
            Sentence("There is no call {call}.", call=repr(call_id)),
            remedy=Sentence("The snapshot holds: {calls}.", calls=", ".join(known))
            if known
            else Sentence("The snapshot holds no calls; load disclosures first."),
        )
    row = rows[0]
    listed = _designated_by_list(session, row["program"], row["closes_on"])
    program = ProgramCoverage(
        program=row["program"],
        declared=row["designated"],
        listed=listed,
        designated=row["designated"] if listed is None else listed,
    )
    return Call(call_id, row["title"], row["closes_on"], program)


def _designated_by_list(session: Session, program: str | None, day: dt.date) -> bool | None:
    """Return what the list of programmes says of that day; None where it does not hold the programme."""
    if program is None:
        return None
    table = session.tables["programs"]
    spans = list(session.records(table.filter(table.program_id == program)))
    if not spans:
        return None
    return any(
        span["designated_from"] <= day and (span["designated_to"] is None or day <= span["designated_to"])
        for span in spans
    )


@dataclass(frozen=True, slots=True)
class Project:
    """An application with what the gate needs of it."""

    info: ApplicationInfo
    concern_codes: tuple[str, ...]


def read_projects(session: Session, call: Call, policy: Policy, tagger: Tagger) -> tuple[Project, ...]:
    """Return the applications of the call by id, with their technology areas and mode.

    Declared areas decide; where there are none, areas of which title, abstract and keywords hold enough
    different terms are proposed.
    """
    table = session.tables["applications"]
    rows = session.records(table.filter(table.call_id == call.call_id).order_by("application_id", "row_id"))
    gate = policy.rules.prg_01.enabled
    exposure = any(rule.enabled and rule.kind == "E" for rule in policy.by_id().values())
    projects: dict[str, Project] = {}
    for row in rows:
        areas, proposed = _areas(row, policy, tagger)
        security = exposure and (not gate or call.program.designated or bool(areas))
        info = ApplicationInfo(
            application_id=row["application_id"],
            title=row["title"],
            title_en=row["title_en"],
            mode="security" if security else "integrity",
            project_areas=areas,
            proposed=proposed,
        )
        projects.setdefault(
            info.application_id, Project(info, tuple(sorted(code for code in row["concern_codes"] or ())))
        )
    return tuple(projects.values())


def _areas(row: dict[str, object], policy: Policy, tagger: Tagger) -> tuple[tuple[str, ...], bool]:
    declared = row["technology_areas"]
    if isinstance(declared, list) and declared:
        known = {tagger.taxonomy.area_id(str(area)) or str(area) for area in declared}
        return tuple(sorted(known, key=_area_order)), False
    keywords = row["keywords"]
    texts = [row[name] for name in ("title", "title_en", "abstract", "abstract_en")]
    texts += keywords if isinstance(keywords, list) else []
    hits = tagger.tag("\n".join(str(text) for text in texts if text))
    enough = [area for area, terms in hits.items() if len(terms) >= policy.rules.tec_01.min_terms]
    return tuple(sorted(enough, key=_area_order)), bool(enough)


def _area_order(area: str) -> tuple[int, str]:
    return (int(area) if area.isdecimal() else 0, area)


def projects_table(session: Session, projects: tuple[Project, ...]) -> ir.Table:
    """Return the applications in the shape of `Facts.applications`."""
    schema = pa.schema(
        [
            ("application_id", pa.string()),
            ("security", pa.bool_()),
            ("concern_codes", pa.list_(pa.string())),
        ]
    )
    columns = {
        "application_id": [project.info.application_id for project in projects],
        "security": [project.info.mode == "security" for project in projects],
        "concern_codes": [list(project.concern_codes) for project in projects],
    }
    return session.put(pa.table(columns, schema=schema))
