"""XLSX workbooks, read as untrusted files: nothing in them is run, and their size is bounded.

Formulas are not computed and their stored results are not trusted: such a cell is a `Fault`. Macros are never
run. Encrypted and old binary workbooks are refused with what to do about it.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from graphrisk.causes import cause
from graphrisk.errors import InputError
from graphrisk.sentences import Sentence
from loaders.hidden import Hidden, hidden
from loaders.sheets import MAX_CELL, Cell, Fault, Row, Sheet, with_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_UNPACKED = 1 << 30
"""Most bytes that a workbook may unpack to."""
MAX_RATIO = 200
"""Highest ratio of unpacked to packed size of a workbook above `RATIO_FROM`; real ones stay below 60."""
RATIO_FROM = 32 << 20
MAX_PARTS = 10_000
MAX_LINES = 1_048_576
"""Rows of a sheet, blank ones counted; the most that spreadsheet programs themselves have."""
MAX_CELLS = 200_000_000
"""Cells of a sheet, blank ones between others counted."""
_CHUNK = 2_000
_HEAD = 4_096
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_QUOTED = re.compile(r'"[^"]*"|\[[^]]*]|\\.')
"""Parts of a number format that are no letters of a date."""
_SAVE = Sentence("Open it in a spreadsheet program and save it as .xlsx without a password.")


class Workbook:
    """An open workbook. Use `open_workbook`."""

    def __init__(self, book: Any, name: str, *, macros: bool) -> None:
        self._book, self._name = book, name
        self.has_macros = macros

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of the work sheets, in order."""
        return tuple(sheet.title for sheet in self._book.worksheets)

    def sheet(self, name: str) -> Sheet:
        """Return the sheet called `name`. Raises `InputError` where it has no header."""
        place = f"{self._name}[{name}]"
        return with_header(place, _rows(self._book[name], self._name))

    def is_hidden(self, name: str) -> bool:
        """Return whether a spreadsheet program shows no tab for the sheet called `name`."""
        return str(self._book[name].sheet_state) != "visible"

    def hidden(self, name: str) -> Hidden:
        """Return which rows and columns of the sheet called `name` are hidden."""
        try:
            with self._archive.open(self._book[name]._worksheet_path.lstrip("/")) as part:
                return hidden(part)
        except (KeyError, OSError, zipfile.BadZipFile, zlib.error, EOFError):
            # A sheet that cannot be read so says so when its rows are read.
            return Hidden()

    @property
    def _archive(self) -> zipfile.ZipFile:
        archive: zipfile.ZipFile = self._book._archive
        return archive


@contextmanager
def open_workbook(path: Path, name: str) -> Iterator[Workbook]:
    """Open the workbook at `path`, called `name` in messages. Raises `InputError` where it cannot be read."""
    import openpyxl

    macros = _check(path, name)
    # Opened here, since openpyxl leaves the file open where it fails.
    with path.open("rb") as file:
        try:
            with _quiet():
                book = openpyxl.load_workbook(file, read_only=True, keep_links=False, keep_vba=False)
        except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged file
            raise _damaged(name, error) from error
        try:
            yield Workbook(book, name, macros=macros)
        finally:
            book.close()


def _check(path: Path, name: str) -> bool:
    """Refuse what is no workbook or would unpack to too much; return whether it holds macros."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
            if not head:
                raise InputError(Sentence("is empty."), file=name, remedy=Sentence("Hand in a filled file."))
            if head == _OLE:
                raise _old(name, encrypted=_ENCRYPTED in head + file.read(16 << 20))
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            entities = any(_declares_entities(archive, part) for part in parts[:MAX_PARTS])
    except OSError as error:
        raise InputError(Sentence("cannot be read: {why}.", why=cause(error)), file=name) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise InputError(
            Sentence("is not an XLSX workbook, or is cut off."),
            file=name,
            remedy=Sentence("Save it again as .xlsx in a spreadsheet program."),
        ) from error
    if any(part.flag_bits & 1 for part in parts):
        raise _old(name, encrypted=True)
    if entities:
        raise InputError(
            Sentence(
                "holds a document type declaration, which no spreadsheet program writes, and is not opened."
            ),
            file=name,
            remedy=Sentence("Save it again as .xlsx in a spreadsheet program."),
        )
    packed = max(1, sum(part.compress_size for part in parts))
    unpacked = sum(part.file_size for part in parts)
    if (
        unpacked > MAX_UNPACKED
        or len(parts) > MAX_PARTS
        or (unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO)
    ):
        raise InputError(
            Sentence(
                "would unpack to {size} MiB in {count} parts ({times} times its size) and is not opened.",
                size=f"{unpacked / 2**20:,.0f}",
                count=f"{len(parts):,}",
                times=f"{unpacked / packed:,.0f}",
            ),
            file=name,
            remedy=Sentence("Remove unused rows and formatting and save it again, or hand in CSV files."),
        )
    return any(part.filename.lower().endswith("vbaproject.bin") for part in parts)


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether an XML part begins with a document type: the only place for entities that multiply."""
    if part.flag_bits & 1 or not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(part) as file:
        return b"<!doctype" in file.read(_HEAD).lower()


