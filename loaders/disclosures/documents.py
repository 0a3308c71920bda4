"""The files of a form, workbook or CSV, as sheets under the names of the form."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from graphrisk.errors import InputError
from loaders.base import Skip, Warn
from loaders.disclosures.columns import CORE, SHEETS
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
            return self.book.sheet(self.printed), []
        text, encoding = read_text(self.source)
        told = encoding.lower().replace("_", "-")
        plain = told in ("utf-8", "utf-8-sig", "utf8")
        return csv_sheet(self.source.name, text), [] if plain else [
            Warn(f"{self.source.name} is in {encoding.upper()}, not in UTF-8, and was read so.")
        ]


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
                events.append(Skip("lock file of a spreadsheet program"))
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
        events.append(Warn(f"{item.name} is no sheet of the form and was left out."))


def _add_workbook(item: Input, book: Workbook, parts: list[Part], events: list[Event]) -> None:
    if book.has_macros:
        events.append(Warn(f"{item.name} holds macros; they were not run."))
    found: dict[str, str] = {}
    for printed in book.sheet_names:
        name = fold_header(printed)
        if name in found:
            raise InputError(
                f"has two sheets of the name {name}.", file=item.name, remedy="Put their rows into one."
            )
        if name in SHEETS:
            found[name] = printed
        elif name not in OWN_SHEETS:
            events.append(
                Warn(f"{item.name}: the sheet {printed!r} is no part of the form and was left out.")
            )
    for name, printed in found.items():
        parts.append(Part(name, item, printed, book, (item.size or 0) // len(found)))


def _check_sheets(inputs: Sequence[Input], found: set[str], events: list[Event]) -> None:
    place = inputs[0].name if len(inputs) == 1 else None
    if not found:
        raise InputError(
            f"there is no sheet of the disclosure form: none is called {', '.join(SHEETS)}.",
            file=place,
            remedy="Make an empty form with: graphrisk template disclosures form.xlsx",
        )
    missing = [name for name in CORE if name not in found]
    if missing and found & {*CORE, "partners"}:
        raise InputError(
            f"the sheets {', '.join(missing)} are missing; found: "
            f"{', '.join(name for name in SHEETS if name in found)}.",
            file=place,
            remedy="Hand in calls, applications and participants together, or declarations of persons alone.",
        )
    if missing:
        events.append(
            Warn("There are declarations only: calls, applications and participants stay as they are loaded.")
        )
    absent = [name for name in SHEETS if name not in found and name not in CORE]
    if absent:
        events.append(Warn(f"Sheets that are not there, whose tables stay as they are: {', '.join(absent)}."))
