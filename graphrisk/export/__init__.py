"""Exports, one file a format.

Each is a function from a run and its findings to a file that is written whole or not at all. To add one,
write a module with such a function and a line in `EXPORTERS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from graphrisk.export.build import finding_to_json, findings_document
from graphrisk.export.counting import Counted
from graphrisk.export.csv_file import export_csv
from graphrisk.export.json_file import export_json
from graphrisk.export.xlsx_file import export_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graphrisk.i18n import Language
    from graphrisk.review.records import FindingRecord, RunRecord


class Exporter(Protocol):
    """Writes findings of a run to a file. Raises `InputError` where the file cannot be written."""

    def __call__(
        self, path: Path, run: RunRecord, findings: Sequence[FindingRecord], language: Language
    ) -> None:
        """Write `findings` to `path` with words in `language`."""
        ...


EXPORTERS: dict[str, Exporter] = {
    "csv": export_csv,
    "json": export_json,
    "xlsx": export_xlsx,
}
"""The formats by the name that the command line takes."""
WALKS = {"csv": 1, "json": 1, "xlsx": 2}
"""How often each format walks through all findings, for a report of progress."""

__all__ = ["EXPORTERS", "WALKS", "Counted", "Exporter", "finding_to_json", "findings_document"]
