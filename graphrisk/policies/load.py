"""Policies by name or path: read, checked, frozen."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graphrisk.errors import NotFoundError, PolicyError
from graphrisk.policies.model import Policy

_FOLDER = Path(__file__).resolve().parent


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
            f"There is no policy called {name!r}.",
            remedy=f"Use one of {', '.join(names)}, or the path of a .toml file.",
        )
    path = _FOLDER / f"{name}.toml"
    return _validate(path, _read(path))


def _read(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no policy file {path}.", remedy="Check the path.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"{path}: {error}.", remedy="A policy is a TOML file in UTF-8.") from error
    base = raw.pop("extends", None)
    if base is None:
        return raw
    if base not in policy_names():
        raise PolicyError(
            f"{path}: extends: there is no policy called {base!r}.",
            remedy=f"Name one of {', '.join(policy_names())}.",
        )
    parent = _FOLDER / f"{base}.toml"
    if parent in (*seen, path.resolve()):
        raise PolicyError(f"{path}: extends: {base!r} leads back here.", remedy="Break the circle.")
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
        problems = [
            f"{'.'.join(str(part) for part in item['loc']) or 'the file'}: {item['msg']}"
            for item in error.errors()
        ]
        more = f" (and {len(problems) - 3} more)" if len(problems) > 3 else ""
        raise PolicyError(
            f"{path}: {'; '.join(problems[:3])}{more}.",
            remedy="Compare it with graphrisk/policies/jp-tejunsho.toml.",
        ) from error
