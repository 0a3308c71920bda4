"""Whether two printed names may be one organisation's, with what speaks for and against.

Case, punctuation, articles, the legal form and single typing errors make little difference. Numbers must
agree, and so must every word that tells organisations apart: a unit is not its parent, and X of
Chicago is not X of Cleveland. Names are never compared by substring.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from graphrisk.names.compare.align import SPELLED_OTHERWISE, Alignment, Part, align
from graphrisk.names.compare.evidence import NOTHING, WEAK_CAP, Comparison, Evidence
from graphrisk.names.compare.scripts import Script, folded, latin_words, script_of
from graphrisk.names.compare.spelling import alike, sounds_alike
from graphrisk.names.compare.words import (
    generic_words,
    legal_forms,
    legal_words,
    longest_legal_form,
    number_of,
    roman_number,
    spellings,
    stop_words,
    wrappers,
)

GENERIC = 0.45
"""Weight of a word that many organisations share, beside 1 for one that tells them apart."""
FORM = 0.03
"""What another legal form takes away."""
ADDED = 0.31
"""What a word that many organisations share takes away where only one name has it: X Systems is not X."""
SHORT = 5
"""Letters up to which a word that stands alone must agree letter for letter."""
USUAL = 0.87
"""The best score of names all of whose words many organisations share: National Research University."""
WRAPPER = 0.1
"""What a word that says only that there are several companies takes away."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: its telling parts, its numbers, its legal forms, its initials."""

    parts: tuple[Part, ...]
    numbers: tuple[int, ...]
    forms: frozenset[str]
    initials: str
    joined: str
    """All words written together, to see that "van der bilt" is "vanderbilt"."""


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """A name made ready: several readings where it holds several names divided by a slash."""

    raw: str
    script: Script
    key: str
    readings: tuple[Reading, ...]


_SEPARATE_NAMES = re.compile(r"\s*/\s*")
_INITIALS = re.compile(r"\b(?:\w\.\s?){2,}(?:\w\b)?")
_AND = re.compile("[&＆+]")
_PERCENT = re.compile(r"%\s*")
_DIGITS = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")


def organization_name(name: str) -> OrganizationName:
    """Return a printed name made ready to be compared."""
    text = folded(name)
    script = script_of(text)
    pieces = [text]
    if "/" in text:
        several = [piece for piece in _SEPARATE_NAMES.split(text) if len(piece) > 5]
        pieces += several if len(several) > 1 else []
    readings = tuple(reading for piece in pieces if (reading := _reading(piece)).parts or reading.numbers)
    return OrganizationName(name, script, " ".join(text.split()), readings)


def _reading(text: str) -> Reading:
    text = _AND.sub(" and ", text)
    text = _INITIALS.sub(lambda dotted: dotted[0].replace(".", "").replace(" ", "") + " ", text)
    words = latin_words(_PERCENT.sub(" percent ", text))
    words = [part for word in words for part in spellings().get(word, word).split()]
    kept, forms = _without_forms([_mended(word) for word in words])
    numbers, kept = _numbers(kept)
    telling = [word for word in kept if word not in stop_words()] or kept
    parts = tuple(Part(word, GENERIC if word in generic_words() else 1.0) for word in telling)
    return Reading(parts, numbers, frozenset(forms), "".join(word[0] for word in kept), "".join(kept))


def _without_forms(words: list[str]) -> tuple[list[str], set[str]]:
    """Return the words without legal forms, which stand at the ends, and the classes of those forms."""
    forms: set[str] = set()
    start, end = 0, len(words)
    table, longest = legal_forms(), longest_legal_form()
    changed = True
    while changed:
        changed = False
        for length in range(min(longest, end - start - 1), 0, -1):
            if kind := table.get(tuple(words[end - length : end])):
                end -= length
            elif kind := _leading(words[start : start + length], table):
                start += length
            else:
                continue
            forms.add(kind)
            changed = True
            break
    if end - start > 1 and words[end - 1] == "and":
        end -= 1
    return words[start:end], forms


@lru_cache(maxsize=1 << 16)
def _mended(word: str) -> str:
    """Return the word of a legal form that a word with one typing error means, else the word."""
    for form in _long_forms().get(word[:1], ()):
        if abs(len(form) - len(word)) < 2 and OSA.distance(word, form, score_cutoff=1) <= 1:
            return form
    return word


@lru_cache(maxsize=1)
def _long_forms() -> dict[str, tuple[str, ...]]:
    """Return the words of legal forms that are long enough to be known by, by their first letter."""
    long = sorted(word for word in legal_words() if len(word) > 6)
    return {word[0]: tuple(other for other in long if other[0] == word[0]) for word in long}


_NOT_LEADING = frozenset(
    {"as", "a s", "se", "co", "na", "n a", "company", "sa", "firm", "corporation", "ag", "pt"}
)


def _leading(words: list[str], table: dict[tuple[str, ...], str]) -> str | None:
    return None if " ".join(words) in _NOT_LEADING - {"pt"} else table.get(tuple(words))


