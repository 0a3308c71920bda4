"""Building the index of a snapshot: its nodes and ties by number, sorted so that a read meets few blocks.

    nodes     node (number, in the order of kind and id), kind, id, row (of its record), name (where it has
              no record), listed, ties (how many)
    lookup    hash of kind and id -> node, sorted by hash
    links     every tie twice, from each of its ends: node, code (kind of tie), forward (whether the node is
              its start), other, nth, day_from, day_to, last, works, via (node that is the record), row,
              again, printed (number of its text in string_numbers)
    listed    nodes of organisations that are or were listed
    texts, named, words, postings   names (see graphrisk.store.explore.names)
    meta      what the index was built from; written last

The engine keeps the least and greatest value of each block of a table, so that a read by `node` skips all
other blocks; `links` is sorted by `node` within each kind and direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.store.explore.kinds import CODES, recorded, referenced, small
from graphrisk.store.explore.model import NODES, TIES
from graphrisk.store.explore.names import build_names

if TYPE_CHECKING:
    import duckdb

VERSION = 2
"""Version of the index. An index of another version is built anew."""

_LINKS = """
CREATE OR REPLACE TABLE explore.main.links (
    node INTEGER NOT NULL, code UTINYINT NOT NULL, forward BOOLEAN NOT NULL, other INTEGER NOT NULL,
    nth INTEGER NOT NULL, day_from DATE, day_to DATE, last DATE NOT NULL, works INTEGER, via INTEGER,
    row BIGINT, again BOOLEAN NOT NULL, printed INTEGER)
"""
_NEVER = "DATE '0001-01-01'"
_ALWAYS = "DATE '9999-12-31'"


def build(connection: duckdb.DuckDBPyConnection, *, snapshot: int, content_hash: str) -> None:
    """Fill the empty database attached as `explore` from the snapshot attached as `graph`."""
    # Each authorship is of a recorded person and work, as a rule. To look for those that are not takes as
    # long as all the rest, so that it is done only where rows turn out to be missing.
    for closed in (True, False):
        connection.execute(_LINKS)
        _find_nodes(connection, closed=closed)
        if all([_authored(connection), _affiliated(connection)]):
            break
    for step in (_rest, _finish, build_names):
        step(connection)
    connection.execute(
        "CREATE TABLE explore.main.meta AS "
        "SELECT $version AS version, $snapshot AS snapshot, $hash AS content",
        {"version": VERSION, "snapshot": snapshot, "hash": content_hash},
    )


def _find_nodes(connection: duckdb.DuckDBPyConnection, *, closed: bool) -> None:
    """Number the nodes. `closed`: whether all authorships and affiliations name recorded people and works."""
    run = connection.execute
    columns = "code, sk, si, ek, ei, day_from, day_to, via, row, record"
    run(f"CREATE OR REPLACE TEMP TABLE said ({_typed(columns)})")
    for query in small():
        run(f"INSERT INTO said {query}")
    run("CREATE OR REPLACE TEMP TABLE found (node INTEGER, kind VARCHAR, id VARCHAR, row BIGINT)")
    own = recorded()
    for kind in sorted(NODES):
        named = [own[kind], *referenced(kind, closed=closed)]
        named += [
            f"SELECT {side}i, NULL FROM said WHERE {side}k = '{kind}' AND code IN ({', '.join(codes)})"
            for side, codes in (("s", _codes(kind, "starts")), ("e", _codes(kind, "ends")))
            if codes
        ]
        run(
            "INSERT INTO found "
            f"SELECT (SELECT count(*) FROM found) + row_number() OVER () - 1, '{kind}', id, row "
            f"FROM (SELECT id, max(row) AS row FROM ({' UNION ALL '.join(named)}) t(id, row) "
            "GROUP BY id ORDER BY id)"
        )
    for kind, name in (("person", "people"), ("work", "works"), ("organization", "organizations")):
        day = ", w.publication_date AS day" if kind == "work" else ""
        join = "LEFT JOIN graph.main.works w ON w.rowid = f.row" if kind == "work" else ""
        run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT f.id, node{day} FROM found f {join} "
            f"WHERE kind = '{kind}'"
        )


def _codes(kind: str, side: str) -> list[str]:
    return [str(CODES[name]) for name, tie in TIES.items() if kind in getattr(tie, side)]


def _typed(columns: str) -> str:
    types = {"code": "UTINYINT", "day_from": "DATE", "day_to": "DATE", "row": "BIGINT"}
    return ", ".join(f"{name} {types.get(name, 'VARCHAR')}" for name in columns.split(", "))


_NUMBERED = {
    "authored": (
        "SELECT p.node AS s, w.node AS e, w.day, a.position, a.rowid AS row "
        "FROM graph.main.authorships a JOIN people p ON p.id = a.author_id JOIN works w ON w.id = a.work_id"
    ),
    "places": (
        "SELECT p.node AS s, o.node AS e, w.node AS w, w.day, a.position, a.seq, a.rowid AS row "
        "FROM graph.main.affiliations a JOIN people p ON p.id = a.author_id JOIN works w ON w.id = a.work_id "
        "LEFT JOIN (SELECT l.org_id, o.node FROM graph.main.organization_links l JOIN organizations o "
        "ON o.id = l.linked_id UNION ALL SELECT id, node FROM organizations "
        "WHERE id NOT IN (SELECT org_id FROM graph.main.organization_links)) o USING (org_id)"
    ),
}


def _number(connection: duckdb.DuckDBPyConnection, name: str, table: str) -> bool:
    """Put numbers in the place of the ids of a table's rows; return whether all ids were known."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_NUMBERED[name]}")
    (missing,) = connection.execute(
        f"SELECT (SELECT count(*) FROM graph.main.{table}) - (SELECT count(*) FROM {name})"
    ).fetchall()[0]
    return bool(missing == 0)


