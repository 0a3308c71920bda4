"""What a loader is: a function from files to events. It never writes a store.

A loader yields, in the order of its files, `Batch` and `Parquet` (rows of the tables of `graphrisk.schema`),
`Replace` (records whose rows are replaced even where none came), `Reject` (a record refused, with its place),
`Skip` (records passed over on purpose), `Warn`, `Edition` and `Progress`. `graphrisk.load` writes what comes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

VALUE_LIMIT = 200
"""How many characters of a refused value are kept."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one table, with the columns of `Table.arrow_schema()`.

    `fill` rows only fill gaps: they are written where the key is not there yet (an organisation that a work
    names, before its registry record is loaded).
    """

    table: str
    rows: pa.Table
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Parquet:
    """Rows of one table in a Parquet file whose columns were checked against the schema."""

    table: str
    path: Path


@dataclass(frozen=True, slots=True)
class Replace:
    """Records of `table` that this load replaces whole: values of the table's one `owner` column."""

    table: str
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was refused. `line` counts from 1; `column` may be a path into the record."""

    file: str
    line: int | None
    reason: str
    column: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Records passed over on purpose, such as vessels on a list of organisations."""

    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Warn:
    """Something a person should know about the data, in a whole sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that the files themselves name. It counts where the person who loads named none."""

    name: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the load has come: records read since the last `Progress`, input bytes consumed in all."""

    records: int
    bytes_done: int


Event: TypeAlias = Batch | Parquet | Replace | Reject | Skip | Warn | Edition | Progress


@dataclass(frozen=True, slots=True)
class Input:
    """One file to load. `path` is None for standard input; `name` is what reports call it."""

    path: Path | None
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who loads says about the files."""

    edition: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    list_id: str | None = None
    list_format: str | None = None
    title: str | None = None
    citation: str | None = None
    replace: bool = False
    processes: int = field(default=1)


class Loader(Protocol):
    """A loader: files and options to events. Raises `InputError` where a whole file cannot be used."""

    def __call__(self, inputs: Sequence[Input], options: Options) -> Iterator[Event]:
        """Yield what the files hold."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A loader with what the command line and the docs say of it."""

    name: str
    load: Loader
    doc: str
    record: str
    """The table whose records the closing report counts; empty counts the rows of all tables."""
    accepts: tuple[str, ...]
    """Endings of file names that are taken from a folder."""
    stdin: bool
