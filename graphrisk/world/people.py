"""Names of invented people, put together from parts: kanji, kana, hanzi, hangul and Latin letters.

A script is a way of writing names and nothing else; what is planted never depends on it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from graphrisk.names.persons import person_key
from graphrisk.world.subset import DATA

if TYPE_CHECKING:
    import random

Part: TypeAlias = tuple[str, ...]
"""The same part of a name in each of its ways of writing; the Latin one comes last."""

SCRIPTS = ("ja", "zh", "ko", "latin", "other")
RESERVED = 4
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
    """Draws names such that no two of them have a common key, however they are written."""

    def __init__(self, rng: random.Random, *, reserved: bool = False) -> None:
        """Draw from all parts of names or, where a crowd shares the world, from those `reserved` for this."""
        self._rng = rng
        self._keys: set[str] = set()
        self._reserved = reserved

    def draw(self, script: str) -> PersonName:
        """Return a new name of `script`."""
        parts = name_parts()[script]
        families = reserved_parts(parts["family_first"]) if self._reserved else parts["family_first"]
        while True:
            drawn = (self._rng.choice(families), *(self._rng.choice(parts[place]) for place in _PARTS[1:]))
            name = compose(script, (drawn[0], drawn[1], drawn[2], drawn[3]))
            keys = {person_key(form) for form in (name.latin, name.native, name.kana) if form}
            if self._keys.isdisjoint(keys):
                self._keys |= keys
                return name
