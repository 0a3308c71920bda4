"""The review database as the rest of graphrisk uses it: keep runs, list findings, decide, audit."""

from __future__ import annotations

import getpass
import os
import weakref
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import select

from graphrisk.errors import NotFoundError
from graphrisk.links import LinkKind, Verdict
from graphrisk.review import attachments, audit, decisions, linking, links, runs, saving
from graphrisk.review.codec import finding_from_json
from graphrisk.review.engine import WAIT_SECONDS, Database
from graphrisk.review.records import FindingRecord, Status
from graphrisk.review.tables import FindingRow, Run
from graphrisk.review.text import fold, printable
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    from sqlalchemy import Connection, Row

    from graphrisk.findings import Level
    from graphrisk.links import LinkDecision
    from graphrisk.review.records import (
        AttachmentRecord,
        AuditEntry,
        AuditReport,
        Decision,
        DecisionRecord,
        RunRecord,
        RunSummary,
        State,
    )
    from graphrisk.review.wanted import ResultLike

_SHOWN: tuple[Any, ...] = (
    FindingRow.run,
    FindingRow.finding_id,
    FindingRow.evidence_hash,
    FindingRow.application_title,
    FindingRow.application_title_en,
    FindingRow.person_name,
    FindingRow.person_name_latin,
    FindingRow.person_role,
    FindingRow.payload,
)


