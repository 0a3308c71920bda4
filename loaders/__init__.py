"""Loaders: one module a source, from files as their publishers hand them out to rows of the schema."""

from loaders import designations, disclosures, lists, openalex, ror, tables
from loaders.base import Source

LOADERS: dict[str, Source] = {
    source.name: source
    for source in (
        openalex.SOURCE,
        ror.SOURCE,
        lists.SOURCE,
        designations.SOURCE,
        disclosures.SOURCE,
        tables.SOURCE,
    )
}
"""The loaders by the name that the command line takes."""

__all__ = ["LOADERS", "Source"]
