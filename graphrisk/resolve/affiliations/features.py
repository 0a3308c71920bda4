"""What speaks for and against a hit, by name: how it was found, what stands beside it, where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.east import is_general, is_own_hospital
from graphrisk.resolve.affiliations.sides import legal_behind, sides_of
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence, Set

    from graphrisk.resolve.affiliations.context import Context
    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.spans import Hit
    from graphrisk.resolve.affiliations.words import Word

_RANKS = ("own", "alias", "bracket_left", "city_left", "brand", "country_left", "seat_left")
_BRAND = _RANKS.index("brand")
COUNTRY_LEFT = _RANKS.index("country_left")
_SEAT_LEFT = _RANKS.index("seat_left")
_UNIT_FOLLOWS = frozenset({"right_unit", "right_unit_later"})
_LIKE = ((0.95, "like_95"), (0.9, "like_90"), (0.85, "like_85"), (0.8, "like_80"), (0.75, "like_75"))
_PARTS = frozenset({"department", "division", "laboratory", "section", "unit", "faculty", "chair", "group"})
_WITHIN = frozenset({
    "school", "hospital", "clinic", "center", "institute", "laboratory", "faculty", "department", "division",
    "library", "museum",
})  # fmt: skip
"""Words in the names of bodies that a university has."""
_DONORS = frozenset({"foundation", "trust", "charity", "fund"})
_CARE = frozenset({"nhs", "hospital", "health", "healthcare", "university"})
"""Words of trusts and foundations that people work for."""
_UNIT_BEHIND = frozenset({"right_unit", "right_unit_later", "right_kind"})


@dataclass(slots=True)
class Around:
    """What a string holds beside a hit."""

    text: str
    words: Sequence[Word]
    context: Context
    starts: Collection[int]
    """Words at which another name begins."""
    ends: Collection[int]
    """Words before which another name ends."""
    beside: Sequence[tuple[int, int, str]]
    """Names that mean one organisation only: first and last word, country."""
    whole: Mapping[int, Sequence[tuple[int, int]]]
    """Organisations whose name stands in the string, and where."""
    begins: Mapping[int, Set[int]]
    """The same by the word at which the name begins."""
    spans: Mapping[tuple[int, int], Set[int]]
    """The same by the words that the name takes."""
    shouting: bool
    """Whether the string is printed in capitals."""


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a hit, and the same as numbers by which namesakes are told apart, the best first."""

    names: tuple[str, ...]
    fit: tuple[float, ...]


FIT = (
    "country_differs", "city_missing", "city_differs", "region_differs", "part_of_other", "country_of_others",
    "inactive",
    "city_missing", "less_alike", "alias_only", "parent_not_named", "less_alike",
)  # fmt: skip
"""Why one namesake loses to another, by the first number of `Features.fit` that differs."""


def features_of(hit: Hit, around: Around, index: Index, bearers: Collection[int]) -> Features:
    """Return the features of a hit; the first two say how it was found and how many words it has.

    `bearers` are all organisations that the same words may mean.
    """
    namesakes = len(bearers) > 1
    words, org = around.words, index.orgs[hit.org]
    canon = [word.canon for word in words[hit.start : hit.end] if not word.stop]
    rank = index.name_kind[hit.name] if hit.name >= 0 else len(_RANKS)
    found = _name(hit, canon, rank, around, index)
    found += sides_of(hit, around, index)
    if rank == _BRAND and len(canon) == 1 and _UNIT_FOLLOWS.isdisjoint(found):
        found.append("brand_alone")
    context = around.context
    outside = context.keys_outside(hit.start, hit.end)
    country = _country(hit, context, org.country)
    found += _COUNTRIES[country]
    city = not index.cities[hit.org].isdisjoint(outside)
    if hit.method == "acronym" and not city:  # Kiel CAU
        city = any(words[i].surface in index.cities[hit.org] for i in _next_to(hit, words))
    region = not index.regions[hit.org].isdisjoint(outside)
    found.append("city_same" if city else "region_same" if region else "city_unsaid")
    if not (city or region) and _other_town(hit, context, index):
        found.append("town_differs")
    parent = _parent(hit, around, index)
    if parent:
        told = namesakes and parent == "parent_named" and hit.method != "acronym"
        if told or parent != "parent_named" or not is_university(canon):
            academy = (
                ("of_academy",) if parent == "parent_named" and _beside_academy(hit, around, index) else ()
            )
            found += ("parent_tells" if told else parent, *academy)
    found += _kind(hit, canon, around, index)
    if rank == 3 and not city:
        found.append("city_missing")
    if rank == COUNTRY_LEFT and country < 2.0:
        found.append("country_missing")
    others = [code for start, end, code in around.beside if end <= hit.start or start >= hit.end]
    beside = org.country in others
    if others and country < 2.0 and country:
        found.append("beside_same" if beside else "beside_differs")
    if namesakes:
        found.append("namesakes")
    if _has_program(hit, words):
        found.append("program")
    if _donor(canon, found):
        found.append("donor")
    if _subjects(hit, canon, found, around, index):
        found.append("subjects")
    exact = hit.method == "exact"
    printed = around.text[words[hit.start].start : words[hit.end - 1].end] if namesakes else ""
    complete = (
        rank < 3 or rank == _SEAT_LEFT or (rank == 3 and city) or (rank == COUNTRY_LEFT and country == 2.0)
    )
    fit = (
        country, float(complete), float(city), float(region),
        float(hit.method != "acronym" or not _acronym_of_other(hit.org, bearers, index)), float(beside),
        float(org.active), float(rank < 2), float(exact), float(rank == 0), float(parent == "parent_named"),
        float(bool(printed) and _printed_so(printed, hit, index)),
    )  # fmt: skip
    return Features(tuple(found), fit)


