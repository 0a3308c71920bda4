"""What is computed from the loaded tables whenever a snapshot is made.

Who is who among organisations, and what is known of each author record.
"""

from __future__ import annotations

from graphrisk.schema.model import Table, date, integer, text, texts

ORGANIZATION_LINKS = Table(
    "organization_links",
    "derived",
    "For each organisation of `organizations` the one that stands for it: itself, or the record that a "
    "withdrawn or source-only record resolves to.",
    (
        text("org_id", "organisation as a source names it", required=True),
        text("linked_id", "the organisation that stands for it", required=True),
        text("grade", "A, B or C", required=True),
        text("method", "how it was found: self, successor or name", required=True),
        texts("reasons", "reason codes, code or code:value"),
        texts("alternatives", "rejected alternatives: org_id|reason code"),
    ),
    key=("org_id",),
    label="OrganizationLink",
    provenance=False,
)

ORGANIZATION_FAMILY = Table(
    "organization_family",
    "derived",
    "Organisations that stand above or below one another in the registry, itself included at depth 0.",
    (
        text("org_id", "the organisation", required=True),
        text("member_id", "a member of its family", required=True),
        text(
            "relation", "self, ancestor or descendant (what the member is to the organisation)", required=True
        ),
        integer("depth", "number of steps", required=True),
    ),
    key=("org_id", "member_id"),
    label="OrganizationFamily",
    provenance=False,
)

MENTIONS = Table(
    "mentions",
    "derived",
    "The organisation that each organisation column of a declared row means.",
    (
        text("row_id", "the declared row", required=True),
        text("field", "the column: org, home_org, funder, provider, sponsor or entity", required=True),
        text("org_id", "the organisation, or name:<name key> where no record is known", required=True),
        text("org_name", "name to show", required=True),
        text(
            "grade",
            "A (id given), B (exact or normalised name, unambiguous), C (no record or ambiguous)",
            required=True,
        ),
        text("method", "id, name or none", required=True),
        texts("reasons", "reason codes"),
        texts("alternatives", "rejected alternatives: org_id|reason code"),
    ),
    key=("row_id", "field"),
    label="Mention",
    provenance=False,
)

STRING_LINKS = Table(
    "string_links",
    "derived",
    "Organisations and countries that raw affiliation strings name, kept beside what the source resolved. A "
    "string that names only a country has one row without an organisation; one that names nothing has none.",
    (
        text("raw_string", "the affiliation as printed", required=True),
        integer("seq", "number of what the string names, from 0", required=True),
        text(
            "org_id",
            "the organisation that the string names, or name:<name key> of a list row without a record",
        ),
        text("part", "the part of the string that matched"),
        text("country_code", "country that the string names for it, if it names one"),
    ),
    key=("raw_string", "seq"),
    label="StringLink",
    provenance=False,
)

LISTINGS = Table(
    "listings",
    "derived",
    "Membership of an organisation in a screening list, with the time in which it holds.",
    (
        text("org_id", "the organisation, or name:<name key> where no record is known", required=True),
        text("entry_id", "the row of the list", required=True),
        text("list_id", "the list", required=True),
        text("edition", "the edition", required=True),
        date("valid_from", "first day of membership", required=True),
        date("valid_to", "last day of membership; empty while it holds"),
        text(
            "grade",
            "A (ROR id), B (exact or normalised name, with country where the row has one)",
            required=True,
        ),
        text("method", "ror, name, native or alias", required=True),
        texts("reasons", "reason codes"),
        texts("alternatives", "rejected alternatives: org_id|reason code"),
    ),
    key=("org_id", "entry_id"),
    label="LISTED_AS",
    start=("organizations", "org_id"),
    end=("list_entries", "entry_id"),
    valid_from="valid_from",
    valid_to="valid_to",
    provenance=False,
)

LISTING_RELATIONS = Table(
    "listing_relations",
    "derived",
    "Organisations that a list row names and that are not its body: units, subsidiaries and parents, and "
    "those that it prints as another name although they have a record of their own. None of them is listed.",
    (
        text("org_id", "the organisation, or name:<name key> where no record is known", required=True),
        text("entry_id", "the row of the list", required=True),
        text(
            "kind",
            "unit, subsidiary or parent of the body of the row; alias where the row prints it as another "
            "name and no relation between the two is known",
            required=True,
        ),
        text("name", "its name as the row prints it", required=True),
        text("grade", "A, B or C", required=True),
        text("method", "name", required=True),
        texts("reasons", "reason codes"),
        texts("alternatives", "rejected alternatives: org_id|reason code"),
    ),
    key=("org_id", "entry_id", "kind"),
    label="NAMED_BESIDE",
    start=("organizations", "org_id"),
    end=("list_entries", "entry_id"),
    provenance=False,
)

AUTHOR_ORCIDS = Table(
    "author_orcids",
    "derived",
    "ORCID iDs of author records: those that the source assigned, and those that works state.",
    (
        text("author_id", "the author record", required=True),
        text("orcid", "https://orcid.org/…", required=True),
        text(
            "kind",
            "assigned (by the source, on the record or on an authorship) or stated (on a work itself)",
            required=True,
        ),
        integer("works", "number of works that state it; empty where the source assigned it"),
    ),
    key=("author_id", "orcid", "kind"),
    provenance=False,
)

AUTHOR_ORGANIZATIONS = Table(
    "author_organizations",
    "derived",
    "Organisations at which the works of an author record show it. Where the source resolved nothing, the "
    "printed string counts.",
    (
        text("author_id", "the author record", required=True, plain=True),
        text(
            "org_id",
            "the organisation that stands for what was resolved, or what the printed string names",
            required=True,
            plain=True,
        ),
        integer("first_year", "year of the first work that shows it; empty where none has a date"),
        integer("last_year", "year of the last one"),
    ),
    key=("author_id", "org_id"),
    label="SEEN_AT",
    start=("persons", "author_id"),
    end=("organizations", "org_id"),
    provenance=False,
)

DERIVED: tuple[Table, ...] = (
    ORGANIZATION_LINKS,
    ORGANIZATION_FAMILY,
    MENTIONS,
    STRING_LINKS,
    LISTINGS,
    LISTING_RELATIONS,
    AUTHOR_ORCIDS,
    AUTHOR_ORGANIZATIONS,
)
