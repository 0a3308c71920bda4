"""Where nodes and ties are found in a snapshot: the SQL of each kind.

The snapshot is attached as `graph`. An index keeps numbers only; what is shown of a node or a tie is read
from its row in the snapshot, which never changes, by the number of the row.
"""

from __future__ import annotations

from graphrisk.schema import TABLES, Table
from graphrisk.store.explore.model import TIES

CODES: dict[str, int] = {name: code for code, name in enumerate(TIES)}
"""Number of each kind of tie: its place in `TIES`."""

RECORDED: dict[str, tuple[str, str, str, str, str]] = {
    "person": ("persons", "author_id", "display_name", "orcid", "NULL"),
    "organization": ("organizations", "org_id", "name", "country_code", "url"),
    "work": ("works", "work_id", "title", "CAST(publication_year AS VARCHAR)", "url"),
    "list_entry": ("list_entries", "entry_id", "name", "list_id || ' ' || edition", "citation"),
    "funder": ("work_awards", "funder_id", "funder_name", "NULL", "NULL"),
    "award": ("work_awards", "award_key", "award_id", "NULL", "NULL"),
    "applicant": (
        "participants",
        "person_id",
        "coalesce(name_ja, name_latin[1], name_kana, person_id)",
        "home_org",
        "NULL",
    ),
    "application": ("applications", "application_id", "title", "call_id", "NULL"),
    "call": ("calls", "call_id", "title", "CAST(closes_on AS VARCHAR)", "NULL"),
    "program": ("programs", "program_id", "title", "agency", "citation"),
}
"""Kind of node -> the table of its records, the column of its id, and the SQL of name, note and address."""

_FUNDER = "coalesce(l.linked_id, a.funder_ror, a.funder_id, 'name:' || a.funder_name)"


def recorded() -> dict[str, str]:
    """Return for each kind of node a query for those that have a record: id, row.

    Of several records of an application, a call or an applicant the one declared last stands for all.
    """
    queries: dict[str, str] = {}
    for kind, (table, column, *_) in RECORDED.items():
        place = f"graph.main.{table}"
        match kind:
            case "person" | "organization" | "work" | "list_entry" | "program":
                queries[kind] = f"SELECT {column} AS id, rowid AS row FROM {place}"
            case "funder":
                queries[kind] = (
                    "SELECT coalesce(funder_id, 'name:' || funder_name) AS id, "
                    f"arg_min(rowid, [funder_name, work_id, CAST(seq AS VARCHAR)]) FROM {place} "
                    "WHERE funder_ror IS NULL AND coalesce(funder_id, funder_name) IS NOT NULL GROUP BY id"
                )
            case "award":
                queries[kind] = (
                    "SELECT award_key AS id, arg_min(rowid, [award_id, work_id, CAST(seq AS VARCHAR)]) "
                    f"FROM {place} WHERE award_key IS NOT NULL GROUP BY id"
                )
            case _:
                queries[kind] = (
                    f"SELECT {column} AS id, rowid AS row FROM {place} QUALIFY row_number() OVER "
                    f"(PARTITION BY {column} ORDER BY declared_on DESC NULLS LAST, row_id) = 1"
                )
    return queries


def referenced(kind: str, *, closed: bool) -> list[str]:
    """Return queries for the ids of nodes of a kind that the large tables name without a record: id, row."""
    match kind:
        case "organization":
            return [
                "SELECT DISTINCT coalesce(l.linked_id, a.org_id), NULL FROM graph.main.affiliations a "
                "LEFT JOIN graph.main.organization_links l USING (org_id) WHERE a.org_id IS NOT NULL",
                "SELECT DISTINCT org_id, NULL FROM graph.main.string_links WHERE org_id IS NOT NULL",
            ]
        case "person" | "work" if not closed:
            column = RECORDED[kind][1]
            return [
                f"SELECT DISTINCT {column}, NULL FROM graph.main.{table}"
                for table in ("authorships", "affiliations")
            ]
        case _:
            return []


def small() -> list[str]:
    """Return queries for all ties but those of authorships and affiliations.

    Columns: code, sk, si (kind and id of the start), ek, ei (of the end), day_from, day_to, via (whether the
    record is a node: s, e or null for none), row (in the table of the tie's record), record (its id).
    """
    queries = [
        _acknowledged("funded", f"if(a.funder_ror IS NULL, 'funder', 'organization'), {_FUNDER}", _FUNDER),
        _acknowledged("acknowledges", "'award', a.award_key", "a.award_key"),
    ]
    queries += [_tie(kind, *parts) for kind, parts in _SIMPLE.items()]
    for kind, tie in TIES.items():
        if (tie.starts, tie.ends) == (("applicant",), ("organization",)):
            queries.append(_declared(kind, TABLES[RECORDS[kind][0]]))
    return queries


