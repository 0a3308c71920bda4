"""The technology areas: a versioned taxonomy, its lexicon and the tagger."""

from graphrisk.technology.reading import DEFAULT, load_taxonomy, read_taxonomy, taxonomy_names
from graphrisk.technology.tagger import Tagger
from graphrisk.technology.taxonomy import Area, Taxonomy, Term

__all__ = [
    "DEFAULT",
    "Area",
    "Tagger",
    "Taxonomy",
    "Term",
    "area_id",
    "load_taxonomy",
    "read_taxonomy",
    "taxonomy_names",
]


def area_id(text: str) -> str | None:
    """Return the id of the area of the default taxonomy that `text` names; see `Taxonomy.area_id`."""
    return load_taxonomy().area_id(text)
