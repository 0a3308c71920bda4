"""Policies by name or path: read, checked, frozen."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graphrisk.causes import checked, spelled
from graphrisk.errors import NotFoundError, PolicyError
from graphrisk.policies.model import Policy
from graphrisk.sentences import Sentence, listed

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_FOLDER = Path(__file__).resolve().parent
SHOWN = 3
"""How many of the errors in a policy are named."""


def policy_names() -> list[str]:
    """Return the names of the policies that come with the program, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def load_policy(name_or_path: str) -> Policy:
    """Return the policy of that name, or the one in the TOML file at that path.

    A file may say `extends = "name"`: its tables are then laid over those of that policy. Raises
    `NotFoundError` where there is no such policy and `PolicyError`, naming file and key, where it is wrong.
    """
    path = Path(name_or_path)
    if path.suffix == ".toml":
        return _validate(path, _read(path))
    return _named(name_or_path)


@cache
def _named(name: str) -> Policy:
    names = policy_names()
    if name not in names:
        raise NotFoundError(
            Sentence("There is no policy called {name}.", name=repr(name)),
            remedy=Sentence("Use one of {names}, or the path of a .toml file.", names=", ".join(names)),
        )
    path = _FOLDER / f"{name}.toml"
    return _validate(path, _read(path))


def _read(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(
            Sentence("There is no policy file {path}.", path=path), remedy=Sentence("Check the path.")
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(
            Sentence("{path}: {error}.", path=path, error=spelled(error)),
            remedy=Sentence("A policy is a TOML file in UTF-8."),
        ) from error
    base = raw.pop("extends", None)
    if base is None:
        return raw
    if base not in policy_names():
        raise PolicyError(
            Sentence("{path}: extends: there is no policy called {name}.", path=path, name=repr(base)),
            remedy=Sentence("Name one of {names}.", names=", ".join(policy_names())),
        )
    parent = _FOLDER / f"{base}.toml"
    if parent in (*seen, path.resolve()):
        raise PolicyError(
            Sentence("{path}: extends: {name} leads back here.", path=path, name=repr(base)),
            remedy=Sentence("Break the circle."),
        )
    return _over(_read(parent, (*seen, path.resolve())), raw)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Lay `above` over `below`: tables are merged, citations joined, everything else replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _over(old, value)
        elif key == "citations" and isinstance(old, list) and _are_tables(value):
            merged[key] = old + value
        else:
            merged[key] = value
    return merged


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _validate(path: Path, raw: dict[str, Any]) -> Policy:
    try:
        return Policy.model_validate(raw)
    except ValidationError as error:
        found = error.errors()
        problems = listed([_problem(item) for item in found[:SHOWN]], "; ")
        more = Sentence(" (and {count} more)", count=len(found) - SHOWN) if len(found) > SHOWN else ""
        raise PolicyError(
            Sentence("{path}: {problems}{more}.", path=path, problems=problems, more=more),
            remedy=Sentence("Compare it with graphrisk/policies/jp-tejunsho.toml."),
        ) from error


def _problem(item: ErrorDetails) -> Sentence:
    place = ".".join(str(part) for part in item["loc"]) or Sentence("the file")
    return Sentence("{place}: {error}", place=place, error=checked(item))
