"""A snapshot as files for Neo4j's offline import: CSV files for each set of nodes and of relationships.

The import tool builds a database from them several times as fast as any connection to a server can. Files of
Parquet would need no quoting, but the tool calls that a trial on the server version that lasts longest.

What CSV can say: nothing between two commas is an absent property, two quotation marks are an empty text, a
list is its values with a character between them that stands in none of them. It cannot say an empty list,
which the model does not have (see `graphrisk.store.neo4j.model`), or a list of one empty text. Where there is
such a one the property is left out, and the marker says that the publication is not finished: what reads the
database refuses it until `publish` has compared all of it and has written what is missing.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from graphrisk.causes import cause
from graphrisk.errors import InputError, StoreError
from graphrisk.schema import Type
from graphrisk.sentences import Sentence
from graphrisk.store.duckdb import attach
from graphrisk.store.neo4j.bulk_numbers import END, NO_NODE, NUMBER, START, Numbers
from graphrisk.store.neo4j.bulk_parts import ORDER, part_queries
from graphrisk.store.neo4j.bulk_texts import (
    ARGUMENTS,
    INCOMPLETE,
    README,
    arguments,
    begun,
    marker_file,
    readme,
)
from graphrisk.store.neo4j.marker import published_properties, unfinished_properties
from graphrisk.store.neo4j.model import Edges, Nodes, graph
from graphrisk.store.snapshot import remove, spill_folder, sync, write_atomic
from graphrisk.store.sql import literal, quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from graphrisk.schema import Column
    from graphrisk.store.manifest import Manifest

SEPARATORS = (*range(0x1F, 0x1B, -1), *range(1, 9), *range(0xE000, 0xE010))
"""Characters, as numbers, that may stand between the values of a list: the first that is in no value does."""

_TYPES = {
    Type.STRING: "string",
    Type.INTEGER: "long",
    Type.NUMBER: "double",
    Type.BOOLEAN: "boolean",
    Type.DATE: "date",
    Type.TIMESTAMP: "localdatetime",
    Type.STRINGS: "string[]",
    Type.INTEGERS: "long[]",
}
_SEPARATOR_FOUND = "separator within a value"
_LONE_EMPTY = "list of one empty text"
_CHUNK = 1 << 24


@dataclass(frozen=True, slots=True)
class File:
    """One file of the import: `option` names what it holds, `multiline` whether values run over lines."""

    name: str
    option: str
    rows: int
    size: int
    multiline: bool
    whole: bool = True
    """False where a list of one empty text was left out."""


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What was written. `command` is what has to be run in `folder` while the server stands still.

    `whole` is false where the next publication has something to add to what is imported.
    """

    folder: Path
    snapshot: int
    files: tuple[File, ...]
    nodes: int
    relationships: int
    size: int
    seconds: float
    command: str
    whole: bool = True


def write_bulk(
    tables: Path,
    manifest: Manifest,
    folder: Path,
    *,
    workspace: str,
    now: dt.datetime,
    database: str = "neo4j",
    memory: str = "2GB",
    on_progress: Callable[[float, str], None] | None = None,
) -> BulkReport:
    """Write the snapshot in `tables` into `folder`, which is new or empty, and return what was written.

    `workspace` is the id that the marker in the database carries. Until all is written the folder holds a
    file `INCOMPLETE` and neither command nor arguments.

    Raises `InputError` where the folder cannot be used and `StoreError` where a value cannot be written.
    """
    started = time.perf_counter()
    _claim(folder, manifest)
    spill = spill_folder(tables.parent)
    try:
        connection = attach(tables, memory=memory, temporary=spill)
        connection.execute("SET preserve_insertion_order = false")
        with connection:
            files, separator, number = _write_all(
                connection, manifest, folder, on_progress or (lambda _s, _n: None)
            )
    except OSError as error:
        raise InputError(
            Sentence("cannot be written: {cause}", cause=cause(error)),
            file=str(folder),
            remedy=Sentence("Make room, try again."),
        ) from error
    finally:
        if spill.exists():
            remove(spill)
    whole = all(file.whole for file in files)
    properties = published_properties(workspace, manifest, at=now, indexed=False)
    if not whole:
        properties |= unfinished_properties(manifest, at=now)
    marker = marker_file(folder, properties, number)
    files.append(File(marker.name, marker.option, 1, marker.size, multiline=False))
    command = f"neo4j-admin database import full {database} @{ARGUMENTS}"
    write_atomic(folder / ARGUMENTS, arguments(files, separator, longest=marker.size).encode())
    report = BulkReport(
        folder,
        manifest.snapshot,
        tuple(files),
        sum(f.rows for f in files if f.option.startswith("--nodes")),
        sum(f.rows for f in files if f.option.startswith("--relationships")),
        sum(f.size for f in files),
        time.perf_counter() - started,
        command,
        whole,
    )
    write_atomic(folder / README, readme(report.nodes, report.relationships, manifest, command).encode())
    (folder / INCOMPLETE).unlink()
    sync(folder)
    return report


