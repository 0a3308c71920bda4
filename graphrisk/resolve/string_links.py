"""The table of what affiliation strings name; strings that were read before are not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.lazy import LazyIndex
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.database import arrow, fill, rows
from graphrisk.resolve.strings import Named, match_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

    from graphrisk.resolve.index import NameIndex
    from graphrisk.resolve.organizations import Link

_READING = 4
"""Raise it whenever the reading of strings changes, so that all are read again."""

_STATE = """
SELECT md5(concat_ws('|', ?,
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, linked_id))) FROM organization_links),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, name, country_code, status))) FROM organizations),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, name, name_key, kind))) FROM organization_names),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, city, region, country_code)))
        FROM organization_places),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, related_id, kind))) FROM organization_relations),
    (SELECT concat(count(*), ':', bit_xor(hash(org_id, country_code))) FROM (
        SELECT DISTINCT org_id, country_code
        FROM (SELECT org_id, entry_id FROM listings UNION ALL SELECT org_id, entry_id FROM listing_relations)
        JOIN list_entries USING (entry_id) WHERE org_id LIKE 'name:%'))))
"""
"""Changes whenever a name, a seat or a relation does by which strings are read."""

_MARK = "SELECT comment FROM duckdb_tables() WHERE table_name = 'string_links' AND schema_name = 'main'"
_ALL = "SELECT raw_string FROM string_numbers ORDER BY string_no"
_UNREAD = """
SELECT raw_string FROM (
    SELECT DISTINCT raw_string FROM affiliations WHERE snapshot > ? AND raw_string IS NOT NULL
) ANTI JOIN string_links USING (raw_string)
ORDER BY raw_string
"""
_GONE = "DELETE FROM string_links WHERE raw_string NOT IN (SELECT raw_string FROM string_numbers)"
_LAST = "SELECT coalesce(max(snapshot), -1) FROM affiliations WHERE raw_string IS NOT NULL"


class Reader:
    """Reads strings: by whole names first, and where these name nobody with the matcher for affiliations.

    The matcher's index of all names is made when the first string needs it, and kept beside the snapshot.
    """

    def __init__(self, names: LazyIndex, index: NameIndex, links: Mapping[str, Link]) -> None:
        self._names, self._index, self._links = names, index, links

    def read(self, raw: str) -> list[Named]:
        """Return what a string names, in its order; weak matches (grade C) are none."""
        found = match_string(raw, self._index)
        if any(named.org_id for named in found):
            return found
        names = self._names.get()
        if not names.orgs:
            return found
        place = next((named.country for named in found), None)
        linked: dict[str, Named] = {}
        for one in match(raw, names):
            if one.grade != "C":
                org_id = self._links[one.org_id].linked_id
                linked.setdefault(org_id, Named(org_id, one.part, place and self._country(one.org_id)))
        return list(linked.values()) or found

    def _country(self, org_id: str) -> str | None:
        """Return the seat: where the address says only China, it is the more exact one."""
        names = self._names.get()
        return names.orgs[names.numbers[org_id]].country


def link_strings(
    connection: duckdb.DuckDBPyConnection,
    index: NameIndex,
    links: Mapping[str, Link],
    names: LazyIndex | None = None,
) -> None:
    """Fill `string_links` from all strings, or from the new ones where no name has changed.

    The strings are numbered before (`string_numbers`).
    What the table rests on is noted in its comment in the database: the state of the names, the last
    snapshot that was read and the number of rows. Where anything differs, all strings are read again.
    """
    reader = Reader(names or LazyIndex(connection), index, links)
    state = _one(connection, _STATE, [_READING])
    mark = str(_one(connection, _MARK) or "").split()
    kept = _one(connection, "SELECT count(*) FROM string_links")
    if len(mark) == 3 and mark[0] == state and mark[2] == str(kept):
        connection.execute(_GONE)
        unread = rows(connection, _UNREAD, [int(mark[1])])
        fill(connection, "string_links", arrow("string_links", _read(unread, reader)), keep=True)
    else:
        fill(connection, "string_links", arrow("string_links", _read(rows(connection, _ALL), reader)))
    last = _one(connection, _LAST)
    count = _one(connection, "SELECT count(*) FROM string_links")
    # COMMENT takes no parameters; the three values are a hash and two numbers made here.
    connection.execute(f"COMMENT ON TABLE string_links IS '{state} {last} {count}'")


def _read(strings: Iterable[tuple[str]], reader: Reader) -> Iterator[tuple[object, ...]]:
    for (raw,) in strings:
        for seq, named in enumerate(reader.read(raw)):
            yield raw, seq, named.org_id, named.part, named.country


def _one(connection: duckdb.DuckDBPyConnection, sql: str, values: list[object] | None = None) -> object:
    found = connection.execute(sql, values or []).fetchall()
    return found[0][0] if found else None
