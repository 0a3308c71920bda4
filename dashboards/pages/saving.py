"""Files that the browser downloads: the questions of a queue, with an entry in the audit log, and others."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.data import Data
    from dashboards.words import Words
    from graphrisk.review.records import FindingRecord, RunRecord


def save(form: str, run: RunRecord, records: Sequence[FindingRecord], t: Words, data: Data) -> dict[str, Any]:
    """Return the file of an export format as a download. Raises `KeyError` for an unknown format."""
    from graphrisk.export import EXPORTERS

    with tempfile.TemporaryDirectory(prefix="graphrisk-") as folder:
        path = Path(folder) / f"graphrisk-{run.id}.{form}"
        EXPORTERS[form](path, run, list(records), t.language)
        content = path.read_bytes()
    data.record_export(run.id, form, len(records))
    return download(content, path.name)


def download(content: bytes, name: str) -> dict[str, Any]:
    """Return a file as Dash hands it to the browser."""
    return {
        "content": base64.b64encode(content).decode("ascii"),
        "filename": name,
        "type": None,
        "base64": True,
    }
