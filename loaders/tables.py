"""Parquet files in graphrisk's own schema, for bulk and partner pipelines.

A folder of `<table>.parquet` files or of folders `<table>/*.parquet`. Columns and types must be those of the
schema; all files are checked before the first row is read, and every difference is shown at once.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.errors import InputError
from graphrisk.names.identifiers import award_key
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.schema import LOADED
from graphrisk.sentences import Sentence, listed
from loaders.base import Parquet, Progress, Skip, Source, Warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graphrisk.schema import Table
    from loaders.base import Event, Input, Options

TABLES: dict[str, Table] = {table.name: table for table in LOADED}
"""Tables that may be loaded; those that graphrisk computes may not."""

SAMPLE = 500
"""How many rows of a file have their keys made anew."""

KEYS: dict[str, tuple[str, str, Callable[[str], str | None]]] = {
    "organization_names": ("name", "name_key", organization_key),
    "list_names": ("name", "name_key", organization_key),
    "persons": ("display_name", "name_key", person_key),
    "person_names": ("name", "name_key", person_key),
    "work_awards": ("award_id", "award_key", award_key),
    "declared_funding": ("award_id", "award_key", award_key),
}
"""Tables with keys: the column that is printed, the key's, and the function that makes one from the other."""


def load(inputs: Sequence[Input], options: Options) -> Iterator[Event]:  # noqa: ARG001  # rows carry all there is
    """Yield Parquet files by table. Raises `InputError` that lists all differences from the schema."""
    checked: list[tuple[Table, Input, int]] = []
    faults: list[Sentence] = []
    for item in inputs:
        table = _table(item)
        if table is None:
            faults.append(
                Sentence("{file}: is no table; tables are {tables}", file=item.name, tables=", ".join(TABLES))
            )
            continue
        try:
            metadata = pq.read_metadata(item.path)
            differences = compare(metadata.schema.to_arrow_schema(), table)
        except (pa.ArrowException, OSError, UnicodeEncodeError) as error:  # The last for its name.
            faults.append(
                Sentence(
                    "{file}: is no readable Parquet file ({error})",
                    file=item.name,
                    error=str(error).splitlines()[0][:120],
                )
            )
            continue
        faults.extend(listed((item.name, difference), ": ") for difference in differences)
        checked.append((table, item, metadata.num_rows))
    if faults:
        raise InputError(
            Sentence("{faults}.", faults=listed(faults, "; ")),
            remedy=Sentence(
                "Write the columns and types of the page on the data model (docs/data-model.md)."
            ),
        )
    order = {name: number for number, name in enumerate(TABLES)}
    done = 0
    for table, item, rows in sorted(checked, key=lambda one: (order[one[0].name], one[1].name)):
        done += item.size or 0
        if rows == 0:
            yield Skip(Sentence("Parquet file without rows"))
        elif item.path is not None:
            yield from _check_keys(table.name, item)
            yield Parquet(table.name, item.path)
        yield Progress(rows, done)


def compare(found: pa.Schema, table: Table) -> list[Sentence]:
    """Return how the columns of a file differ from those of `table`, a phrase each; empty where they agree.

    The order of columns and the width of string offsets do not count. Whether required columns hold nulls is
    for the writer to check.
    """
    expected = table.arrow_schema()
    differences = [
        Sentence("the column {name} is missing ({type})", name=name, type=expected.field(name).type)
        for name in expected.names
        if name not in found.names
    ]
    differences += [
        Sentence("the column {name} is not in the table {table}", name=name, table=table.name)
        for name in found.names
        if name not in expected.names
    ]
    differences += [
        Sentence("the column {name} stands twice", name=name) for name in sorted(_twice(found.names))
    ]
    for name in expected.names:
        if found.names.count(name) == 1:
            want, got = expected.field(name).type, found.field(name).type
            if _plain(got) != _plain(want):
                differences.append(
                    Sentence(
                        "the column {name} is {found}, expected {expected}",
                        name=name,
                        found=got,
                        expected=want,
                    )
                )
    return differences


def _check_keys(table: str, item: Input) -> Iterator[Warn]:
    """Warn where the keys of the first rows are not those that graphrisk compares by: nothing would match."""
    if table not in KEYS or item.path is None:
        return
    printed, key, make = KEYS[table]
    try:
        with pq.ParquetFile(item.path) as file:
            rows = next(file.iter_batches(SAMPLE, columns=[printed, key])).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            Sentence("is damaged ({error}).", error=str(error).splitlines()[0][:120]),
            file=item.name,
            remedy=Sentence("Write it again."),
        ) from error
    where = f"{make.__module__}.{make.__name__}"
    for row in rows:
        expected = make(row[printed]) if row[printed] is not None else None
        if row[key] != expected:
            yield Warn(
                Sentence(
                    "{file}: the {key} of {name} is {found}, but graphrisk compares by {expected}. "
                    "What has another key is not found: make keys with {where}.",
                    file=item.name,
                    key=key,
                    name=repr(row[printed]),
                    found=repr(row[key]),
                    expected=repr(expected),
                    where=where,
                )
            )
            return


def _table(item: Input) -> Table | None:
    if item.path is None:
        return None
    path = PurePath(item.path)
    return TABLES.get(path.name.split(".")[0]) or TABLES.get(path.parent.name)


def _twice(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def _plain(kind: pa.DataType) -> str:
    """Return a type by what it holds: strings of any offset width, plain or by dictionary, are strings."""
    if pa.types.is_dictionary(kind):
        return _plain(kind.value_type)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return "string"
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_list_view(kind):
        return f"list of {_plain(kind.value_type)}"
    return str(kind)


SOURCE = Source(
    name="tables",
    load=load,
    doc="A folder of Parquet files in graphrisk's own schema, one or more a table.",
    record="",
    accepts=(".parquet",),
    stdin=False,
)
