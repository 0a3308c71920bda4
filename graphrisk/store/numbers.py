"""Filling the tables of `graphrisk.schema.numbers` from the others of an open, writable database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.schema import NUMBERED
from graphrisk.store.sql import create_table, quoted

if TYPE_CHECKING:
    import duckdb

_AUTHORS = "SELECT row_number() OVER () - 1 AS author_no, author_id FROM persons"
_WORKS = """
SELECT row_number() OVER () - 1 AS work_no, work_id,
       coalesce(year(publication_date), publication_year)::BIGINT AS year, authors_count AS authors
FROM works
"""
_ORGANIZATIONS = """
SELECT row_number() OVER () - 1 AS org_no, org_id FROM (
    SELECT DISTINCT coalesce(linked_id, org_id) AS org_id
    FROM (SELECT DISTINCT org_id FROM affiliations WHERE org_id IS NOT NULL)
    LEFT JOIN organization_links USING (org_id)
    ORDER BY org_id
)
"""
_STRINGS = """
SELECT row_number() OVER () - 1 AS string_no, raw_string FROM (
    SELECT DISTINCT raw_string FROM affiliations WHERE raw_string IS NOT NULL ORDER BY raw_string
)
"""
_AUTHOR_WORKS = """
SELECT author_no, work_no, position
FROM authorships LEFT JOIN author_numbers USING (author_id) LEFT JOIN work_numbers USING (work_id)
"""
_ADDRESSES = """
SELECT work_no, position, org_no, string_no
FROM affiliations AS a
LEFT JOIN work_numbers USING (work_id)
LEFT JOIN (
    SELECT l.org_id, n.org_no
    FROM organization_links AS l JOIN organization_numbers AS n ON n.org_id = l.linked_id
    UNION ALL
    SELECT org_id, org_no
    FROM organization_numbers WHERE org_id NOT IN (SELECT org_id FROM organization_links)
) AS o ON o.org_id = a.org_id
LEFT JOIN string_numbers USING (raw_string)
"""
_WITHOUT_INITIAL = """
SELECT author_id, array_to_string(list_filter(parts, lambda part: length(part) > 1), ' ') AS name_key
FROM (
    SELECT author_id, string_split(name_key, ' ') AS parts
    FROM persons WHERE regexp_full_match(name_key, '([a-z]+ )*[a-z]( [a-z]+)*')
)
WHERE len(parts) > 2 AND len(list_filter(parts, lambda part: length(part) = 1)) = 1
"""
_STRANGERS = """
INSERT INTO {numbers} ({no}, {id})
SELECT (SELECT count(*) FROM {numbers}) + row_number() OVER () - 1, {id}
FROM (SELECT DISTINCT {id} FROM {rows}) ANTI JOIN {numbers} USING ({id})
"""


def number(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the numbered tables; `organization_links` is filled before. What was in them goes."""
    number_strings(connection)
    number_rest(connection)


def number_strings(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `string_numbers`: every printed affiliation once, in order."""
    _make(connection, "string_numbers", _STRINGS)


def number_rest(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill all numbered tables but `string_numbers`, which is filled before."""
    for name, query in (
        ("author_numbers", _AUTHORS),
        ("work_numbers", _WORKS),
        ("organization_numbers", _ORGANIZATIONS),
        ("names_without_initial", _WITHOUT_INITIAL),
    ):
        _make(connection, name, query)
    _lines(connection)
    if _unnumbered(connection):
        # Rows that name a work or an author that has no record of its own; no published source makes any.
        for numbers, no, column, rows in (
            ("author_numbers", "author_no", "author_id", "authorships"),
            ("work_numbers", "work_no", "work_id", "authorships"),
            ("work_numbers", "work_no", "work_id", "affiliations"),
        ):
            connection.execute(_STRANGERS.format(numbers=numbers, no=no, id=column, rows=rows))
        _lines(connection)


def _lines(connection: duckdb.DuckDBPyConnection) -> None:
    _make(connection, "author_works", _AUTHOR_WORKS)
    _make(connection, "addresses", _ADDRESSES)


def _make(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    # Made anew rather than filled: rows that are deleted leave holes in the file. Whether every row found its
    # number is seen afterwards.
    table = NUMBERED[name]
    connection.execute(f"DROP TABLE IF EXISTS {quoted(table.name)}")
    connection.execute(create_table(table, checked=False))
    connection.execute(f"INSERT INTO {quoted(table.name)} BY NAME {query}")


def _unnumbered(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "SELECT EXISTS (FROM author_works WHERE author_no IS NULL OR work_no IS NULL) "
        "OR EXISTS (FROM addresses WHERE work_no IS NULL)"
    ).fetchall()
    return bool(found[0][0])
