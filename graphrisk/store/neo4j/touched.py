"""Which rows of two snapshots of one lineage can differ, so that only these are compared.

A row of a loaded table carries the number of the snapshot in which it came in or last changed. Where the
loads of the older snapshot are the first loads of the newer one, a row of the newer with a number that the
older does not reach is new or changed, and every other row of the newer is in the older too, unchanged. What
is left are rows that were removed: where the two count the same number of untouched rows there are none.

What is touched is known by ids of works and of author records: a set of nodes or relationships whose rows
depend on the rows of one work (or author record) alone differs at touched ids only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphrisk.schema import TABLES
from graphrisk.store.neo4j.model import graph
from graphrisk.store.sql import columns, quoted, row_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from graphrisk.store.manifest import Manifest
    from graphrisk.store.neo4j.model import Edges, Nodes

_PRUNED = "pruned"
_TABLE = re.compile(r'\{db\}\."?(\w+)')
_OF_WORK = ("works", "authorships", "affiliations", "work_awards")
_BY = {
    "works": ("work_id", {"works", "authorships", "work_awards", "acknowledges"}),
    "names": ("author_id", {"person_names", "names_of:person_names"}),
    "people": ("author_id", {"persons", "author_orcids", "author_organizations"}),
}
"""For each kind of touched ids, their column and the sets of the model whose rows depend on one such id."""
_FILTERED = {
    "works": _OF_WORK,
    "names": ("person_names",),
    "people": (
        "persons",
        "person_names",
        "authorships",
        "affiliations",
        "author_orcids",
        "author_organizations",
    ),
}
"""For each kind of touched ids the tables of which only the rows with such an id are read."""
_BY_ROW = "affiliations"
"""The table whose rows sets find again by `rowid`, which a view does not have."""


def of_one_lineage(older: Manifest, newer: Manifest) -> bool:
    """Whether the newer snapshot came from the older one by loads alone."""
    return newer.loads[: len(older.loads)] == older.loads


class Touched:
    """The two snapshots `old` and `new` (names of attached databases), reduced to what may differ."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, old: str, new: str, since: int) -> None:
        self._old, self._new, self._since = old, new, int(since)
        self._run = connection.execute
        self._known: dict[str, bool] = {}
        self._run(f"ATTACH ':memory:' AS {_PRUNED}")
        self._keep("works", self._loaded(_OF_WORK, "work_id"))
        self._views("works")
        self._keep("names", self._loaded(("person_names",), "author_id"))
        self._views("names")
        self._keep("people", self._people())
        self._views("people")

    def queries(self, one: Nodes | Edges) -> tuple[str, str] | None:
        """Return queries for those rows of a set, in the old snapshot and in the new one, that may differ.

        None where all tables that the set is made from are the same in both.
        """
        if not any(self._changed(table) for table in dict.fromkeys(_TABLE.findall(one.query))):
            return None
        for kind, (_, sets) in _BY.items():
            if one.name in sets:
                return (
                    one.query.format(db=f"{_PRUNED}.old_{kind}"),
                    one.query.format(db=f"{_PRUNED}.new_{kind}"),
                )
        return one.query.format(db=f"{self._old}.main"), one.query.format(db=f"{self._new}.main")

    def _changed(self, table: str) -> bool:
        if table not in self._known:
            told = [self._run(self._summary(table, s)).fetchall()[0] for s in (self._old, self._new)]
            self._known[table] = told[0] != told[1]
        return self._known[table]

    def _summary(self, table: str, snapshot: str) -> str:
        """Return a query with one row that is the same for both snapshots where the table is the same."""
        described = TABLES[table]
        if "snapshot" in (c.name for c in described.all_columns):
            # Rows of earlier loads are in both; then there is none that one snapshot has and the other lacks.
            newer = f"coalesce(max(snapshot) > {self._since}, false)"
            return f"SELECT count(*), {newer} FROM {snapshot}.main.{table}"
        return f"SELECT count(*), sum({row_hash(described, 't.')}) FROM {snapshot}.main.{table} t"

    def _keep(self, kind: str, queries: Iterable[str]) -> None:
        column, sets = _BY[kind]
        if unknown := sets - {*graph().nodes, *graph().edges}:
            raise KeyError(f"no sets of the model: {sorted(unknown)}")
        union = " UNION ".join(queries)
        self._run(
            f"CREATE TABLE {_PRUNED}.main.{kind} AS SELECT {column} FROM ({union}) WHERE {column} IS NOT NULL"
        )

    def _views(self, kind: str) -> None:
        column, _ = _BY[kind]
        for side, snapshot in (("old", self._old), ("new", self._new)):
            self._run(f"CREATE SCHEMA {_PRUNED}.{side}_{kind}")
            for table in TABLES:
                body = f"SELECT * FROM {snapshot}.main.{quoted(table)}"
                if table in _FILTERED[kind]:
                    body += f" SEMI JOIN {_PRUNED}.main.{kind} USING ({column})"
                made = "TABLE" if table in _FILTERED[kind] and table == _BY_ROW else "VIEW"
                self._run(f"CREATE {made} {_PRUNED}.{side}_{kind}.{quoted(table)} AS {body}")

    def _loaded(self, tables: tuple[str, ...], column: str) -> list[str]:
        """Return queries for the ids at which loaded tables differ."""
        queries = [
            f"SELECT {column} FROM {self._new}.main.{table} WHERE snapshot > {self._since}"
            for table in tables
        ]
        self._run(f"CREATE OR REPLACE TEMP TABLE seen AS {' UNION '.join(queries)}")
        queries = [f"SELECT {column} FROM seen"]
        queries += [self._removed(t, column) for t in tables if self._lost_rows(t, column)]
        return queries

    def _lost_rows(self, table: str, column: str) -> bool:
        counts = [
            self._run(
                f"SELECT count(*) FROM {snapshot}.main.{table} t ANTI JOIN seen USING ({column})"
            ).fetchall()[0][0]
            for snapshot in (self._old, self._new)
        ]
        return bool(counts[0] != counts[1])

    def _removed(self, table: str, column: str) -> str:
        key = columns(TABLES[table].key)
        return (
            f"SELECT {column} FROM {self._old}.main.{table} ANTI JOIN {self._new}.main.{table} USING ({key})"
        )

    def _differing(self, table: str, *names: str) -> list[str]:
        """Return queries for the values of `names` in rows that one snapshot has and the other lacks."""
        every = columns(c.name for c in TABLES[table].all_columns)
        old, new = (f"SELECT {every} FROM {s}.main.{table}" for s in (self._old, self._new))
        picked = columns(names)
        return [
            f"SELECT {picked} FROM ({new} EXCEPT {old})",
            f"SELECT {picked} FROM ({old} EXCEPT {new})",
        ]

    def _people(self) -> list[str]:
        """Return queries for the author records at which anything differs that the sets of people show."""
        found = self._loaded(("persons",), "author_id")
        found = [f"SELECT author_id FROM ({' UNION '.join(found)})"]
        self._run(f"CREATE TEMP TABLE seen_people AS {found[0]}")
        found = ["SELECT author_id FROM seen_people", f"SELECT author_id FROM {_PRUNED}.main.names"]
        for side in ("old", "new"):
            found += [
                f"SELECT author_id FROM {_PRUNED}.{side}_works.{table}"
                for table in ("authorships", "affiliations")
            ]
        found += self._differing("author_orcids", "author_id")
        found += self._differing("author_organizations", "author_id")
        # Where a printed affiliation means another organisation now, so do the ties of all who print it.
        for table, column in (("organization_links", "org_id"), ("string_links", "raw_string")):
            name = f"moved_{table}"
            moved = " UNION ".join(self._differing(table, column))
            self._run(f"CREATE TEMP TABLE {name} AS {moved}")
            if self._run(f"SELECT count(*) FROM {name}").fetchall()[0][0]:
                found += [
                    f"SELECT author_id FROM {snapshot}.main.affiliations SEMI JOIN {name} USING ({column})"
                    for snapshot in (self._old, self._new)
                ]
        return found
