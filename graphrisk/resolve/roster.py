"""Who is to be resolved: declared names, identifiers, organisations, awards and co-authors of the people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from graphrisk.names.persons import person_key
from graphrisk.names.variants import search_keys
from graphrisk.resolve.frames import rows_of, table_of, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from graphrisk.store.engine import Engine


_NAMES = ("name_ja", "name_kana", "name_latin", "former_names")
_KEYS = texts("person_id", "name_key", "how")
_FELLOWS = texts("person_id", "name_key")
_READ = ("row_id", "person_id", "application_id", "orcid", "openalex_id", *_NAMES)


LEAD, LAG = 3, 5
"""Years before and after a declared post in which a work may name it: posts are declared from their last
change on, and works appear late."""
RENEWED = 10
"""Years before the declared beginning of the present post in which works may name the home organisation."""


@dataclass(frozen=True, slots=True)
class Roster:
    """What the people of a scan declared, as tables of the engine.

    `people` person_id, application_id; `keys` person_id, name_key, how (name, name_variant or name_short);
    `records` person_id, author_id (declared ids of author records); `orcids` person_id, orcid; `homes` and
    `others` person_id, org_id, from_year, to_year (with the whole family of each organisation, and the years
    between which a work may show the person there, empty where open; what belongs to the home organisation is
    not in `others`); `studies` person_id, began (first year of the earliest studies); `awards` person_id,
    award_key; `coauthors` person_id, name_key. `names` are the printed names of each person.
    """

    people: ir.Table
    keys: ir.Table
    records: ir.Table
    orcids: ir.Table
    homes: ir.Table
    others: ir.Table
    studies: ir.Table
    awards: ir.Table
    coauthors: ir.Table
    names: ir.Table


def read_roster(engine: Engine, person_ids: ir.Table) -> Roster:
    """Read what the people of `person_ids` declared about themselves."""
    tables = engine.tables
    wanted = engine.keep("wanted", person_ids.select("person_id").distinct())
    participants = engine.keep("rows", tables["participants"].semi_join(wanted, "person_id").select(*_READ))
    coauthors = tables["declared_coauthors"].semi_join(wanted, "person_id").select("person_id", "name")
    names = participants.select("person_id", *_NAMES)
    # Who takes part in several applications is read once, where the names are the same.
    keys = engine.work("keys", _KEYS, _keys, names.distinct())
    fellows = engine.work("fellows", _FELLOWS, _fellows, coauthors)
    posts = engine.keep("declared_posts", _posts(tables, wanted))
    homes = _families(tables, _mentioned(tables, participants, "home_org"))
    homes = engine.keep("homes", _since(homes, posts))
    others = posts.anti_join(homes, ["person_id", "org_id"])
    others = others.mutate(from_year=others.from_year - LEAD, to_year=others.to_year + LAG)
    education = tables["declared_education"].semi_join(wanted, "person_id")
    studies = education.group_by("person_id").aggregate(began=education.start_on.year().min())
    funding = tables["declared_funding"].semi_join(wanted, "person_id")
    awards = funding.filter(funding.award_key.notnull()).select("person_id", "award_key").distinct()
    others, awards = engine.keep("others", others), engine.keep("awards", awards)
    records = participants.filter(participants.openalex_id.notnull())
    orcids = participants.filter(participants.orcid.notnull())
    return Roster(
        people=participants.select("person_id", "application_id").distinct(),
        keys=keys,
        records=records.select("person_id", author_id="openalex_id").distinct(),
        orcids=engine.keep("orcids", orcids.select("person_id", "orcid").distinct()),
        homes=homes,
        others=others,
        studies=studies.filter(studies.began.notnull()),
        awards=awards,
        coauthors=fellows,
        names=names,
    )


def _keys(people: pa.Table) -> pa.Table:
    """Return person_id, name_key and how of all forms of declared names.

    Who takes part in several applications under different names may have a key twice.
    """
    persons: list[str] = []
    keys: list[str] = []
    hows: list[str] = []
    for person, ja, kana, latin, former in rows_of(people):
        found = search_keys(name_ja=ja, name_kana=kana, name_latin=latin, former_names=former)
        for how, some in (
            ("name", found.exact),
            ("name_variant", found.variants),
            ("name_short", found.short),
        ):
            if some:
                # Sets of texts have another order in every process.
                keys += sorted(some)
                hows += [how] * len(some)
        persons += [person] * (len(keys) - len(persons))
    return pa.table([pa.array(column, pa.string()) for column in (persons, keys, hows)], schema=_KEYS)


def _fellows(named: pa.Table) -> pa.Table:
    """Return person_id and name_key of declared co-authors."""
    return table_of(_FELLOWS, ((person, key) for person, name in rows_of(named) if (key := person_key(name))))


def printed_names(people: pa.Table) -> dict[str, tuple[str, ...]]:
    """Return the names of each person as declared, from the rows of `Roster.names`."""
    names: dict[str, dict[str, None]] = {}
    for person, ja, kana, latin, former in rows_of(people):
        printed = (ja, kana, *(latin or ()), *(former or ()))
        names.setdefault(person, {}).update(dict.fromkeys(filter(None, printed)))
    return {person: tuple(printed) for person, printed in names.items()}


def _mentioned(tables: Mapping[str, ir.Table], rows: ir.Table, field: str) -> ir.Table:
    """Return person_id and org_id of the organisations that declared rows mean."""
    mentions = tables["mentions"]
    meant = mentions.filter(mentions.field == field).select("row_id", "org_id")
    return rows.select("row_id", "person_id").join(meant, "row_id").select("person_id", "org_id").distinct()


def _posts(tables: Mapping[str, ir.Table], wanted: ir.Table) -> ir.Table:
    """Return person_id, org_id, first and last year of declared posts and studies, families included."""
    sheets = (tables["declared_affiliations"], tables["declared_education"])
    rows = ibis.union(
        *(
            sheet.semi_join(wanted, "person_id").select(
                "row_id",
                "person_id",
                from_year=sheet.start_on.year().cast("int64"),
                to_year=sheet.end_on.year().cast("int64"),
            )
            for sheet in sheets
        )
    )
    mentions = tables["mentions"]
    meant = mentions.filter(mentions.field == "org").select("row_id", "org_id")
    rows = rows.join(meant, "row_id").select("person_id", "org_id", "from_year", "to_year")
    family = tables["organization_family"].select("org_id", "member_id")
    members = rows.join(family, "org_id").select("person_id", "from_year", "to_year", org_id="member_id")
    return rows.union(members.select(*rows.columns), distinct=True)


def _since(homes: ir.Table, posts: ir.Table) -> ir.Table:
    """Return `homes` with `from_year`, from which on its holder may be seen there, and an empty `to_year`.

    A post is often declared from its last renewal on, so that works some years older say nothing against.
    """
    begun = posts.group_by("person_id", "org_id").aggregate(
        began=ibis.ifelse(posts.from_year.isnull().any(), ibis.null("int64"), posts.from_year.min())
    )
    joined = homes.left_join(begun, ["person_id", "org_id"])
    return joined.select("person_id", "org_id", from_year=joined.began - RENEWED, to_year=ibis.null("int64"))


def _families(tables: Mapping[str, ir.Table], orgs: ir.Table) -> ir.Table:
    """Return person_id and org_id of organisations with all who stand above or below them."""
    family = tables["organization_family"].select("org_id", "member_id")
    members = orgs.join(family, "org_id").select("person_id", org_id="member_id")
    return orgs.union(members, distinct=True)