class Repository:
    """Runs, findings, decisions and the audit log behind one address.

    `url` is an SQLAlchemy address, sqlite:///… or postgresql://…; tables are made where there are none.
    `clock` gives the moment that is written down; a moment without zone is local time. One repository may be
    used from many threads and beside other processes; a writer waits up to `wait` seconds for another.

    Raises `StoreError` where the database is damaged, locked for longer, of a newer version or no review
    database, and `UnavailableError` where the server's driver is not installed.
    """

    def __init__(self, url: str, *, clock: Callable[[], dt.datetime], wait: float = WAIT_SECONDS) -> None:
        self._database = Database(url, wait=wait)
        self._clock = clock
        self._closing = weakref.finalize(self, self._database.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close idle connections; the repository opens new ones where it is used again."""
        self._database.close()

    def save_run(self, result: ResultLike, *, by: str | None = None) -> RunRecord:
        """Keep the result of a scan as a new run, all of it or nothing, and return the run."""
        prepared = runs.prepare(result)
        who = decisions.checked_person(by if by is not None else current_user())

        def seal(connection: Connection, head: tuple[int, str], at: dt.datetime, number: int) -> None:
            audit.append(
                connection,
                head,
                at=at,
                who=who,
                action="run",
                subject=runs.run_id(number),
                detail={
                    "row": number,
                    "digest": prepared.run["digest"],
                    "call": result.call_id,
                    "as_of": result.as_of.isoformat(),
                    "snapshot": result.snapshot,
                    "policy": result.policy,
                    "policy_hash": result.policy_hash,
                    "findings": len(prepared.findings),
                    "links": links.run_digest(prepared.links),
                    "decisions_hash": result.decisions_hash,
                },
            )

        number = saving.save(self._database, prepared, by=who, clock=self._clock, seal=seal)
        return self.run(str(number))

    def runs(self) -> list[RunSummary]:
        """Return all runs, newest first."""
        with self._database.read() as connection:
            return runs.summaries(connection)

    def run(self, run_id: str | None = None) -> RunRecord:
        """Return a run, the newest where none is named. Raises `NotFoundError`, naming some there are."""
        with self._database.read() as connection:
            return runs.record(connection, runs.find(connection, run_id))

    def findings(
        self,
        run_id: str | None,
        *,
        levels: Iterable[Level | str] | None = None,
        rules: Iterable[str] | None = None,
        states: Iterable[Status | Decision | str] | None = None,
        application_id: str | None = None,
        text: str | None = None,
    ) -> list[FindingRecord]:
        """Return the findings of a run in the order of the scan, with their state.

        A filter that is `None` lets everything pass. `text` finds findings that hold all its words, in any
        order, in the names, titles and ids that a list shows. Raises `NotFoundError` for an unknown run.
        """
        statement = select(*_SHOWN).order_by(FindingRow.position)
        if levels is not None:
            statement = statement.where(FindingRow.level.in_([str(level) for level in levels]))
        if rules is not None:
            statement = statement.where(FindingRow.rule.in_(list(rules)))
        if application_id is not None:
            statement = statement.where(FindingRow.application_id == application_id)
        for word in fold(text or "").split():
            statement = statement.where(FindingRow.words.contains(word, autoescape=True))
        wanted = None if states is None else {Status(str(one)) for one in states}
        with self._database.read() as connection:
            number = runs.find(connection, run_id).number
            taken = decisions.of_run(connection, number)
            rows = connection.execute(statement.where(FindingRow.run == number)).all()
        found = []
        for row in rows:
            state = decisions.state(number, row.evidence_hash, taken.get(row.finding_id, ()))
            if wanted is None or state.status in wanted:
                found.append(_record(row, state))
        return found

    def evidence_hashes(self, run_id: str | None) -> dict[str, str]:
        """Return the evidence hash of each finding of a run by its id, in the order of the scan."""
        with self._database.read() as connection:
            number = runs.find(connection, run_id).number
            rows = connection.execute(
                select(FindingRow.finding_id, FindingRow.evidence_hash)
                .where(FindingRow.run == number)
                .order_by(FindingRow.position)
            )
            return {row.finding_id: row.evidence_hash for row in rows}

    def finding(self, run_id: str | None, finding_id: str) -> FindingRecord:
        """Return one finding of a run with its state. Raises `NotFoundError`."""
        with self._database.read() as connection:
            return self._one(connection, self._row(connection, run_id, finding_id))

    def decide(
        self, run_id: str | None, finding_id: str, *, decision: Decision | str, reason: str, decided_by: str
    ) -> FindingRecord:
        """Add a decision upon a finding as the run has it, and return the finding with its new state.

        The decision holds in every run in which the finding has the same evidence. Raises `NotFoundError` for
        an unknown run or finding and `UsageError` for an unknown decision, an empty reason or one of over
        4,000 characters.
        """
        chosen = decisions.checked_decision(decision)
        because = decisions.checked_reason(reason)
        who = decisions.checked_person(decided_by)
        with self._database.write() as connection:
            head = audit.lock(connection)
            row = self._row(connection, run_id, finding_id)
            at = self._clock()
            kept = decisions.write(connection, row, decision=chosen, reason=because, by=who, at=at)
            audit.append(
                connection,
                head,
                at=at,
                who=who,
                action="decision",
                subject=finding_id,
                detail={
                    "row": kept.id,
                    "digest": audit.decision_digest(kept),
                    "run": runs.run_id(row.run),
                    "decision": chosen.value,
                    "evidence_hash": row.evidence_hash,
                },
            )
            return self._one(connection, row)

    def decisions(self, finding_id: str) -> list[DecisionRecord]:
        """Return all decisions upon a finding in any run, newest first."""
        with self._database.read() as connection:
            return decisions.of_finding(connection, finding_id)

    def attach(
        self,
        run_id: str | None,
        finding_id: str,
        *,
        note: str,
        link: str,
        content: Mapping[str, Any],
        by: str,
    ) -> AttachmentRecord:
        """Attach a view of the graph to a finding as the run has it, and return it as it was kept.

        `link` is the address of the view in the dashboard, `content` what it shows, in plain values. Raises
        `NotFoundError` for an unknown run or finding and `UsageError` where the note is empty or anything is
        too long.
        """
        said, address = attachments.checked_note(note), attachments.checked_link(link)
        text, who = attachments.checked_content(content), decisions.checked_person(by)
        with self._database.write() as connection:
            head = audit.lock(connection)
            row = self._row(connection, run_id, finding_id)
            at = self._clock()
            kept = attachments.write(connection, row, note=said, link=address, content=text, by=who, at=at)
            audit.append(
                connection,
                head,
                at=at,
                who=who,
                action="attachment",
                subject=finding_id,
                detail={
                    "row": kept.id,
                    "digest": audit.attachment_digest(kept),
                    "run": runs.run_id(row.run),
                    "evidence_hash": row.evidence_hash,
                },
            )
            return attachments.record(kept)

    def attachments(self, finding_id: str) -> list[AttachmentRecord]:
        """Return all views attached to a finding in any run, newest first."""
        with self._database.read() as connection:
            return attachments.of_finding(connection, finding_id)

    def decide_link(
        self,
        kind: LinkKind | str,
        verdict: Verdict | str,
        subject: str,
        object: str,  # noqa: A002  # the two ends of a link
        *,
        facts: Mapping[str, Any],
        reason: str,
        by: str,
        run_id: str | None = None,
        finding_id: str | None = None,
    ) -> LinkDecision:
        """Confirm or reject a link, and return the decision as it was kept. It holds in all later scans.

        `facts` are what finds both ends again; `run_id` and `finding_id` say upon which finding it was taken.
        Raises `UsageError` for anything that cannot be kept, an empty reason among it.
        """
        if Verdict(verdict) is Verdict.UNDONE:
            raise ValueError("a decision is undone by its number: undo_link")
        link = {
            "kind": LinkKind(kind).value,
            "verdict": Verdict(verdict).value,
            "subject": links.checked_end(subject),
            "object": links.checked_end(object),
            "facts": links.checked_facts(facts),
        }
        return linking.take(
            self._database, self._clock, link, reason=reason, by=by, run_id=run_id, finding_id=finding_id
        )

    def undo_link(
        self, number: int, *, reason: str, by: str, run_id: str | None = None, finding_id: str | None = None
    ) -> LinkDecision:
        """Take a decision upon a link back, and return the undo, which is a decision of its own.

        Raises `NotFoundError` where there is none of this number, and `UsageError` where it is an undo itself
        or was undone already.
        """
        return linking.take(
            self._database, self._clock, number, reason=reason, by=by, run_id=run_id, finding_id=finding_id
        )

    def link_decisions(self) -> list[LinkDecision]:
        """Return all decisions ever taken upon links, undone ones and undos among them, oldest first."""
        with self._database.read() as connection:
            return links.every(connection)

    def links_in_force(self) -> tuple[LinkDecision, ...]:
        """Return the decisions upon links that the next scan has to take account of."""
        with self._database.read() as connection:
            return links.standing(connection)

    def run_identities(self, run_id: str | None) -> bytes:
        """Return who a run took its people for: an Arrow stream of the rows of `schema.IDENTITIES`.

        It holds the people whom findings are about; it is empty for a run of an older graphrisk.
        """
        with self._database.read() as connection:
            row = links.of_run(connection, runs.find(connection, run_id).number)
            return bytes(row.identities) if row is not None else b""

    def record_audit(
        self, *, who: str, action: str, subject: str, detail: Mapping[str, Any] | None = None
    ) -> AuditEntry:
        """Add a line to the audit log: `who` did `action` to `subject`; `detail` holds plain values."""
        if action in {"run", "decision", "link", "attachment"}:
            raise ValueError(f"the action {action!r} is written by the repository itself")
        with self._database.write() as connection:
            head = audit.lock(connection)
            return audit.append(
                connection,
                head,
                at=self._clock(),
                who=printable(who),
                action=printable(action),
                subject=printable(subject),
                detail=detail or {},
            )

    def audit_entries(self, *, limit: int = 100, **only: str | None) -> list[AuditEntry]:
        """Return the newest lines of the audit log, newest first; `only` may name who, action or subject."""
        with self._database.read() as connection:
            return audit.entries(connection, limit=limit, only=only)

    def verify_audit(self, *, deep: bool = False) -> AuditReport:
        """Check the chain of the audit log, and that decisions, attachments and runs are as they were.

        `deep` reads every finding of every run as well and compares it with what its run's entry sealed.
        """
        with self._database.read() as connection:
            return audit.verify(connection, deep=deep)

    def snapshots_in_use(self) -> set[int]:
        """Return the snapshots that runs name, which have to be kept."""
        with self._database.read() as connection:
            return set(connection.execute(select(Run.snapshot).distinct()).scalars())

    def _row(self, connection: Connection, run_id: str | None, finding_id: str) -> Row[Any]:
        number = runs.find(connection, run_id).number
        wanted = select(*_SHOWN).where(FindingRow.run == number, FindingRow.finding_id == finding_id)
        row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFoundError(
                Sentence("Run {run} has no finding {id}.", run=runs.run_id(number), id=repr(finding_id)),
                remedy=Sentence("List them: graphrisk findings --run {run}", run=runs.run_id(number)),
            )
        return row

    def _one(self, connection: Connection, row: Row[Any]) -> FindingRecord:
        taken = decisions.of_run(connection, row.run, row.finding_id)
        return _record(row, decisions.state(row.run, row.evidence_hash, taken.get(row.finding_id, ())))


def current_user() -> str:
    """Return who is at work: GRAPHRISK_USER where it is set, else the account's name."""
    named = os.environ.get("GRAPHRISK_USER", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as containers have them
        return f"uid {os.getuid()}"


def _record(row: Row[Any], state: State) -> FindingRecord:
    return FindingRecord(
        run_id=runs.run_id(row.run),
        finding=finding_from_json(row.payload),
        state=state,
        application_title=row.application_title,
        application_title_en=row.application_title_en,
        person_name=row.person_name,
        person_name_latin=row.person_name_latin,
        person_role=row.person_role,
    )
