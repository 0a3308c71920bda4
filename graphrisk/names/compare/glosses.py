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

from graphrisk.names.compare.evidence import NOTHING, WEAK_CAP, Comparison, Evidence
from graphrisk.names.compare.kana import like_kana, romaji
from graphrisk.names.compare.organizations import OrganizationName, organization_name
from graphrisk.names.compare.scripts import folded, has_letters
from graphrisk.names.folding import CJK, KANA

TERM = 0.4
"""Weight of a word whose meaning the list knows, beside 1 for a name."""
LATIN = "="
"""Before a name that a Japanese name writes in Latin letters: it is compared by its letters."""
CHARACTERS = 0.6
"""Weight of Chinese characters that the list does not know."""

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
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PERSON_NAME = re.compile(r"(?:\b[a-z]{1,2}\.\s?){1,3}|\b[a-z]\.", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def japanese_gloss(name: str) -> Gloss:
    """Return a Japanese name in terms and names: ネルパ造船所 is nerupa and shipyard."""
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


def compare_glosses(one: Gloss, other: Gloss) -> Comparison:
    """Return how well a Japanese name and one in Latin letters agree, and why."""
    if one.japanese == other.japanese:
        return NOTHING
    japanese, latin = (one, other) if one.japanese else (other, one)
    terms, left_terms, right_terms = _shared_terms(japanese.terms, latin.terms)
    pairs, left_names, right_names = _paired(japanese.names, latin.names)
    # テクノロジー stands among the names where the list holds no such term.
    for kana in tuple(left_names):
        heard = next((t for t in right_terms if _like(kana, t) >= SOUND), None)
        if heard:
            left_names.remove(kana)
            right_terms.remove(heard)
            terms.append(heard)
    agreed = TERM * len(terms) + sum(like * weight for _, _, like, weight in pairs)
    most = TERM * len(terms) + sum(weight for *_, weight in pairs)
    over = TERM * (len(left_terms) + len(right_terms)) * 0.6 + (len(left_names) + len(right_names)) / 2
    over += CHARACTERS * len(japanese.unread)
    if not agreed:
        return NOTHING
    evidence: list[Evidence] = []
    whole = most + over
    if pairs:
        detail = ", ".join(f"{a} ~ {b}" for a, b, _, _ in pairs)
        evidence.append(
            Evidence("names_sound_alike", round(sum(like * w for *_, like, w in pairs) / whole, 4), detail)
        )
    if terms:
        evidence.append(
            Evidence("terms_mean_the_same", round(TERM * len(terms) / whole, 4), ", ".join(terms))
        )
    score = agreed / whole
    # Sound and meaning never prove as much as letters: the best is a match that somebody has to look at.
    evidence.append(Evidence("two_scripts", round(-0.1 * score, 4)))
    score *= 0.9
    if left_names and right_names:
        detail = f"{' '.join(left_names)} / {' '.join(right_names)}"
        score = _capped(score, WEAK_CAP, evidence, "names_differ", detail)
    if not pairs and (
        left_names
        or right_names
        or japanese.unread
        or len(terms) < 2
        or (left_terms and right_terms)
        or len(left_terms) + len(right_terms) > 1
    ):
        score = _capped(score, WEAK_CAP - 0.05, evidence, "no_name_agrees", "")
    if japanese.numbers != latin.numbers:
        detail = f"{japanese.numbers or '–'} / {latin.numbers or '–'}"
        score = _capped(score, WEAK_CAP, evidence, "numbers_differ", detail)
    return Comparison(round(score, 4), tuple(evidence))


def _capped(score: float, cap: float, evidence: list[Evidence], code: str, detail: str) -> float:
    evidence.append(Evidence(code, round(min(0.0, cap - score), 4), detail))
    return min(score, cap)


def _shared_terms(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """Return the terms of both, and those of one side only. That both are companies says nothing."""
    shared = [term for term in one if term in other and term != "company"]
    return (
        shared,
        [term for term in one if term not in other and term != "company"],
        [term for term in other if term not in one and term != "company"],
    )


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
