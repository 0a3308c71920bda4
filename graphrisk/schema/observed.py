"""What the public record shows: organisations, lists, programmes, people, works and their ties."""

from __future__ import annotations

from graphrisk.schema.model import Column, Table, Type, boolean, date, integer, text, texts

ORGANIZATIONS = Table(
    "organizations",
    "reference",
    "Organisations, by their ROR id where there is one, else by the id of the source that names them.",
    (
        text("org_id", "https://ror.org/… or the source's own id", required=True),
        text("name", "the name under which the organisation is shown", required=True),
        text("country_code", "ISO 3166-1 alpha-2 code of the seat; a property of organisations only"),
        texts("types", "kinds such as education, company, government, funder"),
        text("status", "active, inactive or withdrawn"),
        integer("established", "year"),
        text("url", "page of the record"),
    ),
    key=("org_id",),
    owner=("org_id",),
    group="organizations",
    label="Organization",
)

ORGANIZATION_NAMES = Table(
    "organization_names",
    "reference",
    "All names of an organisation in any language, with the key under which they are compared.",
    (
        text("org_id", "the organisation", required=True),
        text("name", "the name as printed", required=True),
        text("name_key", "graphrisk.names.organizations.organization_key(name)", required=True),
        text("kind", "display, label, alias or acronym", required=True),
        text("lang", "ISO 639-1 code where the source says"),
    ),
    key=("org_id", "name", "kind"),
    owner=("org_id",),
    group="organizations",
    label="OrganizationName",
)

ORGANIZATION_PLACES = Table(
    "organization_places",
    "reference",
    "Towns in which an organisation has a seat, as the registry states them.",
    (
        text("org_id", "the organisation", required=True),
        text("city", "town", required=True),
        text("region", "state, province or prefecture"),
        text("country_code", "ISO 3166-1 alpha-2 code"),
    ),
    key=("org_id", "city"),
    owner=("org_id",),
    group="organizations",
    label="OrganizationPlace",
)

ORGANIZATION_RELATIONS = Table(
    "organization_relations",
    "reference",
    "Relations between organisations as the registry states them.",
    (
        text("org_id", "the organisation that states the relation", required=True),
        text("related_id", "the other organisation", required=True),
        text(
            "kind",
            "parent (the other is its parent), child, related, successor or predecessor",
            required=True,
        ),
        text("related_name", "name of the other as printed"),
    ),
    key=("org_id", "related_id", "kind"),
    owner=("org_id",),
    group="organizations",
    label="RELATED_TO",
    start=("organizations", "org_id"),
    end=("organizations", "related_id"),
)

LIST_EDITIONS = Table(
    "list_editions",
    "reference",
    "Editions of screening lists. An edition never changes an earlier one.",
    (
        text("list_id", "short name of the list, such as jp-eul", required=True),
        text("edition", "name of the edition, such as 2025-10-09", required=True),
        text("title", "title of the list"),
        text("publisher", "the authority that publishes it"),
        date("valid_from", "first day on which the edition is in force", required=True),
        date("valid_to", "last day, where the edition itself says so"),
        text("citation", "where the edition can be read"),
    ),
    key=("list_id", "edition"),
    owner=("list_id", "edition"),
    group="list_entries",
    label="ListEdition",
    valid_from="valid_from",
    valid_to="valid_to",
)

LIST_ENTRIES = Table(
    "list_entries",
    "reference",
    "Rows of screening lists: organisations of concern, with the dates and codes that the list gives.",
    (
        text("entry_id", "list_id|edition|row_no", required=True),
        text("list_id", "the list", required=True),
        text("edition", "the edition that holds the row", required=True),
        text("row_no", "number of the row as printed", required=True),
        text("name", "the organisation's name as printed", required=True),
        text("name_native", "its name in its own script"),
        text("country_code", "ISO 3166-1 alpha-2 code of the seat, to tell namesakes apart"),
        texts("concern_codes", "B, C, M, N or CW, where the list gives them"),
        text("parent", "name of the body that the row belongs to"),
        text("ror", "ROR id where the list, or who filled it, gives one"),
        text("program", "programme or part of the list"),
        text("citation", "where the row can be read"),
        date("valid_from", "first day of membership", required=True),
        date("valid_to", "last day of membership, where given"),
    ),
    key=("entry_id",),
    owner=("list_id", "edition"),
    group="list_entries",
    label="ListEntry",
    valid_from="valid_from",
    valid_to="valid_to",
)

