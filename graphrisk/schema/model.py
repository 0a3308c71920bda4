"""What a table and a column of the graph are, and the forms in which other programs want to see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa


class Type(StrEnum):
    """Column types, under the names that DuckDB gives them."""

    STRING = "VARCHAR"
    INTEGER = "BIGINT"
    NUMBER = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    TIMESTAMP = "TIMESTAMP"
    STRINGS = "VARCHAR[]"
    INTEGERS = "BIGINT[]"


Layer = Literal["reference", "observed", "declared", "derived", "ledger", "result"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `doc` is the text of the data model page; `required` columns hold no nulls.

    Of a `blank_is_null` column an empty text says as little as a null, and is stored as one. A `plain` one is
    stored as it is: to compress names and ids that hardly repeat takes longer than all else that a load does
    with them, reading them slows each scan, and half of their size is what it saves.
    """

    name: str
    type: Type
    doc: str
    required: bool = False
    blank_is_null: bool = False
    plain: bool = False


@dataclass(frozen=True)
class Table:
    """One node or edge table.

    `key` names the columns that identify a row. `owner` names the columns of the record that a row belongs
    to: a newer version of the record replaces all rows of that owner (a work and its authorships, an edition
    of a list and its rows). `group` gathers the tables that make up one record, the first named after it.
    `label` is the node label or relationship type in a property graph; `start` and `end` name the node tables
    and columns that an edge joins. `valid_from` and `valid_to` name the columns with the time in which the
    fact holds.
    """

    name: str
    layer: Layer
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    owner: tuple[str, ...] = ()
    group: str = ""
    label: str = ""
    start: tuple[str, str] | None = None
    end: tuple[str, str] | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    provenance: bool = field(default=True)
    latest: bool = field(default=False)
    """Whether rows come along with many records, so that repeats are no fault and the last one read holds."""

    @property
    def is_edge(self) -> bool:
        """Whether the table joins two node tables."""
        return self.start is not None and self.end is not None

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The table's own columns, then those of its provenance that it does not name itself."""
        if not self.provenance:
            return self.columns
        return (*self.columns, *(column for column in PROVENANCE if column.name not in self.names))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the table's own columns, without provenance."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called `name`. Raises `KeyError` where there is none."""
        for column in self.all_columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def arrow_schema(self, *, provenance: bool = False) -> pa.Schema:
        """Return the table's columns as an Arrow schema, in order; with those of provenance if asked."""
        import pyarrow as pa

        types = {
            Type.STRING: pa.string(),
            Type.INTEGER: pa.int64(),
            Type.NUMBER: pa.float64(),
            Type.BOOLEAN: pa.bool_(),
            Type.DATE: pa.date32(),
            Type.TIMESTAMP: pa.timestamp("us"),
            Type.STRINGS: pa.list_(pa.string()),
            Type.INTEGERS: pa.list_(pa.int64()),
        }
        columns = self.all_columns if provenance else self.columns
        return pa.schema([pa.field(c.name, types[c.type], nullable=not c.required) for c in columns])


def text(name: str, doc: str, *, required: bool = False, plain: bool = False) -> Column:
    """Return a string column."""
    return Column(name, Type.STRING, doc, required, plain=plain)


def texts(name: str, doc: str) -> Column:
    """Return a column that holds a list of strings; empty where nothing is known."""
    return Column(name, Type.STRINGS, doc)


def integer(name: str, doc: str, *, required: bool = False) -> Column:
    """Return an integer column."""
    return Column(name, Type.INTEGER, doc, required)


def number(name: str, doc: str) -> Column:
    """Return a floating point column."""
    return Column(name, Type.NUMBER, doc)


def boolean(name: str, doc: str, *, required: bool = False) -> Column:
    """Return a true/false column; null where unknown."""
    return Column(name, Type.BOOLEAN, doc, required)


def date(name: str, doc: str, *, required: bool = False) -> Column:
    """Return a calendar date column."""
    return Column(name, Type.DATE, doc, required)


PROVENANCE: tuple[Column, ...] = (
    text("source", "the loader that brought the row, such as openalex or ror", required=True),
    text("edition", "the edition of the source as the person who loaded it named it"),
    integer("snapshot", "the snapshot in which the row came in or last changed", required=True),
)
"""Columns that say where a row of a loaded table comes from; a row is the same when all others are."""
