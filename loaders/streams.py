"""A stream of bytes that unpacks gzip on the way and knows how much of the file it has consumed."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from isal import igzip, isal_zlib

from graphrisk.causes import cause
from graphrisk.errors import InputError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer, WriteableBuffer

GZIP = b"\x1f\x8b"
_READ_AHEAD = 256 * 1024
_DAMAGE = cast("tuple[type[Exception], ...]", (gzip.BadGzipFile, zlib.error, isal_zlib.error))

_unpacked = cast("Callable[[BinaryIO, str], BinaryIO]", igzip.open)


class _Counted(io.RawIOBase):
    """A raw stream that counts what is taken from the one below, after bytes that were looked at already."""

    def __init__(self, below: BinaryIO, head: bytes) -> None:
        self._below = below
        self._head = head
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._head[: len(view)] or self._below.read(len(view))
        self._head = self._head[len(data) :]
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class Stream(io.BufferedIOBase, BinaryIO):
    """Bytes of a file, unpacked where they are gzip (told by the first two bytes, not by the name).

    Damage raises `InputError` that names the file and the byte: nothing of a damaged file is believed, since
    its checksum comes last.
    """

    def __init__(self, below: BinaryIO, name: str, *, keep_open: bool = False) -> None:
        self._below = below
        self._keep_open = keep_open
        self._name = name
        head = self._guard(lambda: below.read(2))
        self._raw = _Counted(below, head)
        buffered = io.BufferedReader(self._raw, _READ_AHEAD)
        self._reader = _unpacked(buffered, "rb") if head == GZIP else buffered

    @property
    def consumed(self) -> int:
        """Bytes taken from the file itself, compressed where it is compressed."""
        return self._raw.count

    def readable(self) -> bool:
        """Streams are for reading."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes, all that is left where `size` is negative; empty at the end."""
        return self._guard(lambda: self._reader.read(-1 if size is None else size))

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` and return how many bytes came."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def write(self, _: ReadableBuffer, /) -> int:
        """Refuse: streams are for reading."""
        raise io.UnsupportedOperation("write")

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if not self.closed and not self._keep_open:
            self._below.close()
        super().close()

    def __enter__(self) -> Stream:
        return self

    def _guard(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except EOFError as error:
            raise InputError(
                Sentence("the compressed file ends too early, after byte {byte}.", byte=self.consumed),
                file=self._name,
                remedy=Sentence("Fetch it again; nothing of it was loaded."),
            ) from error
        except _DAMAGE as error:
            raise InputError(
                Sentence(
                    "the compressed file is damaged near byte {byte}: {error}.",
                    byte=self.consumed,
                    error=error,
                ),
                file=self._name,
                remedy=Sentence("Fetch it again; nothing of it was loaded."),
            ) from error
        except OSError as error:
            raise InputError(Sentence("cannot be read: {why}.", why=cause(error)), file=self._name) from error
