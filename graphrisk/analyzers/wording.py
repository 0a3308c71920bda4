"""The words of findings: questions, what was declared, what the record shows, and why a level is what it is.

English here, Japanese in `locales/ja/analyzers.po`. A finding asks; it never says that somebody did wrong.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graphrisk.i18n import N_, Message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from graphrisk.analyzers.candidate import Candidate
    from graphrisk.i18n import Value

BASE = {
    ("R-AFF-01", "several"): N_("Several works name an affiliation that was not declared."),
    ("R-AFF-01", "single"): N_("One work names an affiliation that was not declared."),
    ("R-AFF-01", "domestic"): N_(
        "An unlisted organisation in the country of the home organisation, where cross-appointments are "
        "common."
    ),
    ("R-AFF-03", "current"): N_("A current post at a listed organisation was declared."),
    ("R-AFF-03", "past"): N_("A post at a listed organisation that has ended was declared."),
    ("R-FND-01", "personal"): N_("An award number on a work of this person alone was not declared."),
    ("R-FND-01", "team"): N_(
        "An award number on a work of several authors; it may belong to another of them."
    ),
    ("R-FND-01", "unnumbered"): N_("A funder is acknowledged without an award number."),
    ("R-FND-01", "unnumbered_listed"): N_("A listed funder is acknowledged without an award number."),
    ("R-COA-01", "one"): N_("One work with a listed organisation."),
    ("R-COA-01", "few"): N_("A few works with a listed organisation."),
    ("R-COA-01", "many"): N_("Many works, or a large share of them, with a listed organisation."),
    ("R-ORG-01", "listed"): N_("A listed organisation takes part in the project."),
    ("R-ORG-01", "concern_match"): N_(
        "The list's concern code is one that the project's export-control review gave."
    ),
    ("R-ORG-02", "post"): N_("A current post at an organisation near a listed body was declared."),
    ("R-ORG-02", "past_post"): N_(
        "A post at an organisation near a listed body that has ended was declared."
    ),
    ("R-ORG-02", "works_one"): N_("One work with an organisation near a listed body."),
    ("R-ORG-02", "works_few"): N_("A few works with an organisation near a listed body."),
    ("R-ORG-02", "works_many"): N_(
        "Many works, or a large share of them, with an organisation near a listed body."
    ),
    ("R-ORG-02", "partner"): N_("An organisation near a listed body takes part in the project."),
    ("R-ORG-02", "partner_concern"): N_(
        "The concern code of the listed body is one that the project's export-control review gave."
    ),
    ("R-PRG-01", "differs"): N_("The call's row and the list of programmes differ."),
    ("R-PRG-01", "not_loaded"): N_("The call's programme is not among the programmes that were loaded."),
    ("R-CVR-01", "lead"): N_("The declaration of a leading participant has not come in."),
    ("R-CVR-01", "trainee"): N_("The declaration of a student or postdoctoral researcher has not come in."),
    ("R-CVR-01", "other"): N_("The declaration of another participant has not come in."),
    ("R-CVR-01", "partner_without_lead"): N_("No responsible person is named for a partner organisation."),
    ("R-IDN-01", "name_only"): N_("The link rests on the name alone and held another question down."),
    ("R-IDN-01", "candidates"): N_("A record of the same name carries a tie that would be asked about."),
    ("R-IDN-01", "conflict"): N_("It is in doubt whose works the record holds to which an identifier leads."),
    ("R-IDN-01", "conflict_caps"): N_(
        "It is in doubt whose works the record holds to which an identifier leads, and that held another "
        "question down."
    ),
    ("R-IDN-01", "decision_lost"): N_("A reviewer's decision upon a link no longer finds its record."),
    ("R-QLT-01", "coverage"): N_("What the run rests on is said once for every run."),
}
"""Rule and case to the reason of the base level."""

QUESTIONS = {
    "R-AFF-01": N_(
        "Works from {first} to {last} give {object} as an affiliation. Was this affiliation declared, or can "
        "it be added or explained?"
    ),
    "R-AFF-01/once": N_(
        "A work of {last} gives {object} as an affiliation. Was this affiliation declared, or can it be "
        "added or explained?"
    ),
    "R-AFF-01/day": N_(
        "{works} works of {last} give {object} as an affiliation. Was this affiliation declared, or can it "
        "be added or explained?"
    ),
    "R-AFF-03": N_(
        "A post at {object}, which a screening list names, was declared. How are access and conflicts of "
        "commitment dealt with in this project?"
    ),
    "R-FND-01": N_(
        "Works from {first} to {last} acknowledge {object}. Was this funding declared, or does it belong to "
        "another author?"
    ),
    "R-FND-01/once": N_(
        "A work of {last} acknowledges {object}. Was this funding declared, or does it belong to another "
        "author?"
    ),
    "R-FND-01/day": N_(
        "{works} works of {last} acknowledge {object}. Was this funding declared, or does it belong to "
        "another author?"
    ),
    "R-COA-01": N_(
        "Works from {first} to {last} were written with people at {object}, which a screening list names. "
        "What is the collaboration about, and does it continue?"
    ),
    "R-COA-01/once": N_(
        "A work of {last} was written with people at {object}, which a screening list names. What is the "
        "collaboration about, and does it continue?"
    ),
    "R-COA-01/day": N_(
        "{works} works of {last} were written with people at {object}, which a screening list names. What is "
        "the collaboration about, and does it continue?"
    ),
    "R-ORG-01": N_(
        "{object}, which a screening list names, takes part in the project. Has the need for a licence been "
        "checked, and how is access limited?"
    ),
    "R-ORG-02": N_(
        "Works from {first} to {last} were written with people at {object}. {structure} What is the "
        "collaboration about, and does it continue?"
    ),
    "R-ORG-02/once": N_(
        "A work of {last} was written with people at {object}. {structure} What is the collaboration about, "
        "and does it continue?"
    ),
    "R-ORG-02/day": N_(
        "{works} works of {last} were written with people at {object}. {structure} What is the collaboration "
        "about, and does it continue?"
    ),
    **dict.fromkeys(
        ("R-ORG-02/post", "R-ORG-02/past_post"),
        N_(
            "A post at {object} was declared. {structure} How are access and conflicts of commitment dealt "
            "with in this project?"
        ),
    ),
    **dict.fromkeys(
        ("R-ORG-02/partner", "R-ORG-02/partner_concern"),
        N_(
            "{object} takes part in the project. {structure} Has the need for a licence been checked, and "
            "how is access limited?"
        ),
    ),
    "R-PRG-01": N_("Is {object} a call of a designated programme? Call and list of programmes differ."),
    "R-CVR-01": N_("When will the declaration of this participant come in?"),
    "R-CVR-01/unsigned": N_("Rows were declared without a signed statement. Can the statement be signed?"),
    "R-CVR-01/partner_without_lead": N_("Who is the responsible person at {object}?"),
    "R-IDN-01": N_("Which author record is this person's? An ORCID iD or a list of works would settle it."),
    "R-IDN-01/decision_lost": N_(
        "A reviewer decided upon {object}, which is no longer found. Does the decision hold for another "
        "record?"
    ),
    "R-QLT-01": N_("Are the sources of this run enough for {object}? What was not loaded cannot be seen."),
}
"""Rule, or rule and case, to the question."""

DECLARED = {
    "R-AFF-01": N_("No post or study at {object}, its parents or its units is declared for that time."),
    "R-AFF-01/disclosed": N_(
        "A collaboration with {object} is declared, but no post or study there for that time."
    ),
    "R-AFF-03": N_("A post at {object} is declared."),
    "R-FND-01": N_("No declared funding has this funder and number."),
    "R-COA-01": N_("No tie to {object} is declared for that time."),
    "R-COA-01/disclosed": N_("A tie to {object} is declared for that time."),
    "R-ORG-01": N_("{object} is declared as a participant of the project."),
    "R-ORG-02": N_("No tie to {object} is declared for that time."),
    "R-ORG-02/disclosed": N_("A tie to {object} is declared for that time."),
    **dict.fromkeys(("R-ORG-02/post", "R-ORG-02/past_post"), N_("A post at {object} is declared.")),
    **dict.fromkeys(
        ("R-ORG-02/partner", "R-ORG-02/partner_concern"),
        N_("{object} is declared as a participant of the project."),
    ),
    "R-PRG-01": N_("The call's row says: not designated."),
    "R-PRG-01/disclosed": N_("The call's row says: designated."),
    "R-CVR-01": N_("No row and no signed statement came in by {last}."),
    "R-CVR-01/disclosed": N_("Rows came in, but no statement was signed by {last}."),
    "R-CVR-01/partner_without_lead": N_("{object} is declared as a partner; no responsible person of it is."),
    "R-IDN-01": N_("The declared names and identifiers do not settle which record it is."),
    "R-IDN-01/decision_lost": N_("See the decision: it is not applied until it is taken anew."),
    "R-QLT-01": N_("See the run's coverage."),
}
"""Rule, and case or `disclosed` where it differs, to what was declared."""

OBSERVED = {
    "R-AFF-01": N_("Works that name it: {works}, dated {first} to {last}. {listing}"),
    "R-AFF-01/once": N_("Works that name it: {works}, dated {last}. {listing}"),
    "R-AFF-03": N_("{listing}"),
    "R-FND-01": N_(
        "Works that acknowledge it: {works}, dated {first} to {last}. No period of the award is known; the "
        "date of the work stands for it. {listing}"
    ),
    "R-FND-01/once": N_(
        "Works that acknowledge it: {works}, dated {last}. No period of the award is known; the date of the "
        "work stands for it. {listing}"
    ),
    "R-COA-01": N_("Works with it: {works} ({share} of the person's), dated {first} to {last}. {listing}"),
    "R-COA-01/once": N_("Works with it: {works} ({share} of the person's), dated {last}. {listing}"),
    "R-ORG-01": N_("{listing}"),
    "R-ORG-01/concern_match": N_("{listing} Concern codes that match: {codes}."),
    "R-ORG-02": N_(
        "Works with it: {works} ({share} of the person's), dated {first} to {last}. {structure} {body}"
    ),
    "R-ORG-02/once": N_("Works with it: {works} ({share} of the person's), dated {last}. {structure} {body}"),
    **dict.fromkeys(("R-ORG-02/post", "R-ORG-02/past_post", "R-ORG-02/partner"), N_("{structure} {body}")),
    "R-ORG-02/partner_concern": N_("{structure} {body} Concern codes that match: {codes}."),
    "R-PRG-01": N_("On the closing date the list of programmes says: not designated."),
    "R-PRG-01/listed": N_("On the closing date the list of programmes says: designated."),
    "R-PRG-01/not_loaded": N_("The list of programmes that was loaded does not hold the programme."),
    "R-CVR-01": N_("Role in the application: {role}."),
    "R-CVR-01/partner_without_lead": N_(
        "Nobody with the role of responsible person has it as home organisation."
    ),
    "R-IDN-01": N_("The records in question are listed as evidence."),
    "R-IDN-01/decision_lost": N_("Neither the number nor name, ORCID iD and works lead to one record."),
    "R-QLT-01": N_("See the run's coverage."),
}
"""Rule, and case or flag where it differs, to what the record shows."""

LISTING = {
    (True, True): N_("It was listed at the time and is listed now."),
    (True, False): N_("It was listed at the time and is no longer listed."),
    (False, True): N_("It was not listed at the time and has been listed since."),
    (False, False): N_("It is not listed."),
}

STRUCTURE = {
    "unit": N_("No list names it itself: it belongs to {relative}, which a screening list names."),
    "parent": N_("No list names it itself: {relative}, which belongs to it, is named by a screening list."),
    "alias": N_(
        "A screening list prints it as another name of {relative}; it is an organisation with a record of "
        "its own."
    ),
}
"""What an organisation is to a listed body, in words."""

BODY = {
    (True, True): N_("{relative} was listed at the time and is listed now."),
    (True, False): N_("{relative} was listed at the time and is no longer listed."),
    (False, True): N_("{relative} was not listed at the time and has been listed since."),
    (False, False): N_("{relative} is not listed."),
}

ROLES = {
    "pi": N_("principal investigator"),
    "co_i": N_("co-investigator"),
    "partner_lead": N_("responsible person of a partner"),
    "postdoc": N_("postdoctoral researcher"),
    "student": N_("student"),
    "technician": N_("technician"),
    "other": N_("other participant"),
}

IDENTITY = N_("identity")


def words(found: Candidate) -> tuple[Message, Message, Message]:
    """Return the question, what was declared and what the record shows."""
    disclosed = "disclosed" if found.disclosed else ""
    once = "once" if found.first_date == found.last_date else ""
    day = "day" if once and (found.works or 0) > 1 else once
    unsigned = "unsigned" if found.rule == "R-CVR-01" and found.disclosed else ""
    return (
        _message("question", found, (found.case, unsigned, day)),
        _message("declared", found, (found.case, disclosed)),
        _message("observed", found, (found.case, "listed" if found.listed_now else "", once)),
    )


def _message(kind: str, found: Candidate, flags: tuple[str, ...]) -> Message:
    template, names = _template(kind, found.rule, flags)
    return Message(template, {name: _VALUES[name](found) for name in names})


@cache
def _template(kind: str, rule: str, flags: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the words for the first flag that has its own, and the names of the values in them."""
    texts = _TEXTS[kind]
    chosen = next((f"{rule}/{flag}" for flag in flags if f"{rule}/{flag}" in texts), rule)
    return texts[chosen], tuple(name for name in _VALUES if f"{{{name}}}" in texts[chosen])


