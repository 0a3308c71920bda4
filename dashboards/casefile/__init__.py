"""What a page about one question shows beside the finding: declarations, works, listings."""

from dashboards.casefile.facts import CaseFacts, DeclaredRow, Listing, Partner, PersonWork
from dashboards.casefile.read import read_case

__all__ = ["CaseFacts", "DeclaredRow", "Listing", "Partner", "PersonWork", "read_case"]
