"""What a load changes: its clean rows against those of the last snapshot, as set queries.

Records (groups with a head) are compared by a digest over all their rows; one that differs is replaced whole.
Rows of other groups are compared one by one within each owner that the load touches. Provenance does not
count: a row that comes again is the same row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence
from graphrisk.store.sql import columns, literal, quoted, row_hash

if TYPE_CHECKING:
    from graphrisk.load.groups import Group
    from graphrisk.load.staging import Staging
    from graphrisk.schema import Table

BASE = "base"
"""The name under which the last snapshot is attached."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """What changes in one table.

    `delete` is a condition on the old rows (alias `t`), `insert` a query for new rows; both may be missing.
    `written` and `unchanged` count the rows that came, `removed` the old ones that nothing replaces.
    """

    table: Table
    delete: str | None
    insert: str | None
    written: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What changes in a group, and what the fillers add to it.

    `records` counts the records (written, unchanged) where the group has a head.
    """

    group: Group
    tables: list[TableChange]
    records: tuple[int, int] = (0, 0)
    fillers: list[TableChange] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything changes."""
        return any(change.delete or change.insert for change in (*self.tables, *self.fillers))


def old(table: Table) -> str:
    """Return the place of the rows of `table` in the last snapshot."""
    return f"{BASE}.main.{quoted(table.name)}"


def same(names: tuple[str, ...], left: str, right: str) -> str:
    """Return the condition that the rows under two aliases agree in `names`."""
    return " AND ".join(f"{left}.{quoted(n)} = {right}.{quoted(n)}" for n in names)


def compare(staging: Staging, group: Group, filled: dict[str, int], *, replace: bool) -> GroupChange:
    """Return what the load changes in a group.

    `filled` has the number of rows in each table of the last snapshot. `replace` allows an edition of a list
    that is there to get other rows; without it `InputError` is raised.
    """
    _merge_latest(staging, group, filled)
    if group.head is not None:
        return _compare_records(staging, group, group.head, filled)
    if group.owner:
        _touched(staging, group)
    found = [_compare_rows(staging, group, table, filled) for table in group.tables]
    changes = [change for change in found if change is not None]
    if len(group.owner) > 1 and not replace:
        _refuse_other_rows(staging, group, changes, filled)
    return GroupChange(group, changes)


def _merge_latest(staging: Staging, group: Group, filled: dict[str, int]) -> None:
    """Let what the last snapshot knows stand where the new row of a `latest` table says nothing."""
    for table in group.tables:
        if not (table.latest and staging.has(table) and filled.get(table.name)):
            continue
        optional = [c.name for c in table.columns if not c.required]
        if optional:
            values = ", ".join(
                f"coalesce(n.{quoted(c)}, o.{quoted(c)}) AS {quoted(c)}"
                if c in optional
                else f"n.{quoted(c)}"
                for c in table.names
            )
            staging.settle(
                table,
                f"SELECT {values}, n._seq FROM {staging.clean(table)} n "
                f"LEFT JOIN {old(table)} o ON {same(table.key, 'o', 'n')}",
            )


# -- records ---------------------------------------------------------------------------------------------


def _compare_records(staging: Staging, group: Group, head: Table, filled: dict[str, int]) -> GroupChange:
    came = [table for table in group.tables if staging.has(table)]
    replaced = staging.replaced(group.name)
    if not came and not replaced:
        return GroupChange(group, [])
    if not any(filled.get(table.name) for table in group.tables):
        changes = [_all_of(staging, table) for table in came]
        return GroupChange(group, changes, (sum(c.written for c in changes if c.table is head), 0))
    owner = columns(group.owner)
    states = quoted(f"states_{group.name}")
    new = " UNION ALL ".join(_digests(t, staging.clean(t), group) for t in came) or (
        f"SELECT CAST(NULL AS VARCHAR) AS {owner}, 0 AS d, 0 AS n WHERE false"
    )
    staging.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE new_digests AS SELECT {owner}, sum(d) AS d, sum(n) AS n "
        f"FROM ({new}) GROUP BY {owner}"
    )
    touched = f"SELECT {owner} FROM new_digests" + (
        f" UNION SELECT owner AS {owner} FROM {replaced}" if replaced else ""
    )
    staging.connection.execute(f"CREATE OR REPLACE TEMP TABLE touched AS {touched}")
    before = " UNION ALL ".join(
        _digests(t, f"(SELECT b.* FROM {old(t)} b SEMI JOIN touched USING ({owner}))", group)
        for t in group.tables
        if filled.get(t.name)
    )
    staging.connection.execute(
        f"CREATE TABLE {states} AS SELECT {owner}, CASE WHEN n.d IS NULL THEN 'gone' WHEN o.d IS NULL "
        "THEN 'new' WHEN n.d = o.d AND n.n = o.n THEN 'same' ELSE 'changed' END AS state "
        "FROM new_digests n FULL JOIN "
        f"(SELECT {owner}, sum(d) AS d, sum(n) AS n FROM ({before}) GROUP BY {owner}) o USING ({owner})"
    )
    count = dict(staging.connection.execute(f"SELECT state, count(*) FROM {states} GROUP BY ALL").fetchall())
    written = count.get("new", 0) + count.get("changed", 0)
    changes = [
        _replace_records(staging, group, table, came=table in came, count=count, filled=filled)
        for table in group.tables
    ]
    return GroupChange(group, changes, (written, count.get("same", 0)))


def _digests(table: Table, relation: str, group: Group) -> str:
    owner = columns(group.owner)
    # The sum of row hashes does not depend on the order of the rows; keys keep rows from coming twice.
    return f"SELECT {owner}, sum({row_hash(table)}) AS d, count(*) AS n FROM {relation} AS r GROUP BY {owner}"


def _replace_records(
    staging: Staging, group: Group, table: Table, *, came: bool, count: dict[str, int], filled: dict[str, int]
) -> TableChange:
    states, owner = quoted(f"states_{group.name}"), same(group.owner, "s", "t")

    def among(*wanted: str) -> str:
        listed = ", ".join(literal(state) for state in wanted)
        return f"EXISTS (FROM {states} s WHERE {owner} AND s.state IN ({listed}))"

    delete = insert = None
    written = unchanged = removed = 0
    if filled.get(table.name) and (count.get("changed") or count.get("gone")):
        delete = among("changed", "gone")
    if filled.get(table.name) and count.get("gone"):
        removed = staging.number(f"SELECT count(*) FROM {old(table)} t WHERE {among('gone')}")
    if came:
        rows = staging.number(f"SELECT count(*) FROM {staging.clean(table)} t")
        if count.get("new") or count.get("changed"):
            insert = f"SELECT {columns(table.names)} FROM {staging.clean(table)} t"
            if count.get("same"):
                insert += f" WHERE {among('new', 'changed')}"
            written = staging.number(f"SELECT count(*) FROM ({insert})") if count.get("same") else rows
        unchanged = rows - written
    return TableChange(table, delete, insert, written, unchanged, removed)


def _all_of(staging: Staging, table: Table) -> TableChange:
    insert = f"SELECT {columns(table.names)} FROM {staging.clean(table)}"
    return TableChange(table, None, insert, staging.number(f"SELECT count(*) FROM ({insert})"))


# -- rows within owners ----------------------------------------------------------------------------------


def _touched(staging: Staging, group: Group) -> None:
    parts = [
        f"SELECT {columns(group.owner)} FROM {staging.clean(table)}"
        for table in group.tables
        if staging.has(table)
    ]
    if replaced := staging.replaced(group.name):
        parts.append(f"SELECT owner AS {columns(group.owner)} FROM {replaced}")
    if parts:
        staging.connection.execute(
            f"CREATE TABLE {quoted('touched_' + group.name)} AS {' UNION '.join(parts)}"
        )


def _compare_rows(staging: Staging, group: Group, table: Table, filled: dict[str, int]) -> TableChange | None:
    came = staging.has(table)
    touched = staging.replaced(group.name) or any(staging.has(other) for other in group.tables)
    if not touched:
        return None
    if not filled.get(table.name):
        return _all_of(staging, table) if came else None
    key = columns(table.key)
    kept = columns(dict.fromkeys((*group.owner, *table.key)))
    fresh, stale = quoted(f"fresh_{table.name}"), quoted(f"stale_{table.name}")
    run, number = staging.connection.execute, staging.number
    run(f"CREATE TABLE {fresh} AS SELECT {kept}, 0::UBIGINT AS h FROM {old(table)} WHERE false")
    if came:
        run(
            f"INSERT INTO {fresh} SELECT {kept}, h FROM "
            f"(SELECT {kept}, {row_hash(table)} AS h FROM {staging.clean(table)}) n "
            f"ANTI JOIN (SELECT {key}, {row_hash(table)} AS h FROM {old(table)}) USING ({key}, h)"
        )
    before = f"SELECT {columns(dict.fromkeys((*group.owner, *table.key)), 't.')} FROM {old(table)} t WHERE "
    if group.owner:
        # What came again unchanged keeps its row; all else that the touched owners had goes.
        again = (
            f" AND NOT EXISTS (FROM (SELECT {key}, {row_hash(table)} AS h FROM {staging.clean(table)}) n "
            f"WHERE {same(table.key, 'n', 't')} AND n.h = {row_hash(table, 't.')})"
            if came
            else ""
        )
        before += (
            f"EXISTS (FROM {quoted('touched_' + group.name)} o WHERE {same(group.owner, 'o', 't')}){again}"
        )
    else:
        before += f"EXISTS (FROM {fresh} f WHERE {same(table.key, 'f', 't')})"
    run(f"CREATE TABLE {stale} AS {before}")
    if came and group.owner:
        _refuse_foreign(staging, table, fresh, stale)
    written, gone = number(f"SELECT count(*) FROM {fresh}"), number(f"SELECT count(*) FROM {stale}")
    rows = number(f"SELECT count(*) FROM {staging.clean(table)}") if came else 0
    removed = number(f"SELECT count(*) FROM {stale} ANTI JOIN {fresh} USING ({key})") if gone else 0
    return TableChange(
        table,
        f"EXISTS (FROM {stale} s WHERE {same(table.key, 's', 't')})" if gone else None,
        f"SELECT {columns(table.names)} FROM {staging.clean(table)} t "
        f"WHERE EXISTS (FROM {fresh} f WHERE {same(table.key, 'f', 't')})"
        if written
        else None,
        written,
        rows - written,
        removed,
    )


def _refuse_foreign(staging: Staging, table: Table, fresh: str, stale: str) -> None:
    """Refuse rows whose key belongs to an owner that this load does not touch."""
    key = columns(table.key)
    foreign = (
        f"SELECT {key} FROM {fresh} SEMI JOIN {old(table)} USING ({key}) ANTI JOIN {stale} USING ({key})"
    )
    if not staging.number(f"SELECT count(*) FROM ({foreign})"):
        return
    staging.connection.execute(f"CREATE OR REPLACE TEMP TABLE foreign_keys AS {foreign}")
    staging.reject_rows(
        f"SELECT r._file AS file, r._line AS line, {literal(', '.join(table.key))} AS column_name, "
        f"concat_ws('|', {columns(table.key, 'r.')}) AS value "
        f"FROM {staging.relation(table, place=True)} r SEMI JOIN foreign_keys USING ({key})",
        Sentence("the key of this row of {table} belongs to another record already", table=table.name),
    )
    staging.connection.execute(
        f"DELETE FROM {fresh} f WHERE EXISTS (FROM foreign_keys k WHERE {same(table.key, 'k', 'f')})"
    )
    staging.exclude(table, f"SELECT _seq FROM {staging.clean(table)} r SEMI JOIN foreign_keys USING ({key})")


def _refuse_other_rows(
    staging: Staging, group: Group, changes: list[TableChange], filled: dict[str, int]
) -> None:
    """Raise `InputError` where an edition that is loaded would get other rows."""
    owner = columns(group.owner)
    parts: list[str] = []
    for change in changes:
        if change.insert:
            parts.append(f"SELECT {owner} FROM ({change.insert})")
        if change.delete:
            parts.append(f"SELECT {owner} FROM {old(change.table)} t WHERE {change.delete}")
    editions = next(table for table in group.tables if table.key == group.owner)
    if not parts or not filled.get(editions.name):
        return
    found = staging.connection.execute(
        f"SELECT {owner}, count(*) FROM ({' UNION ALL '.join(parts)}) d "
        f"SEMI JOIN {old(editions)} USING ({owner}) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    if found:
        name, edition, rows = found[0]
        raise InputError(
            Sentence(
                "Edition {edition} of list {name} is loaded already, with other rows ({rows} differ).",
                edition=edition,
                name=name,
                rows=f"{rows:,}",
            ),
            file=staging.label,
            remedy=Sentence("Editions never change: name a new one, or correct this one with --replace."),
        )
