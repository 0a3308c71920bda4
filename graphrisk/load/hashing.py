"""The sha256 of what is loaded, computed beside the reading."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence
from graphrisk.store.manifest import SourceFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from loaders.base import Input

STDIN = "stdin"
"""What stands for the hash of standard input, which cannot be read twice."""
_CHUNK = 1 << 20


class InputHashes:
    """Hashes files in a thread of its own; the engine below Python's lock does the work.

    A file that changes while it is loaded is refused: nobody could say later what was loaded.
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._before = [_state(item.path) if item.path else None for item in inputs]
        self._hashes: list[str] = []
        self._error: OSError | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="graphrisk-hashes", daemon=True)

    def start(self) -> InputHashes:
        """Begin to hash."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Give up; for a load that has failed."""
        self._stop.set()
        self._thread.join()

    def result(self) -> tuple[SourceFile, ...]:
        """Wait for the hashes and return the files. Raises `InputError` for a file that changed."""
        self._thread.join()
        if self._error is not None:
            raise InputError(
                Sentence("The file cannot be read: {error}.", error=self._error)
            ) from self._error
        for item, before in zip(self._inputs, self._before, strict=True):
            if item.path is not None and _state(item.path) != before:
                raise InputError(
                    Sentence("The file changed while it was loaded."),
                    file=item.name,
                    remedy=Sentence("Load it again."),
                )
        return tuple(
            SourceFile(name=item.name, size=item.size, sha256=digest)
            for item, digest in zip(self._inputs, self._hashes, strict=True)
        )

    def _run(self) -> None:
        try:
            for item in self._inputs:
                self._hashes.append(STDIN if item.path is None else self._hash(item.path))
        except OSError as error:
            self._error = error

    def _hash(self, path: Path) -> str:
        digest = hashlib.sha256()
        for file in _files(path):
            with file.open("rb") as stream:
                while not self._stop.is_set() and (chunk := stream.read(_CHUNK)):
                    digest.update(chunk)
        return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _state(path: Path) -> tuple[tuple[int, int, int], ...]:
    try:
        return tuple((s.st_ino, s.st_size, s.st_mtime_ns) for s in (p.stat() for p in _files(path)))
    except OSError as error:
        raise InputError(
            Sentence("The file cannot be read: {error}.", error=error), file=str(path)
        ) from error