def file_name(one: Nodes | Edges, part: int = 1) -> str:
    """Return the name of the file of a set, or of one part of it; parts are counted from 1."""
    kind = "nodes" if isinstance(one, Nodes) else "relationships"
    return f"{kind}-{one.name.replace(':', '-')}{f'-{part}' if part > 1 else ''}.csv"


def select(one: Nodes | Edges, separator: str, query: str, *, strict: bool = True) -> str:
    """Return the query whose rows and column names are the lines and the header of a file.

    `query` gives the rows of the set, or of a part of it, with their numbers (`Numbers`). `strict` refuses a
    list of one empty text; without it that property is left out.
    """
    if isinstance(one, Nodes):
        parts, order = [f'{NUMBER} AS ":ID"'], ""
    else:
        parts = [f'{START} AS ":START_ID"', f'{END} AS ":END_ID"']
        order = f" ORDER BY {ORDER[one.name]}" if one.name in ORDER else ""
    parts += [f'{_value(c, separator, strict=strict)} AS "{c.name}:{_TYPES[c.type]}"' for c in one.columns]
    return f"SELECT {', '.join(parts)} FROM ({query}){order}"


def _value(column: Column, separator: str, *, strict: bool) -> str:
    name = quoted(column.name)
    if column.type is Type.TIMESTAMP:
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%f')"
    if column.type is Type.INTEGERS:
        return f"array_to_string({name}, {separator})"
    if column.type is Type.STRINGS:
        lone = f"error({literal(_LONE_EMPTY)})" if strict else "NULL"
        found = f"error({literal(_SEPARATOR_FOUND)})"
        # Most lists have one value, which is what is written; putting values together takes longer.
        return (
            f"CASE WHEN len({name}) = 1 THEN CASE WHEN contains({name}[1], {separator}) THEN {found} "
            f"WHEN {name}[1] = '' THEN {lone} ELSE {name}[1] END "
            f"WHEN contains(array_to_string({name}, ''), {separator}) THEN {found} "
            f"ELSE array_to_string({name}, {separator}) END"
        )
    return name


def _write_all(
    connection: duckdb.DuckDBPyConnection,
    manifest: Manifest,
    folder: Path,
    tell: Callable[[float, str], None],
) -> tuple[list[File], int, int]:
    every: list[Nodes | Edges] = [*graph().nodes.values(), *graph().edges.values()]
    weights = [_weight(one, manifest) for one in every]
    for separator in SEPARATORS:
        try:
            files, done, numbers = [], 0, Numbers(connection)
            for one, weight in zip(every, weights, strict=True):
                tell(done / sum(weights), one.name)
                for part, (query, ending) in enumerate(part_queries(connection, one), 1):
                    told = (
                        numbers.nodes(one, query)
                        if isinstance(one, Nodes)
                        else numbers.edges(one, query, ending)
                    )
                    files.append(_write(connection, one, told, folder / file_name(one, part), separator))
                if isinstance(one, Nodes):
                    numbers.wrote(one, files[-1].rows)
                done += weight
        except _SeparatorError:
            continue
        for file in files:
            if not file.rows:
                (folder / file.name).unlink()
        return [file for file in files if file.rows], separator, numbers.total
    raise StoreError(
        Sentence("The values of some list hold every character that could stand between values."),
        remedy=Sentence("Publish over the connection instead: graphrisk neo4j publish"),
    )


