"""Rows that only fill gaps: written where nothing else speaks of their record, in this load or before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.load.compare import TableChange, old, same
from graphrisk.store.sql import columns, quoted

if TYPE_CHECKING:
    from graphrisk.load.groups import Group
    from graphrisk.load.staging import Staging
    from graphrisk.schema import Table


def fill_gaps(staging: Staging, group: Group, filled: dict[str, int]) -> list[TableChange]:
    """Return what the fillers of a group add. Of fillers with one key the first counts.

    A record is filled whole or not at all, so that a registry's record never mixes with what a work said of
    the organisation.
    """
    tables = [table for table in group.tables if staging.has_fill(table)]
    if not tables or (group.head is not None and group.head not in tables):
        return []
    gaps = None
    if group.head is not None:
        gaps = quoted(f"gaps_{group.name}")
        staging.connection.execute(
            f"CREATE TABLE {gaps} AS SELECT DISTINCT {columns(group.owner)} FROM "
            f"{staging.fillers(group.head)} t WHERE {_complete(group.head)}"
            f"{_absent(staging, group.head, filled)}"
        )
    changes: list[TableChange] = []
    for table in tables:
        test = (
            f" AND EXISTS (FROM {gaps} g WHERE {same(group.owner, 'g', 't')})"
            if gaps
            else _absent(staging, table, filled)
        )
        insert = (
            f"SELECT {columns(table.names)} FROM {staging.fillers(table)} t "
            f"WHERE {_complete(table)}{test} "
            f"QUALIFY row_number() OVER (PARTITION BY {columns(table.key)} ORDER BY _seq) = 1"
        )
        if written := staging.number(f"SELECT count(*) FROM ({insert})"):
            changes.append(TableChange(table, None, insert, written))
    return changes


def _absent(staging: Staging, table: Table, filled: dict[str, int]) -> str:
    """Return conditions that no row with the key is in this load or in the last snapshot."""
    places = [staging.clean(table)] if staging.has(table) else []
    if filled.get(table.name):
        places.append(old(table))
    return "".join(f" AND NOT EXISTS (FROM {place} p WHERE {same(table.key, 'p', 't')})" for place in places)


def _complete(table: Table) -> str:
    return " AND ".join(f"t.{quoted(c.name)} IS NOT NULL" for c in table.columns if c.required)
