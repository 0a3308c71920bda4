"""Reading a taxonomy and its lexicon from their files, strictly: a mistake is named with its place."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graphrisk.causes import checked, spelled
from graphrisk.errors import NotFoundError, PolicyError
from graphrisk.sentences import Sentence
from graphrisk.technology.folding import BREAK, JAPANESE, fold, japanese
from graphrisk.technology.folding import tokens as tokens_of
from graphrisk.technology.taxonomy import Area, Taxonomy, Term

DEFAULT = "jp-20-2022"
_FOLDER = Path(__file__).resolve().parent
_SHORTEST_EN = 4
_SHORTEST_JA = 3


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Citation(_Model):
    text: str = Field(min_length=1)
    url: str
    verified: bool


class _Area(_Model):
    id: str = Field(pattern=r"^[1-9]\d{0,2}$")
    name_ja: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    citation: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class _TaxonomyFile(_Model):
    name: str
    version: int = Field(ge=1)
    title_ja: str
    title_en: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    lexicon: str = Field(pattern=r"^[\w.-]+$")
    citations: dict[str, _Citation]
    areas: list[_Area] = Field(min_length=1)


class _LexiconFile(_Model):
    area: str
    en: list[str] = Field(min_length=1)
    ja: list[str] = Field(min_length=1)


_File = TypeVar("_File", bound=BaseModel)


def taxonomy_names() -> list[str]:
    """Return the names of the taxonomies that there are."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def load_taxonomy(name: str = DEFAULT) -> Taxonomy:
    """Return the taxonomy called `name`, read and checked once.

    Raises `NotFoundError` for an unknown name and `PolicyError` where a file is wrong: an area twice, a term
    in two areas or twice in one, a lexicon for an unknown area, an area without one.
    """
    if name not in taxonomy_names():
        raise NotFoundError(
            Sentence("There is no technology taxonomy {name}.", name=repr(name)),
            remedy=Sentence("Name one of: {names}.", names=", ".join(taxonomy_names())),
        )
    return read_taxonomy(_FOLDER / f"{name}.toml")


def read_taxonomy(path: Path) -> Taxonomy:
    """Return the taxonomy in the file at `path`, with the lexicon in the folder beside it that it names."""
    raw = _read(path, _TaxonomyFile)
    areas = tuple(_area(path, one, raw) for one in raw.areas)
    ids = [area.id for area in areas]
    if len(set(ids)) < len(ids):
        raise PolicyError(
            Sentence("{path}: an area has the id of another.", path=path.name),
            remedy=Sentence("Number them apart."),
        )
    terms: list[Term] = []
    for file in sorted((path.parent / raw.lexicon).glob("*.toml")):
        found = _read(file, _LexiconFile)
        if found.area not in ids:
            raise PolicyError(
                Sentence(
                    "{file}: area {area} is not in {path}.",
                    file=file.name,
                    area=repr(found.area),
                    path=path.name,
                ),
                remedy=Sentence("Correct the area's id, or remove the file."),
            )
        for language, texts in (("en", found.en), ("ja", found.ja)):
            terms += [_term(file, found.area, language, text) for text in texts]  # type: ignore[arg-type]
    _check(terms, ids, path)
    return Taxonomy(
        name=raw.name,
        version=f"{raw.version}+{_checksum(areas, terms)}",
        title_ja=raw.title_ja,
        title_en=raw.title_en,
        valid_from=raw.valid_from,
        valid_to=raw.valid_to,
        areas=areas,
        terms=tuple(terms),
    )


def _read(path: Path, model: type[_File]) -> _File:
    try:
        return model.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(
            Sentence("{path} cannot be read: {error}.", path=path.name, error=spelled(error)),
            remedy=Sentence("Correct the file."),
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PolicyError(
            Sentence("{path}: {place}: {error}.", path=path.name, place=place, error=checked(first)),
            remedy=Sentence("Correct the file."),
        ) from error


def _area(path: Path, raw: _Area, whole: _TaxonomyFile) -> Area:
    citation = whole.citations.get(raw.citation)
    if citation is None:
        raise PolicyError(
            Sentence(
                "{path}: area {area} cites {citation}, which is not among the citations.",
                path=path.name,
                area=raw.id,
                citation=repr(raw.citation),
            ),
            remedy=Sentence("Add the citation, or name one that there is."),
        )
    return Area(
        id=raw.id,
        name_ja=raw.name_ja,
        name_en=raw.name_en,
        valid_from=raw.valid_from or whole.valid_from,
        valid_to=raw.valid_to or whole.valid_to,
        citation=citation.text,
        url=citation.url or None,
        verified=citation.verified,
    )


def _term(path: Path, area: str, language: Literal["en", "ja"], text: str) -> Term:
    first, *others = [part.strip() for part in text.split("|")]
    if not all((first, *others)):
        raise PolicyError(
            Sentence("{path}: {text} has an empty part.", path=path.name, text=repr(text)),
            remedy=Sentence("Remove the stray bar."),
        )
    return Term(area, language, first, tuple(others))


def _form(term: Term, text: str, path: Path) -> str:
    """Return a term as texts are searched for it. Raises `PolicyError` for one that would hit by chance."""
    if term.language == "en":
        form = " ".join(tokens_of(fold(text)))
        if len(form) < _SHORTEST_EN or BREAK in form:
            raise PolicyError(
                Sentence(
                    "The lexicon of {path} has {text} in area {area}: English terms have at least {count} "
                    "letters and no punctuation inside.",
                    path=path.name,
                    text=repr(text),
                    area=term.area,
                    count=_SHORTEST_EN,
                ),
                remedy=Sentence("Write the term out."),
            )
        return form
    form = japanese(fold(text))
    if len(form) < _SHORTEST_JA or not re.search(f"[{JAPANESE}]", form):
        raise PolicyError(
            Sentence(
                "The lexicon of {path} has {text} in area {area}: Japanese terms have at least {count} "
                "characters without long vowel marks, one of them Japanese.",
                path=path.name,
                text=repr(text),
                area=term.area,
                count=_SHORTEST_JA,
            ),
            remedy=Sentence("Write a longer phrase, or put the term among the English ones."),
        )
    return form


def _check(terms: list[Term], areas: list[str], path: Path) -> None:
    seen: dict[tuple[str, str], Term] = {}
    for term in terms:
        for text in (term.text, *term.variants):
            form = _form(term, text, path)
            before = seen.get((term.language, form))
            if before is not None:
                raise PolicyError(
                    Sentence(
                        "The lexicon of {path} has {text} twice: in area {first} ({one}) and in area "
                        "{second} ({other}).",
                        path=path.name,
                        text=repr(text),
                        first=before.area,
                        one=repr(before.text),
                        second=term.area,
                        other=repr(term.text),
                    ),
                    remedy=Sentence("Keep it where it belongs most."),
                )
            seen[(term.language, form)] = term
    for area in areas:
        for language in ("en", "ja"):
            if not any(term.area == area and term.language == language for term in terms):
                raise PolicyError(
                    Sentence(
                        "The lexicon of {path} has no {language} term for area {area}.",
                        path=path.name,
                        language=language,
                        area=area,
                    ),
                    remedy=Sentence("Add a file for it to the lexicon's folder."),
                )


def _checksum(areas: tuple[Area, ...], terms: list[Term]) -> str:
    content: list[Any] = [list(areas), sorted(terms, key=lambda one: (one.area, one.language, one.text))]
    return hashlib.sha256(orjson.dumps(content)).hexdigest()[:12]
