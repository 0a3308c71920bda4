"""What is shown of nodes and ties: the rows behind the numbers of an index."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from graphrisk.store.explore.kinds import RECORDED, RECORDS, record_id
from graphrisk.store.explore.model import TIES, Node, Tie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import duckdb

NAMES = tuple(TIES)
"""Kinds of ties by their codes."""


_T = TypeVar("_T")
_AT_ONCE = 4


def _together(
    cursor: duckdb.DuckDBPyConnection, questions: Sequence[Callable[[duckdb.DuckDBPyConnection], _T]]
) -> list[_T]:
    """Return the answers to questions, in their order, asked at the same time.

    Rows that lie far apart are read by unpacking the strings around each of them, for which the engine uses
    little more than one core.
    """
    if len(questions) < 2:
        return [ask(cursor) for ask in questions]

    def answer(ask: Callable[[duckdb.DuckDBPyConnection], _T]) -> _T:
        with cursor.cursor() as own:
            return ask(own)

    with ThreadPoolExecutor(min(_AT_ONCE, len(questions))) as pool:
        return list(pool.map(answer, questions))


class Placed(NamedTuple):
    """A node with the address of its record and the record's row in the snapshot."""

    node: Node
    url: str | None
    row: int | None


def nodes(cursor: duckdb.DuckDBPyConnection, numbers: Iterable[int]) -> dict[int, Placed]:
    """Return nodes by number, with the address of the record and its row."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    found = cursor.execute(
        "SELECT node, kind, id, row, name, listed FROM explore.main.nodes "
        "WHERE node IN (SELECT unnest($nodes))",
        {"nodes": wanted},
    ).fetchall()
    rows: dict[str, list[int]] = {}
    for _, kind, _, row, _, _ in found:
        if row is not None:
            rows.setdefault(kind, []).append(row)
    asked = [partial(_shown, kind=kind, rows=places) for kind, places in rows.items()]
    shown = dict(zip(rows, _together(cursor, asked), strict=True))
    made = {}
    for number, kind, identifier, row, given, listed in found:
        name, note, url = shown[kind][row] if row is not None else (given, None, None)
        plain = name or identifier.removeprefix("name:")
        made[int(number)] = Placed(Node(kind, identifier, plain, note, listed), url, row)
    return made


def _shown(
    cursor: duckdb.DuckDBPyConnection, kind: str, rows: Sequence[int]
) -> dict[int, tuple[str | None, str | None, str | None]]:
    table, _, name, note, url = RECORDED[kind]
    found = cursor.execute(
        f"SELECT rowid, {name}, {note}, {url} FROM graph.main.{table} WHERE rowid IN (SELECT unnest($rows))",
        {"rows": rows},
    ).fetchall()
    return {row: (name, note, url) for row, name, note, url in found}


class Link(NamedTuple):
    """A tie by the numbers of its ends, as `explore.main.links` has it."""

    code: int
    start: int
    end: int
    day_from: dt.date | None
    day_to: dt.date | None
    works: int | None
    via: int | None
    row: int | None


def describe(
    cursor: duckdb.DuckDBPyConnection, links: Sequence[Link], more: Iterable[int] = ()
) -> tuple[list[Tie], dict[int, Node]]:
    """Return links as ties, in their order, and the nodes at their ends and in `more` by number."""
    wanted = {number for link in links for number in (link.start, link.end, link.via) if number is not None}
    found, records = _behind(cursor, links, [*wanted, *more])
    ties = []
    for link in links:
        kind = NAMES[link.code]
        record, text, source = records[kind][_row(link, found)]
        via = None if link.via is None else found[link.via]
        ties.append(
            Tie(
                kind=kind,
                start=found[link.start].node.key,
                end=found[link.end].node.key,
                declared=TIES[kind].declared,
                date_from=link.day_from,
                date_to=link.day_to,
                works=link.works,
                source=source,
                record=via.node.id if via else record,
                url=via.url if via else None,
                text=text,
            )
        )
    return ties, {number: node for number, (node, _, _) in found.items()}


def _row(link: Link, found: Mapping[int, Placed]) -> int:
    """Return the row of a link's record. Co-authors have many; the newest work speaks for them."""
    row = found[link.via].row if link.row is None and link.via is not None else link.row
    return row or 0


_Records: TypeAlias = dict[int, tuple[str, str | None, str]]


def _behind(
    cursor: duckdb.DuckDBPyConnection, links: Sequence[Link], wanted: Sequence[int]
) -> tuple[dict[int, Placed], dict[str, _Records]]:
    """Return the nodes `wanted`, and the records of all links by kind and row."""
    rows: dict[str, list[int]] = {}
    later: list[Link] = []
    for link in links:
        if link.row is None:
            later.append(link)
        else:
            rows.setdefault(NAMES[link.code], []).append(link.row)
    found: dict[int, Placed] = {}

    def ask(kind: str | None, own: duckdb.DuckDBPyConnection) -> _Records:
        if kind is None:
            found.update(nodes(own, wanted))
            return {}
        return _records(own, kind, rows[kind])

    kinds = [None, *rows]
    answers = _together(cursor, [partial(ask, kind) for kind in kinds])
    records = {kind: answer for kind, answer in zip(kinds, answers, strict=True) if kind is not None}
    rows = {}
    for link in later:
        rows.setdefault(NAMES[link.code], []).append(_row(link, found))
    for kind, places in rows.items():
        records.setdefault(kind, {}).update(_records(cursor, kind, places))
    return found, records


def _records(cursor: duckdb.DuckDBPyConnection, kind: str, rows: Sequence[int]) -> _Records:
    """Return for each row of the table of a kind of tie: id, what it says, source with edition."""
    table, text = RECORDS[kind]
    # Where the record is a node, that node gives its id; strings are what takes time to read.
    identifier = "''" if TIES[kind].dated or kind == "listed" else record_id(table)
    found = cursor.execute(
        f"SELECT rowid, {identifier}, {text}, concat_ws(' ', source, edition) FROM graph.main.{table} "
        "WHERE rowid IN (SELECT unnest($rows))",
        {"rows": sorted(set(rows))},
    ).fetchall()
    return {row: (record, text, source) for row, record, text, source in found}
