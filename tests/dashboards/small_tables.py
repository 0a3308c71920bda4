"""The graph of the small workspace, row by row: one applicant, five works, one listed organisation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.names.identifiers import award_key, row_id
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.schema import TABLES, Type
from loaders.base import Batch, Input, Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.base import Event

AS_OF = dt.date(2026, 10, 30)
MARKUP = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>"
LONG = "国立研究開発法人量子科学技術研究開発機構"
HOME = "https://ror.org/057zh3y96"
LISTED = "https://ror.org/026vcq606"
LISTED_JA = "モスクワ航空大学"
OTHER = "https://ror.org/00jjx8s55"
AUTHOR = "https://openalex.org/A1000001"
COAUTHOR = "https://openalex.org/A1000002"
WORKS = tuple(f"https://openalex.org/W200000{n}" for n in range(1, 6))
MONTHS = (
    dt.date(2025, 3, 1),
    dt.date(2025, 9, 15),
    dt.date(2026, 2, 1),
    dt.date(2026, 6, 20),
    dt.date(2024, 5, 1),
)


def _rows(name: str, rows: Sequence[dict[str, Any]]) -> Batch:
    table = TABLES[name]
    full = []
    for row in rows:
        whole = {
            column.name: row.get(column.name, [] if column.type is Type.STRINGS else None)
            for column in table.columns
        }
        if "row_id" in table.names:
            whole["row_id"] = row_id(name, list(row.values()))
        full.append(whole)
    return Batch(name, pa.Table.from_pylist(full, schema=table.arrow_schema()))


def events(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
    """Yield all rows, as a loader does."""
    organizations = {
        HOME: ("The University of Tokyo", "JP"),
        LISTED: ("Moscow Aviation Institute", "RU"),
        OTHER: (LONG, "JP"),
    }
    yield _rows(
        "organizations",
        [
            {"org_id": key, "name": name, "country_code": country}
            for key, (name, country) in organizations.items()
        ],
    )
    yield _rows(
        "organization_names",
        [
            {"org_id": key, "name": name, "name_key": organization_key(name), "kind": "display"}
            for key, (name, _) in organizations.items()
        ]
        + [
            {
                "org_id": LISTED,
                "name": LISTED_JA,
                "name_key": organization_key(LISTED_JA),
                "kind": "label",
                "lang": "ja",
            }
        ],
    )
    yield _rows(
        "list_editions",
        [
            {
                "list_id": "demo",
                "edition": "2025-01",
                "title": "Demonstration list",
                "valid_from": dt.date(2025, 1, 1),
            }
        ],
    )
    yield _rows(
        "list_entries",
        [
            {
                "entry_id": "demo|2025-01|1",
                "list_id": "demo",
                "edition": "2025-01",
                "row_no": "1",
                "name": "Moscow Aviation Institute",
                "country_code": "RU",
                "ror": LISTED,
                "valid_from": dt.date(2025, 1, 1),
            }
        ],
    )
    yield _rows(
        "list_names",
        [
            {
                "entry_id": "demo|2025-01|1",
                "list_id": "demo",
                "edition": "2025-01",
                "name": "Moscow Aviation Institute",
                "name_key": organization_key("Moscow Aviation Institute"),
                "kind": "name",
            }
        ],
    )
    yield _rows(
        "persons",
        [
            {"author_id": AUTHOR, "display_name": "Hanako Yamada", "name_key": person_key("Hanako Yamada")},
            {"author_id": COAUTHOR, "display_name": MARKUP, "name_key": person_key(MARKUP)},
        ],
    )
    yield _rows(
        "works",
        [
            {
                "work_id": work,
                "doi": f"https://doi.org/10.5555/{number}",
                "title": f"{MARKUP} Quantum sensing with colour centres, part {number}",
                "type": "article",
                "publication_date": MONTHS[number],
                "publication_year": MONTHS[number].year,
                "authors_count": 2,
                "authors_truncated": False,
            }
            for number, work in enumerate(WORKS)
        ],
    )
    yield _rows(
        "authorships",
        [
            {"work_id": work, "position": place, "author_id": author, "raw_name": name}
            for work in WORKS
            for place, (author, name) in enumerate(((AUTHOR, "Hanako Yamada"), (COAUTHOR, MARKUP)))
        ],
    )
    yield _rows(
        "affiliations",
        [
            {"work_id": work, "position": place, "seq": seq, "author_id": author, "org_id": org}
            for work in WORKS
            for place, seq, author, org in (
                (0, 0, AUTHOR, HOME),
                (0, 1, AUTHOR, LISTED),
                (1, 0, COAUTHOR, LISTED),
            )
        ],
    )
    yield _rows(
        "work_awards",
        [
            {
                "work_id": WORKS[0],
                "seq": 0,
                "funder_name": "Demonstration Fund",
                "award_id": "DF-2025-7",
                "award_key": award_key("DF-2025-7"),
            }
        ],
    )
    yield from _declared()


def _declared() -> Iterator[Event]:
    yield _rows(
        "calls",
        [{"call_id": "CALL-A", "title": "先端量子技術公募", "designated": True, "closes_on": AS_OF}],
    )
    yield _rows(
        "applications",
        [
            {
                "application_id": "A-001",
                "call_id": "CALL-A",
                "title": "量子センシング",
                "title_en": "Quantum sensing",
            }
        ],
    )
    yield _rows(
        "participants",
        [
            {
                "application_id": "A-001",
                "person_id": "P-001",
                "role": "pi",
                "name_ja": "山田 花子",
                "name_latin": ["Hanako Yamada"],
                "openalex_id": AUTHOR,
                "home_org": "The University of Tokyo",
                "home_org_ror": HOME,
            }
        ],
    )
    yield _rows(
        "declared_affiliations",
        [
            {
                "person_id": "P-001",
                "org": "The University of Tokyo",
                "org_ror": HOME,
                "title": "Professor",
                "type": "employed",
                "start_on": dt.date(2019, 4, 1),
            },
            {
                "person_id": "P-001",
                "org": LONG,
                "org_ror": OTHER,
                "title": "客員研究員",
                "type": "visiting",
                "start_on": dt.date(2023, 4, 1),
                "end_on": dt.date(2026, 3, 31),
            },
        ],
    )
    yield _rows("attestations", [{"person_id": "P-001", "signed_on": dt.date(2026, 10, 1)}])
