"""One load at a time: a lock on the folder of the snapshots, which dies with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphrisk.errors import StoreError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "LOCK"


class BusyError(StoreError):
    """Somebody else is at it and will have ended some time."""


_mutex = threading.Lock()
_held: set[Path] = set()


@contextmanager
def load_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`. Raises `StoreError` at once where another load holds it.

    The lock belongs to the process (a POSIX record lock), not to the file: it is free as soon as its process
    is gone, killed or not, and processes that it started do not inherit it. The file holds the number of the
    process only for the message.
    """
    with hold(folder / LOCK, Sentence("Another load into {folder} is under way", folder=folder)):
        yield


@contextmanager
def hold(path: Path, busy: str) -> Iterator[None]:
    """Hold the lock at `path` in the same way; `busy` is what is said where another process holds it.

    Raises `BusyError` there.
    """
    key = path.parent.resolve() / path.name
    with _mutex:
        # Within one process the system grants the lock again, so that the process keeps its own account.
        if key in _held:
            raise _busy(busy, os.getpid())
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise _busy(busy, holder or Sentence("unknown")) from error
        except OSError:
            os.close(descriptor)
            raise
        _held.add(key)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        with _mutex:
            _held.discard(key)
            os.close(descriptor)


def _busy(busy: str, holder: int | str) -> BusyError:
    return BusyError(
        Sentence("{busy} (process {holder}).", busy=busy, holder=holder),
        remedy=Sentence("Wait until it has ended."),
    )
