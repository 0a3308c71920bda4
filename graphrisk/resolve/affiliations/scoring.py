"""How sure a match is: weights of what speaks for and against it, and the grade that follows.

The score is the probability that a match is right, from a logistic regression over named features, fitted on
the tuning part of labelled strings (`bench/affiliations.py --fit` writes `weights.toml`). Features count
alone, and together with how a name was found and how many words it has.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST = 0.45
"""Score below which nothing is matched."""
STRONG = 0.9
"""Score from which a match is A, where it is exact, or B."""
ONE_NAME = 0.85
"""The same for a cell of a form or a row of a list, which holds one name and little else."""
EAST_UNIT = 0.8
"""The same for a Chinese, Japanese or Korean name directly before a unit: 東京大学大学院工学系研究科.

Such strings seldom say country or town, on which most of a score rests elsewhere."""
BRAND = 0.7
"""The same for words with which a body and its units begin, before a unit: Max-Planck-Institut für Physik."""
ACRONYM = 0.75
"""The same for an acronym beside its town and country, where nobody else is named: MIT, Cambridge, MA."""
OWN_PART = 0.8
"""The same for a name that fills a part of the string, where its country or town is said, or it is rare.

Names of common words score less than others: China Academy of Engineering Physics, Mianyang, China.
"""
INSTITUTE = 0.7
"""The same for an institute beside the academy or council that it is of, where its town is said, and for an
own name word for word, with nothing but its town and country beside it: École Polytechnique, Palaiseau."""
BEHIND_PARENT = 0.6
"""The same for a unit printed directly behind its parent: NASA Goddard Space Flight Center."""
PARENT = "parent_of_found"
"""A body whose name stands within that of a unit of it."""
SCHOOL = "school_of_found"
"""A school whose university is taken for it."""
PART = "part_of_found"
"""A laboratory or centre beside the university that it is of."""
ELSEWHERE = "of_elsewhere"
"""A general name, or a national body's, whose bearer lies elsewhere than all that is named beside it."""
WORD = "word_beside_other"
"""One word of a university before its unit, and another university named in full beside it."""
ONE_BEARER = "one_bearer"
"""An acronym alone that no other body, name or place has."""
ONLY = "only_body"
"""An acronym beside its town and country, where the string names nobody else."""
_DOUBTS = frozenset({
    "country_differs", "better_known", "left_other", "left_linked", "left_hospital", "right_other",
    "right_kind", "right_hospital", "right_and", "crosses_inside", "less_known_namesake", "brand_alone",
    "place_differs", "country_left", "system_unsaid", "acronym_alone", "like_66", "like_75", "like_80",
    "body_of_its_own", "program", "donor", "subjects", SCHOOL, PART, ELSEWHERE, WORD,
})  # fmt: skip
"""Features with which a match is C at best: the name may go on, or be a part of another one."""
CORROBORATION = frozenset({
    "country_same", "city_same", "region_same", "parent_named", "beside_same", "acronym_alone",
    PARENT, "parent_tells", "language_same", "program",
})  # fmt: skip
"""An acronym means nobody without one of these."""
LANGUAGE = 1.2
"""What it counts, in log odds, that a string is printed in the letters of the body's country.

Set by hand: the labelled strings hold few such, and these say neither country nor town.
"""
_NOBODY = frozenset({"country_missing", "right_number", "address", "place_name"})
"""With one of these a name means somebody else, or a place."""
_SAID = frozenset({"own", "brand", "whole_string"})
"""A word that is a place too means a body by one of these; else it is the place of an address."""
GOES_ON = "right_of"
"""Nanjing University *of Posts*: what follows belongs to a longer name, so this one is not what is meant."""


