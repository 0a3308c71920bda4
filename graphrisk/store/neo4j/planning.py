"""Making a plan: from what the database holds, as far as it is known, to a snapshot of the workspace."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.errors import GraphRiskError
from graphrisk.store import snapshot as snapshots
from graphrisk.store.neo4j.cypher import row_names
from graphrisk.store.neo4j.marker import model_hash
from graphrisk.store.neo4j.plan import TARGET, Builder
from graphrisk.store.neo4j.readback import read_back
from graphrisk.store.neo4j.touched import Touched, of_one_lineage
from graphrisk.store.sql import columns, literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graphrisk.store.manifest import Manifest
    from graphrisk.store.neo4j.connection import Server
    from graphrisk.store.neo4j.marker import Marker
    from graphrisk.store.neo4j.model import Edges, Nodes
    from graphrisk.store.neo4j.plan import Plan

_BASE = "base"
_HELD = "held"


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes plans for a workspace's folder of snapshots. `tell` is called with a set and the share done."""

    folder: Path
    memory: str
    lanes: int
    tell: Callable[[str, float], None]

    def whole(self, target: Manifest) -> Plan:
        """Return the plan that fills a database without anything of graphrisk's in it."""
        with self._builder(target) as builder:
            return self._build(builder, target, None, lambda one: (None, _target(one)), strict=True)

    def difference(self, base: Manifest, target: Manifest, *, prune: bool = True) -> Plan:
        """Return the plan that leads from one snapshot to another; the tables of both are here.

        With `prune` only what can differ is compared; the plan is the same without it.
        """
        with self._builder(target) as builder:
            path = snapshots.tables_path(self.folder, base.snapshot)
            builder.connection.execute(f"ATTACH {literal(str(path))} AS {_BASE} (READ_ONLY)")
            if prune and of_one_lineage(base, target):
                touched = Touched(builder.connection, _BASE, TARGET, base.snapshot)
                return self._build(builder, target, base, touched.queries, strict=True)
            return self._build(
                builder,
                target,
                base,
                lambda one: (one.query.format(db=f"{_BASE}.main"), _target(one)),
                strict=True,
            )

    def repair(self, server: Server, target: Manifest, base: int | None) -> Plan:
        """Return the plan that leads from whatever the database holds, read for it, to a snapshot."""

        def before(one: Nodes | Edges) -> tuple[str, str]:
            read_back(server, one, builder.connection, _HELD)
            return f"SELECT {columns(row_names(one))} FROM {_HELD}", _target(one)

        with self._builder(target) as builder:
            return self._build(builder, target, base, before, strict=False)

    def tables_of(self, marker: Marker) -> Manifest | None:
        """Return the manifest of what the database holds, where that is sure and the tables are here."""
        if marker.state != "published" or marker.snapshot is None or marker.model != model_hash():
            return None
        try:
            here = snapshots.read_manifest(self.folder, marker.snapshot)
        except GraphRiskError:
            return None
        there = snapshots.tables_path(self.folder, marker.snapshot).exists()
        return here if there and here == marker.manifest else None

    def _builder(self, target: Manifest) -> Builder:
        path = snapshots.tables_path(self.folder, target.snapshot)
        return Builder(self.folder, path, memory=self.memory)

    def _build(
        self,
        builder: Builder,
        target: Manifest,
        base: Manifest | int | None,
        before: Callable[[Nodes | Edges], tuple[str | None, str] | None],
        *,
        strict: bool,
    ) -> Plan:
        number = base if isinstance(base, int) or base is None else base.snapshot
        return builder.build(
            uuid.uuid4().hex,
            target,
            base=number,
            lanes=self.lanes,
            strict=strict,
            before=before,
            tell=self.tell,
        )


def _target(one: Nodes | Edges) -> str:
    return one.query.format(db=f"{TARGET}.main")
