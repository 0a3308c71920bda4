"""The words of the dashboard in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graphrisk.findings import Grade, Level
from graphrisk.i18n import N_, Language, Message, Value, called, said, say_date, translate
from graphrisk.review.records import Decision, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphrisk.errors import GraphRiskError

LEVELS = {
    Level.HIGH: N_("HIGH"),
    Level.MEDIUM: N_("MEDIUM"),
    Level.LOW: N_("LOW"),
    Level.INFO: N_("INFO"),
}
DECISIONS = tuple(Decision)
"""Decisions in the order of the keys 1 to 5."""
DECISION_MEANINGS = {
    Decision.CONFIRMED: N_("The difference is real; it goes to the office that follows it up."),
    Decision.EXPLAINED: N_("The person or the institution gave a sufficient explanation."),
    Decision.DECLARED_LATER: N_("A declaration that was missing has been handed in."),
    Decision.FALSE_MATCH: N_("The record belongs to another person or organisation."),
    Decision.NEEDS_INFORMATION: N_("Ask the institution before deciding."),
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
PARTNER_ROLES = {
    "partner": N_("partner"),
    "subrecipient": N_("subrecipient"),
    "equipment_supplier": N_("equipment supplier"),
    "data_provider": N_("data provider"),
}
GRADES = {
    Grade.A: N_("A · persistent identifier"),
    Grade.B: N_("B · corroborated"),
    Grade.C: N_("C · not settled: by name alone, or the records disagree"),
}
KINDS = {
    "D": N_("declared and observed differ"),
    "E": N_("a tie to look at"),
    "gate": N_("who is who"),
    "info": N_("about this run"),
}
EVIDENCE_KINDS = {
    "work": N_("work"),
    "award": N_("award"),
    "declaration": N_("declaration"),
    "listing": N_("list entry"),
    "roster": N_("roster"),
    "author_record": N_("author record"),
    "program": N_("programme"),
}
SIDES = {"declared": N_("declared"), "observed": N_("observed"), "listing": N_("list")}


@dataclass(frozen=True, slots=True)
class Words:
    """Says things in one language: `words("Open")`, with values by name.

    `names` are those by which organisations are called in reasons, by id; the ids of others are said.
    """

    language: Language
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    def knowing(self, names: Mapping[str, str]) -> Words:
        """Return words that call organisations so."""
        return replace(self, names=names)

    def __call__(self, msgid: str, **values: Value) -> str:
        """Return the sentence `msgid` in the reader's language with its values filled in."""
        return Message(msgid, values).render(self.language)

    def number(self, count: int, one: str, many: str) -> str:
        """Return a count with its noun: `one` for one, `many` for all else; both hold {count}."""
        return Message(one if count == 1 else many, {"count": f"{count:,}"}).render(self.language)

    def say(self, message: Message) -> str:
        """Return a finding's message in the reader's language."""
        return message.render(self.language)

    def called(self, name: str, *, beside: bool = False) -> str:
        """Return an organisation's name in the reader's language, with the English one `beside` if asked."""
        return called(name, self.language, beside=beside)

    def fault(self, error: GraphRiskError) -> str:
        """Return what is wrong and what to do, in the reader's language."""
        return said(error.whole, self.language)

    def date(self, day: dt.date | None, missing: str = "") -> str:
        """Return a date as readers of the language write it, or `missing`."""
        return say_date(day, self.language) if day else missing

    def moment(self, moment: dt.datetime) -> str:
        """Return day and time of a moment in this machine's time zone."""
        local = moment.astimezone() if moment.tzinfo else moment
        return f"{say_date(local.date(), self.language)} {local:%H:%M}"

    def period(self, start: dt.date | None, end: dt.date | None) -> str:
        """Return a period: 2023-04-01 – 2026-03-31, with an open end where there is none."""
        if start is None and end is None:
            return translate(N_("no dates given"), self.language)
        return f"{self.date(start)} – {self.date(end)}".strip()

    def level(self, level: Level) -> str:
        """Return the word of a level."""
        return translate(LEVELS[level], self.language)

    def state(self, state: Status) -> str:
        """Return the word of the state of a question."""
        return translate(state.label, self.language)

    def decision(self, decision: Decision) -> str:
        """Return the word of a decision."""
        return translate(decision.label, self.language)

    def role(self, role: str | None) -> str:
        """Return the word of a role in an application."""
        return translate(ROLES.get(role, role), self.language) if role else ""

    def reason(self, code: str) -> str:
        """Return a reason of an identity in words; a code may carry a value: code:value."""
        from dashboards.reasons import say_reason

        return say_reason(code, self.names).render(self.language)
