"""What the property graph is made of: sets of nodes and of relationships, each a query over a snapshot.

Every set is computed from `graphrisk.schema` by `graph()`; nothing here lists the columns of a table again.
A set's query names the snapshot it reads as `{db}`. Two snapshots are compared set by set, so that whatever
the query says is what the server holds in the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from graphrisk.schema.model import Type, boolean, integer, text
from graphrisk.store.sql import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphrisk.schema.model import Column

KEY = "graphrisk_key"
"""The property that identifies a node whose row has a key of several columns: the values as a JSON list."""

PLACEHOLDER = boolean(
    "placeholder", "true where other rows name the thing and no row of its own describes it; absent elsewhere"
)

BOOKKEEPING = "GraphriskRecord"
"""A second label of nodes that carry rows which scans need and which nobody looks at in a picture."""

DECLARED = "Declared"
"""A second label of what an institution declared: a declaration is a node of its own, never a relationship
between two things of the public record, so that what was declared and what was observed are told apart at a
glance, and a declaration keeps its own dates, document and number."""


@dataclass(frozen=True)
class Nodes:
    """A set of nodes with one label.

    `query` yields the columns of `columns`, in order; `key` is among them and unique in the set. `table` is
    the table of the schema whose rows the nodes are, if they are rows of one. Nodes that only other rows name
    have the property `placeholder`. `also` are further labels; `indexed` are what reading looks up. `reached`
    are properties by which rows are found along relationships: of which set, from the nodes with that key.
    An index of them would take as long to build as one that is needed.
    """

    name: str
    label: str
    key: str
    columns: tuple[Column, ...]
    query: str
    doc: str
    table: str = ""
    also: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    reached: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edges:
    """A set of relationships of one type between two sets of nodes.

    `query` yields `start_key`, `end_key` (keys of the nodes that are joined), then the columns of `columns`.
    `key` names those of the columns that tell relationships between the same two nodes apart. Of a table's
    columns `start_column` and `end_column` are held by the nodes and `fixed` by the type; all others are
    properties.
    """

    name: str
    type: str
    start: str
    end: str
    columns: tuple[Column, ...]
    query: str
    doc: str
    key: tuple[str, ...] = ()
    table: str = ""
    start_column: str = ""
    end_column: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Columns of the table that the type itself says, with their value."""


@dataclass(frozen=True)
class Graph:
    """All sets, by name, in the order in which they are written."""

    nodes: Mapping[str, Nodes]
    edges: Mapping[str, Edges]

    def of_table(self, table: str) -> tuple[Nodes | Edges, ...]:
        """Return the sets that hold the rows of a table of the schema."""
        every: list[Nodes | Edges] = [*self.nodes.values(), *self.edges.values()]
        return tuple(one for one in every if one.table == table)


@cache
def graph() -> Graph:
    """Return the property graph that the schema describes."""
    from graphrisk.store.neo4j.sets_edges import edges
    from graphrisk.store.neo4j.sets_nodes import nodes

    return Graph({s.name: _sparse(s) for s in nodes()}, {s.name: _sparse(s) for s in edges()})


_Set = TypeVar("_Set", Nodes, Edges)


def _sparse(found: _Set) -> _Set:
    """Return the set with no property where a list is empty.

    No list of a table is ever missing, so that an absent property says that the list is empty. Files for
    bulk import cannot say the one beside the other.
    """
    lists = [c for c in found.columns if c.type in {Type.STRINGS, Type.INTEGERS}]
    if not lists:
        return found
    said = ", ".join(f"nullif({quoted(c.name)}, []::{c.type.value}) AS {quoted(c.name)}" for c in lists)
    return replace(found, query=f"SELECT * REPLACE ({said}) FROM ({found.query})")


def provenance(*, derived_from: str = "") -> tuple[str, tuple[Column, ...]]:
    """Return the provenance of what is computed: SQL for it, and its columns.

    What graphrisk computes has itself as its source; its edition and snapshot are those of the row that it
    was computed from, `derived_from` (an alias in the query), so that they change only when that row does.
    """
    at = f"{derived_from}.edition, {derived_from}.snapshot" if derived_from else "NULL, NULL"
    edition, snapshot = at.split(", ")
    columns = (
        text("source", "graphrisk where the row is computed"),
        text("edition", "the edition of the row that it is computed from"),
        integer("snapshot", "the snapshot of the row that it is computed from"),
    )
    return f"'graphrisk' AS source, {edition}::VARCHAR AS edition, {snapshot}::BIGINT AS snapshot", columns
