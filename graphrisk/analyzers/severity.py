"""How a level is built: the base of the case, then one named step after another, each with its reason.

    base → structure → disclosed → unsigned → listing → technology → age → identity → cap

A step that changes nothing is not kept. The numbers are those of the policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphrisk.analyzers import wording
from graphrisk.analyzers.columns import months_before
from graphrisk.findings import Grade, Step

if TYPE_CHECKING:
    import datetime as dt

    from graphrisk.analyzers.candidate import Candidate
    from graphrisk.findings import Level
    from graphrisk.i18n import Message
    from graphrisk.policies import Policy, Rule


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far the works behind a finding touch the project's technology areas.

    `share` is the part of the project's areas that they touch; `areas` are those areas by their English names
    and `terms` the words that hit. `proposed` is true where the project itself declared no areas.
    """

    share: float
    areas: tuple[str, ...]
    terms: tuple[str, ...]
    proposed: bool


def level_of(
    found: Candidate, policy: Policy, as_of: dt.date, overlap: Overlap | None = None
) -> tuple[Level, tuple[Step, ...]]:
    """Return the level of what a rule found, and the steps that led there.

    `overlap` is None in integrity mode and where there is nothing to compare.
    """
    rule = policy.rule(found.rule)
    start = rule.levels[found.case]
    steps = [Step("base", None, start, wording.base(found))]
    taken: set[str] = set()

    def move(name: str, after: Level, why: Message) -> None:
        before = steps[-1].after
        if after is not before:
            steps.append(Step(name, before, after, why))
            taken.add(name)

    for name in rule.steps:
        before = steps[-1].after
        match name:
            case "structure" if found.relation is not None:
                move(name, before.moved(policy.steps.structure), wording.structure(found))
            case "disclosed" if found.disclosed:
                move(name, before.moved(policy.steps.disclosed), wording.disclosed())
            case "unsigned" if found.disclosed:
                move(name, before.moved(policy.steps.unsigned), wording.unsigned())
            case "listing":
                move(name, *_listing(found, rule, policy, before))
            case "technology" if overlap is not None and _raises(found, rule, policy, overlap):
                why = wording.technology(overlap.areas, overlap.terms, proposed=overlap.proposed)
                move(name, before.moved(policy.steps.technology), why)
            case "age" if _is_old(found, rule, as_of):
                months = rule.recent_months or 0
                move(name, before.moved(policy.steps.age), wording.age(found.last_date, months))
            case "identity":
                move(name, *_identity(found, policy, before))
            case "cap" if rule.highest_without_technology and "technology" not in taken:
                move(name, before.capped(rule.highest_without_technology), wording.cap())
            case _:
                pass
    return steps[-1].after, tuple(steps)


def _listing(found: Candidate, rule: Rule, policy: Policy, before: Level) -> tuple[Level, Message]:
    """Raise a discrepancy at an organisation listed then and now; lower an exposure that is not both."""
    if rule.kind == "D":
        counts = not rule.listed_cases or found.case in rule.listed_cases
        up = found.listed_then and found.listed_now and counts
        return (before.moved(policy.steps.listed) if up else before), wording.listed_both()
    if found.listed_then and not found.listed_now:
        return before.moved(policy.steps.listed_then_only), wording.listed_then_only()
    if found.listed_now and not found.listed_then:
        return before.capped(policy.steps.listed_since_highest), wording.listed_since()
    return before, wording.listed_both()


def _raises(found: Candidate, rule: Rule, policy: Policy, overlap: Overlap) -> bool:
    """Whether technology counts: enough overlap, and not only a listing that came after the tie."""
    since = rule.kind == "E" and not found.listed_then
    return overlap.share >= policy.rules.tec_01.threshold and not since


def _is_old(found: Candidate, rule: Rule, as_of: dt.date) -> bool:
    if rule.recent_months is None or found.last_date is None:
        return False
    return found.last_date < months_before(as_of, rule.recent_months)


def _identity(found: Candidate, policy: Policy, before: Level) -> tuple[Level, Message]:
    match found.grade:
        case Grade.C:
            return before.capped(policy.steps.highest_c), wording.identity_c()
        case Grade.B if not found.listed_then:
            return before.capped(policy.steps.highest_b), wording.identity_b()
        case _:
            return before, wording.identity_b()
