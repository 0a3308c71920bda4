"""What a loader yields, gathered by kind, for tests that compare it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphrisk.schema import TABLES
from loaders.base import Batch, Edition, Input, Options, Progress, Reject, Skip, Warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from loaders.base import Source

Row = dict[str, Any]


@dataclass
class Loaded:
    """Events by kind; rows as dictionaries, `filled` names the tables that came as gap fillers."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    filled: set[str] = field(default_factory=set)
    rejects: list[Reject] = field(default_factory=list)
    skips: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    edition: str | None = None
    records: int = 0
    bytes_done: int = 0


def gather(source: Source, inputs: Sequence[Input], options: Options | None = None) -> Loaded:
    """Run a loader to its end; batches must have their table's columns and no nulls where none may be."""
    loaded = Loaded()
    for event in source.load(inputs, options or Options()):
        match event:
            case Batch(table, rows, fill):
                schema = TABLES[table].arrow_schema()
                assert rows.schema.equals(schema), table
                for column in schema:
                    assert column.nullable or not rows[column.name].null_count, (table, column.name)
                loaded.tables[table].extend(rows.to_pylist())
                if fill:
                    loaded.filled.add(table)
            case Reject():
                loaded.rejects.append(event)
            case Skip(reason, count):
                loaded.skips[reason] += count
            case Warn(text):
                loaded.warnings.append(text)
            case Edition(name):
                loaded.edition = name
            case Progress(records, bytes_done):
                assert bytes_done >= loaded.bytes_done
                loaded.records += records
                loaded.bytes_done = bytes_done
            case _:
                raise AssertionError(event)
    return loaded


def file(path: Path, data: bytes | str) -> Input:
    """Write a file and return it as an input called by its bare name."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Input(path, path.name, path.stat().st_size)
