"""The index of a snapshot: found beside it, built where it is missing, and attached to a reader's engine.

    explore-000007.duckdb   the index of snapshot 7

It is built when it is first needed, under a name of the reader's own, and renamed into place: whoever builds
at the same time builds the same, and the last one stays. Small graphs are indexed in memory. A reader who may
not write beside the snapshots builds an index of its own elsewhere, which goes when it closes.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

import duckdb
import structlog

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store import snapshot as snapshots
from graphrisk.store.explore.build import VERSION, build
from graphrisk.store.sql import literal

if TYPE_CHECKING:
    from pathlib import Path

    from graphrisk.store.manifest import Manifest

SMALL = 200_000
"""Graphs with fewer rows than this are indexed in memory."""

_log = structlog.get_logger(__name__)


class Index:
    """Attaches the index as `explore` to the engine of a store, at the first use."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, manifest: Manifest) -> None:
        self._connection, self._tables, self._manifest = connection, path, manifest
        self._path = snapshots.explore_path(path.parent, manifest.snapshot)
        self._own: Path | None = None
        self._lock = threading.Lock()
        self._ready = False

    @property
    def ready(self) -> bool:
        """Whether the index is attached."""
        return self._ready

    def need(self) -> None:
        """Attach the index; build it first where there is none. Other threads wait."""
        if self._ready:
            return
        with self._lock:
            if not self._ready:
                if not self._attach(self._path):
                    self._make()
                self._ready = True

    def attach(self) -> bool:
        """Attach the index if it is there already; return whether it is attached."""
        if not self._ready and self._lock.acquire(blocking=False):
            try:
                self._ready = self._ready or self._attach(self._path)
            finally:
                self._lock.release()
        return self._ready

    def close(self) -> None:
        """Remove an index that is the reader's own."""
        if self._own is not None:
            snapshots.remove(self._own)

    def _attach(self, path: Path) -> bool:
        """Attach the file if it is there and is the index of this very snapshot."""
        if not path.exists():
            return False
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(f"ATTACH {literal(str(path))} AS explore (READ_ONLY)")
                found = cursor.execute("SELECT version, snapshot, content FROM explore.main.meta").fetchone()
            except duckdb.Error:  # not an index, or one that was cut off: it is built anew
                found = None
            if found == (VERSION, self._manifest.snapshot, self._manifest.content_hash):
                return True
            with contextlib.suppress(duckdb.Error):
                cursor.execute("DETACH explore")
        return False

    def _make(self) -> None:
        rows = self._manifest.rows
        if sum(rows.values()) < SMALL:
            with self._connection.cursor() as cursor:
                cursor.execute("ATTACH ':memory:' AS explore")
                self._build(cursor)
            return
        folder = snapshots.spill_folder(self._tables.parent)
        folder.mkdir(exist_ok=True)
        built = folder / "explore.duckdb"
        try:
            self._build_file(built)
            if folder.parent == self._tables.parent:
                snapshots.sync(built)
                built.replace(self._path)
                snapshots.sync(self._path.parent)
                built = self._path
        except BaseException:
            snapshots.remove(folder)
            raise
        if built == self._path:
            snapshots.remove(folder)
        else:
            self._own = folder
            _log.warning("index_is_not_kept", folder=str(self._tables.parent), reason="not writable")
        if not self._attach(built):
            raise StoreError(
                Sentence("The index {path} cannot be read.", path=built),
                remedy=Sentence("Remove it; it is built again when it is needed."),
            )
        if not snapshots.manifest_path(self._tables.parent, self._manifest.snapshot).exists():
            self._path.unlink(missing_ok=True)  # the snapshot was removed meanwhile; this reader keeps both

    def _build_file(self, built: Path) -> None:
        # On the store's own engine: it has the tables open, even where their file was removed meanwhile.
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(f"ATTACH {literal(str(built))} AS explore")
                self._build(cursor)
            except duckdb.Error as error:
                raise StoreError(
                    Sentence(
                        "The index of snapshot {number} cannot be built: {error}",
                        number=self._manifest.snapshot,
                        error=first_line(error),
                    ),
                    remedy=Sentence("Make room on the disk, or raise [store] memory in graphrisk.toml."),
                ) from error
            finally:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("DETACH explore")

    def _build(self, connection: duckdb.DuckDBPyConnection) -> None:
        build(connection, snapshot=self._manifest.snapshot, content_hash=self._manifest.content_hash)


def first_line(error: Exception) -> str:
    """Return what an error of the engine says, without its hints."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__
