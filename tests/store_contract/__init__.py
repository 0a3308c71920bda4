"""What every store of the graph must do. A new store joins by one more branch of `make_store`."""
