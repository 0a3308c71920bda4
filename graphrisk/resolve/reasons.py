"""What a reason code of a link says, in words: for people and organisations alike.

A reason is stored as `code` or `code:value`. `reason` turns it into a message; the Japanese is in
`locales/ja/resolve.po`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from graphrisk.i18n import N_, Message, Name
from graphrisk.links import CONFIRMED_CODE, REJECTED_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REASONS: dict[str, str] = {
    # why an author record is taken for a person
    "candidate": N_("It may be the person's as well; nothing settles it."),
    "own_declaration": N_(
        "The application itself says it of this person; no author record had to be matched."
    ),
    "openalex_id": N_("The author record is the one that the person declared."),
    "orcid": N_("The author record carries the ORCID iD that the person declared."),
    "orcid_stated": N_("A work states the ORCID iD that the person declared."),
    "name": N_("The name is the same."),
    "name_variant": N_("The name is the same in another spelling or form."),
    "name_short": N_(
        "The record has another form of the name: with initials, with or without a part, or an everyday one."
    ),
    "home_org": N_("The author record was seen at the home organisation."),
    "only_record": N_("No other author record with this name was seen at the home organisation."),
    "coauthor_linked": N_("The record shares works with another participant of the application."),
    "coauthor_declared": N_("The record shares works with a co-author that the person declared."),
    "other_org": N_("The record was seen at another organisation that the person declared ({value})."),
    "award": N_("A work of the record names an award that the person declared ({value})."),
    "coauthors_shared": N_(
        "The record shares {value} co-authors with another record of the person: the source split one person."
    ),
    # what speaks against it
    "name_differs": N_("The names do not agree."),
    "name_not_comparable": N_("The names are written in different scripts and cannot be compared."),
    "orcid_differs": N_("The record carries another ORCID iD ({value})."),
    "merged_record": N_("Works of the record state several ORCID iDs; it may hold works of two people."),
    "mixed_names": N_(
        "Works of the record print a name that cannot be the same person's ({value}); it may hold works of "
        "two people."
    ),
    "mixed_places": N_(
        "In {value} works of the record stand in different countries, with other co-authors and in other "
        "fields; it may hold works of two people."
    ),
    "mixed_scattered": N_(
        "In {value} works of the record fall into several groups that have no organisation, co-author or "
        "field in common; it may hold works of several people."
    ),
    "active_before": N_("The record has works from {value}, long before the person's declared studies."),
    "same_work": N_("The record and the person's own record stand side by side as authors of one work."),
    "claimed_by_other": N_("Better evidence gives the record to another participant."),
    "shared_name": N_("Another participant has the same name and home organisation."),
    "several_records": N_("Several records of this name have as much in common with the person."),
    "other_record_linked": N_("Another author record is linked with better evidence."),
    # how an organisation was found
    "ror": N_("The ROR id is given."),
    "name_part": N_("A part of the text is the name of the organisation ({value})."),
    "country": N_("Name and country are the same."),
    "letters": N_(
        "Of several organisations of this name, the one that is written with these very characters."
    ),
    "home_country": N_("Of several organisations of this name, the one in the home organisation's country."),
    "successor": N_("The organisation named has a successor, which stands for it ({value})."),
    "several_successors": N_("The record was withdrawn and has several successors or none."),
    "no_record": N_("No record of the organisation is loaded; it is compared by its name."),
    "ambiguous": N_("Several organisations have this name."),
    "head_of_namesakes": N_("All other organisations of this name belong to it by the registry."),
    "branch": N_("It belongs to the organisation of this name that was taken."),
    "acronym_of_one": N_("The text is a mere abbreviation, which only this organisation bears."),
    "acronym": N_("The text is a mere abbreviation; by itself it does not say which organisation is meant."),
    # why an alternative was not taken
    "country_differs": N_("The organisation of this name lies in another country."),
    "inactive": N_("The organisation of this name has ended."),
    "alias_only": N_("The name is only an alias there."),
    "acronym_too": N_("It bears this abbreviation."),
    "alias_of_other": N_(
        "An alias of the list row names this organisation; the row's own name means another."
    ),
    "name_alike": N_("The name differs in spelling only ({value})."),
    "registry": N_("The registry has one as a unit of the other."),
    "within": N_("It is the unit of this name of the body that the list row says it belongs to ({value})."),
    "outside_parent": N_("It is no unit of the body that the list row says it belongs to."),
    "usual_name": N_("Units of many bodies have this name, and nothing else speaks for this one."),
    # what is shown of strings and of records that were not taken
    "string_names": N_("The printed affiliation names it ({value})."),
    "string_names_other": N_("The printed affiliation names another organisation ({value})."),
    "source_resolved": N_("The source of the work took the affiliation for it."),
    "source_resolved_other": N_("The source of the work took the affiliation for another ({value})."),
    "named_beside": N_("The same affiliation is taken for this organisation as well."),
    "name_alone": N_("Only the name speaks for it."),
    # what reviewers said, and why a word of theirs finds its record no more
    "confirmed_by": N_("Confirmed by {who} on {day}."),
    "rejected_by": N_("Rejected by {who} on {day}."),
    "decision_record_gone": N_(
        "The record that was decided upon is gone, and none can be said to follow it."
    ),
    "decision_record_changed": N_("The record has the same number but another name, and other works."),
    "decision_several_records": N_("The works of the record that was decided upon went to several records."),
    "decision_records_merged": N_("The record became one with another of which the opposite was said."),
    "decision_now_declared": N_("The rejected record became one with a record that the person declares."),
    "decision_row_gone": N_("The list holds no row of this name or ROR id any more."),
}
"""Code to the English sentence; {value} stands for what follows the colon, {who} and {day} for its halves."""


ABOUT_ORGANIZATIONS = frozenset({"other_org"})
"""Codes whose value is the id of an organisation, with its name and its Japanese one behind bars if known."""


def organizations_in(codes: Iterable[str]) -> set[str]:
    """Return the ids of the organisations that reasons speak of."""
    parts = (code.partition(":") for code in codes)
    return {value.partition("|")[0] for name, _, value in parts if name in ABOUT_ORGANIZATIONS and value}


def with_names(codes: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return reasons that carry the names of the organisations they speak of, as far as `names` has them.

    So they can be said where no graph is at hand, as in an export. `plain` takes the names away again.
    """
    return tuple(_with_name(code, names) for code in codes)


