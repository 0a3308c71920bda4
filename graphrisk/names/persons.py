"""Keys under which names of people are compared, and whether two printed names may be one person's.

A key never tells who somebody is; it only finds records that deserve a look.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graphrisk.names.folding import CJK, HANGUL, KANA, fold
from graphrisk.names.romaji import canonical_tokens, romanize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_JOINERS = "-'’‘`´ʼʹ‐‑‒–—―−˗"
_ASCII = str.maketrans(
    {chr(c): None if chr(c) in _JOINERS else " " for c in range(128) if not chr(c).isalpha()}
)
_ASCII_LINES = _ASCII | {ord("\n"): "\n"}
JOINER = re.compile(f"[{re.escape(_JOINERS)}]")
"""Hyphens and apostrophes inside names."""
_BREAK = re.compile(r"[\W\d_]+")
_EAST_ASIAN = re.compile(f"[{CJK}{KANA}{HANGUL}]")
_ALL_KANA = re.compile(f"[{KANA}]+")
_TITLES = frozenset({"dr", "prof", "professor"})


def name_tokens(name: str) -> list[str]:
    """Return the folded parts of a name in printed order; parts joined by a hyphen are one."""
    if name.isascii():
        return _without_titles(name.lower().translate(_ASCII).split())
    return _without_titles(_BREAK.sub(" ", JOINER.sub("", fold(name))).split())


def _without_titles(tokens: list[str]) -> list[str]:
    if len(tokens) > 2 and not _TITLES.isdisjoint(tokens):
        return [token for token in tokens if token not in _TITLES]
    return tokens


def is_east_asian(text: str) -> bool:
    """Whether a name holds Chinese characters, kana or Hangul."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None


@lru_cache(maxsize=1 << 17)
def person_key(name: str) -> str:
    """Return the key of a printed name: order, case, width, accents and spellings make no difference.

    "Satō, Tarō", "Taro SATOH" and "サトウ タロウ" have one key, so have 髙橋 一郎 and 高橋一郎. The key is
    empty where the name holds no letter.
    """
    return _key(name)


def _key(name: str) -> str:
    tokens = name_tokens(name)
    if not name.isascii() and any(map(_EAST_ASIAN.search, tokens)):
        if not all(_ALL_KANA.fullmatch(token) for token in tokens):
            return "".join(tokens)
        tokens = [token for part in tokens for token in romanize(part).split()]
    return " ".join(sorted(canonical_tokens(tokens)))


def keys_in_order(names: Sequence[str]) -> list[str]:
    """Return `person_key` of each name, remembering none: for names by the hundred thousand."""
    plain = [name for name in names if name.isascii()]
    lines = "\n".join(plain).lower().translate(_ASCII_LINES).split("\n")
    if len(lines) != max(len(plain), 1):  # A line breaks inside a name.
        return [_key(name) for name in names]
    folded = iter(lines)
    return [_folded_key(next(folded)) if name.isascii() else _key(name) for name in names]


def _folded_key(folded: str) -> str:
    """Return the key of an ASCII name whose letters are small and whose other characters are spaces."""
    tokens = canonical_tokens(_without_titles(folded.split()))
    tokens.sort()
    return " ".join(tokens)


def person_keys(
    *,
    name_ja: str | None,
    name_kana: str | None,
    name_latin: Sequence[str],
    former_names: Sequence[str],
) -> frozenset[str]:
    """Return the keys of all names that a person declared; the reading counts in Latin letters."""
    names = [name_ja or "", name_kana or "", *name_latin, *former_names]
    return frozenset(filter(None, map(person_key, names)))


def names_agree(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether one of the printed names `a` may name the same person as one of `b`.

    Initials, missing middle names, joined or hyphenated given names, order and long vowels make no
    difference; two different given names or initials do, and so does a family name alone.
    """
    others = list(b)
    return any(_pair_agrees(one, other) for one in a for other in others)


def names_comparable(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether `a` and `b` hold names in a common script, so that disagreement means something."""
    return not {_script(name) for name in a}.isdisjoint({_script(name) for name in b})


def _script(name: str) -> str:
    key = person_key(name)
    return "east" if _EAST_ASIAN.search(key) else "latin" if key.isascii() and key else key[:1]


@lru_cache(maxsize=1 << 16)
def _pair_agrees(one: str, other: str) -> bool:
    key, other_key = person_key(one), person_key(other)
    if not key or not other_key:
        return False
    if key == other_key:
        return True
    if _EAST_ASIAN.search(key) or _EAST_ASIAN.search(other_key):
        return False
    return _tokens_agree(_loose_tokens(one), _loose_tokens(other))


def _loose_tokens(name: str) -> list[str]:
    """Return the parts of a name with hyphens as breaks, in one spelling, "JK" taken as two initials."""
    if _EAST_ASIAN.search(fold(name)):
        return person_key(name).split()
    shouted = name.upper() == name
    parts: list[str] = []
    for printed in _BREAK.sub(" ", JOINER.sub(" ", name)).split():
        if printed.isupper() and 1 < len(printed) <= 3 and not shouted:
            parts.extend(printed.lower())
        else:
            parts.extend(name_tokens(printed))
    return canonical_tokens([part for part in parts if part not in _TITLES])


def _tokens_agree(one: list[str], other: list[str]) -> bool:
    left, right = list(one), list(other)
    whole = _take_equal(left, right) + _take_joined(left, right) + _take_joined(right, left)
    if not whole:
        return False
    initials = _take_initials(left, right)
    return whole + initials >= 2 and not (left and right)


def _take_equal(left: list[str], right: list[str]) -> int:
    taken = 0
    for token in list(left):
        if len(token) > 1 and token in right:
            left.remove(token)
            right.remove(token)
            taken += 1
    return taken


def _take_joined(left: list[str], right: list[str]) -> int:
    """Take parts of `left` that stand together as one part in `right`: xiao ming for xiaoming."""
    for start in range(len(left)):
        for end in range(start + 2, len(left) + 1):
            joined = "".join(left[start:end])
            if len(joined) > end - start and joined in right:
                right.remove(joined)
                del left[start:end]
                return 1
    return 0


def _take_initials(left: list[str], right: list[str]) -> int:
    taken = 0
    for token in list(left):
        for match in right:
            if (len(token) == 1 or len(match) == 1) and initials_of(token) & initials_of(match):
                left.remove(token)
                right.remove(match)
                taken += 1
                break
    return taken


_OTHER_INITIAL = {"ty": "c", "ti": "c", "sy": "s", "zy": "j", "zi": "j", "hu": "f"}


def initials_of(token: str) -> frozenset[str]:
    """Return the letters a part of a name may be cut to: Chihiro, spelled tihiro here, is C. or T."""
    other = _OTHER_INITIAL.get(token[:2])
    return frozenset((token[0], other)) if other else frozenset(token[0])
