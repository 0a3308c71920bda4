"""The sets of relationships that add up many rows, or say in one step what rows say in two."""

from __future__ import annotations

from graphrisk.schema import TABLES
from graphrisk.schema.model import boolean, date, integer, text
from graphrisk.store.neo4j.model import Edges, provenance

SEEN = boolean("seen", "true where it is a row of author_organizations; absent elsewhere")
"""Tells the rows of the table from what else the type says."""

_PLACES = """
SELECT a.rowid AS row, hash(a.author_id) AS a, hash(coalesce(l.linked_id, a.org_id)) AS o, true AS resolved,
       a.work_id, a.position, a.seq
FROM {db}.affiliations a LEFT JOIN {db}.organization_links l USING (org_id) WHERE a.org_id IS NOT NULL
UNION ALL
SELECT a.rowid, hash(a.author_id), hash(s.org_id), false, a.work_id, a.position, a.seq
FROM {db}.affiliations a
JOIN (SELECT DISTINCT raw_string, org_id FROM {db}.string_links WHERE org_id IS NOT NULL) s USING (raw_string)
LEFT JOIN {db}.organization_links l ON l.org_id = a.org_id
WHERE s.org_id IS DISTINCT FROM coalesce(l.linked_id, a.org_id)
"""
# The record is that of the newest work; of several the first by id, and there the first place. Works are
# numbered in that order, so that one number tells which record comes first. Pairs of 64-bit hashes stand for
# the ids, as in `graphrisk.resolve.authors`: grouping millions of rows by the texts takes far longer. What is
# shown of the record is read by its `rowid` in the end; texts carried through the groups tripled the time.
_NUMBERED = """
SELECT work_id, publication_date AS day,
       row_number() OVER (ORDER BY publication_date DESC NULLS LAST, work_id) AS number
FROM {db}.works
"""
_UNKNOWN = "2147483648 + hash(work_id) % 2147483648"
"""The number of a work without a row of its own: after all others."""
_ADDED = f"""
SELECT a, o, resolved, count(*) AS works, min(day) AS first_date, max(day) AS last_date,
       arg_min(row, (number << 32) | place) AS row
FROM (
    SELECT a, o, resolved, number, any_value(day) AS day, min(place) AS place, arg_min(row, place) AS row
    FROM (
        SELECT row, a, o, resolved, day, coalesce(number, {_UNKNOWN})::UBIGINT AS number,
               (least(position, 262143)::UBIGINT << 14) | least(seq, 16383)::UBIGINT AS place
        FROM ({_PLACES}) LEFT JOIN ({_NUMBERED}) USING (work_id))
    GROUP BY a, o, resolved, number)
GROUP BY a, o, resolved
QUALIFY resolved OR NOT bool_or(resolved) OVER (PARTITION BY a, o)
"""
_TIES = f"""
SELECT f.author_id, CASE WHEN d.resolved THEN coalesce(l.linked_id, f.org_id) ELSE s.org_id END AS org_id,
       d.works, d.first_date, d.last_date, d.resolved, f.work_id, f.raw_string,
       f.source, f.edition, f.snapshot
FROM ({_ADDED}) d JOIN {{db}}.affiliations f ON f.rowid = d.row
LEFT JOIN {{db}}.organization_links l ON l.org_id = f.org_id
LEFT JOIN (SELECT DISTINCT raw_string, org_id FROM {{db}}.string_links WHERE org_id IS NOT NULL) s
  ON s.raw_string = CASE WHEN NOT d.resolved THEN f.raw_string END AND hash(s.org_id) = d.o
"""


def affiliated() -> Edges:
    """Return the set that joins each person and organisation once, however many works say so."""
    return Edges(
        "author_organizations",
        "AFFILIATED_WITH",
        "persons",
        "organizations",
        (
            integer("works", "number of works"),
            date("first_date", "publication date of the first of them"),
            date("last_date", "publication date of the last of them"),
            boolean("resolved", "whether the source resolved it; false: only printed strings name it"),
            text("record", "the newest of the works"),
            text("printed", "the affiliation as that work has it"),
            SEEN,
            integer("first_year", "year of the first work that shows the person there, where `seen`"),
            integer("last_year", "year of the last one"),
            *provenance()[1],
        ),
        "SELECT coalesce(d.author_id, t.author_id) AS start_key, coalesce(d.org_id, t.org_id) AS end_key, "
        "d.works, d.first_date, d.last_date, d.resolved, d.work_id AS record, d.raw_string AS printed, "
        "CASE WHEN t.author_id IS NOT NULL THEN true END AS seen, "
        "t.first_year AS first_year, t.last_year AS last_year, "
        "coalesce(d.source, 'graphrisk') AS source, d.edition, d.snapshot "
        f"FROM ({_TIES}) d FULL JOIN {{db}}.author_organizations t USING (author_id, org_id)",
        TABLES["author_organizations"].doc,
        table="author_organizations",
        start_column="author_id",
        end_column="org_id",
    )


def acknowledges() -> Edges:
    """Return the set that joins works and the awards that they name, each once."""
    _, provided = provenance()
    return Edges(
        "acknowledges",
        "ACKNOWLEDGES",
        "works",
        "awards",
        (text("award_id", "the number as the work has it, where it first stands"), *provided),
        "SELECT work_id AS start_key, award_key AS end_key, award_id, source::VARCHAR AS source, "
        "edition::VARCHAR AS edition, snapshot::BIGINT AS snapshot FROM {db}.work_awards "
        "WHERE award_key IS NOT NULL "
        "QUALIFY row_number() OVER (PARTITION BY work_id, award_key ORDER BY seq) = 1",
        "The work names the award.",
    )


def funders_known() -> Edges:
    """Return the set that says which funders are organisations of the registry."""
    said, provided = provenance()
    return Edges(
        "funders_known",
        "SAME_AS",
        "funders",
        "organizations",
        provided,
        f"SELECT t.funder_ror AS start_key, coalesce(l.linked_id, t.funder_ror) AS end_key, {said} "
        "FROM (SELECT DISTINCT funder_ror FROM {db}.work_awards WHERE funder_ror IS NOT NULL) t "
        "LEFT JOIN {db}.organization_links l ON l.org_id = t.funder_ror",
        "The organisation that the funder is.",
    )
