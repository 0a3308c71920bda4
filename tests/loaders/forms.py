"""Small disclosure forms for the tests of their loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from graphrisk.errors import GraphRiskError
from loaders.base import Batch, Event, Options, Reject, Replace, Source, Warn
from loaders.inputs import find_inputs

Rows = list[list[Any]]

FORM: dict[str, Rows] = {
    "calls": [
        ["call_id", "title", "designated", "closes_on"],
        ["C1", "公募1", "true", "2026-10-30"],
    ],
    "applications": [["application_id", "call_id", "title"], ["A1", "C1", "課題1"]],
    "participants": [
        ["application_id", "person_id", "role", "name_ja", "home_org"],
        ["A1", "P1", "pi", "研究 花子", "京都大学"],
    ],
}
"""The smallest form that loads."""


def form(**sheets: Rows) -> dict[str, Rows]:
    """Return the smallest form with these sheets added or exchanged."""
    return {**FORM, **sheets}


def write_folder(folder: Path, sheets: dict[str, Rows], encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets.items():
        lines = [",".join("" if cell is None else f'"{cell}"' for cell in row) for row in rows]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding=encoding)
    return folder


def write_book(path: Path, sheets: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


class Loaded:
    """What a loader yielded, sorted by kind."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.rejects = [event for event in events if isinstance(event, Reject)]
        self.warnings = [event.text for event in events if isinstance(event, Warn)]
        self.replaced = {event.table: event.owners for event in events if isinstance(event, Replace)}

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [
            row
            for event in self.events
            if isinstance(event, Batch) and event.table == table
            for row in event.rows.to_pylist()
        ]

    def said(self, part: str) -> bool:
        return any(part in warning for warning in self.warnings)


def load(source: Source, *paths: Path) -> Loaded:
    return Loaded(list(source.load(find_inputs([str(path) for path in paths], source), Options())))


def refusal(source: Source, *paths: Path) -> str:
    """Return the message with which a load is refused."""
    try:
        load(source, *paths)
    except GraphRiskError as error:
        return str(error)
    raise AssertionError("the load was not refused")
