"""Shortest paths between nodes, newest evidence first, by layers that are asked for from the server.

Between two nodes the search goes from both of them at once, each time from the side with fewer ties, until
the two meet; an end that has very many ties is then never walked. Towards every listed organisation it goes
from the start alone, and of the last layer only what lies beside a listed organisation is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graphrisk.store.explore.choose import Step, choose, reaching
from graphrisk.store.explore.model import NODES, SHARED, TIES, TOLD, Paths, through
from graphrisk.store.neo4j.cypher import keyed
from graphrisk.store.neo4j.explore_cypher import between, listed, near_listed, stepped, width, widths
from graphrisk.store.neo4j.explore_nodes import shown
from graphrisk.store.neo4j.explore_read import SEEN, need, rank, tie, values
from graphrisk.store.neo4j.explore_steps import steps
from graphrisk.store.neo4j.explore_ways import ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy.typing as npt

    from graphrisk.store.explore.model import NodeId, Tie
    from graphrisk.store.explore.paths import Bounds
    from graphrisk.store.neo4j.reader import Ask

    Pairs = dict[tuple[NodeId, NodeId], int]
    """Ties between two layers: for each pair of nodes the day of the newest."""

BUDGET = 50_000
"""A layer of more nodes than this is not gone through: the search ends there and says so."""
_SHOWN_HUBS = 10
_BATCH = 5_000
_HUB = "organization"
"""The kind of nodes with the most ties: of these and a few others the others' are read."""
_FEW = 2_000
_PAYERS = TIES["funded"].ends
"""Kinds of nodes that nothing but this tie joins with works."""
_TOLD = {end for kind in TOLD for end in (*TIES[kind].starts, *TIES[kind].ends)}
"""Kinds of nodes that are joined with one another by nothing but what a registry or a list tells."""
# Kinds of nodes with few ties: of two ends the one whose ties are read. The first few have about alike.
_AS_NARROW = 4
_NARROW = ("applicant", "work", "application", "person", "list_entry", "call", "award", "program", "funder")


@dataclass(frozen=True, slots=True)
class Listed:
    """The listed organisations, and by kind the nodes beside them: all of them where they are few."""

    ids: tuple[str, ...]
    near: dict[str, tuple[str, ...]]


def find_listed(ask: Ask) -> Listed:
    """Return what searches for paths to listed organisations know beforehand; it is of the snapshot."""
    near: dict[str, set[str]] = {}
    for kind, found in ask(near_listed(), few=_FEW):
        near.setdefault(kind, set()).update(found)
    ids = tuple(row[0] for row in ask(listed()))
    return Listed(ids, {kind: tuple(sorted(found)) for kind, found in near.items() if found})


def paths(
    ask: Ask,
    start: NodeId,
    goal: NodeId | None,
    bounds: Bounds,
    listed: Callable[[Ask], Listed] = find_listed,
) -> Paths:
    """Return the shortest paths from `start` to `goal`, or to every organisation that `listed` gives."""
    need(ask, start)
    search = _Search(ask, bounds)
    if goal is None:
        chosen = search.to_listed(start, listed(ask))
    else:
        need(ask, goal)
        chosen = search.between(start, goal)
    return _shown(ask, chosen, search)


@dataclass
class _Side:
    """What one side of a search has reached. `width` is how many ties its layer has, about."""

    layer: set[NodeId]
    width: int
    seen: set[NodeId] = field(default_factory=set)
    steps: list[Pairs] = field(default_factory=list)


