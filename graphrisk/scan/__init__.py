"""Scans: from a snapshot, a policy and a date to findings.

`scan` is loaded at its first use: who reads results of scans need not wait for what makes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk.scan.result import (
    ApplicationInfo,
    Coverage,
    ListCoverage,
    PersonInfo,
    ProgramCoverage,
    ScanResult,
    SourceCoverage,
)

if TYPE_CHECKING:
    from graphrisk.scan.run import scan

__all__ = [
    "ApplicationInfo",
    "Coverage",
    "ListCoverage",
    "PersonInfo",
    "ProgramCoverage",
    "ScanResult",
    "SourceCoverage",
    "scan",
]


def __getattr__(name: str) -> Any:
    if name == "scan":
        from graphrisk.scan.run import scan as function

        return function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
