"""Candidates whose words stand together: as they are, abbreviated, in another order, or as acronyms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from graphrisk.names.organizations import bare_east_asian
from graphrisk.resolve.affiliations.context import COUNTRY_LETTERS, STATE_CODES
from graphrisk.resolve.affiliations.east import short_begin, shortened_begin, spelled_out
from graphrisk.resolve.affiliations.index import LONGEST, STEM
from graphrisk.resolve.affiliations.words import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphrisk.resolve.affiliations.index import Index
    from graphrisk.resolve.affiliations.words import Word

_WINDOW = 7
"""Most words of a name that is looked for in another order."""
_ACCEPTED = 0.8
_PLACES = {*STATE_CODES, *COUNTRY_LETTERS}
"""Letters that are a place at the end of an address: USA is not the army of that name."""


class Hit(NamedTuple):
    """Words `start` to `end` that may mean a name (its number), how they were found, and how alike both."""

    start: int
    end: int
    name: int
    method: str
    likeness: float
    org: int


def sequence_hits(words: Sequence[Word], content: Sequence[int], index: Index) -> Iterator[Hit]:
    """Yield names whose words stand together in their order."""
    begins, sequences = index.begins, index.sequences
    canon = [words[i].canon for i in content]
    segments = [words[i].segment for i in content]
    count = len(content)
    for first in range(count):
        key = canon[first]
        if key not in begins:
            continue
        segment = segments[first]
        for last in range(first, min(count, first + LONGEST)):
            if last > first:
                if segments[last] != segment:
                    break
                key = f"{key} {canon[last]}"
                if last == first + 1 and key not in begins:
                    break
            names = sequences.get(key)
            if names is None:
                continue
            start, end = content[first], content[last] + 1
            printed = [words[i] for i in content[first : last + 1]]
            surface = tuple([word.surface for word in printed])
            for name in names:
                known = index.name_surface[name]
                method = "exact" if known == surface or _shortened(printed, known) else "variant"
                yield Hit(start, end, name, method, 1.0, index.name_org[name])


def _shortened(printed: Sequence[Word], name: Sequence[str]) -> bool:
    """Whether printed words are those of a name, but for ends that a full stop stands for: Osaka Univ.

    What the word list knows as an abbreviation of the word needs no full stop: Tianjin Univ.
    """
    known = terms().spellings
    return all(
        one.surface == other
        or (
            len(one.surface) > 1
            and other.startswith(one.surface)
            and (one.short or (one.canon == other and one.surface in known))
        )
        for one, other in zip(printed, name, strict=True)
    )


def stem_hits(
    words: Sequence[Word], content: Sequence[int], index: Index, found: set[tuple[int, int]]
) -> Iterator[Hit]:
    """Yield names that agree in the beginnings of all words: abbreviated, inflected or mistyped."""
    begins, stems = index.stem_begins, index.stems
    canon = [words[i].canon for i in content]
    parts = [word[:STEM] for word in canon]
    count = len(content)
    for first in range(count - 1):
        key = f"{parts[first]} {parts[first + 1]}"
        if key not in begins:
            continue
        part = words[content[first]].part
        for last in range(first + 1, min(count, first + LONGEST)):
            if words[content[last]].part != part:
                break
            if last > first + 1:
                key = f"{key} {parts[last]}"
            names = stems.get(key)
            span = content[first], content[last] + 1
            if names is None or span in found:
                continue
            printed = [words[i] for i in content[first : last + 1]]
            for name in names:
                likeness = _alike(printed, index.name_canon[name])
                if likeness >= _ACCEPTED:
                    yield Hit(*span, name, "stem", likeness, index.name_org[name])


def _alike(printed: Sequence[Word], name: Sequence[str]) -> float:
    """Return how alike words are one by one; 0 where two of them are different words.

    An abbreviation may stand for another word than the usual one: Tech. Univ. is a technical university.
    """
    total = 0.0
    for one, other in zip(printed, name, strict=True):
        alike = word_likeness(one.canon, other)
        if alike == 0.0 and one.short:
            alike = word_likeness(one.surface, other)
        if alike == 0.0:
            return 0.0
        total += alike
    return total / len(name)


def word_likeness(printed: str, word: str) -> float:
    """Return 1 for equal words, less for an abbreviation or a typing error, 0 for different words."""
    if printed == word:
        return 1.0
    short = min(len(printed), len(word))
    if short >= 3 and word.startswith(printed):
        return 0.92
    if short < 5:
        return 0.0
    limit = 1 if short < 9 else 2
    distance = OSA.distance(printed, word, score_cutoff=limit)
    if distance <= limit:
        return 1.0 - distance / short
    return 0.0


def bag_hits(
    words: Sequence[Word], content: Sequence[int], index: Index, found: set[tuple[int, int]]
) -> Iterator[Hit]:
    """Yield names with the same words in another order, within one part of the string."""
    bags, kinds = index.bags, terms().kinds
    count = len(content)
    canon = [words[i].canon for i in content]
    heads = [i for i in range(count) if canon[i] in kinds]
    seen: set[tuple[int, int]] = set()
    for head in heads:
        part = words[content[head]].part
        low = head
        while low > 0 and head - low < _WINDOW - 1 and words[content[low - 1]].part == part:
            low -= 1
        high = head
        while high < count - 1 and high - head < _WINDOW - 1 and words[content[high + 1]].part == part:
            high += 1
        for first in range(low, head + 1):
            for last in range(max(head, first + 1), min(high, first + _WINDOW - 1) + 1):
                if (first, last) in seen:
                    continue
                seen.add((first, last))
                span = content[first], content[last] + 1
                if span in found:
                    continue
                names = bags.get(" ".join(sorted(canon[first : last + 1])))
                for name in names or ():
                    yield Hit(*span, name, "bag", 1.0, index.name_org[name])


def acronym_hits(words: Sequence[Word], content: Sequence[int], index: Index) -> Iterator[Hit]:
    """Yield organisations whose acronym stands in the string, in capitals or in brackets."""
    acronyms = index.acronyms
    for i in content:
        word = words[i]
        if word.surface in _PLACES or not (word.upper or _mixed(word)):
            continue
        for org in acronyms.get(word.surface, ()):
            yield Hit(i, i + 1, -1, "acronym", 1.0, org)


def _mixed(word: Word) -> bool:
    return word.bracket and len(word.surface) <= 8


def east_hits(words: Sequence[Word], index: Index) -> Iterator[Hit]:
    """Yield names in Chinese, Japanese or Korean letters: a run of them, several, or the beginning of one.

    The beginning of a run counts only where a unit's name follows: 東京大学大学院工学系研究科.
    """
    east = index.east
    count = len(words)
    for first in range(count):
        if not words[first].east:
            continue
        run = ""
        for last in range(first, min(count, first + 4)):
            word = words[last]
            if not word.east or word.segment != words[first].segment:
                break
            # The legal form may stand apart: 国立研究開発法人 理化学研究所.
            run = bare_east_asian(run + word.surface)
            for meant in (run, *spelled_out(run)):
                for name in east.get(meant, ()):
                    yield Hit(first, last + 1, name, "exact", 1.0, index.name_org[name])
        run = bare_east_asian(words[first].surface)
        full, unit = short_begin(run)
        if not unit:
            full, unit = shortened_begin(run, east)
        if unit:
            for name in east.get(full, ()):
                yield Hit(first, first + 1, name, "east_begin", 1.0, index.name_org[name])
            continue
        more = _directly_behind(words, first)
        for length in range(len(run) - 1, 2, -1):
            names = east.get(run[:length])
            if (
                names
                and (_ends_name(run[:length]) or run.startswith("大学院", length))
                and (_begins_unit(run[length:]) or _begins_unit(run[length:] + more))
            ):
                for name in names:
                    yield Hit(first, first + 1, name, "east_begin", 1.0, index.name_org[name])
                break


def mixed_hits(words: Sequence[Word], index: Index) -> Iterator[Hit]:
    """Yield names that hold Latin letters between East Asian ones: 株式会社IHI, 京都大学iPS細胞研究所."""
    for first in range(len(words) - 1):
        run, mixed = words[first].surface, False
        for last in range(first + 1, min(len(words), first + 5)):
            word = words[last]
            mixed |= word.east != words[first].east
            if word.start != words[last - 1].end or not (word.east or words[last - 1].east):
                break
            run += word.surface
            if mixed:
                for name in index.east.get(bare_east_asian(run), ()):
                    yield Hit(first, last + 1, name, "exact", 1.0, index.name_org[name])


def _directly_behind(words: Sequence[Word], first: int) -> str:
    """Return the words behind one in its part, as long as they are East Asian: 未来材料・システム研究所."""
    behind = ""
    for word in words[first + 1 :]:
        if not word.east or word.part != words[first].part:
            break
        behind += word.surface
    return behind


_INNER_UNITS = ("大学院", "研究科", "学部", "附属")


def _ends_name(text: str) -> bool:
    return text.endswith(terms().east_ends)


def _begins_unit(text: str) -> bool:
    """Whether what follows a name is a unit: a college with a town's name is a body of its own."""
    if len(text) == 4 and text.endswith(("学院", "校区", "分校")):
        return not text.startswith(terms().east_towns)
    return text.endswith(terms().east_units) or any(unit in text for unit in _INNER_UNITS)
