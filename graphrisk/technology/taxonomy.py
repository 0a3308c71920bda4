"""The technology areas and the words by which texts are known to touch them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from graphrisk.technology.folding import fold_name


@dataclass(frozen=True, slots=True)
class Area:
    """One technology area. `verified` is false where the name was not read in the cited source."""

    id: str
    name_ja: str
    name_en: str
    valid_from: dt.date
    valid_to: dt.date | None
    citation: str
    url: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of the lexicon with the other ways of writing it."""

    area: str
    language: Literal["en", "ja"]
    text: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """A dated list of technology areas with its lexicon.

    `version` is a number and a checksum of all areas and terms; a scan states it, so that a result can be
    repeated and a changed lexicon shows.
    """

    name: str
    version: str
    title_ja: str
    title_en: str
    valid_from: dt.date
    valid_to: dt.date | None
    areas: tuple[Area, ...]
    terms: tuple[Term, ...]

    def area(self, area_id: str) -> Area:
        """Return the area with this id. Raises `KeyError` where there is none."""
        return self._by_id[area_id]

    def area_id(self, text: str) -> str | None:
        """Return the id of the area that `text` names: 1, 01, 1 バイオ技術, or its name, or `None`."""
        folded = fold_name(text)
        number = re.fullmatch(r"0*(\d{1,3})", folded)
        if number:
            return number[1] if number[1] in self._by_id else None
        found = self._by_name.get(folded)
        if found is not None:
            return found
        led = re.fullmatch(r"0*(\d{1,3})(\D.*)", folded)  # "9 量子情報科学", as forms print it
        if led and self._by_name.get(led[2]) == led[1]:
            return led[1]
        return None

    @cached_property
    def _by_id(self) -> dict[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        found = {}
        for area in self.areas:
            for name in (area.name_ja, area.name_en):
                found[fold_name(name)] = area.id
                found[fold_name(re.sub(r"[（(].*?[)）]|, including .*$", "", name))] = area.id
        return found
