"""The sets of nodes: the rows of tables that are no relationships, and the things that several rows share."""

from __future__ import annotations

from graphrisk.schema import TABLES
from graphrisk.schema.model import Column, text
from graphrisk.store.neo4j.model import BOOKKEEPING, DECLARED, KEY, PLACEHOLDER, Nodes, provenance
from graphrisk.store.sql import columns, quoted

ROWS_AS_EDGES = frozenset(
    {
        "organization_relations",
        "authorships",
        "affiliations",
        "work_awards",
        "listings",
        "listing_relations",
        "author_orcids",
        "author_organizations",
    }
)
"""Tables whose rows are relationships; `affiliations` ride on those of `authorships`."""

FUNDER = "coalesce(funder_ror, funder_id, 'name:' || funder_name, 'name:')"
"""SQL for the id of the funder of an acknowledgement."""

_NAMED_ELSEWHERE: dict[str, tuple[tuple[str, str], ...]] = {
    "persons": (
        ("authorships", "author_id"),
        ("affiliations", "author_id"),
        ("person_names", "author_id"),
        ("author_orcids", "author_id"),
        ("author_organizations", "author_id"),
    ),
    "works": (("authorships", "work_id"), ("affiliations", "work_id"), ("work_awards", "work_id")),
    "organizations": (
        ("organization_relations", "org_id"),
        ("organization_relations", "related_id"),
        ("organization_names", "org_id"),
        ("listings", "org_id"),
        ("listing_relations", "org_id"),
        ("author_organizations", "org_id"),
        ("affiliations", "org_id"),
        ("mentions", "org_id"),
        ("organization_links", "linked_id"),
        ("string_links", "org_id"),
        ("work_awards", "funder_ror"),
    ),
    "list_entries": (
        ("listings", "entry_id"),
        ("listing_relations", "entry_id"),
        ("list_names", "entry_id"),
        ("list_relations", "entry_id"),
    ),
}
"""Columns of other tables that name a node. What they name and no row describes becomes a placeholder."""

LONE_NAME = text("lone_name", "display_name where no name as printed is just that; absent elsewhere")
"""What the full-text index holds of author records: nearly all are found by their names as printed."""
_LONE = (
    "CASE WHEN NOT EXISTS (FROM {db}.person_names s WHERE s.author_id = t.author_id "
    "AND s.name = t.display_name) THEN t.display_name END"
)

_INDEXED: dict[str, tuple[str, ...]] = {
    "organizations": ("name",),
    "organization_names": ("org_id", "name_key"),
    "list_entries": ("ror",),
    "list_names": ("entry_id", "name_key"),
    "list_relations": ("entry_id", "name_key"),
    "list_editions": ("list_id",),
    "persons": ("name_key", "orcid"),
    "person_names": ("name_key",),
    "calls": ("call_id", "program"),
    "applications": ("application_id", "call_id"),
    "participants": ("application_id", "person_id", "orcid", "openalex_id"),
    "partners": ("application_id",),
    "mentions": ("row_id", "org_id"),
    "organization_links": ("linked_id",),
    "organization_family": ("org_id",),
    "string_links": ("raw_string", "org_id"),
}
"""Properties that reading looks up, beside the key. No other is worth an index: of the first load of a large
graph, building them takes a quarter of the time."""


def nodes() -> list[Nodes]:
    """Return all sets of nodes: the rows of tables first, then what is shared."""
    return [*(_rows(name) for name in TABLES if name not in ROWS_AS_EDGES), *_shared()]


def key_of(table: str) -> str:
    """Return the property that identifies a row of `table` among the nodes of its label."""
    described = TABLES[table]
    return described.key[0] if len(described.key) == 1 else KEY


def key_sql(table: str, alias: str) -> str:
    """Return SQL for the value of that property."""
    described = TABLES[table]
    if len(described.key) == 1:
        return f"{alias}.{quoted(described.key[0])}"
    values = ", ".join(f"CAST({alias}.{quoted(name)} AS VARCHAR)" for name in described.key)
    return f"CAST(to_json([{values}]) AS VARCHAR)"


