"""Spellings of one sound brought together: Gaddafi and Qaddafi, Wladimir and Vladimir, Mohamed and Muhammad.

Two forms of a word are made. `canonical` undoes what transcriptions do differently and keeps the word
readable; `skeleton` keeps the classes of its consonants only, for scripts that write no vowels or that write
foreign words in syllables.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

REMEMBERED = 1 << 17

_DIGITS_READ_AS_LETTERS = str.maketrans("0134579", "oieasgg")

_CANONICAL = tuple(
    (re.compile(pattern), ours)
    for pattern, ours in (
        (r"tsch|tch", "ch"),
        (r"sch", "sh"),
        (r"ph", "f"),
        (r"tz", "ts"),
        (r"kh|ck|cq", "k"),
        (r"gh", "g"),
        (r"dj|dzh|zh", "j"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"q", "k"),
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"ee|ie(?=[^aeiou])|iy|ij|yj|ii|yy", "i"),
        (r"(?<=[aeou])[jy](?=[^aeiouy]|$)|y", "i"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=REMEMBERED)
def canonical(word: str) -> str:
    """Return the one spelling of a folded Latin word for the spellings that transcriptions give it."""
    if word.isdigit():
        return word
    word = word.translate(_DIGITS_READ_AS_LETTERS)
    for pattern, ours in _CANONICAL:
        word = pattern.sub(ours, word)
    return word


_CLASSES = tuple(
    (re.compile(pattern), ours)
    for pattern, ours in (
        (r"ph", "f"),
        (r"tch|tsch|sch|sh|ch|zh|dz|ts|tz|th|x(?=[aeiou])", "s"),
        (r"ng(?![aeiou])", "n"),
        (r"c(?=[eiy])|[zj]", "s"),
        (r"x", "ks"),
        (r"[cgqk]h?", "k"),
        (r"[pbv]", "b"),
        (r"[dt]", "t"),
        (r"[lr]", "r"),
        (r"m(?=[b])", "n"),
        (r"[aeiouyhw']", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=REMEMBERED)
def skeleton(word: str) -> str:
    """Return the classes of a folded Latin word's consonants: frnndw and fernando are frnt and frnnt."""
    for pattern, ours in _CLASSES:
        word = pattern.sub(ours, word)
    return word


def edits_allowed(length: int) -> int:
    """Return how many typing errors a word of `length` letters may hold and still be that word."""
    return 1 if length <= 4 else 2


@lru_cache(maxsize=REMEMBERED)
def alike(one: str, other: str) -> float:
    """Return how alike two folded Latin words are: 1 the same, 0 different words.

    The words may be spelled in two ways for one sound, or hold a typing error for about each four letters.
    """
    if one == other:
        return 1.0
    longest = max(len(one), len(other))
    best = 0.0
    edits = OSA.distance(one, other, score_cutoff=2)
    if edits <= edits_allowed(longest):
        best = 1 - edits / longest
    a, b = canonical(one), canonical(other)
    if a == b:
        return max(best, 0.97)
    longest = max(len(a), len(b))
    edits = OSA.distance(a, b, score_cutoff=2)
    if edits <= edits_allowed(longest):
        best = max(best, 0.97 - edits / longest)
    return best if best >= LEAST_ALIKE else 0.0


LEAST_ALIKE = 0.5


@lru_cache(maxsize=REMEMBERED)
def sounds_alike(one: str, other: str) -> float:
    """Return how alike two words sound, one of them written in a script without vowels or in syllables."""
    a, b = skeleton(one), skeleton(other)
    if min(len(a), len(b)) < 2:
        return 0.85 if a == b and canonical(one)[:1] == canonical(other)[:1] else 0.0
    if a == b:
        return 0.93
    longest = max(len(a), len(b))
    edits = OSA.distance(a, b, score_cutoff=2)
    if longest >= 4 and edits <= longest // 4:
        return 0.93 - edits / longest
    return 0.0
