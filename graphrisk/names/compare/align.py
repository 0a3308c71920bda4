"""Which part of one name answers which part of the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

SPELLED_OTHERWISE = 0.97
"""From here on two words are the same, or spell one sound in two ways, without a typing error."""

How = Literal["equal", "alike", "sound", "initial", "joined", "meaning"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a name: its folded Latin letters, and how much it says about who bears the name."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts that answer each other; `like` says how well, from 0 to 1."""

    one: str
    other: str
    like: float
    weight: float
    how: How

    def __str__(self) -> str:
        return self.one if self.one == self.other else f"{self.one} ~ {self.other}"


@dataclass(slots=True)
class Alignment:
    """The pairs, and what is left over on either side."""

    pairs: list[Pair] = field(default_factory=list)
    left: list[Part] = field(default_factory=list)
    right: list[Part] = field(default_factory=list)
    turned: str = ""
    """Where the one name says that X is Y's child and the other that Y is X's: what the first one says."""

    def of(self, how: How) -> list[Pair]:
        """Return the pairs found in one way."""
        return [pair for pair in self.pairs if pair.how == how]


Like = Callable[[str, str], float]


def align(
    one: tuple[Part, ...], other: tuple[Part, ...], like: Like, *, initials: bool, how: How
) -> Alignment:
    """Return the pairs of two names, equal parts first, then parts written together, then the most alike."""
    found = Alignment(left=list(one), right=list(other))
    _take_equal(found)
    if found.left and found.right:
        _take_joined(found, like, exact_start=how == "alike", exact=how == "alike" and not initials)
    if found.left and found.right:
        _take_alike(found, like, how)
    if initials and found.left and found.right:
        _take_initials(found)
    return found


def _take_equal(found: Alignment) -> None:
    right = {part.text: part for part in reversed(found.right)}
    for part in tuple(found.left):
        match = right.get(part.text)
        if match is not None and len(part.text) > 1 and match in found.right:
            found.left.remove(part)
            found.right.remove(match)
            found.pairs.append(Pair(part.text, match.text, 1.0, (part.weight + match.weight) / 2, "equal"))


def _take_alike(found: Alignment, like: Like, how: How) -> None:
    options = [
        (score, i, j)
        for i, a in enumerate(found.left)
        if len(a.text) > 1
        for j, b in enumerate(found.right)
        if len(b.text) > 1 and (score := like(a.text, b.text))
    ]
    options.sort(key=lambda option: (-option[0], option[1], option[2]))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for score, i, j in options:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            a, b = found.left[i], found.right[j]
            found.pairs.append(Pair(a.text, b.text, score, (a.weight + b.weight) / 2, how))
    found.left = [part for i, part in enumerate(found.left) if i not in taken_left]
    found.right = [part for j, part in enumerate(found.right) if j not in taken_right]


def _take_joined(found: Alignment, like: Like, *, exact_start: bool, exact: bool) -> None:
    found.left, found.right = _join(
        found.left, found.right, like, found.pairs, swapped=False, exact_start=exact_start, exact=exact
    )
    found.right, found.left = _join(
        found.right, found.left, like, found.pairs, swapped=True, exact_start=exact_start, exact=exact
    )


def _join(
    several: list[Part],
    single: list[Part],
    like: Like,
    pairs: list[Pair],
    *,
    swapped: bool,
    exact_start: bool,
    exact: bool,
) -> tuple[list[Part], list[Part]]:
    """Pair neighbouring parts of `several` with the one part of `single` that writes them together.

    `exact_start` asks for the same first letter, which saves nearly all comparisons; `exact` for the same
    letters or spellings of one sound, for Micron Technology is not Microtechnology.
    """
    texts = [part.text for part in several]
    for whole in single:
        target = len(whole.text)
        if target < 4:
            continue
        for start in range(len(texts) - 1):
            length = len(texts[start])
            for end in range(start + 2, min(start + 5, len(texts)) + 1):
                length += len(texts[end - 1])
                if length > target + 2:
                    break
                if length < target - 2 or (exact_start and texts[start][0] != whole.text[0]):
                    continue
                score = like("".join(texts[start:end]), whole.text)
                if exact and score < SPELLED_OTHERWISE:
                    continue
                # One of the parts alone must not answer the whole as well: that is a name and an addition.
                if score > 0.8 and score > max(like(part.text, whole.text) for part in several[start:end]):
                    parts = several[start:end]
                    weight = (sum(part.weight for part in parts) + whole.weight) / 2
                    text = " ".join(part.text for part in parts)
                    one, other = (whole.text, text) if swapped else (text, whole.text)
                    pairs.append(Pair(one, other, score - 0.02, weight, "joined"))
                    return several[:start] + several[end:], [part for part in single if part is not whole]
    return several, single


def _take_initials(found: Alignment) -> None:
    for part in tuple(found.left):
        for match in tuple(found.right):
            if (len(part.text) == 1 or len(match.text) == 1) and part.text[0] == match.text[0]:
                found.left.remove(part)
                found.right.remove(match)
                same = part.text == match.text
                found.pairs.append(
                    Pair(
                        part.text,
                        match.text,
                        1.0 if same else 0.8,
                        1.0 if same else 0.8,
                        "equal" if same else "initial",
                    )
                )
                break
