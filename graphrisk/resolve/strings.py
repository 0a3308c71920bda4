"""What raw affiliation strings name: organisations, part by part, and countries.

A part of a string names an organisation only where it equals one of its names; up to three parts that stand
together, or all, are read as one name, so that "University of California, Berkeley" is not the University of
California. Countries in the string tell namesakes apart. Strings that could mean several name none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.countries import country_named
from graphrisk.names.organizations import affiliation_parts, organization_key
from graphrisk.resolve.index import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphrisk.resolve.index import NameIndex

_SEGMENT = re.compile(r"\s*[;；|\r\n]+\s*")
_LONGEST_SPAN = 3
_TAIL_WORDS = 4
_UNIT = re.compile(
    r"(?:(?:graduate|international) )?(?:institute|department|school|faculty|college|center|"
    r"laborator(?:y|ies)|division|unit|section|group|clinic|office|program|institut|instituto|departamento|"
    r"facult[ey]|faculdade|facultad|fakultat|ecole|escuela|escola)s? (?:of|for|on|in|fur|de|des|du|d) "
)
_INSTITUTION = re.compile(
    r"\b(?:universi\w+|academ\w+|institut\w*|hospital|college|corporation|laborator(?:y|ies)|council|agency|"
    r"polytechnic\w*|politec\w+|ecole|technische|center|research)\b|大学|研究[所院]|科学院|学院|医院|病院|机构|機構|대학"
)
_REGIONS_OF_CHINA = frozenset({"HK", "MO", "TW"})


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation or, where `org_id` is None, a country that a string names."""

    org_id: str | None
    part: str | None
    country: str | None


def is_unit(key: str) -> bool:
    """Whether a name is one that units of many bodies bear, such as "institute of physics"."""
    return _UNIT.match(key) is not None


def match_string(raw: str, index: NameIndex) -> list[Named]:
    """Return what a printed affiliation names, in its order; an organisation once."""
    found: list[Named] = []
    for segment in _SEGMENT.split(raw):
        parts = affiliation_parts(segment)
        if parts:
            found += _match_segment(parts, index)
    if len(found) < 2:
        return found
    unique: dict[tuple[str | None, str | None], Named] = {}
    for named in found:
        unique.setdefault((named.org_id, None if named.org_id else named.country), named)
    return list(unique.values())


def _match_segment(parts: Sequence[str], index: NameIndex) -> list[Named]:
    countries = countries_of(parts)
    shown = next((c for c in countries if c in _REGIONS_OF_CHINA), next(iter(countries), None))
    # An address in Hong Kong or Macao may name only China.
    accepted = (*countries, "HK", "MO") if "CN" in countries else countries
    keys = [organization_key(part) for part in parts]
    used: set[int] = set()
    hits: list[tuple[int, Named]] = []
    for start, length, key in _spans(parts, keys):
        if key not in index.names:
            continue
        places = range(start, start + length)
        if not used.isdisjoint(places):
            continue
        if length == 1 and not (_names_alone(start, parts, keys, index) and _is_whole(start, keys, accepted)):
            continue
        choice = index.choose(key, accepted)
        if choice.org_id is None:
            continue
        used.update(places)
        # Where the address says only China, the organisation's own seat is the more exact one.
        country = choice.country if shown else None
        hits.append((start, Named(choice.org_id, ", ".join(parts[start : start + length]), country)))
    if hits:
        return [named for _, named in sorted(hits, key=lambda hit: hit[0])]
    return [Named(None, None, shown)] if shown else []


def _spans(parts: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the start, length and key of parts that stand together: all of them, then the longest first."""
    lengths = list(range(min(_LONGEST_SPAN, len(keys)), 0, -1))
    if len(keys) > _LONGEST_SPAN:
        lengths.insert(0, len(keys))
    for length in lengths:
        for start in range(len(keys) - length + 1):
            key = keys[start] if length == 1 else " ".join(keys[start : start + length])
            if length > 1 and not key.isascii():
                # Chinese and Japanese parts join without a space.
                key = organization_key(" ".join(parts[start : start + length]))
            yield start, length, key


def _names_alone(place: int, parts: Sequence[str], keys: Sequence[str], index: NameIndex) -> bool:
    """Whether one part is more than a country or a town.

    Towns are names of one word behind the organisation, and companies bear the names of towns: one word
    counts there only in capitals (RIKEN) or with a legal form (Atsugi Co.).
    """
    key, part = keys[place], parts[place]
    if (len(key) < 3 and key.isascii()) or country_named(part) is not None:
        return False
    if " " in key or not key.isascii() or len(parts) == 1:
        return True
    if place and " " not in part and not part.isupper():
        return False
    return any(c.kind is NameKind.OWN for c in index.names[key])


def _is_whole(place: int, keys: Sequence[str], countries: Sequence[str]) -> bool:
    """Whether one part is not merely a unit of what stands beside it.

    Many bodies have an "Institute of Physics": the name means one that bears it by itself only where no
    other body stands in the string and the country is named.
    """
    if not _UNIT.match(keys[place]):
        return True
    others = (other for n, other in enumerate(keys) if n != place)
    return bool(countries) and not any(_INSTITUTION.search(o) and not _UNIT.match(o) for o in others)


def countries_of(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of the countries that the end of an address names: most often one or none."""
    found: dict[str, None] = {}
    last = next((p for p in reversed(parts) if any(c.isalpha() for c in p)), None)
    if last is None:
        return ()
    code = _country_at_end(last)
    if code is None and not parts[0].isascii():
        # Chinese and Japanese addresses begin with the country.
        code = country_named(parts[0])
    if code is None:
        return ()
    found[code] = None
    if code == "CN":
        for part in parts:
            region = _country_at_end(part)
            if region in _REGIONS_OF_CHINA:
                found[region] = None
    return tuple(found)


def _country_at_end(part: str) -> str | None:
    """Return the country at the end of a part such as "Japan" or "Beijing 100084 P.R. China"."""
    words = [word for word in part.split() if not any(c.isdigit() for c in word)]
    for count in range(min(_TAIL_WORDS, len(words)), 0, -1):
        before = words[-count - 1].lower() if count < len(words) else ""
        code = country_named(" ".join(words[-count:]))
        # New Mexico and New Jersey are not Mexico and Jersey; Georgia is mostly the American state.
        if code and before not in ("new", "of", "the") and words[-1].lower() != "georgia":
            return code
    return None
