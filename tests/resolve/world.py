"""A small snapshot in memory, filled row by row with only the columns that a test speaks of.

`Snapshot.add(table, column=value, …)` writes a row; columns left out get a harmless value. `org`, `entry`,
`work` and `person` write the rows that belong together.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb

from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.resolve import derive
from graphrisk.schema import TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLANK: dict[Type, Any] = {
    Type.STRING: "",
    Type.INTEGER: 0,
    Type.NUMBER: 0.0,
    Type.BOOLEAN: False,
    Type.DATE: dt.date(2020, 1, 1),
    Type.TIMESTAMP: dt.datetime(2020, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None),
    Type.STRINGS: [],
}

_CREATE = "; ".join(
    f"CREATE TABLE {table.name} (" + ", ".join(f'"{c.name}" {c.type.value}' for c in table.all_columns) + ")"
    for table in TABLES.values()
)


class Snapshot:
    """The tables of a snapshot in a database of their own."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.number = 0
        self.connection.execute(_CREATE)

    def add(self, table_name: str, /, **values: object) -> str:
        """Write a row; return its row_id where the table has one."""
        table = TABLES[table_name]
        self.number += 1
        row: dict[str, object] = {}
        for column in table.all_columns:
            blank = _BLANK[column.type] if column.required or column.type is Type.STRINGS else None
            row[column.name] = values.pop(column.name, blank)
        assert not values, f"no such columns in {table_name}: {values}"
        if "row_id" in row:
            row["row_id"] = row["row_id"] or f"row{self.number}"
        marks = ", ".join("?" for _ in row)
        self.connection.execute(f"INSERT INTO {table_name} VALUES ({marks})", list(row.values()))
        return str(row.get("row_id", ""))

    def org(
        self,
        org_id: str,
        name: str,
        country: str | None = "JP",
        *,
        aliases: Sequence[str] = (),
        labels: Sequence[str] = (),
        acronyms: Sequence[str] = (),
        status: str | None = "active",
    ) -> str:
        self.add("organizations", org_id=org_id, name=name, country_code=country, status=status)
        kinds = {"display": [name], "label": labels, "alias": aliases, "acronym": acronyms}
        for kind, names in kinds.items():
            for one in names:
                self.add(
                    "organization_names", org_id=org_id, name=one, name_key=organization_key(one), kind=kind
                )
        return org_id

    def relate(self, org_id: str, kind: str, related_id: str) -> None:
        self.add("organization_relations", org_id=org_id, related_id=related_id, kind=kind)

    def edition(self, list_id: str, edition: str, start: str, end: str | None = None) -> None:
        self.add(
            "list_editions", list_id=list_id, edition=edition, valid_from=_day(start), valid_to=_day(end)
        )

    def entry(
        self,
        list_id: str,
        edition: str,
        row_no: str,
        name: str,
        *,
        start: str,
        end: str | None = None,
        country: str | None = None,
        native: str | None = None,
        aliases: Sequence[str] = (),
        ror: str | None = None,
        related: Sequence[tuple[str, str]] = (),
    ) -> str:
        """Write a row of a list; `related` are organisations that it names beside, (name, kind)."""
        entry_id = f"{list_id}|{edition}|{row_no}"
        self.add(
            "list_entries",
            entry_id=entry_id,
            list_id=list_id,
            edition=edition,
            row_no=row_no,
            name=name,
            name_native=native,
            country_code=country,
            ror=ror,
            valid_from=_day(start),
            valid_to=_day(end),
        )
        kinds = {"name": [name], "native": [native] if native else [], "alias": aliases}
        for kind, names in kinds.items():
            for one in names:
                key = organization_key(one)
                self.add(
                    "list_names",
                    entry_id=entry_id,
                    list_id=list_id,
                    edition=edition,
                    name=one,
                    name_key=key,
                    kind=kind,
                )
        for one, kind in related:
            self.add(
                "list_relations",
                entry_id=entry_id,
                list_id=list_id,
                edition=edition,
                name=one,
                name_key=organization_key(one),
                kind=kind,
                printed=one,
            )
        return entry_id

    def author(
        self, author_id: str, name: str, *, names: Sequence[str] = (), orcid: str | None = None
    ) -> str:
        self.add("persons", author_id=author_id, display_name=name, name_key=person_key(name), orcid=orcid)
        for one in {name, *names}:
            self.add("person_names", author_id=author_id, name=one, name_key=person_key(one))
        return author_id

    def work(
        self,
        work_id: str,
        authors: dict[str, Sequence[str | tuple[str | None, str | None] | None]],
        *,
        date: str = "2024-05-01",
        awards: Sequence[str] = (),
        orcids: dict[str, str] | None = None,
        printed: dict[str, str] | None = None,
        topics: Sequence[str] = (),
    ) -> str:
        """Write a work: author id to the organisations, or (organisation, raw string), that they name.

        `printed` are the authors' names where the record is to have them too.
        """
        self.add(
            "works",
            work_id=work_id,
            publication_date=_day(date),
            authors_count=len(authors),
            topics=list(topics),
        )
        for position, (author_id, orgs) in enumerate(authors.items()):
            stated = (orcids or {}).get(author_id)
            name = (printed or {}).get(author_id)
            place = {"work_id": work_id, "position": position, "author_id": author_id}
            self.add("authorships", **place, raw_orcid=stated, raw_name=name or "")
            if name:
                self.connection.execute(
                    "DELETE FROM person_names WHERE author_id = ? AND name = ?", [author_id, name]
                )
                self.add("person_names", author_id=author_id, name=name, name_key=person_key(name))
            for seq, org in enumerate(orgs):
                org_id, raw = org if isinstance(org, tuple) else (org, None)
                self.add(
                    "affiliations",
                    work_id=work_id,
                    position=position,
                    seq=seq,
                    author_id=author_id,
                    org_id=org_id,
                    raw_string=raw,
                    snapshot=1,
                )
        for seq, award in enumerate(awards):
            self.add("work_awards", work_id=work_id, seq=seq, award_id=award, award_key=award)
        return work_id

    def derive(self) -> None:
        derive(self.connection)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(values)).fetchall()


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
