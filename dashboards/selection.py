"""Which findings of a run a page shows, in which order, and how many there are of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.findings import Level
from graphrisk.review.records import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dashboards.address import Filters
    from dashboards.words import Words
    from graphrisk.review.records import FindingRecord, RunRecord

UNDECIDED = (Status.OPEN, Status.REOPENED)


def selected(
    records: Sequence[FindingRecord],
    filters: Filters,
    words: Words,
    *,
    areas: Mapping[str, Sequence[str]] | None = None,
    among: Collection[str] | None = None,
) -> list[FindingRecord]:
    """Return the records that pass the filters, in their order.

    `areas` has the technology areas of each application; `among`, the ids that the filter on change lets
    pass.
    """
    needles = filters.text.casefold().split()
    ids = None if among is None else frozenset(among)
    inside = areas or {}
    return [
        record
        for record in records
        if (not filters.levels or record.finding.level in filters.levels)
        and (not filters.states or record.state.status in filters.states)
        and filters.rule in {None, record.finding.rule}
        and filters.application in {None, record.finding.application_id}
        and (filters.area is None or filters.area in inside.get(record.finding.application_id or "", ()))
        and (ids is None or record.finding.id in ids)
        and (not needles or _says(record, needles, words))
    ]


def areas_of(run: RunRecord) -> dict[str, tuple[str, ...]]:
    """Return the technology areas of each application of a run."""
    return {application.application_id: application.project_areas for application in run.applications}


def _says(record: FindingRecord, needles: Sequence[str], words: Words) -> bool:
    finding = record.finding
    heap = " ".join(
        part
        for part in (
            finding.id,
            finding.rule,
            finding.application_id,
            finding.person_id,
            finding.object.name,
            words.called(finding.object.name),
            finding.object.ror,
            record.application_title,
            record.application_title_en,
            record.person_name,
            record.person_name_latin,
            words.say(finding.question),
        )
        if part
    ).casefold()
    return all(needle in heap for needle in needles)


def in_order(records: Sequence[FindingRecord]) -> list[FindingRecord]:
    """Return records by level, then by newest evidence; those without a date last."""
    return sorted(
        records,
        key=lambda record: (
            -record.finding.level.rank,
            -(record.finding.last_date.toordinal() if record.finding.last_date else 0),
            record.finding.id,
        ),
    )


def counts_by_level(records: Sequence[FindingRecord]) -> dict[Level, int]:
    """Return the number of records of each level, highest first, levels without any included."""
    return {
        level: sum(record.finding.level is level for record in records) for level in reversed(list(Level))
    }


def undecided(records: Sequence[FindingRecord]) -> list[FindingRecord]:
    """Return the records that wait for a decision."""
    return [record for record in records if record.state.status in UNDECIDED]


def neighbours(
    records: Sequence[FindingRecord], finding_id: str
) -> tuple[int | None, str | None, str | None]:
    """Return the place (from 1) of a finding among `records`, and the ids before and after it."""
    order = [record.finding.id for record in records]
    if finding_id not in order:
        return None, None, order[0] if order else None
    place = order.index(finding_id)
    before = order[place - 1] if place else None
    after = order[place + 1] if place + 1 < len(order) else None
    return place + 1, before, after
