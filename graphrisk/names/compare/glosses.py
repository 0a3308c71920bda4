"""A Japanese name of an organisation beside one in Latin letters: the meaning of terms, the sound of kana.

A word list says what 造船所 and zavod mean; what is not in it is a name, and is compared by its sound where
it is written in kana. Names in Chinese characters that are not in the list can't be compared this
way: nothing says how they are read.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.names.compare.evidence import NOTHING, WEAK_CAP, Comparison, Evidence
from graphrisk.names.compare.kana import like_kana, romaji
from graphrisk.names.compare.organizations import OrganizationName, organization_name
from graphrisk.names.compare.scripts import folded, has_letters
from graphrisk.names.folding import CJK, HANGUL, KANA

if TYPE_CHECKING:
    from collections.abc import Iterator

TERM = 0.4
"""Weight of a word whose meaning the list knows, beside 1 for a name."""
LATIN = "="
"""Before a name that a Japanese name writes in Latin letters: it is compared by its letters."""
CHARACTERS = 0.6
"""Weight of Chinese characters that the list does not know."""
TERMS_ALONE = 0.87
"""The best score where no name agrees, for many bodies do the same in one place, or one word by its sound."""
SCHOOLS = frozenset({"university", "institute", "college", "academy"})
"""Kinds of bodies that two languages call otherwise: 工科大学 is an Institute of Technology."""
LOOSE = frozenset({"state", "federal", "group", "china", "russia", "japan", "korea"})
"""Terms that one language often leaves out."""
SHORT = 5
"""Letters up to which a name that agrees alone must do so sound for sound: オオバ is not BUAA."""
SAME_SOUND = 0.97
"""From here on kana are how a word is written in kana."""
FEW_TERMS = 3
"""Terms that have to agree where no name does and the kind of body is called otherwise."""

_FILE = Path(__file__).with_name("terms.toml")


@dataclass(frozen=True, slots=True)
class Gloss:
    """A name in two kinds of parts: what its terms mean, in plain English, and names by their letters."""

    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[int, ...]
    unread: tuple[str, ...] = ()
    """Chinese characters that the list does not know."""
    japanese: bool = False


@lru_cache(maxsize=1)
def _terms() -> tuple[dict[str, str], dict[str, str]]:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {folded(term): meaning for term, meaning in read["japanese"].items()}, read["latin"]


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _terms()[0]))


_RUN = re.compile(
    f"(?P<kana>[{KANA}ー]+)|(?P<han>[{CJK}]+)|(?P<number>\\d+)|(?P<latin>[^\\W\\d_{CJK}{KANA}]+)"
)
_HANGUL = re.compile(f"[{HANGUL}]")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PERSON_NAME = re.compile(r"(?:\b[a-z]{1,2}\.\s?){1,3}|\b[a-z]\.", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def japanese_gloss(name: str) -> Gloss:
    """Return a Japanese name in terms and names: ネルパ造船所 is nerupa and shipyard.

    Nothing of a Korean one: the list holds no Korean terms.
    """
    if _HANGUL.search(name):
        return Gloss((), (), (), japanese=True)
    text = folded(_BRACKETS.sub(" ", name) or name)
    terms: list[str] = []
    names: list[str] = []
    unread: list[str] = []
    numbers: list[int] = []
    for piece in re.split(r"[\s・･、，,。「」『』“”―–\-/]+", _PERSON_NAME.sub(" ", text)):
        for meaning, plain in _cut(piece):
            if meaning is not None:
                terms += meaning.split()
                continue
            for run in _RUN.finditer(plain):
                if run["kana"]:
                    if letters := romaji(run["kana"]):
                        names.append(letters)
                elif run["number"]:
                    numbers.append(int(run["number"][:15]))
                elif run["latin"]:
                    latin = latin_gloss(run["latin"])
                    terms += latin.terms
                    names += [LATIN + name for name in latin.names]
                else:
                    unread.append(run["han"])
    return Gloss(_each(terms), tuple(names), tuple(sorted(numbers)), tuple(unread), japanese=True)


def _cut(text: str) -> list[tuple[str | None, str]]:
    """Return a text cut into terms of the list, longest first, each with its meaning, and what is between."""
    known = _terms()[0]
    found: list[tuple[str | None, str]] = []
    rest, place = "", 0
    while place < len(text):
        for length in range(min(_longest(), len(text) - place), 0, -1):
            term = text[place : place + length]
            if term in known and not _inside_a_word(text, place, length):
                found += [(None, rest)] if rest else []
                found.append((known[term], term))
                rest, place = "", place + length
                break
        else:
            rest += text[place]
            place += 1
    return [*found, (None, rest)] if rest else found


_KANA_LETTER = re.compile(f"[{KANA}ー]")


def _inside_a_word(text: str, place: int, length: int) -> bool:
    """Whether a short term in kana stands inside a longer word in kana, where it is a part of a name."""
    if length > 4 or not _KANA_LETTER.match(text[place]):
        return False
    before = place > 0 and _KANA_LETTER.match(text[place - 1])
    after = place + length < len(text) and _KANA_LETTER.match(text[place + length])
    return bool(before or after)


@lru_cache(maxsize=1 << 16)
def latin_gloss(name: str) -> Gloss:
    """Return a name in Latin letters in terms and names: Nerpa Shipyard is nerpa and shipyard."""
    bare = _BRACKETS.sub(" ", name)
    return gloss_of(organization_name(_PERSON_NAME.sub(_unless_acronym, bare if has_letters(bare) else name)))


def is_plain(name: str) -> bool:
    """Whether a name has neither brackets nor initials, so that it is read whole as an organisation's."""
    return not any(mark in name for mark in "(（.")


