"""Search: the full-text index gives names that may match; they are judged as the embedded store judges them.

The index holds words of letters and digits, Chinese and Japanese text as pairs of characters, and leaves out
some small English words. Its questions are made of the words of the text, so that nothing in a text is an
operator of its language. The last of them asks for too much rather than too little.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from graphrisk.names.persons import person_key
from graphrisk.store.neo4j import rows as where
from graphrisk.store.neo4j.cypher import name
from graphrisk.store.neo4j.model import graph
from graphrisk.store.neo4j.setup import FULLTEXT
from graphrisk.store.search import FOUND, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Ask = Callable[..., list[list[Any]]]

CANDIDATES = 200
"""Names of one kind that are judged. Where more hold the words, the index gives those with the fewest words
beside them; a text that so many names hold says little about which one is meant."""
FURTHER = 300
"""Names that are read beyond these where too few of them hold all words: the index leaves small words out."""
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
_KINDS = {
    "persons": "person",
    "organizations": "organization",
    "works": "work",
    "list_entries": "list_entry",
}
_NAMED = {"person_names": "persons", "organization_names": "organizations", "list_names": "list_entries"}
_OF_PEOPLE = {"persons", "person_names"}
_FIELDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("name",), ("person_names", "organizations", "organization_names", "list_entries", "list_names")),
    (("lone_name",), ("persons",)),
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


def search(ask: Ask, text: str, *, limit: int) -> pa.Table:
    """Return nodes with a name that holds all words of `text`: kind, id, name, note.

    They are those that the other store finds, in its order, unless more names of a kind hold the words than
    are read. Of more the index chooses; people who bear just that name are sought apart, by its key.
    """
    whole = folded(text)
    words = whole.split()
    if not words or limit < 1:
        return FOUND.empty_table()
    found: dict[str, dict[tuple[Any, ...], None]] = {table: {} for table in _HELD}
    asked, most, crowded = questions(words), CANDIDATES + 5 * limit, False
    small = any(len(word) > 1 and word in _SMALL_WORDS for word in words)
    for fields, tables in _FIELDS:
        cut = False
        for question, many in asked.items():
            told = " OR ".join(f"{field}:({question})" for field in fields)
            for skip, number in ((0, most), (most, FURTHER)) if small else ((0, most),):
                given = {"asked": told, "skip": skip, "most": number, "labels": _labels()}
                rows = ask(_fulltext(tables), index=FULLTEXT, **given)
                _add(found, tables, rows)
                so_far = [row for table in tables for row in found[table]]
                cut = len(rows) == number
                if not cut or len(_ids(so_far, whole)) >= limit:
                    break
            if (cut and many) or _enough(so_far, whole, limit, cut=cut):
                break
        crowded = crowded or (cut and not _OF_PEOPLE.isdisjoint(tables))
        if not lucene(words) and not cut:
            for table in tables:
                word = max(words, key=len)
                looked = ask(_looking(table), forms=[word, _wide(word)], seen=LOOKED_AT, most=most)
                _add(found, (table,), looked)
    if crowded:
        _bearers(ask, found, text, most)
    kept = {table: _best(rows, whole, 2 * limit) for table, rows in found.items()}
    for names, nodes in _NAMED.items():
        named = {row[0] for row in kept[names]} - {row[0] for row in kept[nodes]}
        kept[nodes] |= {row: None for row in found[nodes] if row[0] in named}
        missing = named - {row[0] for row in kept[nodes]}
        (place,) = where.places(nodes)
        _, beginning = where.found(place, _HELD[nodes][0])
        told = ", ".join(where.expression(place, column) for column in _HELD[nodes])
        if missing:
            rows = ask(f"{beginning} RETURN {told}", of={"values": sorted(missing)}, fixed={})
            kept[nodes].update(dict.fromkeys(tuple(row) for row in rows))
    return pa.Table.from_pylist(_judged(kept, whole, limit), schema=FOUND)


def _bearers(ask: Ask, found: dict[str, dict[tuple[Any, ...], None]], text: str, most: int) -> None:
    """Add the people who bear the very name, by the key of names: the index may give others before them."""
    if key := person_key(text):
        for table in sorted(_OF_PEOPLE):
            (place,) = where.places(table)
            _, beginning = where.found(place, "name_key")
            told = ", ".join(where.expression(place, column) for column in _HELD[table])
            query = f"{beginning} WITH n ORDER BY n.author_id LIMIT $most RETURN '{table}', {told}"
            _add(found, (table,), ask(query, of={"values": [key]}, fixed={}, most=most))


def questions(words: Sequence[str]) -> dict[str, bool]:
    """Return what the index is asked, one after the other, as long as the answers are not enough.

    First for names in which all words stand, the last one perhaps unfinished: there are few of them to be
    read, among them all that begin with the text. For letters alone the index would then have to join nearly
    all of its words, so that such are sought at the beginning of a word: the value is true for a question
    after which no other is asked where it has more answers than are wanted.
    """
    runs = list(dict.fromkeys(run[:LONGEST] for word in words for run in _RUN.findall(word)))
    # Words that the index leaves out stand in others that it has; where those are many, they are enough.
    loose = {question: False for question in (lucene(words) or _inside(words),) if question}
    if not runs or any(_CJK_RUN.match(run) for run in runs):
        return loose
    *before, last = runs
    letters = max(map(len, runs)) == 1
    whole = [run for run in before if run not in _SMALL_WORDS]
    ending = f"({last}^4 OR {last}*)" if len(whole) == len(before) or not letters else f"{last}*"
    begun = {" AND ".join(f"({run}^4 OR {run}*)" for run in runs): True} if letters else {}
    return {" AND ".join([*whole, ending]): False} | begun | loose


_Rank: TypeAlias = tuple[int, int]
"""What names are ordered by: the text itself, what begins with it, others; the shorter ones first."""


def _ids(rows: Iterable[tuple[Any, ...]], text: str) -> dict[Any, _Rank]:
    """Return the ids of rows whose name, their second value, holds all words, with the best rank of each."""
    best: dict[Any, _Rank] = {}
    words = text.split()
    for id_, seen, *_ in rows:
        name = folded(seen or "")
        if all(word in name for word in words):
            rank = (0 if name == text else 1 if name.startswith(text) else 2), len(name)
            best[id_] = min(rank, best.get(id_, rank))
    return best


def _enough(rows: Iterable[tuple[Any, ...]], text: str, limit: int, *, cut: bool) -> bool:
    """Return whether rows hold the best: names that begin with the text, or of more than the index gave."""
    ranks = _ids(rows, text).values()
    return len(ranks) >= limit and (cut or sum(kind < 2 for kind, _ in ranks) >= limit)


def _best(rows: Mapping[tuple[Any, ...], None], text: str, most: int) -> dict[tuple[Any, ...], None]:
    """Return the rows of the best `most` ids."""
    ids = _ids(rows, text)
    kept = set(sorted(ids, key=lambda id_: (ids[id_], id_))[:most])
    return {row: None for row in rows if row[0] in kept}


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
        "CALL db.index.fulltext.queryNodes($index, $asked, {skip: $skip, limit: $most}) YIELD node, score "
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
    found: Mapping[str, Mapping[tuple[Any, ...], None]], text: str, limit: int
) -> list[dict[str, str | None]]:
    """Return the best `limit` nodes, ordered as the embedded store orders them."""
    best: dict[tuple[str, Any], _Rank] = {}
    for table, rows in found.items():
        kind = _KINDS[_NAMED.get(table, table)]
        for id_, rank in _ids(rows, text).items():
            best[kind, id_] = min(rank, best.get((kind, id_), rank))
    nodes = {(kind, row[0]): row for table, kind in _KINDS.items() for row in found[table]}
    order = sorted(nodes.keys() & best.keys(), key=lambda key: (best[key], key))
    return [
        {"kind": kind, "id": id_, "name": nodes[kind, id_][1], "note": _note(kind, nodes[kind, id_])}
        for kind, id_ in order[:limit]
    ]


def _note(kind: str, row: tuple[Any, ...]) -> str | None:
    if kind == "list_entry":
        return None if None in row[2:] else " ".join(row[2:])
    return None if row[2] is None else str(row[2])
