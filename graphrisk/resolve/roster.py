"""Who is to be resolved: declared names, identifiers, organisations, awards and co-authors of the people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from graphrisk.names.persons import person_key, person_keys
from graphrisk.resolve.frames import hold, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir
    from ibis.backends import BaseBackend


@dataclass(frozen=True, slots=True)
class Roster:
    """What the people of a scan declared, as tables that are held in memory.

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


def read_roster(backend: BaseBackend, tables: Mapping[str, ir.Table], person_ids: ir.Table) -> Roster:
    """Read what the people of `person_ids` declared about themselves."""
    wanted = hold(backend, person_ids.select("person_id").distinct())
    participants = tables["participants"].semi_join(wanted, "person_id")
    rows = backend.to_pyarrow(participants).to_pylist()
    keys: set[tuple[str, str]] = set()
    names: dict[str, dict[str, None]] = {}
    for row in rows:
        person = row["person_id"]
        declared = {
            "name_ja": row["name_ja"],
            "name_kana": row["name_kana"],
            "name_latin": row["name_latin"] or [],
            "former_names": row["former_names"] or [],
        }
        keys |= {(person, key) for key in person_keys(**declared)}
        printed = [
            declared["name_ja"],
            declared["name_kana"],
            *declared["name_latin"],
            *declared["former_names"],
        ]
        names.setdefault(person, {}).update(dict.fromkeys(filter(None, printed)))
    homes = hold(backend, _families(tables, _mentioned(tables, participants, "home_org")))
    declared_orgs = ibis.union(
        *(
            _mentioned(tables, tables[name].semi_join(wanted, "person_id"), "org")
            for name in ("declared_affiliations", "declared_education")
        )
    )
    others = _families(tables, declared_orgs).anti_join(homes, ["person_id", "org_id"])
    funding = tables["declared_funding"].semi_join(wanted, "person_id")
    awards = funding.filter(funding.award_key.notnull()).select("person_id", "award_key").distinct()
    coauthors = tables["declared_coauthors"].semi_join(wanted, "person_id").select("person_id", "name")
    return Roster(
        people=table_of(
            ("person_id", "application_id"), ((r["person_id"], r["application_id"]) for r in rows)
        ),
        keys=table_of(("person_id", "name_key"), keys),
        records=table_of(
            ("person_id", "author_id"), ((r["person_id"], r["openalex_id"]) for r in rows if r["openalex_id"])
        ),
        orcids=table_of(("person_id", "orcid"), ((r["person_id"], r["orcid"]) for r in rows if r["orcid"])),
        homes=homes,
        others=hold(backend, others),
        awards=hold(backend, awards),
        coauthors=table_of(
            ("person_id", "name_key"),
            (
                (row["person_id"], key)
                for row in backend.to_pyarrow(coauthors).to_pylist()
                if (key := person_key(row["name"]))
            ),
        ),
        names={person: tuple(printed) for person, printed in names.items()},
    )


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
