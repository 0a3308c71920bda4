"""What the works say of each author record: its ORCID iDs, and the organisations at which it was seen when.

Both are read whenever people are looked for. Kept as tables they spare each scan a pass over the two largest
tables of the snapshot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# Texts are told apart by pairs of 64-bit hashes, never by one: grouping millions of rows by the texts
# themselves takes three times as long, and two pairs of texts that agree in both hashes are not to be
# expected in any number of rows. `rowid` leads back from a group to the texts.

_ASSIGNED = """
INSERT INTO author_orcids BY NAME
SELECT author_id, orcid, 'assigned' AS kind FROM persons WHERE orcid IS NOT NULL
UNION ALL
SELECT DISTINCT author_id, orcid, 'assigned' FROM authorships
WHERE orcid IS NOT NULL AND (hash(author_id), hash(orcid)) NOT IN (
    SELECT (hash(author_id), hash(orcid)) FROM persons WHERE orcid IS NOT NULL
)
"""

_STATED = """
INSERT INTO author_orcids BY NAME
SELECT author_id, raw_orcid AS orcid, 'stated' AS kind, works
FROM authorships AS a JOIN (
    SELECT min(line) AS line, count(*) AS works
    FROM (
        SELECT min(rowid) AS line, hash(author_id) AS author, hash(raw_orcid) AS orcid
        FROM authorships WHERE raw_orcid IS NOT NULL
        GROUP BY hash(author_id), hash(raw_orcid), hash(work_id)
    )
    GROUP BY author, orcid
) AS found ON a.rowid = found.line
"""

_SEEN = """
INSERT INTO author_organizations BY NAME
SELECT author_id, org_id, first_year, last_year
FROM (
    SELECT author_no, org_id, min(first_year) AS first_year, max(last_year) AS last_year
    FROM (
        SELECT author_no, org_id, first_year, last_year
        FROM (
            SELECT author_no, org_no, min(year) AS first_year, max(year) AS last_year
            FROM addresses JOIN author_works USING (work_no, position) JOIN work_numbers USING (work_no)
            WHERE org_no IS NOT NULL
            GROUP BY author_no, org_no
        )
        JOIN organization_numbers USING (org_no)
        WHERE org_id IN (SELECT linked_id FROM organization_links)
        UNION ALL
        SELECT author_no, named.org_id, min(year), max(year)
        FROM addresses JOIN author_works USING (work_no, position) JOIN work_numbers USING (work_no)
        JOIN string_numbers USING (string_no) JOIN string_links AS named USING (raw_string)
        WHERE org_no IS NULL AND named.org_id IS NOT NULL
        GROUP BY author_no, named.org_id
    )
    GROUP BY author_no, org_id
)
JOIN author_numbers USING (author_no)
"""


def link_orcids(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `author_orcids`, which rests on loaded tables alone."""
    connection.execute("DELETE FROM author_orcids")
    connection.execute(_ASSIGNED)
    connection.execute(_STATED)


def link_author_organizations(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `author_organizations`; organisations and strings are linked, and all is numbered, before."""
    connection.execute("DELETE FROM author_organizations")
    connection.execute(_SEEN)
