"""The tagger written the slow and obvious way: try every term at every place, take the longest."""

from __future__ import annotations

import re

from graphrisk.technology import Taxonomy
from graphrisk.technology.folding import JAPANESE, fold, japanese, plurals, tokens

Hit = tuple[str, str]

_KATAKANA = r"[\u30a1-\u30fa]"
_LATIN = r"[0-9a-z]"


class SlowTagger:
    """Tags texts as `Tagger(taxonomy)` should."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.areas = [area.id for area in taxonomy.areas]
        self.phrases: list[tuple[tuple[str, ...], Hit]] = []
        self.strings: list[tuple[re.Pattern[str], Hit]] = []
        for term in taxonomy.terms:
            hit = (term.area, term.text)
            for text in (term.text, *term.variants):
                if term.language == "en":
                    self.phrases += [(form, hit) for form in plurals(tuple(tokens(fold(text))))]
                else:
                    for spelling in (text, text.replace("・", "")):
                        self.strings.append((re.compile(_pattern(japanese(fold(spelling)))), hit))

    def tag(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the areas and terms."""
        hits: set[Hit] = set()
        string, place, rest = japanese(fold(text)), 0, ""
        while place < len(string):
            matches = [(pattern.match(string, place), hit) for pattern, hit in self.strings]
            found = [(match.end(), hit) for match, hit in matches if match]
            if found:
                place, hit = max(found, key=lambda one: one[0])
                hits.add(hit)
                rest += "."
            else:
                rest += string[place]
                place += 1
        words, place = tokens(rest), 0
        while place < len(words):
            here = [(len(f), hit) for f, hit in self.phrases if tuple(words[place : place + len(f)]) == f]
            if here:
                length, hit = max(here, key=lambda one: one[0])
                hits.add(hit)
            place += length if here else 1
        areas = [area for area in self.areas if any(hit[0] == area for hit in hits)]
        return {area: tuple(sorted(name for one, name in hits if one == area)) for area in areas}


def _pattern(form: str) -> str:
    """Return a term as a pattern with the borders that its ends ask for."""
    before = after = ""
    if re.match(_KATAKANA, form):
        before = f"(?<!{_KATAKANA})"
    elif re.match(_LATIN, form):
        before = f"(?<!{_LATIN})"
    if re.search(rf"{_LATIN}\Z", form):
        after = f"(?!{_LATIN})"
    elif re.search(rf"{_KATAKANA}\Z", form) and not re.search(rf"{_KATAKANA}{{4}}\Z", form):
        after = f"(?!{_KATAKANA})"
    assert re.search(f"[{JAPANESE}]", form)
    return before + re.escape(form) + after
