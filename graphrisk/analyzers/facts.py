"""What the rules look at: the people of one call, what they declared and what the record shows of them.

Facts are prepared once a scan (`graphrisk.analyzers.prepare`) and read by every rule. All tables are Ibis
expressions; the scan keeps them as temporary tables of its engine. Grades are the letters A, B and C, so the
better of two is the smaller and the worse the greater.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import ibis.expr.types as ir


def _as_it_is(_name: str, rows: ir.Table) -> ir.Table:
    return rows


@dataclass(frozen=True, slots=True)
class Facts:
    """The tables of one scan, columns as named.

    `as_of`: the day T at which everything is judged.
    `call`: one row: call_id, title, program, flag (what the call's row says), listed (what the list of
    programmes says; null where it does not hold the programme), designated (what counts).
    `applications`: application_id, security (whether exposure rules run), concern_codes.
    `members`: application_id, person_id, role; a row for each person in each application.
    `roster`: application_id, person_id, role, row_id, home_id (organisation), name; all rows as declared.
    `homes`: application_id, person_id, org_id, country_code, grade.
    `partners`: application_id, row_id, org_id, org_name, grade, role, written (the name that the form gives,
    where another one is shown).
    `declared`: application_id, person_id (null for partners), row_id, kind (home, affiliation, education,
    collaboration or partner), org_id, org_name, grade, start_on, end_on, note (with the name as written).
    `posts`: application_id, person_id, org_id, start_on, end_on of what makes a post at an organisation
    declared: home, affiliations and education, with every organisation that an ambiguous name may mean.
    `funding`: person_id, row_id, org_id, award_key, note, start_on, end_on, kind of declared funding.
    `statements`: person_id, signed (whether an attestation was signed by T), rows (whether any row was
    declared by T).
    `authored`: person_id, author_id, status, work_id, position, date: each place in a list of authors; the
    date is null where the source gives none, and then the work is in no other table.
    `works`: person_id, work_id, grade, date, type, authors_count, authors_truncated, title, url, source.
    `records`: person_id, author_id, grade, reasons, against, name: the author records behind `works`.
    `ties`: person_id, work_id, org_id, grade, date, raw_string: organisations that they named.
    `coauthors`: the same for organisations that other authors of their works named, where these are listed
    or in `relatives`.
    `awards`: person_id, work_id, seq, grade, date, authors_count, title, url, source, funder_id, funder_name,
    award_id, award_key.
    `listings`: org_id, entry_id, list_id, edition, valid_from, valid_to, grade, method, codes, name (as the
    list prints it), note, url, listed_now.
    `relatives`: the listings of the bodies to which organisations that are not listed now stand in a
    relation: org_id, relation (unit, parent or alias: what it is to the body), steps, relative_id and
    relative (the body and its name), the rest as in `listings`.
    `organizations`: org_id, name, country_code.
    `family`: org_id, member_id, relation; every organisation is in its own family.
    `identities`: what resolving found, all statuses.
    `capped`: application_id, person_id of findings whose level the grade of identity held down.
    `suspects`: application_id, person_id, works: people one of whose unlinked records carries a tie that a
    rule would ask about; with author_id.
    `hold` is called by rules on what they read more than once; a scan computes it then and there.
    """

    as_of: dt.date
    call: ir.Table
    applications: ir.Table
    members: ir.Table
    roster: ir.Table
    homes: ir.Table
    partners: ir.Table
    declared: ir.Table
    posts: ir.Table
    funding: ir.Table
    statements: ir.Table
    authored: ir.Table
    works: ir.Table
    records: ir.Table
    ties: ir.Table
    coauthors: ir.Table
    awards: ir.Table
    listings: ir.Table
    relatives: ir.Table
    organizations: ir.Table
    family: ir.Table
    identities: ir.Table
    capped: ir.Table
    suspects: ir.Table
    hold: Callable[[str, ir.Table], ir.Table] = field(default=_as_it_is)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What a rule found: rows of `schema.CANDIDATES` and the `schema.EVIDENCE` behind them."""

    candidates: ir.Table
    evidence: ir.Table
