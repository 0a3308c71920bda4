"""Technology areas of works, by the words of their titles."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from graphrisk.errors import GraphRiskError
from graphrisk.technology import DEFAULT, Tagger, load_taxonomy

if TYPE_CHECKING:
    from dashboards.words import Words
    from graphrisk.store.explore import Node


@lru_cache(maxsize=4)
def _tagger(taxonomy: str) -> Tagger:
    return Tagger(load_taxonomy(taxonomy))


class Areas:
    """Finds the areas of a taxonomy in titles; without a taxonomy that can be read, none."""

    def __init__(self, taxonomy: str | None) -> None:
        try:
            self._tagger: Tagger | None = _tagger(taxonomy or DEFAULT)
        except GraphRiskError:
            self._tagger = None

    def of(self, node: Node) -> tuple[str, ...]:
        """Return the ids of the areas that a work's title touches; none for other nodes."""
        if node.kind != "work" or self._tagger is None:
            return ()
        return tuple(self._tagger.tag(node.name))

    def name(self, area: str, t: Words) -> str:
        """Return number and name of an area."""
        if self._tagger is None:
            return area
        found = self._tagger.taxonomy.area(area)
        return f"{area} {found.name_ja if t.language == 'ja' else found.name_en}"
