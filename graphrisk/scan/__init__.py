"""Scans: from a snapshot, a policy and a date to findings."""

from graphrisk.scan.result import (
    ApplicationInfo,
    Coverage,
    ListCoverage,
    PersonInfo,
    ProgramCoverage,
    ScanResult,
    SourceCoverage,
)

__all__ = [
    "ApplicationInfo",
    "Coverage",
    "ListCoverage",
    "PersonInfo",
    "ProgramCoverage",
    "ScanResult",
    "SourceCoverage",
]
