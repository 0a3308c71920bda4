"""Writing a new snapshot: a copy of the last one, the changes, the ledger, and what follows from both."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from graphrisk.schema import TABLES
from graphrisk.store.sql import columns, create_all, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

    from graphrisk.load.compare import TableChange
    from graphrisk.load.staging import Staging
    from graphrisk.store.manifest import LoadRecord

NEW = "new"
"""The name under which the snapshot that is being made is attached."""


def begin(connection: duckdb.DuckDBPyConnection, path: Path, last: Path | None) -> None:
    """Make the file of the new snapshot from the last one and attach it as `NEW`."""
    if last is not None:
        shutil.copyfile(last, path)
    connection.execute(f"ATTACH {literal(str(path))} AS {NEW}")
    if last is None:
        connection.execute(f"USE {NEW}")
        for statement in create_all():
            connection.execute(statement)
        connection.execute("USE memory")


def apply(staging: Staging, changes: Iterable[TableChange], record: LoadRecord) -> None:
    """Write the changes, with the load as their provenance."""
    said: dict[str, object] = {
        "source": record.source,
        "edition": record.edition,
        "snapshot": record.snapshot,
    }
    for change in changes:
        place = f"{NEW}.main.{quoted(change.table.name)}"
        if change.delete:
            staging.connection.execute(f"DELETE FROM {place} AS t WHERE {change.delete}")
        if change.insert:
            added = [c.name for c in change.table.all_columns if c.name not in change.table.names]
            names = columns((*change.table.names, *added))
            values = ", ".join(f"${name} AS {quoted(name)}" for name in added)
            staging.connection.execute(
                f"INSERT INTO {place} ({names}) SELECT {columns(change.table.names)}, {values} "
                f"FROM ({change.insert})",
                {name: said[name] for name in added},
            )


def enter(staging: Staging, record: LoadRecord, options: str, version: str) -> None:
    """Write the load and its rejects into the ledger."""
    values: dict[str, object] = {
        "load_id": record.load_id,
        "snapshot": record.snapshot,
        "source": record.source,
        "edition": record.edition,
        "loaded_at": record.loaded_at.replace(tzinfo=None),
        "files": [file.name for file in record.files],
        "hashes": [file.sha256 for file in record.files],
        "options": options,
        "read": record.read,
        "written": record.written,
        "unchanged": record.unchanged,
        "rejected": record.rejected,
        "skipped": json.dumps(record.skipped, ensure_ascii=False, sort_keys=True),
        "warnings": list(record.warnings),
        "version": version,
    }
    names = TABLES["loads"].names
    staging.connection.execute(
        f"INSERT INTO {NEW}.main.loads ({columns(names)}) VALUES ({', '.join('$' + n for n in names)})",
        {name: values[name] for name in names},
    )
    staging.connection.execute(
        f"INSERT INTO {NEW}.main.rejects (load_id, file, line, column_name, value, reason, message) "
        "SELECT $1, file, line, column_name, value, reason, message FROM rejects",
        [record.load_id],
    )
