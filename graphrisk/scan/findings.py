"""From what a rule found to findings: evidence gathered, level built, words chosen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.analyzers.severity import level_of
from graphrisk.analyzers.wording import words
from graphrisk.findings import Evidence, Finding, Level, Thing, evidence_hash, finding_id
from graphrisk.schema.arrow import values_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from graphrisk.analyzers.candidate import Candidate
    from graphrisk.analyzers.severity import Overlap
    from graphrisk.findings import Step
    from graphrisk.policies import Policy
    from graphrisk.scan.identity import Identities

Key = tuple[str | None, str | None, str]
_RANKS = {level: -level.rank for level in Level}
_SIDES = {"declared": 0, "observed": 1, "listing": 2}
_KEY = ("application_id", "person_id", "object_id")
_COLUMNS = ("kind", "side", "source", "record", "url", "date_from", "date_to", "text")


def read_evidence(rows: pa.Table) -> dict[Key, tuple[Evidence, ...]]:
    """Return the evidence of a rule by what it is about; declared first, then observed, newest first."""
    keys, columns = values_of(rows, _KEY), values_of(rows, _COLUMNS)
    found: dict[Key, list[Evidence]] = defaultdict(list)
    for key, values in zip(zip(*keys, strict=True), zip(*columns, strict=True), strict=True):
        found[key].append(Evidence(*values))
    return {key: tuple(items if len(items) == 1 else _ordered(items)) for key, items in found.items()}


def _ordered(items: list[Evidence]) -> list[Evidence]:
    items.sort(key=_place)
    return [item for index, item in enumerate(items) if index == 0 or item != items[index - 1]]


def _place(item: Evidence) -> tuple[int, int, str, str, str]:
    return (
        _SIDES[item.side],
        -item.date.toordinal() if item.date else 0,
        item.kind,
        item.record,
        item.text,
    )


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one rule found, with the evidence by what it is about."""

    rule: str
    found: tuple[Candidate, ...]
    evidence: Mapping[Key, tuple[Evidence, ...]]


def build(
    gathered: Gathered,
    overlaps: Mapping[tuple[str, Key], Overlap],
    identities: Identities,
    policy: Policy,
    as_of: dt.date,
) -> list[Finding]:
    """Return the findings of one rule's candidates, in their order."""
    findings = []
    kind = policy.rule(gathered.rule).kind
    built: dict[tuple[object, ...], tuple[Level, tuple[Step, ...]]] = {}
    for candidate in gathered.found:
        behind = gathered.evidence.get(candidate.key, ())
        overlap = overlaps.get((candidate.rule, candidate.key))
        alike = (*_what_decides(candidate), overlap)
        if alike not in built:
            built[alike] = level_of(candidate, policy, as_of, overlap)
        level, steps = built[alike]
        question, declared, observed = words(candidate)
        findings.append(
            Finding(
                id=finding_id(
                    candidate.rule, candidate.person_id, candidate.object_id, candidate.application_id
                ),
                rule=candidate.rule,
                kind=kind,
                level=level,
                application_id=candidate.application_id,
                person_id=candidate.person_id,
                object=Thing(
                    candidate.object_id, candidate.object_name or candidate.object_id, candidate.object_ror
                ),
                question=question,
                declared=declared,
                observed=observed,
                evidence=behind,
                identity=identities.of(candidate, behind),
                steps=steps,
                evidence_hash=evidence_hash(level, behind),
                first_date=candidate.first_date,
                last_date=candidate.last_date,
            )
        )
    return findings


def _what_decides(found: Candidate) -> tuple[object, ...]:
    """Return all of a candidate that its level and steps depend on; many candidates are alike in it."""
    return (
        found.rule,
        found.case,
        found.grade,
        found.listed_then,
        found.listed_now,
        found.disclosed,
        found.last_date,
        found.relation,
        found.relation and (found.object_name, found.relative),
    )


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings by level, then by newest evidence, then by id."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (_RANKS[f.level], -(f.last_date.toordinal() if f.last_date else 0), f.id),
        )
    )