def _tie(kind: str, columns: str, source: str) -> str:
    return f"SELECT {CODES[kind]}, {columns} FROM graph.main.{source}"


def _acknowledged(kind: str, end: str, group: str) -> str:
    return _tie(
        kind,
        f"'work', a.work_id, {end}, any_value(w.publication_date), any_value(w.publication_date), 's', "
        "arg_min(a.rowid, a.seq), a.work_id",
        "work_awards a LEFT JOIN graph.main.works w USING (work_id) "
        "LEFT JOIN graph.main.organization_links l ON l.org_id = a.funder_ror "
        f"WHERE {group} IS NOT NULL GROUP BY ALL",
    )


def _declared(kind: str, table: Table) -> str:
    days = "t.start_on, t.end_on" if table.valid_from else "NULL, NULL"
    said = "WHERE t.participates" if "participates" in table.names else ""
    return _tie(
        kind,
        f"'applicant', t.person_id, 'organization', m.org_id, {days}, NULL, t.rowid, row_id",
        f"{table.name} t JOIN graph.main.mentions m USING (row_id) {said}",
    )


_UNDATED = "NULL, NULL, NULL"
_SIMPLE: dict[str, tuple[str, str]] = {
    "listed": (
        "'organization', l.org_id, 'list_entry', l.entry_id, l.valid_from, l.valid_to, 'e', e.rowid, "
        "l.entry_id",
        "listings l JOIN graph.main.list_entries e USING (entry_id)",
    ),
    "related": (
        f"'organization', org_id, 'organization', related_id, {_UNDATED}, rowid, kind",
        "organization_relations",
    ),
    "participates": (
        f"'applicant', person_id, 'application', application_id, {_UNDATED}, rowid, row_id",
        "participants",
    ),
    "applies_to": (
        f"'application', application_id, 'call', call_id, {_UNDATED}, rowid, row_id",
        "applications",
    ),
    "of_program": (
        f"'call', call_id, 'program', program, {_UNDATED}, rowid, row_id",
        "calls WHERE program IS NOT NULL",
    ),
    "partner": (
        f"'application', t.application_id, 'organization', m.org_id, {_UNDATED}, t.rowid, row_id",
        "partners t JOIN graph.main.mentions m USING (row_id)",
    ),
    "same_as": (
        f"'applicant', t.person_id, 'person', p.author_id, {_UNDATED}, "
        "arg_min(t.rowid, t.row_id), min(t.row_id)",
        "participants t CROSS JOIN LATERAL unnest([t.orcid, t.openalex_id]) declared(id) "
        "JOIN (SELECT orcid AS id, author_id FROM graph.main.persons UNION "
        "SELECT openalex_id, openalex_id FROM graph.main.participants) p ON p.id = declared.id "
        "GROUP BY t.person_id, p.author_id",
    ),
    "declared_award": (
        "'applicant', person_id, 'award', award_key, start_on, end_on, NULL, rowid, row_id",
        "declared_funding WHERE award_key IS NOT NULL",
    ),
}
"""Kind of tie -> columns of `small` but for the code, and the table with its joins."""

RECORDS: dict[str, tuple[str, str]] = {
    "authored": ("authorships", "raw_name"),
    "affiliated": ("affiliations", "raw_string"),
    "named": ("affiliations", "raw_string"),
    "funded": ("work_awards", "funder_name"),
    "acknowledges": ("work_awards", "award_id"),
    "listed": ("list_entries", "list_id || ' ' || edition"),
    "related": ("organization_relations", "kind"),
    "coauthor": ("works", "title"),
    "participates": ("participants", "role"),
    "applies_to": ("applications", "title"),
    "of_program": ("calls", "title"),
    "partner": ("partners", "role"),
    "same_as": ("participants", "concat_ws(', ', orcid, openalex_id)"),
    "home": ("participants", "home_org"),
    "declared_affiliation": ("declared_affiliations", "coalesce(title, type)"),
    "declared_education": ("declared_education", "degree"),
    "declared_funding": ("declared_funding", "coalesce(award_id, title)"),
    "declared_support": ("declared_support", "kind"),
    "declared_talent_program": ("declared_talent_programs", "name"),
    "declared_scholarship": ("declared_scholarships", "sponsor_type"),
    "declared_collaboration": ("declared_collaborations", "purpose"),
    "declared_coauthor": ("declared_coauthors", "name"),
    "declared_interest": ("declared_interests", "role"),
    "declared_award": ("declared_funding", "award_id"),
}
"""Kind of tie -> the table of the record that it rests on, and the SQL of what that says."""

PRINTED = ("affiliated", "named")
"""Kinds of ties that say what `string_numbers` has under the number that a link gives."""


def record_id(table: str) -> str:
    """Return the SQL of the id of a row of a table."""
    if table == "organization_relations":
        return "concat_ws('|', org_id, related_id, kind)"
    return "row_id" if "row_id" in TABLES[table].names else TABLES[table].key[0]
