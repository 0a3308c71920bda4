"""A graph in memory that answers as a store does, slowly and plainly; people and works are invented."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from graphrisk.errors import NotFoundError
from graphrisk.store.explore import TIES, Neighbourhood, Node, NodeId, Path, Paths, Tie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ORDER = list(TIES)
ADA: NodeId = ("person", "A1")
BEN: NodeId = ("person", "A2")
ORG: NodeId = ("organization", "R1")
LISTED: NodeId = ("organization", "R2")
ENTRY: NodeId = ("list_entry", "demo|1")


def tie(kind: str, start: NodeId, end: NodeId, year: int | None = None, record: str = "") -> Tie:
    """Return a tie of one day in a year."""
    day = dt.date(year, 3, 1) if year else None
    source = "disclosures" if TIES[kind].declared else "openalex 2026-10"
    return Tie(kind, start, end, TIES[kind].declared, day, day, None, source, record or end[1], None, "text")


class Graph:
    """A store of the ties that it is given; `asked` counts questions."""

    def __init__(self, nodes: Iterable[Node], ties: Iterable[Tie]) -> None:
        self.nodes = {node.key: node for node in nodes}
        self.ties = sorted(
            ties, key=lambda t: (-t.last.toordinal(), ORDER.index(t.kind), t.end, t.start, t.record)
        )
        self.asked = 0

    def node(self, kind: str, id: str) -> Node | None:  # noqa: A002
        self.asked += 1
        return self.nodes.get((kind, id))

    def neighbours(
        self,
        kind: str,
        id: str,  # noqa: A002
        *,
        ties: Collection[str] | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = 50,
    ) -> Neighbourhood:
        self.asked += 1
        key = (kind, id)
        if key not in self.nodes:
            raise NotFoundError(f"There is no {kind} {id}.")
        kept, counts = [], defaultdict[str, int](int)
        for one in self.ties:
            wanted = one.kind != "coauthor" if ties is None else one.kind in ties
            if key not in {one.start, one.end} or not wanted or not _within(one, since, until):
                continue
            counts[one.kind] += 1
            if counts[one.kind] <= limit:
                kept.append(one)
        others = dict.fromkeys(one.other(key) for one in kept)
        return Neighbourhood(
            self.nodes[key],
            tuple(self.nodes[other] for other in others),
            tuple(kept),
            {name: count - limit for name, count in counts.items() if count > limit},
        )

    def paths(
        self,
        start: NodeId,
        goal: NodeId | None = None,
        *,
        most_steps: int = 4,
        limit: int = 10,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> Paths:
        self.asked += 1
        if start not in self.nodes:
            raise NotFoundError(f"There is no {start[0]} {start[1]}.")
        found: list[Path] = []
        line = [Path((self.nodes[start],), ())]
        for _ in range(most_steps + 1):
            for path in line:
                last = path.nodes[-1]
                if last.key == goal or (goal is None and last.listed):
                    found.append(path)
            if found:
                break
            line = [
                Path((*path.nodes, self.nodes[other]), (*path.ties, one))
                for path in line
                for one in self.ties
                if path.nodes[-1].key in {one.start, one.end} and _within(one, since, until)
                for other in [one.other(path.nodes[-1].key)]
                if other not in {node.key for node in path.nodes}
            ]
        return Paths(tuple(found[:limit]), (), len(found) > limit)


def _within(one: Tie, since: dt.date | None, until: dt.date | None) -> bool:
    if one.date_from is None:
        return True
    return (since is None or one.last >= since) and (until is None or one.date_from <= until)


def small(works: int = 6) -> Graph:
    """Return two people with `works` joint works of 2015 on; Ben is at a listed organisation."""
    nodes = [
        Node(*ADA, "山田 花子", "0000-0001"),
        Node(*BEN, "Ben <i>Brown</i>"),
        Node(*ORG, "国立研究開発法人量子科学技術研究開発機構", "JP"),
        Node(*LISTED, "Moscow Aviation Institute", "RU", listed=True),
        Node(*ENTRY, "Moscow Aviation Institute", "demo 2025-01"),
        Node("applicant", "P1", "山田 花子"),
    ]
    ties = [
        tie("same_as", ("applicant", "P1"), ADA),
        tie("declared_affiliation", ("applicant", "P1"), ORG, 2019, "d1"),
        tie("affiliated", ADA, ORG, 2020),
        tie("affiliated", BEN, LISTED, 2024),
        tie("listed", LISTED, ENTRY),
    ]
    for number in range(works):
        work = ("work", f"W{number:03d}")
        year = 2015 + number % 10
        nodes.append(Node(*work, f"Quantum sensing with diamonds, part {number}", str(year)))
        ties += [tie("authored", ADA, work, year), tie("authored", BEN, work, year)]
    return Graph(nodes, ties)
