"""Wade-Giles spellings of Chinese names read as pinyin: Mao Tse-tung as Mao Zedong.

A name is read so only where each of its words is a syllable, or two, of that spelling, and one of them cannot
be pinyin; then both ways of reading are compared.
"""

from __future__ import annotations

import re
from functools import lru_cache

_INITIALS = {
    "chi": "ji", "hs": "x", "ts": "z", "tz": "z", "ch": "zh", "j": "r", "k": "g", "p": "b", "t": "d",
    "f": "f", "h": "h", "l": "l", "m": "m", "n": "n", "s": "s", "sh": "sh", "w": "w", "y": "y", "": "",
}  # fmt: skip
_FINALS = {
    "a": "a", "ai": "ai", "an": "an", "ang": "ang", "ao": "ao", "e": "e", "ei": "ei", "en": "en",
    "eng": "eng",
    "erh": "er", "i": "i", "ia": "ia", "iang": "iang", "iao": "iao", "ieh": "ie", "ien": "ian", "in": "in",
    "ing": "ing", "iu": "iu", "iung": "iong", "o": "uo", "ou": "ou", "u": "u", "ua": "ua", "uai": "uai",
    "uan": "uan", "uang": "uang", "ueh": "ue", "ui": "ui", "un": "un", "ung": "ong", "uo": "uo", "ih": "i",
    "u ": "u", "yu": "yu",
}  # fmt: skip
_SYLLABLE = re.compile(
    "(?P<initial>hs|tsh|ts|tz|ch|sh|[jkptfhlmnswy])?(?P<final>iang|iung|uang|ang|eng|iao|ieh|ien|ing|uai|uan|ueh|ung"
    "|erh|ai|an|ao|ei|en|ia|in|iu|ou|ua|ui|un|uo|ih|[aeiou])"
)
_ONLY_WADE_GILES = re.compile(
    "hs[iu]|^ts[eu]|^tz[eu]|tung$|sung$|kung$|hung$|chung$|lung$|ieh$|ien$|ueh$|^chi"
)
_TSE = {"tse": "ze", "tzu": "zi", "ssu": "si", "szu": "si", "jih": "ri", "shih": "shi", "chih": "zhi"}


@lru_cache(maxsize=1 << 14)
def _syllables(word: str) -> str | None:
    """Return one word of one or two Wade-Giles syllables in pinyin, or None."""
    for start in range(len(word), 0, -1):
        first = _syllable(word[:start])
        rest = "" if start == len(word) else _syllable(word[start:])
        if first is not None and rest is not None:
            return first + rest
    return None


def _syllable(text: str) -> str | None:
    if text in _TSE:
        return _TSE[text]
    match = _SYLLABLE.fullmatch(text)
    if not match:
        return None
    initial, final = match["initial"] or "", _FINALS[match["final"]]
    if initial == "ch" and (final[0] == "i" or (match["final"].startswith("u") and match["final"] == "ueh")):
        return f"j{final}"
    if initial not in _INITIALS:
        return None
    ours = _INITIALS[initial]
    if ours in ("f", "b", "m", "p") and final == "uo":
        final = "o"
    return ours + final


def pinyin(words: list[str]) -> list[str] | None:
    """Return the words of a name in pinyin where they read as Wade-Giles and not as pinyin, else None."""
    if not 2 <= len(words) <= 4 or not any(map(_ONLY_WADE_GILES.search, words)):
        return None
    found = [_syllables(word) for word in words]
    if any(word is None for word in found):
        return None
    return [word for word in found if word]
