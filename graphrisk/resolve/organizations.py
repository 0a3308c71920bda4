"""Which record stands for an organisation, who belongs to its family, and the index of all names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.organizations import organization_key
from graphrisk.resolve.database import arrow, fill, rows
from graphrisk.resolve.index import Candidate, NameIndex, NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

_ROR = "https://ror.org/"
_MAX_DEPTH = 12
"""Deeper chains of parents than any registry has; bounds what a faulty file can cost."""


@dataclass(frozen=True, slots=True)
class Link:
    """The organisation that stands for a record, and why."""

    linked_id: str
    grade: str
    method: str
    reasons: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


def _relations(connection: duckdb.DuckDBPyConnection, kind: str, inverse: str) -> dict[str, set[str]]:
    """Return for each organisation those that stand in relation `kind` to it, stated from either side."""
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in rows(
        connection,
        """
        SELECT org_id, related_id FROM organization_relations WHERE kind = ?
        UNION SELECT related_id, org_id FROM organization_relations WHERE kind = ?
        """,
        [kind, inverse],
    ):
        found[one].add(other)
    return found


def successor(
    org_id: str, status: Mapping[str, str], later: Mapping[str, set[str]], earlier: Mapping[str, set[str]]
) -> str | None:
    """Return the record that continues an ended one; None where it merged, split or has none.

    A withdrawn record was a mistake or a double, so its one successor stands for it. An organisation that
    ended is continued only by a successor that has no other predecessor: who merged into a larger body is a
    part of its past, not the body itself.
    """
    seen, current = {org_id}, org_id
    while status.get(current) in ("withdrawn", "inactive"):
        nexts = later.get(current, set()) - {current}
        if len(nexts) != 1:
            break
        (following,) = nexts
        merged = status[current] == "inactive" and len(earlier.get(following, ())) > 1
        if merged or following in seen or following not in status:
            break
        seen.add(following)
        current = following
    return current if current != org_id else None


def link_organizations(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, Link], NameIndex]:
    """Fill `organization_links`; return the links and the index of the names of linked organisations."""
    known = list(
        rows(connection, "SELECT org_id, name, country_code, coalesce(status, 'active') FROM organizations")
    )
    status = {org_id: state for org_id, _, _, state in known}
    country = {org_id: code for org_id, _, code, _ in known}
    later = _relations(connection, "successor", "predecessor")
    earlier = _relations(connection, "predecessor", "successor")
    links: dict[str, Link] = {}
    for org_id, state in status.items():
        following = successor(org_id, status, later, earlier) if state != "active" else None
        if following:
            links[org_id] = Link(following, "A", "successor", (f"successor:{following}",))
        else:
            reasons = ("several_successors",) if state == "withdrawn" else ()
            links[org_id] = Link(org_id, "A", "self", reasons)

    index = NameIndex()
    names = defaultdict(list)
    for org_id, name, key, kind in rows(
        connection, "SELECT org_id, name, name_key, kind FROM organization_names ORDER BY ALL"
    ):
        names[org_id].append((name, key, kind))
    registered = sorted(org_id for org_id in status if org_id.startswith(_ROR))
    others = sorted(org_id for org_id in status if not org_id.startswith(_ROR))
    shown = {org_id: name for org_id, name, _, _ in known}

    def add(org_id: str) -> None:
        target = links[org_id].linked_id
        active = status.get(target) == "active"
        own = [(shown[org_id], organization_key(shown[org_id]), "display")]
        for name, key, kind in [*own, *names[org_id]]:
            rank = NameKind.ALIAS if kind == "alias" else NameKind.OWN
            index.add(name, key, kind, Candidate(target, country.get(target), active, rank))

    for org_id in registered:
        add(org_id)
    for org_id in others:
        # Only a name in a known country tells which record a source means.
        code = country[org_id]
        choice = index.choose(organization_key(shown[org_id]), (code,)) if code else None
        if choice and choice.org_id and choice.org_id != org_id:
            links[org_id] = Link(choice.org_id, "B", "name", ("name", "country"), choice.rejected)
    for org_id in others:
        if links[org_id].linked_id == org_id:
            add(org_id)
    fill(connection, "organization_links", arrow("organization_links", _link_rows(links)))
    return links, index


def _link_rows(links: Mapping[str, Link]) -> Iterable[tuple[object, ...]]:
    for org_id, link in sorted(links.items()):
        yield org_id, link.linked_id, link.grade, link.method, link.reasons, link.rejected


FAMILY = """
WITH RECURSIVE stated AS (
    SELECT org_id AS child, related_id AS parent FROM organization_relations WHERE kind = 'parent'
    UNION SELECT related_id, org_id FROM organization_relations WHERE kind = 'child'
    UNION SELECT org_id, related_id FROM organization_relations WHERE kind = 'successor'
    UNION SELECT related_id, org_id FROM organization_relations WHERE kind = 'predecessor'
),
steps AS (
    SELECT DISTINCT coalesce(c.linked_id, child) AS child, coalesce(p.linked_id, parent) AS parent
    FROM stated
    LEFT JOIN organization_links c ON c.org_id = child
    LEFT JOIN organization_links p ON p.org_id = parent
    WHERE coalesce(c.linked_id, child) <> coalesce(p.linked_id, parent)
),
above AS (
    SELECT child AS org_id, parent AS member_id, 1 AS depth FROM steps
    UNION
    SELECT above.org_id, steps.parent, above.depth + 1
    FROM above JOIN steps ON steps.child = above.member_id
    WHERE above.depth < ?
),
members AS (
    SELECT linked_id AS org_id, linked_id AS member_id, 'self' AS relation, 0 AS depth FROM organization_links
    UNION ALL SELECT org_id, member_id, 'ancestor', depth FROM above
    UNION ALL SELECT member_id, org_id, 'descendant', depth FROM above
)
SELECT org_id, member_id, arg_min(relation, (depth, relation)) AS relation, min(depth) AS depth
FROM members GROUP BY org_id, member_id ORDER BY org_id, member_id
"""
"""The family of each organisation that stands for itself.

Parents and children count from whichever side states them. One that merged into another counts as a unit of
it, so that a post at the one covers a work at the other. A circle of parents ends at the depth limit; the
shortest way decides.
"""


def link_families(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `organization_family` from the registry's relations. `organization_links` must be filled."""
    connection.execute("DELETE FROM organization_family")
    connection.execute("INSERT INTO organization_family BY NAME " + FAMILY, [_MAX_DEPTH])
