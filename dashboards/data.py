"""What the pages read and write: runs, findings and decisions from the review database, the graph of a run.

Findings of a run are kept for a few seconds, so that moving through a queue of thousands does not read them
anew each time; a decision taken here is seen at once, one taken elsewhere after `FRESH`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from dashboards.graphs import Graph
from dashboards.selection import areas_of, selected
from graphrisk.errors import GraphRiskError
from graphrisk.resolve.decided.plan import APPLIED
from graphrisk.scan.diff import difference
from graphrisk.store import open_store

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

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
    from graphrisk.scan.diff import Difference
    from graphrisk.settings import Workspace
    from graphrisk.store.base import GraphStore

FRESH = 5.0
"""Seconds for which findings read once are shown without asking again."""
READ_AGAIN = 600.0
"""Seconds after which reading the same thing again is another line of the audit log."""
MISSING = 60.0
"""Seconds after which a graph that could not tell the day on which a call closes is asked again."""
KEPT_READS = 10_000
KEPT_RUNS = 4
KEPT_GRAPHS = 3


class Data:
    """Everything that pages ask for. Safe to use from several threads."""

    def __init__(
        self,
        workspace: Workspace,
        repository: Repository,
        *,
        user: str,
        ticks: Callable[[], float],
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        open_graph: Callable[[int | None], GraphStore] | None = None,
    ) -> None:
        self.workspace = workspace
        self.user = user
        self._repository = repository
        self._ticks = ticks
        self._clock = clock
        self._reads: OrderedDict[str, float] = OrderedDict()
        self._closing: dict[str, tuple[float, dt.date | None]] = {}
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

    def chosen(self, run: RunRecord, filters: Filters, words: Words) -> list[FindingRecord]:
        """Return the findings of a run that pass the filters, in their order."""
        among = None
        if filters.change is not None:
            changes = self.changes(run)
            later = self.later(run)
            among = {
                "new": changes.new if changes else (),
                "changed": changes.changed if changes else (),
                "gone": self.difference(run.id, later.id).gone if later else (),
            }[filters.change]
        return selected(self.findings(run.id), filters, words, areas=areas_of(run), among=among)

    def earlier(self, run: RunSummary) -> RunSummary | None:
        """Return the run before this one of the same call."""
        same = [other for other in self.runs() if other.call_id == run.call_id and other.id < run.id]
        return same[0] if same else None

    def later(self, run: RunSummary) -> RunSummary | None:
        """Return the run after this one of the same call."""
        same = [other for other in self.runs() if other.call_id == run.call_id and other.id > run.id]
        return same[-1] if same else None

    def changes(self, run: RunSummary) -> Difference | None:
        """Return what a run changed since the one before it of the same call; None where there is none."""
        earlier = self.earlier(run)
        return self.difference(earlier.id, run.id) if earlier else None

    def difference(self, before: str, now: str) -> Difference:
        """Return how the findings of two runs differ."""
        hashes = self._repository.evidence_hashes
        return difference(hashes(before), hashes(now))

    def days_left(self, run: RunSummary) -> tuple[dt.date, int] | None:
        """Return the day on which the call of a run closes, and the days until then, below zero after it.

        None where the snapshot of the run is gone and nobody can tell.
        """
        now = self._ticks()
        kept = self._closing.get(run.id)
        if kept is None or (kept[1] is None and now - kept[0] > MISSING):
            kept = self._closing[run.id] = (now, self._closes_on(run))
        closes = kept[1]
        return (closes, (closes - self._clock().astimezone().date()).days) if closes else None

    def _closes_on(self, run: RunSummary) -> dt.date | None:
        try:
            calls = self.graph(run.snapshot).records("calls", "call_id", [run.call_id])
        except GraphRiskError:
            return None
        return calls[0]["closes_on"] if calls else None

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

    def links_of(self, run: RunRecord) -> tuple[LinkDecision, ...]:
        """Return the decisions upon links that a run was made with."""
        applied = {number for number, outcome in run.decisions if outcome == APPLIED}
        return tuple(one for one in self._repository.link_decisions() if one.id in applied) if applied else ()

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

    def note_read(self, subject: str, **detail: str) -> None:
        """Keep in the audit log that the person who runs the dashboard read `subject`.

        Raises `StoreError` where the log cannot be written, so that nothing is read without a line in it.
        """
        now = self._ticks()
        with self._lock:
            last = self._reads.get(subject)
            if last is not None and now - last < READ_AGAIN:
                return
        self._repository.record_audit(who=self.user, action="read", subject=subject, detail=detail)
        with self._lock:
            self._reads[subject] = now
            self._reads.move_to_end(subject)
            while len(self._reads) > KEPT_READS:
                self._reads.popitem(last=False)

    def record_export(self, run_id: str, form: str, count: int) -> None:
        """Keep in the audit log that findings of a run were saved to a file."""
        self._repository.record_audit(
            who=self.user, action="export", subject=run_id, detail={"format": form, "findings": count}
        )

    def record_view_export(self, form: str, facts: Mapping[str, Any]) -> None:
        """Keep in the audit log that a view of the graph was saved to a file."""
        detail = {"format": form, **facts}
        self._repository.record_audit(who=self.user, action="export", subject="explore", detail=detail)

    def record_refused_export(self, snapshot: int, count: int) -> None:
        """Keep in the audit log that the refused records of a snapshot were saved to a file."""
        self._repository.record_audit(
            who=self.user, action="export", subject=f"snapshot {snapshot}", detail={"refused": count}
        )

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
