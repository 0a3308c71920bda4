"""The index kept in a file beside the snapshots, so that it is built once.

    names-1f0c….index   the index of the names with that fingerprint

The file is named after the fingerprint of the organisations and of this program's reading of them; it holds
the fingerprint of its own bytes too. One that is missing, cut off, damaged or of another version is built
anew. It is written under a name of its own and renamed, so that two who build at once leave one whole file.
It holds numbers and text in MessagePack: reading it runs nothing.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from dataclasses import fields
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.records import content_rows
from graphrisk.store.snapshot import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graphrisk.resolve.affiliations.registry import Organization

VERSION = 6
"""Raise it whenever the index or the reading of names changes."""
_MAGIC = b"graphrisk names\n"
_DIGEST = 32
_SUFFIX = ".index"
_PREFIX = "names-"
KEPT = 2
"""Files of other fingerprints that stay: a load in progress may still want the last one."""


def fingerprint(organizations: Sequence[Organization]) -> str:
    """Return a hash of organisations and of the word lists by which their names are read."""
    digest = hashlib.blake2b(f"{VERSION}\n".encode(), digest_size=16)
    digest.update(files("graphrisk.resolve.affiliations").joinpath("terms.toml").read_bytes())
    encode = msgspec.msgpack.Encoder().encode
    for row in content_rows(organizations):
        digest.update(encode(row))
    return digest.hexdigest()


def cached_index(organizations: Sequence[Organization], folder: Path | None) -> Index:
    """Return the index of organisations: from its file in `folder`, else built and kept there if possible."""
    if folder is None:
        return build(organizations)
    path = folder / f"{_PREFIX}{fingerprint(organizations)}{_SUFFIX}"
    found = _read(path)
    if found is None:
        found = build(organizations)
        with contextlib.suppress(OSError):  # a folder that may not be written costs the time of building
            _write(path, found)
            _prune(folder, path)
    return found


def _read(path: Path) -> Index | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _DIGEST
    body = memoryview(data)[start:]
    if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : start] != _digest(body):
        return None
    collecting = gc.isenabled()
    gc.disable()
    try:
        return msgspec.msgpack.decode(body, type=Index)
    except msgspec.DecodeError:
        return None
    finally:
        if collecting:
            gc.enable()


def _write(path: Path, index: Index) -> None:
    body = msgspec.msgpack.encode({field.name: getattr(index, field.name) for field in fields(index)})
    # Under the name of a temporary file: what a killed process leaves is removed by the next load.
    own = path.with_name(f"{TEMPORARY}{path.name}-{os.getpid()}")
    try:
        with own.open("wb") as file:
            file.write(_MAGIC + _digest(body) + body)
            file.flush()
            os.fsync(file.fileno())
        own.replace(path)
    finally:
        own.unlink(missing_ok=True)


def _prune(folder: Path, current: Path) -> None:
    others = [p for p in folder.glob(f"{_PREFIX}*{_SUFFIX}") if p != current]
    for path in sorted(others, key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)


def _digest(data: bytes | memoryview) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
