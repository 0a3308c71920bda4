"""Pure text: names of people and organisations, identifiers, dates, Japanese."""
