"""The author records that may be a declared person's: by declared identifiers and by equal names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from graphrisk.names.persons import names_agree, names_comparable
from graphrisk.resolve.frames import flagged, hold

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

    from graphrisk.resolve.roster import Roster

_WORKS_OF_ANOTHER = 2
"""Works that must state an ORCID iD before it counts as one of several of a record; one may be a misprint."""

HOW = ("openalex_id", "orcid", "orcid_stated", "name")
"""Ways to find a record. A source with e-Rad, KAKEN or researchmap numbers on its records adds its own."""


def find_pairs(backend: BaseBackend, tables: Mapping[str, ir.Table], roster: Roster) -> ir.Table:
    """Return person_id, author_id, a boolean column for each of `HOW`, and record_orcid."""
    persons, authorships = tables["persons"], tables["authorships"]
    names = tables["person_names"].select("author_id", "name_key")
    ids = roster.orcids.orcid
    # Both columns are looked at in one pass: the table of authorships is the largest of all.
    lines = authorships.filter(authorships.orcid.isin(ids) | authorships.raw_orcid.isin(ids))
    lines = hold(backend, lines.select("author_id", "orcid", "raw_orcid").distinct())
    found = {
        "openalex_id": [roster.records.semi_join(persons, "author_id")],
        "orcid": [
            roster.orcids.join(persons.select("author_id", "orcid"), "orcid"),
            roster.orcids.join(lines.select("author_id", "orcid"), "orcid"),
        ],
        "orcid_stated": [roster.orcids.join(lines.select("author_id", orcid="raw_orcid"), "orcid")],
        "name": [
            roster.keys.join(persons.select("author_id", "name_key"), "name_key"),
            roster.keys.join(names, "name_key"),
        ],
    }
    every = ibis.union(
        *(
            way.select("person_id", "author_id", how=ibis.literal(how))
            for how, ways in found.items()
            for way in ways
        )
    )
    pairs = every.group_by("person_id", "author_id").aggregate(
        **{how: (every.how == how).any() for how in HOW}
    )
    orcids = persons.select("author_id", record_orcid="orcid")
    joined = pairs.left_join(orcids, "author_id")
    return hold(backend, joined.select(*pairs.columns, "record_orcid"))


def lines_of(backend: BaseBackend, tables: Mapping[str, ir.Table], *authors: ir.Table) -> ir.Table:
    """Return author_id, work_id and raw_orcid of all authorships of some records, in one pass."""
    wanted = ibis.union(*(some.select("author_id") for some in authors), distinct=True)
    lines = tables["authorships"].semi_join(wanted, "author_id")
    return hold(backend, lines.select("author_id", "work_id", "raw_orcid"))


def check_names(
    backend: BaseBackend, tables: Mapping[str, ir.Table], roster: Roster, pairs: ir.Table
) -> ir.Table:
    """Return `pairs` with name_differs and name_not_comparable: how names agree where an id led there.

    Equal keys were found before; only records that an identifier alone leads to are compared name by name.
    """
    doubtful = pairs.filter((pairs.openalex_id | pairs.orcid | pairs.orcid_stated) & ~pairs.name)
    ids = doubtful.select("author_id").distinct()
    shown = tables["persons"].select("author_id", name="display_name").semi_join(ids, "author_id")
    printed = tables["person_names"].select("author_id", "name").semi_join(ids, "author_id")
    names: dict[str, list[str]] = {}
    for row in backend.to_pyarrow(shown.union(printed, distinct=True)).to_pylist():
        names.setdefault(row["author_id"], []).append(row["name"])
    differs, unlike = [], []
    for row in backend.to_pyarrow(doubtful.select("person_id", "author_id")).to_pylist():
        declared = roster.names.get(row["person_id"], ())
        recorded = names.get(row["author_id"], [])
        if not names_comparable(declared, recorded):
            unlike.append(row)
        elif not names_agree(declared, recorded):
            differs.append(row)
    by = ("person_id", "author_id")
    schema = pa.schema([(name, pa.string()) for name in by])
    pairs = flagged(pairs, ibis.memtable(pa.Table.from_pylist(differs, schema)), by, "name_differs")
    return flagged(pairs, ibis.memtable(pa.Table.from_pylist(unlike, schema)), by, "name_not_comparable")


def merged_records(lines: ir.Table, declared: ir.Table) -> ir.Table:
    """Return author_id of declared records whose works state several ORCID iDs, each more than once."""
    lines = lines.filter(lines.raw_orcid.notnull()).semi_join(declared, "author_id")
    ids = lines.group_by("author_id", "raw_orcid").aggregate(works=lines.work_id.nunique())
    often = ids.filter(ids.works >= _WORKS_OF_ANOTHER)
    counted = often.group_by("author_id").aggregate(ids=often.raw_orcid.nunique())
    return counted.filter(counted.ids > 1).select("author_id")
