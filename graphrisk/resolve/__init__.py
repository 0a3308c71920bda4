"""Who is who: organisations, listings and people, with grades, reasons and rejected alternatives."""

from graphrisk.resolve.derive import derive

__all__ = ["derive"]
