"""A row of `schema.CANDIDATES` as an object."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.findings import Grade
from graphrisk.schema import CANDIDATES
from graphrisk.schema.arrow import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule found, with the rule's id; the other fields are those of `schema.CANDIDATES`, in order."""

    rule: str
    application_id: str | None
    person_id: str | None
    object_id: str
    object_name: str | None
    object_ror: str | None
    case: str
    grade: Grade
    works: int | None = None
    share: float | None = None
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    listed_then: bool = False
    listed_now: bool = False
    disclosed: bool = False
    domestic: bool = False
    codes: tuple[str, ...] = ()
    relation: str | None = None
    relative: str | None = None

    @property
    def key(self) -> tuple[str | None, str | None, str]:
        """What the candidate is about: application, person and object."""
        return self.application_id, self.person_id, self.object_id


_GRADES = {grade.value: grade for grade in Grade}


def read_candidates(rule: str, rows: pa.Table) -> Iterator[Candidate]:
    """Yield the rows of a table in the shape of `schema.CANDIDATES`; unknown yes or no counts as no."""
    columns = dict(zip(CANDIDATES.names, values_of(rows, CANDIDATES.names), strict=True))
    columns["grade"] = [_GRADES[grade] for grade in columns["grade"]]
    for name in ("listed_then", "listed_now", "disclosed", "domestic"):
        columns[name] = [value is True for value in columns[name]]
    columns["codes"] = [tuple(sorted(c for c in codes if c)) if codes else () for codes in columns["codes"]]
    for values in zip(*columns.values(), strict=True):
        yield Candidate(rule, *values)
