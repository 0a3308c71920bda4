"""Tests of graphrisk.store."""
