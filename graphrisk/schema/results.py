"""What resolving and the rules hand on inside a scan."""

from __future__ import annotations

from graphrisk.schema.model import Table, boolean, date, integer, number, text, texts

IDENTITIES = Table(
    "identities",
    "result",
    "Which author records a declared person is, and how sure that is.",
    (
        text("person_id", "the declared person", required=True),
        text("author_id", "the author record", required=True),
        text("grade", "A, B or C", required=True),
        text("status", "linked, candidate (one of several, or by name alone) or rejected", required=True),
        texts("reasons", "reason codes, code or code:value"),
        texts("against", "reason codes that speak against the link"),
    ),
    key=("person_id", "author_id"),
    provenance=False,
)

CANDIDATES = Table(
    "candidates",
    "result",
    "What a rule found, a row for each application, person and object; levels are built from it.",
    (
        text("application_id", "the application; null for what concerns the whole call"),
        text("person_id", "the person; null for what concerns the application"),
        text("object_id", "organisation, funder or other thing that the finding is about", required=True),
        text("object_name", "its name"),
        text("object_ror", "its ROR id"),
        text(
            "case",
            "which base level of the policy applies, such as two_sources or single_work",
            required=True,
        ),
        text("grade", "identity grade at which the evidence for this case holds", required=True),
        integer("works", "number of works behind it"),
        number("share", "share of the person's works in the window, 0 to 1"),
        date("first_date", "date of the oldest evidence"),
        date("last_date", "date of the newest evidence"),
        boolean("listed_then", "whether the object was listed when the tie existed"),
        boolean("listed_now", "whether it is listed at the as-of date"),
        boolean("disclosed", "whether the tie itself was declared"),
        boolean("domestic", "whether object and home organisation lie in one country; never which country"),
        texts("codes", "codes that the question needs, such as concern codes that match"),
        text(
            "relation",
            "where the object itself is not what a list names: unit (of a listed body), parent (of one) or "
            "alias (printed as another name of one)",
        ),
        text("relative", "name of that listed body"),
    ),
    key=("application_id", "person_id", "object_id"),
    provenance=False,
)

EVIDENCE = Table(
    "evidence",
    "result",
    "The records behind a candidate, one a row.",
    (
        text("application_id", "the application"),
        text("person_id", "the person"),
        text("object_id", "the object of the candidate", required=True),
        text("kind", "work, award, declaration, listing, roster, author_record or program", required=True),
        text("side", "declared, observed or listing", required=True),
        text("source", "openalex, disclosures, a list's id, …", required=True),
        text("record", "id of the record in its source", required=True),
        text("url", "page of the record"),
        date("date_from", "first day"),
        date("date_to", "last day; null where the tie is a moment or current"),
        text(
            "text",
            "the words of the record that matter: title, affiliation string, award number",
            required=True,
        ),
        text("grade", "grade of this piece of evidence"),
    ),
    key=("application_id", "person_id", "object_id", "kind", "record"),
    provenance=False,
)

RESULTS: tuple[Table, ...] = (IDENTITIES, CANDIDATES, EVIDENCE)
