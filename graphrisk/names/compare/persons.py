"""Whether two printed names may be one person's, with what speaks for and against.

The order of parts, titles, accents, spellings of one sound, initials and single typing errors make little
difference; two different given or family names do. A name never tells who somebody is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from graphrisk.names.compare.align import Alignment, Part, align
from graphrisk.names.compare.chinese import pinyin
from graphrisk.names.compare.evidence import MATCH, NOTHING, WEAK_CAP, Comparison, Evidence
from graphrisk.names.compare.scripts import Script, folded, latin_words, script_of
from graphrisk.names.compare.spelling import alike, sounds_alike
from graphrisk.names.compare.words import legal_forms, particles, same_names, titles

PARTICLE = 0.15
"""Weight of al, bin, de and the like, beside 1 for a part that names."""
SERVANT = 0.6
"""Weight of abd, which makes a name with the part behind it."""
SLIGHT = 0.5
"""Weight of parts that may differ without another name being meant: particles."""
EXTRA = 0.05
"""What a part takes away that only one of the names has."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name made ready: its parts, and how they may be read where its script leaves that open."""

    raw: str
    script: Script
    characters: str
    """The folded name without spaces, where it is written in characters or syllables."""
    readings: tuple[tuple[Part, ...], ...]


def person_name(name: str) -> PersonName:
    """Return a printed name made ready to be compared."""
    text = folded(name)
    script = script_of(text)
    if script is Script.CHARACTERS:
        words = _in_characters(text)
        readings = [tuple(map(Part, words))] if words else []
    else:
        words = _named(latin_words(_initials_apart(name, text)))
        readings = [_parts(words)] if words else []
        other = pinyin(words)
        if other:
            readings.append(tuple(map(Part, other)))
    characters = "" if script in (Script.LETTERS, Script.CONSONANTS) else "".join(text.split())
    return PersonName(name, script, characters, tuple(readings))


def _named(words: list[str]) -> list[str]:
    """Return the words without titles, legal forms that strayed in, and words printed twice."""
    kept = [word for word in words if word not in titles()] if len(words) > 1 else list(words)
    while len(kept) > 2 and (kept[-1],) in legal_forms():
        kept.pop()
    return kept or words


def _parts(words: list[str]) -> tuple[Part, ...]:
    return tuple(_part(word, first=place == 0) for place, word in enumerate(words))


def _part(word: str, *, first: bool) -> Part:
    meaning = particles().get(word)
    # Ben is a given name where a name begins with it.
    if meaning and not (first and word == "ben"):
        return Part(meaning, SERVANT if meaning == "abd" else PARTICLE)
    return Part(same_names().get(word, word))


_CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")
_DOT = re.compile("[・·•]+")


def _initials_apart(name: str, text: str) -> str:
    """Return the folded name with "JC" as two initials, unless all of the name is in capitals."""
    if name.isupper() or not _CAPITALS.search(name):
        return text
    return folded(_CAPITALS.sub(lambda letters: " ".join(letters[0]), name))


def _in_characters(text: str) -> list[str]:
    """Return the words of a name in Chinese characters as Mandarin reads them.

    Of 习近平 the first character is the family name, rarely the first two; the parts of a foreign name are
    divided by a dot.
    """
    parts = ["".join(latin_words(part)) for part in _DOT.split(text)]
    if len(parts) > 1:
        return [part for part in parts if part]
    words = latin_words(text)
    return [words[0], "".join(words[1:])] if len(words) > 2 and len(words) == len(text) else words


def compare_persons(one: str, other: str) -> Comparison:
    """Return how well two printed names of people agree, and why."""
    return compare_person_names(person_name(one), person_name(other))


def compare_person_names(one: PersonName, other: PersonName, least: float = 0.0) -> Comparison:
    """Return how well two names made ready agree, over all ways in which they can be read.

    Names that cannot reach `least` may be given up early, as nothing.
    """
    if one.characters and other.characters and one.script == other.script:
        return _compare_characters(one.characters, other.characters)
    # Two scripts, or one that leaves out vowels on both sides, meet in their sounds.
    sound = one.script != other.script
    best = NOTHING
    for a in one.readings:
        for b in other.readings:
            found = _compare_parts(a, b, sound=sound, least=least)
            if found.score > best.score:
                best = found
    return best


def _compare_characters(one: str, other: str) -> Comparison:
    if one == other:
        return Comparison(1.0, (Evidence("same_characters", 1.0, one),))
    return Comparison(0.0, (Evidence("other_characters", 0.0, f"{one} / {other}"),))


def _sound_or_letters(one: str, other: str) -> float:
    return max(alike(one, other), sounds_alike(one, other))


def _compare_parts(
    one: tuple[Part, ...], other: tuple[Part, ...], *, sound: bool, least: float
) -> Comparison:
    like = _sound_or_letters if sound else alike
    found = align(one, other, like, initials=True, how="sound" if sound else "alike")
    if least > WEAK_CAP and min(_weight(found.left), _weight(found.right)) >= SLIGHT:
        return NOTHING
    found.turned = _turned(one, other)
    evidence = tuple(seen for feature in PERSON_FEATURES if (seen := feature(found)))
    score = max(0.0, min(1.0, sum(seen.share for seen in evidence)))
    return Comparison(round(score, 4), evidence)


