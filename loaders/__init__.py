"""Loaders: one module a source, from files as their publishers hand them out to rows of the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from loaders.base import Source

_MODULES = {
    "openalex": "loaders.openalex",
    "ror": "loaders.ror",
    "list": "loaders.lists",
    "designations": "loaders.designations",
    "disclosures": "loaders.disclosures",
    "tables": "loaders.tables",
}


class _Loaders(Mapping[str, Source]):
    """Sources by name, each imported when it is asked for.

    A process that decodes works should not wait for the readers of workbooks.
    """

    def __getitem__(self, name: str) -> Source:
        source: Source = import_module(_MODULES[name]).SOURCE
        return source

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)

    def __contains__(self, name: object) -> bool:
        return name in _MODULES


LOADERS: Mapping[str, Source] = _Loaders()
"""The loaders by the name that the command line takes."""

__all__ = ["LOADERS", "Source"]
