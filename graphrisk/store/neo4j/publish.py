"""Publishing: the database comes to hold the snapshot in force, whatever it held before."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import duckdb

from graphrisk.causes import spelled
from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence, listed
from graphrisk.store import snapshot as snapshots
from graphrisk.store.lock import BusyError, hold
from graphrisk.store.neo4j import lease, setup
from graphrisk.store.neo4j import plan as plans
from graphrisk.store.neo4j.faults import LostError
from graphrisk.store.neo4j.local import Local, own_local, write_local
from graphrisk.store.neo4j.marker import check_version, read_marker
from graphrisk.store.neo4j.planning import Planner
from graphrisk.store.neo4j.status import count_nodes, is_up_to_date, refuse_strangers
from graphrisk.store.neo4j.write import Writer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from graphrisk.settings import Workspace
    from graphrisk.store.manifest import Manifest
    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.marker import Marker
    from graphrisk.store.neo4j.plan import Plan, Step

LOCK = "PUBLISH-LOCK"
_WAIT_SECONDS = 1.0
_Got = TypeVar("_Got")
PATIENCE = 600.0
"""Seconds that a publication waits for another one to end, unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a publication stands: its stage, what it is at, and how much of all is done.

    Stages: waiting (for another publication; seconds of those that it waits at most), preparing, comparing,
    writing (rows).
    """

    stage: str
    item: str
    done: int
    total: int


@dataclass(slots=True)
class Report:
    """What a publication did. `rows` counts rows by what was done to them, such as `create_nodes`."""

    snapshot: int
    base: int | None
    changed: bool = False
    resumed: bool = False
    verified: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class Publisher:
    """Publishes the snapshot in force of a workspace to a server. `tell` hears of the progress.

    Where another publication to the same database is under way, it waits for up to `patience` seconds;
    `pause` is how.
    """

    workspace: Workspace
    server: Server
    now: Callable[[], dt.datetime]
    tell: Callable[[Progress], None] = lambda _progress: None
    workers: int = 2
    batch: int = 20_000
    patience: float = PATIENCE
    pause: Callable[[float], None] = time.sleep
    _waited: float = 0.0
    _id: str = ""
    _report: Report = field(default_factory=lambda: Report(0, None))

    def publish(self, *, verify: bool = False) -> Report:
        """Make the database hold the snapshot in force, going on where an earlier publication was cut off.

        `verify` reads all that the database holds and mends what differs. Raises `StoreError`; the database
        then says that a publication is under way, and the next call goes on with it.
        """
        started = self.now()
        folder, root = self.workspace.snapshots, self.workspace.root
        number = snapshots.current(folder)
        if number is None:
            raise StoreError(
                Sentence("Nothing is loaded in the workspace {root}.", root=root),
                remedy=Sentence("Load something first, for example: graphrisk load ror FILE"),
            )
        self.server.version()
        with self._faults(), contextlib.ExitStack() as held:
            busy = Sentence("Another publication from {root} is under way", root=root)
            self._wait(lambda: held.enter_context(hold(folder / LOCK, busy)))
            manifest = snapshots.read_manifest(folder, number)
            local = own_local(root)
            marker = self._wait(lambda: self._checked(read_marker(self.server), local))
            self._report = Report(number, marker.snapshot if marker else None)
            if marker and not verify and is_up_to_date(marker, manifest):
                if local.held != number or local.target is not None:
                    write_local(root, local.model_copy(update={"held": number, "target": None}))
                plans.discard(folder)
            else:
                self._publish(manifest, local, marker, verify=verify)
        self._report.seconds = (self.now() - started).total_seconds()
        return self._report

    def _wait(self, attempt: Callable[[], _Got]) -> _Got:
        """Return what `attempt` returns, once nobody else is at it. Raises `BusyError` after `patience`."""
        while True:
            try:
                return attempt()
            except BusyError as error:
                if self._waited >= self.patience:
                    if not self._waited:
                        raise
                    waited = Sentence("This one waited for {seconds} s.", seconds=f"{self._waited:.0f}")
                    raise BusyError(listed((error.message, waited), " "), remedy=error.remedy) from error
                self.tell(Progress("waiting", "", round(self._waited), round(self.patience)))
                step = min(_WAIT_SECONDS, self.patience - self._waited)
                self.pause(step)
                self._waited += step

    def _publish(self, manifest: Manifest, local: Local, marker: Marker | None, *, verify: bool) -> None:
        self._id = lease.new_publisher(self.workspace.root)
        self.tell(Progress("preparing", "", 0, 0))
        if marker is None:
            refuse_strangers(count_nodes(self.server))
            setup.prepare(self.server, self._tell_setup)
        marker = lease.take(self.server, local.workspace, self._id, marker)
        setup.prepare(self.server, self._tell_setup)
        # What a plan left half written is mended along with the rest where all is compared.
        plan = None if verify else self._unfinished(marker)
        try:
            if plan is not None:
                self._report.resumed = True
                self._write(plan, local)
                marker = lease.take(self.server, local.workspace, self._id, read_marker(self.server))
            if verify or not is_up_to_date(marker, manifest):
                self._write(self._plan(manifest, local, marker, verify=verify), local)
            else:
                lease.release(self.server, self._id, indexed=True)
        except LostError:
            raise
        except BaseException:
            # Whoever goes on need not wait until the lease is over.
            with contextlib.suppress(StoreError):
                lease.release(self.server, self._id)
            raise

    def _unfinished(self, marker: Marker) -> Plan | None:
        if marker.state != "publishing" or marker.plan is None:
            return None
        found = plans.read_plan(self.workspace.snapshots)
        return found if found is not None and found.id == marker.plan else None

    def _write(self, plan: Plan, local: Local) -> None:
        root, folder = self.workspace.root, self.workspace.snapshots
        done = lease.noted(self.server, plan)
        lease.begin(self.server, self._id, plan)
        written = 0

        def tell(step: Step, rows: int) -> None:
            nonlocal written
            written += rows
            self._report.rows[step.kind] = self._report.rows.get(step.kind, 0) + rows
            self.tell(Progress("writing", step.set, written, total))

        total = plan.rows
        writer = Writer(self.server, plan, self._id, self.workers, self.batch, done, tell)
        with (
            plans.opened(folder, memory=self.workspace.settings.store.memory) as rows,
            lease.heartbeat(self.server, self._id, writer.stop.set),
        ):
            writer.write(rows)
        lease.finish(self.server, local.workspace, self._id, plan, self.now())
        write_local(root, local.model_copy(update={"held": plan.manifest.snapshot, "target": None}))
        plans.discard(folder)
        self._report.changed = self._report.changed or plan.rows > 0 or plan.base != plan.manifest.snapshot
        self._report.verified = self._report.verified or not plan.strict

    def _plan(self, manifest: Manifest, local: Local, marker: Marker, *, verify: bool) -> Plan:
        # From here on neither of the two may be pruned: they are what the next publication starts from.
        local = local.model_copy(update={"held": marker.snapshot, "target": manifest.snapshot})
        write_local(self.workspace.root, local)
        planner = Planner(
            self.workspace.snapshots,
            self.workspace.settings.store.memory,
            max(2, self.workers),
            lambda item, share: self.tell(Progress("comparing", item, round(share * 100), 100)),
        )
        with lease.heartbeat(self.server, self._id, lambda: None):
            if verify:
                return planner.repair(self.server, manifest, marker.snapshot)
            if marker.snapshot is None and marker.plan is None:
                return planner.whole(manifest)
            base = planner.tables_of(marker)
            if base is not None:
                return planner.difference(base, manifest)
            return planner.repair(self.server, manifest, marker.snapshot)

    def _checked(self, marker: Marker | None, local: Local) -> Marker | None:
        if marker is None:
            return None
        if marker.workspace != local.workspace:
            raise StoreError(
                Sentence("The Neo4j database holds the graph of another workspace."),
                remedy=Sentence("Use that workspace, or another database (NEO4J_URI, NEO4J_DATABASE)."),
            )
        check_version(marker)
        lease.refuse_live(marker.publisher, marker.silence, self.workspace.root)
        return marker

    def _tell_setup(self, item: str, share: float) -> None:
        self.tell(Progress("preparing", item, round(share * 100), 100))

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise StoreError(
                Sentence(
                    "The publication cannot be planned in {folder}: {error}",
                    folder=self.workspace.snapshots,
                    error=str(error).splitlines()[0],
                ),
                remedy=Sentence("Check the room and the rights of the folder, and memory in [store]."),
            ) from error
        except OSError as error:
            raise StoreError(
                Sentence(
                    "The publication cannot be planned in {folder}: {error}",
                    folder=self.workspace.snapshots,
                    error=spelled(error),
                ),
                remedy=Sentence("Check the room and the rights of the folder."),
            ) from error
