"""The network of a case as a sentence read from left to right.

person → works → co-authors and funders → organisations → listed bodies near them → lists. It holds at most
`LIMIT` nodes and edges together; what is left out is counted, oldest works first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dashboards.casefile.facts import CaseFacts, WorkAuthor
    from graphrisk.review.records import FindingRecord

LIMIT = 300
Kind = Literal["person", "application", "work", "author", "funder", "organization", "relative", "list"]
COLUMNS: dict[Kind, int] = {
    "person": 0,
    "application": 0,
    "work": 1,
    "author": 2,
    "funder": 2,
    "organization": 3,
    "relative": 4,
    "list": 5,
}


@dataclass(frozen=True, slots=True)
class Node:
    """One thing; `detail` is said when it is clicked, `asked` marks what the question is about."""

    id: str
    kind: Kind
    label: str
    detail: str = ""
    url: str | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie: `declared`, `observed`, `undeclared` (observed, and asked about), `listing` or `near`.

    `relation` says what the first organisation is to the second where they are near each other.
    """

    source: str
    target: str
    side: str
    relation: str = ""


@dataclass(slots=True)
class Network:
    """Nodes and edges in the order in which they were met, and how many works were left out."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    left_out: int = 0

    @property
    def size(self) -> int:
        """Nodes and edges together."""
        return len(self.nodes) + len(self.edges)

    def add(self, node: Node) -> None:
        """Add a node that is not there yet."""
        self.nodes.setdefault(node.id, node)

    def tie(self, source: str, target: str, side: str, relation: str = "") -> None:
        """Add an edge; one that is asked about wins over one that is not."""
        if source != target and (side == "undeclared" or (source, target) not in self.edges):
            self.edges[source, target] = Edge(source, target, side, relation)


def network(record: FindingRecord, facts: CaseFacts, start_label: str) -> Network:
    """Return the network around a finding; `start_label` names the person or application it starts from."""
    finding = record.finding
    start: Kind = "person" if finding.person_id else "application"
    net = Network()
    net.add(Node("start", start, start_label))
    # Of a person whose declaration is missing, the object is a role; of a partner, the organisation.
    about_partner = finding.rule == "R-CVR-01" and finding.person_id is None
    if about_partner or finding.rule not in {"R-CVR-01", "R-IDN-01", "R-QLT-01", "R-PRG-01"}:
        kind: Kind = "funder" if finding.rule == "R-FND-01" else "organization"
        net.add(Node(finding.object.id, kind, finding.object.name, url=finding.object.ror, asked=True))
    _declared(net, facts, start, finding.object.id)
    _listed(net, facts, {finding.object.id})
    if finding.object.id in net.nodes:
        _near(net, facts, finding.object.id)
    for work in _evidence_works(facts):
        trial = Network(dict(net.nodes), dict(net.edges))
        _work(trial, record, facts, work)
        if trial.size > LIMIT:
            net.left_out += 1
            continue
        net.nodes, net.edges = trial.nodes, trial.edges
    return net


def _evidence_works(facts: CaseFacts) -> list[str]:
    known = [work.work_id for work in facts.works if work.work_id in facts.authors]
    return known + [work for work in facts.authors if work not in set(known)]


def _declared(net: Network, facts: CaseFacts, start: Kind, object_id: str) -> None:
    if start == "application":
        for partner in facts.partners:
            if partner.org_id == object_id:
                net.add(Node(object_id, "organization", partner.org))
                net.tie("start", object_id, "declared")
        return
    for row in facts.declared:
        target = object_id if row.org_id in facts.family else row.org_id
        if target == object_id or (row.kind == "post" and target and row.end is None):
            kind: Kind = "funder" if row.kind == "funding" else "organization"
            net.add(Node(str(target), kind, row.org, row.detail))
            net.tie("start", str(target), "declared")


def _listed(net: Network, facts: CaseFacts, org_ids: set[str]) -> None:
    for listing in facts.listings:
        if listing.org_id in org_ids and listing.org_id in net.nodes:
            name = f"{listing.list_id} {listing.edition}"
            net.add(Node(name, "list", f"{listing.list_title} {listing.edition}", listing.name))
            net.tie(listing.org_id, name, "listing")


def _near(net: Network, facts: CaseFacts, object_id: str) -> None:
    """Add the listed bodies that the organisation asked about belongs to, or that belong to it."""
    for relative in facts.relatives:
        net.add(Node(relative.org_id, "relative", relative.name, url=_url(relative.org_id)))
        net.tie(object_id, relative.org_id, "near", relative.relation)
        _listed(net, facts, {relative.org_id})


def _url(org_id: str) -> str | None:
    return org_id if org_id.startswith("https://") else None


def _work(net: Network, record: FindingRecord, facts: CaseFacts, work_id: str) -> None:
    finding = record.finding
    work = next((known for known in facts.works if known.work_id == work_id), None)
    detail = work.date.isoformat() if work and work.date else ""
    net.add(Node(work_id, "work", work.title if work else work_id, detail, work.url if work else None))
    net.tie("start", work_id, "observed")
    listed = {listing.org_id for listing in facts.listings}
    if facts.relatives:
        listed.add(finding.object.id)
    for author in facts.authors.get(work_id, ()):
        if author.is_person:
            _own_organizations(net, facts, author, work_id, finding.object.id, finding.rule)
        else:
            _coauthor(net, facts, author, work_id, listed)
    for item in facts.acknowledged:
        if item.work_id == work_id and item.funder.casefold() == finding.object.name.casefold():
            net.tie(work_id, finding.object.id, "undeclared" if finding.rule == "R-FND-01" else "observed")
    if finding.rule == "R-FND-01" and (work_id, finding.object.id) not in net.edges:
        net.tie(work_id, finding.object.id, "undeclared")


def _own_organizations(
    net: Network, facts: CaseFacts, author: WorkAuthor, work_id: str, object_id: str, rule: str
) -> None:
    for org, name in author.organizations:
        asked = org == object_id and rule == "R-AFF-01"
        net.add(Node(org, "organization", name))
        net.tie(work_id, org, "undeclared" if asked else "observed")
        _listed(net, facts, {org})


def _coauthor(net: Network, facts: CaseFacts, author: WorkAuthor, work_id: str, listed: set[str]) -> None:
    """Add co-authors only where they lead to a listed organisation: others are no part of the question."""
    for org, name in author.organizations:
        if org in listed:
            net.add(Node(author.author_id, "author", author.name))
            net.add(Node(org, "organization", name))
            net.tie(work_id, author.author_id, "observed")
            net.tie(author.author_id, org, "observed")
            _listed(net, facts, {org})
