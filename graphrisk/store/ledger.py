"""What loads refused, as the ledger of a snapshot keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphrisk.sentences import from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    Rows = Callable[..., pa.Table]


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that a load refused: its place, the value, and the reason as a `Sentence` where it is one."""

    load_id: int
    file: str
    line: int | None
    column: str | None
    value: str | None
    reason: str

    @property
    def place(self) -> str:
        """File and line: `works.jsonl:12`."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def refused(rows: Rows, loads: Sequence[int], *, limit: int | None = None) -> list[Refused]:
    """Return what the numbered loads refused, by load, file and line, at most `limit`.

    `rows` is that of a store or of what reads one: `rows(table, column, values, limit=…)`.
    """
    if not loads:
        return []
    found = rows("rejects", "load_id", [str(load) for load in loads], limit=limit)
    return [_refused(row) for row in found.to_pylist()]


def _refused(row: dict[str, Any]) -> Refused:
    return Refused(
        load_id=row["load_id"],
        file=row["file"],
        line=row["line"],
        column=row["column_name"],
        value=row["value"],
        reason=from_json(row["message"]) if row["message"] else row["reason"],
    )
