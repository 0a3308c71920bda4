"""How two printed names agree: as one, in part, not to be compared, or as two people's."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from graphrisk.names.compare.spelling import alike
from graphrisk.names.persons import is_east_asian, name_tokens, names_agree, names_comparable, person_key
from graphrisk.names.variants import short_forms, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_NAMED = 3
"""Letters of a part of a name below which a letter more or less makes another name: Li and Lin."""
_SAME_SOUND = 0.97
"""What `alike` gives two spellings of one sound: Mohamed and Muhammad."""


class Likeness(IntEnum):
    """How two names agree, the least first."""

    NOT_COMPARABLE = 0
    """Other scripts without a reading: nothing can be said."""
    DIFFERENT = 1
    """Other given or family names: two people, or one who changed it."""
    COMPATIBLE = 2
    """One may be a shorter or misspelled form of the other: initials, a missing middle name."""
    EQUAL = 3
    """The same name in another order, width, script with reading, or spelling."""


@lru_cache(maxsize=1 << 17)
def likeness(one: str, other: str) -> Likeness:
    """Return how two printed names agree; the order of the two makes no difference."""
    key, other_key = person_key(one), person_key(other)
    if not key or not other_key:
        return Likeness.NOT_COMPARABLE
    if key == other_key or key in spellings(other) or other_key in spellings(one):
        return Likeness.EQUAL
    if key in short_forms(other) or other_key in short_forms(one):
        return Likeness.COMPATIBLE
    if not spellings(one).isdisjoint(spellings(other)):
        return Likeness.COMPATIBLE
    return _unlike(one, other, key.split(), other_key.split())


def _unlike(one: str, other: str, parts: list[str], other_parts: list[str]) -> Likeness:
    """Return how two names agree of which neither is a spelling of the other."""
    if names_agree([one], [other]) or _short_of_spelling(one, other) or _short_of_spelling(other, one):
        return Likeness.COMPATIBLE
    if not names_comparable([one], [other]):
        return Likeness.NOT_COMPARABLE
    if is_east_asian(one) or is_east_asian(other):
        return Likeness.DIFFERENT
    if len(parts) < 2 or len(other_parts) < 2:
        # A family name alone is nobody's name, so nobody else's either.
        return Likeness.NOT_COMPARABLE
    return Likeness.COMPATIBLE if _nearly(parts, other_parts) else Likeness.DIFFERENT


def _short_of_spelling(name: str, other: str) -> bool:
    """Whether a name is a short form of another spelling: E. Gim of Kim Eun-chul."""
    key = person_key(name)
    return any(key in short_forms(spelling) for spelling in spellings(other))


def _nearly(one: list[str], other: list[str]) -> bool:
    """Whether two names differ in one part only, by one letter, a sound's spelling or a short form."""
    left, right = list(one), list(other)
    for token in one:
        if token in right:
            left.remove(token)
            right.remove(token)
    named = [[token for token in tokens if len(token) > 1] for tokens in (left, right)]
    if len(left) > len(named[0]) and len(right) > len(named[1]):
        return False
    left, right = named
    if not _whole_in_common(one, other) or len(left) != 1 or len(right) != 1:
        return False
    short, long = sorted((left[0], right[0]), key=lambda token: (len(token), token))
    if len(short) < _LEAST_NAMED:
        return False
    return long.startswith(short) or OSA.distance(short, long) <= 1 or alike(short, long) >= _SAME_SOUND


def _whole_in_common(one: list[str], other: list[str]) -> bool:
    return any(len(token) > 1 and token in other for token in one)


def best_likeness(names: Iterable[str], others: Iterable[str]) -> Likeness:
    """Return the best agreement of one of `names` with one of `others`; of none NOT_COMPARABLE."""
    found = list(others)
    return max((likeness(a, b) for a in names for b in found), default=Likeness.NOT_COMPARABLE)


def is_strange(name: str, names: Iterable[str]) -> bool:
    """Whether a printed name cannot be that of a person of these names.

    Another family name with the same given name is not strange: people marry, and forms forget to say so.
    """
    known = list(names)
    return best_likeness([name], known) is Likeness.DIFFERENT and not _same_given(name, known)


def family_differs(name: str, names: Iterable[str]) -> bool:
    """Whether a printed name differs from a person's names in the family name only."""
    known = list(names)
    return best_likeness([name], known) is Likeness.DIFFERENT and _same_given(name, known)


def _same_given(name: str, known: Iterable[str]) -> bool:
    given = _given(name)
    return bool(given) and any(given in name_tokens(other) for other in known)


def _given(name: str) -> str:
    """Return what is printed as the first given name, in Latin letters; empty where it is an initial."""
    if is_east_asian(name):
        return ""
    _, comma, after = name.partition(",")
    tokens = name_tokens(after if comma else name)
    return tokens[0] if tokens and len(tokens[0]) >= _LEAST_NAMED else ""
