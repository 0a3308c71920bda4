"""The head of a case: the question in plain words, whose application, and the way to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.address import Filters
from dashboards.components.basics import level_badge
from dashboards.naming import home_of, language_of, name_of, title_of
from dashboards.windows import rule_title
from dashboards.words import KINDS
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.address import Address
    from dashboards.words import Words
    from graphrisk.findings import Finding
    from graphrisk.policies.model import Policy
    from graphrisk.review.records import FindingRecord, PersonRecord, RunRecord

Place = tuple[int | None, str | None, str | None]


def head(
    record: FindingRecord,
    run: RunRecord,
    address: Address,
    place: Place,
    total: int,
    policy: Policy | None,
    japanese: Mapping[str, str],
    t: Words,
) -> html.Div:
    """Return level, question, rule, application, person, and the steps through the queue.

    `japanese` holds Japanese names of organisations by id.
    """
    finding = record.finding
    day = t(N_("as of {day}"), day=run.as_of)
    return html.Div(
        [
            html.P(f"{run.call_title} · {day} · {run.id} · {finding.id}", className="print-only"),
            html.Div(
                [
                    level_badge(finding.level, t),
                    html.Span(
                        f"{finding.rule} · {rule_title(policy, finding.rule, t.language)}",
                        className="rule",
                        title=t(KINDS.get(finding.kind, finding.kind)),
                    ),
                    _steps(address, place, total, t),
                ],
                className="line",
            ),
            html.H1(t.say(finding.question)),
            html.Div(_whose(record, run, address, japanese, t), className="whose"),
        ],
        className="case-head",
    )


def _steps(address: Address, place: Place, total: int, t: Words) -> html.Nav:
    number, before, after = place
    said = (
        t(N_("{place} of {count}"), place=number, count=total)
        if number is not None
        else t(N_("not in the filtered queue"))
    )
    return html.Nav(
        [
            _step("◀", t(N_("Previous")), "previous-question", before, address),
            html.Span(said, className="place"),
            _step("▶", t(N_("Next")), "next-question", after, address),
        ],
        className="walk",
    )


def _step(sign: str, words: str, element: str, finding: str | None, address: Address) -> html.A | html.Span:
    if finding is None:
        return html.Span(sign, className="step off", title=words)
    return html.A(sign, id=element, href=address.case(finding).href, className="step", title=words)


def _whose(
    record: FindingRecord, run: RunRecord, address: Address, japanese: Mapping[str, str], t: Words
) -> list[Any]:
    finding = record.finding
    person = _person(record, run)
    parts: list[Any] = []
    if finding.person_id:
        name = name_of(record, t)
        parts.append(html.Strong(name, lang=language_of(name)))
        other = record.person_name if name != record.person_name else record.person_name_latin
        if other and other != name:
            parts.append(html.Span(other, className="other-name", lang=language_of(other)))
        facts = [t.role(record.person_role), home_of(person, japanese, t) if person else ""]
        parts.append(html.Span(" · ".join(fact for fact in facts if fact), title=facts[1]))
    if finding.application_id:
        queue = address.queue(Filters(application=finding.application_id))
        title = title_of(record, t)
        parts.append(
            html.Span(
                [html.A(finding.application_id, href=queue.href), " ", html.Span(title, title=title)],
                className="application",
            )
        )
    ways = _ways(finding, address, t)
    if ways:
        parts.append(html.Span(ways, className="ways"))
    return parts


def _ways(finding: Finding, address: Address, t: Words) -> list[Any]:
    """Return links into the graph, from the person and from the organisation that the question is about."""
    ways = []
    if finding.person_id:
        href = address.explore(node=f"applicant:{finding.person_id}", case=finding.id).href
        ways.append(html.A(t(N_("Explore this person")), href=href))
    if finding.object.id.startswith(("https://ror.org/", "https://openalex.org/I", "name:")):
        href = address.explore(node=f"organization:{finding.object.id}", case=finding.id).href
        ways.append(html.A(t(N_("Explore this organisation")), href=href))
    return ways


def _person(record: FindingRecord, run: RunRecord) -> PersonRecord | None:
    finding = record.finding
    for person in run.people:
        if person.person_id == finding.person_id and person.application_id == finding.application_id:
            return person
    return next((person for person in run.people if person.person_id == finding.person_id), None)
