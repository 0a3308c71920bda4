"""Real lists and the registry, as names to measure the screening of names with."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

from graphrisk.resolve.screening.rows import ListName, ListRow

DAY = dt.date(2025, 1, 1)
LIST_NAMES = 30_000


def lines_of(path: Path) -> list[dict[str, object]]:
    """Return the records of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def as_list(value: object) -> list[object]:
    """Return what is a list, or an empty one."""
    return value if isinstance(value, list) else []


def cells_of(path: Path, encoding: str) -> list[list[str]]:
    """Return the cells of a CSV file without a header."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def list_row(place: int, names: Sequence[ListName]) -> ListRow:
    """Return a row of a list with these names."""
    return ListRow(
        "bench", "1", str(place), f"{place:05}", names[0].text, None, DAY, None, tuple(names), ("1",)
    )


def list_names(shared: Path, *, fill: bool = True) -> list[list[str]]:
    """Return the names of real lists, a row's together, filled up if wanted with registry names to 30,000."""
    us = shared / "screening" / "us"
    rows: dict[str, list[str]] = {}
    for main, other in (("sdn.csv", "alt.csv"), ("cons_prim.csv", "cons_alt.csv")):
        for cells in cells_of(us / main, "latin-1"):
            if len(cells) > 5:
                rows.setdefault(cells[0], []).append(cells[1])
        for cells in cells_of(us / other, "latin-1"):
            if len(cells) > 3 and cells[0] in rows:
                rows[cells[0]].append(cells[3])
    found = [list(dict.fromkeys(names)) for names in rows.values()]
    have = sum(map(len, found)) if fill else LIST_NAMES
    for record in lines_of(shared / "ror" / "ror_v1.jsonl.gz"):
        if have >= LIST_NAMES:
            break
        found.append([str(record["name"])])
        have += 1
    return found