def _acronym_of_other(org: int, bearers: Collection[int], index: Index) -> bool:
    """Whether an acronym that a body bears is its parent's, or that of another body in its own name."""
    if len(bearers) < 2:
        return False
    name = index.orgs[org].name
    return not index.parents[org].isdisjoint(bearers) or any(
        other != org and index.orgs[other].name in name for other in bearers
    )


def _name(hit: Hit, canon: Sequence[str], rank: int, around: Around, index: Index) -> list[str]:
    """Return how a name was found, how much of it, how rare its words are and what kind of name it is."""
    words, org = around.words, index.orgs[hit.org]
    found = [hit.method, _size(hit, words, len(canon))]
    rarest = max([index.weight_of(word) for word in canon])
    found.append("rare" if rarest > 8 else "common" if rarest < 5 else "middling")
    if hit.method == "fuzzy":
        found.append(next((name for least, name in _LIKE if hit.likeness > least), "like_66"))
    if rank == _SEAT_LEFT:  # Denso (Japan): the registry says where it is, and so does the string, or not
        here = org.country == around.context.language or org.country in around.context.countries
        said = here and (len(canon) > 1 or legal_behind(hit, words))
        found.append("own" if said else "bracket_left")
    elif rank < len(_RANKS):
        found.append(_RANKS[rank])
    if len(canon) > 1 and rank in (1, _BRAND) and _is_town(hit, around, index):
        found.append("place_name")
    if not org.active:
        found.append("inactive")
    if len(canon) == 1 and hit.method in ("exact", "variant"):
        found += _one_word(hit, around, index)
    return found


def _printed_so(printed: str, hit: Hit, index: Index) -> bool:
    """Whether a name is printed letter by letter, before variants of characters are taken for one.

    東北大学 is in Sendai, 东北大学 in Shenyang.
    """
    if hit.method == "exact":
        name = index.name_text[hit.name]
        return printed.casefold() == _bare(name) or name.startswith(printed)
    return hit.method == "east_begin" and index.name_text[hit.name] in printed


def _bare(name: str) -> str:
    """Return a name without its article, in small letters, as the words of a hit have it."""
    return name.casefold().removeprefix("the ")


_COUNTRIES = {
    0.0: ("country_differs",),
    0.5: ("country_unsaid", "place_differs"),
    1.0: ("country_unsaid",),
    1.5: ("country_unsaid", "language_same"),
    2.0: ("country_same",),
}
"""How well the country fits, and the features that say so."""


def _country(hit: Hit, context: Context, country: str | None) -> float:
    """Return how well a country fits what a string says: none of the towns beside a hit may lie in it."""
    if context.countries:
        return 2.0 if country in context.countries else 0.0
    outside = [m.countries for m in context.mentions if m.end <= hit.start or m.start >= hit.end]
    elsewhere = bool(outside) and all(country not in countries for countries in outside)
    if elsewhere and country:
        return 0.5
    return 1.5 if country and country == context.language else 1.0


def _other_town(hit: Hit, context: Context, index: Index) -> bool:
    """Whether a string says a town or a region of the body's country that is not its own."""
    country = index.orgs[hit.org].country
    return any(
        not m.country and country in m.countries and (m.end <= hit.start or m.start >= hit.end)
        for m in context.mentions
    )


