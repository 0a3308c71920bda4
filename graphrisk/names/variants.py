"""Other forms of a declared name, under which its author records may be found.

A form never tells who somebody is. Those of the whole name in another spelling count as much as the name;
those that leave something out (initials for given names, one of several names) are much more often somebody
else's, and are kept apart.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from anyascii import anyascii

from graphrisk.names.compare.chinese import pinyin
from graphrisk.names.folding import HANGUL
from graphrisk.names.persons import (
    JOINER,
    initials_of,
    is_east_asian,
    name_tokens,
    person_key,
)
from graphrisk.names.romaji import canonical_tokens
from graphrisk.names.syllables import is_korean_family, is_pinyin, korean_pair, korean_spellings, pinyin_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PARTICLES = """
al ap ben bin da das de del della den der di do dos du el ibn la las le los san st te ten ter van von zu zum
zur
"""
PARTICLES = frozenset(_PARTICLES.split())
"""Little words of family names, which sources drop, join or keep."""
_UMLAUTS = str.maketrans(dict(zip("äöüåøÄÖÜ", ["ae", "oe", "ue", "aa", "oe", "Ae", "Oe", "Ue"], strict=True)))
_HANGUL = re.compile(f"[{HANGUL}]+")
_SYLLABLE = re.compile("[A-Z][a-z]*|[a-z]+")
_LYU = re.compile("^(l|n)(?:yu|v)(?=e?$)")
_BLANK = re.compile(r"\s+")
_MOST_TOKENS = 5
"""Names of more parts are left as they are printed."""


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """Keys of `person_key` under which records of a person are looked for.

    `exact` are those of the declared names, `variants` those of other spellings of a whole name, `short`
    those of forms that leave something out. No key stands in two of them.
    """

    exact: frozenset[str]
    variants: frozenset[str]
    short: frozenset[str]

    @property
    def whole(self) -> frozenset[str]:
        """The keys of whole names."""
        return self.exact | self.variants


def search_keys(
    *,
    name_ja: str | None,
    name_kana: str | None,
    name_latin: Sequence[str] | None,
    former_names: Sequence[str] | None,
) -> SearchKeys:
    """Return the keys of all names that a person declared, of their other spellings and short forms.

    A former family name that is declared alone is put together with the given name.
    """
    latin, former = tuple(name_latin or ()), tuple(former_names or ())
    # A former family name that is declared alone is nobody's name.
    whole = [name for name in former if is_east_asian(name) or len(name_tokens(name)) > 1]
    names = [name for name in (name_ja, name_kana, *latin, *whole) if name]
    exact, variants, short = set[str](), set[str](), set[str]()
    for name in names:
        own, others, shorter = _forms_of(name)
        exact.add(own)
        variants |= others
        short |= shorter
    for name in former:
        for full in _with_given(name, [one for one in (name_ja, name_kana, *latin) if one]):
            variants |= spellings(full)
            short |= short_forms(full)
    exact.discard("")
    variants.discard("")
    variants -= exact
    short -= exact
    return SearchKeys(frozenset(exact), frozenset(variants), frozenset(short - variants))


def with_initial(key: str) -> list[str]:
    """Return the keys of a whole name with one initial more: John A. Smith and 25 others for John Smith.

    Empty for names in other letters and of a single part.
    """
    parts = key.split(" ")
    if len(parts) < 2 or not key.isascii() or min(map(len, parts)) < 2:
        return []
    return [" ".join(sorted((*parts, letter))) for letter in ascii_lowercase]


def _with_given(former: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the current names with a former family name, which stands alone, in place of a part of them."""
    if len(former.split()) > 1 or "," in former:
        return
    east = is_east_asian(former)
    for name in names:
        parts = [part for part in _BLANK.split(name.replace(",", " ")) if len(part.strip(".")) > 1 or east]
        parts = [part for part in parts if part]
        if is_east_asian(name) != east or len(parts) != 2:
            continue
        if east:
            # Family names come first where characters are used.
            yield f"{former} {parts[1]}"
        else:
            yield from (f"{former} {part}" for part in parts)


