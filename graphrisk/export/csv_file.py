"""Findings as CSV, a row each: UTF-8 with a byte order mark, so that spreadsheet programs read Japanese.

Column names are those of the JSON form and the same in every language; the words in the cells are not. Text
from outside may begin with a character that spreadsheet programs take for the start of a formula; it gets an
apostrophe in front.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from graphrisk.export.build import application_title, person_name
from graphrisk.export.files import replacing
from graphrisk.export.words import LEVELS, ROLES, SIDES, object_name, say_alternative, say_reasons, word
from graphrisk.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graphrisk.findings import Evidence, Step
    from graphrisk.i18n import Language
    from graphrisk.review.records import FindingRecord, RunRecord

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full width works too

COLUMNS = (
    "run_id",
    "call_id",
    "as_of",
    "id",
    "rule",
    "kind",
    "level",
    "level_text",
    "application_id",
    "application_title",
    "person_id",
    "person_name",
    "person_role",
    "object_id",
    "object_name",
    "object_ror",
    "question",
    "declared",
    "observed",
    "first_date",
    "last_date",
    "evidence_count",
    "evidence",
    "identity_grade",
    "identity_reasons",
    "identity_against",
    "identity_alternatives",
    "steps",
    "status",
    "status_text",
    "decided_by",
    "decided_at",
    "reason",
    "evidence_hash",
)


def export_csv(path: Path, run: RunRecord, findings: Sequence[FindingRecord], language: Language) -> None:
    """Write a row a finding under `COLUMNS`. Raises `InputError` where the file cannot be written."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for record in findings:
            writer.writerow([guard(cell) for cell in _row(run, record, language)])


def guard(cell: object) -> str:
    """Return a cell as text that no spreadsheet program takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) else text


def _row(run: RunRecord, record: FindingRecord, language: Language) -> tuple[object, ...]:
    finding, state = record.finding, record.state
    identity = finding.identity
    return (
        run.id,
        run.call_id,
        run.as_of,
        finding.id,
        finding.rule,
        finding.kind,
        finding.level.value,
        word(LEVELS, finding.level, language),
        finding.application_id,
        application_title(record, language),
        finding.person_id,
        person_name(record, language),
        word(ROLES, record.person_role, language),
        finding.object.id,
        object_name(finding, language),
        finding.object.ror,
        finding.question.render(language),
        finding.declared.render(language),
        finding.observed.render(language),
        finding.first_date,
        finding.last_date,
        len(finding.evidence),
        "\n".join(say_evidence(item, language) for item in finding.evidence),
        identity.grade.value,
        "\n".join(say_reasons(identity.reasons, language)),
        "\n".join(say_reasons(identity.against, language)),
        "\n".join(say_alternative(item, language) for item in identity.alternatives),
        "\n".join(say_step(step, language) for step in finding.steps),
        state.status.value,
        translate(state.status.label, language),
        state.decided_by,
        state.decided_at.isoformat() if state.decided_at else None,
        state.reason,
        finding.evidence_hash,
    )


def say_evidence(item: Evidence, language: Language) -> str:
    """Return one record of the evidence in a line: side, dates, text, source, record and page."""
    dates = " – ".join(day.isoformat() for day in (item.date, item.date_to) if day)
    side = word(SIDES, item.side, language)
    parts = (side, dates, item.text, f"{item.source}: {item.record}", item.url)
    return " | ".join(" ".join(part.split()) for part in parts if part)


def say_step(step: Step, language: Language) -> str:
    """Return one step of a level in a line: `LOW → MEDIUM: why`."""
    before = f"{word(LEVELS, step.before, language)} → " if step.before else ""
    return f"{before}{word(LEVELS, step.after, language)}: {step.why.render(language)}"
