"""What speaks for a record beside its name: the home organisation and one more fact, each with its value.

And what speaks against: works long before the person can have written any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.resolve.roster import Roster
    from graphrisk.store.engine import Engine

PAIR = ("person_id", "author_id")

YOUNGEST = 10
"""Years before the earliest declared studies in which nobody publishes; a first degree may be left out."""


def seen_at(engine: Engine, authors: ir.Table) -> ir.Table:
    """Return the organisations that works of `authors` show for them, with the first and the last year.

    It is read once for all that asks: to find the records among millions costs most.
    """
    return engine.keep("seen", engine.tables["author_organizations"].semi_join(authors, "author_id"))


def at_organizations(pairs: ir.Table, seen: ir.Table, orgs: ir.Table) -> ir.Table:
    """Return the pairs whose record was seen at one of the person's `orgs` in its years; the first is org_id.

    Years that are not known, of works or of posts, say nothing against it.
    """
    met = pairs.select(*PAIR).join(seen, "author_id").join(orgs, ["person_id", "org_id"])
    met = met.filter(
        (met.last_year >= met.from_year).fill_null(True) & (met.first_year <= met.to_year).fill_null(True)
    )
    return met.group_by(*PAIR).aggregate(org_id=met.org_id.min())


def too_early(pairs: ir.Table, seen: ir.Table, studies: ir.Table) -> ir.Table:
    """Return the pairs whose record wrote long before the earliest declared studies, with the year."""
    began = seen.group_by("author_id").aggregate(year=seen.first_year.min())
    met = pairs.select(*PAIR).join(began, "author_id").join(studies, "person_id")
    return met.filter(met.year < met.began - YOUNGEST).select(*PAIR, active="year")


def with_awards(engine: Engine, pairs: ir.Table, lines: ir.Table, roster: Roster) -> ir.Table:
    """Return the pairs with a work that acknowledges a declared award, with its award_key."""
    acknowledged = engine.tables["work_awards"].semi_join(roster.awards, "award_key")
    mine = pairs.select(*PAIR).join(lines.select("author_id", "work_no"), "author_id")
    works = engine.tables["work_numbers"].semi_join(mine, "work_no").join(acknowledged, "work_id")
    met = mine.join(works.select("work_no", "award_key"), "work_no")
    met = met.semi_join(roster.awards, ["person_id", "award_key"])
    return met.group_by(*PAIR).aggregate(award_key=met.award_key.min())


def fellows(roster: Roster, certain: ir.Table) -> ir.Table:
    """Return person_id and author_id of the certain records of the others in the person's applications."""
    one = roster.people
    other = roster.people.select("application_id", fellow="person_id")
    met = one.join(other, "application_id").filter(lambda t: t.person_id != t.fellow)
    records = certain.select("author_id", fellow="person_id")
    return met.join(records, "fellow").select("person_id", "author_id").distinct()


def named_coauthors(engine: Engine, roster: Roster) -> ir.Table:
    """Return person_id and author_id of the records that bear the name of a declared co-author."""
    records = engine.tables["persons"].select("author_id", "name_key")
    found = roster.coauthors.join(records, "name_key").select("person_id", "author_id").distinct()
    return engine.keep("coauthors", found)


def beside(engine: Engine, pairs: ir.Table, lines: ir.Table, **others: ir.Table) -> ir.Table:
    """Return the pairs whose record stands on a work together with another one, and `how`: which others.

    Each of `others` holds person_id and author_id; a record is never its own co-author.
    """
    known = ibis.union(
        *(
            some.select("person_id", other="author_id", how=ibis.literal(kind))
            for kind, some in others.items()
        )
    )
    works = lines.select("author_id", "work_no")
    mine = pairs.select(*PAIR).join(works, "author_id")
    theirs = known.join(works.rename(other="author_id"), "other")
    met = mine.join(theirs, ["person_id", "work_no"])
    return engine.keep("beside", met.filter(met.author_id != met.other).select(*PAIR, "how").distinct())


def rivals(pairs: ir.Table, claims: ir.Table) -> ir.Table:
    """Return the pairs whose record is among the `claims` (person_id, author_id) of somebody else."""
    claimed = claims.select("author_id", claimant="person_id")
    met = pairs.select(*PAIR).join(claimed, "author_id")
    return met.filter(met.person_id != met.claimant).select(*PAIR).distinct()