def _next_to(hit: Hit, words: Sequence[Word]) -> list[int]:
    """Return the word before a hit in its part of the string, and the one behind it if it is the last."""
    part, end, count = words[hit.start].part, hit.end, len(words)
    found = [hit.start - 1] if hit.start and words[hit.start - 1].part == part else []
    last = end < count and words[end].part == part and (end + 1 == count or words[end + 1].part != part)
    return [*found, end] if last else found


def _parent(hit: Hit, around: Around, index: Index) -> str:
    """Return whether a parent is named beside a hit, or only by words of the hit's own name."""
    found = ""
    for parent in index.parents[hit.org]:
        for start, end in around.whole.get(parent, ()):
            if end <= hit.start or start >= hit.end:
                return "parent_named"
            found = "parent_inside"
    return found


def _beside_academy(hit: Hit, around: Around, index: Index) -> bool:
    """Whether all parents that stand beside a hit are academies or councils: their institutes are bodies."""
    named = {
        parent
        for parent in index.parents[hit.org]
        if any(end <= hit.start or start >= hit.end for start, end in around.whole.get(parent, ()))
    }
    return named <= index.academies


def is_university(canon: Collection[str]) -> bool:
    """Whether words are a university's name: it is no unit of the academy or the system beside it."""
    return "university" in canon and _WITHIN.isdisjoint(canon)


def _size(hit: Hit, words: Sequence[Word], count: int) -> str:
    first = words[hit.start]
    if hit.method == "acronym":
        return "letters_3" if len(first.surface) < 4 else "letters_more"
    if first.east:
        return "east"
    return f"words_{count}" if count < 4 else "words_more"


def _one_word(hit: Hit, around: Around, index: Index) -> list[str]:
    lists, word = terms(), around.words[hit.start]
    known = word.canon in lists.kinds or word.canon in lists.units
    found = [
        "capitals" if word.upper and not around.shouting else "small",
        "known_word" if known else "name_word",
    ]
    if word.surface in index.places and not legal_behind(hit, around.words):
        found.append("is_place")
    if hit.name in index.own_words:
        found.append("own_word")
    return found


def _is_town(hit: Hit, around: Around, index: Index) -> bool:
    """Whether several words that are no body's own name are that of a place of its country: Oak Ridge."""
    words = around.words[hit.start : hit.end]
    countries = index.places.get(" ".join([word.surface for word in words]))
    return (
        countries is not None
        and index.orgs[hit.org].country in countries
        and (hit.end == len(around.words) or around.words[hit.end].part != words[-1].part)
    )


def _has_program(hit: Hit, words: Sequence[Word]) -> bool:
    """Whether a programme of the body stands behind it: JST CREST pays, and employs nobody."""
    return hit.end < len(words) and words[hit.end].surface in terms().programs


def _donor(canon: Sequence[str], found: Collection[str]) -> bool:
    """Whether a unit's name goes on with that of a foundation: Novo Nordisk Foundation Center for …"""
    return not (_DONORS.isdisjoint(canon) or _UNIT_BEHIND.isdisjoint(found)) and _CARE.isdisjoint(canon)


def _subjects(hit: Hit, canon: Sequence[str], found: Collection[str], around: Around, index: Index) -> bool:
    """Whether words go on with what a department is of: Department of Histology, Genetics and Development."""
    lists, words = terms(), around.words
    if (
        len(canon) == 1
        or not {"rare", "country_same", "city_same"}.isdisjoint(found)
        or hit.method == "acronym"
    ):
        return False
    if not (lists.kinds.isdisjoint(canon) and lists.units.isdisjoint(canon)):
        return False
    if any(word in index.places for word in canon):
        return False
    at = hit.start - 1
    part = words[at].part
    while at > 0 and words[at - 1].part == part:
        at -= 1
    return at >= 0 and part != words[hit.start].part and words[at].canon in _PARTS


def _kind(hit: Hit, canon: Sequence[str], around: Around, index: Index) -> list[str]:
    """Return whether a name is of the kind that many bodies have, or a system's that does not say so.

    Department of Physics, Medical School; University of Minnesota for its System.
    """
    units, first = terms().units, around.words[hit.start]
    found = []
    if (first.east and is_general("".join(canon))) or canon[0] == "graduate":
        found.append("general_name")
    if hit.method == "east_begin" and first.surface.endswith(terms().east_own):
        name = index.name_surface[hit.name][0]
        country = index.orgs[hit.org].country
        found.append("own_hospital" if is_own_hospital(first.surface, name, country) else "body_of_its_own")
    if (canon[0] in units or canon[-1] in units) and "university" not in canon:
        found.append("unit_name")
    if canon[0] in _PARTS:
        found.append("part_name")
    if hit.org in index.systems and "system" not in canon:
        found.append("system_unsaid")
    return found
