"""What is shown of nodes and ties: the rows behind the numbers of an index."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from graphrisk.store.explore.kinds import PRINTED, RECORDED, RECORDS, record_id
from graphrisk.store.explore.model import TIES, Node, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

NAMES = tuple(TIES)
"""Kinds of ties by their codes."""


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
    shown = {kind: _shown(cursor, kind, places) for kind, places in rows.items()}
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
    printed: int | None


def describe(
    cursor: duckdb.DuckDBPyConnection, links: Sequence[Link], more: Iterable[int] = ()
) -> tuple[list[Tie], dict[int, Node]]:
    """Return links as ties, in their order, and the nodes at their ends and in `more` by number."""
    wanted = {number for link in links for number in (link.start, link.end, link.via) if number is not None}
    found = nodes(cursor, [*wanted, *more])
    rows: dict[str, list[int]] = {}
    placed = []
    for link in links:
        # Co-authors have many records; the newest work speaks for them.
        row = found[link.via].row if link.row is None and link.via is not None else link.row
        placed.append(row or 0)
        rows.setdefault(NAMES[link.code], []).append(row or 0)
    records = {kind: _records(cursor, kind, places) for kind, places in rows.items()}
    texts = _texts(cursor, {link.printed for link in links if link.printed is not None})
    ties = []
    for link, row in zip(links, placed, strict=True):
        kind = NAMES[link.code]
        record, text, source = records[kind][row]
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
                text=text if link.printed is None else texts[link.printed],
            )
        )
    return ties, {number: node for number, (node, _, _) in found.items()}


def _records(
    cursor: duckdb.DuckDBPyConnection, kind: str, rows: Sequence[int]
) -> dict[int, tuple[str, str | None, str]]:
    """Return for each row of the table of a kind of tie: id, what it says, source with edition."""
    table, text = RECORDS[kind]
    if kind in PRINTED:
        text = "NULL"  # unpacking the texts of a million affiliations takes longer than all the rest
    # Where the record is a node, that node gives its id; strings are what takes time to read.
    identifier = "''" if TIES[kind].dated or kind == "listed" else record_id(table)
    found = cursor.execute(
        f"SELECT rowid, {identifier}, {text}, concat_ws(' ', source, edition) FROM graph.main.{table} "
        "WHERE rowid IN (SELECT unnest($rows))",
        {"rows": sorted(set(rows))},
    ).fetchall()
    return {row: (record, text, source) for row, record, text, source in found}


def _texts(cursor: duckdb.DuckDBPyConnection, numbers: Iterable[int]) -> dict[int, str]:
    """Return printed affiliations by their numbers."""
    wanted = sorted(numbers)
    if not wanted:
        return {}
    found = cursor.execute(
        "SELECT string_no, raw_string FROM graph.main.string_numbers "
        "WHERE string_no IN (SELECT unnest($numbers::BIGINT[]))",
        {"numbers": wanted},
    )
    return dict(found.fetchall())
