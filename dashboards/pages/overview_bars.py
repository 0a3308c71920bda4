"""The bars of the overview: open and decided questions by level, rule, application and technology area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.address import Filters
from dashboards.figures import Bar
from dashboards.naming import common_prefix, title_of
from dashboards.selection import areas_of, counts_by_level, undecided
from dashboards.windows import rule_title
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboards.context import Context
    from dashboards.data import Data
    from dashboards.words import Words
    from graphrisk.review.records import FindingRecord

APPLICATIONS_SHOWN = 12


def _bar(label: str, records: Sequence[FindingRecord], href: str, t: Words) -> Bar:
    levels = counts_by_level(undecided(records))
    waiting = sum(levels.values())
    hover = t(
        N_("{name}: {open} open, {done} decided. Click to see them."),
        name=label,
        open=waiting,
        done=len(records) - waiting,
    )
    return Bar(label, levels, len(records) - waiting, href, hover)


def by_level(here: Context, records: Sequence[FindingRecord]) -> list[Bar]:
    """Return a bar a level, highest first."""
    return [
        _bar(
            here.words.level(level),
            [r for r in records if r.finding.level is level],
            here.address.queue(Filters(levels=(level,))).href,
            here.words,
        )
        for level in counts_by_level(records)
    ]


def _grouped(
    records: Sequence[FindingRecord], key: Callable[[FindingRecord], str | None]
) -> list[tuple[str, list[FindingRecord]]]:
    found: dict[str, list[FindingRecord]] = {}
    for record in records:
        name = key(record)
        if name is not None:
            found.setdefault(name, []).append(record)
    return sorted(found.items(), key=lambda item: (-_weight(item[1]), -len(item[1]), item[0]))


def _weight(records: Sequence[FindingRecord]) -> int:
    return max((record.finding.level.rank for record in undecided(records)), default=-1)


def by_rule(here: Context, records: Sequence[FindingRecord], data: Data) -> list[Bar]:
    """Return a bar a rule, most open questions first."""
    policy = data.policy(here.run.policy) if here.run else None
    groups = _grouped(records, lambda record: record.finding.rule)
    groups.sort(key=lambda item: (-len(undecided(item[1])), -len(item[1]), item[0]))
    return [
        _bar(
            f"{rule} {rule_title(policy, rule, here.words.language)}",
            group,
            here.address.queue(Filters(rule=rule)).href,
            here.words,
        )
        for rule, group in groups
    ]


def by_application(here: Context, records: Sequence[FindingRecord]) -> list[Bar]:
    """Return a bar an application, highest open level first; only the first few."""
    numbers = [application.application_id for application in here.run.applications] if here.run else []
    prefix = len(common_prefix(numbers))
    return [
        _bar(
            f"{application[prefix:]} {title_of(group[0], here.words)}",
            group,
            here.address.queue(Filters(application=application)).href,
            here.words,
        )
        for application, group in _grouped(records, lambda r: r.finding.application_id)[:APPLICATIONS_SHOWN]
    ]


def applications_note(records: Sequence[FindingRecord], t: Words) -> str:
    """Return what the chart of applications leaves out."""
    count = len({record.finding.application_id for record in records if record.finding.application_id})
    if count <= APPLICATIONS_SHOWN:
        return t(N_("highest level first"))
    return t(N_("the first {shown} of {count}, highest level first"), shown=APPLICATIONS_SHOWN, count=count)


def by_area(here: Context, records: Sequence[FindingRecord], data: Data) -> list[Bar]:
    """Return a bar an area that an application of the run touches; a question counts in each of them."""
    from dashboards.explore.areas import Areas

    if here.run is None:
        return []
    policy = data.policy(here.run.policy)
    names, inside = Areas(policy.taxonomy if policy else None), areas_of(here.run)
    groups: dict[str, list[FindingRecord]] = {}
    for record in records:
        for area in inside.get(record.finding.application_id or "", ()):
            groups.setdefault(area, []).append(record)
    found = sorted(groups.items(), key=lambda item: (-len(undecided(item[1])), -len(item[1]), item[0]))
    return [
        _bar(names.name(area, here.words), group, here.address.queue(Filters(area=area)).href, here.words)
        for area, group in found
    ]
