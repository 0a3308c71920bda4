"""Nodes as they are shown, read from the server."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from graphrisk.schema import TABLES, Type
from graphrisk.store.explore.kinds import RECORDED
from graphrisk.store.explore.model import Node
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.explore_ways import label, type_, ways
from graphrisk.store.neo4j.model import PLACEHOLDER, graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphrisk.store.explore.model import NodeId
    from graphrisk.store.neo4j.reader import Ask

_SHOWN: dict[str, tuple[str, str, str, str]] = {
    "person": ("persons", "author_id", "n.display_name", "n.orcid"),
    "organization": ("organizations", "org_id", "n.name", "n.country_code"),
    "work": ("works", "work_id", "n.title", "toString(n.publication_year)"),
    "funder": ("funders", "funder_id", "n.name", "null"),
    "award": ("awards", "award_key", "n.name", "null"),
    "list_entry": ("list_entries", "entry_id", "n.name", "n.list_id + ' ' + n.edition"),
    "applicant": (
        "participants",
        "person_id",
        "coalesce(n.name_ja, n.name_latin[0], n.name_kana)",
        "n.home_org",
    ),
    "application": ("applications", "application_id", "n.title", "n.call_id"),
    "call": ("calls", "call_id", "n.title", "toString(n.closes_on)"),
    "program": ("programs", "program_id", "n.title", "n.agency"),
}
"""Kind of node -> set of nodes with its records, the property with its id, and what is name and note."""


@cache
def _shown(kind: str) -> str:
    table, key, title, note = _SHOWN[kind]
    row = f"(n:{label(table)} {{{key}: id}})"
    if kind in ("applicant", "application", "call"):
        # Of several records the one declared last stands for all.
        latest = (
            "WITH id, n ORDER BY n.declared_on IS NULL, n.declared_on DESC, n.row_id "
            "WITH id, head(collect(n)) AS n"
        )
        return f"UNWIND $of.ids AS id MATCH {row} {latest} RETURN id, true, {title}, {note}, false"
    recorded = f"n.{name(PLACEHOLDER.name)} IS NULL"
    listed = "false"
    if kind == "organization":
        listed = f"EXISTS {{ (n)-[:{type_('listings')}]->() }}"
    if not any(c.name == PLACEHOLDER.name for c in graph().nodes[table].columns):
        recorded = "true"
    return f"UNWIND $of.ids AS id MATCH {row} RETURN id, {recorded}, {title}, {note}, {listed}"


@cache
def _called() -> str:
    """Return the statement that gives the least name by which rows call one without a record."""
    org = f"(o:{label('organizations')} {{org_id: id}})"
    mentioned = f"COLLECT {{ MATCH (m:{label('mentions')} {{org_id: id}}) RETURN min(m.org_name) }}"
    listed = f"COLLECT {{ MATCH {org}-[:{type_('listings')}]->(e) RETURN min(e.name) }}"
    return f"UNWIND $of.ids AS id RETURN id, {mentioned} + {listed}"


def shown(ask: Ask, keys: Iterable[NodeId]) -> dict[NodeId, Node]:
    """Return nodes by key. A node without a record goes by what rows call it, or by its id."""
    found: dict[NodeId, Node] = {}
    by_kind: dict[str, list[str]] = {}
    for kind, id_ in dict.fromkeys(keys):
        by_kind.setdefault(kind, []).append(id_)
        found[kind, id_] = Node(kind, id_, id_.removeprefix("name:"))
    for kind, ids in by_kind.items():
        bare: dict[str, bool] = {}
        for id_, recorded, title, note, listed in ask(_shown(kind), of={"ids": ids}):
            if recorded:
                found[kind, id_] = Node(kind, id_, title or id_.removeprefix("name:"), note, listed)
            else:
                bare[id_] = listed
        if kind == "organization" and bare:
            for id_, names in ask(_called(), of={"ids": list(bare)}):
                title = min(filter(None, names), default=id_.removeprefix("name:"))
                found[kind, id_] = Node(kind, id_, title, None, bare[id_])
    return found


def exists(ask: Ask, key: NodeId) -> bool:
    """Return whether there is a node of this kind and id: with a record, or named by another's."""
    kind, id_ = key
    return kind in _SHOWN and bool(ask(_there(kind), id=id_)[0][0])


@cache
def _there(kind: str) -> str:
    table, key, _, _ = _SHOWN[kind]
    tests = [f"EXISTS {{ (:{label(table)} {{{key}: id}}) }}"]
    if kind == "funder":
        # Those with a ROR id are organisations.
        tests = [
            f"EXISTS {{ (n:{label(table)} {{{key}: id}}) WHERE NOT (n)-[:{type_('funders_known')}]->() }}"
        ]
    named = (way for way in ways(kind) if kind in ("person", "application", "call", "program"))
    tests += [f"EXISTS {{ {way.match} }}" for way in named if f"(t:{label(table)} " not in way.match]
    return f"WITH $id AS id RETURN {' OR '.join(tests)}"


def facts(ask: Ask, key: NodeId) -> tuple[tuple[str, str], ...]:
    """Return what the record of a node says, in the order of the columns."""
    kind, id_ = key
    if kind in ("funder", "award"):  # their records are those of works
        return ()
    table, column, _, _ = _SHOWN[kind]
    described = TABLES[RECORDED[kind][0]]
    order = (
        "ORDER BY n.declared_on IS NULL, n.declared_on DESC, n.row_id"
        if kind in ("applicant", "application", "call")
        else ""
    )
    rows = ask(
        f"MATCH (n:{label(table)} {{{column}: $id}}) RETURN properties(n) AS n_ {order} LIMIT 1", id=id_
    )
    if not rows or rows[0][0].get(PLACEHOLDER.name):
        return ()
    (said,) = rows[0]
    return tuple(
        (c.name, text)
        for c in described.columns
        if c.name not in ("row_id", "name_key", column) and (text := _text(c.type, c.name, said))
    )


def _text(kind: Type, column: str, said: Mapping[str, Any]) -> str:
    value = said.get(column)
    if value is None:
        return ""
    if kind is Type.STRINGS:
        return ", ".join(value)
    if kind in {Type.DATE, Type.TIMESTAMP}:
        return str(value.to_native())
    return str(value).lower() if kind is Type.BOOLEAN else str(value)
