"""Has the server plan the statements of exploring before somebody waits for an answer.

A server plans each statement when it is first asked, which for the longer ones takes it longer than to answer
them. It keeps the plan for whoever asks next. What is asked here is about nothing at all: no list has an id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.store.explore.model import NODES
from graphrisk.store.neo4j.explore_cypher import newest, stepped, width, widths
from graphrisk.store.neo4j.explore_nodes import exists, facts, shown
from graphrisk.store.neo4j.explore_read import values
from graphrisk.store.neo4j.explore_steps import around, gathered, sheets, steps
from graphrisk.store.neo4j.explore_ways import ways

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from graphrisk.store.neo4j.explore_paths import Listed
    from graphrisk.store.neo4j.reader import Ask

NOBODY = "-"
"""An id that no node has; of ids of about the length of those of the sources."""


def warm(ask: Ask, listed: Listed) -> None:
    """Ask each kind of question about no node, so that the server plans its statements."""
    given = values(None, None)
    for kind in NODES:
        exists(ask, (kind, NOBODY))
        facts(ask, (kind, NOBODY))
        shown(ask, [(kind, NOBODY)])
        ask(widths(kind), of={"ids": []}, most=1)
        ask(width(kind), of={"ids": []}, most=1)
        chosen = tuple(way for way in ways(kind) if way.tie != "coauthor")
        together = gathered(chosen)
        apart = tuple(way for way in chosen if way not in together)
        ask(newest(apart, timed=False), id=NOBODY, most=1, **given)
        if together:
            ask(around(together, timed=False), id=NOBODY, most=1, sheets=sheets(together), **given)
        for statement in _steps(kind, listed.near):
            ask(statement, of={"ids": []}, only={}, listed={}, **given)


def _steps(kind: str, beside: Container[str]) -> Iterator[str]:
    """Yield the statements of steps from a kind of node; `beside` are kinds beside listed organisations."""
    every = steps(kind)
    yield stepped(every, timed=False)
    near = tuple(way for way in every if way.there in beside)
    if near:
        yield stepped(near, timed=False, beside=True)
    for there in dict.fromkeys(way.there for way in every):
        yield stepped(tuple(way for way in every if way.there == there), timed=False, only=True)
