"""Reading nodes and their ties from an index and the snapshot that it belongs to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from graphrisk.errors import NotFoundError
from graphrisk.schema import TABLES, Type
from graphrisk.sentences import Sentence
from graphrisk.store.explore.describe import NAMES, Link, describe, nodes
from graphrisk.store.explore.kinds import CODES, RECORDED
from graphrisk.store.explore.model import TIES, Neighbourhood, Node

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from graphrisk.store.explore.model import NodeId

WINDOW = "coalesce(day_from <= $until, true) AND coalesce(day_to >= $since, true)"
"""Whether a link holds at some time in the window; `window` gives the parameters."""


def window(since: dt.date | None, until: dt.date | None) -> dict[str, object]:
    """Return the parameters of `WINDOW`."""
    return {"since": since or dt.date.min, "until": until or dt.date.max}


def find(cursor: duckdb.DuckDBPyConnection, key: NodeId) -> int | None:
    """Return the number of a node, or None where there is none of this kind and id."""
    kind, identifier = key
    # In steps: the engine would read the ids of all nodes rather than those few that the hash leads to.
    likely = cursor.execute(
        "SELECT node FROM explore.main.lookup WHERE hash = hash($kind::VARCHAR, $id::VARCHAR)",
        {"kind": kind, "id": identifier},
    ).fetchall()
    if not likely:
        return None
    found = cursor.execute(
        "SELECT node, kind, id FROM explore.main.nodes WHERE node IN (SELECT unnest($nodes::INTEGER[]))",
        {"nodes": [node for (node,) in likely]},
    ).fetchall()
    return next((int(node) for node, *its in found if tuple(its) == (kind, identifier)), None)


def need(cursor: duckdb.DuckDBPyConnection, key: NodeId) -> int:
    """Return the number of a node. Raises `NotFoundError` where there is none."""
    number = find(cursor, key)
    if number is None:
        kind, identifier = key
        raise NotFoundError(
            Sentence(
                "There is no {kind} {id} in the graph.",
                kind=Sentence(kind.replace("_", " ")[:40]),
                id=repr(identifier[:120]),
            ),
            remedy=Sentence("Search for it by name."),
        )
    return number


def node(cursor: duckdb.DuckDBPyConnection, key: NodeId) -> Node | None:
    """Return a node with the facts of its record, or None."""
    number = find(cursor, key)
    if number is None:
        return None
    plain, _, row = nodes(cursor, [number])[number]
    if row is None or key[0] in ("funder", "award"):  # the row is of a work that names it
        return plain
    table = TABLES[RECORDED[key[0]][0]]
    shown = [c for c in table.columns if c.name not in ("row_id", "name_key", RECORDED[key[0]][1])]
    names = ", ".join(f'"{c.name}"' for c in shown)
    values = cursor.execute(f"SELECT {names} FROM graph.main.{table.name} WHERE rowid = $row", {"row": row})
    facts = tuple(
        (column.name, text)
        for column, value in zip(shown, values.fetchall()[0], strict=True)
        if (text := _text(column.type, value))
    )
    return Node(plain.kind, plain.id, plain.name, plain.note, plain.listed, facts)


def _text(kind: Type, value: Any) -> str:
    if value is None:
        return ""
    if kind is Type.STRINGS:
        return ", ".join(value)
    return str(value).lower() if kind is Type.BOOLEAN else str(value)


_NEAR = """
SELECT code, forward, other, day_from, day_to, works, via, row, printed, many FROM (
    SELECT *, count(*) OVER (PARTITION BY code) AS many, row_number() OVER (PARTITION BY code
        ORDER BY last DESC, other, if(forward, node, other), nth) AS place
    FROM explore.main.links
    WHERE node = $node AND NOT again AND code IN (SELECT unnest($codes)) AND {window})
WHERE place <= $limit
ORDER BY last DESC, code, other, if(forward, node, other), nth
"""
_COAUTHORS = """
SELECT {code}, $node < other, other, min(day_from), max(day_to), CAST(count(*) AS INTEGER) AS works,
       arg_max(via, date_diff('day', DATE '0001-01-01', last)::BIGINT * 4294967296 - via), NULL, NULL,
       count(*) OVER () AS many
FROM explore.main.links
WHERE node IN (SELECT other FROM explore.main.links
               WHERE node = $node AND code = {authored} AND forward AND NOT again AND {window})
  AND code = {authored} AND NOT forward AND NOT again AND other <> $node
GROUP BY other
ORDER BY max(last) DESC, other
LIMIT $limit
"""


def neighbours(
    cursor: duckdb.DuckDBPyConnection,
    key: NodeId,
    *,
    ties: Collection[str] | None,
    since: dt.date | None,
    until: dt.date | None,
    limit: int,
) -> Neighbourhood:
    """Return the newest ties of a node; see `GraphStore.neighbours`."""
    codes = {CODES[name] for name in (TIES if ties is None else ties)}
    if ties is None:
        codes.discard(CODES["coauthor"])
    here = need(cursor, key)
    parameters = {"node": here, "limit": limit, **window(since, until)}
    found = cursor.execute(
        _NEAR.format(window=WINDOW), parameters | {"codes": sorted(codes - {CODES["coauthor"]})}
    ).fetchall()
    if CODES["coauthor"] in codes and key[0] == "person":
        query = _COAUTHORS.format(code=CODES["coauthor"], authored=CODES["authored"], window=WINDOW)
        found += cursor.execute(query, parameters).fetchall()
    left: dict[str, int] = {}
    links = []
    for code, forward, other, *rest, many in found:
        left[NAMES[code]] = left.get(NAMES[code], many) - 1
        links.append(Link(code, *((here, other) if forward else (other, here)), *rest))
    ties_, shown = describe(cursor, links, [here])
    by_number = {node.key: number for number, node in shown.items()}
    # Links come in the order of the nodes' numbers, which is that of their keys; a stable sort keeps it.
    ties_.sort(key=lambda t: (-t.last.toordinal(), CODES[t.kind], by_number[t.other(key)]))
    others = dict.fromkeys(tie.other(key) for tie in ties_)
    return Neighbourhood(
        shown[here],
        tuple(shown[by_number[other]] for other in others if other != key),
        tuple(ties_),
        {name: left[name] for name in TIES if left.get(name)},
    )