class _Search:
    """One search. `met` are hubs that were not gone through, `crowds` nodes on paths that very many share."""

    def __init__(self, ask: Ask, bounds: Bounds) -> None:
        self._ask, self._bounds = ask, bounds
        self.timed = bounds.since is not None or bounds.until is not None
        self.given = values(bounds.since, bounds.until)
        self.met: set[NodeId] = set()
        self.crowds: set[NodeId] = set()
        self.cut = False
        self._ties: dict[NodeId, tuple[int, int]] = {}

    def between(self, start: NodeId, goal: NodeId) -> list[tuple[NodeId, ...]]:
        """Return the best paths between two nodes."""
        if start == goal:
            return [(start,)]
        sides = [_Side({end}, self._widths([end])[end], {end}) for end in (start, goal)]
        for distance in range(1, self._bounds.most_steps + 1):
            side, other = sorted(sides, key=lambda one: one.width)
            last = distance == self._bounds.most_steps
            found = self._step(side.layer, only=other.layer if last else None)
            pairs = {pair: day for pair, day in found.items() if pair[1] not in side.seen}
            side.steps.append(pairs)
            reached = {end for _, end in pairs}
            meeting = reached & other.layer
            if meeting:
                side.steps[-1] = {pair: day for pair, day in pairs.items() if pair[1] in meeting}
                there = [{(b, a): day for (a, b), day in step.items()} for step in sides[1].steps]
                return self._best([*sides[0].steps, *reversed(there)], self._bounds.limit)
            side.seen |= reached
            if last or not reached:
                break
            side.layer, side.width = self._passable(reached)
            if not side.layer:
                break
        return []

    def to_listed(self, start: NodeId, listed: Listed) -> list[tuple[NodeId, ...]]:
        """Return the best paths to listed organisations."""
        most, limit = self._bounds.most_steps, self._bounds.limit
        self.given["listed"] = keyed(listed.ids)
        goals: set[NodeId] = {("organization", id_) for id_ in listed.ids}
        reached = goals & {start}
        chosen: list[tuple[NodeId, ...]] = [(start,)] if reached else []
        steps: list[Pairs] = []
        layer, seen = {start}, {start}
        for distance in range(1, most + 1):
            if len(chosen) >= limit or len(reached) == len(goals):
                break
            if distance > 1:
                layer, _ = self._passable(layer)
            last = {
                pair: day
                for pair, day in self._step(layer, only=goals).items()
                if pair[1] not in seen and pair[1] not in reached
            }
            if last:
                chosen += self._best([*steps, last], limit - len(chosen))
                reached |= {end for _, end in last}
            if distance == most or len(chosen) >= limit or not layer:
                break
            found = self._step(layer) if distance < most - 1 else self._beside(layer, listed)
            steps.append({pair: day for pair, day in found.items() if pair[1] not in seen})
            layer = {end for _, end in steps[-1]}
            seen |= layer
        return chosen[:limit]

    def _widths(self, layer: Iterable[NodeId]) -> dict[NodeId, int]:
        """Return for each node about how many ties it has; those with more than the widest may have more."""
        layer, widest = list(layer), self._bounds.widest
        for kind, ids in _by_kind(layer):
            for ((row,),) in (
                self._ask(widths(kind), of={"ids": part}, most=widest + 1) for part in _parts(ids)
            ):
                self._ties |= {(kind, id_): (most, least) for id_, most, least in row}
        self._count(layer, widest)
        return {key: self._ties.get(key, (0, 0))[0] for key in layer}

    def _count(self, keys: Iterable[NodeId], bound: int) -> None:
        """Count the ties of those nodes of which it is not known whether they have more than a bound."""
        unsure = (
            key for key in keys if key in self._ties and self._ties[key][0] > bound >= self._ties[key][1]
        )
        for kind, ids in _by_kind(unsure):
            ((exact,),) = self._ask(width(kind), of={"ids": ids}, most=bound + 1)
            for id_, number in exact:
                most, least = self._ties[kind, id_]
                self._ties[kind, id_] = (number, number) if number <= bound else (most, max(least, number))

    def _best(self, steps: Sequence[Pairs], limit: int) -> list[tuple[NodeId, ...]]:
        """Return the best paths that take one tie of each step."""
        plain: dict[NodeId, int] = {}
        for step in steps:
            for pair in step:
                for key in pair:
                    plain.setdefault(key, len(plain))
        # Numbers stand for nodes in the order of their keys only for what lies on a path: that is little.
        kept = reaching([_numbered(step, plain) for step in steps])
        keys = list(plain)
        used = np.unique(np.concatenate([column for step in kept for column in (step.starts, step.ends)]))
        ordered = sorted(keys[number] for number in used)
        place = np.zeros(len(keys), np.int32)
        place[[plain[key] for key in ordered]] = np.arange(len(ordered))
        renumbered = [replace(step, starts=place[step.starts], ends=place[step.ends]) for step in kept]
        chosen = choose(renumbered, limit, lambda inner: self._crowds(ordered, inner.tolist()))
        return [tuple(ordered[number] for number in path) for path in chosen]

    def _crowds(self, ordered: Sequence[NodeId], inner: Sequence[int]) -> npt.NDArray[np.int32]:
        """Return the places of those nodes that very many share, of some between the ends of paths."""
        crowd = self._bounds.crowd
        shared = [number for number in inner if ordered[number][0] in SHARED]
        self._count((ordered[number] for number in shared), crowd)
        found = [number for number in shared if self._ties[ordered[number]][0] > crowd]
        self.crowds |= {ordered[number] for number in found}
        return np.array(found, np.int32)

    def _passable(self, layer: set[NodeId]) -> tuple[set[NodeId], int]:
        """Return the nodes of a layer that may be gone through, and how many ties they have."""
        if len(layer) > BUDGET:
            self.cut = True
            return set(), 0
        wide = self._widths(layer)
        hubs = {key for key in layer if wide[key] > self._bounds.widest}
        self.met |= hubs
        self.cut = self.cut or bool(hubs)
        return layer - hubs, sum(wide[key] for key in layer - hubs)

    def _step(
        self,
        layer: set[NodeId],
        *,
        only: set[NodeId] | None = None,
        beside: frozenset[str] | None = None,
    ) -> Pairs:
        """Return the ties of a layer's nodes to all others, to some, or to those beside a listed one.

        `beside` are the kinds of nodes that are looked through for these.
        """
        pairs: Pairs = {}
        for kind, ids in _by_kind(layer):
            for ends in [None] if only is None else list(_by_kind(only)):
                if ends is None:
                    self._walk(pairs, kind, ids, None, beside=beside)
                elif _turned(kind, ids, *ends):
                    back: Pairs = {}
                    self._walk(back, *ends, (kind, ids), beside=beside)
                    for (other, here), day in back.items():
                        pairs[here, other] = max(day, pairs.get((here, other), 0))
                else:
                    self._walk(pairs, kind, ids, ends, beside=beside)
        return pairs

    def _beside(self, layer: set[NodeId], listed: Listed) -> Pairs:
        """Return the ties of a layer's nodes to nodes beside a listed organisation."""
        # Where they are few, it is them that are asked for. Which of them are beside one in given years shows
        # only when asked.
        known = {} if self.timed else {kind: ids for kind, ids in listed.near.items() if len(ids) <= _FEW}
        many = frozenset(listed.near).difference(known)
        pairs = self._step(layer, beside=many) if many else {}
        return pairs | self._step(layer, only={(kind, id_) for kind, ids in known.items() for id_ in ids})

    def _walk(
        self,
        pairs: Pairs,
        kind: str,
        ids: list[str],
        ends: tuple[str, list[str]] | None,
        *,
        beside: frozenset[str] | None,
    ) -> None:
        """Add the ties of nodes of one kind: to all others, to `ends`, or to those beside a listed one."""
        chosen = tuple(way for way in steps(kind) if _leads(way.there, ends, beside=beside))
        if not chosen:
            return
        query = stepped(chosen, timed=self.timed, only=ends is not None, beside=beside is not None)
        for part in _parts(ids):
            rows = self._ask(query, of={"ids": part}, only=keyed(ends[1] if ends else []), **self.given)
            for there, found in rows:
                self.cut = self.cut or len(found) >= SEEN
                for here, other, day in found:
                    pair = (kind, here), (there, other)
                    if day > pairs.get(pair, 0):
                        pairs[pair] = day

    def newest(self, pairs: Iterable[tuple[NodeId, NodeId]]) -> dict[tuple[NodeId, NodeId], Tie]:
        """Return the newest tie of each pair of neighbours."""
        asked: dict[tuple[str, str], list[tuple[NodeId, NodeId]]] = {}
        for one, other in pairs:
            # The ties of whichever has fewer are read.
            turned = one[0] not in _NARROW or (
                other[0] in _NARROW and _NARROW.index(other[0]) < _NARROW.index(one[0])
            )
            pair = (other, one) if turned else (one, other)
            asked.setdefault((pair[0][0], pair[1][0]), []).append(pair)
        best: dict[tuple[NodeId, NodeId], Tie] = {}
        for (here, there), some in asked.items():
            chosen = tuple(way for way in ways(here) if way.there == there)
            ids, only = ({pair[i][1] for pair in some} for i in (0, 1))
            query = between(chosen, timed=self.timed)
            for row in self._ask(query, of={"ids": sorted(ids)}, only=keyed(only), **self.given):
                made = tie(here, row)
                key = made.start, made.end
                for pair in (key, key[::-1]):
                    if pair not in best or rank(made, pair[0]) < rank(best[pair], pair[0]):
                        best[pair] = made
        return best