def gloss_of(prepared: OrganizationName) -> Gloss:
    """Return the gloss of a name in Latin letters that was made ready to be compared."""
    if not prepared.readings:
        return Gloss((), (), ())
    reading = prepared.readings[0]
    latin = _terms()[1]
    meanings = _meanings()
    terms: list[str] = []
    names: list[str] = []
    for part in reading.parts:
        word = part.text
        if word in latin:
            terms += latin[word].split()
        elif _lemma(word) in meanings:
            terms.append(_lemma(word))
        else:
            names.append(word)
    return Gloss(_each(terms), tuple(names), reading.numbers)


def _each(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_lemma, terms)))


def _unless_acronym(match: re.Match[str]) -> str:
    # "A.S. Yakovlev" has initials, "J.S.C." and "U.S." are words.
    return match[0] if match[0].replace(".", "").strip().lower() in ("jsc", "us", "uk", "sa", "co") else " "


@lru_cache(maxsize=1)
def _meanings() -> frozenset[str]:
    japanese, latin = _terms()
    return frozenset(_lemma(word) for text in (*japanese.values(), *latin.values()) for word in text.split())


@lru_cache(maxsize=1 << 14)
def _lemma(word: str) -> str:
    word = _terms()[1].get(word, word) if " " not in _terms()[1].get(word, word) else word
    return (
        word[:-1]
        if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))
        else word
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What two glosses have in common, and what is left over of the Japanese and of the Latin one."""

    terms: list[str]
    schools: list[str]
    pairs: list[tuple[str, str, float, float]]
    left: tuple[list[str], list[str]]
    """Terms and names of the Japanese one."""
    right: tuple[list[str], list[str]]
    japanese: Gloss
    latin: Gloss

    @property
    def loose(self) -> bool:
        """Whether nothing but terms that languages leave out is left over."""
        return LOOSE.issuperset(self.left[0] + self.right[0])


def compare_glosses(one: Gloss, other: Gloss) -> Comparison:
    """Return how well a Japanese name and one in Latin letters agree, and why."""
    if one.japanese == other.japanese:
        return NOTHING
    seen = _seen(one, other) if one.japanese else _seen(other, one)
    if not (seen.terms or seen.pairs):
        return NOTHING
    named = sum(weight for *_, weight in seen.pairs)
    alike = sum(like * weight for _, _, like, weight in seen.pairs)
    over = TERM * (len(seen.left[0]) + len(seen.right[0])) * 0.6
    over += (len(seen.left[1]) + len(seen.right[1])) / 2 + CHARACTERS * len(seen.japanese.unread)
    whole = TERM * (len(seen.terms) + len(seen.schools)) + named + over
    shares = (
        ("names_sound_alike", alike, [f"{a} ~ {b}" for a, b, _, _ in seen.pairs]),
        ("terms_mean_the_same", TERM * len(seen.terms), seen.terms),
        ("kinds_of_school", TERM * len(seen.schools) / 2, seen.schools),
    )
    evidence = [
        Evidence(code, round(share / whole, 4), ", ".join(said)) for code, share, said in shares if said
    ]
    score = (alike + TERM * (len(seen.terms) + len(seen.schools) / 2)) / whole
    # Sound and meaning never prove as much as letters: the best is a match that somebody has to look at.
    evidence.append(Evidence("two_scripts", round(-0.1 * score, 4)))
    score *= 0.9
    for code, cap, detail in _doubts(seen):
        evidence.append(Evidence(code, round(min(0.0, cap - score), 4), detail))
        score = min(score, cap)
    return Comparison(round(score, 4), tuple(evidence))


def _seen(japanese: Gloss, latin: Gloss) -> _Seen:
    terms, left_terms, right_terms = _shared_terms(japanese.terms, latin.terms)
    schools = _schools(left_terms, right_terms)
    pairs, left_names, right_names = _paired(japanese.names, latin.names)
    # テクノロジー stands among the names where the list holds no such term.
    for kana in tuple(left_names):
        heard = next((t for t in right_terms if _like(kana, t) >= SOUND), None)
        if heard:
            left_names.remove(kana)
            right_terms.remove(heard)
            terms.append(heard)
    return _Seen(terms, schools, pairs, (left_terms, left_names), (right_terms, right_names), japanese, latin)


def _doubts(seen: _Seen) -> Iterator[tuple[str, float, str]]:
    """Yield what speaks against: its code, the score above which it does not let two names, and a detail."""
    (left_terms, left_names), (right_terms, right_names) = seen.left, seen.right
    if len(seen.pairs) == 1 and not seen.terms:
        kana, word, like, _ = seen.pairs[0]
        # ジャルコ is written like Jaraco, and is another company.
        if like < SAME_SOUND and len(word) <= SHORT:
            yield "short_word_alike", WEAK_CAP, f"{kana} ~ {word}"
        elif LATIN not in kana:
            yield "one_word_by_sound", TERMS_ALONE, f"{kana} ~ {word}"
    if left_names and right_names:
        yield "names_differ", WEAK_CAP, f"{' '.join(left_names)} / {' '.join(right_names)}"
    if seen.schools and not seen.loose:
        yield "terms_differ", WEAK_CAP, " ".join((*left_terms, *right_terms))
    if not seen.pairs:
        telling = sum(term != "saint" for term in seen.terms)
        few = telling < (FEW_TERMS if seen.schools else 2)
        unsaid = left_names or right_names or seen.japanese.unread or few
        over = (left_terms and right_terms) or len(left_terms) + len(right_terms) > 1 or not seen.loose
        if unsaid or over:
            yield "no_name_agrees", WEAK_CAP - 0.05, ""
        else:
            yield "terms_alone", TERMS_ALONE, ""
    if seen.japanese.numbers != seen.latin.numbers:
        yield "numbers_differ", WEAK_CAP, f"{seen.japanese.numbers or '–'} / {seen.latin.numbers or '–'}"


def _shared_terms(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """Return the terms of both, and those of one side only. That both are companies says nothing."""
    shared = [term for term in one if term in other and term != "company"]
    return (
        shared,
        [term for term in one if term not in other and term != "company"],
        [term for term in other if term not in one and term != "company"],
    )


def _schools(left: list[str], right: list[str]) -> list[str]:
    """Take out of the terms left over the kind of school that each side names, and return both."""
    one, other = ([term for term in terms if term in SCHOOLS] for terms in (left, right))
    if len(one) != 1 or len(other) != 1:
        return []
    left.remove(one[0])
    right.remove(other[0])
    return [f"{one[0]} ~ {other[0]}"]


SOUND = 0.78
"""From here on a word in kana and one in Latin letters may be one name."""
MOST_NAMES = 12
"""Words that are paired of one name; a row that is a paragraph has more."""
JOINED_SOUND = 0.9
"""The same where neighbours are read together, of which there are more by chance."""


def _paired(
    kana: tuple[str, ...], words: tuple[str, ...]
) -> tuple[list[tuple[str, str, float, float]], list[str], list[str]]:
    """Return the names that sound alike, of up to three neighbours on one side, best first; and the rest."""
    kana, words = kana[:MOST_NAMES], words[:MOST_NAMES]
    options = [
        (like, 1, a, b, a + 1, b + 1)
        for a, one in enumerate(kana)
        for b, other in enumerate(words)
        if (like := _like(one, other)) >= SOUND
    ]
    options += [
        (like, width, a, b, a1, b1)
        for width in (2, 3)
        for a1, b1, a, b in (
            *((a + width, b + 1, a, b) for a in range(len(kana) - width + 1) for b in range(len(words))),
            *(
                (a + 1, b + width, a, b)
                for a in range(len(kana))
                for b in range(len(words) - width + 1)
                if min(map(len, words[b : b + width])) > 2
            ),
        )
        if (like := _like("".join(kana[a:a1]), "".join(words[b:b1]))) >= JOINED_SOUND
    ]
    options.sort(key=lambda o: (-o[0] + 0.03 * (o[1] - 1), o[2], o[3]))
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for like, _, a0, b0, a1, b1 in options:
        here_a, here_b = set(range(a0, a1)), set(range(b0, b1))
        if used_a & here_a or used_b & here_b:
            continue
        used_a |= here_a
        used_b |= here_b
        pairs.append((" ".join(kana[a0:a1]), " ".join(words[b0:b1]), like, (len(here_a) + len(here_b)) / 2))
    return (
        pairs,
        [word for i, word in enumerate(kana) if i not in used_a],
        [word for j, word in enumerate(words) if j not in used_b],
    )


def _like(kana: str, word: str) -> float:
    if LATIN not in kana:
        return like_kana(kana, word)
    return float(kana.replace(LATIN, "") == word)