def _authored(connection: duckdb.DuckDBPyConnection) -> bool:
    """An author who stands on a work twice has one tie to it; the repeats are kept for reading rows."""
    whole = _number(connection, "authored", "authorships")
    code = CODES["authored"]
    for node, other, forward in (("s", "e", "true"), ("e", "s", "false")):
        connection.execute(
            f"INSERT INTO explore.main.links SELECT {node}, {code}, {forward}, {other}, 0, day, day, "
            f"coalesce(day, {_NEVER}), NULL, e, row, "
            "coalesce(s = lag(s) OVER () AND e = lag(e) OVER (), false), NULL "
            f"FROM (SELECT * FROM authored ORDER BY {node}, {other}, position)"
        )
    connection.execute("DROP TABLE authored")
    return whole


_ADDED = """
CREATE TEMP TABLE added AS
SELECT d.*, n.string_no::INTEGER AS printed
FROM graph.main.affiliations a JOIN (
SELECT s, e, min(day) AS day_from, max(day) AS day_to, CAST(count(*) FILTER (WHERE work) AS INTEGER) AS works,
       any_value(w) FILTER (WHERE newest) AS via, any_value(row) FILTER (WHERE newest) AS row
FROM (
    SELECT *, NOT coalesce(s = lag(s) OVER () AND e = lag(e) OVER (), false) AS newest,
           NOT coalesce(s = lag(s) OVER () AND e = lag(e) OVER () AND w = lag(w) OVER (), false) AS work
    FROM (FROM {places} ORDER BY s, e, day DESC NULLS LAST, w, position, seq))
GROUP BY s, e) d ON a.rowid = d.row LEFT JOIN graph.main.string_numbers n USING (raw_string)
"""
_NAMED = """
CREATE TEMP TABLE named AS
SELECT p.s, o.node AS e, p.w, p.day, p.position, p.seq, p.row
FROM places p
JOIN (
    SELECT DISTINCT a.rowid AS row, n.org_id
    FROM graph.main.affiliations a
    JOIN (SELECT raw_string, org_id FROM graph.main.string_links WHERE org_id IS NOT NULL) n
      USING (raw_string)
    LEFT JOIN graph.main.organization_links l ON l.org_id = a.org_id
    WHERE n.org_id IS DISTINCT FROM coalesce(l.linked_id, a.org_id)) n USING (row)
JOIN organizations o ON o.id = n.org_id
ANTI JOIN (FROM explore.main.links WHERE code = {affiliated} AND forward) k
  ON k.node = p.s AND k.other = o.node
"""


