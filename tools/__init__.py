"""Programs that developers, tests and CI run; nothing of the product needs them."""
