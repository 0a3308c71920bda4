"""Loading: what a loader yields becomes a new snapshot, or nothing changes."""

from graphrisk.load.report import LoadReport, ProgressState, StrictLoadError
from graphrisk.load.run import load

__all__ = ["LoadReport", "ProgressState", "StrictLoadError", "load"]
