"""Shortest paths between nodes, newest evidence first, over an index.

The search goes outwards from the start in layers, and one layer backwards from the goals, so that its last
step, to goals that may have very many ties, is never taken forwards. The ties between two layers are all that
the choice of paths needs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa

from graphrisk.store.explore.choose import Step, choose
from graphrisk.store.explore.describe import Link, describe, nodes
from graphrisk.store.explore.kinds import CODES
from graphrisk.store.explore.model import SHARED, Paths, through
from graphrisk.store.explore.read import WINDOW, need, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb
    import numpy.typing as npt

    from graphrisk.store.explore.model import NodeId

    Numbers: TypeAlias = npt.NDArray[np.int32]

BUDGET = 300_000
"""A layer of more nodes than this is not gone through: the search ends there and says so."""
_SHOWN_HUBS = 10


@dataclass(frozen=True, slots=True)
class Bounds:
    """What limits a search: see `GraphStore.paths`."""

    most_steps: int
    limit: int
    since: dt.date | None
    until: dt.date | None
    widest: int
    crowd: int


def paths(cursor: duckdb.DuckDBPyConnection, start: NodeId, goal: NodeId | None, bounds: Bounds) -> Paths:
    """Return the shortest paths from `start` to `goal`, or to every listed organisation."""
    source = need(cursor, start)
    if goal is None:
        goals = _column(cursor.execute("SELECT node FROM explore.main.listed ORDER BY node"))
    else:
        goals = np.array([need(cursor, goal)], np.int32)
    search = _Search(cursor, bounds, goals)
    chosen = search.run(source)
    return _shown(cursor, chosen, search, bounds)


class _Search:
    """One search: layers of nodes by number, each reached first at its distance from the start."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, bounds: Bounds, goals: Numbers) -> None:
        self._cursor, self._bounds, self._goals = cursor, bounds, goals
        self._hubs = _column(
            cursor.execute(
                "SELECT node FROM explore.main.nodes WHERE ties > $widest ORDER BY node",
                {"widest": bounds.widest},
            )
        )
        self.crowds: set[int] = set()
        """Nodes between the ends of paths that very many share."""
        self.met: Numbers = np.array([], np.int32)
        """Hubs that were not gone through."""
        self.cut = False

    def run(self, source: int) -> list[tuple[int, ...]]:
        """Return the best paths as sequences of nodes."""
        most, limit = self._bounds.most_steps, self._bounds.limit
        layer = seen = np.array([source], np.int32)
        reached = np.intersect1d(self._goals, layer)
        chosen: list[tuple[int, ...]] = [(source,)] if len(reached) else []
        # The last ties of all paths, from the nodes before the goals to these.
        last = self._links(self._goals, None).turned()
        steps: list[Step] = []
        for distance in range(1, most + 1):
            if len(chosen) >= limit or len(reached) == len(self._goals):
                break
            if distance > 1:
                layer = self._passable(layer)
            found = last.within(layer).to_new(np.union1d(seen, reached))
            if len(found.ends):
                chosen += choose([*steps, found], limit - len(chosen), self._crowds)
                reached = np.union1d(reached, found.ends)
            if len(layer) > BUDGET:
                self.cut = True
                break
            if distance == most:
                break
            # The layer before the last step matters only as far as it lies beside a goal.
            step = self._links(layer, last.starts if distance == most - 1 else None).to_new(seen)
            steps.append(step)
            layer = np.unique(step.ends)
            seen = np.union1d(seen, layer)
        self.cut = self.cut or len(self.met) > 0
        return chosen[:limit]

    def _crowds(self, inner: Numbers) -> Numbers:
        self._cursor.register("inner_nodes", pa.table({"node": inner}))
        kinds = ", ".join(f"'{kind}'" for kind in SHARED)
        found = _column(
            self._cursor.execute(
                "SELECT node FROM explore.main.nodes WHERE node IN (SELECT node FROM inner_nodes) "
                f"AND ties > $crowd AND kind IN ({kinds})",
                {"crowd": self._bounds.crowd},
            )
        )
        self.crowds.update(found.tolist())
        return found

    def _passable(self, layer: Numbers) -> Numbers:
        hubs = np.intersect1d(layer, self._hubs, assume_unique=True)
        self.met = np.union1d(self.met, hubs)
        return np.setdiff1d(layer, hubs, assume_unique=True)

    def _links(self, layer: Numbers, only: Numbers | None) -> Step:
        """Return the ties of a layer's nodes, for each pair of nodes the day of the newest."""
        if not len(layer):
            return Step.empty()
        cursor = self._cursor
        cursor.register("layer", pa.table({"node": layer}))
        wanted = ""
        if only is not None:
            cursor.register("beside", pa.table({"node": np.unique(only)}))
            wanted = "AND other IN (SELECT node FROM beside)"
        found = cursor.execute(
            "SELECT node, other, CAST(date_diff('day', DATE '1970-01-01', max(last)) AS INTEGER) AS last, "
            f"bool_and(code = {CODES['funded']}) AS funded, "
            f"bool_and(code IN ({CODES['related']}, {CODES['listed']})) AS told "
            "FROM explore.main.links "
            f"WHERE node IN (SELECT node FROM layer) {wanted} AND {WINDOW} GROUP BY node, other",
            window(self._bounds.since, self._bounds.until),
        ).fetchnumpy()
        return Step(found["node"], found["other"], found["last"], found["funded"], found["told"])


def _column(cursor: duckdb.DuckDBPyConnection) -> Numbers:
    (column,) = cursor.fetchnumpy().values()
    return np.asarray(column, np.int32)


_NEWEST = """
SELECT code, if(forward, node, other), if(forward, other, node), day_from, day_to, works, via, row,
       printed, node, other
FROM explore.main.links
WHERE node IN (SELECT unnest($nodes)) AND other IN (SELECT unnest($others)) AND NOT again AND {window}
QUALIFY row_number() OVER (
    PARTITION BY node, other ORDER BY last DESC, code, if(forward, node, other), nth) = 1
"""


def _shown(
    cursor: duckdb.DuckDBPyConnection, chosen: Sequence[tuple[int, ...]], search: _Search, bounds: Bounds
) -> Paths:
    pairs = [pair for path in chosen for pair in pairwise(path)]
    links: dict[tuple[int, int], Link] = {}
    if pairs:
        sides = {"nodes": sorted({p[0] for p in pairs}), "others": sorted({p[1] for p in pairs})}
        rows = cursor.execute(_NEWEST.format(window=WINDOW), sides | window(bounds.since, bounds.until))
        links = {(node, other): Link(*link) for *link, node, other in rows.fetchall()}
    order = list(dict.fromkeys(pairs))
    ties, found = describe(cursor, [links[pair] for pair in order], [path[0] for path in chosen])
    tie_of = dict(zip(order, ties, strict=True))
    hubs = nodes(cursor, search.met[:_SHOWN_HUBS].tolist())
    crowds = {found[number].key for path in chosen for number in path if number in search.crowds}
    return Paths(
        tuple(
            through(
                tuple(found[number] for number in path),
                tuple(tie_of[pair] for pair in pairwise(path)),
                crowds,
            )
            for path in chosen
        ),
        tuple(hubs[number].node for number in sorted(hubs)),
        search.cut,
    )
