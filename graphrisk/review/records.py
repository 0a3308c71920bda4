"""What the review database hands out: runs, findings with their state, decisions, audit entries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphrisk.findings import Finding


class Decision(StrEnum):
    """What a reviewer found out about a question."""

    CONFIRMED = "confirmed"
    EXPLAINED = "explained"
    DECLARED_LATER = "declared_later"
    FALSE_MATCH = "false_match"
    NEEDS_INFORMATION = "needs_information"

    @property
    def label(self) -> str:
        """The English words for it, which are also the key of their translation."""
        return _LABELS[self]


_LABELS = {
    Decision.CONFIRMED: N_("Confirmed"),
    Decision.EXPLAINED: N_("Explained"),
    Decision.DECLARED_LATER: N_("Declared later"),
    Decision.FALSE_MATCH: N_("False match"),
    Decision.NEEDS_INFORMATION: N_("Needs information"),
}


class Status(StrEnum):
    """Where a finding stands: without a decision, decided upon other evidence, or the decision in force."""

    OPEN = "open"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    EXPLAINED = "explained"
    DECLARED_LATER = "declared_later"
    FALSE_MATCH = "false_match"
    NEEDS_INFORMATION = "needs_information"

    @property
    def label(self) -> str:
        """The English words for it, which are also the key of their translation."""
        if self is Status.OPEN:
            return N_("Open")
        return N_("Open again") if self is Status.REOPENED else Decision(self.value).label


@dataclass(frozen=True, slots=True)
class State:
    """What reviewers have said about a finding as it stands in a run.

    `decision` is what is in force, `None` while the finding is open. Where the evidence changed after a
    decision, the finding is open again: `reopened` is true and `previous`, `decided_by`, `decided_at` and
    `reason` tell what was decided upon the earlier evidence. `times` counts all decisions ever taken on it.
    """

    decision: Decision | None = None
    decided_by: str | None = None
    decided_at: dt.datetime | None = None
    reason: str | None = None
    reopened: bool = False
    previous: Decision | None = None
    times: int = 0

    @property
    def status(self) -> Status:
        """The state in one word, the same words that `Repository.findings(states=…)` takes."""
        if self.decision is not None:
            return Status(self.decision.value)
        return Status.REOPENED if self.reopened else Status.OPEN


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """An application as it was when its call was scanned. `proposed`: the areas come from the tagger."""

    application_id: str
    title: str
    title_en: str | None
    mode: str
    project_areas: tuple[str, ...]
    proposed: bool


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A participant as the scan saw it. `grade` is empty where no author record was linked."""

    application_id: str
    person_id: str
    role: str
    name: str
    name_latin: str | None
    home_org: str
    home_org_id: str | None
    grade: str | None
    works: int


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One scan of a call: what it was made of and what it found, in numbers.

    `coverage` is the scan's coverage in plain values: dates are ISO text, messages have `msgid` and `values`.
    """

    id: str
    call_id: str
    call_title: str
    as_of: dt.date
    snapshot: int
    policy: str
    policy_hash: str
    created_at: dt.datetime
    created_by: str
    seconds: float
    application_count: int
    person_count: int
    by_level: Mapping[str, int]
    by_rule: Mapping[str, int]
    by_rule_level: Mapping[str, Mapping[str, int]]
    coverage: Mapping[str, Any]
    decisions_hash: str = ""
    """Hash over the decisions upon links that were in force; empty where there were none."""
    decisions: tuple[tuple[int, str], ...] = ()
    """Number and outcome of each of them."""

    @property
    def finding_count(self) -> int:
        """Number of findings of the run."""
        return sum(self.by_level.values())


@dataclass(frozen=True, slots=True)
class RunRecord(RunSummary):
    """A run with its applications and people, in the order in which the scan gave them."""

    applications: tuple[ApplicationRecord, ...] = ()
    people: tuple[PersonRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding of a run with its state and the names that a list of findings shows."""

    run_id: str
    finding: Finding
    state: State
    application_title: str | None
    application_title_en: str | None
    person_name: str | None
    person_name_latin: str | None
    person_role: str | None


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """One decision. Decisions are added, never changed: the newest upon the same evidence is in force."""

    id: int
    finding_id: str
    run_id: str
    evidence_hash: str
    decision: Decision
    reason: str
    decided_by: str
    decided_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A view of the graph attached to a finding. `link` opens it again; `content` holds what it showed."""

    id: int
    finding_id: str
    run_id: str
    note: str
    link: str
    content: Mapping[str, Any]
    attached_by: str
    attached_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log; `hash` covers all other fields, `previous` is the hash of the line above."""

    seq: int
    at: dt.datetime
    who: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What verifying the audit log gave: entries read, hash of the last one, what is wrong and where."""

    entries: int
    head: str
    problems: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether the chain is whole, and decisions, attachments and runs are as they were written."""
        return not self.problems
