"""Countries by code or by name in English, Japanese and their own languages: seats of organisations."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from graphrisk.names.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MORE = {
    "u k": "GB",
    "u s": "US",
    "u s a": "US",
    "한국": "KR",
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "el": "GR", "america": "US", "united states of america": "US",
    "the united states": "US", "the united states of america": "US", "korea": "KR",
    "republic of korea": "KR", "south korea": "KR", "korea republic of": "KR", "korea south": "KR",
    "rok": "KR", "democratic peoples republic of korea": "KP", "dprk": "KP", "korea north": "KP",
    "pr china": "CN", "p r china": "CN", "prc": "CN", "peoples republic of china": "CN",
    "peoples r china": "CN", "mainland china": "CN", "china peoples republic of": "CN",
    "中華人民共和国": "CN", "中国": "CN", "roc": "TW", "republic of china": "TW", "taiwan roc": "TW",
    "hong kong": "HK", "hong kong sar": "HK", "macau": "MO", "macao": "MO", "russian federation": "RU",
    "ussr": "RU", "iran islamic republic of": "IR", "islamic republic of iran": "IR", "viet nam": "VN",
    "turkey": "TR", "turkiye": "TR", "czech republic": "CZ", "the netherlands": "NL", "holland": "NL",
    "syrian arab republic": "SY", "uae": "AE", "brasil": "BR", "deutschland": "DE",
    "大韓民国": "KR", "北朝鮮": "KP", "米国": "US", "英国": "GB", "アメリカ": "US", "アメリカ合衆国": "US",
    "イギリス": "GB", "ロシア連邦": "RU", "独国": "DE", "仏国": "FR", "日本国": "JP", "台湾": "TW",
    "香港": "HK", "burma": "MM", "ivory coast": "CI", "cote divoire": "CI", "macedonia": "MK",
    "lao pdr": "LA", "moldova republic of": "MD", "tanzania united republic of": "TZ",
    "bosnia and herzegovina": "BA", "trinidad and tobago": "TT",
}  # fmt: skip
_NATIVE_SHARE = 15
"""Share of speakers, in per cent, from which an official language counts: reading all 330 takes seconds."""
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


def _words(text: str) -> str:
    folded = fold(text).replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


@cache
def _territories(language: str) -> Mapping[str, str]:
    try:
        return Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        # A few official languages have no locale of their own.
        return {}


def _native_names(codes: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of countries in their official languages, with the code."""
    languages: Mapping[str, Mapping[str, Mapping[str, object]]] = get_global("territory_languages")
    for code in sorted(codes):
        for language, facts in languages.get(code, {}).items():
            share = facts.get("population_percent")
            if isinstance(share, (int, float)) and share >= _NATIVE_SHARE and "official_status" in facts:
                name = _territories(language).get(code)
                if name:
                    yield name, code


@cache
def _names() -> dict[str, str]:
    english = _territories("en")
    codes = {c for c in english if len(c) == 2 and c.isalpha() and c not in _NOT_COUNTRIES}
    found: dict[str, str] = {}
    for name, code in _native_names(codes):
        found.setdefault(_words(name), code)
    for language in ("ja", "en"):
        names = _territories(language)
        found.update({_words(names[code]): code for code in sorted(codes) if code in names})
    aliases: Mapping[str, Sequence[str]] = get_global("territory_aliases")
    for old, new in aliases.items():
        if len(old) == 3 and old.isalpha() and len(new) == 1 and new[0] in codes:
            found[old.lower()] = new[0]
    found.update({code.lower(): code for code in codes})
    found.update({_words(name): code for name, code in _MORE.items()})
    return found


def country_names() -> Mapping[str, str]:
    """Return the codes of all countries by their folded names of three letters or more."""
    return {name: code for name, code in _names().items() if len(name) > 2 or not name.isascii()}


@lru_cache(maxsize=1 << 14)
def country_code(text: str | None) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country, given by code or by name; None where unknown."""
    return _names().get(_words(text)) if text else None


@lru_cache(maxsize=1 << 16)
def country_named(text: str) -> str | None:
    """Return the code of the country that a part of an address names in words.

    Two-letter codes do not count here: in addresses they are mostly states, as CA, IN and DE are.
    """
    words = _words(text)
    return None if len(words) < 3 and words != "uk" and words.isascii() else _names().get(words)
