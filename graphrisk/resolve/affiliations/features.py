"""What speaks for and against a hit, by name: how it was found, what stands beside it, where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.countries import country_named
from graphrisk.names.organizations import LEGAL
from graphrisk.resolve.affiliations.east import has_legal_end, is_general
from graphrisk.resolve.affiliations.words import NUMBERS, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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
AND = frozenset({"and", "y", "e", "et", "und", "och", "en", "i"})
_NONE_LEFT = frozenset({"left_none", "left_match"})
_NONE_RIGHT = frozenset({"right_none", "right_place", "right_match"})
_CLINICS = frozenset({"hospital", "clinic"})
_UNIT_MAYBE = frozenset({"right_other", "right_unit", "right_unit_later"})
_PARTS = frozenset({"department", "division", "laboratory", "section", "unit", "faculty", "chair", "group"})
_MEDICAL = ["medical", "center"]
_FRENCH = frozenset({"universite", "univ"})


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
    found += _sides(hit, around, index)
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
    parent = _parent(hit, around, index)
    if parent:
        told = namesakes and parent == "parent_named" and hit.method != "acronym"
        found.append("parent_tells" if told else parent)
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
    exact = hit.method == "exact"
    printed = around.text[words[hit.start].start : words[hit.end - 1].end] if namesakes else ""
    complete = (
        rank < 3 or rank == _SEAT_LEFT or (rank == 3 and city) or (rank == COUNTRY_LEFT and country == 2.0)
    )
    fit = (
        country, float(complete), float(city), float(region),
        float(hit.method != "acronym" or index.parents[hit.org].isdisjoint(bearers)), float(beside),
        float(org.active), float(rank < 2), float(exact), float(rank == 0), float(parent == "parent_named"),
        float(bool(printed) and _printed_so(printed, hit, index)),
    )  # fmt: skip
    return Features(tuple(found), fit)


def _name(hit: Hit, canon: Sequence[str], rank: int, around: Around, index: Index) -> list[str]:
    """Return how a name was found, how much of it, how rare its words are and what kind of name it is."""
    words, org = around.words, index.orgs[hit.org]
    found = [hit.method, _size(hit, words, len(canon))]
    rarest = max([index.weight_of(word) for word in canon])
    found.append("rare" if rarest > 8 else "common" if rarest < 5 else "middling")
    if hit.method == "fuzzy":
        found.append(next((name for least, name in _LIKE if hit.likeness > least), "like_66"))
    if rank == _SEAT_LEFT:  # Denso (Japan): the registry says where it is, and so does the string, or not
        said = org.country in around.context.countries and (len(canon) > 1 or _legal_behind(hit, words))
        found.append("own" if said else "bracket_left")
    elif rank < len(_RANKS):
        found.append(_RANKS[rank])
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
        return printed.casefold() == _bare(index.name_text[hit.name])
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
    if word.surface in index.places and not _legal_behind(hit, around.words):
        found.append("is_place")
    if hit.name in index.own_words:
        found.append("own_word")
    return found


def _is_address(hit: Hit, words: Sequence[Word], index: Index) -> bool:
    """Whether a town and its country, with a comma between them, read as a company's name: Hitachi, Japan."""
    first, last = words[hit.start], words[hit.end - 1]
    town = [word.surface for word in words[hit.start : hit.end] if word.part == first.part]
    country = [word.surface for word in words[hit.start + len(town) : hit.end]]
    known = index.places.get(" ".join(town))
    return not last.bracket and known is not None and country_named(" ".join(country)) in known


def _legal_behind(hit: Hit, words: Sequence[Word]) -> bool:
    """Whether a legal form follows, which makes a town's name that of a company: Hitachi, Ltd."""
    return hit.end < len(words) and words[hit.end].surface in LEGAL


def _sides(hit: Hit, around: Around, index: Index) -> list[str]:
    """Return what stands to the left and to the right of a hit within its part of the string."""
    left, right = _left(hit, around), _right(hit, around, index)
    if right == "right_other" and _parent_behind(hit, around, index):
        right = "right_match"  # Институт … РАН
    if around.words[hit.start].east:
        left, right = _east_sides(hit, left, right, around, index)
    found = [left, right]
    words = around.words
    if words[hit.start].part != words[hit.end - 1].part:
        if _is_address(hit, words, index):
            found.append("address")
        found.append("crosses" if left == "left_none" else "crosses_inside")
    if left in _NONE_LEFT and right in _NONE_RIGHT:
        found.append("whole_part")
        if hit.start == 0 and hit.end == len(words):
            found.append("whole_string")
    return found


def _parent_behind(hit: Hit, around: Around, index: Index) -> bool:
    """Whether the next word names a parent, or a parent's parent, of the body."""
    above = index.parents[hit.org]
    above = above.union(*(index.parents[parent] for parent in above))
    return any(start == hit.end for parent in above for start, _ in around.whole.get(parent, ()))


