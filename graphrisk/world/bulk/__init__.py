"""The crowd of a large world, made column by column: organisations, people, works and forms."""
