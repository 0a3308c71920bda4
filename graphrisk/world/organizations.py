"""The organisations of sample data: real ones from the registry, and the invented ones of the demo list."""

from __future__ import annotations

import gzip
import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson

from graphrisk.world.model import ListEdition, ListRow, Organization
from graphrisk.world.subset import DATA, RECORDS, chosen

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Landscape:
    """All organisations of a world, their registry records and the screening lists.

    `steady` are listed in every edition, `joined` only in the latest, `left` only in the first.
    """

    organizations: tuple[Organization, ...]
    records: tuple[dict[str, Any], ...]
    editions: tuple[ListEdition, ...]
    steady: tuple[Organization, ...]
    joined: tuple[Organization, ...]
    left: tuple[Organization, ...]
    kin: tuple[tuple[Organization, Organization], ...] = ()
    """Organisations that are not listed but belong to a steadily listed one, each with that one."""

    @cached_property
    def by_role(self) -> dict[str, tuple[Organization, ...]]:
        """The organisations by the role that they play."""
        found: dict[str, list[Organization]] = {}
        for organization in self.organizations:
            found.setdefault(organization.role, []).append(organization)
        return {role: tuple(members) for role, members in found.items()}

    @cached_property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """Concern codes of listed organisations by their id."""
        return {row.organization.org_id: row.codes for edition in self.editions for row in edition.rows}


def sample_landscape() -> Landscape:
    """Return the organisations of sample data."""
    records = _records()
    roles = chosen()
    real = [from_record(number, record, roles[record["id"]]) for number, record in enumerate(records)]
    demo = tomllib.loads((DATA / "demo_list.toml").read_text("utf-8"))
    invented = [
        Organization(
            number=5000 + number, name=row["name"], city=row["city"], role="demo", native=row["native"]
        )
        for number, row in enumerate(demo["rows"])
    ]
    owned = {
        number: tuple(
            Organization(number=5500 + 10 * number + n, name=one["name"], city=one["city"], role="kin")
            for n, one in enumerate(row.get("subsidiaries", ()))
        )
        for number, row in enumerate(demo["rows"])
    }
    editions = (*_demo_editions(demo, invented, owned), _notice({o.ror: o for o in real if o.ror}))
    membership = {o: tuple(row["editions"]) for o, row in zip(invented, demo["rows"], strict=True)}
    return Landscape(
        organizations=(*real, *invented, *(one for some in owned.values() for one in some)),
        records=tuple(records),
        editions=editions,
        steady=(*(o for o in invented if membership[o] == (1, 2)), *(o for o in real if o.role == "listed")),
        joined=tuple(o for o in invented if membership[o] == (2,)),
        left=tuple(o for o in invented if membership[o] == (1,)),
        kin=tuple((one, invented[number]) for number, some in owned.items() for one in some),
    )


def from_record(number: int, record: dict[str, Any], role: str) -> Organization:
    """Return the organisation that a registry record (ROR v2) describes."""
    names = record["names"]
    details = record["locations"][0]["geonames_details"]
    native = [n["value"] for n in names if n["lang"] in {"ja", "zh", "ko"} and "label" in n["types"]]
    parents = [r["id"] for r in record["relationships"] if r["type"] == "parent"]
    return Organization(
        number=number,
        name=next(n["value"] for n in names if "ror_display" in n["types"]),
        city=details["name"],
        role=role,
        ror=record["id"],
        country=details["country_code"],
        native=native[0] if native else None,
        parent=parents[0] if parents else None,
    )


def _records() -> list[dict[str, Any]]:
    with gzip.open(RECORDS) as lines:
        return [orjson.loads(line) for line in lines]


def _demo_editions(
    demo: dict[str, Any], invented: list[Organization], owned: Mapping[int, tuple[Organization, ...]]
) -> list[ListEdition]:
    editions = []
    for index, edition in enumerate(demo["editions"], 1):
        rows = tuple(
            ListRow(
                organization,
                row_no=str(number),
                native=row["native"],
                aliases=tuple(row["aliases"]),
                codes=tuple(row["codes"]),
                subsidiaries=owned[number - 1],
            )
            for number, (row, organization) in enumerate(zip(demo["rows"], invented, strict=True), 1)
            if index in row["editions"]
        )
        editions.append(
            ListEdition(
                list_id=demo["list_id"],
                edition=edition["edition"],
                title=demo["title"],
                publisher=demo["publisher"],
                valid_from=edition["valid_from"],
                rows=rows,
                citation=demo["citation"],
            )
        )
    return editions


def _notice(real: dict[str, Organization]) -> ListEdition:
    notice = tomllib.loads((DATA / "notice.toml").read_text("utf-8"))
    rows = tuple(
        ListRow(
            real[row["ror"]],
            row_no=row["row_no"],
            native=row["native"],
            aliases=tuple(row["aliases"]),
            citation=f"{notice['citation']}, no. {row['row_no']}",
            name=row["name"],
        )
        for row in notice["rows"]
    )
    return ListEdition(
        list_id=notice["list_id"],
        edition=notice["edition"],
        title=notice["title"],
        publisher=notice["publisher"],
        valid_from=notice["valid_from"],
        rows=rows,
        citation=notice["citation"],
    )