def _turned(kind: str, ids: list[str], other: str, ends: list[str]) -> bool:
    """Return whether ties between two layers are better walked from their ends."""
    if kind == _HUB:
        return other != _HUB and len(ends) <= _FEW
    return other in _NARROW[:_AS_NARROW] and len(ends) < len(ids)


def _leads(there: str, ends: tuple[str, list[str]] | None, *, beside: frozenset[str] | None) -> bool:
    return (beside is None or there in beside) and (ends is None or ends[0] == there)


def _by_kind(keys: Iterable[NodeId]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for kind, id_ in keys:
        found.setdefault(kind, []).append(id_)
    for kind in NODES:
        if kind in found:
            yield kind, sorted(found[kind])


def _parts(ids: list[str]) -> list[list[str]]:
    return [ids[i : i + _BATCH] for i in range(0, len(ids), _BATCH)]


def _numbered(step: Pairs, plain: dict[NodeId, int]) -> Step:
    starts = np.fromiter((plain[a] for a, _ in step), np.int32, len(step))
    ends = np.fromiter((plain[b] for _, b in step), np.int32, len(step))
    days = np.fromiter(step.values(), np.int32, len(step))
    funded = (("work" in (a, b) and (a in _PAYERS or b in _PAYERS)) for (a, _), (b, _) in step)
    told = (a in _TOLD and b in _TOLD for (a, _), (b, _) in step)
    marks = (np.fromiter(of, np.bool_, len(step)) for of in (funded, told))
    return Step(starts, ends, days, *marks)


def _shown(ask: Ask, chosen: Sequence[tuple[NodeId, ...]], search: _Search) -> Paths:
    pairs = dict.fromkeys(pair for path in chosen for pair in pairwise(path))
    ties = search.newest(pairs)
    hubs = sorted(search.met)[:_SHOWN_HUBS]
    nodes = shown(ask, [*(key for path in chosen for key in path), *hubs])
    return Paths(
        tuple(
            through(
                tuple(nodes[key] for key in path),
                tuple(ties[pair] for pair in pairwise(path)),
                search.crowds,
            )
            for path in chosen
        ),
        tuple(nodes[key] for key in hubs),
        search.cut,
    )
