"""What a comparison of two names returns: a score, how strong it is, and the evidence that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """How far two names agree. Only STRONG and MEDIUM are matches; WEAK is a hint."""

    STRONG = "STRONG"
    MEDIUM = "MEDIUM"
    WEAK = "WEAK"
    NONE = "NONE"


STRONG = 0.88
"""From here on nothing but spelling, order, legal form or a small addition differs."""
MATCH = 0.7
"""From here on two names may name one bearer: the cutoff that measured best on the part for tuning."""
HINT = 0.5
"""Below, two names have too little in common to be shown."""
WEAK_CAP = 0.65
"""Where something speaks plainly against, such as another number, a score gets no higher."""


def strength_of(score: float) -> Strength:
    """Return how strong a score from 0 to 1 is."""
    if score >= STRONG:
        return Strength.STRONG
    if score >= MATCH:
        return Strength.MEDIUM
    return Strength.WEAK if score >= HINT else Strength.NONE


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one feature saw. `share` is what it adds to the score, or takes away where it is negative.

    `code` names the feature, whose docstring says what it means; `detail` holds the parts of the names.
    """

    code: str
    share: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names compared: `score` from 0 to 1 and the evidence for and against, in the features' order."""

    score: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def strength(self) -> Strength:
        """How strong the score is."""
        return strength_of(self.score)

    @property
    def reasons(self) -> tuple[Evidence, ...]:
        """What speaks for."""
        return tuple(one for one in self.evidence if one.share > 0)

    @property
    def doubts(self) -> tuple[Evidence, ...]:
        """What speaks against."""
        return tuple(one for one in self.evidence if one.share <= 0)


NOTHING = Comparison(0.0)
"""The names have nothing to compare: one is empty."""
