"""One sheet of the form as rows of its table: columns are matched, cells read, rows checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphrisk.errors import InputError
from graphrisk.names.identifiers import award_key, row_id
from graphrisk.sentences import Sentence, reason_of
from loaders.base import VALUE_LIMIT, Reject, Warn
from loaders.disclosures.refused import is_refused
from loaders.disclosures.values import Value, clean, read_cell
from loaders.sheets import Fault, fold_header, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.disclosures.fields import Field, SheetFacts
    from loaders.sheets import Row, Sheet

Record = dict[str, Value]


@dataclass(frozen=True)
class Layout:
    """Which column of a sheet holds which field, and what to tell about the others."""

    facts: SheetFacts
    place: str
    columns: tuple[tuple[int, Field], ...]
    unnamed: tuple[int, ...]
    warnings: tuple[Warn, ...]
    told: set[int] = field(default_factory=set)


def lay_out(facts: SheetFacts, sheet: Sheet) -> Layout:
    """Match a sheet's header. Raises `InputError` where a required column is missing or one stands twice."""
    known = {fold_header(word): f for f in facts.fields for word in (f.label_ja, f.column, f.name)}
    columns: dict[str, int] = {}
    unknown, refused, unnamed = [], [], []
    for number, printed in enumerate(sheet.header):
        name = fold_header(printed)
        name = known[name].name if name in known else name
        if name in columns:
            raise InputError(
                Sentence("the column {printed} stands twice.", printed=repr(printed)),
                file=sheet.place,
                line=sheet.header_line,
                remedy=Sentence("Keep one of them."),
            )
        if name in known:
            columns[name] = number
        elif not name:
            unnamed.append(number)
        elif is_refused(printed):
            refused.append(printed)
        else:
            unknown.append(printed)
    missing = [f.name for f in facts.fields if f.required and f.name not in columns]
    if missing:
        raise InputError(
            Sentence(
                "required columns are missing: {names}. Found: {found}.",
                names=", ".join(missing),
                found=", ".join(h for h in sheet.header if h and (not is_refused(h))) or Sentence("none"),
            ),
            file=sheet.place,
            line=sheet.header_line,
            remedy=Sentence(
                "Expected: {names} (* required).",
                names=", ".join(f.name + "*" * f.required for f in facts.fields),
            ),
        )
    warnings = []
    if refused:
        warnings.append(
            Warn(
                Sentence(
                    "{place}: {count} column(s) about origin or belief were dropped unread ({names}). "
                    "graphrisk keeps nothing of the kind.",
                    place=sheet.place,
                    count=len(refused),
                    names=", ".join(refused),
                )
            )
        )
    if unknown:
        warnings.append(
            Warn(
                Sentence(
                    "{place}: unknown columns were left out: {names}.",
                    place=sheet.place,
                    names=", ".join(unknown),
                )
            )
        )
    return Layout(
        facts,
        sheet.place,
        tuple((number, known[name]) for name, number in columns.items()),
        tuple(unnamed),
        tuple(warnings),
    )


def read_rows(layout: Layout, sheet: Sheet) -> Iterator[tuple[int, Record] | Reject | Warn]:
    """Yield line and record of each good row, a `Reject` for each bad one."""
    for row in sheet.rows:
        for number in layout.unnamed:
            if number not in layout.told and not is_blank(row.cells[number]):
                layout.told.add(number)
                yield Warn(
                    Sentence(
                        "{place}: column {number} has values but no name and was left out.",
                        place=layout.place,
                        number=number + 1,
                    )
                )
        read = _read(layout, row)
        yield read if isinstance(read, Reject) else (row.line, read)


def _read(layout: Layout, row: Row) -> Record | Reject:
    place = layout.place
    if row.fault:
        return Reject(place, row.line, row.fault.said)
    record: Record = dict.fromkeys(layout.facts.table.names)
    for number, column in layout.columns:
        cell = row.cells[number]
        try:
            value = read_cell(column, cell)
        except ValueError as error:
            printed = None if isinstance(cell, Fault) else clean(cell)[:VALUE_LIMIT]
            return Reject(place, row.line, reason_of(error), column.name, printed)
        if column.required and value in (None, []):
            return Reject(
                place, row.line, Sentence("{column} is required and empty", column=column.name), column.name
            )
        record[column.column] = value
    return _finish(layout, row.line, record)


def _finish(layout: Layout, line: int, record: Record) -> Record | Reject:
    """Check what concerns several columns and add what is computed from them."""
    facts, place = layout.facts, layout.place
    for first, last in (("start_on", "end_on"), ("opens_on", "closes_on")):
        begin, end = record.get(first), record.get(last)
        if isinstance(begin, dt.date) and isinstance(end, dt.date) and end < begin:
            return Reject(
                place,
                line,
                Sentence("ends on {end}, before it begins on {begin}", end=end, begin=begin),
                last.removesuffix("_on"),
            )
    if facts.name == "participants" and not (
        record["name_ja"] or record["name_kana"] or record["name_latin"]
    ):
        return Reject(
            place, line, Sentence("one of name_ja, name_kana and name_latin is required"), "name_ja"
        )
    if "award_key" in record:
        award = record["award_id"]
        record["award_key"] = award_key(award) if isinstance(award, str) else None
    for column in facts.fields:
        if record[column.column] is None and column.kind in ("texts", "areas", "codes"):
            record[column.column] = []
    record["row_id"] = row_id(
        facts.table.name, [record[name] for name in facts.table.names if name != "row_id"]
    )
    return record
