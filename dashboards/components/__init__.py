"""Pieces of pages: plain functions from values to components."""
