"""The technology areas: a versioned taxonomy, its lexicon and the tagger."""
