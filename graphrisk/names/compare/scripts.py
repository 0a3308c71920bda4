"""Which script a name is written in, and its Latin letters."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii

from graphrisk.names.folding import CJK, HANGUL, KANA, fold
from graphrisk.names.romaji import romanize


class Script(StrEnum):
    """What the letters of a name stand for, which decides how its Latin letters may be compared."""

    LETTERS = "letters"
    """Alphabets such as Latin, Cyrillic and Greek: each sound is written."""
    CONSONANTS = "consonants"
    """Arabic, Hebrew, Thai, Khmer and others, whose Latin letters lack vowels or hold other ones."""
    SYLLABLES = "syllables"
    """Kana and Hangul: foreign names come in syllables."""
    CHARACTERS = "characters"
    """Chinese characters, alone or among kana: each has a meaning, and a sound in each language."""


_HAN = re.compile(f"[{CJK}]")
_SYLLABIC = re.compile(f"[{KANA}{HANGUL}]")
_KANA_RUN = re.compile(f"[{KANA}ー]+")
_ALPHABETS = re.compile(
    "[\u0000-\u052f\u10a0-\u10ff\u0530-\u058f\u1c80-\u1cbf\u1e00-\u1fff\u2000-\u206f\u2d00-\u2d2f\ua720-\ua7ff]*"
)
_SYLLABLE = re.compile("[A-Z][a-z']*|[a-z']+")
_LETTER = re.compile(r"[^\W\d_]")


@lru_cache(maxsize=1 << 16)
def script_of(text: str) -> Script:
    """Return the script of a name; the one that says least about its sound where there are several."""
    if text.isascii() or _ALPHABETS.fullmatch(text):
        return Script.LETTERS
    if _HAN.search(text):
        return Script.CHARACTERS
    if _SYLLABIC.search(text):
        return Script.SYLLABLES
    return Script.CONSONANTS


def latin_words(text: str) -> list[str]:
    """Return the words of a folded name in Latin letters; punctuation other than apostrophes divides.

    Chinese characters give the syllables of their Mandarin reading, each a word.
    """
    if not text.isascii():
        text = _KANA_RUN.sub(lambda run: f" {romanize(run[0])} ", text) if _SYLLABIC.search(text) else text
        text = " ".join(_spelled(word) for word in text.split())
    return _words(text)


_APOSTROPHE = re.compile("['’‘`´ʼʹʺ]")
_BREAK = re.compile(r"[^\w]+|_+")


def _words(text: str) -> list[str]:
    return _BREAK.sub(" ", _APOSTROPHE.sub("", text)).split()


def _spelled(word: str) -> str:
    if word.isascii():
        return word
    spelled = anyascii(word)
    if _HAN.search(word) or _SYLLABIC.search(word):
        return " ".join(_SYLLABLE.findall(spelled) or [spelled]).lower()
    return spelled.lower()


def folded(name: str) -> str:
    """Return a name without differences of width, case, accents and variant characters."""
    return fold(name)


def has_letters(text: str) -> bool:
    """Whether a text holds a letter of any script."""
    return _LETTER.search(text) is not None
