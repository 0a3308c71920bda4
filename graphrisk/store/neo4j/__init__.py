"""The server store: a Neo4j server that holds a published snapshot. Cypher stands in this package alone."""
