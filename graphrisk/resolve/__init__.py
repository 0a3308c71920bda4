"""Who is who: organisations, listings and people, with grades, reasons and rejected alternatives."""

from graphrisk.resolve.derivation import derive
from graphrisk.resolve.persons import Resolved, resolve_persons
from graphrisk.resolve.reasons import REASONS, reason

__all__ = ["REASONS", "Resolved", "derive", "reason", "resolve_persons"]
