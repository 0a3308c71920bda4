"""What every scan would work out anew: the two largest tables in numbers, and names without an initial.

Ids and printed strings are long texts; reading them for millions of rows takes most of the time of a scan. A
number stands for each author, work, organisation and string, and holds for one snapshot only: numbers are
given anew whenever a snapshot is made and never leave it.
"""

from __future__ import annotations

from graphrisk.schema.model import Table, integer, text

AUTHOR_NUMBERS = Table(
    "author_numbers",
    "derived",
    "The number of each author record of authorships and affiliations in this snapshot.",
    (
        integer("author_no", "the number", required=True),
        text("author_id", "the author record", required=True, plain=True),
    ),
    key=("author_no",),
    provenance=False,
)

WORK_NUMBERS = Table(
    "work_numbers",
    "derived",
    "The number of each work of authorships and affiliations in this snapshot.",
    (
        integer("work_no", "the number", required=True),
        text("work_id", "the work", required=True, plain=True),
        integer("year", "year of publication; empty where the work has no date"),
        integer("authors", "number of authors that the source states; empty where it states none"),
    ),
    key=("work_no",),
    provenance=False,
)

ORGANIZATION_NUMBERS = Table(
    "organization_numbers",
    "derived",
    "The number of each organisation of affiliations in this snapshot.",
    (
        integer("org_no", "the number", required=True),
        text("org_id", "the organisation that stands for what the source named", required=True),
    ),
    key=("org_no",),
    provenance=False,
)

STRING_NUMBERS = Table(
    "string_numbers",
    "derived",
    "The number of each printed affiliation in this snapshot.",
    (
        integer("string_no", "the number", required=True),
        text("raw_string", "the affiliation as printed", required=True, plain=True),
    ),
    key=("string_no",),
    provenance=False,
)

AUTHOR_WORKS = Table(
    "author_works",
    "derived",
    "`authorships` in numbers: who stands where in the list of authors of which work.",
    (
        integer("author_no", "number of the author record", required=True),
        integer("work_no", "number of the work", required=True),
        integer("position", "place in the list of authors", required=True),
    ),
    key=("work_no", "position"),
    provenance=False,
)

ADDRESSES = Table(
    "addresses",
    "derived",
    "`affiliations` in numbers: what is said at which place of which work.",
    (
        integer("work_no", "number of the work", required=True),
        integer("position", "place in the list of authors", required=True),
        integer("org_no", "number of the organisation; empty where the source resolved none"),
        integer("string_no", "number of the printed affiliation; empty where none is kept"),
    ),
    key=("work_no", "position", "org_no", "string_no"),
    provenance=False,
)

WITHOUT_INITIAL = Table(
    "names_without_initial",
    "derived",
    "Author records whose own name holds one initial, by the key of the name without it.",
    (
        text("author_id", "the author record", required=True, plain=True),
        text("name_key", "person_key of its name, the initial left out", required=True, plain=True),
    ),
    key=("author_id",),
    provenance=False,
)

NUMBERED: dict[str, Table] = {
    table.name: table
    for table in (
        AUTHOR_NUMBERS,
        WORK_NUMBERS,
        ORGANIZATION_NUMBERS,
        STRING_NUMBERS,
        AUTHOR_WORKS,
        ADDRESSES,
        WITHOUT_INITIAL,
    )
}
"""They stand beside `TABLES` in every scope; no store publishes them and no loader fills them."""

NUMBERED_WORKS = "numbered_works"
"""What a scope calls `works` with the column work_no beside all others."""
