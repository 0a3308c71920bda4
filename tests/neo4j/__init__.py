"""Tests against a real Neo4j server, and the fixtures for them."""
