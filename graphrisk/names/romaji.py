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


@lru_cache(maxsize=1 << 16)
def is_romaji(token: str) -> bool:
    """Whether a folded Latin token can be read as Japanese syllables (or is an initial)."""
    return _TOKEN.fullmatch(token) is not None


@lru_cache(maxsize=1 << 16)
def canonical(token: str) -> str:
    """Return the one spelling for a token that `is_romaji`."""
    for spelling, ours in _SPELLINGS:
        if spelling in token:
            token = token.replace(spelling, ours)
    token = _NASAL.sub("n", token)
    return _LONG.sub(lambda match: match[0][0], token) if len(token) > 2 else token


def canonical_tokens(tokens: list[str]) -> list[str]:
    """Return the tokens of one name, in the one spelling where all of the name reads as Japanese."""
    if all(map(is_romaji, tokens)) and any(map(_SYLLABLES.search, tokens)):
        return [canonical(token) for token in tokens]
    return tokens


def romanize(kana: str) -> str:
    """Return a name in kana as Latin letters, long vowels spelled out: さとう たろう → satou tarou."""
    return str(jaconv.kana2alphabet(jaconv.kata2hira(kana))).replace("-", "").replace("ー", "")
