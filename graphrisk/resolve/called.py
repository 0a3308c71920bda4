"""By which Japanese names the registry knows organisations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graphrisk.i18n import Name
from graphrisk.names.folding import CJK
from graphrisk.names.persons import is_east_asian

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FULL_NAMES = ("display", "label")
"""Kinds of names that a body goes by, best first; no aliases or acronyms."""
_KANJI = re.compile(f"[{CJK}]")


def japanese_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the best Japanese name of each organisation among rows of `organization_names`, by id.

    One with kanji goes before its reading in kana, then its own name before labels; of several, the first by
    its letters is taken, whatever their order. The registry has RIKEN as a Japanese name too: Latin letters
    make none here.
    """
    known = [
        row
        for row in rows
        if row["lang"] == "ja" and row["kind"] in FULL_NAMES and is_east_asian(row["name"])
    ]
    known.sort(key=_place, reverse=True)
    return {str(row["org_id"]): str(row["name"]) for row in known}


def _place(row: Mapping[str, Any]) -> tuple[bool, int, str]:
    return _KANJI.search(row["name"]) is None, FULL_NAMES.index(row["kind"]), row["name"]


def with_japanese(names: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return names of organisations by id, each with its Japanese one among `rows` where there is one."""
    japanese = japanese_of(rows)
    return {org: Name(name, japanese[org]) if org in japanese else name for org, name in names.items()}
