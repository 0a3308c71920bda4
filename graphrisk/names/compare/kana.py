"""How foreign words in kana sound, and how well that agrees with a word in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

import jaconv
from rapidfuzz.distance import OSA, Indel

from graphrisk.names.compare.spelling import REMEMBERED
from graphrisk.names.romaji import romanize

_FOREIGN = {
    "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo", "ヴャ": "vya", "ヴュ": "vyu", "ヴョ": "vyo",
    "ヴ": "vu",
    "ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "フャ": "fya", "フュ": "fyu", "フョ": "fyo",
    "ティ": "ti", "ディ": "di", "トゥ": "tu", "ドゥ": "du", "テュ": "tyu", "デュ": "dyu",
    "ウィ": "wi", "ウェ": "we", "ウォ": "wo", "シェ": "she", "ジェ": "je", "チェ": "che", "イェ": "ye",
    "ツァ": "tsa", "ツィ": "tsi", "ツェ": "tse", "ツォ": "tso", "クァ": "kwa", "クィ": "kwi", "クェ": "kwe",
    "クォ": "kwo",
    "グァ": "gwa", "グィ": "gwi", "スィ": "si", "ズィ": "zi", "リィ": "ri", "ムィ": "mi", "ヌィ": "ni",
    "ルィ": "ri",
}  # fmt: skip
_FOREIGN_RUN = re.compile("|".join(sorted(_FOREIGN, key=len, reverse=True)))

_SOUNDS = tuple(
    (re.compile(pattern), ours)
    for pattern, ours in (
        (r"ph|gh(?=t)", "f"),
        (r"v(?=$|[^aeiouy])", "f"),
        (r"tsch|tch|sch|sh|ch|zh|dzh|dz|th|cz", "s"),
        (r"ts|tz", "t"),
        (r"c(?=[eiy])|[zj]|g(?=[ei])", "s"),
        (r"ck|cc|kh|gh|qu|x(?=t)", "k"),
        (r"x", "ks"),
        (r"[cgq]", "k"),
        (r"[pbv]", "b"),
        (r"[fh]", "h"),
        (r"[dt]", "t"),
        (r"[lr]", "r"),
        (r"m", "n"),
        (r"[aeiouyw']|(?<=[^aeiou])h", ""),
        (r"(.)\1+", r"\1"),
    )
)
_PLAIN = tuple(
    (re.compile(a), b)
    for a, b in ((r"l", "r"), (r"v", "b"), (r"c(?!h)|q", "k"), (r"ph", "f"), (r"y", "i"), (r"(.)\1+", r"\1"))
)


@lru_cache(maxsize=REMEMBERED)
def romaji(kana: str) -> str:
    """Return kana in Latin letters, foreign syllables too: ティジャーレット is tijaretto."""
    katakana = str(jaconv.hira2kata(kana))
    return romanize(_FOREIGN_RUN.sub(lambda match: _FOREIGN[match[0]], katakana))


@lru_cache(maxsize=REMEMBERED)
def sound(word: str) -> str:
    """Return the classes of the consonants of a folded Latin word as kana keep them apart."""
    for pattern, ours in _SOUNDS:
        word = pattern.sub(ours, word)
    return word


@lru_cache(maxsize=REMEMBERED)
def _plain(word: str) -> str:
    for pattern, ours in _PLAIN:
        word = pattern.sub(ours, word)
    return word


@lru_cache(maxsize=REMEMBERED)
def like_kana(kana: str, word: str) -> float:
    """Return how well the romaji of a kana word agrees with a folded Latin word, from 0 to 1.

    The consonants decide; the vowels, of which kana have more, are looked at where there are few consonants.
    """
    if kana == word:
        return 1.0
    a, b = sound(kana), sound(word)
    longest = max(len(a), len(b))
    if longest == 0 or min(len(a), len(b)) * 2 < longest:
        return 0.0
    consonants = 1 - OSA.distance(a, b) / longest
    if consonants < 0.6:
        return 0.0
    letters = float(Indel.normalized_similarity(_plain(kana), _plain(word)))
    if letters < 0.45 or (longest < 3 and letters < 0.6):
        return 0.0
    return round(0.6 * consonants + 0.4 * min(1.0, letters + 0.2), 4)
