"""Titles and abstracts of invented works and projects, made from phrases."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from graphrisk.world.subset import DATA

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence


@cache
def words() -> dict[str, Any]:
    """Return the vocabulary as `data/vocabulary.toml` has it."""
    return tomllib.loads((DATA / "vocabulary.toml").read_text("utf-8"))


def areas() -> tuple[str, ...]:
    """Return the ids of the technology areas that have words."""
    return tuple(words()["areas"])


def plain_fields() -> tuple[str, ...]:
    """Return the names of the fields of research outside all technology areas."""
    return tuple(words()["plain"])


def technical(rng: random.Random, area: str) -> tuple[str, str, tuple[str, ...]]:
    """Return title, abstract and keywords of a work in `area`; the title holds two of its terms."""
    a, b = rng.sample(words()["areas"][area]["en"], 2)
    phrases = words()["phrases"]
    title = _capital(rng.choice(phrases["titles"]).format(a=a, b=b))
    abstract = " ".join([phrases["sentences"][0].format(a=a, b=b), *rng.sample(phrases["sentences"][1:], 2)])
    return title, abstract, (a, b)


def plain(rng: random.Random, field: str) -> tuple[str, str, tuple[str, ...]]:
    """Return title, abstract and keywords of a work in a field outside all areas."""
    found = words()["plain"][field]
    subject = rng.choice(found["subjects"])
    title = f"{rng.choice(found['aspects'])} {subject}"
    abstract = " ".join(rng.sample(words()["phrases"]["plain_sentences"], 3))
    return title, abstract, (subject,)


def project(rng: random.Random, chosen: Sequence[str], field: str) -> dict[str, object]:
    """Return title, abstract and keywords of a project, in Japanese and English, as form columns."""
    found = words()["projects"]
    if not chosen:
        return {
            "title": found["plain_title_ja"][field],
            "title_en": found["plain_title_en"][field],
            "abstract": found["plain_abstract_ja"],
            "abstract_en": found["plain_abstract_en"],
            "keywords": [words()["plain"][field]["subjects"][0]],
        }
    area = words()["areas"][chosen[0]]
    (a, b), (ja, jb) = area["en"][:2], area["ja"]
    style = rng.randrange(len(found["title_ja"]))
    return {
        "title": found["title_ja"][style].format(a=ja, b=jb),
        "title_en": _capital(found["title_en"][style].format(a=a, b=b)),
        "abstract": found["abstract_ja"].format(a=ja, b=jb),
        "abstract_en": found["abstract_en"].format(a=a, b=b),
        "keywords": [a, b],
    }


def department(rng: random.Random) -> str:
    """Return the name of a department."""
    return str(rng.choice(words()["departments"]["names"]))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
