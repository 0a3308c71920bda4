"""A node and its ties, read from the server."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

from graphrisk.errors import NotFoundError
from graphrisk.sentences import Sentence
from graphrisk.store.explore.kinds import CODES
from graphrisk.store.explore.model import TIES, Neighbourhood, Node, Tie
from graphrisk.store.neo4j.explore_cypher import coauthors, counted, newest
from graphrisk.store.neo4j.explore_nodes import exists, facts, shown
from graphrisk.store.neo4j.explore_steps import around, gathered, sheets
from graphrisk.store.neo4j.explore_ways import RELATIONS, ways

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graphrisk.store.explore.model import NodeId
    from graphrisk.store.neo4j.reader import Ask

SEEN = 200_000
"""Ties of one kind of which the newest are looked for: where a node has more, it is the newest of so many."""
NAMES = tuple(TIES)


def values(since: dt.date | None, until: dt.date | None) -> dict[str, object]:
    """Return the parameters that all statements about ties have in common."""
    return {
        "since": since or dt.date.min,
        "until": until or dt.date.max,
        "never": dt.date.min,
        "always": dt.date.max,
        "relations": RELATIONS,
        "seen": SEEN,
    }


def need(ask: Ask, key: NodeId) -> None:
    """Raise `NotFoundError` where there is no such node."""
    if not exists(ask, key):
        kind, identifier = key
        raise NotFoundError(
            Sentence(
                "There is no {kind} {id} in the graph.",
                kind=Sentence(kind.replace("_", " ")[:40]),
                id=repr(identifier[:120]),
            ),
            remedy=Sentence("Search for it by name."),
        )


def node(ask: Ask, key: NodeId) -> Node | None:
    """Return a node with the facts of its record, or None."""
    if not exists(ask, key):
        return None
    plain = shown(ask, [key])[key]
    return Node(plain.kind, plain.id, plain.name, plain.note, plain.listed, facts(ask, key))


def tie(here: str, row: Iterable[Any]) -> Tie:
    """Return a row of a statement as a tie; `here` is the kind of node that the row starts at."""
    code, forward, there, id_, other, day_from, day_to, works, record, text, source, edition, url = row
    ends = (here, id_), (there, other)
    kind = NAMES[code]
    return Tie(
        kind=kind,
        start=ends[0 if forward else 1],
        end=ends[1 if forward else 0],
        declared=TIES[kind].declared,
        date_from=_day(day_from),
        date_to=_day(day_to),
        works=works,
        source=" ".join(filter(None, (source, edition))),
        record=record,
        url=url,
        text=text,
    )


def rank(one: Tie, key: NodeId) -> tuple[object, ...]:
    """Return by what the ties of a node are ordered; see `Neighbourhood`."""
    return -one.last.toordinal(), CODES[one.kind], one.other(key), one.start, one.record


def neighbours(
    ask: Ask,
    key: NodeId,
    *,
    ties: Collection[str] | None,
    since: dt.date | None,
    until: dt.date | None,
    limit: int,
) -> Neighbourhood:
    """Return the newest ties of a node; see `GraphStore.neighbours`."""
    wanted = {TIES[one].name for one in (TIES if ties is None else ties)}
    if ties is None:
        wanted.discard("coauthor")
    need(ask, key)
    timed = since is not None or until is not None
    chosen = tuple(way for way in ways(key[0]) if way.tie in wanted)
    given = values(since, until) | {"id": key[1], "most": limit + 1}
    together = gathered(chosen)
    apart = tuple(way for way in chosen if way not in together)
    found = [tie(key[0], row) for row in ask(newest(apart, timed=timed), **given)] if apart else []
    many = Counter(one.kind for one in found)
    over = {name for name, number in many.items() if number > limit}
    more = tuple(way for way in apart if way.tie in over)
    if more:
        for name in over:
            del many[name]
        for code, number in ask(counted(more, timed=timed), **given):
            many[NAMES[code]] += number
    if together:
        for *row, number in ask(around(together, timed=timed), sheets=sheets(together), **given):
            found.append(tie(key[0], row))
            many[found[-1].kind] = number
    if "coauthor" in wanted and key[0] == "person":
        beside, number = _coauthors(ask, key, timed=timed, limit=limit, given=given)
        found += beside
        many["coauthor"] = number
    found.sort(key=lambda one: rank(one, key))
    kept: list[Tie] = []
    given_of: Counter[str] = Counter()
    for one in found:
        given_of[one.kind] += 1
        if given_of[one.kind] <= limit:
            kept.append(one)
    nodes = shown(ask, [key, *(one.other(key) for one in kept)])
    others = dict.fromkeys(one.other(key) for one in kept)
    return Neighbourhood(
        nodes[key],
        tuple(nodes[other] for other in others if other != key),
        tuple(kept),
        {name: many[name] - limit for name in TIES if many[name] > limit},
    )


def _coauthors(
    ask: Ask, key: NodeId, *, timed: bool, limit: int, given: dict[str, object]
) -> tuple[list[Tie], int]:
    query, count = coauthors(timed=timed)
    rows = ask(query, **given)
    made = []
    for other, first, last, works, record, title, source, edition, url in rows:
        start, end = sorted((key[1], other))
        days = (first, last, works, record, title, source, edition, url)
        made.append(tie("person", (CODES["coauthor"], True, "person", start, end, *days)))
    return made, ask(count, **given)[0][0] if len(rows) > limit else len(rows)


def _day(value: Any) -> dt.date | None:
    # The driver has days of its own.
    native: dt.date | None = None if value is None else value.to_native()
    return native