def _affiliated(connection: duckdb.DuckDBPyConnection) -> bool:
    """One tie for each person and organisation, resting on the newest work, there on the first place."""
    run = connection.execute
    whole = _number(connection, "places", "affiliations")
    _add(connection, "affiliated", "places WHERE e IS NOT NULL")
    run(_NAMED.format(affiliated=CODES["affiliated"]))
    run("DROP TABLE places")
    _add(connection, "named", "named")
    run("DROP TABLE named")
    return whole


def _add(connection: duckdb.DuckDBPyConnection, kind: str, places: str) -> None:
    connection.execute(_ADDED.format(places=places))
    for node, other, forward in (("s", "e", "true"), ("e", "s", "false")):
        connection.execute(
            f"INSERT INTO explore.main.links SELECT {node}, {CODES[kind]}, {forward}, {other}, 0, day_from, "
            f"day_to, coalesce(day_to, {_NEVER}), works, via, row, false, printed FROM added ORDER BY {node}"
        )
    connection.execute("DROP TABLE added")


def _rest(connection: duckdb.DuckDBPyConnection) -> None:
    dated = ", ".join(str(code) for kind, code in CODES.items() if TIES[kind].dated)
    connection.execute(
        "CREATE TEMP TABLE rest AS SELECT code, s.node AS s, e.node AS e, day_from, day_to, "
        f"coalesce(day_to, CASE WHEN code IN ({dated}) THEN {_NEVER} ELSE {_ALWAYS} END) AS last, "
        "CASE via WHEN 's' THEN s.node WHEN 'e' THEN e.node END AS via, q.row, "
        "row_number() OVER (PARTITION BY code, s.node, e.node ORDER BY record) - 1 AS nth "
        "FROM said q JOIN found s ON s.kind = sk AND s.id = si JOIN found e ON e.kind = ek AND e.id = ei"
    )
    for node, other, forward in (("s", "e", "true"), ("e", "s", "false")):
        connection.execute(
            f"INSERT INTO explore.main.links SELECT {node}, code, {forward}, {other}, nth, day_from, day_to, "
            # A tie of a node to itself is one tie, not one from each end.
            f"last, NULL, via, row, false, NULL FROM rest WHERE {forward} OR s <> e ORDER BY code, {node}"
        )
    connection.execute("DROP TABLE rest; DROP TABLE said")


_NODES = """
CREATE TABLE explore.main.nodes AS
SELECT f.node, f.kind, f.id, f.row, n.name, l.node IS NOT NULL AS listed,
       CAST(coalesce(t.ties, 0) AS INTEGER) AS ties
FROM found f
LEFT JOIN (SELECT node, count(*) AS ties FROM explore.main.links WHERE NOT again GROUP BY node) t USING (node)
LEFT JOIN explore.main.listed l USING (node)
LEFT JOIN (
    SELECT org_id AS id, min(name) AS name FROM (
        SELECT org_id, org_name AS name FROM graph.main.mentions UNION ALL
        SELECT i.org_id, e.name FROM graph.main.listings i JOIN graph.main.list_entries e USING (entry_id))
    GROUP BY org_id) n ON f.kind = 'organization' AND f.row IS NULL AND n.id = f.id
ORDER BY f.node
"""


def _finish(connection: duckdb.DuckDBPyConnection) -> None:
    run = connection.execute
    run(
        "CREATE TABLE explore.main.listed AS SELECT DISTINCT node FROM explore.main.links "
        f"WHERE code = {CODES['listed']} AND forward ORDER BY node"
    )
    run(_NODES)
    run(
        "CREATE TABLE explore.main.lookup AS "
        "SELECT hash(kind, id) AS hash, node FROM found ORDER BY hash, node"
    )
    for name in ("found", "people", "works", "organizations"):
        run(f"DROP TABLE {name}")