class _SeparatorError(Exception):
    """A value of a list holds the character that should stand between values."""


def _write(
    connection: duckdb.DuckDBPyConnection,
    one: Nodes | Edges,
    query: str,
    path: Path,
    separator: int,
    *,
    strict: bool = True,
) -> File:
    told = select(one, f"chr({separator})", query, strict=strict)
    try:
        answer = connection.execute(
            f"COPY ({told}) TO {literal(str(path))} (FORMAT csv, HEADER true, QUOTE '\"', ESCAPE '\"')"
        ).fetchone()
    except duckdb.Error as error:
        said = str(error)
        if _SEPARATOR_FOUND in said:
            raise _SeparatorError from error
        if _LONE_EMPTY in said and strict:
            return _write(connection, one, query, path, separator, strict=False)
        if "No space left" in said or "temp_directory_size" in said:
            raise InputError(
                Sentence("The disk of {folder} is full.", folder=path.parent),
                remedy=Sentence("Make room, then try again."),
            ) from error
        if NO_NODE in said:
            raise StoreError(
                Sentence("{type} relationships of the snapshot lack a node at an end.", type=one.name),
                remedy=Sentence("Publish over the connection instead: graphrisk neo4j publish"),
            ) from error
        raise StoreError(
            Sentence("{path} cannot be written: {error}", path=path.name, error=said.splitlines()[0]),
            remedy=Sentence("Check the folder and the memory setting of the workspace, then try again."),
        ) from error
    rows = int(answer[0]) if answer else 0
    labels = ":".join((one.label, *one.also)) if isinstance(one, Nodes) else one.type
    kind = "nodes" if isinstance(one, Nodes) else "relationships"
    over = _runs_over_lines(path, rows)
    return File(path.name, f"--{kind}={labels}", rows, path.stat().st_size, over, strict)


def _runs_over_lines(path: Path, rows: int) -> bool:
    """Whether a file has more lines than its header and its rows, or a character that may end one."""
    lines = 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            if b"\r" in chunk:
                return True
            lines += chunk.count(b"\n")
    return lines > rows + 1


def _weight(one: Nodes | Edges, manifest: Manifest) -> int:
    weighed = one.table or (one.name.partition(":")[2] if ":" in one.name else one.name)
    return manifest.rows.get(weighed, 0) * (2 if one.name == "authorships" else 1) + 1


def _claim(folder: Path, manifest: Manifest) -> None:
    """Make the folder and the file in it that says that it is not complete."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = next(folder.iterdir(), None)
    except OSError as error:
        raise InputError(
            Sentence("cannot be used as a folder: {cause}", cause=cause(error)),
            file=str(folder),
            remedy=Sentence("Name another."),
        ) from error
    if there is not None:
        if (folder / INCOMPLETE).exists():
            raise InputError(
                Sentence("what was begun there was never completed"),
                file=str(folder),
                remedy=Sentence("Delete the folder, or name another."),
            )
        raise InputError(
            Sentence("the folder is not empty"),
            file=str(folder),
            remedy=Sentence("Name a new or an empty folder."),
        )
    needed = sum(manifest.rows.values()) * 40
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise InputError(
            Sentence(
                "there is room for {free} bytes, and about {needed} or more are needed",
                free=f"{free:,}",
                needed=f"{needed:,}",
            ),
            file=str(folder),
            remedy=Sentence("Make room, or name a folder on another disk."),
        )
    write_atomic(folder / INCOMPLETE, begun(manifest).encode())
