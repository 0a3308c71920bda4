"""By which Japanese names the registry knows organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk.i18n import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FULL_NAMES = ("display", "label")
"""Kinds of names that a body goes by, best first; no aliases or acronyms."""


def japanese_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the best Japanese name of each organisation among rows of `organization_names`, by id.

    Its own name goes before labels; of several, the first by its letters is taken, whatever their order.
    """
    known = [row for row in rows if row["lang"] == "ja" and row["kind"] in FULL_NAMES]
    known.sort(key=lambda row: (FULL_NAMES.index(row["kind"]), row["name"]), reverse=True)
    return {str(row["org_id"]): str(row["name"]) for row in known}


def with_japanese(names: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return names of organisations by id, each with its Japanese one among `rows` where there is one."""
    japanese = japanese_of(rows)
    return {org: Name(name, japanese[org]) if org in japanese else name for org, name in names.items()}
