"""Search: the full-text index gives names that may match; they are judged as the embedded store judges them.

The index holds words of letters and digits, Chinese and Japanese text as pairs of characters, and leaves out
some small English words. Its question is made of the words of the text, so that nothing in a text is an
operator of its language, and asks for too much rather than too little.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.schema import TABLES
from graphrisk.store.neo4j import rows as where
from graphrisk.store.neo4j.columns import to_arrow
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.model import graph
from graphrisk.store.neo4j.setup import FULLTEXT
from graphrisk.store.search import FOUND, folded
from graphrisk.store.search import search as judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import duckdb

    from graphrisk.schema import Column

    Ask = Callable[..., list[list[Any]]]

CANDIDATES = 400
"""Names of one kind that are judged. Where more hold the words, the index gives those with the fewest words
beside them; a text that so many names hold says little about which one is meant."""
LONGEST = 40
"""Characters of one word that the index is asked for: longer ones are more than it can take."""
LOOKED_AT = 100_000
"""Nodes of one label that are looked through for a text that has no word of the index, such as "%"."""

_HELD: dict[str, tuple[str, ...]] = {
    "persons": ("author_id", "display_name", "orcid"),
    "person_names": ("author_id", "name"),
    "organizations": ("org_id", "name", "country_code"),
    "organization_names": ("org_id", "name"),
    "works": ("work_id", "title", "publication_year"),
    "list_entries": ("entry_id", "name", "list_id", "edition"),
    "list_names": ("entry_id", "name"),
}
"""The columns that judging needs."""
_NAMED = {"person_names": "persons", "organization_names": "organizations", "list_names": "list_entries"}
_FIELDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("display_name",), ("persons",)),
    (("name",), ("person_names", "organizations", "organization_names", "list_entries", "list_names")),
    (("title",), ("works",)),
)
"""Properties of the index that one question is about, and the sets whose nodes have them."""

_SMALL_WORDS = frozenset(
    re.split(
        " ",
        "a and are as at be but by for if in into is it no not of on or s such t that the their then there "
        "these they this to was will with www",
    )
)
"""Words that the analyzer `cjk` leaves out of the index."""
_CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u30ff\u3130-\u318f\u31f0-\u31ff"
)
_CJK += "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")


def search(ask: Ask, engine: duckdb.DuckDBPyConnection, text: str, *, limit: int) -> pa.Table:
    """Return nodes with a name that holds all words of `text`: kind, id, name, note, as the other store.

    `engine` judges what the server finds; it is left without tables.
    """
    words = folded(text).split()
    if not words or limit < 1:
        return FOUND.empty_table()
    found: dict[str, dict[tuple[Any, ...], None]] = {table: {} for table in _HELD}
    question = lucene(words)
    # Words that the index leaves out stand in others that it has; where those are many, they are enough.
    rough = question or _inside(words)
    most = CANDIDATES + 5 * limit
    for fields, tables in _FIELDS:
        rows: list[list[Any]] = []
        if rough:
            asked = " OR ".join(f"{field}:({rough})" for field in fields)
            rows = ask(_fulltext(tables), index=FULLTEXT, asked=asked, most=most, labels=_labels())
            _add(found, tables, rows)
        if not question and len(rows) < most:
            for table in tables:
                word = max(words, key=len)
                looked = ask(_looking(table), forms=[word, _wide(word)], seen=LOOKED_AT, most=most)
                _add(found, (table,), looked)
    for names, nodes in _NAMED.items():
        missing = {row[0] for row in found[names]} - {row[0] for row in found[nodes]}
        (place,) = where.places(nodes)
        _, beginning = where.found(place, _HELD[nodes][0])
        told = ", ".join(where.expression(place, column) for column in _HELD[nodes])
        if missing:
            rows = ask(f"{beginning} RETURN {told}", of={"values": sorted(missing)}, fixed={})
            found[nodes].update(dict.fromkeys(tuple(row) for row in rows))
    return _judged(engine, found, text, limit)


def lucene(words: Iterable[str]) -> str:
    """Return the question to the index: every word as part of a word; empty where it knows none of them."""
    runs = list(dict.fromkeys(run for word in words for run in _RUN.findall(word)))
    sure = [run for run in runs if not any(run in small for small in _SMALL_WORDS)]
    if sure or not set(runs) & _SMALL_WORDS:
        return " AND ".join(_part(run) for run in sure or runs)
    return ""


def _inside(words: Iterable[str]) -> str:
    """Return the question for words that hold those that the index leaves out; empty for signs alone."""
    runs = dict.fromkeys(run for word in words for run in _RUN.findall(word))
    return " AND ".join(f"*{run}*" for run in runs)


def _part(run: str) -> str:
    run = run[:LONGEST]
    if not _CJK_RUN.match(run):
        # The word itself makes short names count for more than long ones.
        return f"({run}^4 OR *{run}*)"
    return f'"{run}"' if len(run) > 1 else f"({run} OR {run}* OR *{run})"


_CJK_RUN = re.compile(f"[{_CJK}]")


def _labels() -> dict[str, str]:
    return {table: graph().nodes[table].label for table in _HELD}


def _fulltext(tables: Sequence[str]) -> str:
    columns = dict.fromkeys(column for table in tables for column in _HELD[table])
    told = ", ".join(f"node.{name(column)}" for column in columns)
    return (
        "CALL db.index.fulltext.queryNodes($index, $asked, {limit: $most}) YIELD node, score "
        "WHERE node.placeholder IS NULL "
        f"RETURN [t IN keys($labels) WHERE $labels[t] IN labels(node)][0], {told}"
    )


def _looking(table: str) -> str:
    (place,) = where.places(table)
    seen = where.expression(
        place, "display_name" if table == "persons" else "title" if table == "works" else "name"
    )
    told = ", ".join(where.expression(place, column) for column in _HELD[table])
    return (
        f"MATCH {where.pattern(place)} WHERE {where.own(place)} WITH n LIMIT $seen "
        f"WHERE any(form IN $forms WHERE toLower({seen}) CONTAINS form) RETURN $table, {told} LIMIT $most"
    ).replace("$table", f"'{table}'")


def _wide(word: str) -> str:
    """Return a word in full-width letters, as it may be printed."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)


def _add(found: dict[str, dict[tuple[Any, ...], None]], tables: Sequence[str], rows: list[list[Any]]) -> None:
    columns = list(dict.fromkeys(column for table in tables for column in _HELD[table]))
    places = {table: [columns.index(column) for column in _HELD[table]] for table in tables}
    for table, *values in rows:
        row = tuple(values[i] for i in places[table]) if table in places else (None,)
        if row[0] is not None:
            found[table][row] = None


def _judged(
    engine: duckdb.DuckDBPyConnection,
    found: dict[str, dict[tuple[Any, ...], None]],
    text: str,
    limit: int,
) -> pa.Table:
    with engine.cursor() as cursor:
        for table, rows in found.items():
            # A view of this cursor alone: other threads do not see it.
            cursor.register(table, to_arrow(_columns(table), list(rows)))

        def query(sql: str, parameters: dict[str, object] | None) -> pa.Table:
            return cursor.sql(sql, params=parameters).to_arrow_table()

        return judge(query, text, limit=limit, tables="temp.main")


def _columns(table: str) -> tuple[Column, ...]:
    return tuple(TABLES[table].column(column) for column in _HELD[table])