_LISTED = {flags: Message(text) for flags, text in LISTING.items()}
_TEXTS = {"question": QUESTIONS, "declared": DECLARED, "observed": OBSERVED}
_VALUES: dict[str, Callable[[Candidate], Value]] = {
    "object": lambda found: found.object_name or found.object_id,
    "first": lambda found: found.first_date,
    "last": lambda found: found.last_date,
    "works": lambda found: found.works,
    "share": lambda found: f"{found.share:.0%}" if found.share is not None else None,
    "codes": lambda found: ", ".join(found.codes),
    "listing": lambda found: _LISTED[found.listed_then, found.listed_now],
    "structure": lambda found: _related(STRUCTURE[found.relation or "unit"], found),
    "body": lambda found: _related(BODY[found.listed_then, found.listed_now], found),
    "role": lambda found: role(found.object_id.removeprefix("role:")),
}


def _related(text: str, found: Candidate) -> Message:
    return Message(text, {"relative": found.relative or found.object_name})


def role(code: str) -> Message:
    """Return a role of a participant in words."""
    return Message(ROLES.get(code, ROLES["other"]))


def joined(parts: Sequence[Message | str]) -> Value:
    """Return the parts as one text with commas, each in the reader's language."""
    whole: Value = parts[0] if parts else ""
    for part in parts[1:]:
        whole = Message(N_("{first}, {next}"), {"first": whole, "next": part})
    return whole


