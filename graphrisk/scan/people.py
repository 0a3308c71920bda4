"""The people of a scan, as the dashboard and the exports show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.scan.result import PersonInfo
from graphrisk.scan.session import as_columns

if TYPE_CHECKING:
    from concurrent.futures import Future

    import pyarrow as pa

    from graphrisk.analyzers.facts import Facts
    from graphrisk.scan.session import Session


def ask_people(session: Session, facts: Facts) -> Future[pa.Table]:
    """Have a row computed for each person in each application, by application and person."""
    linked = facts.identities.filter(facts.identities.status == "linked")
    grades = linked.group_by("person_id").aggregate(grade=linked.grade.min())
    works = facts.works.group_by("person_id").aggregate(works=facts.works.work_id.nunique())
    roster = facts.roster
    latin = ibis.ifelse(roster.name_latin.length() > 0, roster.name_latin[0], ibis.null("string"))
    declared = roster.mutate(latin=latin)
    declared = declared.group_by("application_id", "person_id").aggregate(
        name_latin=declared.latin.min(),
        home_org=declared.home_name.min(),
        home_org_id=declared.home_id.min(),
    )
    members = facts.members.join(declared, ["application_id", "person_id"])
    rows = members.left_join(grades, "person_id").drop("person_id_right")
    rows = rows.left_join(works, "person_id").drop("person_id_right")
    rows = rows.select(
        "application_id",
        "person_id",
        "role",
        "name",
        "name_latin",
        "home_org",
        "home_org_id",
        "grade",
        works=rows.works.fill_null(0),
    ).order_by("application_id", "person_id")
    return session.ask(rows)


def people_info(rows: pa.Table) -> tuple[PersonInfo, ...]:
    """Return what `ask_people` had computed."""
    return tuple(PersonInfo(*values) for values in zip(*as_columns(rows).values(), strict=True))
