"""Folding of text to the form in which names are compared: width, case, accents, variant characters."""

from __future__ import annotations

import re
import unicodedata

from graphrisk.names.kanji import VARIANTS

_COMBINING = re.compile("[\u0300-\u036f]+")
"""Accents of Latin, Greek and Cyrillic letters; the voicing marks of kana are outside and stay."""

_REPLACED = VARIANTS | str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "ə": "e",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\ufeff": "",
        "\u00ad": "",
    }
)
_REPLACEABLE = re.compile(f"[{''.join(map(chr, _REPLACED))}]+")
"""Finding the few characters first is much faster than to translate all, most of which have no entry."""

CJK = "\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters and their repetition marks, as the inside of a character class."""
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
"""Hiragana and katakana, as the inside of a character class."""
HANGUL = "\u1100-\u11ff\uac00-\ud7af"
"""Korean letters, as the inside of a character class."""


def fold(text: str) -> str:
    """Return `text` without differences of width, case, accents and variant Chinese characters.

    Punctuation and spaces stay: persons and organisations treat them differently.
    """
    if text.isascii():
        return text.lower()
    # The dotted capital I would leave a combining dot behind when lowered, so accents go after casefold.
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = _COMBINING.sub("", text)
    if text.isascii():
        return text
    return _REPLACEABLE.sub(_replaced, unicodedata.normalize("NFC", text))


def _replaced(match: re.Match[str]) -> str:
    return match[0].translate(_REPLACED)