@lru_cache(maxsize=1 << 16)
def _forms_of(name: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return the key of a printed name, those of the whole name otherwise, and those of its short forms."""
    own, tokens = person_key(name), name_tokens(name)
    whole = _spellings(name, own, tokens) | _middle_forms(name, tokens) | _hyphenated(name, tokens)
    return own, whole, _short_forms(name, own, tokens)


@lru_cache(maxsize=1 << 16)
def spellings(name: str) -> frozenset[str]:
    """Return the keys of other spellings of a whole printed name, its own among them.

    Given names written together or apart, hyphens as spaces, particles dropped or joined, umlauts spelled
    out, Wade-Giles as pinyin, Korean spellings, Hangul in Latin letters.
    """
    return _spellings(name, person_key(name), name_tokens(name))


def _spellings(name: str, own: str, tokens: list[str]) -> frozenset[str]:
    if is_east_asian(name):
        return frozenset({own, *_of_hangul(name)} - {""})
    if not 1 < len(tokens) <= _MOST_TOKENS:
        return frozenset({own} - {""})
    forms = _forms(name, tokens)
    if not forms:
        return frozenset((own,))
    return frozenset((own, *(_key(form) for form in forms if len(form) > 1)))


def _forms(name: str, tokens: list[str]) -> list[list[str]]:
    forms: list[list[str]] = []
    if JOINER.search(name):
        forms.append(name_tokens(JOINER.sub(" ", name)))
    if not name.isascii() and (other := name.translate(_UMLAUTS)) != name:
        forms.append(name_tokens(other))
    if forms:
        forms += [form for base in list(forms) for form in _rewritten(base)]
    forms += _rewritten(tokens)
    return forms


def _rewritten(tokens: list[str]) -> list[list[str]]:
    found = [] if PARTICLES.isdisjoint(tokens) else _particles(tokens)
    if len(tokens) > 3 or min(map(len, tokens)) < 2:
        return found
    found += _syllables(tokens)
    if any(map(_LYU.search, tokens)):
        found.append([_LYU.sub(r"\1u", token) for token in tokens])
    found += korean_spellings(tokens)
    if other := pinyin(tokens):
        found += [other, *_syllables(other)]
    return found


def _particles(tokens: list[str]) -> list[list[str]]:
    """Return a name without its particles, and with each joined to what follows."""
    joined: list[str] = []
    run = ""
    for token in tokens:
        if token in PARTICLES:
            run += token
        else:
            joined.append(run + token)
            run = ""
    kept = [token for token in tokens if token not in PARTICLES]
    return [form for form in (kept, joined) if len(form) > 1 and not run]


def _syllables(tokens: list[str]) -> list[list[str]]:
    """Return a given name of two syllables apart where it is printed as one, and as one where apart."""
    if len(tokens) == 2:
        found = []
        for family, given in (tokens, tokens[::-1]):
            chinese = pinyin_pair(given) if is_pinyin(family) else None
            korean = korean_pair(given) if is_korean_family(family) else None
            found += [[family, *pair] for pair in dict.fromkeys((chinese, korean)) if pair]
        return found
    if len(tokens) != 3:
        return []
    pairs_at = ((tokens[first], tokens[first + 1]) for first in (0, 1))
    return [
        [*tokens[:first], "".join(pair), *tokens[first + 2 :]]
        for first, pair in enumerate(pairs_at)
        if (is_pinyin(pair[0]) and is_pinyin(pair[1])) or korean_pair("".join(pair)) == pair
    ]


def _of_hangul(name: str) -> list[str]:
    """Return the keys of the Latin spellings of a name in Hangul."""
    letters = name.replace(" ", "")
    if not _HANGUL.fullmatch(letters) or len(letters) != 3:
        return []
    words = [part.lower() for part in _SYLLABLE.findall(anyascii(letters))]
    if len(words) != 3:
        return []
    plain = [words[0], words[1] + words[2]]
    return [_key(form) for form in (plain, words, *korean_spellings(plain))]


def _middle_forms(name: str, tokens: list[str]) -> frozenset[str]:
    """Return the keys of a name of three or more parts with middle initials left out or made."""
    tokens = [token for token in tokens if token not in PARTICLES]
    if not 2 < len(tokens) <= _MOST_TOKENS or is_east_asian(name):
        return frozenset()
    full = [token for token in tokens if len(token) > 1]
    if 2 <= len(full) < len(tokens):
        return frozenset((_key(full),))
    if len(full) < len(tokens) or (len(tokens) == 3 and _syllables(tokens)):
        return frozenset()
    return frozenset((_key([tokens[0], *(token[0] for token in tokens[1:-1]), tokens[-1]]),))


def _hyphenated(name: str, tokens: list[str]) -> set[str]:
    """Return the keys of a name with its first two or its last two full parts joined, as a hyphen does."""
    full = [token for token in tokens if len(token) > 1 and token not in PARTICLES]
    if not 2 < len(full) <= _MOST_TOKENS or is_east_asian(name) or (len(full) == 3 and _syllables(full)):
        return set()
    first, last = [full[0] + full[1], *full[2:]], [*full[:-2], full[-2] + full[-1]]
    return {_key(first), _key(last)} | ({_key([first[0], last[-1]])} if len(full) == 4 else set())


@lru_cache(maxsize=1 << 16)
def short_forms(name: str) -> frozenset[str]:
    """Return the keys of forms that leave something out of a printed name.

    Initials for all given names or for the first alone, with an outer part as the family name; of three or
    more parts two, of which one is an outer one, or all but the last; a part of a compound name; everyday
    forms of a given name, as Bill of William. Kana is taken in Latin letters.
    """
    return _short_forms(name, person_key(name), name_tokens(name))


def _short_forms(name: str, own: str, tokens: list[str]) -> frozenset[str]:
    if is_east_asian(name):
        # The key of a name in kana is its reading.
        tokens = own.split() if own.isascii() else []
    else:
        tokens = [token for token in tokens if token not in PARTICLES]
    if not 1 < len(tokens) <= _MOST_TOKENS:
        return frozenset()
    found = set(_cut(tokens))
    if len(tokens) == 2:
        for apart in _syllables(tokens):
            found.update(_cut(apart))
    else:
        found.update(_parts_of(tokens))
        if JOINER.search(name):
            found.update(_cut(name_tokens(JOINER.sub(" ", name))))
    if not is_east_asian(name):
        if JOINER.search(name):
            found.update(_of_compounds(name_tokens(JOINER.sub(" ", name))))
        printed = name_tokens(name)
        found.update(_everyday(printed))
        if len(printed) > len(tokens) > 2:
            # A particle stays with its name where a part before it goes.
            found.update(_key([*printed[:n], *printed[n + 1 :]]) for n in range(1, len(printed) - 1))
    found.discard(own)
    return frozenset(found)


def _parts_of(tokens: list[str]) -> set[str]:
    """Return the keys of three or more parts of a name with one of its initials or parts left out."""
    full = [token for token in tokens if len(token) > 1]
    found: set[str] = set()
    for one in (0, len(full) - 1) if len(full) > 2 else ():
        found.update(_key([full[one], other]) for n, other in enumerate(full) if n != one)
    if len(tokens) > 3 and len(tokens[-1]) > 1:
        # Of two family names the first is the one that is kept.
        found.add(_key(tokens[:-1]))
    if len(full) == len(tokens) and not _syllables(tokens):
        found.add(_key([tokens[0][0], *tokens[1:]]))
    return found


def _of_compounds(tokens: list[str]) -> set[str]:
    """Return the keys of a name whose hyphens were made spaces, with parts left out or as initials.

    A given name of two syllables is one name, and half of it is somebody else's.
    """
    if not 2 < len(tokens) <= _MOST_TOKENS or _syllables(tokens):
        return set()
    found = _parts_of(tokens)
    full = [token for token in tokens if len(token) > 1]
    if len(full) > 2:
        found.add(_key([full[0], *(token[0] for token in full[1:-1]), full[-1]]))
    return found


def _everyday(tokens: list[str]) -> set[str]:
    """Return the keys of a name with an everyday form of its given name, or the full name of one."""
    known = _given_names()
    found: set[str] = set()
    for place in (0, len(tokens) - 1):
        for other in known.get(tokens[place], ()):
            changed = [*tokens[:place], other, *tokens[place + 1 :]]
            found.add(_key(changed))
            if len(tokens) > 2:
                kept = [token for token in changed[1:-1] if len(token) > 1]
                found |= {_key([changed[0], changed[-1]]), _key([changed[0], *kept, changed[-1]])}
    return found


@cache
def _given_names() -> dict[str, tuple[str, ...]]:
    """Return the everyday forms of each given name, and the given names of each everyday form."""
    table = tomllib.loads(Path(__file__).with_name("given.toml").read_text("utf-8"))
    found = defaultdict(set)
    for full, forms in table.items():
        for form in forms:
            found[full].add(form)
            found[form].add(full)
    return {name: tuple(sorted(forms)) for name, forms in found.items()}


def _cut(tokens: list[str]) -> list[str]:
    """Return keys with the first or the last part whole and all others as initials, or only one of these.

    A name reads as Japanese by all of its parts, so that the key of a form is worked out from the form.
    """
    found = []
    canonical = canonical_tokens(list(tokens))
    for family, given in ((-1, slice(None, -1)), (0, slice(1, None))):
        if len(tokens[family]) < 2:
            continue
        whole, parts = tokens[family], tokens[given]
        for first in initials_of(canonical[given][0]) | {parts[0][0]}:
            found.append(_key([first, whole]))
            if len(parts) > 1:
                letters = [first, *(part[0] for part in parts[1:])]
                found += [_key([whole, *letters]), _key(["".join(letters), whole])]
    return found


def _key(tokens: list[str]) -> str:
    return " ".join(sorted(canonical_tokens(list(tokens))))
