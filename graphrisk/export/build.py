"""Records of the review database in the JSON form, their words put into a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec

from graphrisk.export import shape
from graphrisk.export.words import LEVELS, object_name, page, printed, say_plain, say_reasons, word
from graphrisk.findings import SCHEMA_VERSION
from graphrisk.resolve.reasons import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.i18n import Language
    from graphrisk.review.records import FindingRecord, RunRecord, State


def finding_to_json(record: FindingRecord, language: Language) -> dict[str, Any]:
    """Return one finding in the JSON form, as plain data."""
    return cast("dict[str, Any]", msgspec.to_builtins(build_finding(record, language)))


def findings_document(
    run: RunRecord, findings: Iterable[FindingRecord], language: Language
) -> dict[str, Any]:
    """Return a run and its findings in the JSON form, as plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "run": msgspec.to_builtins(build_run(run, language)),
        "findings": [finding_to_json(record, language) for record in findings],
    }


def build_run(run: RunRecord, language: Language) -> shape.Run:
    """Return what a document says of its run."""
    return shape.Run(
        id=run.id,
        call_id=run.call_id,
        call_title=run.call_title,
        as_of=run.as_of,
        snapshot=run.snapshot,
        policy=run.policy,
        policy_hash=run.policy_hash,
        decisions_hash=run.decisions_hash,
        decisions=[shape.TakenDecision(number, cast("Any", outcome)) for number, outcome in run.decisions],
        created_at=run.created_at,
        created_by=run.created_by,
        seconds=run.seconds,
        language=language,
        applications=[
            shape.Application(
                application_id=a.application_id,
                title=a.title,
                title_en=a.title_en,
                mode=a.mode,
                project_areas=list(a.project_areas),
                proposed=a.proposed,
            )
            for a in run.applications
        ],
        people=run.person_count,
        by_level=dict(run.by_level),
        by_rule=dict(run.by_rule),
        coverage=say_plain(dict(run.coverage), language),
    )


def build_finding(record: FindingRecord, language: Language) -> shape.Finding:
    """Return one finding in the JSON form."""
    finding = record.finding
    identity = finding.identity
    return shape.Finding(
        id=finding.id,
        rule=finding.rule,
        kind=finding.kind,
        level=finding.level.value,
        level_text=word(LEVELS, finding.level, language),
        application_id=finding.application_id,
        application_title=application_title(record, language),
        person_id=finding.person_id,
        person_name=person_name(record, language),
        person_role=record.person_role,
        object=shape.Thing(finding.object.id, object_name(finding, language), finding.object.ror),
        question=finding.question.render(language),
        declared=finding.declared.render(language),
        observed=finding.observed.render(language),
        evidence=[
            shape.Evidence(e.kind, e.side, e.source, e.record, page(e.url), e.date, e.date_to, printed(e))
            for e in finding.evidence
        ],
        identity=shape.Identity(
            grade=identity.grade.value,
            reasons=plain(identity.reasons),
            against=plain(identity.against),
            alternatives=list(identity.alternatives),
            reasons_text=say_reasons(identity.reasons, language),
            against_text=say_reasons(identity.against, language),
        ),
        steps=[
            shape.Step(
                step.name,
                step.before.value if step.before else None,
                step.after.value,
                step.why.render(language),
            )
            for step in finding.steps
        ],
        evidence_hash=finding.evidence_hash,
        first_date=finding.first_date,
        last_date=finding.last_date,
        state=_state(record.state),
    )


def application_title(record: FindingRecord, language: Language) -> str | None:
    """Return the title of the application in `language`, or the one there is."""
    titles = (record.application_title_en, record.application_title)
    return titles[0] or titles[1] if language == "en" else titles[1] or titles[0]


def person_name(record: FindingRecord, language: Language) -> str | None:
    """Return the person's name as readers of `language` read it, or the one there is."""
    names = (record.person_name_latin, record.person_name)
    return names[0] or names[1] if language == "en" else names[1] or names[0]


def _state(state: State) -> shape.State:
    return shape.State(
        status=state.status.value,
        decision=state.decision.value if state.decision else None,
        decided_by=state.decided_by,
        decided_at=state.decided_at,
        reason=state.reason,
        reopened=state.reopened,
        previous=state.previous.value if state.previous else None,
    )