def _numbers(words: list[str]) -> tuple[tuple[int, ...], list[str]]:
    """Return the numbers of a name in ascending order, and the words without them."""
    numbers: list[int] = []
    kept: list[str] = []
    tens = 0
    for place, word in enumerate(words):
        for piece in _DIGITS.split(word) if any(map(str.isdecimal, word)) and not number_of(word) else [word]:
            number = number_of(piece)
            if number is None and place > 0:
                number = roman_number(piece)
            if number is None:
                kept.append(piece)
                tens = 0
            elif tens and 0 < number < 10:
                numbers[-1] += number
                tens = 0
            else:
                numbers.append(number)
                tens = number if number in range(20, 100, 10) and not piece.isdecimal() else 0
    return tuple(sorted(numbers)), kept


@dataclass(slots=True)
class Seen:
    """Two readings of names side by side."""

    one: Reading
    other: Reading
    found: Alignment
    total: float = field(init=False)

    def __post_init__(self) -> None:
        """Weigh all that both names could share."""
        paired = sum(pair.weight for pair in self.found.pairs)
        self.total = paired + min(_weight(self.found.left), _weight(self.found.right)) or 1.0

    @property
    def shared(self) -> float:
        """The share of the telling words that agree, from 0 to 1."""
        return sum(pair.weight * pair.like for pair in self.found.pairs) / self.total


def _weight(parts: list[Part]) -> float:
    return sum(part.weight for part in parts)


def compare_organizations(one: str, other: str) -> Comparison:
    """Return how well two printed names of organisations agree, and why."""
    return compare_organization_names(organization_name(one), organization_name(other))


def compare_organization_names(
    one: OrganizationName, other: OrganizationName, least: float = 0.0
) -> Comparison:
    """Return how well two names made ready agree, over all ways in which they can be read.

    Names that cannot reach `least` may be given up early, as nothing.
    """
    if one.key == other.key:
        return _same(one) if one.key else NOTHING
    # Syllables hold the vowels as well, so that a likeness of consonants alone says nothing.
    sound = one.script != other.script and Script.SYLLABLES not in (one.script, other.script)
    best = NOTHING
    for i, a in enumerate(one.readings):
        for j, b in enumerate(other.readings):
            found = _compare(a, b, sound=sound, least=least)
            if i or j:
                found = _one_of_several(found)
            if found.score > best.score:
                best = found
    return best


def _same(name: OrganizationName) -> Comparison:
    """Return the comparison of a name with itself: a name of words that many share tells less."""
    same = Evidence("same_name", 1.0, name.key)
    parts = [part for reading in name.readings for part in reading.parts]
    if not parts or any(part.weight > GENERIC for part in parts):
        return Comparison(1.0, (same,))
    return Comparison(USUAL, (same, Evidence("only_common_words", round(USUAL - 1, 4))))


def _one_of_several(found: Comparison) -> Comparison:
    score = max(0.0, found.score - 0.05)
    return Comparison(score, (*found.evidence, Evidence("one_of_several_names", -0.05)))


def _sound_or_letters(one: str, other: str) -> float:
    return max(alike(one, other), sounds_alike(one, other))


def _compare(one: Reading, other: Reading, *, sound: bool, least: float) -> Comparison:
    if least > WEAK_CAP and one.numbers != other.numbers:
        return NOTHING
    if one.joined == other.joined and one.numbers == other.numbers:
        return _summed(
            evidence
            for evidence in (
                Evidence("same_words", 1.0, " ".join(part.text for part in one.parts)),
                legal_form_differs(Seen(one, other, Alignment())),
            )
        )
    like = _sound_or_letters if sound else alike
    found = align(one.parts, other.parts, like, initials=False, how="sound" if sound else "alike")
    if least > WEAK_CAP and found.left and found.right:
        return NOTHING
    seen = Seen(one, other, found)
    return _summed(feature(seen) for feature in ORGANIZATION_FEATURES)


def _summed(found: Iterable[Evidence | None]) -> Comparison:
    evidence = tuple(one for one in found if one)
    score = max(0.0, min(1.0, sum(one.share for one in evidence)))
    return Comparison(round(score, 4), evidence)


def _agreeing(seen: Seen, how: str, code: str) -> Evidence | None:
    pairs = [pair for pair in seen.found.pairs if pair.how == how]
    share = sum(pair.weight * pair.like for pair in pairs) / seen.total
    return Evidence(code, round(share, 4), ", ".join(map(str, pairs))) if pairs else None


def same_words(seen: Seen) -> Evidence | None:
    """Words that are the same but for case, accents and order."""
    return _agreeing(seen, "equal", "same_words")


def words_alike(seen: Seen) -> Evidence | None:
    """Words that differ by a typing error, or spell one sound in two ways."""
    return _agreeing(seen, "alike", "words_alike")


