"""Where the graph is kept: immutable snapshots and the stores that read them."""
