"""Latin spellings of Japanese names brought to one: Satō and Satoh, Junichi and Zyun'iti, Honma and Homma.

Spelling is a property of the text: a name is treated so only where all of it can be read as Japanese
syllables and at least one part has two of them, so that Hou and Ho, or Moon and Mon, stay apart elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

import jaconv

_MORA = (
    "(?:"
    "[kgrbpmnh]y[aou]|n[aeiou]|sh?[aiueo]|sy[aou]|ch[aiueo]|ty[aou]|ts?u|t[aeio]|zy[aou]|jy?[aiueo]"
    "|[kgzdhbpmr][aiueo]|dzu|fu|y[auo]|wa|[aiueo]"
    ")"
)
_TOKEN = re.compile(
    rf"(?:(?:k(?=k)|s(?=s)|t(?=t|ch)|c(?=ch)|p(?=p)|m(?=[bmp])|h(?![aiueoy]))?{_MORA}n?)+h?|[a-z]"
)
_SYLLABLES = re.compile(r"[aiueo]+[^aiueo]+[aiueo]+")
_LONG = re.compile(r"o(?:[ou]+|h(?![aiueoy]))|u(?:u+|h(?![aiueoy]))")
_NASAL = re.compile(r"m(?=[bmp])")
_SPELLINGS = (
    ("tch", "cch"),
    ("sh", "sy"),
    ("syi", "si"),
    ("cch", "tty"),
    ("ch", "ty"),
    ("tyi", "ti"),
    ("ts", "t"),
    ("f", "h"),
    ("dz", "z"),
    ("du", "zu"),
    ("di", "zi"),
    ("j", "zy"),
    ("zyy", "zy"),
    ("zyi", "zi"),
)

READINGS = 1 << 16
"""Tokens whose reading is remembered, of about 100 bytes each."""
_ENDINGS = frozenset("aiueonh")


@lru_cache(maxsize=1 << 16)
def canonical(token: str) -> str:
    """Return the one spelling for a folded Latin token that reads as Japanese syllables or is an initial."""
    for spelling, ours in _SPELLINGS:
        if spelling in token:
            token = token.replace(spelling, ours)
    token = _NASAL.sub("n", token)
    return _LONG.sub(lambda match: match[0][0], token) if len(token) > 2 else token


class _Readings(dict[str, int]):
    """By folded token: 0 where it is no romaji, 1 where it is, 2 where it has two syllables besides.

    A dictionary answers sooner than a cached function. It forgets all where it holds `READINGS` tokens.
    """

    def __missing__(self, token: str) -> int:
        """Enter a token."""
        if len(self) >= READINGS:
            self.clear()
        found = (2 if _SYLLABLES.search(token) else 1) if _TOKEN.fullmatch(token) else 0
        self[token] = found
        return found


_READINGS = _Readings()


def canonical_tokens(tokens: list[str]) -> list[str]:
    """Return the tokens of one name, in the one spelling where all of the name reads as Japanese."""
    for token in tokens:
        # Most names of other languages have a part that ends as no romaji does.
        if token[-1] not in _ENDINGS and len(token) > 1:
            return tokens
    syllables = 0
    for token in tokens:
        if not (reading := _READINGS[token]):
            return tokens
        syllables = max(syllables, reading)
    return [canonical(token) for token in tokens] if syllables > 1 else tokens


def romanize(kana: str) -> str:
    """Return a name in kana as Latin letters, long vowels spelled out: さとう たろう → satou tarou."""
    return str(jaconv.kana2alphabet(jaconv.kata2hira(kana))).replace("-", "").replace("ー", "")
