"""What all that a string names says about each of it: parts of a university, general names, acronyms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.context import COUNTRY_LETTERS
from graphrisk.resolve.affiliations.features import is_university
from graphrisk.resolve.affiliations.scoring import ELSEWHERE, ONE_BEARER, ONLY, PART, STRONG, WORD, grade
from graphrisk.resolve.affiliations.selection import above, is_nobody_elses
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.reading import Candidate
    from graphrisk.resolve.affiliations.words import Word

_PARTS = frozenset({"laboratory", "center"})
_OWN = frozenset({"national", "medical", "hospital", "clinic", "health"})
"""Words with which a laboratory or a centre is a body that people work for: national ones and hospitals."""
_SURE_ACRONYM = frozenset({"left_none", "whole_part", "country_same", "city_same"})
_TIED = frozenset({"city_same", "parent_named", "parent_tells", "parent_inside"})


def weigh_together(taken: Sequence[Candidate], words: Sequence[Word], index: Index) -> None:
    """Mark candidates that what else is taken makes doubtful, and an acronym that it makes sure."""
    if len(taken) > 1:
        sure = [one for one in taken if grade(one.features, one.score) != "C"]
        for one in taken:
            others = [other for other in taken if _apart(one, other)]
            if _is_part(one, sure, index) or _is_within(one, sure):
                one.features = (*one.features, PART)
            elif _is_elsewhere(one, sure, words, index) or _is_abroad(one, others, index):
                one.features = (*one.features, ELSEWHERE)
            elif _is_word(one, sure, index):
                one.features = (*one.features, WORD)
    if taken and all(one.hit.method == "acronym" and _SURE_ACRONYM.issubset(one.features) for one in taken):
        first, rest = taken[0].hit.org, [one.hit.org for one in taken[1:]]
        if all(above(first, other, index) or above(other, first, index) for other in rest):
            for one in taken:  # JPL, Caltech, Pasadena: each says whose the other is
                one.features = (*one.features, ONLY)
    elif len(taken) == 1 and _is_of_country(taken[0], words, index):
        taken[0].features = (*taken[0].features, ONE_BEARER)  # DRDO, India


def _is_of_country(one: Candidate, words: Sequence[Word], index: Index) -> bool:
    """Whether it is the only acronym of a string, beside its country, and no other body has it."""
    if one.hit.method != "acronym" or "country_same" not in one.features:
        return False
    others = (word for n, word in enumerate(words) if word.upper and n != one.hit.start)
    if any(word.surface in index.acronyms and word.surface not in COUNTRY_LETTERS for word in others):
        return False
    return is_nobody_elses(one, words, index)


def _apart(one: Candidate, other: Candidate) -> bool:
    return one.hit.end <= other.hit.start or one.hit.start >= other.hit.end


def _canon(one: Candidate, index: Index) -> Sequence[str]:
    """Return the words of the name that a candidate was found by; none for an acronym."""
    return index.name_canon[one.hit.name] if one.hit.name >= 0 else ()


def _is_within(one: Candidate, sure: Sequence[Candidate]) -> bool:
    """Whether a weaker name stands within a surer one: Universidade Lusíada de Lisboa."""
    if "brand" in one.features or one.score >= STRONG:
        return False
    hit = one.hit
    return any(
        o.hit.start <= hit.start and hit.end <= o.hit.end and o.hit.end - o.hit.start > hit.end - hit.start
        for o in sure
    )


def _is_part(unit: Candidate, sure: Sequence[Candidate], index: Index) -> bool:
    """Whether it is a laboratory or a centre beside the university that it is of.

    As with a school, who works in a State Key Laboratory works for the university that is printed with it.
    """
    name = _canon(unit, index)
    if _PARTS.isdisjoint(name) or not _OWN.isdisjoint(name):
        return False
    return any(
        _apart(unit, other)
        and above(other.hit.org, unit.hit.org, index)
        and is_university(_canon(other, index))
        for other in sure
    )


def _is_elsewhere(unit: Candidate, sure: Sequence[Candidate], words: Sequence[Word], index: Index) -> bool:
    """Whether it is an "Institute of …" of one town beside a university of another, which has one of its own.

    The Institute of Pathology beside the University of Würzburg is not that of Munich.
    """
    hit = unit.hit
    first, second = words[hit.start], words[min(hit.start + 1, hit.end - 1)]
    if not second.stop or first.canon not in terms().units or not _TIED.isdisjoint(unit.features):
        return False
    towns = _words_of_towns(hit.org, index)
    for other in sure:
        if _apart(unit, other) and is_university(_canon(other, index)):
            kin = index.related[hit.org] | index.related[other.hit.org]
            theirs = _words_of_towns(other.hit.org, index)
            if kin.isdisjoint((hit.org, other.hit.org)) and towns and theirs and towns.isdisjoint(theirs):
                return True
    return False


def _is_word(one: Candidate, sure: Sequence[Candidate], index: Index) -> bool:
    """Whether one word alone stands for a university that is not of the string's town, beside another one.

    The Tongji Medical College of Huazhong University of Science and Technology is not Tongji University's.
    """
    if not {"brand", "words_1"}.issubset(one.features) or "city_same" in one.features:
        return False
    kin = index.related[one.hit.org]
    return any(
        other.hit.org != one.hit.org
        and other.hit.org not in kin
        and _apart(one, other)
        and is_university(_canon(other, index))
        for other in sure
    )


def _words_of_towns(org: int, index: Index) -> set[str]:
    """Return the words of a body's towns: East Melbourne is Melbourne."""
    return {word for town in index.cities[org] for word in town.split()}


def _is_abroad(one: Candidate, others: Sequence[Candidate], index: Index) -> bool:
    """Whether it is a national body whose country is not said, and all others that are named are of another.

    The National Institute of Mental Health beside the National Institutes of Health is not that of Czechia.
    """
    name = _canon(one, index)
    if not others or not name or name[0] != "national" or "country_unsaid" not in one.features:
        return False
    country = index.orgs[one.hit.org].country
    return "city_same" not in one.features and all(index.orgs[o.hit.org].country != country for o in others)