LIST_NAMES = Table(
    "list_names",
    "reference",
    "Names and aliases of list rows, with the key under which they are compared.",
    (
        text("entry_id", "the row", required=True),
        text("list_id", "the list", required=True),
        text("edition", "the edition", required=True),
        text("name", "the name as printed", required=True),
        text("name_key", "graphrisk.names.organizations.organization_key(name)", required=True),
        text("kind", "name, native or alias", required=True),
    ),
    key=("entry_id", "name", "kind"),
    owner=("list_id", "edition"),
    group="list_entries",
    label="ListName",
)

LIST_RELATIONS = Table(
    "list_relations",
    "reference",
    "Organisations that a list row names beside its own body: subsidiaries and units that lists print among "
    "other names, and parents. They are no names of the row.",
    (
        text("entry_id", "the row", required=True),
        text("list_id", "the list", required=True),
        text("edition", "the edition", required=True),
        text("name", "the other organisation as printed", required=True),
        text("name_key", "graphrisk.names.organizations.organization_key(name)", required=True),
        text("kind", "subsidiary, unit or parent: what the other is to the body of the row", required=True),
        text("printed", "the words of the row that say so", required=True),
    ),
    key=("entry_id", "name", "kind"),
    owner=("list_id", "edition"),
    group="list_entries",
    label="ListRelation",
)

PROGRAMS = Table(
    "programs",
    "reference",
    "Designated research programmes with the time of their designation.",
    (
        text("program_id", "short name of the programme", required=True),
        text("title", "title in Japanese", required=True),
        text("title_en", "title in English"),
        text("ministry", "the ministry that designates"),
        text("agency", "the agency that runs it"),
        date("designated_from", "first day of the designation", required=True),
        date("designated_to", "last day, empty while in force"),
        texts("technology_areas", "ids of the areas of the technology taxonomy"),
        text("citation", "where the designation can be read"),
    ),
    key=("program_id",),
    owner=("program_id",),
    group="programs",
    label="Program",
    valid_from="designated_from",
    valid_to="designated_to",
)

PERSONS = Table(
    "persons",
    "observed",
    "Author records of a bibliographic source. A record is not yet a person: two may be one, one may be two.",
    (
        text(
            "author_id",
            "https://openalex.org/A…, or <work id>#<position> where the source gives none",
            required=True,
            plain=True,
        ),
        text("display_name", "name of the record", required=True, plain=True),
        text("name_key", "graphrisk.names.persons.person_key(display_name)", required=True, plain=True),
        text("orcid", "https://orcid.org/… as the source assigns it"),
    ),
    key=("author_id",),
    owner=("author_id",),
    group="persons",
    label="Person",
    latest=True,
)

PERSON_NAMES = Table(
    "person_names",
    "observed",
    "Names under which an author record appears on works, with the key under which they are compared.",
    (
        text("author_id", "the author record", required=True),
        text("name", "the name as printed", required=True, plain=True),
        text("name_key", "graphrisk.names.persons.person_key(name)", required=True, plain=True),
    ),
    key=("author_id", "name"),
    label="PersonName",
    latest=True,
)

WORKS = Table(
    "works",
    "observed",
    "Publications.",
    (
        text("work_id", "https://openalex.org/W…", required=True),
        text("doi", "https://doi.org/…", plain=True),
        text("title", "title"),
        text("abstract", "abstract where the source gives one"),
        text("type", "article, review, preprint, … as the source names it"),
        date("publication_date", "day of publication; 1 January where only the year is known"),
        integer("publication_year", "year of publication"),
        text("language", "ISO 639-1 code"),
        integer(
            "authors_count", "number of authors of the work itself, even where the list is cut", required=True
        ),
        boolean("authors_truncated", "whether the source cut the list of authors", required=True),
        boolean("is_retracted", "whether the source marks the work as retracted"),
        texts("topics", "names of the source's topics"),
        texts("keywords", "keywords of the source"),
        text("url", "page of the record"),
    ),
    key=("work_id",),
    owner=("work_id",),
    group="works",
    label="Work",
    valid_from="publication_date",
)

