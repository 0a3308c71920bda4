"""The table of what affiliation strings name; strings that were read before are not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.resolve.database import arrow, fill, rows
from graphrisk.resolve.strings import match_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

    from graphrisk.resolve.index import NameIndex

_READING = 2
"""Raise it whenever the reading of strings changes, so that all are read again."""

_STATE = """
SELECT md5(concat_ws('|', ?,
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, linked_id))) FROM organization_links),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, name, country_code, status))) FROM organizations),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, name, name_key, kind))) FROM organization_names),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, country_code))) FROM (
        SELECT DISTINCT org_id, country_code FROM listings JOIN list_entries USING (entry_id)
        WHERE org_id LIKE 'name:%'))))
"""
"""Changes whenever a name or a seat does by which strings are read."""

_MARK = "SELECT comment FROM duckdb_tables() WHERE table_name = 'string_links' AND schema_name = 'main'"
_STRINGS = """
CREATE OR REPLACE TEMP TABLE printed_strings AS
SELECT raw_string, max(snapshot) AS snapshot
FROM affiliations WHERE raw_string IS NOT NULL GROUP BY raw_string
"""
_ALL = "SELECT raw_string FROM printed_strings ORDER BY raw_string"
_UNREAD = """
SELECT raw_string FROM printed_strings
WHERE snapshot > ? AND raw_string NOT IN (SELECT raw_string FROM string_links)
ORDER BY raw_string
"""
_GONE = "DELETE FROM string_links WHERE raw_string NOT IN (SELECT raw_string FROM printed_strings)"


def link_strings(connection: duckdb.DuckDBPyConnection, index: NameIndex) -> None:
    """Fill `string_links` from all strings, or from the new ones where no name has changed.

    What the table rests on is noted in its comment in the database: the state of the names, the last
    snapshot that was read and the number of rows. Where anything differs, all strings are read again.
    """
    state = _one(connection, _STATE, [_READING])
    mark = str(_one(connection, _MARK) or "").split()
    kept = _one(connection, "SELECT count(*) FROM string_links")
    connection.execute(_STRINGS)
    if len(mark) == 3 and mark[0] == state and mark[2] == str(kept):
        connection.execute(_GONE)
        unread = rows(connection, _UNREAD, [int(mark[1])])
        fill(connection, "string_links", arrow("string_links", _read(unread, index)), keep=True)
    else:
        fill(connection, "string_links", arrow("string_links", _read(rows(connection, _ALL), index)))
    last = _one(connection, "SELECT coalesce(max(snapshot), -1) FROM printed_strings")
    connection.execute("DROP TABLE printed_strings")
    count = _one(connection, "SELECT count(*) FROM string_links")
    # COMMENT takes no parameters; the three values are a hash and two numbers made here.
    connection.execute(f"COMMENT ON TABLE string_links IS '{state} {last} {count}'")


def _read(strings: Iterable[tuple[str]], index: NameIndex) -> Iterator[tuple[object, ...]]:
    for (raw,) in strings:
        for seq, named in enumerate(match_string(raw, index)):
            yield raw, seq, named.org_id, named.part, named.country


def _one(connection: duckdb.DuckDBPyConnection, sql: str, values: list[object] | None = None) -> object:
    found = connection.execute(sql, values or []).fetchall()
    return found[0][0] if found else None
