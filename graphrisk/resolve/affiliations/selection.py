"""Which of the candidates stand: one for each place of the string, namesakes told apart."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from graphrisk.resolve.affiliations.features import FIT
from graphrisk.resolve.affiliations.scoring import LEAST, ONE_BEARER, PARENT, SCHOOL, grade, score
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.reading import Candidate, Reading
    from graphrisk.resolve.affiliations.words import Word

KNOWN = 3
"""How many times as many relations as its namesakes an organisation needs to be taken for the one meant."""
SURE_UNIT = 0.8
"""Score from which a unit is sure enough for a parent to be taken beside it."""
_COUNTS = {"acronym": 0.0, "bag": 0.5}
"""What the length of a name counts, by how it was found."""
SURE_LETTERS = 5
"""Letters from which an acronym alone, without a country, may be sure: with four, too many bodies that the
registry lacks have it too."""
LENGTH = 0.25
"""What a unit of a name's weight counts, in log odds, where candidates overlap."""
_SCHOOLS = frozenset({"school", "faculty", "department"})


def select(
    found: Sequence[Candidate], index: Index, reading: Reading
) -> tuple[list[Candidate], list[Candidate]]:
    """Return the candidates that stand and those that do not."""
    lost: list[Candidate] = []
    spans: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for candidate in found:
        spans[candidate.hit.start, candidate.hit.end].append(candidate)
    left: list[Candidate] = []
    unclear: list[Candidate] = []
    for some in spans.values():
        best = max(some, key=lambda c: (c.fit, index.orgs[c.hit.org].relations, c.score, -c.hit.org))
        for candidate in some:
            if candidate is best:
                continue
            candidate.reason = _why(candidate, best)
            lost.append(candidate)
        (left if _stands(best, some, index) else lost).append(best)
        if best.reason == "ambiguous" and best.score >= LEAST and _whole_name(best, index):
            unclear.append(best)
    clinics = [c for c in left if c.hit.method == "bag" and "rare" in c.features and _is_hospital(c, reading)]
    for candidate in [c for c in left if "right_hospital" in c.features]:
        if any(_holds(clinic, candidate, index) for clinic in clinics):
            # Lausanne University Hospital is the University Hospital of Lausanne.
            candidate.reason = "inside_other"
            left.remove(candidate)
            lost.append(candidate)
    for candidate in [c for c in left if _read_better(c, left)]:
        candidate.reason = "inside_other"
        left.remove(candidate)
        lost.append(candidate)
    left.sort(key=_strength, reverse=True)
    taken: list[Candidate] = []
    for candidate in left:
        if any(_holds(other, candidate, index) for other in unclear):
            candidate.reason = "inside_other"
            lost.append(candidate)
            continue
        over = [t for t in taken if t.hit.start < candidate.hit.end and candidate.hit.start < t.hit.end]
        if over and not all(
            above(candidate.hit.org, t.hit.org, index) or _part_of_its_own(candidate, t, reading)
            for t in over
        ):
            candidate.reason = "inside_other"
            lost.append(candidate)
        else:
            candidate.features = (*candidate.features, *_borne(candidate, over, index))
            taken.append(candidate)
    return taken, lost


def _borne(candidate: Candidate, over: Sequence[Candidate], index: Index) -> tuple[str, ...]:
    """Return a feature where a parent's name is the end of its unit's name, which may be all that is meant.

    The University of Chinese Academy of Sciences is not that academy; 理研 before its centre is RIKEN.
    """
    hit = candidate.hit
    within = any(t.hit.start < hit.start and above(hit.org, t.hit.org, index) for t in over)
    return (PARENT,) if within else ()


