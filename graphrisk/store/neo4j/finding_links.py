"""What a finding is linked to: whom it is about, what it concerns, and the nodes of its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.store.neo4j.model import DECLARED, graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphrisk.findings import Evidence, Finding

ABOUT, IN_APPLICATION, CONCERNS, RESTS_ON = "ABOUT", "IN_APPLICATION", "CONCERNS", "RESTS_ON"
LINKS = (ABOUT, IN_APPLICATION, CONCERNS, RESTS_ON)
"""Types of the relationships that start at a finding."""

_CALL = "call:"
_WITHOUT_NODE = ("role:", "identity")
"""How ids of objects begin that are no node: a part that somebody has, an identity as such."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship from a finding to the node of `label` whose property `key` has `value`.

    `kind` is what a report calls the other end, `told` are properties; `otherwise` is what to link to where
    there is no such node.
    """

    type: str
    finding: str
    label: str
    key: str
    value: str
    kind: str
    told: dict[str, Any] = field(default_factory=dict)
    otherwise: Link | None = None


def links_of(key: str, finding: Finding) -> Iterator[Link]:
    """Yield the links of the finding whose node has `key`: one to each node, however much rests on it."""
    if finding.person_id:
        yield _to(ABOUT, key, "applicants", finding.person_id, "applicant")
    if finding.application_id:
        yield _to(IN_APPLICATION, key, "applications", finding.application_id, "application")
    about = finding.object.id
    if about.startswith(_CALL):
        yield _to(CONCERNS, key, "calls", about.removeprefix(_CALL), "call")
    elif not about.startswith(_WITHOUT_NODE):
        funder = _to(CONCERNS, key, "funders", about, "organization")
        yield _to(CONCERNS, key, "organizations", about, "organization", otherwise=funder)
    behind: dict[tuple[str, str], list[Evidence]] = {}
    for item in finding.evidence:
        for place in _targets(item):
            behind.setdefault(place, []).append(item)
    for (target, record), items in behind.items():
        yield _to(RESTS_ON, key, target, record, items[0].kind, told=_told(items))


_KEYS = {"calls": "call_id", "applications": "application_id"}
"""Properties by which others name nodes whose own key is their row's."""


def _to(
    kind: str,
    finding: str,
    target: str,
    value: str,
    called: str,
    *,
    told: dict[str, Any] | None = None,
    otherwise: Link | None = None,
) -> Link:
    if target == DECLARED:
        label, key = DECLARED, "row_id"
    else:
        nodes = graph().nodes[target]
        label, key = nodes.label, _KEYS.get(target, nodes.key)
    return Link(kind, finding, label, key, value, called, {"source": "graphrisk"} | (told or {}), otherwise)


def _targets(item: Evidence) -> Iterator[tuple[str, str]]:
    """Yield the set and the key of each node that a piece of evidence is."""
    match item.kind:
        case "work":
            yield "works", item.record
        case "award":
            work, _, award = item.record.partition("#")
            yield "works", work
            if award:
                yield "awards", award
        case "listing":
            yield "list_entries", item.record
        case "author_record":
            yield "persons", item.record
        case "program":
            yield "calls", item.record
        case _:
            yield DECLARED, item.record


def _told(items: Sequence[Evidence]) -> dict[str, Any]:
    ends = [item.date_to or item.date for item in items if item.date_to or item.date]
    return {
        "kind": items[0].kind,
        "side": items[0].side,
        "first_date": min((item.date for item in items if item.date), default=None),
        "last_date": max((day for day in ends if day), default=None),
        "texts": [item.text for item in items],
    }
