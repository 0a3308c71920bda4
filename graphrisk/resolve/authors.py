"""What the works say of each author record: its ORCID iDs, and the organisations at which it was seen.

Both are read whenever people are looked for. Kept as tables they spare each scan a pass over the two largest
tables of the snapshot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_ORCIDS = """
INSERT INTO author_orcids BY NAME
SELECT author_id, orcid, 'assigned' AS origin, NULL AS works FROM (
    SELECT author_id, orcid FROM persons WHERE orcid IS NOT NULL
    UNION
    SELECT author_id, orcid FROM authorships WHERE orcid IS NOT NULL
)
UNION ALL
SELECT author_id, raw_orcid AS orcid, 'stated' AS origin, count(DISTINCT work_id) AS works
FROM authorships WHERE raw_orcid IS NOT NULL GROUP BY author_id, raw_orcid
ORDER BY ALL
"""

_ORGANIZATIONS = """
INSERT INTO author_organizations BY NAME
SELECT author_id, linked_id AS org_id
FROM (SELECT DISTINCT author_id, org_id FROM affiliations WHERE org_id IS NOT NULL)
JOIN organization_links USING (org_id)
UNION
SELECT author_id, named.org_id
FROM (SELECT DISTINCT author_id, raw_string FROM affiliations WHERE org_id IS NULL AND raw_string IS NOT NULL)
JOIN string_links AS named USING (raw_string)
WHERE named.org_id IS NOT NULL
"""


def link_authors(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `author_orcids` and `author_organizations`; organisations and strings are linked before."""
    for table, statement in (("author_orcids", _ORCIDS), ("author_organizations", _ORGANIZATIONS)):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of the schema
        connection.execute(statement)