def _read_better(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Whether more of the string around a name is a surer name of the same body.

    In "Peking Univ., Beijing" the one word that no other university has is a name, too, and C where it stands
    alone; but it does not stand alone.
    """
    hit = candidate.hit
    return any(
        other.hit.org == hit.org
        and other.hit.start <= hit.start
        and hit.end <= other.hit.end
        and grade(other.features, other.score) < grade(candidate.features, candidate.score)
        for other in others
    )


def _is_hospital(candidate: Candidate, reading: Reading) -> bool:
    words = reading.words[candidate.hit.start : candidate.hit.end]
    return any(word.canon == "hospital" for word in words)


def _whole_name(candidate: Candidate, index: Index) -> bool:
    hit = candidate.hit
    return hit.method in ("exact", "variant") and index.name_kind[hit.name] < 2


def _holds(longer: Candidate, inner: Candidate, index: Index) -> bool:
    """Whether a name holds another one, which then is not what is meant even where two bear the longer."""
    one, hit = longer.hit, inner.hit
    inside = one.start <= hit.start and hit.end <= one.end and hit.end - hit.start < one.end - one.start
    return inside and not above(hit.org, one.org, index)


def _stands(best: Candidate, some: Sequence[Candidate], index: Index) -> bool:
    """Whether the best of the namesakes at one place is taken; its reason says why not."""
    equal = [c for c in some if c.reason == "ambiguous"]
    if equal and all(_better_known(best, c, index) for c in equal):
        for candidate in equal:
            candidate.reason = "less_known"
        best.features = (*best.features, "better_known")
        best.score = score(best.features)
        equal = []
    elif any(_told_by_name_alone(c, best) and _better_known(c, best, index) for c in some if c is not best):
        best.features = (*best.features, "less_known_namesake")
    if equal:
        best.reason = "ambiguous"
    elif best.score < LEAST:
        best.reason = "weak"
    return not best.reason


def _told_by_name_alone(other: Candidate, best: Candidate) -> bool:
    if other.hit.method == "east_begin" and best.hit.method == "exact":
        return False  # 京都大学化学研究所 is a name, and no unit of another body
    return other.reason in ("alias_only", "less_alike") or "country_missing" in other.features


def _better_known(other: Candidate, best: Candidate, index: Index) -> bool:
    return index.orgs[other.hit.org].relations >= KNOWN * max(1, index.orgs[best.hit.org].relations)


def add_parents(taken: list[Candidate], lost: list[Candidate], index: Index) -> None:
    """Take parents whose name, or the beginning of it, stands in the name of a unit that is taken."""
    chosen = {c.hit.org for c in taken}
    for unit in tuple(taken):
        for other in lost:
            if (
                other.hit.org not in chosen
                and (above(other.hit.org, unit.hit.org, index) or _bears_name(unit, other, index))
                and unit.hit.start <= other.hit.start < other.hit.end <= unit.hit.end
                and (
                    other.hit.method in ("exact", "variant")
                    or (other.hit.method == "acronym" and other.hit.start == unit.hit.start)
                )
                and unit.score >= SURE_UNIT
            ):
                features = (*other.features, PARENT)
                sure = score((*(f for f in features if f not in _PLACES), "country_unsaid"))
                if sure >= LEAST:
                    chosen.add(other.hit.org)
                    other.features, other.score, other.reason = features, sure, ""
                    taken.append(other)
    lost[:] = [c for c in lost if c.reason]


def prefer_universities(taken: list[Candidate], lost: list[Candidate], index: Index) -> None:
    """Make a university as sure as its school that bears its name: Indiana University School of Medicine.

    Who names the school names the university, and means it: the school itself is C then.
    """
    for unit in tuple(taken):
        name = index.name_canon[unit.hit.name] if unit.hit.name >= 0 else ()
        if _SCHOOLS.isdisjoint(name):
            continue
        for other in (*taken, *lost):
            hit = other.hit
            if (
                hit.start != unit.hit.start
                or hit.method not in ("exact", "variant")
                or index.name_kind[hit.name] > 1
                or not above(hit.org, unit.hit.org, index)
            ):
                continue
            features = tuple(dict.fromkeys((*other.features, PARENT)))
            sure = max(other.score, unit.score)
            if grade(features, sure) != "C":
                other.features, other.score, other.reason = features, sure, ""
                unit.features = (*unit.features, SCHOOL)
                if all(other is not one for one in taken):
                    taken.append(other)
                break
    lost[:] = [c for c in lost if c.reason]


def add_acronym(taken: list[Candidate], lost: list[Candidate], words: Sequence[Word], index: Index) -> None:
    """Take the only acronym of a string that names nobody else: "Department of Physics, EPFL".

    One body bears it, or one that is far better known. It fills a part of the string, or a unit's name
    follows it at the beginning of one (UCLA Neurocardiology Research Center), and no address of another
    country stands beside it; three letters and nothing else mean nobody who is not far better known. Where
    there are several, those count that fill a part, and of these those of four letters or more.
    """
    found = [c for c in lost if c.hit.method == "acronym" and c.reason == "weak" and _may_stand_alone(c)]
    for trait in ("program", "whole_part", "letters_more"):
        found = [c for c in found if trait in c.features] or found
    if len({c.hit.org for c in found}) == 1:
        one = found[0]
        one.features = (*one.features, "acronym_alone")
        if len(words[one.hit.start].surface) >= SURE_LETTERS and is_nobody_elses(one, words, index):
            one.features = (*one.features, ONE_BEARER)
        one.score, one.reason = max(LEAST, score(one.features)), ""
        lost.remove(one)
        taken.append(one)


def is_nobody_elses(one: Candidate, words: Sequence[Word], index: Index) -> bool:
    """Whether four letters or more fill a part, and no other body, no name and no place has them: KAIST.

    Names of the body's own units may: KAIST Stem Cell Center.
    """
    if not {"letters_more", "whole_part"}.issubset(one.features) or not _ELSEWHERE.isdisjoint(one.features):
        return False
    org, letters = one.hit.org, words[one.hit.start].surface
    if len(index.acronyms[letters]) > 1 or letters in index.places:
        return False
    bearers = {index.name_org[name] for name in index.postings.get(letters, ())}
    kin = index.related[org]
    if letters in index.weight and not bearers:
        return False  # a word of very many names
    return all(other == org or other in kin or org in index.parents[other] for other in bearers)


def _may_stand_alone(candidate: Candidate) -> bool:
    features = candidate.features
    known = "namesakes" not in features or "better_known" in features
    if "program" in features:
        return known
    if _THREE_LETTERS.issubset(features) and "better_known" not in features:
        return False
    begins = "left_none" in features and not _UNIT_BEHIND.isdisjoint(features)
    return known and (begins or "whole_part" in features) and _NOT_ALONE.isdisjoint(features)


_THREE_LETTERS = frozenset({"letters_3", "whole_string"})
_UNIT_BEHIND = frozenset({"right_unit", "right_unit_later"})
_ELSEWHERE = frozenset({"town_differs", "beside_differs", "country_differs", "place_differs", "program"})
_NOT_ALONE = frozenset({"country_differs", "place_differs"})
_PLACES = frozenset({"country_differs", "country_unsaid", "country_same", "city_missing"})


def _strength(candidate: Candidate) -> tuple[float, int, int]:
    """Return what decides among candidates that overlap: how sure one is, and how much of the string."""
    sure = min(max(candidate.score, 0.001), 0.999)
    # Washington University School of Medicine is not that of the University of Washington: words in another
    # order count half.
    counts = _COUNTS.get(candidate.hit.method, 1.0)
    length = candidate.mass * candidate.hit.likeness * counts
    return math.log(sure / (1 - sure)) + LENGTH * length, -candidate.hit.start, -candidate.hit.org


def _part_of_its_own(candidate: Candidate, taken: Candidate, reading: Reading) -> bool:
    """Whether a name fills one part (between commas) of a longer name whose other words name a unit."""
    features = candidate.features
    alone = "left_none" in features and not {"right_none", "right_place"}.isdisjoint(features)
    if not alone or "crosses" not in taken.features or features[0] not in ("exact", "variant"):
        return False
    hit, lists = candidate.hit, terms()
    others = [*range(taken.hit.start, hit.start), *range(hit.end, taken.hit.end)]
    rest = {reading.words[i].canon for i in others}
    return not rest.isdisjoint(lists.units | lists.kinds) and "country_differs" not in features


def _bears_name(unit: Candidate, other: Candidate, index: Index) -> bool:
    """Whether a unit's name holds that of a university to which the registry says that it is related."""
    one, hit = unit.hit, other.hit
    related = index.related[one.org].union(*(index.related[parent] for parent in index.parents[one.org]))
    if hit.org not in related or hit.name < 0 or index.name_kind[hit.name] > 1:
        return False
    name = index.name_canon[hit.name]
    # A branch of a university at another place is a university of its own; its hospital is not.
    rest = {*index.name_canon[one.name]}.difference(name) if one.name >= 0 else ()
    both = index.name_canon[one.name].count("university") > 1  # of two universities: neither's unit
    return len(name) > 1 and "university" in name and not (both or terms().units.isdisjoint(rest))


def above(org: int, other: int, index: Index) -> bool:
    """Whether `org` is a parent of `other`, or a parent's parent."""
    parents = index.parents[other]
    return org in parents or any(org in index.parents[parent] for parent in parents)


def _why(candidate: Candidate, best: Candidate) -> str:
    differing = (name for name, one, other in zip(FIT, candidate.fit, best.fit, strict=True) if one != other)
    reason = next(differing, "ambiguous")
    return "country_missing" if reason == "city_missing" and "country_left" in candidate.features else reason
