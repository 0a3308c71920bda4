"""What an institution hands in: calls, applications, the people in them and what they declared.

Each table is one sheet of the disclosure workbook. There is no column for nationality, birthplace, ethnicity,
religion or residence by origin, on purpose; a test fails if one appears.
"""

from __future__ import annotations

from graphrisk.schema.model import Column, Table, boolean, date, number, text, texts

_ROW: tuple[Column, ...] = (text("row_id", "hash of the row's content", required=True),)
_DECLARED: tuple[Column, ...] = (
    text("source_doc", "the document that the row was taken from"),
    date("declared_on", "day on which it was declared"),
    boolean("confidential", "whether the row is confidential"),
)


def _sheet(
    name: str,
    doc: str,
    columns: tuple[Column, ...],
    *,
    owner: str,
    label: str,
    start: tuple[str, str] | None = None,
    end: tuple[str, str] | None = None,
) -> Table:
    dated = {column.name for column in columns}
    return Table(
        name,
        "declared",
        doc,
        (*_ROW, *columns, *_DECLARED),
        key=("row_id",),
        owner=(owner,),
        group=name,
        label=label,
        start=start,
        end=end,
        valid_from="start_on" if "start_on" in dated else None,
        valid_to="end_on" if "end_on" in dated else None,
    )


def _period() -> tuple[Column, Column]:
    return (
        date("start_on", "first day; the first of the month or year where no more is known"),
        date("end_on", "last day; empty means current"),
    )


CALLS = _sheet(
    "calls",
    "Calls for applications.",
    (
        text("call_id", "short name of the call", required=True),
        text("title", "title", required=True),
        text("funder", "funding agency"),
        text("program", "the programme that the call belongs to: a program_id"),
        boolean("designated", "what the call's own row says of the designation", required=True),
        texts("technology_areas", "ids of the technology taxonomy"),
        text("taxonomy", "the taxonomy that the ids belong to"),
        date("opens_on", "first day"),
        date("closes_on", "last day; the default as-of date of a scan", required=True),
        text("policy", "policy to scan with"),
    ),
    owner="call_id",
    label="Call",
)

APPLICATIONS = _sheet(
    "applications",
    "Applications to a call.",
    (
        text("application_id", "number of the application", required=True),
        text("call_id", "the call", required=True),
        text("title", "title", required=True),
        text("title_en", "title in English"),
        text("abstract", "abstract"),
        text("abstract_en", "abstract in English"),
        texts("keywords", "keywords"),
        texts("technology_areas", "declared areas; empty lets the tagger propose"),
        texts("concern_codes", "B, C, M, N or CW as the project's export-control review gave them"),
        date("submitted_on", "day of submission"),
    ),
    owner="application_id",
    label="Application",
    start=("applications", "application_id"),
    end=("calls", "call_id"),
)

PARTICIPANTS = _sheet(
    "participants",
    "The people of an application, in their roles.",
    (
        text("application_id", "the application", required=True),
        text("person_id", "the institution's own number of the person", required=True),
        text("role", "pi, co_i, postdoc, student, technician, partner_lead or other", required=True),
        text("name_ja", "name in Japanese script"),
        text("name_kana", "reading"),
        texts("name_latin", "names in Latin letters"),
        texts("former_names", "names once used"),
        text("orcid", "https://orcid.org/…"),
        text("erad_id", "e-Rad researcher number, 8 digits"),
        text("kaken_nrid", "KAKEN researcher number"),
        text("researchmap_id", "researchmap permalink"),
        text("openalex_id", "https://openalex.org/A…"),
        text("email_domain", "domain of the institutional address"),
        text("home_org", "home organisation", required=True),
        text("home_org_ror", "its ROR id"),
    ),
    owner="application_id",
    label="Participant",
)

PARTNERS = _sheet(
    "partners",
    "Organisations that take part in an application.",
    (
        text("application_id", "the application", required=True),
        text("org", "the organisation", required=True),
        text("org_ror", "its ROR id"),
        text("role", "partner, subrecipient, equipment_supplier or data_provider", required=True),
        text("contact_person", "contact"),
    ),
    owner="application_id",
    label="Partner",
)

_PERSON = text("person_id", "the person", required=True)

DECLARED_AFFILIATIONS = _sheet(
    "declared_affiliations",
    "Posts now and before, side jobs, honorary and unpaid ones.",
    (
        _PERSON,
        text("org", "the organisation", required=True),
        text("org_ror", "its ROR id"),
        text("department", "department"),
        text("title", "title of the post"),
        text(
            "type",
            "employed, joint, visiting, adjunct, honorary, advisory, board, officer, student or other",
            required=True,
        ),
        boolean("paid", "whether it is paid"),
        number("effort_pct", "effort in per cent"),
        *_period(),
        text("permission_id", "number of the permission for a side job"),
    ),
    owner="person_id",
    label="DeclaredAffiliation",
)

DECLARED_EDUCATION = _sheet(
    "declared_education",
    "Studies.",
    (
        _PERSON,
        text("org", "the organisation", required=True),
        text("org_ror", "its ROR id"),
        text("degree", "degree"),
        text("field", "field"),
        *_period(),
        text("supervisor", "supervisor"),
    ),
    owner="person_id",
    label="DeclaredEducation",
)

