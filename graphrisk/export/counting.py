"""How far an export is: findings that say when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from graphrisk.review.records import FindingRecord

EVERY = 250
"""Findings between two reports."""


class Counted(Sequence[FindingRecord]):
    """Findings that report the share of them that was walked through, over all walks of an export.

    A slice is a plain sequence and reports nothing.
    """

    def __init__(
        self, findings: Sequence[FindingRecord], walks: int, report: Callable[[float], None]
    ) -> None:
        self._findings, self._report = findings, report
        self._all = max(1, walks * len(findings))
        self._seen = 0

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, index: int) -> FindingRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FindingRecord]: ...
    def __getitem__(self, index: Any) -> Any:
        return self._findings[index]

    def __iter__(self) -> Iterator[FindingRecord]:
        for number, finding in enumerate(self._findings, 1):
            yield finding
            self._seen += 1
            if not number % EVERY:
                self._report(self._seen / self._all)
