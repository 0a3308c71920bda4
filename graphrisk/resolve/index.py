"""Names of all known organisations in memory, and the choice among those that share a name.

Names are compared by equality of keys and narrowed by country; acronyms alone never name an organisation.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from graphrisk.names.countries import country_code
from graphrisk.names.organizations import bare_east_asian, organization_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_BRACKETED = re.compile(r"(.*\S)\s*[(（]([^()（）]+)[)）]")
_ACRONYM = re.compile(r"[A-Z0-9&.\-]{1,6}")


class NameKind(IntEnum):
    """How much a name is an organisation's own, best first."""

    OWN = 0
    ALIAS = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that has a name; `country` is the ISO code of its seat."""

    org_id: str
    country: str | None
    active: bool
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Choice:
    """The organisation that a name means, or none; `rejected` holds org_id|reason code."""

    org_id: str | None = None
    country: str | None = None
    ambiguous: bool = False
    rejected: tuple[str, ...] = ()


def is_acronym(name: str, kind: str) -> bool:
    """Whether a name is too short to name an organisation by itself: acronyms and aliases such as "BIT"."""
    return kind == "acronym" or (kind == "alias" and _ACRONYM.fullmatch(name.strip()) is not None)


def without_bracket(name: str) -> tuple[str, str] | None:
    """Return "Hitachi" and "Japan" for "Hitachi (Japan)"; None where the name ends in no bracket."""
    match = _BRACKETED.fullmatch(name.strip()) if name and name.rstrip()[-1:] in ")）" else None
    return (match[1], match[2]) if match else None


def as_written(name: str) -> str:
    """Return an East Asian name as it is written, without spaces, width and legal forms."""
    return bare_east_asian(unicodedata.normalize("NFKC", name))


@dataclass(slots=True)
class NameIndex:
    """All names by key. `names` leaves acronyms out; `acronyms` are kept to confirm an id that is given."""

    names: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    acronyms: dict[str, frozenset[str]] = field(default_factory=dict)
    letters: dict[str, frozenset[str]] = field(default_factory=dict)
    """Organisations by names in other letters than Latin ones, as these are written."""

    def add(self, name: str, key: str, kind: str, org: Candidate) -> None:
        """Add a name of an organisation; `org.kind` says whose it is."""
        if not key:
            return
        if is_acronym(name, kind):
            self.acronyms[key] = self.acronyms.get(key, frozenset()) | {org.org_id}
            return
        self._put(key, org)
        if not key.isascii():
            written = as_written(name)
            self.letters[written] = self.letters.get(written, frozenset()) | {org.org_id}
        bracket = without_bracket(name)
        # The registry tells companies apart by a country in brackets: Hitachi (Japan).
        if bracket and org.country and country_code(bracket[1]) == org.country:
            self._put(organization_key(bracket[0]), org)

    def _put(self, key: str, org: Candidate) -> None:
        found = self.names.get(key, ())
        if org not in found:
            self.names[key] = (*found, org)

    def has(self, key: str, org_id: str) -> bool:
        """Whether `key` is a name or acronym of the organisation."""
        return any(c.org_id == org_id for c in self.names.get(key, ())) or org_id in self.acronyms.get(
            key, ()
        )

    def by_letters(self, name: str, choice: Choice) -> Choice:
        """Return the one of several namesakes that is written letter by letter as `name`; else none.

        東北大学 is in Sendai, 东北大学 in Shenyang, though both characters count as one elsewhere.
        """
        namesakes = [
            org_id for org_id, _, why in (r.partition("|") for r in choice.rejected) if why == "ambiguous"
        ]
        same = self.letters.get(as_written(name), frozenset()).intersection(namesakes)
        if len(same) != 1:
            return choice
        (org_id,) = same
        others = tuple(r for r in choice.rejected if r != f"{org_id}|ambiguous")
        return Choice(org_id, rejected=others)

    def choose(self, key: str, countries: Collection[str] = ()) -> Choice:
        """Return the one organisation that `key` means, in one of `countries` where any are given.

        Active organisations go before ended ones, own names before aliases; where several are left, none is
        chosen. What was not taken is returned with the reason.
        """
        return choose(self.names.get(key, ()), countries)


def choose(found: Iterable[Candidate], countries: Collection[str] = ()) -> Choice:
    """Return the one candidate in one of `countries`, preferring active ones and own names."""
    left = list(found)
    if len(left) == 1 and (not countries or left[0].country in countries):
        return Choice(left[0].org_id, left[0].country)
    rejected: dict[str, str] = {}

    def keep(some: list[Candidate], reason: str) -> list[Candidate]:
        for candidate in left:
            if candidate not in some:
                rejected.setdefault(candidate.org_id, reason)
        return some

    left = keep([c for c in left if not countries or c.country in countries], "country_differs")
    left = keep([c for c in left if c.active] or left, "inactive")
    best = min((c.kind for c in left), default=NameKind.OWN)
    left = keep([c for c in left if c.kind == best], "alias_only")
    chosen = {c.org_id: c for c in left}
    others = tuple(f"{org_id}|{why}" for org_id, why in sorted(rejected.items()) if org_id not in chosen)
    if len(chosen) == 1:
        (one,) = chosen.values()
        return Choice(one.org_id, one.country, rejected=others)
    ambiguous = tuple(f"{org_id}|ambiguous" for org_id in sorted(chosen))
    return Choice(ambiguous=bool(chosen), rejected=(*ambiguous, *others))
