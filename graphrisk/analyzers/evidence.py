"""Evidence that several rules bring: works, listings, declared rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.analyzers.columns import joined_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

    from graphrisk.analyzers.facts import Facts


def work_rows(facts: Facts, ties: ir.Table) -> ir.Table:
    """Return the works of `ties` (application_id, person_id, org_id, work_id, date, grade, raw_string)."""
    works = facts.works.select("person_id", "work_id", "title", "url", "source")
    rows = ties.join(works, ["person_id", "work_id"])
    return rows.select(
        "application_id",
        "person_id",
        "source",
        "grade",
        object_id=rows.org_id,
        kind=ibis.literal("work"),
        side=ibis.literal("observed"),
        record=rows.work_id,
        url=ibis.coalesce(rows.url, rows.work_id),
        date_from=rows.date,
        text=joined_text(rows.title, rows.raw_string),
    )


def listing_rows(facts: Facts, found: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Return the listings of the organisations in `found` that were in force at or after its first day."""
    rows = found.select(*keys, "first_date").join(facts.listings.drop("grade"), "org_id")
    rows = rows.filter(rows.valid_to.isnull() | rows.first_date.isnull() | (rows.valid_to >= rows.first_date))
    grades = facts.listings.select("org_id", "entry_id", "grade").distinct()
    rows = rows.join(grades, ["org_id", "entry_id"])
    return rows.select(
        "application_id",
        "url",
        "grade",
        person_id=rows.person_id if "person_id" in keys else ibis.null("string"),
        object_id=rows.org_id,
        kind=ibis.literal("listing"),
        side=ibis.literal("listing"),
        source=rows.list_id,
        record=rows.entry_id,
        date_from=rows.valid_from,
        date_to=rows.valid_to,
        text=rows.note,
    )


def declared_near(facts: Facts, found: ir.Table, kinds: Sequence[str]) -> ir.Table:
    """Return the declared rows about the organisations of `found`, their parents and their units.

    Columns application_id, person_id and org_id are those of `found`; the rest are the declared row's.
    """
    wanted = found.select("application_id", "person_id", "org_id")
    kin = facts.family.select("org_id", tied="member_id")
    related = wanted.join(kin, "org_id").select(*wanted.columns, "tied")
    near = ibis.union(wanted.mutate(tied=wanted.org_id), related, distinct=True)
    rows = facts.declared.filter(facts.declared.kind.isin(kinds)).rename(tied="org_id", owner="person_id")
    rows = near.join(rows, ["application_id", "tied"])
    return rows.filter(rows.owner.isnull() | (rows.owner == rows.person_id))


def declared_ties(facts: Facts, found: ir.Table, kinds: Sequence[str]) -> ir.Table:
    """Return what the people of `found` declared of the same organisations as evidence."""
    rows = declared_near(facts, found, kinds)
    return rows.select(
        "application_id",
        "person_id",
        "grade",
        object_id=rows.org_id,
        kind=ibis.literal("declaration"),
        side=ibis.literal("declared"),
        source=ibis.literal("disclosures"),
        record=rows.row_id,
        date_from=rows.start_on,
        date_to=rows.end_on,
        text=joined_text(rows.org_name, rows.note),
    )
