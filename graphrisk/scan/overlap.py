"""R-TEC-01: how far the works behind a finding touch the project's technology areas."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graphrisk.analyzers.columns import months_before
from graphrisk.analyzers.severity import Overlap
from graphrisk.schema import NUMBERED_WORKS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    import ibis.expr.types as ir

    from graphrisk.policies import Policy
    from graphrisk.scan.findings import Gathered, Key
    from graphrisk.scan.result import ApplicationInfo
    from graphrisk.scan.session import Session
    from graphrisk.technology import Tagger


def overlaps(
    session: Session,
    gathered: Iterable[Gathered],
    applications: Mapping[str, ApplicationInfo],
    looked_at: ir.Table,
    policy: Policy,
    tagger: Tagger,
    as_of: dt.date,
) -> dict[tuple[str, Key], Overlap]:
    """Return the overlap of each candidate whose works touch areas of its project, by rule and key.

    Only rules with the step `technology` and applications in security mode with technology areas are looked
    at; `looked_at` holds work_no and work_id of at least their works. An area counts with enough different
    terms in the titles, abstracts, topics and keywords of the works of the window.
    """
    rule = policy.rules.tec_01
    since = months_before(as_of, rule.works_months)
    works: dict[tuple[str, Key], tuple[str, ...]] = {}
    for some in gathered:
        if not rule.enabled or "technology" not in policy.rule(some.rule).steps:
            continue
        for candidate in some.found:
            info = applications.get(candidate.application_id or "")
            if info is not None and info.mode == "security" and info.project_areas:
                works[some.rule, candidate.key] = tuple(
                    item.record
                    for item in some.evidence.get(candidate.key, ())
                    if item.kind == "work" and item.date is not None and item.date >= since
                )
    tags = _tags(session, {work for group in works.values() for work in group}, looked_at, tagger)
    result = {}
    for (rule_id, key), group in works.items():
        info = applications[key[0] or ""]
        touched = _touched((tags[work] for work in group if work in tags), rule.min_terms)
        common = [area for area in info.project_areas if area in touched]
        if common:
            result[rule_id, key] = Overlap(
                share=len(common) / len(info.project_areas),
                areas=tuple(tagger.taxonomy.area(area).name_en for area in common),
                terms=tuple(sorted({term for area in common for term in touched[area]})),
                proposed=info.proposed,
            )
    return result


Tags = dict[str, tuple[str, ...]]


def _touched(tags: Iterable[Tags], enough: int) -> dict[str, set[str]]:
    terms: dict[str, set[str]] = defaultdict(set)
    for tag in tags:
        for area, hits in tag.items():
            terms[area].update(hits)
    return {area: hits for area, hits in terms.items() if len(hits) >= enough}


def _tags(session: Session, work_ids: set[str], looked_at: ir.Table, tagger: Tagger) -> dict[str, Tags]:
    """Return what the texts of works touch, for works that touch anything; they are among `looked_at`."""
    if not work_ids:
        return {}
    wanted = session.among("work_id", sorted(work_ids))
    numbers = looked_at.select("work_no", "work_id").distinct().semi_join(wanted, "work_id")
    table = session.tables[NUMBERED_WORKS].semi_join(numbers, "work_no")
    rows = session.columns(table.select("work_id", "title", "abstract", "topics", "keywords"))
    tagged = {}
    for work_id, title, abstract, topics, keywords in zip(*rows.values(), strict=True):
        parts = [title or "", abstract or "", *(topics or ()), *(keywords or ())]
        hits = tagger.tag("\n".join(part for part in parts if part))
        if hits:
            tagged[work_id] = hits
    return tagged
