"""Words of names and of printed affiliations: where they stand, and what they are compared as.

Each word is folded (case, width, accents), then brought to one English spelling where it is a common word of
organisations' names in another language or abbreviated ("Universität", "Univ." -> university). Little words
(of, the, de, für) are left out. The order stays: Washington University is not the University of Washington.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from graphrisk.names.folding import CJK, HANGUL, KANA, fold
from graphrisk.names.organizations import BRACKETED_LEGAL

if TYPE_CHECKING:
    from collections.abc import Mapping

EAST = f"{CJK}{KANA}{HANGUL}々ー"
"""Letters of languages that are written without spaces, as the inside of a character class."""

_REST = (
    r"(?P<mark>#(?:TAB|N|R)#|[\r\n]+(?:\t|[ ]{2})\s*)|"
    r"(?P<segment>[;；|\r\n]+)|(?P<break>[,，、:：/／()（）\[\]{}<>«»•·]+|\s[-–—]+\s|[–—])"
    r"|(?P<mail>(?<=\w)@\S*\.\w+)"
)
_INITIALS = r"(?P<initials>(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|(?<![^\W_])[A-ZА-Я]\.(?:\s?[A-ZА-Я]\.)+)|"
_WESTERN = re.compile(_INITIALS + r"(?P<word>[^\W_]+(?:['’‘`´ʼʹ][^\W_]+)*['’‘]?)|" + _REST)
_ACCENTS = "\u0300-\u036f"
"""Accents that stand behind their letters, as files from some systems have them."""
_LETTERS = f"(?:[^\\W_]+[{_ACCENTS}]*)+"
_ACCENTED = re.compile(f"{_INITIALS}(?P<word>{_LETTERS}(?:['’‘`´ʼʹ]{_LETTERS})*['’‘]?)|{_REST}")
_APART = re.compile(f"[{_ACCENTS}]")
_OTHER = f"(?:(?![{EAST}])[^\\W_])+"
_MIXED = re.compile(f"(?P<east>[{EAST}]+)|{_INITIALS}(?P<word>{_OTHER}(?:['’‘`´ʼʹ]{_OTHER})*['’‘]?)|{_REST}")
_EAST = re.compile(f"[{EAST}]")
_APOSTROPHE = re.compile(r"['’‘`´ʼʹ]")
_BRITISH = re.compile(
    "palaeo|haem|paedi|orthopaed|anaesth|gynaec|oesoph|archaeo|aetio|oestr|behaviour|tumour"
)
"""Roots that British and American spelling write in two ways."""
_UNIVERSITY = (
    "university", "universidad", "universidade", "universite", "universitat", "universiteit", "universita",
)  # fmt: skip
_MARK = re.compile(r"^(?:\d{1,3}|[a-h])(?=[A-Z][a-z])")
"""A footnote mark that sticks to the first word: 1Department, aSchool."""
_NOT_MARKS = ("eBay", "deCODE", "iThemba")
_GLUED = re.compile(r"^(?:of|the|at|and|from)(?=[A-Z][a-z]{3})")
"""A little word that sticks to the next one: theRussian, ofUniversity."""
_COMPOUND = re.compile(r"(?i)universit(?:ä|a|ae)ts(?=klini|medizin|spital|krankenhaus)")
"""Universitätsklinikum is a university hospital: two words printed as one."""
_ROMAN = {
    "I": "1", "II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "XI": "11",
    "XII": "12", "XIII": "13",
}  # fmt: skip
"""Numbers as universities of one town have them: Paris VI is Paris 6, Montpellier I is not Montpellier."""
_BREAKS = re.compile(r"\W+")
_PROCLITICS = frozenset({"l", "d", "dell", "nell", "all", "dall", "sull", "qu"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The word lists of `terms.toml`."""

    spellings: Mapping[str, str]
    """Spelling -> the English word for it."""
    stop: frozenset[str]
    units: frozenset[str]
    kinds: frozenset[str]
    east_ends: tuple[str, ...]
    east_units: tuple[str, ...]
    east_towns: tuple[str, ...]
    east_own: tuple[str, ...]
    """How bodies end that have a university's name and a record of their own."""
    east_general: tuple[str, ...]
    """Names of units that say only what kind of unit it is."""
    towns: Mapping[str, str]
    """Towns as their own language or another spelling has them -> as the registry has them."""
    acronyms: Mapping[str, tuple[str, ...]]
    """Names, folded -> acronyms that people use and the registry lacks."""
    programs: frozenset[str]
    """Programmes of a funder that are printed behind its name."""
    posts: frozenset[str]
    """What people are, printed before where they are it."""
    of_posts: frozenset[str]
    """Words that say which kind of post it is."""


