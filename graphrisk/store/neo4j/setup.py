"""Constraints and indexes: what makes keys unique and searches quick."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.marker import LABEL, PROGRESS
from graphrisk.store.neo4j.model import graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from neo4j import ManagedTransaction

    from graphrisk.store.neo4j.connection import Server

PREFIX = "graphrisk_"
"""What the names of all constraints and indexes begin with."""
FULLTEXT = f"{PREFIX}names"
"""The full-text index over names and titles. Its analyzer splits Chinese and Japanese text into pairs."""
_ANALYZER = "cjk"
_SEARCHED = (
    ("persons", "lone_name"),
    ("person_names", "name"),
    ("organizations", "name"),
    ("organization_names", "name"),
    ("works", "title"),
    ("list_entries", "name"),
    ("list_entries", "name_native"),
    ("list_names", "name"),
)
_WAIT_SECONDS = 3600
_STEP_SECONDS = 2


def statements() -> Iterator[tuple[str, str]]:
    """Yield name and statement of every constraint and index; each does nothing where it is there already."""
    for label in (LABEL, PROGRESS):
        yield _constraint(label, "id")
    for one in graph().nodes.values():
        yield _constraint(one.label, one.key)
        for column in one.indexed:
            title = _title(one.label, column)
            yield (
                title,
                f"CREATE INDEX {name(title)} IF NOT EXISTS FOR (n:{name(one.label)}) ON (n.{name(column)})",
            )
    labels = "|".join(map(name, searched()[0]))
    properties = ", ".join(f"n.{name(c)}" for c in searched()[1])
    yield (
        FULLTEXT,
        f"CREATE FULLTEXT INDEX {name(FULLTEXT)} IF NOT EXISTS FOR (n:{labels}) ON EACH [{properties}] "
        f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{_ANALYZER}', "
        "`fulltext.eventually_consistent`: false}}",
    )


def searched() -> tuple[list[str], list[str]]:
    """Return the labels and the properties of the full-text index."""
    nodes = graph().nodes
    labels = dict.fromkeys(nodes[one].label for one, _ in _SEARCHED)
    return list(labels), list(dict.fromkeys(column for _, column in _SEARCHED))


def own_indexes(server: Server) -> tuple[set[str], set[str]]:
    """Return the names of graphrisk's constraints and of its indexes that the database has."""
    constraints = {row[0] for row in server.command("SHOW CONSTRAINTS YIELD name")}
    indexes = {row[0] for row in server.command("SHOW INDEXES YIELD name")} - constraints
    return _own(constraints), _own(indexes)


def prepare(server: Server, tell: Callable[[str, float], None] | None = None) -> None:
    """Make all constraints and indexes that are missing, and wait until they are built.

    Indexes that an earlier version made and that nothing reads any more are removed, and a full-text index
    over other labels or properties is made anew.

    Raises `StoreError` where nodes that were there before stand in the way, or where building fails.
    """
    constraints, indexes = own_indexes(server)
    wanted = dict(statements())
    retired = (indexes & _possible()) - wanted.keys()
    if FULLTEXT in indexes and not _reads_what_is_searched(server):
        retired.add(FULLTEXT)
    missing = [title for title in wanted if title not in (constraints | indexes) - retired]
    if retired:
        server.write(
            partial(_run_all, statements=[f"DROP INDEX {name(one)} IF EXISTS" for one in sorted(retired)])
        )
    # A constraint is built while it is made, and one after another; the indexes are built beside them.
    for of in ("INDEX", "CONSTRAINT"):
        if some := [wanted[title] for title in missing if f" {of} " in wanted[title]]:
            server.write(partial(_run_all, statements=some))
    _wait(server, tell)


def _run_all(tx: ManagedTransaction, statements: list[str]) -> None:
    for statement in statements:
        tx.run(statement).consume()


def _wait(server: Server, tell: Callable[[str, float], None] | None) -> None:
    import time

    for _ in range(_WAIT_SECONDS // _STEP_SECONDS):
        rows = server.command(
            "SHOW INDEXES YIELD name, state, populationPercent WHERE name STARTS WITH $prefix", prefix=PREFIX
        )
        failed = [title for title, state, _ in rows if state == "FAILED"]
        if failed:
            raise StoreError(
                Sentence("The Neo4j server could not build the index {index}.", index=failed[0]),
                remedy=Sentence("Look into the server's log, drop the index, and run the command again."),
            )
        waiting = [float(share or 0.0) for _, state, share in rows if state != "ONLINE"]
        if not waiting:
            return
        if tell is not None:
            done = sum(waiting) + 100.0 * (len(rows) - len(waiting))
            tell("indexes", done / (100.0 * len(rows)))
        time.sleep(_STEP_SECONDS if sum(waiting) else 0.2)
    raise StoreError(
        Sentence("The indexes of the Neo4j database are still being built."),
        remedy=Sentence("Wait, then run the command again: it goes on where it is."),
    )


def _reads_what_is_searched(server: Server) -> bool:
    rows = server.command(
        "SHOW INDEXES YIELD name, labelsOrTypes, properties WHERE name = $title", title=FULLTEXT
    )
    return all(
        (set(labels), set(properties)) == tuple(map(set, searched())) for _, labels, properties in rows
    )


def _possible() -> set[str]:
    """Return the names that indexes of single properties have, whether they are wanted or not."""
    return {_title(one.label, column.name) for one in graph().nodes.values() for column in one.columns}


def _title(label: str, column: str) -> str:
    return f"{PREFIX}{label}_{column}"


def _constraint(label: str, key: str) -> tuple[str, str]:
    title = f"{PREFIX}{label}_key"
    return (
        title,
        f"CREATE CONSTRAINT {name(title)} IF NOT EXISTS FOR (n:{name(label)}) "
        f"REQUIRE n.{name(key)} IS UNIQUE",
    )


def _own(names: set[str]) -> set[str]:
    return {title for title in names if title.startswith(PREFIX)}
