"""Findings as one JSON document, a finding a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from graphrisk.export.build import build_finding, build_run
from graphrisk.export.files import replacing
from graphrisk.findings import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graphrisk.i18n import Language
    from graphrisk.review.records import FindingRecord, RunRecord


def export_json(path: Path, run: RunRecord, findings: Sequence[FindingRecord], language: Language) -> None:
    """Write the JSON form, UTF-8. Raises `InputError` where the file cannot be written."""
    encoder = msgspec.json.Encoder()
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.write(b'{"schema_version":' + encoder.encode(SCHEMA_VERSION))
        file.write(b',\n"run":' + encoder.encode(build_run(run, language)) + b',\n"findings":[')
        for number, record in enumerate(findings):
            file.write(b",\n" if number else b"\n")
            file.write(encoder.encode(build_finding(record, language)))
        file.write(b"\n]}\n")