def short_word_alike(seen: Seen) -> Evidence | None:
    """All that tells is one short word, and not letter for letter: an abbreviation is another one then."""
    pairs = [pair for pair in seen.found.pairs if pair.weight > GENERIC] or seen.found.pairs
    if len(pairs) != 1 or pairs[0].how == "equal" or max(len(pairs[0].one), len(pairs[0].other)) > SHORT:
        return None
    return Evidence("short_word_alike", min(0.0, round(WEAK_CAP - seen.shared, 4)), str(pairs[0]))


def short_word_misspelled(seen: Seen) -> Evidence | None:
    """A short word differs by a letter though others agree: it may be another word."""
    short = [
        pair
        for pair in seen.found.pairs
        if pair.like < SPELLED_OTHERWISE and max(len(pair.one), len(pair.other)) <= SHORT + 1
    ]
    if not short or len(seen.found.pairs) < 2:
        return None
    return Evidence("short_word_misspelled", min(0.0, round(USUAL - seen.shared, 4)), str(short[0]))


def words_sound_alike(seen: Seen) -> Evidence | None:
    """Words that sound alike in two scripts."""
    return _agreeing(seen, "sound", "words_sound_alike")


def words_joined(seen: Seen) -> Evidence | None:
    """Words that one name writes together and the other apart."""
    return _agreeing(seen, "joined", "words_joined")


def acronym(seen: Seen) -> Evidence | None:
    """An acronym of the other name's words: a hint only, since many bodies share one."""
    for one, other in ((seen.one, seen.other), (seen.other, seen.one)):
        if one.parts and 2 < len(one.parts[0].text) == len(other.initials) and len(other.parts) > 2:
            rest = {part.text for part in one.parts[1:]} - {part.text for part in other.parts}
            if one.parts[0].text == other.initials and not rest:
                return Evidence("acronym", round(max(0.0, WEAK_CAP - 0.1 - seen.shared), 4), other.initials)
    return None


def only_common_words(seen: Seen) -> Evidence | None:
    """Only words agree that many organisations share, and one name has more."""
    if any(pair.weight > GENERIC for pair in seen.found.pairs) or not seen.found.pairs:
        return None
    if not (seen.found.left or seen.found.right):
        return None
    return Evidence("only_common_words", -round(max(0.0, seen.shared - 0.4), 4))


def words_added(seen: Seen) -> Evidence | None:
    """Words that only one of the names has: a unit, a branch or a namesake."""
    if bool(seen.found.left) == bool(seen.found.right) or not seen.found.pairs:
        return None
    parts = seen.found.left or seen.found.right
    detail = " ".join(part.text for part in parts)
    if all(part.weight < 1 for part in parts):
        taken = sum(WRAPPER if part.text in wrappers() else ADDED for part in parts)
        return Evidence("words_added", -round(min(taken, 0.45), 4), detail)
    return Evidence("words_added", min(0.0, round(WEAK_CAP - seen.shared, 4)), detail)


def words_differ(seen: Seen) -> Evidence | None:
    """Words of the one name that are other than the words of the other."""
    left, right = seen.found.left, seen.found.right
    if not (left and right):
        return None
    detail = f"{' '.join(p.text for p in left)} / {' '.join(p.text for p in right)}"
    return Evidence("words_differ", min(0.0, round(WEAK_CAP - 0.05 - seen.shared, 4)), detail)


def numbers_differ(seen: Seen) -> Evidence | None:
    """Numbers that differ, or that only one of the names has: the second plant is not the third."""
    if seen.one.numbers == seen.other.numbers:
        return None
    detail = f"{_list(seen.one.numbers)} / {_list(seen.other.numbers)}"
    return Evidence("numbers_differ", min(0.0, round(WEAK_CAP - seen.shared, 4)), detail)


def same_numbers(seen: Seen) -> Evidence | None:
    """The same numbers, where hardly a word is left to compare."""
    if seen.one.numbers != seen.other.numbers or not seen.one.numbers:
        return None
    share = 1.0 if not seen.one.parts and not seen.other.parts else 0.0001
    return Evidence("same_numbers", share, _list(seen.one.numbers))


def legal_form_differs(seen: Seen) -> Evidence | None:
    """Legal forms of two kinds, such as a stock company and a foundation."""
    one, other = seen.one.forms - {"company"}, seen.other.forms - {"company"}
    if not one or not other or one & other:
        return None
    telling = {"nonprofit", "state"} & (one ^ other)
    return Evidence("legal_form_differs", -0.35 if telling else -FORM, f"{_list(one)} / {_list(other)}")


def _list(values: tuple[int, ...] | frozenset[str] | set[str]) -> str:
    return ", ".join(map(str, sorted(values))) or "–"


OrganizationFeature = Callable[[Seen], Evidence | None]
ORGANIZATION_FEATURES: tuple[OrganizationFeature, ...] = (
    same_words,
    words_alike,
    words_sound_alike,
    words_joined,
    short_word_alike,
    short_word_misspelled,
    same_numbers,
    acronym,
    only_common_words,
    words_added,
    words_differ,
    numbers_differ,
    legal_form_differs,
)
"""What is looked at when two names of organisations are compared; the score is the sum of the shares."""
