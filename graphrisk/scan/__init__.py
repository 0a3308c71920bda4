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
