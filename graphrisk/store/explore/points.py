"""Rows of the snapshot that an index leads to: by the id of a node, and by either end of an authorship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.store.explore.kinds import CODES, RECORDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

FEW = 100
"""For more values than this one pass over the table is as fast."""
_OWN = ("person", "organization", "work", "list_entry", "program")
POINTS: dict[tuple[str, str], str] = {
    **{RECORDED[kind][:2]: kind for kind in _OWN},
    ("authorships", "author_id"): "person",
    ("authorships", "work_id"): "work",
}
"""Table and column of which an index knows the rows -> the kind of node that the column names."""


def rows_of(cursor: duckdb.DuckDBPyConnection, table: str, column: str, values: Sequence[str]) -> list[int]:
    """Return the numbers of the rows of a table of `POINTS` that have one of the values in the column."""
    kind = POINTS[table, column]
    # In steps: the engine would read all ids rather than those few that the hashes lead to.
    likely = cursor.execute(
        "SELECT node FROM explore.main.lookup WHERE hash IN "
        "(SELECT hash($kind::VARCHAR, value) FROM unnest($values::VARCHAR[]) t(value))",
        {"kind": kind, "values": list(values)},
    ).fetchall()
    found = cursor.execute(
        "SELECT node, kind, id, row FROM explore.main.nodes WHERE node IN (SELECT unnest($nodes::INTEGER[]))",
        {"nodes": [node for (node,) in likely]},
    ).fetchall()
    wanted = set(values)
    found = [(node, row) for node, its_kind, id_, row in found if its_kind == kind and id_ in wanted]
    if table != "authorships":
        return [row for _, row in found if row is not None]
    links = cursor.execute(
        "SELECT row FROM explore.main.links WHERE code = $code AND forward = $forward "
        "AND node IN (SELECT unnest($nodes::INTEGER[]))",
        {"code": CODES["authored"], "forward": kind == "person", "nodes": [node for node, _ in found]},
    )
    return [row for (row,) in links.fetchall()]
