"""The review database: runs, findings, decisions and the audit log."""

from graphrisk.review.codec import finding_from_json, finding_to_json
from graphrisk.review.records import (
    ApplicationRecord,
    AttachmentRecord,
    AuditEntry,
    AuditReport,
    Decision,
    DecisionRecord,
    FindingRecord,
    PersonRecord,
    RunRecord,
    RunSummary,
    State,
    Status,
)
from graphrisk.review.repository import Repository, current_user

__all__ = [
    "ApplicationRecord",
    "AttachmentRecord",
    "AuditEntry",
    "AuditReport",
    "Decision",
    "DecisionRecord",
    "FindingRecord",
    "PersonRecord",
    "Repository",
    "RunRecord",
    "RunSummary",
    "State",
    "Status",
    "current_user",
    "finding_from_json",
    "finding_to_json",
]
