"""What a load tells: how far it is, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphrisk.errors import RejectsError
from graphrisk.sentences import Sentence, listed

if TYPE_CHECKING:
    from loaders.base import Reject

REJECTS_SHOWN = 1000
"""How many rejects a report holds; the snapshot holds all of them."""


@dataclass(frozen=True, slots=True)
class ProgressState:
    """How far a load is: records read, input bytes consumed of how many (None: unknown), and its stage."""

    records: int
    bytes_done: int
    bytes_total: int | None
    stage: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How a load ended.

    `snapshot` is the one in force afterwards; 0 where there is none. `changed` says whether this load made
    it. `read` = `written` + `unchanged` + records refused, repeated or passed over.
    """

    source: str
    edition: str | None
    snapshot: int
    changed: bool
    read: int
    written: int
    unchanged: int
    rejected: list[Reject] = field(repr=False)
    rejected_total: int
    skipped: dict[str, int]
    warnings: list[str]
    seconds: float


class StrictLoadError(RejectsError):
    """A load under `strict` refused records and therefore published nothing. `report` says which."""

    def __init__(self, report: LoadReport) -> None:
        self.report = report
        first = report.rejected[0]
        line = Sentence("line {number}", number=first.line) if first.line is not None else None
        super().__init__(
            Sentence(
                "{count} records were refused, and nothing was changed. The first, at {place}: {reason}",
                count=f"{report.rejected_total:,}",
                place=first.file if line is None else listed((first.file, line)),
                reason=first.reason,
            ),
            remedy=Sentence("Correct them, or load without --strict."),
        )
