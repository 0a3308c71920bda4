"""The files of the snapshots: which one is in force, how a new one is published, which old ones go.

    graph-000007.duckdb   the tables
    graph-000007.json     the manifest
    CURRENT               the number of the snapshot in force
    explore-000007.duckdb an index of it, made by readers when they need it (graphrisk.store.explore.index)

A snapshot is never changed once `CURRENT` has named it. It is published in three steps, each of them atomic
and synced: the tables are renamed into place, then the manifest, then `CURRENT`. Whatever is cut off before
the last step leaves the earlier snapshot in force, and `sweep` removes what it left behind.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from graphrisk.causes import spelled
from graphrisk.errors import NotFoundError, StoreError
from graphrisk.sentences import Sentence
from graphrisk.store.manifest import SCHEMA_VERSION, Manifest

if TYPE_CHECKING:
    from collections.abc import Collection

POINTER = "CURRENT"
TEMPORARY = ".load-"
"""What the names of all files begin with that a load makes for itself."""
_SPILL = ".read-"
_NAME = re.compile(r"graph-(\d{6,})\.(duckdb|json)")
_INDEX = re.compile(r"explore-(\d{6,})\.duckdb")


def tables_path(folder: Path, number: int) -> Path:
    """Return the path of the tables of a snapshot."""
    return folder / f"graph-{number:06d}.duckdb"


def explore_path(folder: Path, number: int) -> Path:
    """Return the path of the index of a snapshot."""
    return folder / f"explore-{number:06d}.duckdb"


def manifest_path(folder: Path, number: int) -> Path:
    """Return the path of the manifest of a snapshot."""
    return folder / f"graph-{number:06d}.json"


def current(folder: Path) -> int | None:
    """Return the number of the snapshot in force, or None where nothing was ever loaded."""
    path = folder / POINTER
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            Sentence("{path} cannot be read: {error}.", path=path, error=spelled(error)),
            remedy=Sentence("Check the rights of the folder."),
        ) from error
    if not text.isascii() or not text.isdigit():
        raise StoreError(
            Sentence(
                "{path} should hold the number of a snapshot, but holds {text}.",
                path=path,
                text=repr(text[:40]),
            ),
            remedy=Sentence("Write the number of the newest graph-*.json into it."),
        )
    return int(text)


def numbers(folder: Path) -> list[int]:
    """Return the numbers of all published snapshots, oldest first."""
    newest = current(folder)
    if newest is None:
        return []
    found = {int(m[1]) for p in folder.iterdir() if (m := _NAME.fullmatch(p.name)) and m[2] == "json"}
    return sorted(n for n in found if n <= newest and tables_path(folder, n).exists())


def read_manifest(folder: Path, number: int) -> Manifest:
    """Return the manifest of a published snapshot. Raises `NotFoundError` and `StoreError`."""
    path = manifest_path(folder, number)
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        there = ", ".join(map(str, numbers(folder))) or Sentence("none")
        raise NotFoundError(
            Sentence("There is no snapshot {number} in {folder}.", number=number, folder=folder),
            remedy=Sentence("Snapshots that are there: {numbers}.", numbers=there),
        ) from error
    except (OSError, ValidationError) as error:
        raise StoreError(
            Sentence("The manifest {path} cannot be read: {error}.", path=path, error=spelled(error)),
            remedy=Sentence("Restore it, or load again."),
        ) from error
    if manifest.schema_version != SCHEMA_VERSION:
        raise StoreError(
            Sentence(
                "Snapshot {number} has tables of version {found}; this program reads version {known}.",
                number=number,
                found=manifest.schema_version,
                known=SCHEMA_VERSION,
            ),
            remedy=Sentence("Load the sources into a new workspace."),
        )
    return manifest


def publish(folder: Path, built: Path, manifest: Manifest) -> None:
    """Put the tables in `built` in force as snapshot `manifest.snapshot`."""
    number = manifest.snapshot
    sync(built)
    built.replace(tables_path(folder, number))
    sync(folder)
    write_atomic(manifest_path(folder, number), manifest.model_dump_json(indent=1).encode() + b"\n")
    write_atomic(folder / POINTER, f"{number}\n".encode())


def prune(folder: Path, *, keep: int, protected: Collection[int]) -> list[int]:
    """Remove old snapshots but for the newest `keep` and the `protected`; return what was removed.

    The snapshot in force stays and does not count. A reader that holds a removed one open keeps it until it
    closes.
    """
    *old, _ = numbers(folder) or [0]
    doomed = [n for n in (old[:-keep] if keep else old) if n not in protected]
    for number in doomed:
        # The manifest goes first: without it the snapshot is no longer listed, whatever happens next.
        manifest_path(folder, number).unlink(missing_ok=True)
        tables_path(folder, number).unlink(missing_ok=True)
        explore_path(folder, number).unlink(missing_ok=True)
    return doomed


def sweep(folder: Path) -> None:
    """Remove what loads that were cut off left behind. Only for who holds the lock of the folder."""
    newest = current(folder) or 0
    published = set(numbers(folder))
    for path in folder.iterdir():
        match, index = _NAME.fullmatch(path.name), _INDEX.fullmatch(path.name)
        unpublished = match is not None and int(match[1]) > newest
        without_tables = index is not None and int(index[1]) not in published
        if unpublished or without_tables or path.name.startswith(TEMPORARY) or _left_by_reader(path.name):
            remove(path)


def spill_folder(folder: Path) -> Path:
    """Return where a reader's engine may put what exceeds its memory; the engine makes it when it needs it.

    It lies beside the snapshots, in the care of whoever guards them, unless the reader may not write there.
    """
    name = f"{_SPILL}{os.getpid()}-{uuid.uuid4().hex[:8]}"
    return folder / name if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="graphrisk-"))


def _left_by_reader(name: str) -> bool:
    if not name.startswith(_SPILL):
        return False
    try:
        os.kill(int(name.removeprefix(_SPILL).split("-")[0]), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False


def remove(path: Path) -> None:
    """Remove a file, or a folder with the files in it, if it is there."""
    if path.is_dir():
        for inner in path.iterdir():
            remove(inner)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it, and whatever fails, finds the old content or the new."""
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, safely to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        # Some network file systems know no fsync of a folder; renames are ordered there by the server.
        with contextlib.suppress(OSError) if path.is_dir() else contextlib.nullcontext():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
