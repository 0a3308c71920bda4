"""Designated research programmes: a CSV file that an office fills from the notices of the ministries.

Columns: program_id*, title*, title_en, ministry, agency, designated_from*, designated_to, technology_areas
(`;`), citation; `*` required. An empty designated_to means that the designation is in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graphrisk.errors import InputError
from graphrisk.names.dates import parse_date
from graphrisk.schema import TABLES
from graphrisk.sentences import Sentence, reason_of
from loaders.base import VALUE_LIMIT, Batch, Progress, Reject, Source, Warn
from loaders.inputs import read_text
from loaders.sheets import Fault, csv_sheet, fold_header

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from loaders.base import Event, Input, Options
    from loaders.sheets import Row, Sheet

PROGRAMS = TABLES["programs"]
_DATES = {"designated_from": False, "designated_to": True}


class _BadCellError(Exception):
    """A cell that cannot be used; becomes the `Reject` of its row."""

    def __init__(self, column: str, reason: str, value: str) -> None:
        super().__init__(reason)
        self.column, self.reason, self.value = column, reason, value


def load(inputs: Sequence[Input], options: Options) -> Iterator[Event]:  # noqa: ARG001  # rows carry their dates
    """Yield the programmes of CSV files. Raises `InputError` where a file or its header cannot be used."""
    seen: dict[str, tuple[dict[str, Any], str]] = {}
    done = 0
    for item in inputs:
        text, encoding = read_text(item)
        if not encoding.lower().startswith("utf"):
            yield Warn(
                Sentence(
                    "{file} is in {encoding}, not in UTF-8, and was read so.",
                    file=item.name,
                    encoding=encoding.upper(),
                )
            )
        sheet = csv_sheet(item.name, text)
        columns, unknown = _columns(sheet)
        if unknown:
            yield Warn(
                Sentence(
                    "{file}: unknown columns were left out: {names}.",
                    file=item.name,
                    names=", ".join(unknown),
                )
            )
        records: list[dict[str, Any]] = []
        read = 0
        for row in sheet.rows:
            read += 1
            try:
                record = _record(row, columns)
            except _BadCellError as bad:
                yield Reject(item.name, row.line, bad.reason, bad.column or None, bad.value or None)
                continue
            place = f"{item.name}, line {row.line}"
            first, where = seen.setdefault(record["program_id"], (record, place))
            if where == place:
                records.append(record)
            elif first == record:
                yield Warn(
                    Sentence(
                        "{place}: the same row stands in {where} already and counts once.",
                        place=place,
                        where=where,
                    )
                )
            else:
                yield Reject(
                    item.name,
                    row.line,
                    Sentence("this program_id stands in {where} already, with other values", where=where),
                    "program_id",
                    record["program_id"],
                )
        if not read:
            yield Warn(Sentence("{file} holds no row below its header.", file=item.name))
        if records:
            yield Batch(PROGRAMS.name, pa.Table.from_pylist(records, schema=PROGRAMS.arrow_schema()))
        done += item.size or 0
        yield Progress(read, done)


def _columns(sheet: Sheet) -> tuple[dict[str, int], list[str]]:
    found: dict[str, int] = {}
    unknown = []
    for number, printed in enumerate(sheet.header):
        name = fold_header(printed)
        if name in found:
            raise InputError(
                Sentence("the column {printed} stands twice.", printed=repr(printed)),
                file=sheet.place,
                line=sheet.header_line,
                remedy=Sentence("Keep one of them."),
            )
        if name in PROGRAMS.names:
            found[name] = number
        elif printed:
            unknown.append(printed)
    missing = [column.name for column in PROGRAMS.columns if column.required and column.name not in found]
    if missing:
        raise InputError(
            Sentence(
                "required columns are missing: {names}. Found: {found}.",
                names=", ".join(missing),
                found=", ".join(sheet.header),
            ),
            file=sheet.place,
            line=sheet.header_line,
            remedy=Sentence("Expected: {names}.", names=", ".join(PROGRAMS.names)),
        )
    return found, unknown


def _record(row: Row, columns: dict[str, int]) -> dict[str, Any]:
    if row.fault:
        raise _BadCellError("", row.fault.said, "")
    record: dict[str, Any] = dict.fromkeys(PROGRAMS.names)
    record["technology_areas"] = []
    for name, number in columns.items():
        cell = row.cells[number]
        if isinstance(cell, Fault):
            raise _BadCellError(name, cell.said, "")
        text = " ".join(str(cell or "").split())
        try:
            record[name] = _value(name, text)
        except ValueError as error:
            raise _BadCellError(name, reason_of(error), text[:VALUE_LIMIT]) from error
        if PROGRAMS.column(name).required and record[name] is None:
            raise _BadCellError(name, Sentence("{name} is required and empty", name=name), "")
    begin, end = record["designated_from"], record["designated_to"]
    if end is not None and end < begin:
        raise _BadCellError(
            "designated_to",
            Sentence("ends on {end}, before it begins on {begin}", end=end, begin=begin),
            str(end),
        )
    return record


def _value(name: str, text: str) -> str | list[str] | dt.date | None:
    if name in _DATES:
        return parse_date(text, end=_DATES[name])
    if name == "technology_areas":
        return _areas(text)
    return text or None


def _areas(text: str) -> list[str]:
    from graphrisk.technology import area_id

    found: list[str] = []
    for part in text.replace("；", ";").split(";"):
        if not part.strip():
            continue
        area = area_id(part)
        if area is None:
            raise ValueError(
                Sentence(
                    "{part} is no technology area; write its number, 1 to 20, or its name",
                    part=repr(part.strip()[:40]),
                )
            )
        found.append(area)
    return list(dict.fromkeys(found))


SOURCE = Source(
    name="designations",
    load=load,
    doc="Designated research programmes with the dates of their designation: a CSV file.",
    record="programs",
    accepts=(".csv", ".csv.gz"),
    stdin=True,
)
