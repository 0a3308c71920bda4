"""Walking the graph: what a reader asked for, what that shows, where it stands, and how it is said."""
