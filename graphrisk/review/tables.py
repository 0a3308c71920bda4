"""The tables of the review database, for SQLite and PostgreSQL alike.

`decisions`, `link_decisions`, `attachments` and `audit` are append-only: triggers refuse to change or delete
a row of theirs.
`audit_head` holds one row with the last entry's number and hash; whoever writes locks it first, so that
writers take turns and the chain has no forks, and a log that was cut at its end is noticed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    event,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

FORMAT = 4
"""Version of these tables; raised when they change. What is missing in an older database is added to it.

2: `attachments`. 3: `link_decisions`, `run_links`. 4: `runs_under_way`.
"""


class Instant(TypeDecorator[dt.datetime]):
    """A moment, kept as UTC without zone (SQLite knows none) and handed out with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the moment in UTC; one without zone is local time."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the moment with its zone."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """The tables of the review database."""


class Meta(Base):
    """Facts about the database itself; its presence marks the database as graphrisk's own."""

    __tablename__ = "graphrisk_meta"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Run(Base):
    """One scan of a call."""

    __tablename__ = "runs"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    call_id: Mapped[str] = mapped_column(Text, index=True)
    call_title: Mapped[str] = mapped_column(Text)
    as_of: Mapped[dt.date] = mapped_column(Date)
    snapshot: Mapped[int] = mapped_column(Integer, index=True)
    policy: Mapped[str] = mapped_column(Text)
    policy_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    created_by: Mapped[str] = mapped_column(Text)
    seconds: Mapped[float] = mapped_column(Float)
    application_count: Mapped[int] = mapped_column(Integer)
    person_count: Mapped[int] = mapped_column(Integer)
    counts: Mapped[str] = mapped_column(Text)
    coverage: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class RunUnderWay(Base):
    """A run whose rows are still being written, or whose writer died: nobody is shown it.

    `beat` is when its writer was last at work, in seconds of the Unix epoch by the writer's machine.
    """

    __tablename__ = "runs_under_way"

    run: Mapped[int] = mapped_column(ForeignKey("runs.number"), primary_key=True, autoincrement=False)
    beat: Mapped[float] = mapped_column(Float)


FINISHED = Run.number.not_in(select(RunUnderWay.run))
"""What holds of the runs that are written whole."""


class RunApplication(Base):
    """An application as it was when its call was scanned."""

    __tablename__ = "run_applications"

    run: Mapped[int] = mapped_column(ForeignKey("runs.number"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str | None] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(Text)
    project_areas: Mapped[str] = mapped_column(Text)
    proposed: Mapped[bool]

    __table_args__ = (Index("run_applications_by_id", "run", "application_id"),)


class RunParticipant(Base):
    """A participant as the scan saw it."""

    __tablename__ = "run_participants"

    run: Mapped[int] = mapped_column(ForeignKey("runs.number"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_latin: Mapped[str | None] = mapped_column(Text)
    home_org: Mapped[str] = mapped_column(Text)
    home_org_id: Mapped[str | None] = mapped_column(Text)
    grade: Mapped[str | None] = mapped_column(String(1))
    works: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("run_participants_by_id", "run", "application_id", "person_id"),)


class FindingRow(Base):
    """A finding of a run. `payload` is the whole of it; the other columns serve to choose and show it."""

    __tablename__ = "findings"

    run: Mapped[int] = mapped_column(ForeignKey("runs.number"), primary_key=True)
    finding_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    rule: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(8))
    application_id: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[str | None] = mapped_column(Text)
    object_id: Mapped[str] = mapped_column(Text)
    object_name: Mapped[str] = mapped_column(Text)
    object_ror: Mapped[str | None] = mapped_column(Text)
    application_title: Mapped[str | None] = mapped_column(Text)
    application_title_en: Mapped[str | None] = mapped_column(Text)
    person_name: Mapped[str | None] = mapped_column(Text)
    person_name_latin: Mapped[str | None] = mapped_column(Text)
    person_role: Mapped[str | None] = mapped_column(Text)
    evidence_hash: Mapped[str] = mapped_column(String(64))
    last_date: Mapped[dt.date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    payload: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("findings_by_position", "run", "position"),
        Index("findings_by_application", "run", "application_id"),
    )


class DecisionRow(Base):
    """One decision upon a finding as it stood in a run."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    finding_id: Mapped[str] = mapped_column(String(64), index=True)
    run: Mapped[int] = mapped_column(Integer)
    evidence_hash: Mapped[str] = mapped_column(String(64))
    decision: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[dt.datetime] = mapped_column(Instant)

    __table_args__ = (ForeignKeyConstraint(["run", "finding_id"], ["findings.run", "findings.finding_id"]),)


class LinkDecisionRow(Base):
    """One decision upon a link between two ends; `facts` is JSON. It holds in all later runs.

    `run` and `finding_id` say where it was taken, where it was taken upon a finding.
    """

    __tablename__ = "link_decisions"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(16))
    verdict: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(Text)
    object: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), index=True)
    run: Mapped[int | None] = mapped_column(Integer)
    finding_id: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[dt.datetime] = mapped_column(Instant)


class RunLinks(Base):
    """What a run took from the decisions upon links, and who it took its people for.

    `decisions` is JSON: number and outcome of each decision in force. `identities` holds the rows of
    `schema.IDENTITIES` of the people whom findings are about, as an Arrow stream.
    """

    __tablename__ = "run_links"

    run: Mapped[int] = mapped_column(ForeignKey("runs.number"), primary_key=True)
    decisions_hash: Mapped[str] = mapped_column(String(64))
    decisions: Mapped[str] = mapped_column(Text)
    identities: Mapped[bytes] = mapped_column(LargeBinary)


class AttachmentRow(Base):
    """A view of the graph that was attached to a finding as it stood in a run.

    `content` is JSON: the snapshot, and the nodes and ties that were shown, with their sources.
    """

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    finding_id: Mapped[str] = mapped_column(String(64), index=True)
    run: Mapped[int] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    attached_by: Mapped[str] = mapped_column(Text)
    attached_at: Mapped[dt.datetime] = mapped_column(Instant)

    __table_args__ = (ForeignKeyConstraint(["run", "finding_id"], ["findings.run", "findings.finding_id"]),)


class AuditRow(Base):
    """One line of the audit log."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[dt.datetime] = mapped_column(Instant)
    who: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the audit log: one row, which every writer locks before it writes anything."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its constructor untyped


def _append_only(table: str) -> None:
    target = Base.metadata.tables[table]
    refusal = f"rows of {table} are never changed"
    for verb in ("UPDATE", "DELETE"):
        event.listen(
            target,
            "after_create",
            _ddl(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            ).execute_if(dialect="sqlite"),
        )
    for statement in (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ):
        event.listen(target, "after_create", _ddl(statement).execute_if(dialect="postgresql"))


for _table in ("decisions", "link_decisions", "attachments", "audit"):
    _append_only(_table)
