"""The files that a load reads: finding them, opening them plain or compressed, reading their text."""

from __future__ import annotations

import glob
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from graphrisk.causes import cause
from graphrisk.errors import InputError, UsageError
from graphrisk.sentences import Sentence
from loaders.base import Input
from loaders.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.base import Source

STDIN = "-"
TEXT_LIMIT = 512 * 2**20
"""Bytes of the largest file that is read as one text. The largest known list has 60 MB."""


def find_inputs(paths: Sequence[str], source: Source) -> list[Input]:
    """Return the files that `paths` name: files, folders with all in them, patterns, `-` for standard input.

    A folder gives its files whose names end with one of `source.accepts`, in the order of their paths, hidden
    ones left out; a file that is named is taken whatever its ending. A file named twice is taken once.
    Raises `UsageError` where nothing is named or the source does not read standard input, `InputError` where
    a path does not exist or is a pipe or a device, or a folder or pattern holds no file.
    """
    if not paths:
        raise UsageError(
            Sentence("No file is named."),
            remedy=Sentence("Name files or folders: load {source} PATH…", source=source.name),
        )
    found: dict[str, Input] = {}
    for text in paths:
        for item in _standard_input(source) if text == STDIN else _files(text, source):
            key = STDIN if item.path is None else str(item.path.resolve())
            found.setdefault(key, item)
    return list(found.values())


def open_stream(item: Input) -> BinaryIO:
    """Open a file for reading bytes; gzip is told by its first bytes and unpacked on the way.

    The object that comes back is a `loaders.streams.Stream`; its `consumed` counts the bytes taken from the
    file itself. Raises `InputError` where the file cannot be opened; reading raises it where a compressed
    file is damaged or ends too early.
    """
    return open_counted(item)


def open_counted(item: Input) -> Stream:
    """Open a file as `open_stream` does, with the type that tells how much was consumed."""
    if item.path is None:
        return Stream(sys.stdin.buffer, item.name, keep_open=True)
    try:
        return Stream(item.path.open("rb"), item.name)
    except OSError as error:
        raise InputError(Sentence("cannot be opened: {why}.", why=cause(error)), file=item.name) from error


def read_text(item: Input, *, fallback: str = "cp932", limit: int = TEXT_LIMIT) -> tuple[str, str]:
    """Return a file's text and the encoding it was found to be in.

    Tried are a byte order mark (UTF-8, UTF-16), UTF-8, then `fallback`. CP932 is believed only where most of
    what is not ASCII turns out to be kana or common kanji: it reads other encodings without complaint, as
    nonsense. Raises `InputError` where the file is empty, longer than `limit` bytes, binary, or in none of
    these.
    """
    with open_counted(item) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(
            Sentence("is longer than {limit} MiB.", limit=limit // 2**20),
            file=item.name,
            remedy=Sentence("Split it into several files."),
        )
    if not data.strip():
        raise InputError(Sentence("is empty."), file=item.name)
    return _decode(data, item.name, fallback)


def _standard_input(source: Source) -> Iterator[Input]:
    if not source.stdin:
        raise UsageError(
            Sentence("The source {source} cannot be read from standard input.", source=source.name),
            remedy=Sentence("Name a file or a folder."),
        )
    yield Input(None, Sentence("standard input"), None)


def _files(text: str, source: Source) -> Iterator[Input]:
    try:
        if Path(text).exists():
            yield from _at(text, source)
        elif matches := _matches(text):
            for match in matches:
                yield from _at(match, source)
        elif glob.has_magic(text):
            raise InputError(
                Sentence("no file matches this pattern."), file=text, remedy=Sentence("Check the path.")
            )
        else:
            raise _nothing_at(text)
    except OSError as error:
        # No right to look into the folder that holds it, or a name longer than names may be.
        raise InputError(
            Sentence("cannot be opened: {why}.", why=cause(error)), file=str(error.filename or text)
        ) from error


def _at(text: str, source: Source) -> Iterator[Input]:
    path = Path(text)
    if path.is_dir():
        yield from _folder(path, source)
    elif path.is_file():
        yield _file(path)
    elif path.exists():
        raise _no_file(text, source)
    else:  # A link to what is gone.
        raise _nothing_at(text)


def _nothing_at(text: str) -> InputError:
    return InputError(
        Sentence("there is no such file or folder."), file=text, remedy=Sentence("Check the path.")
    )


def _no_file(text: str, source: Source) -> InputError:
    # A load reads and hashes its files side by side; what can be read once only it takes from standard input.
    return InputError(
        Sentence("is neither a file nor a folder, but a pipe or a device."),
        file=text,
        remedy=Sentence(
            "Hand it over on standard input: load {source} - < {file}", source=source.name, file=text
        )
        if source.stdin
        else Sentence("Save what it holds in a file, and name that."),
    )


def _matches(pattern: str) -> list[str]:
    # Path.glob refuses patterns that begin at the root.
    return sorted(glob.glob(pattern, recursive=True)) if glob.has_magic(pattern) else []  # noqa: PTH207


def _folder(folder: Path, source: Source) -> Iterator[Input]:
    endings = tuple(ending.lower() for ending in source.accepts)
    files = sorted(path for path in _shown(folder) if path.name.lower().endswith(endings) and path.is_file())
    if not files:
        raise InputError(
            Sentence("holds no file for the source {source}.", source=source.name),
            file=str(folder),
            remedy=Sentence("Expected are names that end with {names}.", names=", ".join(source.accepts)),
        )
    for path in files:
        yield _file(path)


def _shown(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder and below it, but for hidden ones. Raises `OSError` where one is shut."""
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _raise(error: OSError) -> NoReturn:
    raise error


def _file(path: Path) -> Input:
    # A name in another encoding than the system's, as out of an old zip file, is said as far as it can be.
    return Input(path, os.fsencode(path).decode("utf-8", "replace"), path.stat().st_size)


def _decode(data: bytes, name: str, fallback: str) -> tuple[str, str]:
    mark = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        mark = "utf-16"
    for encoding in (mark,) if mark else ("utf-8", fallback):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise InputError(
                Sentence("is not a text file."), file=name, remedy=Sentence("Save it as CSV in UTF-8.")
            )
        if encoding != "cp932" or _is_japanese(text):
            return text, encoding
    raise InputError(
        Sentence("is in an unknown encoding; tried {encodings}.", encodings=mark or f"utf-8, {fallback}"),
        file=name,
        remedy=Sentence("Save it in UTF-8."),
    )


def _is_japanese(text: str) -> bool:
    """Whether most characters beyond ASCII are those of JIS X 0208 up to the common kanji."""
    foreign = [character for character in text if ord(character) > 127]
    common = sum(1 for character in foreign if 0x81 <= character.encode("cp932")[0] <= 0x98)
    return 2 * common >= len(foreign)
