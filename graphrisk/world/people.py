"""Names of invented people, put together from parts: kanji, kana, hanzi, hangul and Latin letters.

A script is a way of writing names and nothing else; what is planted never depends on it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import count, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from graphrisk.names.persons import person_key
from graphrisk.names.variants import spellings
from graphrisk.world.subset import DATA

if TYPE_CHECKING:
    import random

Part: TypeAlias = tuple[str, ...]
"""The same part of a name in each of its ways of writing; the Latin one comes last."""

SCRIPTS = ("ja", "zh", "ko", "latin", "other")
RESERVED = 4
_PATIENCE = 200
"""Names that are drawn in vain before family names are made longer."""
_PARTS = ("family_first", "family_second", "given_first", "given_second")


@dataclass(frozen=True, slots=True)
class PersonName:
    """One invented name: Latin always, its own script and a reading where it has them."""

    family: str
    given: str
    native: str | None = None
    kana: str | None = None

    @property
    def latin(self) -> str:
        """Given name first, as bibliographic sources show it."""
        return f"{self.given} {self.family}"

    @property
    def initials(self) -> str:
        """As reference lists print it: Yamamoto M."""
        return f"{self.family} {self.given[0]}."

    def printed(self, style: int) -> str:
        """Return the name as works print it, in one of several styles."""
        styles = (self.latin, self.latin, f"{self.family}, {self.given}", f"{self.given[0]}. {self.family}")
        return styles[style % len(styles)]


@cache
def name_parts() -> dict[str, dict[str, tuple[Part, ...]]]:
    """Return the parts of names by script and place in the name."""
    raw = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
    return {
        script: {
            place: tuple((p,) if isinstance(p, str) else tuple(p) for p in raw[script].get(place, [""]))
            for place in _PARTS
        }
        for script in SCRIPTS
    }


def reserved_parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return first parts of family names kept for planted people, whose namesakes must be planted too."""
    return parts[::RESERVED]


def common_parts(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the first parts of family names that crowds draw from."""
    return tuple(part for number, part in enumerate(parts) if number % RESERVED)


def compose(script: str, parts: tuple[Part, Part, Part, Part]) -> PersonName:
    """Put together a name of `script` from its four parts."""
    family = parts[0][-1] + parts[1][-1]
    joint = "-" if script == "ko" else ""
    given = parts[2][-1] + joint + parts[3][-1]
    if len(parts[0]) == 1:
        return PersonName(family, given)
    blank = " " if script == "ja" else ""
    family_native = parts[0][0] + (parts[1][0] if len(parts[1]) > 1 else "")
    native = f"{family_native}{blank}{parts[2][0]}{parts[3][0]}"
    kana = f"{parts[0][1]}{parts[1][1]} {parts[2][1]}{parts[3][1]}" if script == "ja" else None
    return PersonName(family, given, native, kana)


class NameSource:
    """Draws names such that no two of them have a common key, however they are written or spelled."""

    def __init__(self, rng: random.Random, *, reserved: bool = False) -> None:
        """Draw from all parts of names or, where a crowd shares the world, from those `reserved` for this."""
        self._rng = rng
        self._keys: set[str] = set()
        self._initials: set[str] = set()
        self._kept: set[str] = set()
        self._reserved = reserved

    def draw(self, script: str, *, initials: bool = False) -> PersonName:
        """Return a new name; with `initials` nobody else gets the same family name and initial.

        Where the parts of names are used up, family names are put together from more of them.
        """
        for tries in count():
            name = self._compose(script, joined=tries // _PATIENCE)
            forms = (name.latin, name.native, name.kana)
            keys = frozenset[str]().union(*(spellings(form) for form in forms if form))
            short = person_key(name.initials)
            free = short not in (self._initials if initials else self._kept)
            if free and self._keys.isdisjoint(keys):
                self._keys |= keys
                self._initials.add(short)
                if initials:
                    self._kept.add(short)
                break
        return name

    def namesake(self, name: PersonName, script: str) -> PersonName:
        """Return a new name with the family name and the initial of `name` and quite another given name."""
        parts = name_parts()[script]
        joint = "-" if script == "ko" else ""
        givens = sorted(
            {f"{one[-1]}{joint}{two[-1]}" for one in parts["given_first"] for two in parts["given_second"]}
        )
        others = [given for given in givens if given[0] == name.given[0] and _far(given, name.given)]
        return PersonName(name.family, self._rng.choice(others or [f"{name.given[0]}olonius"]))

    def _compose(self, script: str, *, joined: int = 0) -> PersonName:
        """Put a name together, its family name with so many further first parts."""
        parts = name_parts()[script]
        families = reserved_parts(parts["family_first"]) if self._reserved else parts["family_first"]
        first = self._rng.choice(families)
        for _ in range(joined):
            more = self._rng.choice(families)
            ends = (*(one + two for one, two in zip(first[:-1], more[:-1], strict=True)),)
            first = (*ends, first[-1] + more[-1].lower())
        drawn = tuple(self._rng.choice(parts[place]) for place in _PARTS[1:])
        return compose(script, (first, drawn[0], drawn[1], drawn[2]))


def _far(one: str, other: str) -> bool:
    """Whether two given names differ in more letters than a slip of the pen explains."""
    differing = [a for a, b in zip_longest(one.lower(), other.lower()) if a != b]
    return len(differing) > 2


_KUNREI = [("sh", "s"), ("ch", "t"), ("tsu", "tu"), ("fu", "hu"), ("ji", "zi")]
_KUNREI += [(usual.capitalize(), other.capitalize()) for usual, other in _KUNREI]
_KOREAN = {
    "Kim": "Gim",
    "Lee": "Yi",
    "Park": "Bak",
    "Choi": "Choe",
    "Kang": "Gang",
    "Cho": "Jo",
    "Soo": "Su",
    "Hoon": "Hun",
    "Hee": "Hui",
    "Chul": "Cheol",
    "Kyu": "Gyu",
    "Young": "Yeong",
}
_ACCENTS = str.maketrans("aeiou", "áéíóú")


def respelled(name: PersonName, script: str) -> PersonName:
    """Return a name as another source spells it in Latin letters.

    Japanese in Kunrei with the family name in capitals; a Chinese given name with its syllables apart, so far
    as it is one; Korean in the official romanisation, joined; others with accents on the first part.
    """
    family, given = name.family, name.given
    if script == "ja":
        for usual, other in _KUNREI:
            family, given = family.replace(usual, other), given.replace(usual, other)
        return PersonName(family.upper(), given)
    if script == "zh":
        first = max((p[-1] for p in name_parts()["zh"]["given_first"] if given.startswith(p[-1])), key=len)
        return PersonName(family, f"{first} {given[len(first) :].capitalize()}".strip())
    if script == "ko":
        syllables = [_KOREAN.get(part, part) for part in given.split("-")]
        return PersonName(_KOREAN.get(family, family), "".join(syllables).capitalize())
    return PersonName(family.upper(), given.translate(_ACCENTS))
