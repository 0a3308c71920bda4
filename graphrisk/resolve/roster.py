"""Who is to be resolved: declared names, identifiers, organisations, awards and co-authors of the people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from graphrisk.names.persons import person_key, person_keys
from graphrisk.resolve.frames import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir
    import pyarrow as pa

    from graphrisk.store.engine import Engine


_NAMES = ("name_ja", "name_kana", "name_latin", "former_names")
_READ = ("row_id", "person_id", "application_id", "orcid", "openalex_id", *_NAMES)


@dataclass(frozen=True, slots=True)
class Roster:
    """What the people of a scan declared, as tables of the engine.

    `people` person_id, application_id; `keys` person_id, name_key; `records` person_id, author_id (declared
    ids of author records); `orcids` person_id, orcid; `homes` and `others` person_id, org_id (with the whole
    family of each organisation; what belongs to the home organisation is not in `others`); `awards`
    person_id, award_key; `coauthors` person_id, name_key. `names` are the printed names of each person.
    """

    people: ir.Table
    keys: ir.Table
    records: ir.Table
    orcids: ir.Table
    homes: ir.Table
    others: ir.Table
    awards: ir.Table
    coauthors: ir.Table
    names: dict[str, tuple[str, ...]]


def read_roster(engine: Engine, person_ids: ir.Table) -> Roster:
    """Read what the people of `person_ids` declared about themselves."""
    tables = engine.tables
    wanted = engine.keep("wanted", person_ids.select("person_id").distinct())
    participants = engine.keep("rows", tables["participants"].semi_join(wanted, "person_id").select(*_READ))
    coauthors = tables["declared_coauthors"].semi_join(wanted, "person_id").select("person_id", "name")
    asked = engine.ask(participants.select("person_id", *_NAMES)), engine.ask(coauthors)
    homes = engine.keep("homes", _families(tables, _mentioned(tables, participants, "home_org")))
    declared_orgs = ibis.union(
        *(
            _mentioned(tables, tables[name].semi_join(wanted, "person_id"), "org")
            for name in ("declared_affiliations", "declared_education")
        )
    )
    others = _families(tables, declared_orgs).anti_join(homes, ["person_id", "org_id"])
    funding = tables["declared_funding"].semi_join(wanted, "person_id")
    awards = funding.filter(funding.award_key.notnull()).select("person_id", "award_key").distinct()
    others, awards = engine.keep("others", others), engine.keep("awards", awards)
    people, named = (one.result() for one in asked)
    keys, names = _read_names(people)
    fellows = zip(*(column.to_pylist() for column in named.columns), strict=True)
    records = participants.filter(participants.openalex_id.notnull())
    orcids = participants.filter(participants.orcid.notnull())
    return Roster(
        people=participants.select("person_id", "application_id").distinct(),
        keys=table_of(engine, ("person_id", "name_key"), keys),
        records=records.select("person_id", author_id="openalex_id").distinct(),
        orcids=engine.keep("orcids", orcids.select("person_id", "orcid").distinct()),
        homes=homes,
        others=others,
        awards=awards,
        coauthors=table_of(
            engine,
            ("person_id", "name_key"),
            ((person, key) for person, name in fellows if (key := person_key(name))),
        ),
        names=names,
    )


def _read_names(people: pa.Table) -> tuple[set[tuple[str, str]], dict[str, tuple[str, ...]]]:
    """Return the keys of all declared names, with the person, and the printed names of each person."""
    keys: set[tuple[str, str]] = set()
    names: dict[str, dict[str, None]] = {}
    for person, ja, kana, latin, former in zip(*(c.to_pylist() for c in people.columns), strict=True):
        found = person_keys(name_ja=ja, name_kana=kana, name_latin=latin or [], former_names=former or [])
        keys.update((person, key) for key in found)
        printed = (ja, kana, *(latin or ()), *(former or ()))
        names.setdefault(person, {}).update(dict.fromkeys(filter(None, printed)))
    return keys, {person: tuple(printed) for person, printed in names.items()}


def _mentioned(tables: Mapping[str, ir.Table], rows: ir.Table, field: str) -> ir.Table:
    """Return person_id and org_id of the organisations that declared rows mean."""
    mentions = tables["mentions"]
    meant = mentions.filter(mentions.field == field).select("row_id", "org_id")
    return rows.select("row_id", "person_id").join(meant, "row_id").select("person_id", "org_id").distinct()


def _families(tables: Mapping[str, ir.Table], orgs: ir.Table) -> ir.Table:
    """Return person_id and org_id of organisations with all who stand above or below them."""
    family = tables["organization_family"].select("org_id", "member_id")
    members = orgs.join(family, "org_id").select("person_id", org_id="member_id")
    return orgs.union(members, distinct=True)
