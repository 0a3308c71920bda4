"""Tests of graphrisk.load."""
