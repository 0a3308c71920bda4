"""Names compared with explained features: people's and organisations', within and across scripts."""

from graphrisk.names.compare.evidence import Comparison, Evidence, Strength
from graphrisk.names.compare.names import Kind, Name, compare, compare_names, kind_of

__all__ = ["Comparison", "Evidence", "Kind", "Name", "Strength", "compare", "compare_names", "kind_of"]
