"""Words of a work: title without mark-up, abstract put back in order, names of topics."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.openalex.records import Label, Work

CONCEPT_SCORE = 0.3
"""Concepts, the topics of before 2024, count from this score; OpenAlex's own pages hid those below."""
ABSTRACT_WORDS = 100_000
"""Words of the longest abstract that is read; more is a fault of the source."""
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)
_MARKUP = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|scp|sc|tt|p|span|italic|bold|jats:\w+|mml:\w+)\b[^<>]*>", re.I
)


def title(work: Work) -> str | None:
    """Return the title as a person reads it."""
    text = work.title or work.display_name
    if not text:
        return None
    if "<" in text or "&" in text:
        text = html.unescape(_MARKUP.sub("", text))
    if text.isprintable() and "  " not in text and text.strip(" ") is text:
        return text  # The only space that can be printed is the usual one.
    return " ".join(text.split()) or None


def abstract(index: dict[str, list[int]] | None) -> str | None:
    """Return the text of an inverted index, word → places where it stands."""
    if not index:
        return None
    places = [(place, word) for word, where in index.items() for place in where]
    places.sort()
    return " ".join([word for _, word in places[:ABSTRACT_WORDS]]) or None


def labels(items: list[Label | str] | list[Label] | None, *, at_least: float = 0.0) -> list[str]:
    """Return the names of topics, keywords or concepts, each once, in the source's order."""
    if not items:
        return []
    names: dict[str, None] = {}
    for item in items:
        if isinstance(item, str):
            name: str | None = item
        elif item.score is None or item.score >= at_least:
            name = item.display_name or item.keyword
        else:
            continue
        if name:
            names[name] = None
    return list(names)


def topics(work: Work) -> list[str]:
    """Return the names of the work's topics, or of its concepts where it has none."""
    return labels(work.topics) or labels(work.concepts, at_least=CONCEPT_SCORE)


def doi(text: str | None) -> str | None:
    """Return https://doi.org/… for a DOI with or without its address."""
    if not text:
        return None
    return text if text.startswith("https://") else "https://doi.org/" + _DOI_PREFIX.sub("", text.strip())
