"""Registry records of organisations in the schema of ROR version 2, JSON Lines, gzip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from graphrisk.world.sources import jsonlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from graphrisk.world.model import Organization


def write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write `records`, one a line."""
    jsonlines.write(path, (orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records))


def records(organizations: Sequence[Organization]) -> list[dict[str, Any]]:
    """Return records of invented organisations; those without a ROR id have none."""
    by_id = {o.org_id: o for o in organizations}
    relations: dict[str, list[dict[str, str]]] = {}
    for o in organizations:
        if o.parent:
            parent = by_id[o.parent]
            up = {"label": parent.name, "type": "parent", "id": o.parent}
            down = {"label": o.name, "type": "child", "id": o.org_id}
            relations.setdefault(o.org_id, []).append(up)
            relations.setdefault(o.parent, []).append(down)
    return [_record(o, relations.get(o.org_id, [])) for o in organizations if o.ror]


def _record(o: Organization, relations: list[dict[str, str]]) -> dict[str, Any]:
    names = [{"lang": "en", "types": ["label", "ror_display"], "value": o.name}]
    if o.native:
        names.append({"lang": "ja", "types": ["label"], "value": o.native})
    dated = {"date": "2026-01-15", "schema_version": "2.1"}
    place = {
        "continent_code": None,
        "continent_name": None,
        "country_code": o.country,
        "country_name": o.country,
        "country_subdivision_code": None,
        "country_subdivision_name": None,
        "lat": 0.0,
        "lng": 0.0,
        "name": o.city,
    }
    return {
        "admin": {"created": dated, "last_modified": dated},
        "domains": [],
        "established": None,
        "external_ids": [],
        "id": o.ror,
        "links": [],
        "locations": [{"geonames_details": place, "geonames_id": o.number}],
        "names": names,
        "relationships": relations,
        "status": "active",
        "types": ["funder"] if o.role == "funder" else ["education"],
    }
