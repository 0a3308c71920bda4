"""Names screened against the rows of screening lists: an index of the lists' names, and the search in it."""
