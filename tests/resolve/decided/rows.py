"""Tables in plain lists that answer as a store does, and decisions with facts taken from them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.links import LinkDecision, LinkKind, Verdict
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.resolve.decided import link_facts
from graphrisk.resolve.decided.lookup import Reader
from graphrisk.schema import TABLES, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

AT = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


class Tables:
    """A store of rows; `asked` counts questions."""

    def __init__(self) -> None:
        self.held: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.asked = 0

    def rows(self, table: str, column: str, values: Sequence[str], *, limit: int | None = None) -> pa.Table:
        self.asked += 1
        schema = TABLES[table].arrow_schema()
        found = [row for row in self.held[table] if row[column] in set(values)]
        found.sort(key=lambda row: [str(row[name]) for name in TABLES[table].key])
        return pa.Table.from_pylist(found[:limit], schema=schema)

    def add(self, table: str, **values: Any) -> None:
        row = {
            column.name: values.pop(column.name, [] if column.type is Type.STRINGS else None)
            for column in TABLES[table].columns
        }
        assert not values
        self.held[table].append(row)

    def person(self, number: str, name: str, application: str = "AP", **ids: str) -> None:
        self.add(
            "participants",
            row_id=f"{number}/{application}",
            person_id=number,
            application_id=application,
            name_latin=[name],
            **ids,
        )
        if application not in {row["application_id"] for row in self.held["applications"]}:
            self.add("applications", row_id=application, application_id=application, call_id="CALL")

    def author(self, author: str, name: str, works: Sequence[str] = (), orcid: str | None = None) -> None:
        key = person_key(name)
        self.add("persons", author_id=author, display_name=name, name_key=key, orcid=orcid)
        self.add("person_names", author_id=author, name=name, name_key=key)
        for work in works:
            if work not in {row["work_id"] for row in self.held["works"]}:
                day = dt.date(2020, 1, 1) + dt.timedelta(days=len(self.held["works"]))
                self.add("works", work_id=work, doi=f"doi:{work[1:]}", publication_date=day)
            place = sum(row["work_id"] == work for row in self.held["authorships"])
            self.add("authorships", work_id=work, position=place, author_id=author)

    def org(self, org: str, name: str, country: str = "JP", *, linked: str | None = None) -> None:
        self.add("organizations", org_id=org, name=name, country_code=country)
        self.add("organization_names", org_id=org, name=name, name_key=organization_key(name), kind="display")
        self.add("organization_links", org_id=org, linked_id=linked or org, grade="A", method="self")

    def listed(self, number: str, name: str, edition: str = "1", list_id: str = "eul", ror: str = "") -> None:
        entry = f"{list_id}|{edition}|{number}"
        shared = {"entry_id": entry, "list_id": list_id, "edition": edition, "name": name}
        self.add("list_entries", **shared, row_no=number, ror=ror or None)
        self.add("list_names", **shared, name_key=organization_key(name), kind="name")

    def decide(
        self, number: int, verdict: Verdict, kind: LinkKind, subject: str, other: str, **more: Any
    ) -> LinkDecision:
        facts = link_facts(Reader(self), kind, subject, other, **more)
        return LinkDecision(number, kind, verdict, subject, other, facts, "seen", "Sato", AT)
