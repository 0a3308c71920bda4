"""What the pages read and write: runs, findings and decisions from the review database, the graph of a run.

Findings of a run are kept for a few seconds, so that moving through a queue of thousands does not read them
anew each time; a decision taken here is seen at once, one taken elsewhere after `FRESH`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from dashboards.graphs import Graph
from graphrisk.errors import GraphRiskError
from graphrisk.findings import Level
from graphrisk.review.records import Status
from graphrisk.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboards.address import Filters
    from dashboards.words import Words
    from graphrisk.links import LinkDecision, Verdict
    from graphrisk.policies.model import Policy
    from graphrisk.resolve.explain import Link
    from graphrisk.review.records import (
        AttachmentRecord,
        Decision,
        DecisionRecord,
        FindingRecord,
        RunRecord,
        RunSummary,
    )
    from graphrisk.review.repository import Repository
    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

FRESH = 5.0
"""Seconds for which findings read once are shown without asking again."""
KEPT_RUNS = 4
KEPT_GRAPHS = 3
UNDECIDED = (Status.OPEN, Status.REOPENED)


class Data:
    """Everything that pages ask for. Safe to use from several threads."""

    def __init__(
        self,
        workspace: Workspace,
        repository: Repository,
        *,
        user: str,
        ticks: Callable[[], float],
        open_graph: Callable[[int | None], GraphStore] | None = None,
    ) -> None:
        self.workspace = workspace
        self.user = user
        self._repository = repository
        self._ticks = ticks
        self._open_graph = open_graph or (lambda snapshot: open_store(workspace, snapshot))
        self._lock = threading.Lock()
        self._findings: OrderedDict[str, tuple[float, tuple[FindingRecord, ...]]] = OrderedDict()
        self._graphs: OrderedDict[int, Graph] = OrderedDict()

    def runs(self) -> list[RunSummary]:
        """Return all runs, newest first."""
        return list(self._repository.runs())

    def run(self, run_id: str | None) -> RunRecord | None:
        """Return a run, or the newest where none is named; None where there is no run at all.

        Raises `NotFoundError` where the run that is named does not exist.
        """
        if run_id is None and not self._repository.runs():
            return None
        return self._repository.run(run_id)

    def findings(self, run_id: str) -> tuple[FindingRecord, ...]:
        """Return all findings of a run with their states, in the order of the scan."""
        now = self._ticks()
        with self._lock:
            kept = self._findings.get(run_id)
            if kept is not None and now - kept[0] < FRESH:
                return kept[1]
        records = tuple(self._repository.findings(run_id))
        with self._lock:
            self._findings[run_id] = (now, records)
            self._findings.move_to_end(run_id)
            while len(self._findings) > KEPT_RUNS:
                self._findings.popitem(last=False)
        return records

    def finding(self, run_id: str, finding_id: str) -> FindingRecord:
        """Return one finding of a run as it stands now. Raises `NotFoundError` for an unknown one."""
        return self._repository.finding(run_id, finding_id)

    def decisions(self, finding_id: str) -> list[DecisionRecord]:
        """Return all decisions ever taken on a finding, newest first."""
        return self._repository.decisions(finding_id)

    def decide(self, run_id: str, finding_id: str, decision: Decision, reason: str) -> None:
        """Record a decision under the name of the person who runs the dashboard."""
        self._repository.decide(run_id, finding_id, decision=decision, reason=reason, decided_by=self.user)
        with self._lock:
            self._findings.clear()

    def links_in_force(self) -> tuple[LinkDecision, ...]:
        """Return the decisions upon links that the next scan has to take account of."""
        return self._repository.links_in_force()

    def run_identities(self, run_id: str) -> bytes:
        """Return who the run took its people for, as an Arrow stream; empty for a run of long ago."""
        return self._repository.run_identities(run_id)

    def decide_link(
        self,
        run_id: str,
        finding_id: str,
        link: Link,
        verdict: Verdict,
        facts: Mapping[str, Any],
        reason: str,
    ) -> LinkDecision:
        """Confirm or reject a link under the name of the person who runs the dashboard."""
        return self._repository.decide_link(
            link.kind,
            verdict,
            link.subject,
            link.object,
            facts=facts,
            reason=reason,
            by=self.user,
            run_id=run_id,
            finding_id=finding_id,
        )

    def undo_link(self, run_id: str, finding_id: str, number: int, reason: str) -> LinkDecision:
        """Take a decision upon a link back under the name of the person who runs the dashboard."""
        return self._repository.undo_link(
            number, reason=reason, by=self.user, run_id=run_id, finding_id=finding_id
        )

    def record_export(self, run_id: str, form: str, count: int) -> None:
        """Keep in the audit log that findings of a run were saved to a file."""
        self._repository.record_audit(
            who=self.user, action="export", subject=run_id, detail={"format": form, "findings": count}
        )

    def record_view_export(self, form: str, facts: Mapping[str, Any]) -> None:
        """Keep in the audit log that a view of the graph was saved to a file."""
        detail = {"format": form, **facts}
        self._repository.record_audit(who=self.user, action="export", subject="explore", detail=detail)

    def attach(
        self, run_id: str, finding_id: str, note: str, link: str, content: Mapping[str, Any]
    ) -> AttachmentRecord:
        """Attach a view of the graph to a finding, under the name of the person who runs the dashboard."""
        return self._repository.attach(
            run_id, finding_id, note=note, link=link, content=content, by=self.user
        )

    def attachments(self, finding_id: str) -> list[AttachmentRecord]:
        """Return all views attached to a finding, newest first."""
        return self._repository.attachments(finding_id)

    def newest(self) -> Graph:
        """Return the graph in force. Raises `StoreError` where nothing is loaded."""
        graph = Graph(self._open_graph(None))
        with self._lock:
            self._drop_moved(graph.snapshot)
            kept = self._graphs.setdefault(graph.snapshot, graph)
            self._drop_old(graph.snapshot)
        if kept is not graph:
            graph.close()
        return kept

    def graph(self, snapshot: int) -> Graph:
        """Return the graph of a snapshot. Raises `StoreError` where the snapshot is gone."""
        with self._lock:
            self._drop_moved(snapshot)
            graph = self._graphs.get(snapshot)
            if graph is None:
                graph = Graph(self._open_graph(snapshot))
                self._graphs[snapshot] = graph
            self._drop_old(snapshot)
        return graph

    def prepare(self) -> None:
        """Build what exploring needs of the graph in force; where that fails, a page will say why."""
        try:
            self.newest().prepare()
        except GraphRiskError:
            return

    def _drop_moved(self, snapshot: int) -> None:
        """Close the graph of a snapshot that its server does not hold as it was; the lock is held."""
        graph = self._graphs.get(snapshot)
        if graph is not None and graph.moved_on:
            del self._graphs[snapshot]
            graph.close()

    def _drop_old(self, used: int) -> None:
        """Close the graphs that were not used for longest, not that of snapshot `used`; the lock is held."""
        self._graphs.move_to_end(used)
        while len(self._graphs) > KEPT_GRAPHS:
            self._graphs.popitem(last=False)[1].close()

    def close(self) -> None:
        """Release snapshots and the review database."""
        with self._lock:
            for graph in self._graphs.values():
                graph.close()
            self._graphs.clear()
        self._repository.close()

    def policy(self, name: str) -> Policy | None:
        """Return the policy of a run; None where its file is gone or no longer fits."""
        from graphrisk.policies import load_policy

        try:
            return load_policy(name)
        except GraphRiskError:
            return None


def selected(
    records: Sequence[FindingRecord], filters: Filters, words: Words, *, ignoring: str = ""
) -> list[FindingRecord]:
    """Return the records that pass the filters, in their order; `ignoring` names one filter to leave out."""
    needles = filters.text.casefold().split() if ignoring != "text" else []
    return [
        record
        for record in records
        if (ignoring == "levels" or not filters.levels or record.finding.level in filters.levels)
        and (ignoring == "states" or not filters.states or record.state.status in filters.states)
        and (ignoring == "rule" or filters.rule in {None, record.finding.rule})
        and (ignoring == "application" or filters.application in {None, record.finding.application_id})
        and (not needles or _says(record, needles, words))
    ]


def _says(record: FindingRecord, needles: Sequence[str], words: Words) -> bool:
    finding = record.finding
    heap = " ".join(
        part
        for part in (
            finding.id,
            finding.rule,
            finding.application_id,
            finding.person_id,
            finding.object.name,
            finding.object.ror,
            record.application_title,
            record.application_title_en,
            record.person_name,
            record.person_name_latin,
            words.say(finding.question),
        )
        if part
    ).casefold()
    return all(needle in heap for needle in needles)


def in_order(records: Sequence[FindingRecord]) -> list[FindingRecord]:
    """Return records by level, then by newest evidence; those without a date last."""
    return sorted(
        records,
        key=lambda record: (
            -record.finding.level.rank,
            -(record.finding.last_date.toordinal() if record.finding.last_date else 0),
            record.finding.id,
        ),
    )


def counts_by_level(records: Sequence[FindingRecord]) -> dict[Level, int]:
    """Return the number of records of each level, highest first, levels without any included."""
    return {
        level: sum(record.finding.level is level for record in records) for level in reversed(list(Level))
    }


def undecided(records: Sequence[FindingRecord]) -> list[FindingRecord]:
    """Return the records that wait for a decision."""
    return [record for record in records if record.state.status in UNDECIDED]


def neighbours(
    records: Sequence[FindingRecord], finding_id: str
) -> tuple[int | None, str | None, str | None]:
    """Return the place (from 1) of a finding among `records`, and the ids before and after it."""
    order = [record.finding.id for record in records]
    if finding_id not in order:
        return None, None, order[0] if order else None
    place = order.index(finding_id)
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    return place + 1, before, after
