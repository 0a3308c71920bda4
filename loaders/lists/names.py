"""Names in list rows: aliases joined in one cell, and the forms under which a row is looked for."""

from __future__ import annotations

import re
import unicodedata

_CLAUSE = re.compile(
    r"^(?:and|or|including|to include)\b(?=\s+(?:any|all|its|their|the following|[a-z]))|^including\b"
)
_AND = re.compile(r"^(?:and|or)\s+(?=[^a-z\s])")
_ACRONYM = re.compile(r"\s*[(（][A-Z][A-Z0-9&\-]{1,14}[)）]$")


def split_names(text: str) -> list[str]:
    """Return the names that `;` joins in one cell, each once.

    A `;` inside brackets does not divide, nor one before a clause such as "and any successor, sub-unit, or
    subsidiary thereof", which belongs to the name before it.
    """
    names: list[str] = []
    for part in _outside_brackets(text):
        name = " ".join(part.split())
        if not name:
            continue
        if names and _CLAUSE.match(name):
            names[-1] = f"{names[-1]}; {name}"
        else:
            names.append(_AND.sub("", name) if names else name)
    return list(dict.fromkeys(names))


def other_forms(name: str) -> list[str]:
    """Return forms under which the bearer of a listed name may appear, besides the name as printed.

    The name without a clause such as "; and any subsidiary thereof", and without its own acronym in brackets
    at the end. Acronyms alone are no names: too many bodies share them.
    """
    forms = []
    head, semicolon, clause = name.partition(";")
    if semicolon and _CLAUSE.match(clause.strip()):
        forms.append(head.strip())
    bare = _ACRONYM.sub("", forms[0] if forms else name)
    if bare != name and " " in bare:
        forms.append(bare)
    return [form for form in dict.fromkeys(forms) if form and form != name]


def _outside_brackets(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in "(（":
            depth += 1
        elif character in ")）":
            depth = max(depth - 1, 0)
        elif character in ";；" and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    # A bracket that is never closed would swallow all names behind it.
    return parts if depth == 0 else re.split("[;；]", text)


def codes(text: str) -> list[str]:
    """Return the codes of a cell, upper-cased, in their order, whatever divides them."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return list(dict.fromkeys(part for part in re.split(r"[\s;,、・/]+", plain) if part))