def _turned(one: tuple[Part, ...], other: tuple[Part, ...]) -> str:
    """Return "salman ibn muhammad" where the other name says that Muhammad is Salman's son."""
    children = {(parts[i - 1].text, parts[i + 1].text) for parts in (other,) for i in _sons(parts)}
    for i in _sons(one):
        if (one[i + 1].text, one[i - 1].text) in children:
            return f"{one[i - 1].text} ibn {one[i + 1].text}"
    return ""


def _sons(parts: tuple[Part, ...]) -> list[int]:
    return [i for i in range(1, len(parts) - 1) if parts[i].text == "ibn" and parts[i].weight == PARTICLE]


def _total(found: Alignment) -> float:
    """Return the weight of all that both names could share."""
    left, right = _weight(found.left), _weight(found.right)
    return sum(pair.weight for pair in found.pairs) + min(left, right) or 1.0


def _weight(parts: list[Part]) -> float:
    return sum(part.weight for part in parts)


def _shared(found: Alignment, how: str) -> float:
    return sum(pair.weight * pair.like for pair in found.pairs if pair.how == how) / _total(found)


def _show(found: Alignment, how: str) -> str:
    return ", ".join(str(pair) for pair in found.pairs if pair.how == how)


def _evidence(found: Alignment, how: str, code: str) -> Evidence | None:
    share = _shared(found, how)
    return Evidence(code, round(share, 4), _show(found, how)) if share else None


def same_parts(found: Alignment) -> Evidence | None:
    """Parts that are the same but for case, accents and order."""
    return _evidence(found, "equal", "same_parts")


def parts_alike(found: Alignment) -> Evidence | None:
    """Parts that differ by a typing error, or spell one sound in two ways."""
    return _evidence(found, "alike", "parts_alike")


def parts_sound_alike(found: Alignment) -> Evidence | None:
    """Parts that sound alike in two scripts."""
    return _evidence(found, "sound", "parts_sound_alike")


def written_together(found: Alignment) -> Evidence | None:
    """Parts that one name writes together and the other apart."""
    return _evidence(found, "joined", "written_together")


def initials_agree(found: Alignment) -> Evidence | None:
    """Initials that stand for a part of the other name."""
    return _evidence(found, "initial", "initials_agree")


def parts_added(found: Alignment) -> Evidence | None:
    """Parts that only one of the names has, such as a middle name."""
    if bool(found.left) == bool(found.right):
        return None
    parts = found.left or found.right
    weight = _weight(parts)
    return Evidence(
        "parts_added", -round(min(EXTRA * weight, 0.25), 4), " ".join(part.text for part in parts)
    )


def parts_differ(found: Alignment) -> Evidence | None:
    """Parts of one name that are other than the parts of the other: another given or family name."""
    if not (found.left and found.right):
        return None
    share = sum(pair.weight * pair.like for pair in found.pairs) / _total(found)
    detail = f"{_text(found.left)} / {_text(found.right)}"
    if min(_weight(found.left), _weight(found.right)) < SLIGHT:
        return Evidence("parts_differ", -0.05, detail)
    return Evidence("parts_differ", min(0.0, round(WEAK_CAP - 0.05 - share, 4)), detail)


def father_and_child_exchanged(found: Alignment) -> Evidence | None:
    """Who is whose child: the one name says X son of Y, the other Y son of X."""
    return Evidence("father_and_child_exchanged", -0.35, found.turned) if found.turned else None


def too_little_named(found: Alignment) -> Evidence | None:
    """Only one part agrees and the other name has more: a family name alone names nobody."""
    whole = [pair for pair in found.pairs if pair.how not in ("initial",) and pair.weight >= 0.5]
    if sum(2 if pair.how == "joined" else 1 for pair in whole) > 1 or not found.pairs:
        return None
    rest = [part for part in (*found.left, *found.right) if part.weight >= 0.5]
    if not whole:
        return Evidence("too_little_named", -0.5, _show(found, "initial"))
    if not rest or found.of("initial"):
        return None
    share = sum(pair.weight * pair.like for pair in found.pairs) / _total(found)
    return Evidence("too_little_named", min(0.0, round(MATCH - 0.06 - share, 4)), whole[0].one)


def _text(parts: list[Part]) -> str:
    return " ".join(part.text for part in parts)


PersonFeature = Callable[[Alignment], Evidence | None]
PERSON_FEATURES: tuple[PersonFeature, ...] = (
    same_parts,
    parts_alike,
    parts_sound_alike,
    written_together,
    initials_agree,
    parts_added,
    parts_differ,
    father_and_child_exchanged,
    too_little_named,
)
"""What is looked at when two names of people are compared; the score is the sum of the shares."""
