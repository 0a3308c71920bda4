"""Policies: rules, windows, thresholds, levels and citations as data."""