def _rows(name: str) -> Nodes:
    table = TABLES[name]
    key, own = key_of(name), table.all_columns
    head = () if key in table.names else (text(KEY, "the key of the row, as a JSON list", required=True),)
    lead = f"{key_sql(name, 't')} AS {KEY}, " if head else ""
    tail = ""
    extra: tuple[Column, ...] = ()
    body = columns((c.name for c in own), "t.")
    if not table.provenance and table.layer == "derived":
        more, extra = provenance()
        tail = ", " + more
    if name == "persons":
        tail, extra = f", {_LONE} AS {LONE_NAME.name}", (LONE_NAME,)
    found = f"SELECT {lead}{body}{tail} FROM {{db}}.{quoted(name)} t"
    if name == "rejects":
        # A line may be refused twice for one reason.
        found = (
            f"SELECT * REPLACE ({KEY} || '#' || row_number() OVER (PARTITION BY {KEY} ORDER BY value) "
            f"AS {KEY}) FROM ({found})"
        )
    all_columns = (*head, *own, *extra)
    if name in _NAMED_ELSEWHERE:
        found = f"{found} UNION ALL BY NAME {_missing(name, key)}"
        found = f"SELECT {columns(c.name for c in all_columns)}, {PLACEHOLDER.name} FROM ({found})"
        all_columns = (*all_columns, PLACEHOLDER)
    also = (BOOKKEEPING,) if table.layer in {"derived", "ledger"} else ()
    if table.layer == "declared" and name not in {"calls", "applications"}:
        also = (DECLARED,)
    indexed = _INDEXED.get(name, ())
    reached = {"author_id": "names_of:person_names"} if name == "person_names" else {}
    if table.layer == "declared" and "person_id" in table.names and "person_id" not in indexed:
        reached["person_id"] = f"said_by:{name}"
    return Nodes(name, table.label, key, all_columns, found, table.doc, name, also, indexed, reached)


def _missing(name: str, key: str) -> str:
    """Return a query for the ids that other tables name and no row of `name` has, with `placeholder`."""
    named = " UNION ".join(
        f"SELECT {quoted(column)} AS id FROM {{db}}.{quoted(table)} WHERE {quoted(column)} IS NOT NULL"
        for table, column in _NAMED_ELSEWHERE[name]
    )
    shown = {
        # A list row or a declaration without a record: the key of its name is all that is known of it.
        "organizations": ", regexp_replace(id, '^name:', '') AS name",
        "persons": ", id AS display_name",
        "list_entries": ", id AS name",
    }.get(name, "")
    return (
        f"SELECT id AS {quoted(key)}{shown}, 'graphrisk' AS source, true AS {PLACEHOLDER.name} "
        f"FROM ({named}) AS m WHERE NOT EXISTS (FROM {{db}}.{quoted(name)} k WHERE k.{quoted(key)} = m.id)"
    )


_PERSON_TABLES = tuple(t.name for t in TABLES.values() if t.layer == "declared" and "person_id" in t.names)


def _shared() -> list[Nodes]:
    said, provided = provenance()
    people = " UNION ".join(f"SELECT person_id FROM {{db}}.{quoted(name)}" for name in _PERSON_TABLES)
    areas = " UNION ".join(
        f"SELECT unnest(technology_areas) AS area_id FROM {{db}}.{name}"
        for name in ("programs", "calls", "applications")
    )
    awards = " UNION ".join(
        f"SELECT award_key FROM {{db}}.{name} WHERE award_key IS NOT NULL"
        for name in ("work_awards", "declared_funding")
    )
    orcids = (
        "SELECT orcid FROM {db}.author_orcids UNION "
        "SELECT orcid FROM {db}.participants WHERE orcid IS NOT NULL"
    )
    return [
        Nodes(
            "applicants",
            "Applicant",
            "person_id",
            (text("person_id", "the institution's own number of the person", required=True), *provided),
            f"SELECT person_id, {said} FROM ({people}) WHERE person_id IS NOT NULL",
            "People who take part in applications. All that one person declares hangs together here.",
        ),
        Nodes(
            "orcids",
            "Orcid",
            "orcid",
            (text("orcid", "https://orcid.org/…", required=True), *provided),
            f"SELECT orcid, {said} FROM ({orcids})",
            "ORCID iDs: where two author records, or an applicant and a record, meet in one.",
        ),
        Nodes(
            "funders",
            "Funder",
            "funder_id",
            (
                text("funder_id", "ROR id, else the source's id, else name:<name as printed>", required=True),
                text("name", "a name of the funder as printed"),
                *provided,
            ),
            f"SELECT {FUNDER} AS funder_id, min(funder_name) AS name, {said} "
            "FROM {db}.work_awards GROUP BY 1",
            "Those whom works thank for money.",
        ),
        Nodes(
            "awards",
            "Award",
            "award_key",
            (
                text("award_key", "award number as it is compared", required=True),
                text("name", "the number as a work has it"),
                *provided,
            ),
            f"SELECT award_key, name, {said} FROM ({awards}) LEFT JOIN (SELECT award_key, "
            "min(award_id) AS name FROM {db}.work_awards GROUP BY award_key) USING (award_key)",
            "Award numbers: where works and declarations name the same award.",
        ),
        Nodes(
            "technology_areas",
            "TechnologyArea",
            "area_id",
            (text("area_id", "id of the area in its taxonomy", required=True), *provided),
            f"SELECT area_id, {said} FROM ({areas}) WHERE area_id IS NOT NULL",
            "Areas of key technology that programmes, calls and applications name.",
        ),
    ]
