"""What stands around a name in a string: countries, regions and cities, each with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.countries import country_named
from graphrisk.resolve.affiliations.words import terms, town_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.words import Word

_LONGEST = 4
_STATES = {
    "US": (
        "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC "
        "ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC"
    ),
    "CA": "ON QC BC AB MB SK NS NB NL PE",
    "AU": "NSW VIC QLD ACT TAS",
}
STATE_CODES = {code.lower(): country for country, codes in _STATES.items() for code in codes.split()}
"""Letters of states in addresses -> country."""
COUNTRY_LETTERS = {
    "usa": "US",
    "u s a": "US",
    "us": "US",
    "uk": "GB",
    "uae": "AE",
    "prc": "CN",
    "roc": "TW",
    "rok": "KR",
}
_OVERSEAS = {
    "FR": ("GP", "MQ", "RE", "GF", "NC", "PF", "YT"),
    "US": ("PR", "GU", "VI"),
    "CN": ("HK", "MO"),
    "NL": ("CW", "AW", "SX"),
    "DK": ("GL", "FO"),
    "FI": ("AX",),
    "GB": ("GG", "JE", "IM", "GI", "BM"),
}
"""Countries whose name may stand in an address for that of a region with a code of its own."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that a string names: words `start` to `end`, its key, and the countries where it may lie."""

    start: int
    end: int
    key: str
    countries: frozenset[str]
    country: bool
    """Whether it is a country itself."""


@dataclass(frozen=True, slots=True)
class Context:
    """The places of one segment of a string."""

    mentions: tuple[Mention, ...]
    countries: frozenset[str]
    """Codes of the countries that are named; where none is, of those that a state's letters mean."""
    language: str | None = None
    """Code of the country in whose letters the string is printed, where they tell one."""

    def keys_outside(self, start: int, end: int) -> set[str]:
        """Return the keys of places that stand outside of words `start` to `end`."""
        return {m.key for m in self.mentions if m.end <= start or m.start >= end}


def read_context(
    words: Sequence[Word],
    first: int,
    last: int,
    index: Index,
    country: str | None = None,
    language: str | None = None,
) -> Context:
    """Return the places that words `first` to `last` of a string name.

    A place counts where it is a whole part (between commas) or its end, so that Wuhan University says nothing
    of a city. A `country` that stands beside the string goes before what the string says.
    """
    mentions: list[Mention] = []
    states: set[str] = set()
    end = last
    while end > first:
        begin = end - 1
        while begin > first and words[begin - 1].part == words[begin].part:
            begin -= 1
        _read_part(words, begin, end, index, mentions, states)
        end = begin
    named = {country} if country else {code for m in mentions if m.country for code in m.countries}
    for code in tuple(named):
        named.update(_OVERSEAS.get(code, ()))
    return Context(tuple(reversed(mentions)), frozenset(named or states), language)


def _read_part(
    words: Sequence[Word],
    begin: int,
    end: int,
    index: Index,
    mentions: list[Mention],
    states: set[str],
) -> None:
    """Read places from the end of one part until a word is none."""
    places, kinds = index.places, terms().kinds
    while end > begin:
        word = words[end - 1]
        surface = word.surface
        if any(c.isdigit() for c in surface):
            end -= 1
            continue
        for count in range(min(_LONGEST, end - begin), 0, -1):
            key = surface if count == 1 else " ".join([w.surface for w in words[end - count : end]])
            if count == 1 and len(surface) <= 3:
                short = COUNTRY_LETTERS.get(surface)
                if short or (word.upper and surface in STATE_CODES):
                    if short:
                        mentions.append(Mention(end - 1, end, key, frozenset({short}), country=True))
                    elif not (mentions and mentions[-1].start == end and not mentions[-1].country):
                        # Instituto Politécnico DE SANTARÉM: no town stands behind the letters of its state.
                        states.add(STATE_CODES[surface])
                    break
            if word.canon in kinds:
                continue  # a centre is no French region
            key = town_key(key)
            codes = places.get(key)
            country = country_named(key) if len(key) > 3 or not key.isascii() else None
            if codes is None and country is None:
                continue
            before = words[end - count - 1].surface if end - count > begin else ""
            if country and before in ("new", "of") and count == 1:
                # New Mexico is not Mexico, and the University of Georgia says nothing of a country.
                country = None
            if country and key == "georgia":
                country = None
            found = frozenset({country}) if country else codes or frozenset()
            mentions.append(Mention(end - count, end, key, found, country=country is not None))
            break
        else:
            return
        end -= count