def _old(name: str, *, encrypted: bool) -> InputError:
    what = (
        Sentence("is protected by a password.")
        if encrypted
        else Sentence("is an old binary workbook (.xls).")
    )
    return InputError(what, file=name, remedy=_SAVE)


def _damaged(name: str, error: Exception) -> InputError:
    said = " ".join(str(error).split())[:120]
    return InputError(
        Sentence(
            "is damaged and cannot be read as a workbook ({kind}: {error}).",
            kind=type(error).__name__,
            error=said,
        ),
        file=name,
        remedy=Sentence("Save it again as .xlsx in a spreadsheet program."),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep openpyxl's remarks about styles and extensions, which do not concern the values, from the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    # Files from other programs often state a wrong extent; the rows themselves are right.
    sheet.reset_dimensions()
    rows = enumerate(sheet.rows, 1)
    place = f"{name}[{sheet.title}]"
    cells_read = 0
    while True:
        try:
            # In chunks, since the filter for warnings must not stay set while the caller runs.
            with _quiet():
                chunk = [Row(line, [_cell(cell) for cell in cells]) for line, cells in islice(rows, _CHUNK)]
        except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged sheet
            raise _damaged(place, error) from error
        if not chunk:
            return
        yield from chunk
        # A sheet may say that a row or cell stands anywhere, and the rows between are made up as blank.
        cells_read += sum(len(row.cells) for row in chunk)
        if chunk[-1].line > MAX_LINES or cells_read > MAX_CELLS:
            raise InputError(
                Sentence(
                    "has more than {lines} rows or {cells} cells, blank ones counted.",
                    lines=f"{MAX_LINES:,}",
                    cells=f"{MAX_CELLS:,}",
                ),
                file=place,
                remedy=Sentence("Copy the rows that are filled into a new file."),
            )


def _day(value: dt.date, shown_as: str) -> Cell:
    """Return a date as the person sees it: where the cell shows only month or year, so much text."""
    letters = _QUOTED.sub("", shown_as).casefold()
    if "d" in letters or value.day != 1:
        return value
    if "m" in letters:
        return f"{value:%Y-%m}"
    return f"{value:%Y}" if value.month == 1 and ("y" in letters or "e" in letters) else value


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    result: Cell
    if kind == "f":
        result = Fault(cell.coordinate, Sentence("holds a formula; paste values"))
    elif kind == "e":
        result = Fault(cell.coordinate, Sentence("holds the error {value}", value=value))
    elif isinstance(value, str) and len(value) > MAX_CELL:
        result = Fault(
            cell.coordinate,
            Sentence(
                "holds {count} characters; at most {most} are read",
                count=f"{len(value):,}",
                most=f"{MAX_CELL:,}",
            ),
        )
    elif value is None or isinstance(value, str | bool | dt.time | dt.timedelta):
        result = value
    elif isinstance(value, int | float):
        result = f"{value * 100:.10g}%" if "%" in (cell.number_format or "") else value
    elif isinstance(value, dt.date):
        result = _day(value, cell.number_format or "")
    else:
        result = Fault(
            cell.coordinate, Sentence("holds a value of an unknown kind ({kind})", kind=type(value).__name__)
        )
    return result
