"""The words that say little about who bears a name, read once from words.toml."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.toml")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def legal_forms() -> dict[tuple[str, ...], str]:
    """Return the class of each legal form, by its words."""
    return {tuple(form.split()): kind for kind, forms in _words()["legal_forms"].items() for form in forms}


@lru_cache(maxsize=1)
def legal_words() -> frozenset[str]:
    """Return all words of legal forms."""
    return frozenset(word for form in legal_forms() for word in form)


@lru_cache(maxsize=1)
def wrappers() -> frozenset[str]:
    """Return words such as group and holding."""
    return frozenset(_words()["words"]["wrappers"])


@lru_cache(maxsize=1)
def longest_legal_form() -> int:
    """Return of how many words the longest legal form is."""
    return max(map(len, legal_forms()))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return words without meaning of their own, such as articles."""
    return frozenset(_words()["words"]["stop"])


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Return words that many organisations share."""
    return frozenset(_words()["words"]["generic"])


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Return the full word for short forms and other spellings; it may be of two words."""
    return dict(_words()["spellings"])


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Return titles and forms of address."""
    return frozenset(_words()["persons"]["titles"])


@lru_cache(maxsize=1)
def particles() -> dict[str, str]:
    """Return by small word of a person's name the one that stands for its meaning."""
    groups = _words()["persons"]["particles"]
    return {word: ours for ours, words in groups.items() for word in words}


@lru_cache(maxsize=1)
def same_names() -> dict[str, str]:
    """Return by spelling the one spelling of a name whose spellings follow no rule."""
    groups = _words()["persons"]["same"]
    return {word: ours for ours, words in groups.items() for word in (ours, *words)}


_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_VALUES = {"i": 1, "v": 5, "x": 10}


@lru_cache(maxsize=1 << 14)
def number_of(word: str) -> int | None:
    """Return the number that a folded word is: 44, 1st, forty, third. Roman numerals are not read here."""
    if word.isascii() and word.isdecimal() and len(word) < 16:
        return int(word)
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal and len(word) < 16:
        return int(ordinal[1])
    found = _words()["numbers"].get(word)
    return int(found) if found is not None else None


@lru_cache(maxsize=1 << 14)
def roman_number(word: str) -> int | None:
    """Return the number that a Roman numeral from i to xxxix is."""
    if not word or len(word) > 6 or not _ROMAN.fullmatch(word):
        return None
    values = [_VALUES[letter] for letter in word]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