def base(found: Candidate) -> Message:
    """Say why the level starts where it does."""
    return _BASE[found.rule, found.case]


_BASE = {key: Message(text) for key, text in BASE.items()}


def structure(found: Candidate) -> Message:
    """Say that the organisation itself is not what the list names, and what it is to the listed body."""
    return _related(STRUCTURE[found.relation or "unit"], found)


def disclosed() -> Message:
    """Say that a declared tie asks for less."""
    return Message(N_("The tie was declared."))


def unsigned() -> Message:
    """Say that only the signature is missing."""
    return Message(N_("Rows were declared; only the signed statement is missing."))


def listed_both() -> Message:
    """Say that the organisation is listed then and now."""
    return Message(N_("Listed when the tie existed and at the as-of date."))


def listed_then_only() -> Message:
    """Say that the organisation is off the list."""
    return Message(N_("Listed when the tie existed, but no longer at the as-of date."))


def listed_since() -> Message:
    """Say that the listing came after the tie."""
    return Message(N_("Listed only after the tie; said for information."))


def technology(areas: Sequence[str], terms: Sequence[str], *, proposed: bool) -> Message:
    """Say which technology areas project and tie have in common, and by which words that is known."""
    values: dict[str, Value] = {"areas": joined([Message(area) for area in areas]), "terms": ", ".join(terms)}
    if proposed:
        text = N_("The works touch technology areas that the project's own text suggests: {areas} ({terms}).")
    else:
        text = N_("The works touch technology areas that the project declares: {areas} ({terms}).")
    return Message(text, values)


def age(last: dt.date | None, months: int) -> Message:
    """Say that the evidence is old."""
    return Message(
        N_("The newest evidence is of {last}, more than {months} months before the as-of date."),
        {"last": last, "months": months},
    )


def identity_b() -> Message:
    """Say that the identity is not sure enough for the highest level."""
    return Message(N_("The identity rests on corroborated names, not on persistent identifiers."))


def identity_c() -> Message:
    """Say that the identity is not settled: it rests on a name alone, or on a record that is in doubt."""
    return Message(N_("The identity of person or organisation is not settled."))


def cap() -> Message:
    """Say that publishing together is never of the highest level by itself."""
    return Message(N_("Without overlap of technology this question goes no higher."))
