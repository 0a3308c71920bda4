"""The catalogue of rules as a page, made from the rules' own words and a policy's numbers."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from graphrisk.analyzers import LAST, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphrisk.policies import Policy, Rule

_KINDS = {
    "D": "discrepancy: declared and observed differ",
    "E": "exposure: a declared or observed tie touches a listed organisation",
    "gate": "gate",
    "modifier": "modifier of other rules' levels",
    "info": "information",
}
_STEPS = {
    "structure": "not listed itself: a parent or unit of a listed body, or printed as another name of one",
    "disclosed": "the tie was declared",
    "unsigned": "rows came in, the signature is missing",
    "listing": "listed when the tie existed, and now",
    "technology": "overlap with the project's technology areas",
    "age": "the newest evidence is older than the recent window",
    "identity": "the grade of identity caps the level",
    "cap": "no higher without overlap of technology",
}
_TECHNOLOGY = """Raise a finding whose works touch the project's technology areas.

Looks at titles, abstracts, topics and keywords of the works behind a finding. An area counts with enough
different terms of the lexicon; the overlap is the part of the project's areas that the works touch. It is a
step of other rules' levels, never a finding, and in security mode alone. Source: the 20 areas of the basic
guidelines of 2022-09-30; compare STRAC."""
_COMMON = ("enabled", "kind", "title", "verified", "citations", "levels", "steps")


def catalogue(policy: Policy) -> str:
    """Return the page of the rules under `policy`, in Markdown."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: Policy) -> Iterator[str]:
    texts = {rule_id: inspect.getdoc(rule) or "" for rule_id, rule in (*RULES, *LAST)}
    texts["R-TEC-01"] = _TECHNOLOGY
    yield "# Rules"
    yield ""
    yield "<!-- Made from the rules and the policy; change those, not this page. -->"
    yield ""
    yield f"Policy `{policy.name}` {policy.version}: {policy.title.en} / {policy.title.ja}."
    yield ""
    yield f"> {policy.notice.en}"
    yield ""
    yield (
        "A finding is a question, never a verdict. Its level starts at the base of the rule's case and moves "
        "by named steps, each of which is stored and shown. INFO, LOW, MEDIUM and HIGH say how much "
        "attention a question asks for."
    )
    yield ""
    yield "| rule | title | class | steps | ground read in the authority's text |"
    yield "|---|---|---|---|---|"
    for rule_id, rule in policy.by_id().items():
        state = "" if rule.enabled else " (off)"
        steps = ", ".join(rule.steps) or "none"
        read = "yes" if rule.verified else "no"
        yield f"| {rule_id}{state} | {rule.title.en} / {rule.title.ja} | {rule.kind} | {steps} | {read} |"
    yield ""
    yield "## Steps"
    yield ""
    for name, value in policy.steps.model_dump(mode="json").items():
        yield f"- `{name}` = {value}"
    yield ""
    for rule_id, rule in policy.by_id().items():
        yield from _rule(rule_id, rule, texts[rule_id], policy)


def _rule(rule_id: str, rule: Rule, text: str, policy: Policy) -> Iterator[str]:
    yield f"## {rule_id} {rule.title.en}"
    yield ""
    yield f"{rule.title.ja} · {_KINDS[rule.kind]}"
    yield ""
    yield text
    yield ""
    if rule.levels:
        yield "| case | base level |"
        yield "|---|---|"
        for case, level in rule.levels.items():
            yield f"| {case} | {level} |"
        yield ""
    for step in rule.steps:
        yield f"- step `{step}`: {_STEPS[step]}"
    numbers = {
        name: value for name, value in rule.model_dump(mode="json").items() if name not in _COMMON and value
    }
    for name, value in numbers.items():
        yield f"- `{name}` = {_said(value)}"
    if rule.steps or numbers:
        yield ""
    for citation in rule.citations:
        cited = policy.citation(citation)
        where = f" <{cited.url}>" if cited.url else ""
        yield f"- {cited.id} ({cited.mark}): {cited.text}{where}"
    yield ""


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {item}" for key, item in value.items())
    return str(value)
