"""Declared rows of a person and partners of an application, in one shape whatever sheet they came from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards.casefile.facts import DeclaredRow, Partner

if TYPE_CHECKING:
    from dashboards.graphs import Graph


@dataclass(frozen=True, slots=True)
class _Sheet:
    kind: str
    table: str
    org: str
    details: tuple[str, ...]


_SHEETS = (
    _Sheet("post", "declared_affiliations", "org", ("title", "department")),
    _Sheet("education", "declared_education", "org", ("degree", "field")),
    _Sheet("funding", "declared_funding", "funder", ("award_id", "title")),
    _Sheet("collaboration", "declared_collaborations", "org", ("purpose", "partner_person")),
    _Sheet("support", "declared_support", "provider", ("kind", "conditions")),
    _Sheet("talent", "declared_talent_programs", "sponsor", ("name",)),
    _Sheet("scholarship", "declared_scholarships", "sponsor", ()),
    _Sheet("interest", "declared_interests", "entity", ("role", "stake_band")),
)


def read_declared(graph: Graph, person_id: str) -> tuple[tuple[DeclaredRow, ...], dt.date | None]:
    """Return what was declared for a person, newest first within a kind, and the newest signature."""
    raw: list[tuple[_Sheet, dict[str, Any]]] = [
        (sheet, row) for sheet in _SHEETS for row in graph.records(sheet.table, "person_id", [person_id])
    ]
    meant = _meant(graph, [str(row["row_id"]) for _, row in raw])
    rows = [_row(sheet, row, meant) for sheet, row in raw if row.get("participates") is not False]
    order = [sheet.kind for sheet in _SHEETS]
    rows.sort(key=lambda row: (order.index(row.kind), -(row.end or row.start or dt.date.max).toordinal()))
    signed = [row["signed_on"] for row in graph.records("attestations", "person_id", [person_id])]
    days = [day for day in signed if isinstance(day, dt.date)]
    return tuple(rows), max(days, default=None)


def read_partners(graph: Graph, application_id: str) -> tuple[Partner, ...]:
    """Return the organisations that take part in an application."""
    rows = graph.records("partners", "application_id", [application_id])
    meant = _meant(graph, [str(row["row_id"]) for row in rows])
    return tuple(
        Partner(str(row["org"]), meant.get((str(row["row_id"]), "org")), str(row["role"])) for row in rows
    )


def _row(sheet: _Sheet, row: dict[str, Any], meant: dict[tuple[str, str], str]) -> DeclaredRow:
    details = [str(row[name]) for name in sheet.details if row[name]]
    return DeclaredRow(
        kind=sheet.kind,
        org=str(row[sheet.org] or row.get("name") or ""),
        org_id=meant.get((str(row["row_id"]), sheet.org)),
        detail=", ".join(details),
        start=row.get("start_on"),
        end=row.get("end_on"),
        source=row["source_doc"],
        declared_on=row["declared_on"],
    )


def _meant(graph: Graph, row_ids: list[str]) -> dict[tuple[str, str], str]:
    return {
        (str(row["row_id"]), str(row["field"])): str(row["org_id"])
        for row in graph.records("mentions", "row_id", row_ids)
    }
