"""Which author records a declared person is: links with grades, reasons and what speaks against them.

Grade A rests on a declared persistent identifier, B on name, home organisation and one more fact (where two
records reach that, neither is linked), C on the name. A link at C is made only where one record alone has the
name and was seen at the home organisation; all other records of that name are candidates, which no rule looks
at but the one about identity. Where an A or B link exists, namesakes are passed over, so that nobody is asked
about others for having a common name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from graphrisk.resolve import corroboration as facts
from graphrisk.resolve.frames import code, codes, flagged
from graphrisk.resolve.records import check_names, find_pairs, lines_of, merged_records
from graphrisk.resolve.roster import read_roster
from graphrisk.schema import IDENTITIES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from graphrisk.resolve.roster import Roster
    from graphrisk.store.engine import Engine

_PAIR = facts.PAIR
_COLUMNS = IDENTITIES.names


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who is who: `identities` in the shape of `schema.IDENTITIES`, ordered by person and record.

    `lines` author_id, work_no, position: all authorships of the records that were looked at, of the linked
    and candidate ones among others, so that nobody needs to look for them again.
    """

    identities: ir.Table
    lines: ir.Table


def resolve_persons(engine: Engine, person_ids: ir.Table) -> Resolved:
    """Return the author records of the people of `person_ids` (one column, person_id).

    The people are resolved together: what one participant's identifier says of a record counts for the
    others.
    """
    roster = read_roster(engine, person_ids)
    pairs = find_pairs(engine, roster)
    coauthors = facts.named_coauthors(engine, roster)
    lines = lines_of(engine, pairs, coauthors)
    by_id = _by_identifier(engine, roster, pairs, lines)
    by_name = _by_name(engine, roster, pairs, lines, by_id, coauthors)
    both = by_id.select(*_COLUMNS).union(by_name.select(*_COLUMNS))
    return Resolved(engine.keep("identities", both.order_by(*_PAIR)), lines)


def _by_identifier(engine: Engine, roster: Roster, pairs: ir.Table, lines: ir.Table) -> ir.Table:
    """Grade the records that a declared identifier leads to.

    A declared ORCID iD whose record has another name was perhaps assigned by the source: B; where that record
    stands beside the person's own on one work, the iD was printed at the wrong author. A declared record of
    another name, or one on whose works several ORCID iDs stand, may hold two people: C. A record that carries
    another ORCID iD than the declared one is somebody else's, unless a work of that name states it: C.
    """
    found = pairs.filter(pairs.openalex_id | pairs.orcid | pairs.orcid_stated)
    found = check_names(engine, roster, found)
    found = flagged(found, merged_records(engine, found), ("author_id",), "merged_record")
    found = flagged(found, roster.orcids, ("person_id",), "gave_orcid")
    other = found.gave_orcid & found.record_orcid.notnull() & ~found.orcid
    grade = ibis.cases(
        (other | found.merged_record, "C"),
        (~found.name_differs, "A"),
        (found.orcid | found.orcid_stated, "B"),
        else_="C",
    )
    found = engine.keep("graded", found.mutate(other_orcid=other, first_grade=grade))
    own, doubtful = found.filter(found.first_grade == "A"), found.filter(found.first_grade == "B")
    together = facts.beside(engine, doubtful, lines, own=own)
    found = flagged(found, together, _PAIR, "same_work")
    refused = found.same_work | (found.other_orcid & (found.name_differs | ~found.orcid_stated))
    graded = found.mutate(
        grade=ibis.ifelse(refused, "C", found.first_grade),
        status=ibis.ifelse(refused, "rejected", "linked"),
        reasons=codes(
            code(found.openalex_id, "openalex_id"),
            code(found.orcid, "orcid"),
            code(found.orcid_stated, "orcid_stated"),
            code(found.name, "name"),
        ),
        against=codes(
            code(found.name_differs, "name_differs"),
            code(found.name_not_comparable, "name_not_comparable"),
            code(found.merged_record, "merged_record"),
            code(found.other_orcid, ibis.literal("orcid_differs:") + found.record_orcid),
            code(found.same_work, "same_work"),
        ),
    )
    return engine.keep("by_id", graded.select(*_COLUMNS, "record_orcid"))


