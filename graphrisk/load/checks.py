"""Checks of a load's rows against themselves: what is missing, what comes twice, what belongs to nothing.

All of them are set queries over the staged rows. In the usual case, where nothing is wrong, each table is
read once and nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.sentences import Sentence
from graphrisk.store.sql import columns, literal, quoted, row_hash

if TYPE_CHECKING:
    from graphrisk.load.groups import Group
    from graphrisk.load.staging import Staging
    from graphrisk.schema import Table


def check(staging: Staging, group: Group) -> int:
    """Refuse or collapse the faulty rows of a group; return how many repeats were collapsed."""
    came = [table for table in group.tables if staging.has(table)]
    repeated = [table for table in came if _survey(staging, table)]
    collapsed = 0
    if group.head is not None and group.head in repeated and not group.head.latest:
        collapsed += _repeated_records(staging, group, group.head)
    for table in repeated:
        collapsed += _repeated_rows(staging, table)
    if group.head is not None:
        for table in came:
            if table is not group.head:
                _orphans(staging, group.head, table)
    return collapsed


def key_text(table: Table, prefix: str = "") -> str:
    """Return an expression with the key of a row, for people."""
    return "concat_ws('|', " + ", ".join(f"{prefix}{quoted(name)}" for name in table.key) + ")"


def _survey(staging: Staging, table: Table) -> bool:
    """Refuse rows without what they must have; return whether a key may occur twice.

    Keys are counted by their hash: equal keys have equal hashes, so that no repeat goes unseen, and a chance
    equality of hashes only leads to a closer look.
    """
    required = [c.name for c in table.columns if c.required]
    nulls = ", ".join(f"count_if({quoted(name)} IS NULL)" for name in required)
    ((rows, keys, *counts),) = staging.connection.execute(
        f"SELECT count(*), count(DISTINCT hash({columns(table.key)})), {nulls} FROM {staging.relation(table)}"
    ).fetchall()
    missing = [name for name, count in zip(required, counts, strict=True) if count]
    if missing:
        _refuse_missing(staging, table, missing)
    return bool(rows != keys)


def _refuse_missing(staging: Staging, table: Table, missing: list[str]) -> None:
    first = "CASE " + " ".join(f"WHEN {quoted(n)} IS NULL THEN {literal(n)}" for n in missing) + " END"
    test = " OR ".join(f"{quoted(name)} IS NULL" for name in missing)
    staging.reject_rows(
        f"SELECT _file AS file, _line AS line, {first} AS column_name, {key_text(table)} AS value "
        f"FROM {staging.relation(table, place=True)} WHERE {test}",
        Sentence("a row of {table} has no value in a column that needs one", table=table.name),
    )
    staging.exclude(table, f"SELECT _seq FROM {staging.relation(table)} WHERE {test}")


def _repeated_records(staging: Staging, group: Group, head: Table) -> int:
    """Keep the first version of each record that occurs more than once; refuse those that differ from it.

    A row belongs to the n-th version of its record when n is the highest number of times that any row of the
    record up to it had occurred: rows of one version come together, and its rows have different keys.
    """
    run, key = staging.connection.execute, columns(head.key)
    run(
        f"CREATE OR REPLACE TEMP TABLE twice AS SELECT {key} FROM {staging.clean(head)} "
        f"GROUP BY ALL HAVING count(*) > 1"
    )
    run(
        "CREATE OR REPLACE TEMP TABLE versions "
        f"(tab VARCHAR, _seq BIGINT, {_typed(head)}, version BIGINT, h UBIGINT)"
    )
    for table in group.tables:
        if not staging.has(table):
            continue
        run(
            f"INSERT INTO versions SELECT {literal(table.name)}, _seq, {key}, "
            f"max(times) OVER (PARTITION BY {key} ORDER BY _seq), h FROM ("
            f"SELECT _seq, {columns(head.key, 'r.')}, {row_hash(table, 'r.')} AS h, "
            f"row_number() OVER (PARTITION BY {columns(table.key, 'r.')} ORDER BY r._seq) AS times "
            f"FROM {staging.clean(table)} AS r SEMI JOIN twice USING ({key}))"
        )
    run(
        "CREATE OR REPLACE TEMP TABLE digests AS "
        f"SELECT {key}, version, sum(h) AS digest, count(*) AS n FROM versions GROUP BY ALL"
    )
    run(
        f"CREATE OR REPLACE TEMP TABLE differing AS SELECT d.* FROM digests d JOIN digests f USING ({key}) "
        "WHERE d.version > 1 AND f.version = 1 AND (d.digest, d.n) <> (f.digest, f.n)"
    )
    staging.reject_rows(
        f"SELECT coalesce(r._file, {literal(staging.label)}) AS file, r._line AS line, "
        f"{literal(', '.join(head.key))} AS column_name, {key_text(head, 'd.')} AS value "
        f"FROM differing d LEFT JOIN versions v ON v.tab = {literal(head.name)} AND v.version = d.version "
        f"AND {_same(head, 'v', 'd')} LEFT JOIN {staging.relation(head, place=True)} r ON r._seq = v._seq",
        Sentence("a record of {table} occurs again with other content; the first was kept", table=head.name),
    )
    for table in group.tables:
        if staging.has(table):
            staging.exclude(
                table, f"SELECT _seq FROM versions WHERE tab = {literal(table.name)} AND version > 1"
            )
    return staging.number("SELECT count(*) FROM digests WHERE version > 1") - staging.number(
        "SELECT count(*) FROM differing"
    )


def _repeated_rows(staging: Staging, table: Table) -> int:
    """Keep the first row of each key, or the last for a table whose last row holds; return the collapsed."""
    key = columns(table.key)
    if table.latest:
        # arg_max passes over nulls: what one record does not say does not unsay what another said.
        rest = ", ".join(
            f"arg_max({quoted(n)}, _seq) AS {quoted(n)}" for n in table.names if n not in table.key
        )
        staging.settle(
            table, f"SELECT {key}, {rest}, max(_seq) AS _seq FROM {staging.clean(table)} GROUP BY {key}"
        )
        return 0
    staging.connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeats AS SELECT _seq, h <> first_h AS differs FROM ("
        f"SELECT _seq, {row_hash(table, 'r.')} AS h, row_number() OVER w AS n, "
        f"first_value({row_hash(table, 'r.')}) OVER w AS first_h "
        f"FROM {staging.clean(table)} AS r SEMI JOIN (SELECT {key} FROM {staging.clean(table)} "
        f"GROUP BY ALL HAVING count(*) > 1) USING ({key}) "
        f"WINDOW w AS (PARTITION BY {columns(table.key, 'r.')} ORDER BY r._seq)) WHERE n > 1"
    )
    refused = staging.reject_rows(
        f"SELECT r._file AS file, r._line AS line, {literal(', '.join(table.key))} AS column_name, "
        f"{key_text(table, 'r.')} AS value "
        f"FROM {staging.relation(table, place=True)} r JOIN repeats USING (_seq) WHERE repeats.differs",
        Sentence("a row of {table} occurs again with other content; the first was kept", table=table.name),
    )
    return staging.exclude(table, "SELECT _seq FROM repeats") - refused


def _orphans(staging: Staging, head: Table, table: Table) -> None:
    """Refuse rows whose record did not come, or was refused; the latter without saying it again."""
    key = columns(head.key)
    heads = f"SELECT {key} FROM {staging.clean(head)}" if staging.has(head) else None
    lost = f"SELECT _seq, {key} FROM {staging.clean(table)} AS r" + (
        f" WHERE NOT EXISTS (FROM ({heads}) AS h WHERE {_same(head, 'h', 'r')})" if heads else ""
    )
    staging.connection.execute(f"CREATE OR REPLACE TEMP TABLE orphans AS {lost}")
    if not staging.number("SELECT count(*) FROM orphans"):
        return
    known = f"SELECT {key} FROM {staging.relation(head)}" if staging.has(head) else None
    unsaid = f"WHERE NOT EXISTS (FROM ({known}) AS k WHERE {_same(head, 'k', 'o')})" if known else ""
    staging.reject_rows(
        "SELECT arg_min(_file, _seq) AS file, arg_min(_line, _seq) AS line, "
        f"{literal(', '.join(head.key))} AS column_name, {key_text(head)} AS value "
        f"FROM (SELECT r._file, r._line, o.* FROM {staging.relation(table, place=True)} r "
        f"JOIN orphans o USING (_seq) {unsaid}) GROUP BY {key}",
        Sentence(
            "rows of {table} belong to no record of {head} in this load", table=table.name, head=head.name
        ),
    )
    staging.exclude(table, "SELECT _seq FROM orphans")


def _same(head: Table, left: str, right: str) -> str:
    return " AND ".join(f"{left}.{quoted(n)} = {right}.{quoted(n)}" for n in head.key)


def _typed(table: Table) -> str:
    return ", ".join(f"{quoted(n)} {table.column(n).type.value}" for n in table.key)
