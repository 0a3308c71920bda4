"""Records that loads refused as CSV, a row each, for who mends the files that they came from."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from graphrisk.export.csv_file import guard
from graphrisk.export.files import replacing
from graphrisk.i18n import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from graphrisk.i18n import Language
    from graphrisk.store.ledger import Refused

COLUMNS = ("load", "source", "file", "line", "column", "value", "reason")


def export_refused(
    path: Path, records: Sequence[Refused], sources: Mapping[int, str], language: Language
) -> None:
    """Write a row a refused record under `COLUMNS`; `sources` names the loader of each load.

    Text is guarded as in the CSV of findings. Raises `InputError` where the file cannot be written.
    """
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in records:
            cells = (
                one.load_id,
                sources.get(one.load_id),
                one.file,
                one.line,
                one.column,
                one.value,
                said(one.reason, language),
            )
            writer.writerow([guard(cell) for cell in cells])