AUTHORSHIPS = Table(
    "authorships",
    "observed",
    "Who wrote which work, in which place of the list of authors.",
    (
        text("work_id", "the work", required=True),
        integer("position", "place in the list of authors, from 0", required=True),
        text("author_id", "the author record", required=True, plain=True),
        text("raw_name", "the name as printed on the work", plain=True),
        text("orcid", "https://orcid.org/… on this authorship; may be assigned by the source"),
        text("raw_orcid", "https://orcid.org/… as stated on the work itself"),
        boolean("is_corresponding", "whether the source marks a corresponding author"),
    ),
    key=("work_id", "position"),
    owner=("work_id",),
    group="works",
    label="AUTHORED",
    start=("persons", "author_id"),
    end=("works", "work_id"),
)

AFFILIATIONS = Table(
    "affiliations",
    "observed",
    "Which organisations an author named on a work: the raw string and the organisation the source resolved.",
    (
        text("work_id", "the work", required=True),
        integer("position", "place of the author in the list of authors, from 0", required=True),
        integer("seq", "number of the affiliation of this author on this work, from 0", required=True),
        text("author_id", "the author record", required=True, plain=True),
        Column(
            "org_id",
            Type.STRING,
            "the organisation that the source resolved; null where it resolved none",
            blank_is_null=True,
        ),
        Column(
            "raw_string",
            Type.STRING,
            "the affiliation as printed; null where the source keeps none",
            blank_is_null=True,
            plain=True,
        ),
    ),
    key=("work_id", "position", "seq"),
    owner=("work_id",),
    group="works",
)

WORK_AWARDS = Table(
    "work_awards",
    "observed",
    "Funders and awards that a work acknowledges. They belong to the work, not yet to one of its authors.",
    (
        text("work_id", "the work", required=True),
        integer("seq", "number of the acknowledgement on this work, from 0", required=True),
        text("funder_id", "the source's id of the funder"),
        text("funder_ror", "ROR id of the funder where the source gives it"),
        text("funder_name", "name of the funder as printed"),
        text("award_id", "award number as printed"),
        text("award_key", "graphrisk.names.identifiers.award_key(award_id)"),
    ),
    key=("work_id", "seq"),
    owner=("work_id",),
    group="works",
    label="FUNDED_BY",
)

LOADS = Table(
    "loads",
    "ledger",
    "Every load that made the snapshot what it is.",
    (
        integer("load_id", "number of the load, from 1", required=True),
        integer("snapshot", "the snapshot that the load made", required=True),
        text("source", "name of the loader", required=True),
        text("edition", "edition as named by who loaded it"),
        Column("loaded_at", Type.TIMESTAMP, "when, UTC", required=True),
        texts("files", "names of the files"),
        texts("hashes", "their sha256, in the same order"),
        text("options", "options of the load, as JSON"),
        integer("read", "records read", required=True),
        integer("written", "records new or changed", required=True),
        integer("unchanged", "records that were there already, the same", required=True),
        integer("rejected", "records refused", required=True),
        text("skipped", "records passed over on purpose: reason → count, as JSON"),
        texts("warnings", "what the loader warned about"),
        text("version", "version of graphrisk", required=True),
    ),
    key=("load_id",),
    label="Load",
    provenance=False,
)

REJECTS = Table(
    "rejects",
    "ledger",
    "Records that were refused, each with its place and the reason.",
    (
        integer("load_id", "the load", required=True),
        text("file", "name of the file", required=True),
        integer("line", "line or row, from 1"),
        text("column_name", "column or path"),
        text("value", "the value, cut at 200 characters"),
        text("reason", "what was wrong, in English", required=True),
        text("message", "the reason as template and values, to be said in another language, as JSON"),
    ),
    key=("load_id", "file", "line", "column_name", "reason"),
    label="Reject",
    provenance=False,
)

REFERENCE: tuple[Table, ...] = (
    ORGANIZATIONS,
    ORGANIZATION_NAMES,
    ORGANIZATION_PLACES,
    ORGANIZATION_RELATIONS,
    LIST_EDITIONS,
    LIST_ENTRIES,
    LIST_NAMES,
    LIST_RELATIONS,
    PROGRAMS,
)
OBSERVED: tuple[Table, ...] = (PERSONS, PERSON_NAMES, WORKS, AUTHORSHIPS, AFFILIATIONS, WORK_AWARDS)
LEDGER: tuple[Table, ...] = (LOADS, REJECTS)