def _with_name(code: str, names: Mapping[str, str]) -> str:
    kind, _, org_id = code.partition(":")
    if kind not in ABOUT_ORGANIZATIONS or org_id not in names:
        return code
    name = names[org_id]
    both = (name, name.japanese) if isinstance(name, Name) else (name,)
    return "|".join((code, *(one.replace("|", "/") for one in both)))


def plain(codes: Iterable[str]) -> list[str]:
    """Return reasons as code or code:value, without names of organisations."""
    return [
        code.partition("|")[0] if code.partition(":")[0] in ABOUT_ORGANIZATIONS else code for code in codes
    ]


def reason(code: str, names: Mapping[str, str] | None = None) -> Message:
    """Return the sentence for a stored reason, with the names of organisations that `names` or it has.

    Raises `KeyError` for a code that does not exist.
    """
    name, _, value = code.partition(":")
    if name in (CONFIRMED_CODE, REJECTED_CODE):
        who, _, day = value.rpartition("|")
        return Message(REASONS[name], {"who": who, "day": dt.date.fromisoformat(day)})
    if name in ABOUT_ORGANIZATIONS:
        org_id, *known = value.split("|")
        carried = Name(known[0], known[1]) if len(known) > 1 else known[0] if known else org_id
        value = (names or {}).get(org_id, carried)
    return Message(REASONS[name], {"value": value} if value else {})