def _east_sides(hit: Hit, left: str, right: str, around: Around, index: Index) -> tuple[str, str]:
    """Return what stands beside an East Asian name, where spaces do what commas do elsewhere.

    A body stands before its unit, and what follows a name behind a space is a unit of it or another name.
    """
    words, text = around.words, around.text
    first, last = words[hit.start], words[hit.end - 1]
    before = text[words[hit.start - 1].end : first.start] if hit.start else ""
    if left != "left_none" and before:
        parents = (span for parent in index.parents[hit.org] for span in around.whole.get(parent, ()))
        if (before.strip() and left == "left_match") or any(end <= hit.start for _, end in parents):
            left = "left_none"
    if hit.method == "east_begin":
        right = "right_none"
    elif right in _UNIT_MAYBE and hit.end < len(words) and words[hit.end].start > last.end:
        following = words[hit.end].surface
        if has_legal_end(following):
            right = "right_kind"  # オムロン ヘルスケア株式会社 is a company of its own
        elif following.endswith(terms().east_own):
            right = "right_hospital"
        elif not following[0].isdigit():
            right = "right_unit"
    return left, right


def _left(hit: Hit, around: Around) -> str:
    words, at = around.words, hit.start - 1
    part = words[hit.start].part
    while at >= 0 and words[at].part == part and (words[at].stop or words[at].surface.isdigit()):
        at -= 1
    if at < 0 or words[at].part != part:
        return "left_none"
    if at + 1 in around.ends:
        return "left_match"
    lists = terms()
    linked = "_linked" if words[hit.start - 1].stop else ""
    while at >= 0 and words[at].part == part:
        canon = words[at].canon
        if canon in _CLINICS:
            return "left_hospital"
        if canon in lists.units or canon in lists.kinds:
            return f"left_unit{linked}"
        at -= 1
    return "left_linked" if linked else "left_other"


def _right(hit: Hit, around: Around, index: Index) -> str:
    words, at = around.words, hit.end
    part, count = words[at - 1].part, len(words)
    if _numbered(words, hit, index):
        return "right_number"  # Université Paris VI is another one than that of Paris
    joined = ""
    while at < count and words[at].part == part and words[at].surface in LEGAL:
        at += 1
    while at < count and words[at].part == part and (words[at].stop or words[at].surface.isdigit()):
        if words[at].stop and not joined:
            joined = words[at].surface
        at += 1
    if at == count or words[at].part != part:
        return "right_none"
    return _behind(hit, at, joined, around)


def _behind(hit: Hit, at: int, joined: str, around: Around) -> str:
    """Return what the words from `at` on say, which the little word `joined` may tie to a hit."""
    words, part = around.words, around.words[hit.end - 1].part
    if joined == "of" and words[hit.end - 1].canon == "university":
        return "right_of"
    ahead = [word.canon for word in words[at : at + 4] if word.part == part]
    if not joined and (ahead[0] in _CLINICS or ahead[:2] == _MEDICAL):
        return "right_hospital"
    if words[at].surface[0].isdigit():
        return "right_other"  # China Railway 16th Bureau: what follows belongs to a longer name
    if at in around.starts:
        return "right_match"
    if any(mention.start == at for mention in around.context.mentions):
        return "right_place"
    return _goes_on(joined) or _follows(ahead)


def _numbered(words: Sequence[Word], hit: Hit, index: Index) -> bool:
    """Whether a university's name goes on with its number, in a town where the registry knows such ones.

    A figure says so in French only: elsewhere it is a footnote.
    """
    end, last = hit.end, words[hit.end - 1]
    if end == len(words) or words[end].part != last.part or last.surface not in index.numbered:
        return False
    number, within = words[end].surface, words[hit.start : end]
    if number.isdigit():
        return number in NUMBERS and any(word.surface in _FRENCH for word in within)
    return number in NUMBERS and any(word.canon == "university" for word in within)


def _goes_on(joined: str) -> str:
    """Return what a little word behind a name says."""
    if not joined or joined == "the":
        return ""
    return "right_and" if joined in AND else "right_of"


def _follows(ahead: Sequence[str]) -> str:
    """Return what the words that directly follow a name say: a unit of it, or that it goes on otherwise."""
    lists = terms()
    if not _CLINICS.isdisjoint(ahead):
        return "right_hospital"
    if ahead[0] in lists.units or ahead[0].endswith(lists.east_units):
        return "right_unit"  # of it: 京都大学 化学研究所
    if ahead[0] in lists.kinds:
        return "right_kind"
    return "right_other" if lists.units.isdisjoint(ahead) else "right_unit_later"


def _kind(hit: Hit, canon: Sequence[str], around: Around, index: Index) -> list[str]:
    """Return whether a name is of the kind that many bodies have, or a system's that does not say so.

    Department of Physics, Medical School; University of Minnesota for its System.
    """
    units, first = terms().units, around.words[hit.start]
    found = []
    if first.east and is_general("".join(canon)):
        found.append("general_name")
    if hit.method == "east_begin" and first.surface.endswith(terms().east_own):
        found.append("body_of_its_own")
    if (canon[0] in units or canon[-1] in units) and "university" not in canon:
        found.append("unit_name")
    if canon[0] in _PARTS:
        found.append("part_name")
    if hit.org in index.systems and "system" not in canon:
        found.append("system_unsaid")
    return found
