"""The sets of relationships that hold rows together: applications, declarations and what they mean."""

from __future__ import annotations

from graphrisk.schema import TABLES
from graphrisk.schema.model import text, texts
from graphrisk.store.neo4j.model import Edges, provenance
from graphrisk.store.neo4j.sets_nodes import key_sql
from graphrisk.store.sql import columns, quoted


def links() -> list[Edges]:
    """Return these sets."""
    return [*_structure(), *_meanings()]


def _link(  # a table of its own, below
    name: str, label: str, start: str, start_key: str, end: str, end_key: str, source: str, doc: str
) -> Edges:
    """Return relationships without content of their own; `source` yields row `t` with its provenance."""
    said = "t.source::VARCHAR AS source, t.edition::VARCHAR AS edition, t.snapshot::BIGINT AS snapshot"
    _, provided = provenance()
    return Edges(
        name,
        label,
        start,
        end,
        provided,
        # Several rows may say the same of the same two nodes; the earliest stands for them.
        f"SELECT {start_key} AS start_key, {end_key} AS end_key, {said} FROM {source} "
        f"WHERE {start_key} IS NOT NULL AND {end_key} IS NOT NULL QUALIFY row_number() OVER "
        "(PARTITION BY start_key, end_key ORDER BY t.snapshot, t.source, t.edition) = 1",
        doc,
    )


def _structure() -> list[Edges]:
    found = [
        _link(
            f"names_of:{table}",
            "HAS_NAME",
            node,
            f"t.{key}",
            table,
            key_sql(table, "t"),
            f"{{db}}.{table} t",
            "A name of it as printed.",
        )
        for table, node, key in (
            ("person_names", "persons", "author_id"),
            ("organization_names", "organizations", "org_id"),
            ("list_names", "list_entries", "entry_id"),
        )
    ]
    found.append(
        _link(
            "relations_of",
            "HAS_RELATION",
            "list_entries",
            "t.entry_id",
            "list_relations",
            key_sql("list_relations", "t"),
            "{db}.list_relations t",
            "An organisation that the row names beside its own body.",
        )
    )
    found.append(
        _link(
            "entries_of",
            "IN_EDITION",
            "list_entries",
            "t.entry_id",
            "list_editions",
            key_sql("list_editions", "e"),
            "{db}.list_entries t JOIN {db}.list_editions e USING (list_id, edition)",
            "The edition that holds the row.",
        )
    )
    found.append(
        _link(
            "resolves_to",
            "RESOLVES_TO",
            "organizations",
            "l.org_id",
            "organizations",
            "nullif(l.linked_id, l.org_id)",
            "{db}.organization_links l JOIN {db}.organizations t USING (org_id)",
            "A withdrawn or source-only record, and the organisation that stands for it.",
        )
    )
    found += [*_applying(), *_declaring()]
    return found


def _applying() -> list[Edges]:
    areas = [
        _link(
            f"areas_of:{table}",
            "IN_AREA",
            table,
            "t.own_key",
            "technology_areas",
            "t.area_id",
            f"(SELECT {key_sql(table, 'q')} AS own_key, unnest(q.technology_areas) AS area_id, q.source, "
            f"q.edition, q.snapshot FROM {{db}}.{table} q) t",
            "It names the area.",
        )
        for table in ("programs", "calls", "applications")
    ]
    return [
        _link(
            "applies_to",
            "APPLIES_TO",
            "applications",
            "t.row_id",
            "calls",
            "c.row_id",
            "{db}.applications t JOIN {db}.calls c USING (call_id)",
            "The application is one to the call.",
        ),
        _link(
            "of_program",
            "OF_PROGRAM",
            "calls",
            "t.row_id",
            "programs",
            "g.program_id",
            "{db}.calls t JOIN {db}.programs g ON g.program_id = t.program",
            "The call belongs to the programme.",
        ),
        _link(
            "participates_in",
            "PARTICIPATES_IN",
            "participants",
            "t.row_id",
            "applications",
            "a.row_id",
            "{db}.participants t JOIN {db}.applications a USING (application_id)",
            "The part that somebody has in the application.",
        ),
        _link(
            "partner_in",
            "PARTNER_IN",
            "partners",
            "t.row_id",
            "applications",
            "a.row_id",
            "{db}.partners t JOIN {db}.applications a USING (application_id)",
            "The part that an organisation has in the application.",
        ),
        *areas,
    ]


def _declaring() -> list[Edges]:
    sheets = [t for t in TABLES.values() if t.layer == "declared" and "person_id" in t.names]
    return [
        *(
            _link(
                f"said_by:{table.name}",
                "TAKES_PART_AS" if table.name == "participants" else "DECLARED",
                "applicants",
                "t.person_id",
                table.name,
                "t.row_id",
                f"{{db}}.{quoted(table.name)} t",
                "The person's part in one application."
                if table.name == "participants"
                else "The person declared it.",
            )
            for table in sheets
        ),
        _link(
            "declared_orcids",
            "HAS_ORCID",
            "applicants",
            "t.person_id",
            "orcids",
            "t.orcid",
            "{db}.participants t",
            "The person declared the iD.",
        ),
        _link(
            "declared_records",
            "DECLARED_RECORD",
            "applicants",
            "t.person_id",
            "persons",
            "p.author_id",
            "{db}.participants t JOIN {db}.persons p ON p.author_id = t.openalex_id",
            "The person declared the id of the author record.",
        ),
        _link(
            "declared_awards",
            "ACKNOWLEDGES",
            "declared_funding",
            "t.row_id",
            "awards",
            "t.award_key",
            "{db}.declared_funding t",
            "The declaration names the award.",
        ),
    ]


_FIELDS = ("org", "home_org", "funder", "provider", "sponsor", "entity")


def _meanings() -> list[Edges]:
    own = (
        text("field", "the column that names the organisation", required=True),
        text("grade", "how sure that is: A, B or C"),
        text("method", "id, name or none"),
        texts("reasons", "reason codes"),
    )
    said, provided = provenance(derived_from="t")
    named = columns((c.name for c in own), "m.")
    return [
        Edges(
            f"meant_by:{table.name}",
            "MEANS",
            table.name,
            "organizations",
            (*own, *provided),
            f"SELECT t.row_id AS start_key, m.org_id AS end_key, {named}, {said} "
            f"FROM {{db}}.{quoted(table.name)} t JOIN {{db}}.mentions m USING (row_id)",
            "The organisation that the declaration means.",
            key=("field",),
        )
        for table in TABLES.values()
        if table.layer == "declared" and set(_FIELDS) & set(table.names)
    ]
