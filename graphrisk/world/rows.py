"""From what was made on a stage to rows of the graph's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.names.identifiers import award_key, row_id
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.schema import TABLES
from graphrisk.world import identifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphrisk.world.model import Application, Author, Call, Declared, ListEdition, Organization, Work

Rows = dict[str, Any]
OLD_YEAR = 2017
"""Works up to this year state no ORCID iDs, and may be written in the source's old shape."""


def to_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return `rows` as the table `name` of the schema; missing columns are null, lists empty."""
    schema = TABLES[name].arrow_schema()
    lists = {f.name for f in schema if pa.types.is_list(f.type)}
    full = [
        {f.name: row.get(f.name) or ([] if f.name in lists else row.get(f.name)) for f in schema}
        for row in rows
    ]
    return pa.Table.from_pylist(full, schema=schema)


def from_columns(name: str, columns: Mapping[str, pa.Array]) -> pa.Table:
    """Return `columns` as the table `name` of the schema; missing columns are null, lists empty."""
    schema = TABLES[name].arrow_schema()
    count = len(next(iter(columns.values())))
    return pa.Table.from_arrays(
        [columns[f.name].cast(f.type) if f.name in columns else _empty(f.type, count) for f in schema],
        schema=schema,
    )


def _empty(kind: pa.DataType, count: int) -> pa.Array:
    return pa.array([[]] * count, kind) if pa.types.is_list(kind) else pa.nulls(count, kind)


def work_tables(works: Sequence[Work]) -> dict[str, pa.Table]:
    """Return the tables of the observed side: works, their authors, addresses and awards, and the authors."""
    found: dict[str, list[Rows]] = {n: [] for n in ("works", "authorships", "affiliations", "work_awards")}
    authors: dict[str, Author] = {}
    names: dict[tuple[str, str], Rows] = {}
    for work in works:
        found["works"].append(_work(work))
        work_id = identifiers.openalex("W", work.number)
        for position, credit in enumerate(work.credits):
            author_id = credit.author.author_id
            authors[author_id] = credit.author
            name = credit.raw_name
            names[author_id, name] = {"author_id": author_id, "name": name, "name_key": person_key(name)}
            place = {"work_id": work_id, "position": position, "author_id": author_id}
            found["authorships"].append(
                {
                    **place,
                    "raw_name": credit.raw_name,
                    "orcid": credit.author.orcid,
                    "raw_orcid": credit.raw_orcid if work.day.year > OLD_YEAR else None,
                    "is_corresponding": position == 0,
                }
            )
            for seq, address in enumerate(credit.addresses):
                org = address.organization
                found["affiliations"].append(
                    {**place, "seq": seq, "org_id": org.org_id if org else None, "raw_string": address.raw}
                )
        for seq, grant in enumerate(work.grants):
            found["work_awards"].append(
                {
                    "work_id": work_id,
                    "seq": seq,
                    "funder_id": identifiers.openalex("F", grant.funder.number),
                    "funder_ror": grant.funder.ror,
                    "funder_name": grant.funder.name,
                    "award_id": grant.number,
                    "award_key": award_key(grant.number),
                }
            )
    tables = {name: to_table(name, rows) for name, rows in found.items()}
    tables["persons"] = to_table(
        "persons",
        (
            {
                "author_id": a.author_id,
                "display_name": a.name.latin,
                "name_key": person_key(a.name.latin),
                "orcid": a.orcid,
            }
            for a in authors.values()
        ),
    )
    tables["person_names"] = to_table("person_names", names.values())
    return tables


def _work(work: Work) -> Rows:
    work_id = identifiers.openalex("W", work.number)
    return {
        "work_id": work_id,
        "doi": identifiers.doi(work.number),
        "title": work.title,
        "abstract": work.abstract,
        "type": work.type,
        "publication_date": work.day,
        "publication_year": work.day.year,
        "language": "en",
        "authors_count": len(work.credits) + work.hidden,
        "authors_truncated": work.hidden > 0,
        "is_retracted": False,
        "topics": list(work.topics),
        "keywords": list(work.keywords),
        "url": work_id,
    }


def list_tables(editions: Sequence[ListEdition]) -> dict[str, pa.Table]:
    """Return the tables of the screening lists."""
    heads: list[Rows] = []
    entries: list[Rows] = []
    names: dict[tuple[str, str, str], Rows] = {}
    relations: list[Rows] = []
    for edition in editions:
        place = {"list_id": edition.list_id, "edition": edition.edition}
        heads.append(
            {
                **place,
                "title": edition.title,
                "publisher": edition.publisher,
                "valid_from": edition.valid_from,
                "citation": edition.citation,
            }
        )
        for row in edition.rows:
            entry_id = f"{edition.list_id}|{edition.edition}|{row.row_no}"
            name = row.name or row.organization.name
            entries.append(
                {
                    **place,
                    "entry_id": entry_id,
                    "row_no": row.row_no,
                    "name": name,
                    "name_native": row.native,
                    "country_code": row.organization.country,
                    "concern_codes": list(row.codes),
                    "ror": row.organization.ror,
                    "citation": row.citation or edition.citation,
                    "valid_from": edition.valid_from,
                }
            )
            relations += [
                {
                    **place,
                    "entry_id": entry_id,
                    "name": one.name,
                    "name_key": organization_key(one.name),
                    "kind": "subsidiary",
                    "printed": f"{one.name} (subsidiary)",
                }
                for one in row.subsidiaries
            ]
            printed = [(name, "name"), (row.native, "native"), *((alias, "alias") for alias in row.aliases)]
            for text, kind in printed:
                if text:
                    names[entry_id, text, kind] = {
                        **place,
                        "entry_id": entry_id,
                        "name": text,
                        "name_key": organization_key(text),
                        "kind": kind,
                    }
    return {
        "list_editions": to_table("list_editions", heads),
        "list_entries": to_table("list_entries", entries),
        "list_names": to_table("list_names", names.values()),
        "list_relations": to_table("list_relations", relations),
    }


def organization_tables(organizations: Sequence[Organization]) -> dict[str, pa.Table]:
    """Return the tables of organisations, with their names, towns and the parents that they state."""
    heads: list[Rows] = []
    names: list[Rows] = []
    places: list[Rows] = []
    relations: list[Rows] = []
    by_id = {o.org_id: o for o in organizations}
    for o in organizations:
        heads.append(
            {
                "org_id": o.org_id,
                "name": o.name,
                "country_code": o.country,
                "types": ["funder"] if o.role == "funder" else ["education"],
                "status": "active" if o.ror else None,
                "url": o.org_id,
            }
        )
        for name, kind, lang in ((o.name, "display", "en" if o.ror else None), (o.native, "label", "ja")):
            if name and (kind == "display" or o.ror):
                names.append(
                    {
                        "org_id": o.org_id,
                        "name": name,
                        "name_key": organization_key(name),
                        "kind": kind,
                        "lang": lang,
                    }
                )
        if o.ror and o.city:
            places.append({"org_id": o.org_id, "city": o.city, "region": None, "country_code": o.country})
        if o.parent:
            parent = by_id[o.parent]
            relations.append(
                {"org_id": o.org_id, "related_id": o.parent, "kind": "parent", "related_name": parent.name}
            )
            relations.append(
                {"org_id": o.parent, "related_id": o.org_id, "kind": "child", "related_name": o.name}
            )
    return {
        "organizations": to_table("organizations", heads),
        "organization_names": to_table("organization_names", names),
        "organization_places": to_table("organization_places", places),
        "organization_relations": to_table("organization_relations", relations),
    }


def add_call(declared: Declared, call: Call, opens_on: object) -> None:
    """Add the row of a call, saying what the call says of itself."""
    declared.add(
        "calls",
        call_id=call.call_id,
        title=call.title,
        funder=call.funder,
        program=call.program,
        designated=call.says,
        taxonomy="jp-20-2022",
        opens_on=opens_on,
        closes_on=call.closes_on,
        policy="jp-tejunsho",
    )


def add_application(declared: Declared, application: Application, words: Rows, *, names_areas: bool) -> None:
    """Add the row of an application; its areas are left empty unless it `names_areas`."""
    import datetime as dt

    declared.add(
        "applications",
        application_id=application.application_id,
        call_id=application.call.call_id,
        technology_areas=list(application.areas) if names_areas else [],
        concern_codes=list(application.codes),
        submitted_on=application.call.closes_on - dt.timedelta(days=10),
        **words,
    )


def declared_tables(declared: Declared) -> dict[str, pa.Table]:
    """Return the declared tables, with row ids and award keys."""
    tables = {}
    for name, rows in declared.rows.items():
        columns = [c for c in TABLES[name].names if c != "row_id"]
        full = []
        for row in rows:
            values = dict(row)
            if "award_key" in columns:
                number = row.get("award_id")
                values["award_key"] = award_key(number if isinstance(number, str) else None)
            values["row_id"] = row_id(name, [values.get(c) for c in columns])
            full.append(values)
        tables[name] = to_table(name, full)
    return tables
