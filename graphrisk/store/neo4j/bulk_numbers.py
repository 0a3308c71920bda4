"""Numbers of nodes for the import, so that it need not look any of them up.

The import tool takes ids of any kind, and finds both ends of each relationship by a search among the sorted
ids of all nodes: of the import of 100,000 people a quarter of its CPU. It also takes the numbers that the
nodes are to have in the database (`--id-type=actual`), and looks nothing up. To find these numbers out here
is a join for each end, which takes the engine a second of the eighteen that it saves.

The tool then believes what the files say; that every relationship has its two nodes is seen to here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.neo4j.model import Edges, Nodes, graph
from graphrisk.store.sql import literal, quoted

if TYPE_CHECKING:
    import duckdb

NUMBER, START, END = "node_number", "start_number", "end_number"
"""Columns of numbered queries: the number of a node, and those of the ends of a relationship."""
NO_NODE = "relationship without a node"
_SCHEMA = "numbers"


class Numbers:
    """Numbers the nodes of all sets, each set after the one before, from 0 on.

    Keys and numbers of sets that relationships join are kept in the engine's memory, or on the disk.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._run = connection.execute
        self._run(f"CREATE SCHEMA IF NOT EXISTS memory.{_SCHEMA}")
        edges = graph().edges.values()
        self._joined = {one.start for one in edges} | {one.end for one in edges}
        self._counted: dict[str, int] = {}

    @property
    def total(self) -> int:
        """How many nodes were numbered, which is also the next number."""
        return sum(self._counted.values())

    def nodes(self, one: Nodes, query: str) -> str:
        """Return the query of a set of nodes with their numbers; `wrote` has to be told their count."""
        if one.name not in self._joined:
            return f"SELECT {self.total} + row_number() OVER () - 1 AS {NUMBER}, * FROM ({query})"
        key, table = quoted(one.key), _table(one.name)
        self._run(
            f"CREATE OR REPLACE TABLE {table} AS "
            f"SELECT {key} AS key, {self.total} + row_number() OVER () - 1 AS number FROM ({query})"
        )
        return f"SELECT n.number AS {NUMBER}, q.* FROM ({query}) q JOIN {table} n ON n.key = q.{key}"

    def wrote(self, one: Nodes, rows: int) -> None:
        """Keep how many nodes of a set there are. Raises `StoreError` where two have the same key."""
        if one.name in self._joined:
            ((count,),) = self._run(f"SELECT count(*) FROM {_table(one.name)}").fetchall()
            if count != rows:
                raise StoreError(
                    Sentence("Two {label} nodes of the snapshot have the same key.", label=one.label),
                    remedy=Sentence("Load again; graphrisk doctor tells whether the snapshot is sound."),
                )
        self._counted[one.name] = rows

    def edges(self, one: Edges, query: str, ending: str = "") -> str:
        """Return the query of a set of relationships with the numbers of their ends.

        `ending` is a condition that the keys of all nodes at the end meet: the engine is to hold no others.
        """
        ends = f"(FROM {_table(one.end)} WHERE {ending})" if ending else _table(one.end)
        return (
            f"SELECT {_number('s')} AS {START}, {_number('e')} AS {END}, q.* FROM ({query}) q "
            f"LEFT JOIN {_table(one.start)} s ON s.key = q.start_key "
            f"LEFT JOIN {ends} e ON e.key = q.end_key"
        )


def _table(name: str) -> str:
    return f"memory.{_SCHEMA}.{quoted(name)}"


def _number(alias: str) -> str:
    return f"CASE WHEN {alias}.number IS NULL THEN error({literal(NO_NODE)}) ELSE {alias}.number END"
