"""Objects handed to another process and back through memory that both see.

A pipe takes 64 KiB at a time, and each time both sides wake up; what lies in shared memory is written once
and read once. Pickle (protocol 5) gives the large parts of an object apart from the rest: these go into the
memory, the rest, a few kB, through the pipe.
"""

from __future__ import annotations

import pickle
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.context import SpawnContext

PLACE = 8 * 2**20
"""Bytes of one place: a block of lines and what comes out of it, the one after the other."""
_ALIGNED = 64
"""Where parts begin, in bytes; Arrow reads numbers there without a detour."""


@dataclass(frozen=True, slots=True)
class Packed:
    """An object without its large parts, and from where to where in its place these lie.

    `parts` is None where they did not fit: the object is whole then.
    """

    rest: bytes
    parts: tuple[tuple[int, int], ...] | None


def _is_room(size: int) -> bool:
    """Whether one of the file systems that hold shared memory has `size` bytes free.

    A file there may be made longer than there is room; the system then kills who writes into it.
    """
    places = [Path("/dev/shm"), Path(tempfile.gettempdir())]  # noqa: S108  # where multiprocessing puts it
    return any(shutil.disk_usage(place).free > size for place in places if place.is_dir())


class Places:
    """Memory for `count` objects at a time; to be given to a process when it starts.

    Each object in a place is written and read by one process at a time: that is up to those who use it.
    """

    def __init__(self, context: SpawnContext, count: int, size: int = PLACE) -> None:
        # Without room for the memory every object is handed over whole: slower, and else the same.
        self._size = size if _is_room(count * size) else 0
        self._memory = context.RawArray("B", count * self._size)

    def pack(self, place: int, value: object) -> Packed:
        """Put the large parts of `value` into a place, over what was there."""
        memory, end = self._view(place), 0
        large: list[pickle.PickleBuffer] = []
        rest = pickle.dumps(value, protocol=5, buffer_callback=large.append)
        parts: list[tuple[int, int]] = []
        for buffer in large:
            part = buffer.raw()
            start = -(-end // _ALIGNED) * _ALIGNED
            end = start + part.nbytes
            if end > self._size:
                return Packed(pickle.dumps(value, protocol=5), None)
            memory[start:end] = part
            parts.append((start, end))
        return Packed(rest, tuple(parts))

    def unpack(self, place: int, packed: Packed) -> Any:
        """Return the object; what lay in the place is copied, so that the place may be used again.

        Each part has memory of its own, so that to keep one does not keep the others.
        """
        if packed.parts is None:
            return pickle.loads(packed.rest)  # noqa: S301  # packed by another process of this program
        memory = self._view(place)
        parts = [bytes(memory[start:end]) for start, end in packed.parts]
        return pickle.loads(packed.rest, buffers=parts)  # noqa: S301  # as above

    def _view(self, place: int) -> memoryview:
        return memoryview(self._memory).cast("B")[place * self._size : (place + 1) * self._size]
