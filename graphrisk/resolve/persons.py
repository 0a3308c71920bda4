"""Which author records a declared person is: links with grades, reasons and what speaks against them.

Grade A rests on a declared persistent identifier, B on name, home organisation and one more fact, or on name
and shared co-authors with a record that is linked already; where several records have such facts and do not
hang together, none is linked. A link at C is made only where one record alone has the name and was seen at
the home organisation; all other records of that name are candidates, which no rule looks at but the one about
identity. Where an A or B link exists, namesakes are passed over, so that nobody is asked about others for
having a common name. A record that seems to hold two people's works is C at best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from graphrisk.resolve import corroboration as facts
from graphrisk.resolve.frames import code, codes, flagged, flags, sorted_out, with_value
from graphrisk.resolve.mixed import find_mixed
from graphrisk.resolve.records import check_names, find_pairs, lines_of, merged_records
from graphrisk.resolve.roster import read_roster
from graphrisk.resolve.splits import join_records
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

    `lines` author_no, author_id, work_no, position: all authorships of the records that were looked at, of
    the linked and candidate ones among others, so that nobody needs to look for them again.
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
    seen = facts.seen_at(engine, pairs)
    weak = _weak(engine, roster, pairs, seen)
    declared = pairs.filter(pairs.openalex_id | pairs.orcid | pairs.orcid_stated)
    near = weak.filter(weak.home | weak.past)
    named = (*_PAIR, "name", "name_variant", "name_short")
    looked_at = engine.keep("looked_at", declared.select(*named).union(near.select(*named)))
    mixed = find_mixed(engine, roster, looked_at, lines, seen)
    declared = check_names(engine, roster, declared)
    by_id = _by_identifier(engine, roster, declared, lines, mixed)
    by_name = _by_name(engine, roster, weak, lines, by_id, coauthors, mixed)
    both = by_id.select(*_COLUMNS).union(by_name.select(*_COLUMNS))
    return Resolved(engine.keep("identities", both.order_by(*_PAIR)), lines)


def _weak(engine: Engine, roster: Roster, pairs: ir.Table, seen: ir.Table) -> ir.Table:
    """Return the pairs that rest on a name, with what the places of their works say in their years.

    `home`: seen at the home organisation; `past` with `other_org`: at another declared one; `active`: the
    year in which the record wrote too early to be the person's. A shortened name counts at home only.
    """
    weak = pairs.filter(~(pairs.openalex_id | pairs.orcid | pairs.orcid_stated))
    weak = weak.select(*_PAIR, "record_orcid", "name", "name_variant", "name_short")
    weak = flagged(weak, facts.at_organizations(weak, seen, roster.homes), _PAIR, "home")
    weak = engine.keep("weak", weak.filter(weak.home | weak.name | weak.name_variant))
    elsewhere = facts.at_organizations(weak, seen, roster.others).rename(other_org="org_id")
    weak = with_value(weak, elsewhere, _PAIR, "other_org")
    weak = with_value(weak, facts.too_early(weak, seen, roster.studies), _PAIR, "active")
    return engine.keep("weak", weak.mutate(past=weak.other_org.notnull()))


def _by_identifier(
    engine: Engine, roster: Roster, found: ir.Table, lines: ir.Table, mixed: ir.Table
) -> ir.Table:
    """Grade the records that a declared identifier leads to; their names are checked.

    A declared iD whose record has another name may be a colleague's, copied into the form or given by the
    source: C; B where only the family name differs, as after a marriage, and it is an ORCID iD. Where such a
    record stands beside the person's own on one work, the iD was printed at the wrong author. A record whose
    works state several ORCID iDs, or names or places that cannot be one person's, may hold two people: C. A
    record that carries another ORCID iD than the declared one is somebody else's, unless a work of that name
    states it: C.
    """
    found = flagged(found, merged_records(engine, found), ("author_id",), "merged_record")
    found = with_value(found, mixed, _PAIR, "mixed")
    found = flagged(found, roster.orcids, ("person_id",), "gave_orcid")
    other = found.gave_orcid & found.record_orcid.notnull() & ~found.orcid
    grade = ibis.cases(
        (other | found.merged_record | found.mixed.notnull(), "C"),
        (~found.name_differs, "A"),
        (found.family_differs & (found.orcid | found.orcid_stated), "B"),
        else_="C",
    )
    found = engine.keep("graded", found.mutate(other_orcid=other, first_grade=grade))
    own = found.filter(found.first_grade == "A")
    doubtful = found.filter(found.name_differs & (found.orcid | found.orcid_stated))
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
            *_name_codes(found),
        ),
        against=codes(
            code(found.name_differs, "name_differs"),
            code(found.name_not_comparable, "name_not_comparable"),
            code(found.merged_record, "merged_record"),
            found.mixed,
            code(found.other_orcid, ibis.literal("orcid_differs:") + found.record_orcid),
            code(found.same_work, "same_work"),
        ),
    )
    return engine.keep("by_id", graded.select(*_COLUMNS, "record_orcid"))


def _name_codes(rows: ir.Table) -> tuple[ir.StringValue, ...]:
    """Return the codes of how the name agrees: the best way only."""
    return (
        code(rows.name, "name"),
        code(rows.name_variant & ~rows.name, "name_variant"),
        code(rows.name_short & ~rows.name & ~rows.name_variant, "name_short"),
    )


def _by_name(
    engine: Engine,
    roster: Roster,
    weak: ir.Table,
    lines: ir.Table,
    by_id: ir.Table,
    coauthors: ir.Table,
    mixed: ir.Table,
) -> ir.Table:
    """Grade the records that have a declared name and that no declared identifier leads to."""
    linked = by_id.filter((by_id.status == "linked") & (by_id.grade != "C"))
    certain = linked.filter(linked.grade == "A")
    weak = _with_conflicts(weak, roster, certain)
    weak = with_value(weak, mixed, _PAIR, "mixed")
    weak = engine.keep("weak", weak)
    near = engine.keep("near", weak.filter(weak.home & ~weak.conflict).select(*_PAIR))
    together = facts.beside(
        engine,
        near,
        lines,
        coauthor_linked=facts.fellows(roster, certain),
        coauthor_declared=coauthors,
    )
    possible = engine.keep("possible", weak.filter(~weak.conflict).select(*_PAIR))
    near_own = facts.beside(engine, possible.semi_join(linked, "person_id"), lines, same_work=linked)
    claimed = facts.rivals(possible, certain).select(*_PAIR, how=ibis.literal("claimed"))
    hits = ibis.union(together, near_own, claimed)
    weak = sorted_out(weak, hits, _PAIR, "coauthor_linked", "coauthor_declared", "same_work", "claimed")
    weak = with_value(weak, facts.with_awards(engine, near, lines, roster), _PAIR, "award_key")
    weak = flagged(weak, linked, ("person_id",), "has_id")
    weak = engine.keep("weak", weak)

    # A former organisation in common says less than a person or an award in common: beside a declared
    # identifier, and for a name that was cut short, it does not do alone.
    firm = weak.coauthor_linked | weak.coauthor_declared | weak.award_key.notnull()
    twice = (
        weak.coauthor_linked.cast("int8")
        + weak.coauthor_declared.cast("int8")
        + weak.award_key.notnull().cast("int8")
        + weak.past.cast("int8")
    ) > 1
    whole = weak.name | weak.name_variant
    found = ibis.ifelse(whole, firm | (weak.past & ~weak.has_id), twice)
    kept = ~(weak.conflict | weak.same_work | weak.claimed) & weak.mixed.isnull() & weak.active.isnull()
    weak = weak.mutate(kept=kept, open=weak.home & kept)
    proved = engine.keep("proved", weak.filter(weak.open & found).select(*_PAIR))
    contested = facts.rivals(proved, proved)
    proved = engine.keep("proved", proved.anti_join(contested, list(_PAIR)))
    weak = engine.keep("weak", flags(weak, _PAIR, contested=contested, sure=proved))
    decided = join_records(engine, _nodes(linked, by_id, weak), lines)
    joined, several = decided.filter(decided.mates.notnull()), decided.filter(decided.mates.isnull())
    weak = with_value(weak, joined, _PAIR, "mates")
    proved = proved.anti_join(several, list(_PAIR)).union(joined.select(*_PAIR))
    weak = flags(weak, _PAIR, several=several, proved_by_other=facts.rivals(near, proved))
    weak = weak.mutate(by_proof=(weak.sure & ~weak.several) | weak.mates.notnull())
    better = linked.select("person_id").union(proved.select("person_id"))
    weak = engine.keep("weak", flagged(weak, better, ("person_id",), "has_link"))
    return _graded(_with_only(weak))


def _nodes(linked: ir.Table, by_id: ir.Table, weak: ir.Table) -> ir.Table:
    """Return the records that may be joined with one another, and what is known of each."""
    first = linked.select(*_PAIR, kind=ibis.literal("linked"), orcid="record_orcid")
    rest = weak.filter(weak.kept & ~weak.contested).anti_join(by_id, list(_PAIR))
    whole = rest.name | rest.name_variant
    kind = ibis.cases(
        (rest.sure, "proved"),
        (whole & (rest.home | rest.past), "declared"),
        (whole, "elsewhere"),
        else_="short",
    )
    return first.union(rest.select(*_PAIR, kind=kind, orcid="record_orcid"))


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
    weak = flags(weak, _PAIR, shared=facts.rivals(left, left), alone=left.semi_join(alone, "person_id"))
    return weak.mutate(only=weak.alone & ~weak.shared)


def _graded(weak: ir.Table) -> ir.Table:
    """Return grades and reasons of records found by name, without those that nothing speaks for."""
    passed_over = weak.has_link & ~weak.by_proof
    # A name in another spelling alone, far from home, is nobody's sign.
    weak = weak.filter(weak.home | weak.by_proof | (weak.name & ~(weak.conflict | passed_over)))
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
            *_name_codes(weak),
            code(weak.home, "home_org"),
            code(weak.only, "only_record"),
            code(weak.coauthor_linked, "coauthor_linked"),
            code(weak.coauthor_declared, "coauthor_declared"),
            code(weak.past, ibis.literal("other_org:") + weak.other_org),
            code(weak.award_key.notnull(), ibis.literal("award:") + weak.award_key),
            code(weak.mates.notnull(), ibis.literal("coauthors_shared:") + weak.mates),
        ),
        against=codes(
            code(weak.conflict, ibis.literal("orcid_differs:") + weak.record_orcid),
            code(weak.same_work, "same_work"),
            weak.mixed,
            code(weak.active.notnull(), ibis.literal("active_before:") + weak.active.cast("string")),
            code(weak.claimed | weak.proved_by_other, "claimed_by_other"),
            code(weak.contested | weak.shared, "shared_name"),
            code(weak.several, "several_records"),
            code(passed_over, "other_record_linked"),
        ),
    )
    return graded.select(*_COLUMNS)
