"""A load, from beginning to end: read, check, compare, write, resolve, publish."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from graphrisk import __version__
from graphrisk.errors import GraphRiskError
from graphrisk.load import write
from graphrisk.load.checks import check
from graphrisk.load.compare import BASE, GroupChange, TableChange, compare
from graphrisk.load.faults import as_error
from graphrisk.load.fill import fill_gaps
from graphrisk.load.groups import GROUP_OF, GROUPS
from graphrisk.load.hashing import InputHashes
from graphrisk.load.reading import Meter, Tally, read
from graphrisk.load.report import LoadReport, ProgressState, StrictLoadError
from graphrisk.load.staging import Staging
from graphrisk.resolve import derive
from graphrisk.sentences import Sentence, to_json
from graphrisk.store import snapshot as snapshots
from graphrisk.store.content import content, years
from graphrisk.store.lock import load_lock
from graphrisk.store.manifest import SCHEMA_VERSION, LoadRecord, Manifest
from graphrisk.store.sql import ENGINE, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from graphrisk.settings import Workspace
    from loaders.base import Input, Options, Source

_SPILL = f"{snapshots.TEMPORARY}spill"
_STAGING = f"{snapshots.TEMPORARY}staging"
_BUILT = f"{snapshots.TEMPORARY}graph.duckdb"


def load(
    workspace: Workspace,
    source: Source,
    inputs: Sequence[Input],
    options: Options,
    *,
    on_progress: Callable[[ProgressState], None] | None = None,
    strict: bool = False,
    protected: Collection[int] | None = None,
    now: Callable[[], dt.datetime],
) -> LoadReport:
    """Load files into a new snapshot and put it in force; where nothing changed, leave the last one in force.

    `on_progress` hears of the progress at most ten times a second. Under `strict` a single reject fails the
    load with `StrictLoadError`, and nothing is published. `protected` are the snapshots that runs name: they
    are kept whatever the settings say of old ones; where it is None nothing is known of runs, and no old
    snapshot is removed. Raises `InputError` for what the files do to the load as a whole and `StoreError` for
    what the folder does; whatever is raised, the last snapshot stays in force.
    """
    folder = workspace.snapshots
    staging_files: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with load_lock(folder):
            snapshots.sweep(folder)
            try:
                work = _Work(workspace, source, inputs, options, now, on_progress, staging_files)
                report = work.run(strict=strict)
                if protected is not None:
                    keep = workspace.settings.store.keep
                    snapshots.prune(folder, keep=keep, protected=protected)
            finally:
                # Whatever could not be removed is removed by the next load; the error that led here matters.
                with contextlib.suppress(OSError, GraphRiskError):
                    snapshots.sweep(folder)
    except (OSError, duckdb.Error) as error:
        raise as_error(error, folder, staging_files) from error
    return report


@dataclass(frozen=True, slots=True)
class _Work:
    workspace: Workspace
    source: Source
    inputs: Sequence[Input]
    options: Options
    now: Callable[[], dt.datetime]
    tell: Callable[[ProgressState], None] | None
    files_in_place: list[Path]

    def run(self, *, strict: bool) -> LoadReport:
        started = self.now()
        folder = self.workspace.snapshots
        number = snapshots.current(folder)
        last = snapshots.read_manifest(folder, number) if number is not None else None
        sizes = [item.size for item in self.inputs]
        meter = Meter(self.tell, self.now, None if None in sizes else sum(s for s in sizes if s is not None))
        meter.stage(Sentence("reading"))
        hashes = InputHashes(self.inputs).start()
        try:
            with self._engine() as connection:
                names = {item.path: item.name for item in self.inputs if item.path is not None}
                staging = Staging(connection, folder / _STAGING, _label(self.inputs), names)
                with contextlib.closing(staging):
                    tally = read(self.source, self.inputs, self.options, staging, meter)
                self.files_in_place.extend(staging.files())
                changes = self._compare(staging, tally, meter, last)
                meter.stage(Sentence("hashing"))
                record = self._record(staging, tally, changes, started, last, hashes)
                report = self._report(record, staging, tally, last, changed=False)
                if strict and staging.rejected_total:
                    raise StrictLoadError(report)
                if not (any(c.changed for c in changes) or _news(record, last)):
                    return report
                meter.stage(Sentence("writing"))
                path = snapshots.tables_path(folder, last.snapshot) if last else None
                write.begin(connection, folder / _BUILT, path)
                write.apply(staging, [t for c in changes for t in (*c.tables, *c.fillers)], record)
                write.enter(staging, record, _said(self.options), __version__)
                connection.execute(f"DETACH {write.NEW}")
        finally:
            hashes.stop()
        self._publish(record, last, meter, derived=any(c.changed for c in changes))
        return self._report(record, staging, tally, last, changed=True)

    @contextlib.contextmanager
    def _engine(self) -> Iterator[duckdb.DuckDBPyConnection]:
        (self.workspace.snapshots / _STAGING).mkdir()
        # Rows carry their place in the input with them. Keeping them in order in the file as well would have
        # the engine write pieces of row groups, and put them together again later.
        config = self._config() | {"preserve_insertion_order": False}
        connection = duckdb.connect(":memory:", config=config)
        try:
            yield connection
        finally:
            connection.close()

    def _config(self) -> dict[str, str | bool | int | float | list[str]]:
        return {
            **ENGINE,
            "memory_limit": self.workspace.settings.store.memory,
            "temp_directory": str(self.workspace.snapshots / _SPILL),
        }

    def _compare(
        self, staging: Staging, tally: Tally, meter: Meter, last: Manifest | None
    ) -> list[GroupChange]:
        meter.stage(Sentence("checking"))
        collapsed = {group.name: check(staging, group) for group in GROUPS}
        tally.warnings += [
            Sentence(
                "{count} rows or records of {name} came more than once with the same content and count once.",
                count=f"{count:,}",
                name=name,
            )
            for name, count in collapsed.items()
            if count
        ]
        meter.stage(Sentence("comparing"))
        filled: dict[str, int] = {}
        if last is not None:
            path = snapshots.tables_path(self.workspace.snapshots, last.snapshot)
            staging.connection.execute(f"ATTACH {literal(str(path))} AS {BASE} (READ_ONLY)")
            filled = last.rows
        changes = [compare(staging, group, filled, replace=self.options.replace) for group in GROUPS]
        for change in changes:
            change.fillers.extend(fill_gaps(staging, change.group, filled))
        removed = {t.table.name: t.removed for c in changes for t in c.tables if t.removed}
        tally.warnings += [
            Sentence(
                "{count} rows of {name} are not in the newer version of their record and were removed.",
                count=f"{count:,}",
                name=name,
            )
            for name, count in removed.items()
        ]
        return changes

    def _record(
        self,
        staging: Staging,
        tally: Tally,
        changes: list[GroupChange],
        started: dt.datetime,
        last: Manifest | None,
        hashes: InputHashes,
    ) -> LoadRecord:
        written, unchanged = _counted(self.source.record, changes)
        loads = last.loads if last else ()
        return LoadRecord(
            load_id=max((one.load_id for one in loads), default=0) + 1,
            snapshot=(last.snapshot if last else 0) + 1,
            source=self.source.name,
            edition=self.options.edition or "; ".join(tally.editions) or None,
            loaded_at=started.astimezone(dt.UTC),
            files=hashes.result(),
            read=tally.records or written + unchanged + staging.rejected_total,
            written=written,
            unchanged=unchanged,
            rejected=staging.rejected_total,
            skipped={str(reason): count for reason, count in sorted(tally.skipped.items())},
            warnings=tuple(str(text) for text in tally.warnings),
            phrases={
                str(text): stored
                for text in (*tally.warnings, *tally.skipped)
                if (stored := to_json(text)) is not None
            },
        )

    def _publish(self, record: LoadRecord, last: Manifest | None, meter: Meter, *, derived: bool) -> None:
        folder = self.workspace.snapshots
        with duckdb.connect(str(folder / _BUILT), config=self._config()) as connection:
            if derived:
                meter.stage(Sentence("resolving"))
                derive(connection)
            meter.stage(Sentence("publishing"))
            rows, digest = content(connection)
            spans = years(connection)
        manifest = Manifest(
            snapshot=record.snapshot,
            created_at=self.now().astimezone(dt.UTC),
            version=__version__,
            schema_version=SCHEMA_VERSION,
            loads=(*(last.loads if last else ()), record),
            rows=rows,
            years=spans,
            content_hash=digest,
        )
        snapshots.publish(folder, folder / _BUILT, manifest)

    def _report(
        self, record: LoadRecord, staging: Staging, tally: Tally, last: Manifest | None, *, changed: bool
    ) -> LoadReport:
        return LoadReport(
            source=record.source,
            edition=record.edition,
            snapshot=record.snapshot if changed else (last.snapshot if last else 0),
            changed=changed,
            read=record.read,
            written=record.written,
            unchanged=record.unchanged,
            rejected=list(staging.rejected),
            rejected_total=staging.rejected_total,
            skipped=dict(sorted(tally.skipped.items())),
            warnings=list(tally.warnings),
            seconds=(self.now() - record.loaded_at).total_seconds(),
        )


def _counted(table: str, changes: list[GroupChange]) -> tuple[int, int]:
    """Return the records written and unchanged: those of `table`, or the rows of all tables."""
    if not table:
        every: list[TableChange] = [t for c in changes for t in (*c.tables, *c.fillers)]
        return sum(t.written for t in every), sum(t.unchanged for t in every)
    group = GROUP_OF[table]
    change = next(c for c in changes if c.group is group)
    if group.head is not None and group.head.name == table:
        return change.records
    mine = [t for t in change.tables if t.table.name == table]
    return sum(t.written for t in mine), sum(t.unchanged for t in mine)


def _news(record: LoadRecord, last: Manifest | None) -> bool:
    """Whether a load that changes no row has something to tell: rejects, or an edition not seen before."""
    before = [one for one in (last.loads if last else ()) if one.source == record.source]
    said = {(one.rejected, tuple(file.sha256 for file in one.files)) for one in before}
    rejects = (
        bool(record.rejected)
        and (
            record.rejected,
            tuple(file.sha256 for file in record.files),
        )
        not in said
    )
    return rejects or (bool(before) and bool(_editions([record]) - _editions(before)))


def _editions(loads: Sequence[LoadRecord]) -> set[str]:
    """Return the editions that loads name. Files of several editions name them all in one."""
    return {name for one in loads for name in (one.edition or "").split(", ") if name}


def _label(inputs: Sequence[Input]) -> str:
    names = [item.name for item in inputs]
    if len(names) > 1:
        return Sentence("{count} files from {name}", count=len(names), name=names[0])
    return names[0] if names else Sentence("no file")


def _said(options: Options) -> str:
    given = {k: v for k, v in dataclasses.asdict(options).items() if v is not None and k != "processes"}
    return json.dumps(given, ensure_ascii=False, sort_keys=True, default=str)
