"""Where the rows of the schema's tables stand in the graph, and the statements that read them.

Each statement gives lists of values, in the order of `Place.columns`. Affiliations ride on the relationship
of their authorship (`sets_edges.PACKED`); `unpacked` makes rows of both tables from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from graphrisk.schema import TABLES
from graphrisk.schema.model import Column, Type
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.model import PLACEHOLDER, Edges, Nodes, graph
from graphrisk.store.neo4j.sets_edges import PACKED
from graphrisk.store.neo4j.sets_ties import SEEN
from graphrisk.store.sql import columns, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AUTHORED = "authorships"
"""The set of relationships that holds the rows of two tables."""
_PACKED_ON = {
    "seq": "affiliation_seqs",
    "org_id": "affiliation_orgs",
    "raw_string": "affiliation_strings",
}
_SAID = ("source", "edition", "snapshot")

_HELD = "[labels(n), properties(n)]"

Hit = Literal["seek", "scan"]
"""Whether a statement finds its rows by an index, value by value, or looks through all of a set."""


@dataclass(frozen=True, slots=True)
class Place:
    """One set of the graph that holds rows of a table.

    `columns` are what a statement gives: those of the table, and for authorships what is packed on them.
    """

    table: str
    one: Nodes | Edges
    columns: tuple[Column, ...]

    @property
    def fixed(self) -> Mapping[str, str]:
        """Values that the type itself says: the parameter `$fixed` of every statement."""
        return self.one.fixed if isinstance(self.one, Edges) else {}


@cache
def places(table: str) -> tuple[Place, ...]:
    """Return where the rows of a table stand. Raises `KeyError` for an unknown table."""
    described = TABLES[table]
    if table in {AUTHORED, "affiliations"}:
        packed = (*TABLES[AUTHORED].all_columns, *PACKED, PLACEHOLDER)
        return (Place(table, graph().edges[AUTHORED], packed),)
    return tuple(Place(table, one, described.all_columns) for one in graph().of_table(table))


def expression(place: Place, column: str) -> str:
    """Return what a column is in a statement."""
    one = place.one
    if isinstance(one, Nodes):
        return f"n.{name(column)}"
    if column in one.fixed:
        return f"$fixed.{name(column)}"
    if column == one.start_column:
        return f"a.{name(graph().nodes[one.start].key)}"
    if column == one.end_column:
        return f"b.{name(graph().nodes[one.end].key)}"
    return f"r.{name(column)}"


def told(place: Place) -> str:
    """Return the list of all columns of a place."""
    return f"[{', '.join(expression(place, c.name) for c in place.columns)}]"


def pattern(place: Place) -> str:
    """Return the pattern of the set, with `n`, or `a`, `r` and `b`."""
    one = place.one
    if isinstance(one, Nodes):
        return f"(n:{name(one.label)})"
    start, end = graph().nodes[one.start], graph().nodes[one.end]
    return f"(a:{name(start.label)})-[r:{name(one.type)}]->(b:{name(end.label)})"


def along(one: Nodes, column: str, value: str, variable: str) -> str:
    """Return the pattern that leads to nodes with a value in a column of `Nodes.reached`."""
    edges = graph().edges[one.reached[column]]
    start = graph().nodes[edges.start]
    return (
        f"(:{name(start.label)} {{{name(start.key)}: {value}}})-[:{name(edges.type)}]->"
        f"({variable}:{name(one.label)})"
    )


def own(place: Place) -> str:
    """Return the condition that tells rows of the table from what else bears the label or type."""
    one = place.one
    if isinstance(one, Edges):
        start, end = graph().nodes[one.start], graph().nodes[one.end]
        keys = f"a.{name(start.key)} IS NOT NULL AND b.{name(end.key)} IS NOT NULL"
        if place.table == "affiliations":
            return f"{keys} AND r.affiliation_seqs IS NOT NULL"
        return f"{keys} AND r.{name(SEEN.name)}" if SEEN in one.columns else keys
    held = any(c.name == PLACEHOLDER.name for c in one.columns)
    placeholder = f" AND n.{name(PLACEHOLDER.name)} IS NULL" if held else ""
    return f"n.{name(one.key)} IS NOT NULL{placeholder}"


def everything(place: Place) -> str:
    """Return the statement that gives all rows of a place, one list a row."""
    return f"MATCH {pattern(place)} WHERE {own(place)} RETURN {told(place)}"


def mixed(tables: Sequence[str]) -> str:
    """Return the statement that gives all nodes of the sets of several tables: labels and properties of each.

    A server takes longer to plan a statement for each of some small sets than to read them.
    """
    return f"MATCH (n:{'|'.join(name(graph().nodes[table].label) for table in tables)}) RETURN {_HELD}"


def declared(sheets: Sequence[str]) -> str:
    """Return the statement that collects what people declared on several sheets: labels and properties."""
    edges = [graph().edges[f"said_by:{sheet}"] for sheet in sheets]
    person = graph().nodes[edges[0].start]
    types = "|".join(dict.fromkeys(name(one.type) for one in edges))
    return (
        f"UNWIND $of.values AS value MATCH (:{name(person.label)} {{{name(person.key)}: value}})"
        f"-[:{types}]->(n) RETURN collect({_HELD})"
    )


def found(place: Place, column: str) -> tuple[Hit, str]:
    """Return how the rows are found whose `column` is one of the values, and the beginning of a statement.

    The values are the parameter `$of.values` where they are sought one by one, else `$values`.
    """
    one, what = place.one, expression(place, column)
    if isinstance(one, Nodes):
        if column == one.key or column in one.indexed:
            return (
                "seek",
                f"UNWIND $of.values AS value MATCH {pattern(place)} WHERE {what} = value AND {own(place)}",
            )
        if column in one.reached:
            return (
                "seek",
                f"UNWIND $of.values AS value MATCH {along(one, column, 'value', 'n')} WHERE {own(place)}",
            )
    elif column in {one.start_column, one.end_column}:
        return (
            "seek",
            f"UNWIND $of.values AS value MATCH {pattern(place)} WHERE {what} = value AND {own(place)}",
        )
    return "scan", f"MATCH {pattern(place)} WHERE {_test(place, column)} AND {own(place)}"


def _test(place: Place, column: str) -> str:
    if place.table == "affiliations" and column in _SAID:
        # Said on the authorship for most and in a list for some: what is read is looked at again.
        return "true"
    if place.table == "affiliations" and column in _PACKED_ON:
        return f"any(one IN r.{name(_PACKED_ON[column])} WHERE one IN $values)"
    what = expression(place, column)
    if TABLES[place.table].column(column).type is Type.STRINGS:
        return f"any(one IN {what} WHERE one IN $values)"
    return f"{what} IN $values"


def gathered(place: Place, beginning: str) -> str:
    """Return a statement that gives all its rows as one list: five times as fast as one row at a time."""
    return f"{beginning} RETURN collect({told(place)})"


def first(place: Place, beginning: str) -> str:
    """Return a statement that gives the first `$limit` rows by the key of the table."""
    keys = [c for c in TABLES[place.table].key if not (place.table == "affiliations" and c == "seq")]
    order = ", ".join(expression(place, key) for key in keys)
    return f"{beginning} WITH {told(place)} AS row ORDER BY {order} LIMIT $limit RETURN collect(row)"


def unpacked(table: str, source: str) -> str:
    """Return SQL that makes rows of a table from what was read: `source` has the columns of its place."""
    names = columns(c.name for c in TABLES[table].all_columns)
    if table == AUTHORED:
        return f"SELECT {names} FROM {source} WHERE placeholder IS NULL"
    if table != "affiliations":
        return f"SELECT {names} FROM {source}"
    # Lists that are missing are empty ones, and shorter lists are filled up with nulls.
    spread = ", ".join(
        f"unnest({source}.{packed}) AS {quoted(plain)}"
        for plain, packed in (*_PACKED_ON.items(), *((f"own_{c}", f"affiliation_{c}s") for c in _SAID))
    )
    rows = (
        f"SELECT work_id, position, author_id, {columns(_SAID)}, "
        f"len(affiliation_sources) > 0 AS apart, {spread} FROM {source}"
    )
    said = ", ".join(f"CASE WHEN apart THEN own_{c} ELSE {quoted(c)} END AS {quoted(c)}" for c in _SAID)
    # An empty text stands for none in the lists, which hold no nulls.
    plain = ", ".join(f"nullif({c}, '') AS {c}" for c in ("org_id", "raw_string", "edition"))
    return f"SELECT {names} FROM (SELECT * REPLACE ({plain}) FROM (SELECT * REPLACE ({said}) FROM ({rows})))"