@cache
def terms() -> Terms:
    """Return the word lists."""
    text = files("graphrisk.resolve.affiliations").joinpath("terms.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    spellings = {spelling: word for word, others in lists["words"].items() for spelling in others.split()}
    east = {name: tuple(map(fold, some.split())) for name, some in lists["east"].items()}
    kinds, units = (frozenset(lists[name]["words"].split()) for name in ("kinds", "units"))
    for word in kinds | units:
        spellings.setdefault(word, word)  # a campus is no plural
    return Terms(
        spellings,
        frozenset(lists["stop"]["words"].split()),
        units,
        kinds,
        east["ends"],
        east["units"],
        east["towns"],
        east["own"],
        east["general"],
        {
            _BREAKS.sub(" ", fold(other)).strip(): town
            for town, others in lists["towns"].items()
            for other in others
        },
        {fold(name): tuple(some.split()) for name, some in lists["acronyms"].items()},
        frozenset(map(fold, lists["programs"]["words"].split())),
        frozenset(lists["posts"]["words"].split()),
        frozenset(lists["posts"]["before"].split()),
    )


def town_key(key: str) -> str:
    """Return the key under which a folded town is known: Munich for München, St Louis for Saint Louis."""
    return terms().towns.get(key) or ("st " + key[6:] if key.startswith("saint ") else key)


class Word(NamedTuple):
    """A word of a string. `part` counts breaks (commas, brackets), `segment` semicolons and line ends."""

    surface: str
    """Folded, as printed."""
    canon: str
    """As it is compared."""
    start: int
    end: int
    part: int
    segment: int
    stop: bool
    short: bool
    """Whether it may be an abbreviation: a full stop follows."""
    upper: bool
    """Whether it is printed in capitals, as acronyms are."""
    east: bool
    gap: int
    """How many little words stand directly before it."""
    bracket: bool
    """Whether it stands behind an opening bracket."""


@lru_cache(maxsize=1 << 17)
def canonical(surface: str) -> str:
    """Return the word under which a folded word is compared."""
    known = terms().spellings
    found = known.get(surface)
    if found is not None:
        return found
    if _BRITISH.search(surface):
        surface = _BRITISH.sub(lambda match: match[0].replace("ae", "e").replace("oe", "e"), surface)
        surface = surface.replace("our", "or") if "aviour" in surface or "umour" in surface else surface
    if len(surface) > 8 and surface[:2] == "un" and any(_one_off(surface, word) for word in _UNIVERSITY):
        return "university"
    if len(surface) > 4 and surface.endswith("s") and not surface.endswith("ss"):
        bare = surface[:-3] + "y" if surface.endswith("ies") and len(surface) > 5 else surface[:-1]
        return known.get(bare, bare)
    return surface


def _compared(surface: str) -> tuple[str, str]:
    """Return a folded word and what it is compared as; an error in "university" changes nothing."""
    canon = canonical(surface)
    wrong = canon == "university" != surface and surface not in terms().spellings
    return canon if wrong else surface, canon


def _one_off(one: str, other: str) -> bool:
    """Whether two words differ by one typing error."""
    return OSA.distance(one, other, score_cutoff=1) == 1


@lru_cache(maxsize=1 << 17)
def _folded(word: str) -> str:
    text = fold(word)
    if "'" in text or _APOSTROPHE.search(text):
        head, _, tail = _APOSTROPHE.sub("'", text).partition("'")
        text = (
            tail.replace("'", "") if head in _PROCLITICS and len(tail) > 1 else head + tail.replace("'", "")
        )
    return text.replace("ß", "ss")


def words_of(text: str) -> list[Word]:
    """Return the words of a string, little words too, with the places where they stand."""
    stop = terms().stop
    found: list[Word] = []
    part = segment = gap = 0
    bracket = False
    pattern = _WESTERN
    if not text.isascii():
        if _EAST.search(text):
            text = BRACKETED_LEGAL.sub(lambda form: " " * len(form[0]), text)
        pattern = _MIXED if _EAST.search(text) else _ACCENTED if _APART.search(text) else _WESTERN
    for match in pattern.finditer(text):
        kind, piece = match.lastgroup, match[0]
        if kind == "mark":
            continue
        if kind == "segment":
            segment, part, gap, bracket = segment + 1, part + 1, 0, False
            continue
        if kind == "break":
            part, gap, bracket = part + 1, 0, piece[-1] in "(（["
            continue
        if kind == "mail":
            if found and found[-1].end == match.start():
                found.pop()
            continue
        start, end = match.span()
        if kind == "word" and (mark := _MARK.match(piece)) and not piece.startswith(_NOT_MARKS):
            start, piece = start + mark.end(), piece[mark.end() :]
        elif kind == "word" and (glued := _GLUED.match(piece)):
            start, piece = start + glued.end(), piece[glued.end() :]
        elif piece[0] in "Uu" and len(piece) > 15 and (first := _COMPOUND.match(piece)):
            middle = start + first.end()
            found.append(
                Word("universitats", "university", start, middle, part, segment, *(False,) * 4, gap, bracket)
            )
            start, piece, gap = middle, piece[first.end() :], 0
        surface = _folded(piece.replace(".", "").replace(" ", "")) if kind == "initials" else _folded(piece)
        if not surface:
            continue
        surface, canon = (surface, surface) if kind == "east" else _compared(surface)
        number = _ROMAN.get(piece)
        letters = len(surface) > 1 and piece.isupper() and surface not in _ALWAYS
        letters |= len(piece) == 1 and piece.isupper() and text[end : end + 1] == "-"  # D-MAVT
        little = surface in stop and number is None and not letters
        found.append(
            Word(
                surface,
                number or canon,
                start,
                end,
                part,
                segment,
                little,
                kind == "word" and text[end : end + 1] in (".", "．"),
                len(surface) > 1 and piece.isupper(),
                kind == "east",
                gap,
                bracket,
            )
        )
        gap = gap + 1 if little else 0
        bracket = bracket and True
    return found


NUMBERS = frozenset({
    *map(str, range(1, 14)), "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii",
})  # fmt: skip
"""Numbers of universities of one town, as words; single letters may be anything."""
_ALWAYS = frozenset({"of", "the", "and", "for", "de", "in"})
"""Little words that stay little in text that is printed all in capitals."""
