"""Bringing texts and terms into one form before they are compared: width, case, hyphens, long vowels."""

from __future__ import annotations

import re
import unicodedata

JAPANESE = "\u3041-\u3096\u30a1-\u30fa\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters of Japanese words, for a regular expression's brackets. The long vowel mark is folded away."""

BREAK = "."
"""The token that stands for punctuation and line ends: no phrase goes across it."""

_TOKENS = re.compile(r"[0-9a-z\u00df-\u024f\u0370-\u03ff]+|[.,](?!\d)|[;:!?()\[\]{}\"“”。、「」\n]")
_MARKUP = re.compile(r"</?[a-z][^<>]{0,100}>")
_PUNCTUATION = frozenset('.,;:!?()[]{}"“”。、「」\n')
_GAP = re.compile(rf"(?<=[0-9a-z]) +(?=[{JAPANESE}])|(?<=[{JAPANESE}]) +(?=[0-9a-z])")

# British and other spellings of words that the lexicon uses, token by token.
_SPELLINGS = {
    "aerofoil": "airfoil",
    "aluminium": "aluminum",
    "analyse": "analyze",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "catalyse": "catalyze",
    "centre": "center",
    "defence": "defense",
    "fibre": "fiber",
    "fibres": "fibers",
    "localisation": "localization",
    "metre": "meter",
    "miniaturised": "miniaturized",
    "modelling": "modeling",
    "optimisation": "optimization",
    "polarisation": "polarization",
    "programme": "program",
    "sulphide": "sulfide",
    "sulphur": "sulfur",
    "synchronisation": "synchronization",
    "tumour": "tumor",
    "vapour": "vapor",
    "virtualisation": "virtualization",
    "visualisation": "visualization",
}


def fold(text: str) -> str:
    """Return `text` in compatibility form, case folded, without the mark-up that titles carry."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    return _MARKUP.sub("", text) if "<" in text else text


def tokens(folded: str) -> list[str]:
    """Return the words of a folded text in Latin or Greek letters; punctuation becomes `BREAK`.

    A hyphen, a slash, an apostrophe and Japanese characters end a word without standing between the words of
    a phrase.
    """
    found = _TOKENS.findall(folded)
    return [
        BREAK if one in _PUNCTUATION else _SPELLINGS.get(one) or (one if one.isascii() else _plain(one))
        for one in found
    ]


def japanese(folded: str) -> str:
    """Return a folded text as Japanese terms are looked up: no long vowel marks, dots as spaces.

    Spaces between Latin and Japanese letters go: 「5G 通信」 is 「5G通信」.
    """
    text = folded.replace("ー", "").replace("・", " ")
    return _GAP.sub("", text) if " " in text else text


def plurals(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return a phrase with its last word as it is and in its simple plural."""
    last = words[-1]
    if not last.isalpha() or not last.isascii():
        return [words]
    if last.endswith("is"):
        forms = [last[:-2] + "es"]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        forms = [last + "es"]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        forms = [last[:-1] + "ies"]
    else:
        forms = [last + "s"]
    return [words, *((*words[:-1], form) for form in forms)]


def fold_name(text: str) -> str:
    """Return the name of an area as names are compared: letters and digits only."""
    folded = fold(text).replace("&", "and").replace("ー", "")
    return "".join(char for char in folded if char.isalnum())


def _plain(token: str) -> str:
    """Return a token without accents: schrödinger as schrodinger."""
    split = unicodedata.normalize("NFKD", token)
    return "".join(char for char in split if not unicodedata.combining(char))
