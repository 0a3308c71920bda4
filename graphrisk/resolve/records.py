"""The author records that may be a declared person's: by declared identifiers and by equal names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from graphrisk.names.likeness import Likeness, best_likeness, family_differs
from graphrisk.resolve.frames import rows_of, sorted_out, table_of, texts
from graphrisk.resolve.roster import printed_names

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from graphrisk.resolve.roster import Roster
    from graphrisk.store.engine import Engine

_WORKS_OF_ANOTHER = 2
"""Works that must state an ORCID iD before it counts as one of several of a record; one may be a misprint."""

_PAIR = ("person_id", "author_id")

HOW = ("openalex_id", "orcid", "orcid_stated", "name", "name_variant", "name_short")
"""Ways to find a record. A source with e-Rad, KAKEN or researchmap numbers on its records adds its own."""

UNLIKE = ("name_differs", "family_differs", "name_not_comparable")
"""Ways in which the names of a record that an identifier leads to can fail to be the person's."""
_UNLIKE = texts(*_PAIR, "how")


def find_pairs(engine: Engine, roster: Roster) -> ir.Table:
    """Return person_id, author_id, a boolean column for each of `HOW`, and record_orcid."""
    tables = engine.tables
    persons = tables["persons"]
    names = tables["person_names"].select("author_id", "name_key")
    whole = roster.keys.filter(roster.keys.how != "name_short")
    exact = roster.keys.filter(roster.keys.how == "name").drop("how")
    carried = roster.orcids.join(tables["author_orcids"].drop("works"), "orcid")
    every = ibis.union(
        roster.records.select(*_PAIR, how=ibis.literal("openalex_id")),
        carried.select(*_PAIR, how=ibis.ifelse(carried.kind == "assigned", "orcid", "orcid_stated")),
        # Most works print initials somewhere; what is left out counts only in the name of the record itself.
        roster.keys.join(persons.select("author_id", "name_key"), "name_key").select(*_PAIR, "how"),
        whole.join(names, "name_key").select(*_PAIR, "how"),
        exact.join(tables["names_without_initial"], "name_key").select(
            *_PAIR, how=ibis.literal("name_short")
        ),
    )
    pairs = every.group_by(*_PAIR).aggregate(**{how: (every.how == how).any() for how in HOW})
    known = persons.select("author_id", record_orcid="orcid", known=ibis.literal(True))
    pairs = pairs.left_join(known, "author_id").select(*pairs.columns, "record_orcid", "known")
    # What people declare may be the id of no record at all.
    pairs = pairs.mutate(openalex_id=pairs.openalex_id & pairs.known.fill_null(False)).drop("known")
    return engine.keep("pairs", pairs.filter(ibis.or_(*(pairs[how] for how in HOW))))


def lines_of(engine: Engine, *authors: ir.Table) -> ir.Table:
    """Return author_no, author_id, work_no and position of all authorships of some records, in one pass."""
    wanted = ibis.union(*(some.select("author_id") for some in authors), distinct=True)
    numbered = engine.keep("numbered", engine.tables["author_numbers"].semi_join(wanted, "author_id"))
    lines = engine.tables["author_works"].join(numbered, "author_no")
    return engine.keep("lines", lines.select("author_no", "author_id", "work_no", "position"))


def check_names(engine: Engine, roster: Roster, pairs: ir.Table) -> ir.Table:
    """Return `pairs` with name_differs, name_not_comparable, and family_differs beside the same given name.

    Equal keys and spellings were found before; only records that an identifier alone leads to are compared
    name by name.
    """
    by_id = pairs.openalex_id | pairs.orcid | pairs.orcid_stated
    doubtful = pairs.filter(by_id & ~(pairs.name | pairs.name_variant))
    doubtful = engine.keep("doubtful", doubtful.select(*_PAIR))
    shown = engine.tables["persons"].select("author_id", name="display_name")
    printed = engine.tables["person_names"].select("author_id", "name")
    found = shown.union(printed).semi_join(doubtful, "author_id").distinct()
    unlike = engine.work("unlike", _UNLIKE, _compared, doubtful, found, roster.names)
    return sorted_out(pairs, unlike, _PAIR, *UNLIKE)


def _compared(doubtful: pa.Table, found: pa.Table, people: pa.Table) -> pa.Table:
    """Return the pairs (person, author) whose names do not agree, and how they do not."""
    declared = printed_names(people)
    names: dict[str, list[str]] = {}
    for author, name in rows_of(found):
        names.setdefault(author, []).append(name)
    unlike: list[tuple[str, str, str]] = []
    for person, author in rows_of(doubtful):
        found_so = best_likeness(declared.get(person, ()), names.get(author, ()))
        if found_so is Likeness.NOT_COMPARABLE:
            unlike.append((person, author, "name_not_comparable"))
        elif found_so is Likeness.DIFFERENT:
            unlike.append((person, author, "name_differs"))
            if any(family_differs(name, declared[person]) for name in names[author]):
                unlike.append((person, author, "family_differs"))
    return table_of(_UNLIKE, unlike)


def merged_records(engine: Engine, declared: ir.Table) -> ir.Table:
    """Return author_id of declared records whose works state several ORCID iDs, each more than once."""
    stated = engine.tables["author_orcids"]
    often = stated.filter((stated.kind == "stated") & (stated.works >= _WORKS_OF_ANOTHER))
    often = often.semi_join(declared, "author_id")
    counted = often.group_by("author_id").aggregate(ids=often.orcid.nunique())
    return counted.filter(counted.ids > 1).select("author_id")
