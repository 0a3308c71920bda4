"""Organisations in printed affiliations: who is named, how sure that is, and what was not taken."""

from graphrisk.resolve.affiliations.matcher import Answer, Match, Rival, answer, match
from graphrisk.resolve.affiliations.snapshot import snapshot_index

__all__ = ["Answer", "Match", "Rival", "answer", "match", "snapshot_index"]
