"""CSV files: screening lists, designated programmes and the sheets of the disclosure form."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING

from graphrisk.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from graphrisk.world.model import ListEdition

LIST_COLUMNS = (
    "list_id",
    "edition",
    "valid_from",
    "valid_to",
    "row_no",
    "name",
    "name_native",
    "aliases",
    "country_code",
    "concern_codes",
    "parent",
    "ror",
    "citation",
)
_NOT_IN_FORM = frozenset({"row_id", "award_key"})


def write_lists(folder: Path, editions: Sequence[ListEdition]) -> list[Path]:
    """Write a file for each edition, in the generic form of screening lists."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for edition in editions:
        rows = [
            {
                "list_id": edition.list_id,
                "edition": edition.edition,
                "valid_from": edition.valid_from.isoformat(),
                "row_no": row.row_no,
                "name": row.name or row.organization.name,
                "name_native": row.native,
                "aliases": "; ".join((*row.aliases, *(f"{o.name} (subsidiary)" for o in row.subsidiaries))),
                "country_code": row.organization.country,
                "concern_codes": ";".join(row.codes),
                "ror": row.organization.ror,
                "citation": row.citation or edition.citation,
            }
            for row in edition.rows
        ]
        paths.append(write(folder / f"{edition.list_id}-{edition.edition}.csv", LIST_COLUMNS, rows))
    return paths


def write_designations(path: Path, programs: Sequence[Mapping[str, object]]) -> Path:
    """Write the designated programmes."""
    return write(path, TABLES["programs"].names, programs)


def form_columns(table: str) -> dict[str, str]:
    """Return the columns of the form's sheet for `table`, each with the column of the table."""
    renamed = {"start_on": "start", "end_on": "end"}
    names = [name for name in TABLES[table].names if name not in _NOT_IN_FORM]
    return {renamed.get(name, name): name for name in names}


def sheet_name(table: str) -> str:
    """Return the name of the form's sheet for `table`."""
    return table.removeprefix("declared_")


def write_disclosures(folder: Path, tables: Mapping[str, pa.Table]) -> list[Path]:
    """Write a file for each sheet of the disclosure form that has rows."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write(folder / f"{sheet}.csv", columns, [dict(zip(columns, row, strict=True)) for row in rows])
        for sheet, columns, rows in _sheets(tables)
    ]


def write_workbook(path: Path, tables: Mapping[str, pa.Table]) -> Path:
    """Write the same sheets as one workbook; all cells hold text, as a careful person fills the form."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        # Without a fixed day the file would differ each time.
        book.set_properties({"title": "Disclosures (invented)", "created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001
        bold = book.add_format({"bold": True})
        for name, columns, rows in _sheets(tables):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, 18)
            sheet.write_row(0, 0, columns, bold)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if text := show(value):
                        sheet.write_string(number, column, text)
    return path


def _sheets(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, tuple[str, ...], list[list[object]]]]:
    """Yield name, columns and rows of each sheet that has rows."""
    for name in (n for n in TABLES if n in tables):
        columns = form_columns(name)
        values = [tables[name].column(column).to_pylist() for column in columns.values()]
        yield sheet_name(name), tuple(columns), [list(row) for row in zip(*values, strict=True)]


def write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> Path:
    """Write `rows` as CSV in UTF-8 with a header of `columns`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([show(row.get(column)) for column in columns] for row in rows)
    return path


def show(value: object) -> str:
    """Return a value as people write it in a form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return str(value)