DECLARED_FUNDING = _sheet(
    "declared_funding",
    "Research funding, current, pending and ended.",
    (
        _PERSON,
        text("funder", "the funder", required=True),
        text("funder_ror", "its ROR id"),
        text("funder_type", "kind of funder"),
        text("award_id", "award number"),
        text("title", "title"),
        text("role", "role in the award"),
        text("status", "current, pending or ended", required=True),
        number("amount", "amount"),
        text("currency", "ISO 4217 code"),
        *_period(),
        number("effort_pct", "effort in per cent"),
        text("via", "intermediary"),
        texts("obligations", "reporting, return, nondisclosure, ip_assignment, publication_control"),
        text("award_key", "graphrisk.names.identifiers.award_key(award_id)"),
    ),
    owner="person_id",
    label="DeclaredFunding",
)

DECLARED_SUPPORT = _sheet(
    "declared_support",
    "Support that is not money.",
    (
        _PERSON,
        text("provider", "who provides it", required=True),
        text("provider_ror", "its ROR id"),
        text(
            "kind",
            "equipment, space, materials, staff, students, travel, software, data or other",
            required=True,
        ),
        number("value", "estimated value"),
        text("currency", "ISO 4217 code"),
        *_period(),
        text("conditions", "conditions"),
    ),
    owner="person_id",
    label="DeclaredSupport",
)

DECLARED_TALENT_PROGRAMS = _sheet(
    "declared_talent_programs",
    "Participation in talent recruitment programmes.",
    (
        _PERSON,
        boolean("participates", "yes or no", required=True),
        text("name", "name of the programme"),
        text("sponsor", "sponsor"),
        *_period(),
        texts("terms", "contract terms i … ix"),
        texts("compensation", "kinds of compensation"),
    ),
    owner="person_id",
    label="DeclaredTalentProgram",
)

DECLARED_SCHOLARSHIPS = _sheet(
    "declared_scholarships",
    "Scholarships.",
    (
        _PERSON,
        text("sponsor", "sponsor", required=True),
        text("sponsor_type", "kind of sponsor"),
        *_period(),
        texts("obligations", "obligations"),
    ),
    owner="person_id",
    label="DeclaredScholarship",
)

DECLARED_COLLABORATIONS = _sheet(
    "declared_collaborations",
    "International collaborations.",
    (
        _PERSON,
        text("org", "the partner organisation", required=True),
        text("org_ror", "its ROR id"),
        text("partner_person", "partner"),
        text("purpose", "purpose"),
        text("agreement", "mou, contract, nda or none"),
        *_period(),
        texts("technology_areas", "ids of the technology taxonomy"),
    ),
    owner="person_id",
    label="DeclaredCollaboration",
)

DECLARED_COAUTHORS = _sheet(
    "declared_coauthors",
    "Co-authors, where the call asks for the list.",
    (
        _PERSON,
        text("name", "the co-author", required=True),
        text("org", "the co-author's organisation"),
        date("last_date", "day of the last joint work"),
        text("relation", "relation"),
    ),
    owner="person_id",
    label="DeclaredCoauthor",
)

DECLARED_PATENTS = _sheet(
    "declared_patents",
    "Patents.",
    (
        _PERSON,
        text("number", "number", required=True),
        text("office", "patent office"),
        texts("applicants", "applicants"),
        date("priority_date", "priority date"),
        text("linked_award", "award that it came from"),
    ),
    owner="person_id",
    label="DeclaredPatent",
)

DECLARED_INTERESTS = _sheet(
    "declared_interests",
    "Interests in companies.",
    (
        _PERSON,
        text("entity", "the company", required=True),
        text("entity_ror", "its ROR id"),
        text("stake_band", "band of the stake"),
        text("role", "role"),
    ),
    owner="person_id",
    label="DeclaredInterest",
)

DECLARED_EXPORT_CONTROL = _sheet(
    "declared_export_control",
    "Statements for export control.",
    (
        _PERSON,
        text("resident_status", "resident or non_resident in the meaning of the export law"),
        text("specific_category", "none, 1, 2, 3 or unsure"),
        text("foreign_benefit_band", "0, <10, 10-20, 20-25 or >=25 per cent"),
        boolean("benefit_promised", "whether a benefit is promised"),
        boolean("kakenhi_registered", "whether trade-control information is registered"),
        boolean("planned_controlled_transfer", "whether a controlled transfer is planned"),
    ),
    owner="person_id",
    label="DeclaredExportControl",
)

ATTESTATIONS = _sheet(
    "attestations",
    "Signed statements that the declarations are complete.",
    (
        _PERSON,
        text("statement_version", "version of the statement"),
        date("signed_on", "day of the signature", required=True),
        text("contact", "contact at the institution"),
        date("update_due", "day by which an update is due"),
    ),
    owner="person_id",
    label="Attestation",
)

DECLARED: tuple[Table, ...] = (
    CALLS,
    APPLICATIONS,
    PARTICIPANTS,
    PARTNERS,
    DECLARED_AFFILIATIONS,
    DECLARED_EDUCATION,
    DECLARED_FUNDING,
    DECLARED_SUPPORT,
    DECLARED_TALENT_PROGRAMS,
    DECLARED_SCHOLARSHIPS,
    DECLARED_COLLABORATIONS,
    DECLARED_COAUTHORS,
    DECLARED_PATENTS,
    DECLARED_INTERESTS,
    DECLARED_EXPORT_CONTROL,
    ATTESTATIONS,
)