def terms_of(features: Sequence[str]) -> list[str]:
    """Return what is weighed: each feature, and each together with how and how much of a name was found."""
    method, size = features[0], features[1]
    return [*features, *[f"{method}&{f}" for f in features[1:]], *[f"{size}&{f}" for f in features[2:]]]


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of each term in log odds; "bias" is what all share."""
    text = files("graphrisk.resolve.affiliations").joinpath("weights.toml").read_text(encoding="utf-8")
    return {str(term): float(weight) for term, weight in tomllib.loads(text)["weights"].items()}


def score(features: Sequence[str]) -> float:
    """Return the probability that stands behind a set of features."""
    if _means_nobody(features):
        return 0.0
    if features[0] == "acronym" and CORROBORATION.isdisjoint(features):
        return 0.0
    if "unit_name" in features and ("place_differs" in features or _elsewhere(features)):
        return 0.0
    if "is_place" in features and _SAID.isdisjoint(features):
        return 0.0
    known = weights()
    total = known["bias"] + sum([known.get(term, 0.0) for term in terms_of(features)])
    if "language_same" in features:
        total += LANGUAGE
    return 1.0 / (1.0 + math.exp(-total))


def _means_nobody(features: Sequence[str]) -> bool:
    """Whether a name is part of a longer one, a place, or one that says nothing but the kind of unit."""
    if GOES_ON in features and features[0] != "fuzzy":
        return True
    if "general_name" in features and "parent_named" not in features:
        return True
    return not _NOBODY.isdisjoint(features)


def _elsewhere(features: Sequence[str]) -> bool:
    """Whether all that stands beside a name that is not rare lies in other countries than it.

    The Institute of Genetics beside the University of Cologne is not that of another country.
    """
    return "beside_differs" in features and "rare" not in features


def grade(features: Sequence[str], score: float, strong: float = STRONG) -> str:
    """Return A for an exact and unambiguous match, B for a strong one, else C.

    Where the string names another country, where words beside the name may belong to a longer one, where only
    the number of relations tells namesakes apart, or where a department's name is not rare, it is C.
    """
    if _is_doubtful(features) or score < min(strong, _least(features)):
        return "C"
    exact = features[0] == "exact" and score >= strong
    return "A" if exact and _BESIDE_ANOTHER.isdisjoint(features) else "B"


def _is_doubtful(features: Sequence[str]) -> bool:
    """Whether what stands around a name leaves it open who is meant, however well the name fits."""
    doubts = _DOUBTS.intersection(features)
    if doubts == _ALONE and ONE_BEARER in features:
        return False
    if doubts and not (doubts == _CLINIC_BEFORE and features[0] == "exact" and _placed(features)):
        return True
    if "city_missing" in features and "country_unsaid" in features:
        return True
    if features[0] == "bag" and not _OTHER_BODY.isdisjoint(features):
        return True
    if "unit_name" in features and "beside_differs" in features:
        return True
    return "part_name" in features and "rare" not in features and "parent_named" not in features


_WORDS = frozenset({"exact", "variant", "stem", "bag"})
_OTHER_BODY = frozenset({"town_differs", "bracket_left"})
"""With these, words in another order are a namesake's: Shimane University, Matsue, and that of Hamada."""
_ALONE = frozenset({"acronym_alone"})
_CLINIC_BEFORE = frozenset({"left_hospital"})
"""A hospital of a university, which the string names along with it: C without country and town."""
_BESIDE_ANOTHER = frozenset({"left_hospital", PARENT})
_ENDS = frozenset({"right_none", "right_place", "right_match"})


def _least(features: Sequence[str]) -> float:
    """Return the score from which a match is B, by what stands around it."""
    own_letters = "east" in features or "language_same" in features
    if features[0] == "east_begin" or (own_letters and "right_unit" in features):
        return EAST_UNIT
    if "brand" in features and "words_2" in features and _placed(features):
        return BRAND
    if ONLY in features or ONE_BEARER in features:
        return ACRONYM
    if features[0] in ("exact", "variant") and {"parent_before", "right_none"}.issubset(features):
        return BEHIND_PARENT
    return _least_of_part(features)


def _least_of_part(features: Sequence[str]) -> float:
    """Return the same for a name that fills a part of the string."""
    if _is_institute(features):
        return 0.0 if "parent_tells" in features else INSTITUTE
    if _is_all(features):
        return INSTITUTE
    return OWN_PART if _fills_part(features) or _ends_line(features) else STRONG


def _placed(features: Sequence[str]) -> bool:
    """Whether the string says the country or the town of a body that it names by a word for word name."""
    return features[0] in _WORDS and ("country_same" in features or "city_same" in features)


def _fills_part(features: Sequence[str]) -> bool:
    """Whether a name fills a part of the string, and the string says where, or nobody else may be meant.

    A unit whose parent stands beside it may be printed for that parent's sake, so that it needs more, but for
    one that this parent tells from namesakes: Institute of Physics, Chinese Academy of Sciences, Beijing.
    """
    if features[0] not in _WORDS or not {"whole_part", "left_none"}.issubset(features):
        return False
    if "right_place" in features and (features[0] == "bag" or "city_same" not in features):
        return False  # University of Southwestern Louisiana, State University of New York at Buffalo
    if "city_missing" in features or "parent_named" in features:
        return False
    if "parent_tells" in features and not {"country_same", "city_same"}.issubset(features):
        return False
    alone = features[0] == "exact" and "rare" in features and "namesakes" not in features
    return alone or _placed(features)


def _is_institute(features: Sequence[str]) -> bool:
    """Whether an institute of an academy fills a part, its academy another, and the string says its town.

    Where the academy and the town tell it from namesakes, there is nobody else: Institute of Physics, Chinese
    Academy of Sciences, Beijing.
    """
    own = {"of_academy", "whole_part", "left_none", "right_none", "city_same"}.issubset(features)
    return own and features[0] in ("exact", "variant")


def _is_all(features: Sequence[str]) -> bool:
    """Whether an own name stands word for word in a part, and its town and its country in others."""
    own = {"own", "whole_part", "left_none", "right_none", "city_same", "country_same"}.issubset(features)
    return own and features[0] == "exact" and _SAID_OTHERWISE.isdisjoint(features)


_SAID_OTHERWISE = frozenset({"parent_named", "parent_tells", "city_missing"})


def _ends_line(features: Sequence[str]) -> bool:
    """Whether a name follows its unit without a comma, and its town and its country follow."""
    told = {"left_unit", "country_same", "city_same"}.issubset(features)
    return told and features[0] in ("exact", "variant") and not _ENDS.isdisjoint(features)
