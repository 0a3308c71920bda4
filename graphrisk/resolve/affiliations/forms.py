"""Forms in which a name is also printed: shortened, spelled out, or without its country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graphrisk.names.countries import country_named
from graphrisk.names.organizations import LEGAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graphrisk.resolve.affiliations.words import Word

_NAMED_AFTER = re.compile(r"\s+(?:named (?:after|for)|имени|им\.|imeni)\s(?:(?!\s(?:of the|при)\s).)*$")
"""Whom a body is named after, at the end of its name; people mostly leave it out."""
_LETTERS = (
    (re.compile(r"United States (?=\w)"), "US "),
    (re.compile(r"United Kingdom (?=\w)"), "UK "),
    (re.compile(r"(?:The )?University of Texas (?:at )?(?=\w)"), "UT "),
    (re.compile(r"(?:The )?University of California,? (?=\w)"), "UC "),
)
"""How names begin that are printed with letters for it: U.S. Naval Research Laboratory, UT MD Anderson."""
_SHORT_COUNTRIES = {"us": "US", "usa": "US", "uk": "GB", "korea": "KR"}
_TECHNICAL = re.compile(r"Technische Universit(?:ä|ae)t (?=\w+$)")
"""How German universities' names begin that are printed TU München."""
_STUDIES = " degli Studi "
"""What Italian universities' names say beside "university", and people leave out."""
_VETERANS = re.compile(r"\bVA (?=(?:[A-Z]\w+ )*(?:Medical|Health|Hospital|Clinic))")
"""The department that American hospitals are of, within their names."""


def other_forms(text: str) -> list[str]:
    """Return a name as it is also printed: Università di … for Università degli Studi di …, and the like."""
    bare = _NAMED_AFTER.sub("", text)
    found = [bare] if len(bare) < len(text) and len(bare.split()) > 2 else []
    if technical := _TECHNICAL.match(text):
        found.append("TU " + text[technical.end() :])
    if text.startswith(("United ", "University of ", "The University of ")):
        found += [short + text[said.end() :] for begin, short in _LETTERS if (said := begin.match(text))]
    if _STUDIES in text:
        found.append(text.replace(_STUDIES, " "))
    if _VETERANS.search(text):
        found += [_VETERANS.sub(f"{word} ", text) for word in ("Veterans Affairs", "Veterans Administration")]
    return found


def without_country(words: Sequence[Word], country: str | None) -> Iterator[Sequence[Word]]:
    """Yield a name without its country's name at the beginning or the end: Academy of Sciences of Ukraine."""
    for count in (3, 2, 1):
        if len(words) - count < 2 or country is None:
            continue
        for some, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            said = " ".join([word.surface for word in some])
            if country_named(said) == country or _SHORT_COUNTRIES.get(said) == country:
                yield rest


def of_letters(text: str) -> bool:
    """Whether a name is of several acronyms, one of them of three letters or more."""
    parts = [part for part in re.split(r"[\s\-]+", text) if part.casefold() not in LEGAL]
    return len(parts) > 1 and min(map(len, parts)) > 1 and max(map(len, parts)) > 2 and text.isupper()


def begins(sequences: Mapping[str, object]) -> set[str]:
    """Return the first words and the first two words of sequences of words."""
    found = set()
    for key in sequences:
        first, space, rest = key.partition(" ")
        found.add(first)
        if space:
            found.add(f"{first} {rest.partition(' ')[0]}")
    return found
