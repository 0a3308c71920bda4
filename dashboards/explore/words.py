"""The words of nodes and ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.words import PARTNER_ROLES
from graphrisk.i18n import N_
from graphrisk.store.explore import TIES

if TYPE_CHECKING:
    import datetime as dt

    from dashboards.explore.groups import Group
    from dashboards.words import Words
    from graphrisk.store.explore import Node, Tie

KINDS = {
    "person": N_("author record"),
    "organization": N_("organisation"),
    "work": N_("work"),
    "funder": N_("funder"),
    "award": N_("award"),
    "list_entry": N_("list entry"),
    "applicant": N_("applicant"),
    "application": N_("application"),
    "call": N_("call"),
    "program": N_("programme"),
}
GROUPS = {
    "person": N_("{count} author records"),
    "organization": N_("{count} organisations"),
    "work": N_("{count} works"),
    "funder": N_("{count} funders"),
    "award": N_("{count} awards"),
    "list_entry": N_("{count} list entries"),
    "applicant": N_("{count} applicants"),
    "application": N_("{count} applications"),
    "call": N_("{count} calls"),
    "program": N_("{count} programmes"),
}
TIE_WORDS = {
    "authored": N_("author of the work"),
    "affiliated": N_("named as affiliation on works"),
    "named": N_("named as affiliation on works, as printed"),
    "coauthor": N_("joint works"),
    "funded": N_("funder acknowledged"),
    "acknowledges": N_("award acknowledged"),
    "listed": N_("listed"),
    "related": N_("related organisation"),
    "participates": N_("takes part in the application"),
    "applies_to": N_("applies to the call"),
    "of_program": N_("call of the programme"),
    "partner": N_("partner of the application"),
    "same_as": N_("author record declared"),
    "home": N_("home organisation declared"),
    "declared_affiliation": N_("post declared"),
    "declared_education": N_("education declared"),
    "declared_funding": N_("funding declared"),
    "declared_support": N_("support declared"),
    "declared_talent_program": N_("talent programme declared"),
    "declared_scholarship": N_("scholarship declared"),
    "declared_collaboration": N_("collaboration declared"),
    "declared_coauthor": N_("co-author declared"),
    "declared_interest": N_("interest declared"),
    "declared_award": N_("award declared"),
}
"""What a tie is called. Membership of a list is named, never judged."""
FACTS = {
    "orcid": N_("ORCID iD"),
    "country_code": N_("Country"),
    "type": N_("Type"),
    "doi": N_("DOI"),
    "publication_date": N_("Published"),
    "publication_year": N_("Year"),
    "authors_count": N_("Authors"),
    "works_count": N_("Works"),
    "edition": N_("Edition"),
    "list_id": N_("List"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "citation": N_("Source"),
    "role": N_("Role"),
    "home_org": N_("Home organisation"),
    "home_org_ror": N_("ROR id"),
    "application_id": N_("application"),
    "call_id": N_("call"),
    "name_ja": N_("Name in Japanese"),
    "name_kana": N_("Name in kana"),
    "name_latin": N_("Name in Latin letters"),
    "openalex_id": N_("OpenAlex id"),
    "country": N_("Country"),
    "name": N_("Name in English"),
    "title_en": N_("English title"),
    "closes_on": N_("Closes on"),
    "agency": N_("Agency"),
    "source": N_("Source"),
    "url": N_("Address"),
}
"""Columns of records with a word of their own; others are shown by their name."""


def kind_word(kind: str, t: Words) -> str:
    """Return the word of a kind of node."""
    return t(KINDS.get(kind, kind))


def tie_word(kind: str, t: Words) -> str:
    """Return the word of a kind of tie."""
    return t(TIE_WORDS.get(kind, kind))


def fact_word(column: str, t: Words) -> str:
    """Return the word of a column, or its name where it has none."""
    return t(FACTS[column]) if column in FACTS else column.replace("_", " ")


def fact_value(column: str, value: str, t: Words) -> str:
    """Return a value as readers know it: roles in words, all else as it is."""
    return t.role(value) if column == "role" else value


def tie_text(tie: Tie, t: Words) -> str:
    """Return what the record of a tie says; codes of roles in words."""
    if tie.kind == "participates":
        return t.role(tie.text)
    if tie.kind == "partner" and tie.text in PARTNER_ROLES:
        return t(PARTNER_ROLES[tie.text])
    return "" if tie.kind == "listed" else tie.text or ""


def group_word(group: Group, t: Words) -> str:
    """Return what a group is called: 24 works, 2019."""
    said = t(GROUPS[group.kind], count=f"{len(group.members):,}")
    return f"{said} · {group.by}" if group.by else said


def full_name(node: Node) -> str:
    """Return a node's name with what tells it from its namesakes."""
    note = (node.note or "").removeprefix("https://orcid.org/")
    return f"{node.name} ({note})" if note else node.name


def when(tie: Tie, t: Words) -> str:
    """Return the time of a tie: a day, a period, or that it is not known."""
    if tie.date_from is not None and tie.date_from == tie.date_to:
        return t.date(tie.date_from)
    if tie.date_from is None and tie.date_to is None:
        return t(N_("date not known")) if TIES[tie.kind].dated else ""
    if TIES[tie.kind].dated and tie.works is not None:
        return f"{t.date(tie.date_from)} – {t.date(tie.date_to)}"
    return t.period(tie.date_from, tie.date_to)


def tie_says(tie: Tie, t: Words) -> str:
    """Return what a tie is, with the number of works that it rests on."""
    said = tie_word(tie.kind, t)
    if tie.kind == "listed" and tie.text:
        return t(N_("listed: {list}"), list=tie.text)
    if tie.works is not None:
        return f"{said} ({t.number(tie.works, N_('{count} work'), N_('{count} works'))})"
    return said


def years(tie: Tie, today: dt.date) -> tuple[int, int] | None:
    """Return the first and last year in which a tie holds, as far as it is known; None where it is not."""
    start = tie.date_from or tie.date_to
    if start is None:
        return None
    over = tie.date_to or (start if TIES[tie.kind].dated else max(today, start))
    return start.year, over.year
