"""Sets of relationships in parts and in an order, so that a server finds together what it reads together.

The import keeps relationships and their properties in the order of the files. A scan reads all authors of a
work at once, and exploring all who were seen at an organisation: where these rows lie side by side, one page
from the disk holds them; in the order in which a large join gives rows there is a page for each row.

The tables hold the rows of a work side by side, as loaders give them, and a join that fits into memory keeps
that. So authorships, the largest set, are written in parts, each a range of works; that also saves the room
and the time of a join on the disk (44 s of CPU instead of 72 with 13 million authorships).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.schema import TABLES
from graphrisk.store.duckdb import ALIAS
from graphrisk.store.neo4j.bulk_numbers import END
from graphrisk.store.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from graphrisk.store.neo4j.model import Edges, Nodes

ORDER = {"author_organizations": END}
"""Sets of relationships, and the column of the numbered query by which their rows are put in order."""
PART_ROWS = 2_000_000
"""Rows of one part: joining so many needs no room on the disk."""
_PARTED = {"authorships": ("work_id", ("authorships", "affiliations"))}
"""Sets that are written in parts: by a column, the key of the node at the end, and the tables with it."""
_SAMPLE = 20_000
_SCHEMA = "part"


def part_queries(connection: duckdb.DuckDBPyConnection, one: Nodes | Edges) -> Iterator[tuple[str, str]]:
    """Yield for each part of a set its query, and a condition that the `key` of the node at its end meets.

    Most sets are one part, without a condition. The parts are made one after another: a query counts until
    the next one is asked for.
    """
    whole = f"{ALIAS}.main"
    if one.name not in _PARTED:
        yield one.query.format(db=whole), ""
        return
    column, tables = _PARTED[one.name]
    bounds = _bounds(connection, f"{whole}.{quoted(tables[0])}", quoted(column))
    run = connection.execute
    run(f"CREATE SCHEMA IF NOT EXISTS memory.{_SCHEMA}")
    for table in TABLES:
        run(f"CREATE OR REPLACE VIEW memory.{_SCHEMA}.{quoted(table)} AS FROM {whole}.{quoted(table)}")
    for low, high in zip([None, *bounds], [*bounds, None], strict=True):
        test = _between(quoted(column), low, high)
        kept = f" WHERE {test}" if test else ""
        for table in tables:
            run(
                f"CREATE OR REPLACE VIEW memory.{_SCHEMA}.{quoted(table)} AS "
                f"FROM {whole}.{quoted(table)}{kept}"
            )
        yield one.query.format(db=f"memory.{_SCHEMA}"), _between("key", low, high)


def _between(column: str, low: str | None, high: str | None) -> str:
    tests = [
        *([] if low is None else [f"{column} >= {literal(low)}"]),
        *([] if high is None else [f"{column} < {literal(high)}"]),
    ]
    return " AND ".join(tests)


def _bounds(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> list[str]:
    """Return the values that divide a table into parts of about `PART_ROWS` rows; none where it is small."""
    (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0]
    number = -(-rows // PART_ROWS)
    if number < 2:
        return []
    sample = f"SELECT {column} AS v FROM {table} USING SAMPLE reservoir({_SAMPLE} ROWS) REPEATABLE (1)"
    found = [value for (value,) in connection.execute(f"SELECT v FROM ({sample}) ORDER BY v").fetchall()]
    return list(dict.fromkeys(found[len(found) * i // number] for i in range(1, number)))
