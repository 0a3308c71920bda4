"""The organisations of a snapshot as the matcher wants them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graphrisk.names.organizations import organization_key
from graphrisk.resolve.affiliations.registry import Organization, Place
from graphrisk.resolve.database import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

WITHDRAWN = "withdrawn"
_LATIN = re.compile("[\u0000-\u024f]")

_ORGANIZATIONS = """
SELECT org_id, name, country_code, coalesce(status, 'active')
FROM organizations WHERE org_id LIKE 'https://ror.org/%' ORDER BY org_id
"""
_NAMES = "SELECT org_id, name, kind FROM organization_names ORDER BY ALL"
_PLACES = "SELECT org_id, city, region, country_code FROM organization_places ORDER BY ALL"
_RELATIONS = "SELECT org_id, related_id, kind FROM organization_relations ORDER BY ALL"


def read_organizations(connection: duckdb.DuckDBPyConnection) -> list[Organization]:
    """Return the registered organisations of an open snapshot, those that are one and the same joined."""
    return organizations(
        rows(connection, _ORGANIZATIONS),
        rows(connection, _NAMES),
        rows(connection, _PLACES),
        rows(connection, _RELATIONS),
    )


def organizations(
    known: Iterable[tuple[str, str, str | None, str]],
    names: Iterable[tuple[str, str, str]],
    places: Iterable[tuple[str, str, str | None, str | None]],
    relations: Iterable[tuple[str, str, str]],
) -> list[Organization]:
    """Return organisations from rows of the four tables.

    A withdrawn record was a mistake or a double: its names go to the record that continues it, else to its
    only parent; where there is neither, nobody bears them. One that ended keeps its own.
    """
    heads = {org_id: (name, country, status) for org_id, name, country, status in known}
    parents: dict[str, set[str]] = defaultdict(set)
    later: dict[str, set[str]] = defaultdict(set)
    related: dict[str, set[str]] = defaultdict(set)
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other, kind in relations:
        if one == other:
            continue
        related[one].add(other)
        related[other].add(one)
        if kind in ("parent", "child"):
            child, parent = (one, other) if kind == "parent" else (other, one)
            parents[child].add(parent)
        elif kind in ("successor", "predecessor"):
            old, new = (one, other) if kind == "successor" else (other, one)
            later[old].add(new)
        else:
            beside[one].add(other)
            beside[other].add(one)
    borne: dict[str, list[tuple[str, str]]] = defaultdict(list)
    target = {org_id: _target(org_id, heads, later, parents) for org_id in heads}
    for org_id, name, kind in names:
        aim = target.get(org_id)
        if aim == org_id:
            borne[org_id].append((name, kind))
        elif aim is not None:
            borne[aim].append((name, kind if kind == "acronym" else "alias"))
    for org_id, aim in target.items():
        if aim is not None and aim != org_id:
            borne[aim].append((heads[org_id][0], "alias"))
    for org_id in borne.keys() & parents.keys():
        borne[org_id] = _without_parents_names(
            borne[org_id], [borne[p] for p in parents[org_id] if p in borne]
        )
    seats: dict[str, list[Place]] = defaultdict(list)
    for org_id, city, region, country in places:
        seats[org_id].append(Place(city, region, country))
    return [
        Organization(
            org_id,
            name,
            country,
            status == "active",
            tuple(borne[org_id]),
            tuple(seats[org_id]),
            tuple(sorted((parents[org_id] | later[org_id]) - {org_id})),
            len(related[org_id]),
            tuple(sorted(beside[org_id])),
        )
        for org_id, (name, country, status) in sorted(heads.items())
        if target[org_id] == org_id
    ]


def _without_parents_names(
    own: list[tuple[str, str]], above: Iterable[list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """Return the names of a unit but for those in other letters than Latin ones that are its parent's.

    The registry gives 国立研究開発法人理化学研究所 to one of RIKEN's institutes, too.
    """
    if all(name.isascii() for name, _ in own):
        return own
    theirs = {organization_key(name) for names in above for name, _ in names if not _LATIN.match(name)}
    return [one for one in own if _LATIN.match(one[0]) or organization_key(one[0]) not in theirs]


def _target(
    org_id: str,
    heads: Mapping[str, tuple[str, str | None, str]],
    later: Mapping[str, set[str]],
    parents: Mapping[str, set[str]],
) -> str | None:
    """Return the record that bears the names of a record."""
    if heads[org_id][2] != WITHDRAWN:
        return org_id
    for others in (later[org_id], parents[org_id]):
        standing = [other for other in others if other in heads and heads[other][2] != WITHDRAWN]
        if standing:
            return standing[0] if len(standing) == 1 else None
    return None


def content_rows(found: Iterable[Organization]) -> Iterator[tuple[object, ...]]:
    """Yield what an index rests on, for its fingerprint."""
    for org in found:
        kin = org.parents, org.relations, org.related
        yield org.org_id, org.name, org.country, org.active, org.names, org.places, *kin
