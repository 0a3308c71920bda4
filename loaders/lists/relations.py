"""Subsidiaries, units and parents that rows of lists print among names: relations, never other names.

Lists print "X, a subsidiary of Y", "including X", "X（Yの子会社）" or "Academy – Institute" where a name is
expected. Whoever bears such a name is an organisation of its own. "a.k.a." and "f/k/a" say that a name is
one. Nothing is guessed: a relation is read only where the words that say it stand there, and a word such as
"subsidiary" or "branch" inside a name ("Subsidiary Bank …", "Siberian Branch of the Academy") is a part of
it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.names.organizations import organization_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SUBSIDIARY, UNIT, PARENT = "subsidiary", "unit", "parent"
"""What a named organisation is to the body of the row."""


@dataclass(frozen=True, slots=True)
class Related:
    """An organisation that a row names beside its own body: what it is to that body, and the words for it."""

    name: str
    kind: str
    printed: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed name says: the name without words about others, which may be empty, and the others."""

    name: str
    related: tuple[Related, ...] = ()


_BELOW = (
    r"(?:subsidiar(?:y|ies)|sub-?units?|units?|divisions?|branch(?:es)?|departments?|institutes?|"
    r"sub-?institut(?:e|ion)s?|subordinate institut(?:e|ion)s?)"
)
_OWNED = r"(?:(?:wholly|majority|partly)[ -]owned\s+|state-owned\s+|listed\s+)*"
_OF = re.compile(
    rf"^(?P<name>.*?)\s*(?:[,;(（–—]\s*|(?<=\S)\s+is\s+|^)(?:an?\s+{_OWNED}(?P<noun>{_BELOW})|"
    rf"(?:the\s+)?{_OWNED}(?P<bare>subsidiary))\s+(?:company\s+)?of\s+(?P<other>[^()（）;]+?)\s*[)）]?$",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    r"^(?P<name>.*?)\s*[,;(（]?\s*\b(?:and\s+)?(?:including|to\s+include)\b[:\s]\s*(?P<rest>[^()（）]+?)\s*[)）]?$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    rf"^(?:(?:all|any|its|the|their|following|{_OWNED.removesuffix('*')})\s*)*(?P<noun>{_BELOW})\b\s*[:,]?\s*",
    re.IGNORECASE,
)
_ITS = re.compile(rf"^(?i:(?:and\s+)?its\s+{_OWNED}(?P<noun>{_BELOW}))\s+(?P<name>[^a-z\s].*)$")
_LABELLED = re.compile(
    rf"^(?P<noun>{_BELOW}|parent(?:\s+(?:company|organi[sz]ation|body))?|子会社|関連会社|傘下企業|傘下機関|下部組織|"
    r"下部機関|親会社|親組織|上部組織|上部機関)\s*[:：]\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"^(?P<name>.*\S)\s*[(（](?:its\s+|an?\s+)?{_OWNED}(?P<noun>subsidiary|division|unit|"
    r"parent(?:\s+(?:company|organi[sz]ation|body))?|子会社|関連会社|下部組織|下部機関|親会社|親組織|上部組織)[)）]$",
    re.IGNORECASE,
)
_EAST_OF = re.compile(
    r"^(?P<name>[^(（]*?)\s*[(（]?(?P<other>[^()（）、，]+?)の(?P<noun>子会社|関連会社|下部組織|下部機関)(?:である)?[)）]?$"
)
_FORMER = re.compile(r"^(?:[afn]\.?/?k\.?/?a\b\.?|also known as|formerly)", re.IGNORECASE)

_INSTITUTION = r"(?:Academ(?:y|ies)|Universit\w+|科学院|大学)"
_PART = r"(?:Institute|Cent(?:er|re)|Laborator(?:y|ies)|Key Laboratory|School|College|Faculty|Department)"
_ACRONYM = re.compile(r"\s*[(（][A-Z][A-Z0-9&\-]{1,14}[)）]")
_DIVIDED = re.compile(
    rf"^(?P<parent>(?=[^–—,]*{_INSTITUTION})[^–—,]+?)(?:\s+[–—-]\s+|,\s+(?={_PART}\b))(?P<unit>.*{_PART}.*)$"
)
_AT = re.compile(
    r"^(?P<unit>.*\bLaborator(?:y|ies)\b.*)\s+at\s+(?P<parent>(?:the\s+)?[A-Z].*\bUniversity\b.*)$"
)


def read_name(text: str, own: Collection[str] = ()) -> Reading:
    """Return what a printed name says. `own` are the keys of the names that the row's body bears.

    In "X, a subsidiary of Y" the body of the row is Y where `own` holds it, and X is below it; else X is a
    name of the row and Y is above it.
    """
    if _FORMER.match(text):
        return Reading(text)
    for pattern in (_OF, _EAST_OF):
        if match := pattern.match(text):
            return _below(match, text, own)
    if match := _ITS.match(text) or _BRACKETED.match(text):
        return Reading("", (Related(_clean(match["name"]), _kind(match["noun"]), text),))
    if match := _LABELLED.match(text):
        return Reading("", _each(match["rest"], _kind(match["noun"]), text))
    if match := _INCLUDING.match(text):
        rest, kind = match["rest"], UNIT
        if noun := _NOUN.match(rest):
            rest, kind = rest[noun.end() :], _kind(noun["noun"])
        # "including any successor thereof" names nobody.
        if rest and not rest[0].islower():
            return Reading(_clean(match["name"]), _each(rest, kind, text))
    return Reading(text)


_REMARK = re.compile(
    r"(?:^|[(;.]\s*)(?P<names>[^();]+?)\s+(?:is\s+a\s+subsidiary|are\s+subsidiaries)\s+of\s+[^();]+",
    re.IGNORECASE,
)


def subsidiaries_in(remark: str) -> list[str]:
    """Return the subsidiaries that a remark about a row names: "A, B and C are subsidiaries of …"."""
    return [
        name
        for match in _REMARK.finditer(remark)
        for part in re.split(r",\s+(?:and\s+)?|\s+and\s+(?=[A-Z])", match["names"])
        if (name := _clean(part))
    ]


def _below(match: re.Match[str], text: str, own: Collection[str]) -> Reading:
    groups = match.groupdict()
    name, other = _clean(groups["name"]), _clean(groups["other"])
    kind = _kind(groups.get("noun") or groups.get("bare") or "")
    if not other or other[0].islower():
        return Reading(text)
    if name and organization_key(other) in own:
        return Reading("", (Related(name, kind, text),))
    return Reading(name, (Related(other, PARENT, text),))


def _each(text: str, kind: str, printed: str) -> tuple[Related, ...]:
    names = (_clean(part) for part in re.split(r"\s*[;；、]\s*|,\s+and\s+(?=[^a-z])", text))
    return tuple(Related(name, kind, printed) for name in dict.fromkeys(names) if name)


def _kind(noun: str) -> str:
    word = noun.casefold()
    if word.startswith(("parent", "親", "上部")):
        return PARENT
    return SUBSIDIARY if word.startswith(("subsidiar", "子会社", "関連会社", "傘下企業")) else UNIT


def _clean(text: str | None) -> str:
    return " ".join((text or "").split()).strip(" ,;:、，；：–—")


def unit_of(name: str) -> tuple[str, str] | None:
    """Return unit and parent of a name that is made of both; None for every other name.

    "Chinese Academy of Sciences – Institute of Physics" is that institute and not the academy, as is
    "Defense S&T Key Laboratory of X at Y University" that laboratory.
    """
    bare = " ".join(_ACRONYM.sub("", name).split())
    match = _DIVIDED.match(bare) or _AT.match(bare)
    return (_clean(match["unit"]), _clean(match["parent"])) if match else None


def read_row(
    name: str, native: str | None, aliases: Sequence[str], parent: str | None
) -> tuple[list[str], list[Related]]:
    """Return the other names of a row's body, and the organisations that the row names beside it.

    The name and the native name as printed stay names of the row and are not returned; what they say without
    words about others is.
    """
    printed = [name, *([native] if native else [])]
    own = {organization_key(text) for text in (*printed, *aliases)} - {""}
    names: dict[str, None] = {}
    related: dict[tuple[str, str], Related] = {}

    def take(reading: Reading) -> None:
        if reading.name:
            names[reading.name] = None
        for one in reading.related:
            related.setdefault((organization_key(one.name), one.kind), one)

    for text in printed:
        take(read_name(text))
        if found := unit_of(text):
            unit, above = found
            names[f"{unit}, {above}"] = None
            take(Reading("", (Related(above, PARENT, text),)))
    for text in aliases:
        take(read_name(text, own))
    if parent:
        take(Reading("", (Related(parent, PARENT, parent),)))
    for text in printed:
        names.pop(text, None)
    others = {organization_key(one.name) for one in related.values() if one.kind != PARENT}
    return [text for text in names if organization_key(text) not in others], [
        one for key, one in related.items() if key[0] and key[0] not in {organization_key(t) for t in printed}
    ]
