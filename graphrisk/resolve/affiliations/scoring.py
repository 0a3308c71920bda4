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
SCHOOL = "school_of_found"
"""A school whose university is taken for it."""
_DOUBTS = frozenset({
    "country_differs", "better_known", "left_other", "left_linked", "left_hospital", "right_other",
    "right_kind", "right_hospital", "right_and", "crosses_inside", "less_known_namesake", "brand_alone",
    "place_differs", "country_left", "system_unsaid", "acronym_alone", "like_66", "like_75", "like_80",
    "body_of_its_own", SCHOOL,
})  # fmt: skip
"""Features with which a match is C at best: the name may go on, or be a part of another one."""
CORROBORATION = frozenset({
    "country_same", "city_same", "region_same", "parent_named", "beside_same", "acronym_alone",
    "parent_of_found", "parent_tells", "language_same",
})  # fmt: skip
"""An acronym means nobody without one of these."""
LANGUAGE = 1.2
"""What it counts, in log odds, that a string is printed in the letters of the body's country.

Set by hand: the labelled strings hold few such, and these say neither country nor town.
"""
_NOBODY = frozenset({"country_missing", "right_number", "address"})
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
    if not _DOUBTS.isdisjoint(features):
        return "C"
    if "city_missing" in features and "country_unsaid" in features:
        return "C"
    if "unit_name" in features and "beside_differs" in features:
        return "C"
    if "part_name" in features and "rare" not in features and "parent_named" not in features:
        return "C"
    own_letters = "east" in features or "language_same" in features
    unit_behind = features[0] == "east_begin" or (own_letters and "right_unit" in features)
    if score < (min(strong, EAST_UNIT) if unit_behind else strong):
        return "C"
    exact = features[0] == "exact" and score >= strong
    return "A" if exact and "parent_of_found" not in features else "B"
