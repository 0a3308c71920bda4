"""Tests of the sample data that stands in the repository."""
