"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from graphrisk.causes import cause
from graphrisk.errors import InputError
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def workbook(path: Path, options: dict[str, Any]) -> Iterator[Any]:
    """Give an XLSX workbook that replaces `path` when it is complete. Raises as `replacing` does."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # Rows wait in a folder of their own, so that none stay behind where writing fails.
    with replacing(path) as temporary, TemporaryDirectory(prefix="graphrisk-") as folder:
        book = xlsxwriter.Workbook(str(temporary), {**options, "tmpdir": folder})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            # The library wraps what the system said; to the user it is the same as for any other file.
            raise error.args[0] from error
        finally:
            _let_go(book)


def _let_go(book: Any) -> None:
    """Close what a workbook that was not completed still holds open."""
    for page in book.worksheets():
        rows = getattr(page, "row_data_fh", None)
        if rows is not None:
            rows.close()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path` to write to, and put it in the place of `path` at the end.

    Until then a file at `path` stays as it is; where anything fails the temporary file is removed. Raises
    `InputError` where the place cannot be written to.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, Sentence("it is a folder"))
        if not path.parent.exists():
            raise FileNotFoundError(errno.ENOENT, Sentence("there is no folder {folder}", folder=path.parent))
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            Sentence("cannot be written: {error}.", error=cause(error)),
            file=str(path),
            remedy=Sentence("Name another file, or make room and see to the rights of the folder."),
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
