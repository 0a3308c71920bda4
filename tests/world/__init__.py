"""Tests of invented worlds."""
