"""Funders and awards that a work acknowledges, from the shapes before and after 2025, each once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from graphrisk.names.identifiers import award_key, openalex, ror

if TYPE_CHECKING:
    from loaders.openalex.records import Work

Row = tuple[str | None, str | None, str | None, str | None, str | None]
"""funder_id, funder_ror, funder_name, award_id, award_key."""


def acknowledgements(work: Work) -> list[Row]:
    """Return the funding rows of a work.

    A grant that stands among the awards too is not repeated, nor a funder that has an award or a grant.
    """
    rows: list[Row] = []
    seen: set[tuple[str | None, str | None]] = set()
    rors = {_funder(f.id): ror(f.ror) if f.ror else None for f in work.funders or ()}
    for award in work.awards or ():
        _add(rows, seen, rors, award.funder_id, award.funder_display_name, award.funder_award_id)
    for grant in work.grants or ():
        _add(rows, seen, rors, grant.funder, grant.funder_display_name, grant.award_id)
    named = {row[0] for row in rows} | {row[2] for row in rows}
    for funder in work.funders or ():
        if (_funder(funder.id) or funder.display_name) not in named:
            _add(rows, seen, rors, funder.id, funder.display_name, None, funder.ror)
    return rows


def _add(
    rows: list[Row],
    seen: set[tuple[str | None, str | None]],
    rors: dict[str | None, str | None],
    funder: str | None,
    name: str | None,
    number: str | None,
    given_ror: str | None = None,
) -> None:
    funder_id = _funder(funder)
    printed = (number or "").strip() or None
    key = award_key(printed)
    mark = (funder_id or name, key or printed)
    if mark == (None, None) or mark in seen:
        return
    seen.add(mark)
    funder_ror = rors.get(funder_id) if funder_id else None
    if funder_ror is None and given_ror:
        funder_ror = ror(given_ror)
    rows.append((funder_id, funder_ror, name, printed, key))


@lru_cache(maxsize=1 << 15)
def _funder(given: str | None) -> str | None:
    return openalex(given, "F") if given else None