def _by_name(
    engine: Engine,
    roster: Roster,
    pairs: ir.Table,
    lines: ir.Table,
    by_id: ir.Table,
    coauthors: ir.Table,
) -> ir.Table:
    """Grade the records that have a declared name and that no declared identifier leads to."""
    linked = by_id.filter((by_id.status == "linked") & (by_id.grade != "C"))
    certain = linked.filter(linked.grade == "A")
    weak = pairs.filter(~(pairs.openalex_id | pairs.orcid | pairs.orcid_stated))
    weak = _with_conflicts(weak.select(*_PAIR, "record_orcid"), roster, certain)
    seen = facts.seen_at(engine, weak.select("author_id").distinct())
    weak = flagged(weak, facts.at_organizations(weak, seen, roster.homes), _PAIR, "home")
    weak = engine.keep("weak", weak)
    near = engine.keep("near", weak.filter(weak.home & ~weak.conflict).select(*_PAIR))
    together = facts.beside(
        engine,
        near,
        lines,
        same_work=linked,
        coauthor_linked=facts.fellows(roster, certain),
        coauthor_declared=coauthors,
    )
    for kind in ("same_work", "coauthor_linked", "coauthor_declared"):
        weak = flagged(weak, together.filter(together.kind == kind), _PAIR, kind)
    awards = facts.with_awards(engine, near, lines, roster)
    elsewhere = facts.at_organizations(near, seen, roster.others).rename(other_org="org_id")
    for hits in (awards, elsewhere):
        weak = weak.left_join(hits, list(_PAIR)).drop("person_id_right", "author_id_right")
    weak = engine.keep("weak", flagged(weak, facts.rivals(near, certain), _PAIR, "claimed"))

    found = (
        weak.coauthor_linked | weak.coauthor_declared | weak.award_key.notnull() | weak.other_org.notnull()
    )
    weak = weak.mutate(open=weak.home & ~weak.conflict & ~weak.same_work & ~weak.claimed)
    proved = engine.keep("proved", weak.filter(weak.open & found).select(*_PAIR))
    contested = facts.rivals(proved, proved)
    proved = proved.anti_join(contested, list(_PAIR))
    counted = proved.group_by("person_id").aggregate(records=proved.author_id.nunique())
    several = proved.semi_join(counted.filter(counted.records > 1), "person_id")
    proved = proved.anti_join(several, "person_id")
    weak = flagged(weak, contested, _PAIR, "contested")
    weak = flagged(weak, several, _PAIR, "several")
    weak = flagged(weak, proved, _PAIR, "by_proof")
    weak = flagged(weak, facts.rivals(near, proved), _PAIR, "proved_by_other")
    better = linked.select("person_id").union(proved.select("person_id"))
    weak = engine.keep("weak", flagged(weak, better, ("person_id",), "has_link"))
    return _graded(_with_only(weak))


def _with_conflicts(weak: ir.Table, roster: Roster, certain: ir.Table) -> ir.Table:
    """Add `conflict`: the record carries another ORCID iD than the person's own, declared or on a record."""
    recorded = certain.filter(certain.record_orcid.notnull()).select("person_id", orcid="record_orcid")
    known = roster.orcids.union(recorded, distinct=True).rename(record_orcid="orcid")
    weak = flagged(weak, known, ("person_id",), "has_orcid")
    weak = flagged(weak, known, ("person_id", "record_orcid"), "same_orcid")
    return weak.mutate(conflict=weak.has_orcid & weak.record_orcid.notnull() & ~weak.same_orcid)


def _with_only(weak: ir.Table) -> ir.Table:
    """Add `only`: the one record with the name at the home organisation, of a person without a better link.

    Another participant with the same name and home organisation makes it nobody's.
    """
    left = weak.filter(weak.open & ~weak.proved_by_other & ~weak.has_link)
    alone = left.group_by("person_id").aggregate(records=left.author_id.nunique())
    alone = alone.filter(alone.records == 1)
    weak = flagged(weak, facts.rivals(left, left), _PAIR, "shared")
    weak = flagged(weak, left.semi_join(alone, "person_id"), _PAIR, "alone")
    return weak.mutate(only=weak.alone & ~weak.shared)


def _graded(weak: ir.Table) -> ir.Table:
    """Return grades and reasons of records found by name, without those that nothing speaks for."""
    passed_over = weak.has_link & ~weak.by_proof
    weak = weak.filter(weak.home | ~(weak.conflict | passed_over))
    passed_over = weak.has_link & ~weak.by_proof
    refused = weak.conflict | weak.same_work | passed_over
    graded = weak.mutate(
        grade=ibis.ifelse(weak.by_proof, "B", "C"),
        status=ibis.cases(
            (weak.by_proof, "linked"),
            (refused, "rejected"),
            (weak.only, "linked"),
            else_="candidate",
        ),
        reasons=codes(
            ibis.literal("name"),
            code(weak.home, "home_org"),
            code(weak.only, "only_record"),
            code(weak.coauthor_linked, "coauthor_linked"),
            code(weak.coauthor_declared, "coauthor_declared"),
            code(weak.other_org.notnull(), ibis.literal("other_org:") + weak.other_org),
            code(weak.award_key.notnull(), ibis.literal("award:") + weak.award_key),
        ),
        against=codes(
            code(weak.conflict, ibis.literal("orcid_differs:") + weak.record_orcid),
            code(weak.same_work, "same_work"),
            code(weak.claimed | weak.proved_by_other, "claimed_by_other"),
            code(weak.contested | weak.shared, "shared_name"),
            code(weak.several, "several_records"),
            code(passed_over, "other_record_linked"),
        ),
    )
    return graded.select(*_COLUMNS)
