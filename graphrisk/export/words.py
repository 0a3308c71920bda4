"""Codes of findings as words in the reader's language."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graphrisk.errors import GraphRiskError
from graphrisk.findings import Level
from graphrisk.i18n import N_, Message, called, translate
from graphrisk.policies import load_policy
from graphrisk.resolve.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphrisk.findings import Evidence, Finding
    from graphrisk.i18n import Language

LEVELS = {
    Level.HIGH: N_("HIGH"),
    Level.MEDIUM: N_("MEDIUM"),
    Level.LOW: N_("LOW"),
    Level.INFO: N_("INFO"),
}
KINDS = {
    "D": N_("declared and observed differ"),
    "E": N_("a tie to look at"),
    "gate": N_("who is who"),
    "info": N_("about this run"),
}
SIDES = {"declared": N_("declared"), "observed": N_("observed"), "listing": N_("list")}
EVIDENCE_KINDS = {
    "work": N_("work"),
    "award": N_("award"),
    "declaration": N_("declaration"),
    "listing": N_("list entry"),
    "roster": N_("roster"),
    "author_record": N_("author record"),
    "program": N_("programme"),
}
ROLES = {
    "pi": N_("principal investigator"),
    "co_i": N_("co-investigator"),
    "postdoc": N_("postdoctoral researcher"),
    "student": N_("student"),
    "technician": N_("technician"),
    "partner_lead": N_("partner lead"),
    "other": N_("participant"),
}
STEPS = {
    "base": N_("base"),
    "structure": N_("structure"),
    "disclosed": N_("declared"),
    "listing": N_("listing"),
    "technology": N_("technology"),
    "age": N_("age"),
    "identity": N_("identity"),
    "unsigned": N_("not signed"),
    "cap": N_("cap"),
}
MODES = {
    "security": N_("security: all rules"),
    "integrity": N_("integrity: differences only"),
}


_IDENTITY = N_("identity")
"""What the analyzers name as the object of a question about who somebody is."""


def word(words: dict[Any, str], code: str | None, language: Language) -> str:
    """Return the word for a code; the code itself where there is no word, empty for none."""
    return translate(words.get(code, code), language) if code else ""


def rule_titles(policy: str, language: Language) -> dict[str, str]:
    """Return the titles of a policy's rules by id; empty where the policy is a file that is not at hand."""
    try:
        rules = load_policy(policy).by_id()
    except GraphRiskError:
        return {}
    return {rule_id: getattr(rule.title, language) for rule_id, rule in rules.items()}


def object_name(finding: Finding, language: Language) -> str:
    """Return the name of what a finding is about, in Japanese with the English one; a role in words."""
    name = finding.object.name
    if finding.rule == "R-IDN-01" and name == _IDENTITY:
        return translate(_IDENTITY, language)
    return translate(ROLES[name], language) if name in ROLES else called(name, language, beside=True)


def page(address: str | None) -> str | None:
    """Return the address of a record's page; a citation of a list may be words, which lead nowhere."""
    return address if address and urlsplit(address).scheme in ("https", "http") else None


def printed(item: Evidence) -> str:
    """Return the words of a record; where its list has a citation in words and no page, with these."""
    cited = item.url if item.url and not page(item.url) else None
    return f"{item.text} — {cited}" if cited else item.text


def in_utc(moment: dt.datetime) -> dt.datetime:
    """Return a moment without time zone, in UTC: spreadsheets know no zones."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def say_reasons(codes: Iterable[str], language: Language) -> list[str]:
    """Return reasons of an identity in words; a code that is not known stays as it is."""
    return [_say_reason(code, language) for code in codes]


def say_alternative(text: str, language: Language) -> str:
    """Return a rejected alternative, `id|code`, with its reason in words."""
    name, bar, code = text.partition("|")
    return f"{name}: {_say_reason(code, language)}" if bar else name


def say_plain(value: Any, language: Language) -> Any:
    """Return plain data in which messages (objects of `msgid` and `values`) are put into words."""
    if isinstance(value, Message):
        return value.render(language)
    if isinstance(value, dict):
        if set(value) == {"msgid", "values"}:
            inner = {k: say_plain(v, language) for k, v in value["values"].items()}
            return Message(value["msgid"], inner).render(language)
        return {k: say_plain(v, language) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [say_plain(v, language) for v in value]
    return value


def _say_reason(code: str, language: Language) -> str:
    try:
        return reason(code).render(language)
    except KeyError:
        return code
