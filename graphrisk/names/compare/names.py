"""Two printed names of whatever script compared in the ways that fit them; the best one counts."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property, lru_cache

from graphrisk.names.compare.characters import compare_characters
from graphrisk.names.compare.evidence import NOTHING, Comparison
from graphrisk.names.compare.glosses import (
    Gloss,
    compare_glosses,
    gloss_of,
    is_plain,
    japanese_gloss,
    latin_gloss,
)
from graphrisk.names.compare.organizations import (
    OrganizationName,
    compare_organization_names,
    organization_name,
)
from graphrisk.names.compare.persons import PersonName, compare_person_names, person_name
from graphrisk.names.compare.scripts import Script, folded, latin_words, script_of
from graphrisk.names.compare.words import generic_words, legal_words
from graphrisk.names.folding import KANA


class Kind(StrEnum):
    """Whom a name names."""

    PERSON = "person"
    ORGANIZATION = "organization"


_KANA = re.compile(f"[{KANA}]")
_DOTTED_FORM = re.compile(r"(?:\b[a-z]\.\s?){2,}$")
"""Letters with dots at the end, such as S.A. de C.V.: where they are a legal form, no person has the name."""
EASTERN = (Script.CHARACTERS, Script.SYLLABLES)
"""Scripts whose names are compared character by character."""


class Name:
    """A printed name; what a comparison needs of it is made when it is first asked for, and kept."""

    def __init__(self, text: str) -> None:
        """Take a name as printed."""
        self.text = text
        self.folded = folded(text)
        self.script = script_of(self.folded)

    @cached_property
    def words(self) -> list[str]:
        """Its words in Latin letters."""
        return latin_words(self.folded)

    @cached_property
    def person(self) -> PersonName:
        """The name read as a person's."""
        return person_name(self.text)

    @cached_property
    def organization(self) -> OrganizationName:
        """The name read as an organisation's."""
        return organization_name(self.text)

    @cached_property
    def gloss(self) -> Gloss:
        """What its terms mean, and its names."""
        if self.script in EASTERN:
            return japanese_gloss(self.text)
        return gloss_of(self.organization) if is_plain(self.text) else latin_gloss(self.text)

    @cached_property
    def kind(self) -> Kind | None:
        """ORGANIZATION where a word says so, such as a legal form, else None: either may be."""
        if self.script in EASTERN:
            return Kind.ORGANIZATION if self.gloss.terms or len(self.folded) > 12 else None
        if _DOTTED_FORM.search(self.folded) and any(one.forms for one in self.organization.readings):
            return Kind.ORGANIZATION
        generic, legal = generic_words(), legal_words()
        for word in self.words:
            if word in generic or word == "of" or word.isdecimal() or (len(word) > 2 and word in legal):
                return Kind.ORGANIZATION
        return None


@lru_cache(maxsize=1 << 12)
def _name(text: str) -> Name:
    return Name(text)


def kind_of(name: str) -> Kind | None:
    """Return ORGANIZATION where a word of the name says so, else None: either may be."""
    return _name(name).kind


def compare(one: str, other: str, kind: Kind) -> Comparison:
    """Return how well two printed names agree as names of people or of organisations, and why."""
    return compare_names(_name(one), _name(other), kind)


def compare_names(one: Name, other: Name, kind: Kind, least: float = 0.0) -> Comparison:
    """Return how well two names agree as names of people or of organisations, and why.

    Names that cannot reach `least` may be given up early, as nothing.
    """
    a, b = one.script, other.script
    if a not in EASTERN and b not in EASTERN:
        return _compare_letters(one, other, kind, least)
    if a in EASTERN and b in EASTERN:
        if kind is Kind.PERSON:
            return _compare_letters(one, other, kind, least)
        return compare_characters(one.text, other.text)
    glossed = NOTHING
    if Script.LETTERS in (a, b):
        glossed = compare_glosses(one.gloss, other.gloss)
        # Mandarin says nothing about how Japanese characters are read.
        if kind is Kind.ORGANIZATION and _KANA.search(one.text + other.text):
            return glossed
    return max(_compare_letters(one, other, kind, least), glossed, key=lambda found: found.score)


def _compare_letters(one: Name, other: Name, kind: Kind, least: float) -> Comparison:
    if kind is Kind.PERSON:
        return compare_person_names(one.person, other.person, least)
    return compare_organization_names(one.organization, other.organization, least)
