"""Loaders: one module a source, from files as their publishers hand them out to rows of the schema."""
