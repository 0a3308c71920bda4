"""Scans: from a snapshot, a policy and a date to findings."""
