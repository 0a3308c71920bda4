"""The files of a form, workbook or CSV, as sheets under the names of the form."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from graphrisk.errors import InputError
from graphrisk.sentences import Sentence
from loaders.base import Skip, Warn
from loaders.disclosures.columns import CORE, SHEETS
from loaders.hidden import said_rows
from loaders.inputs import read_text
from loaders.sheets import csv_sheet, fold_header
from loaders.workbook import Workbook, open_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.base import Event, Input
    from loaders.sheets import Sheet

WORKBOOKS = (".xlsx", ".xlsm")
OWN_SHEETS = frozenset({"guide", "codes"})
"""Sheets of the template that explain the others."""


@dataclass(frozen=True)
class Part:
    """One sheet of one file. `share` is the part of the file's bytes that reading it stands for."""

    name: str
    source: Input
    printed: str
    book: Workbook | None
    share: int

    def open(self) -> tuple[Sheet, list[Warn]]:
        """Return the sheet and what there is to say of its file."""
        if self.book is not None:
            sheet = self.book.sheet(self.printed)
            return sheet, list(_unseen(self.book, self.printed, sheet))
        text, encoding = read_text(self.source)
        told = encoding.lower().replace("_", "-")
        plain = told in ("utf-8", "utf-8-sig", "utf8")
        return csv_sheet(self.source.name, text), [] if plain else [
            Warn(
                Sentence(
                    "{file} is in {encoding}, not in UTF-8, and was read so.",
                    file=self.source.name,
                    encoding=encoding.upper(),
                )
            )
        ]


def _unseen(book: Workbook, printed: str, sheet: Sheet) -> Iterator[Warn]:
    """Yield what of a sheet is read although a spreadsheet program does not show it."""
    if book.is_hidden(printed):
        yield Warn(Sentence("{place}: the sheet is hidden; it was read as well.", place=sheet.place))
    found = book.hidden(printed)
    below = [row for row in found.rows if row > sheet.header_line]
    if below:
        yield Warn(
            Sentence(
                "{place}: hidden rows were read as well: {rows}.", place=sheet.place, rows=said_rows(below)
            )
        )
    columns = [name for first, last in found.columns for name in sheet.header[first - 1 : last] if name]
    if columns:
        yield Warn(
            Sentence(
                "{place}: hidden columns were read as well: {columns}.",
                place=sheet.place,
                columns=", ".join(columns),
            )
        )


@contextmanager
def open_parts(inputs: Sequence[Input]) -> Iterator[tuple[list[Part], list[Event]]]:
    """Open all files; give their sheets in the order of the form, and what was passed over.

    Raises `InputError` where a file cannot be read or no sheet of the form is among them.
    """
    parts: list[Part] = []
    events: list[Event] = []
    with ExitStack() as stack:
        for item in inputs:
            name = PurePath(item.name).name
            if item.path is None or name.startswith("~$"):
                events.append(Skip(Sentence("lock file of a spreadsheet program")))
            elif name.lower().endswith((".csv", ".csv.gz")):
                _add_csv(item, parts, events)
            else:
                book = stack.enter_context(open_workbook(item.path, item.name))
                _add_workbook(item, book, parts, events)
        order = {name: number for number, name in enumerate(SHEETS)}
        parts.sort(key=lambda part: order[part.name])
        _check_sheets(inputs, {part.name for part in parts}, events)
        yield parts, events


def _add_csv(item: Input, parts: list[Part], events: list[Event]) -> None:
    stem = PurePath(item.name).name.lower().removesuffix(".gz").removesuffix(".csv")
    name = fold_header(stem)
    if name in SHEETS:
        parts.append(Part(name, item, stem, None, item.size or 0))
    else:
        events.append(Warn(Sentence("{file} is no sheet of the form and was left out.", file=item.name)))


def _add_workbook(item: Input, book: Workbook, parts: list[Part], events: list[Event]) -> None:
    if book.has_macros:
        events.append(Warn(Sentence("{file} holds macros; they were not run.", file=item.name)))
    found: dict[str, str] = {}
    for printed in book.sheet_names:
        name = fold_header(printed)
        if name in found:
            raise InputError(
                Sentence("has two sheets of the name {name}.", name=name),
                file=item.name,
                remedy=Sentence("Put their rows into one."),
            )
        if name in SHEETS:
            found[name] = printed
        elif name not in OWN_SHEETS:
            events.append(
                Warn(
                    Sentence(
                        "{file}: the sheet {printed} is no part of the form and was left out.",
                        file=item.name,
                        printed=repr(printed),
                    )
                )
            )
    for name, printed in found.items():
        parts.append(Part(name, item, printed, book, (item.size or 0) // len(found)))


def _check_sheets(inputs: Sequence[Input], found: set[str], events: list[Event]) -> None:
    place = inputs[0].name if len(inputs) == 1 else None
    if not found:
        raise InputError(
            Sentence(
                "there is no sheet of the disclosure form: none is called {names}.", names=", ".join(SHEETS)
            ),
            file=place,
            remedy=Sentence("Make an empty form with: graphrisk template disclosures form.xlsx"),
        )
    missing = [name for name in CORE if name not in found]
    if missing and found & {*CORE, "partners"}:
        raise InputError(
            Sentence(
                "the sheets {names} are missing; found: {found}.",
                names=", ".join(missing),
                found=", ".join(name for name in SHEETS if name in found),
            ),
            file=place,
            remedy=Sentence(
                "Hand in calls, applications and participants together, or declarations of persons alone."
            ),
        )
    if missing:
        events.append(
            Warn(
                Sentence(
                    "There are declarations only: calls, applications and participants stay "
                    "as they are loaded."
                )
            )
        )
    absent = [name for name in SHEETS if name not in found and name not in CORE]
    if absent:
        events.append(
            Warn(
                Sentence(
                    "Sheets that are not there, whose tables stay as they are: {names}.",
                    names=", ".join(absent),
                )
            )
        )
