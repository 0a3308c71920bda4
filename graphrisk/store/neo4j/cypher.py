"""Cypher made from the model: names, patterns and the statements that write a batch.

Rows are given as `$of.rows`: the server keeps a plan for each size of a list, but not of one within a map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.store.neo4j.model import Edges, Nodes, graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def keyed(ids: Iterable[str]) -> dict[str, bool]:
    """Return a parameter in which a statement looks up ids: `$only[n.id]` is true for these, else null."""
    return dict.fromkeys(ids, True)


def name(word: str) -> str:
    """Return a label, type or property name as it stands in a statement."""
    return "`" + word.replace("`", "``") + "`"


def labels(one: Nodes) -> str:
    """Return all labels of a set of nodes, such as `:Person`."""
    return "".join(f":{name(label)}" for label in (one.label, *one.also))


def row_names(one: Nodes | Edges) -> tuple[str, ...]:
    """Return the columns of the set's query, in order."""
    own = tuple(c.name for c in one.columns)
    return own if isinstance(one, Nodes) else ("start_key", "end_key", *own)


def row_key(one: Nodes | Edges) -> tuple[str, ...]:
    """Return those columns of the set's query that tell its rows apart."""
    return (one.key,) if isinstance(one, Nodes) else ("start_key", "end_key", *one.key)


def create(one: Nodes | Edges, given: Sequence[str]) -> str:
    """Return the statement that creates rows known to be new; a row has the columns `given`, in order."""
    if isinstance(one, Nodes):
        return f"UNWIND $of.rows AS row CREATE (n{labels(one)} {{{_map(given)}}})"
    start, end = _ends(one)
    told = _map(given[2:], 2)
    return (
        f"UNWIND $of.rows AS row MATCH {start} MATCH {end} "
        f"CREATE (a)-[:{name(one.type)}{' {' + told + '}' if told else ''}]->(b)"
    )


def update(one: Nodes | Edges, given: Sequence[str]) -> str:
    """Return the statement that gives rows their new values; other properties of theirs stay."""
    key = row_key(one)
    what = "n" if isinstance(one, Nodes) else "r"
    settings = [f"{what}.{name(c)} = row[{i}]" for i, c in enumerate(given) if c not in key]
    if isinstance(one, Nodes):
        settings += [f"n:{name(label)}" for label in one.also]
    body = f" SET {', '.join(settings)}" if settings else ""
    return f"UNWIND $of.rows AS row {_found(one)}{body} RETURN count(*)"


def remove(one: Nodes | Edges) -> str:
    """Return the statement that removes the rows with the keys given."""
    what = "DETACH DELETE n" if isinstance(one, Nodes) else "DELETE r"
    return f"UNWIND $of.rows AS row {_found(one)} {what} RETURN count(*)"


def everything(one: Nodes | Edges) -> str:
    """Return the statement that reads all rows of a set, as columns of `row_names`.

    Nodes of the label without the key are none of ours.
    """
    if isinstance(one, Nodes):
        told = ", ".join(f"n.{name(c)}" for c in row_names(one))
        return f"MATCH (n:{name(one.label)}) WHERE n.{name(one.key)} IS NOT NULL RETURN {told}"
    start, end = graph().nodes[one.start], graph().nodes[one.end]
    told = ", ".join(
        (
            f"a.{name(start.key)}",
            f"b.{name(end.key)}",
            *(f"r.{name(c.name)}" for c in one.columns),
        )
    )
    return f"MATCH (a:{name(start.label)})-[r:{name(one.type)}]->(b:{name(end.label)}) RETURN {told}"


def _ends(one: Edges) -> tuple[str, str]:
    start, end = graph().nodes[one.start], graph().nodes[one.end]
    return (
        f"(a:{name(start.label)} {{{name(start.key)}: row[0]}})",
        f"(b:{name(end.label)} {{{name(end.key)}: row[1]}})",
    )


def _found(one: Nodes | Edges) -> str:
    if isinstance(one, Nodes):
        return f"MATCH (n:{name(one.label)} {{{name(one.key)}: row[0]}})"
    start, end = _ends(one)
    told = _map(one.key, 2)
    return f"MATCH {start} MATCH {end} MATCH (a)-[r:{name(one.type)}{' {' + told + '}' if told else ''}]->(b)"


def _map(given: Sequence[str], first: int = 0) -> str:
    return ", ".join(f"{name(c)}: row[{i}]" for i, c in enumerate(given, first))
