"""Save the questions of a queue to a file that the browser downloads; the audit log keeps who did."""

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
    return {
        "content": base64.b64encode(content).decode("ascii"),
        "filename": path.name,
        "type": None,
        "base64": True,
    }
