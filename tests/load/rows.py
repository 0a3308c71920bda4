"""Rows for tests: dictionaries with what matters, completed to whole rows of a table.

`batch(table, rows)` makes a loader's event; `source(events)` a loader that yields events as they are;
`run(workspace, events)` loads them at a fixed time.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.load import load
from graphrisk.schema import TABLES, Type
from loaders.base import Batch, Options, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphrisk.load import LoadReport
    from graphrisk.settings import Workspace
    from loaders.base import Event, Input

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
_DEFAULTS: dict[Type, Any] = {
    Type.STRING: "x",
    Type.INTEGER: 1,
    Type.BOOLEAN: False,
    Type.DATE: dt.date(2024, 4, 1),
    Type.STRINGS: [],
}


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return whole rows: what a row leaves out is null, or some value where one is required."""
    described = TABLES[name]
    whole = [
        {
            c.name: row[c.name] if c.name in row else (_DEFAULTS[c.type] if c.required else None)
            for c in described.columns
        }
        for row in rows
    ]
    schema = pa.schema([field.with_nullable(True) for field in described.arrow_schema()])
    return pa.Table.from_pylist(whole, schema=schema)


def batch(name: str, *rows: Mapping[str, Any], fill: bool = False) -> Batch:
    """Return a batch with these rows."""
    return Batch(name, table(name, rows), fill)


def work(number: int, authors: Iterable[int] = (1,), **more: Any) -> list[Event]:
    """Return the batches of a work with its authors, one affiliation each."""
    work_id, people = f"W{number}", list(authors)
    places = [{"work_id": work_id, "position": i, "author_id": f"A{a}"} for i, a in enumerate(people)]
    return [
        batch("works", {"work_id": work_id, "title": f"Title {number}", "authors_count": len(people)} | more),
        batch("authorships", *places),
        batch("affiliations", *(place | {"seq": 0, "org_id": f"O{place['author_id']}"} for place in places)),
        batch(
            "persons",
            *({"author_id": f"A{a}", "display_name": f"Name {a}", "name_key": f"name {a}"} for a in people),
        ),
    ]


def source(events: Sequence[Event], *, name: str = "test", record: str = "works") -> Source:
    """Return a source whose loader yields these events."""

    def loader(inputs: Sequence[Input], options: Options) -> Iterator[Event]:
        yield from events

    return Source(name, loader, "A source for tests.", record, (".json",), stdin=False)


def run(
    workspace: Workspace,
    events: Sequence[Event],
    *,
    options: Options | None = None,
    inputs: Sequence[Input] = (),
    record: str = "works",
    name: str = "test",
    **more: Any,
) -> LoadReport:
    """Load events into the workspace, at noon."""
    return load(
        workspace,
        source(events, name=name, record=record),
        inputs,
        options or Options(),
        now=lambda: NOON,
        **more,
    )
