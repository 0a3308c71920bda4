"""Finding the terms of the lexicon in titles and abstracts, fast enough for millions of them.

English terms are sequences of whole words, looked up by their first word. Japanese has no spaces: its terms
are looked up by their first two characters at every position; katakana and Latin parts must begin where a
run of such characters begins, so that レーダ is not found in トレーダー. At each place the longest term
counts, and what lies inside it does not: "quantum machine learning" speaks of quantum information alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.technology.folding import BREAK, fold, japanese, plurals, tokens

if TYPE_CHECKING:
    from graphrisk.technology.taxonomy import Taxonomy, Term

Hit = tuple[str, str]
"""Area id and term."""

_LONG_TAIL = 4
"""A katakana part of at least this many characters may run on: グラフェン in グラフェントランジスタ."""


class Tagger:
    """Tags texts with the areas of one taxonomy. Build it once; it may be used from many threads."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._order = {area.id: position for position, area in enumerate(taxonomy.areas)}
        self._phrases = _phrases([term for term in taxonomy.terms if term.language == "en"])
        self._strings = _strings([term for term in taxonomy.terms if term.language == "ja"])

    def tag(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the areas that `text` touches, each with the distinct terms found, sorted.

        Areas come in the order of the taxonomy; a text without any term gives an empty dict.
        """
        folded = fold(text)
        hits: list[Hit] = []
        if not folded.isascii():
            hits, folded = self._japanese(japanese(folded))
        hits += self._english(tokens(folded))
        if not hits:
            return {}
        found: dict[str, set[str]] = {}
        for area, term in hits:
            found.setdefault(area, set()).add(term)
        return {area: tuple(sorted(found[area])) for area in sorted(found, key=self._order.__getitem__)}

    def _english(self, words: list[str]) -> list[Hit]:
        phrases, hits = self._phrases, []
        if phrases.keys().isdisjoint(words):
            return []
        position, end = 0, len(words)
        while position < end:
            for length, rest, hit in phrases.get(words[position], ()):
                if length == 1 or words[position + 1 : position + length] == rest:
                    hits.append(hit)
                    position += length
                    break
            else:
                position += 1
        return hits

    def _japanese(self, text: str) -> tuple[list[Hit], str]:
        """Return what is found and the rest of the text, where the English part of no hit counts again."""
        strings, hits, rest = self._strings, [], []
        position, end, done = 0, len(text) - 1, 0
        while position < end:
            for term, hit in strings.get(text[position : position + 2], ()):
                if text.startswith(term, position) and _stands_alone(text, position, term):
                    hits.append(hit)
                    rest.append(text[done:position])
                    done = position = position + len(term)
                    break
            else:
                position += 1
        return hits, BREAK.join((*rest, text[done:]))


def _phrases(terms: list[Term]) -> dict[str, list[tuple[int, list[str], Hit]]]:
    """Return English terms by first word: number of words, the words after the first, what it means."""
    found: dict[tuple[str, ...], Hit] = {}
    for term in terms:
        for text in (term.text, *term.variants):
            for words in plurals(tuple(tokens(fold(text)))):
                found.setdefault(words, (term.area, term.text))
    index: dict[str, list[tuple[int, list[str], Hit]]] = {}
    for words in sorted(found, key=len, reverse=True):
        index.setdefault(words[0], []).append((len(words), list(words[1:]), found[words]))
    return index


def _strings(terms: list[Term]) -> dict[str, list[tuple[str, Hit]]]:
    """Return Japanese terms by their first two characters, the longest first."""
    found: dict[str, Hit] = {}
    for term in terms:
        for text in (term.text, *term.variants):
            for form in (japanese(fold(text)), japanese(fold(text.replace("・", "")))):
                found.setdefault(form, (term.area, term.text))
    index: dict[str, list[tuple[str, Hit]]] = {}
    for form in sorted(found, key=len, reverse=True):
        index.setdefault(form[:2], []).append((form, found[form]))
    return index


def _stands_alone(text: str, start: int, term: str) -> bool:
    """Whether katakana and Latin parts at the ends of `term` are not the middle of something longer."""
    end = start + len(term)
    first, last = _script(term[0]), _script(term[-1])
    if first and start and _script(text[start - 1]) == first:
        return False
    if not last or end == len(text) or _script(text[end]) != last:
        return True
    tail = term[-_LONG_TAIL:]
    return last == "katakana" and len(tail) == _LONG_TAIL and all(_script(char) == last for char in tail)


def _script(char: str) -> str:
    if "\u30a1" <= char <= "\u30fa":
        return "katakana"
    return "latin" if char.isascii() and char.isalnum() else ""
