"""Names that one part of a string nearly is: words missing, added, mistyped or abbreviated.

Candidates come from the rarest words of the part; each is aligned word by word, and rare words weigh more.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from graphrisk.resolve.affiliations.spans import Hit, word_likeness
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.words import Word

KEYS = 5
"""Rarest words of a part by which names are looked up."""
BEST = 6
"""Names that are aligned: those that share most."""
PLACE = 0.8
"""What a word of a name counts that the string gives as its place."""
LEAST = 0.66
"""Likeness below which a name is none."""


def fuzzy_hits(
    words: Sequence[Word], span: Sequence[int], places: Collection[str], index: Index
) -> Iterator[Hit]:
    """Yield names that the words at `span` nearly are; `places` are words of places that the string names."""
    printed = [words[i].canon for i in span]
    if len(printed) > 40:
        printed, span = printed[:40], span[:40]
    shares: dict[int, float] = defaultdict(float)
    keyed = sorted(
        {word for i, word in zip(span, printed, strict=True) if len(word) > 1 and not word.isdigit()},
        key=lambda word: (-index.weight_of(word), word),
    )
    used = 0
    for word in keyed:
        weight = index.weight_of(word)
        spellings = (word,) if word in index.weight else _near(word, index)
        hit = False
        for spelling in spellings:
            for name in index.postings.get(spelling, ()):
                shares[name] += weight
                hit = True
        used += hit
        if used == KEYS:
            break
    if not shares:
        return
    masses = index.mass
    best = nsmallest(BEST, [(-share / masses[name], -share, name) for name, share in shares.items()])
    for _, _, name in best:
        found = align(printed, index.name_canon[name], places, index)
        if found is None:
            continue
        likeness, first, last = found
        if likeness >= LEAST:
            yield Hit(span[first], span[last] + 1, name, "fuzzy", likeness, index.name_org[name])


def _near(word: str, index: Index) -> tuple[str, ...]:
    """Return words of names of which `word` may be a typing error or an abbreviation."""
    if len(word) < 5:
        return ()
    limit = 1 if len(word) < 9 else 2
    near = {*index.near.get(word[:4], ()), *index.near.get("-" + word[-4:], ())}
    return tuple(
        sorted(
            other
            for other in near
            if (
                abs(len(other) - len(word)) <= limit
                and OSA.distance(word, other, score_cutoff=limit) <= limit
            )
            or other.startswith(word)
        )
    )


def align(
    printed: Sequence[str], name: Sequence[str], places: Collection[str], index: Index
) -> tuple[float, int, int] | None:
    """Return how alike a name and the best window of printed words are, and where the window begins and ends.

    The shared weight is divided by the weight of both; a word of the name that the string gives as its place
    counts almost as if it stood in the window. None where a word of a kind (university, hospital) is missing;
    but "university" is often left out of a hospital's name, "foundation" of a trust's.
    """
    kinds = terms().kinds
    taken: set[int] = set()
    shared = total = 0.0
    last = -1
    for word in name:
        weight = index.weight_of(word)
        total += weight
        at, alike = _partner(word, printed, taken, last)
        if at >= 0:
            taken.add(at)
            shared += weight * alike
            last = at
        elif word in kinds and not _left_out(word, printed, name):
            return None
        elif word in places:
            shared += weight * PLACE
    if not taken or (len(taken) < 2 and len(name) > 1):
        return None
    first, last = min(taken), max(taken)
    extra = sum(index.weight_of(printed[n]) for n in range(first, last + 1) if n not in taken)
    return shared / (total + extra), first, last


def _left_out(word: str, printed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a word of a kind is one that people leave out: University Hospital X, NHS Foundation Trust."""
    beside = {"university": "hospital", "foundation": "trust"}.get(word)
    return beside is not None and beside in printed and beside in name


def _partner(word: str, printed: Sequence[str], taken: Collection[int], last: int) -> tuple[int, float]:
    """Return the place of the printed word most like `word`, behind `last` if equally like; else -1."""
    best, at = 0.0, -1
    for n, other in enumerate(printed):
        if n not in taken:
            alike = word_likeness(other, word)
            if alike > best or (alike == best and alike and n > last > at):
                best, at = alike, n
    return at, best
