"""The organisation that each organisation column of a declared row means."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from graphrisk.names.identifiers import ror as ror_id
from graphrisk.names.organizations import affiliation_parts, organization_key
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.scoring import ONE_NAME, grade
from graphrisk.resolve.database import arrow, rows
from graphrisk.resolve.index import without_bracket
from graphrisk.resolve.reasons import REASONS
from graphrisk.resolve.strings import countries_of, match_string
from graphrisk.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from graphrisk.resolve.affiliations.lazy import LazyIndex
    from graphrisk.resolve.index import Choice, NameIndex
    from graphrisk.resolve.organizations import Link

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("participants", "home_org", "home_org_ror"),
    ("partners", "org", "org_ror"),
    ("declared_affiliations", "org", "org_ror"),
    ("declared_education", "org", "org_ror"),
    ("declared_funding", "funder", "funder_ror"),
    ("declared_support", "provider", "provider_ror"),
    ("declared_talent_programs", "sponsor", ""),
    ("declared_scholarships", "sponsor", ""),
    ("declared_collaborations", "org", "org_ror"),
    ("declared_coauthors", "org", ""),
    ("declared_interests", "entity", "entity_ror"),
)
"""Table, column with the name (which is also the field of the mention), column with the ROR id."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What a declared organisation means."""

    org_id: str
    org_name: str
    grade: str
    method: str
    reasons: tuple[str, ...]
    rejected: tuple[str, ...] = ()


def read_mention(
    name: str,
    given: str | None,
    home_country: str | None,
    *,
    index: NameIndex,
    links: Mapping[str, Link],
    shown: Mapping[str, str],
    names: LazyIndex | None = None,
) -> Mention:
    """Return the organisation that a declared name, with or without a ROR id, means.

    A name that neither as a whole nor in its parts is that of an organisation is read as a printed
    affiliation is, with `names`; only one sure match counts.

    A mere abbreviation names the one body that bears it, at grade C, or nobody; who bears it is then among
    the alternatives, so that nobody is asked about a post that was declared by an abbreviation.

    `home_country` is the seat of the person's home organisation where one is known: it decides between
    namesakes, at grade C. `shown` gives the names of records.
    """
    identifier = ror_id(given) if given else None
    if identifier:
        return _by_id(name, identifier, index, links, shown)
    key = organization_key(name)
    found = _by_name(name, key, index, shown)
    if found:
        return found
    choice = index.choose(key)
    if choice.ambiguous and not key.isascii():
        written = index.by_letters(name, choice)
        if written.org_id:
            reasons = ("name", "letters")
            return Mention(
                written.org_id, shown.get(written.org_id, name), "B", "name", reasons, written.rejected
            )
    if choice.ambiguous and home_country:
        home = index.choose(key, (home_country,))
        if home.org_id:
            reasons = ("name", "home_country")
            return Mention(home.org_id, shown.get(home.org_id, name), "C", "name", reasons, home.rejected)
    if names is not None and not choice.ambiguous and (read := _by_matcher(name, names, links, shown)):
        return read
    return _unsure(name, key, choice, index, shown)


def _unsure(name: str, key: str, choice: Choice, index: NameIndex, shown: Mapping[str, str]) -> Mention:
    """Return what is left of a name that is nobody's or of several: an abbreviation, or the bare name."""
    bearers = () if choice.ambiguous else sorted(index.acronyms.get(key, ()))
    if len(bearers) == 1 and len(key) >= _LONG_ACRONYM:
        return Mention(bearers[0], shown.get(bearers[0], name), "C", "name", ("acronym_of_one",))
    why = "ambiguous" if choice.ambiguous else "acronym" if bearers else "no_record"
    plain = key or unicodedata.normalize("NFKC", name).strip().casefold()
    others = tuple(f"{org_id}|acronym_too" for org_id in bearers)
    return Mention(f"name:{plain}", name, "C", "none", (why,), choice.rejected or others)


_LONG_ACRONYM = 4
"""Letters of an abbreviation that one body alone bears from which on it names that body, weakly."""


def _by_id(
    name: str, identifier: str, index: NameIndex, links: Mapping[str, Link], shown: Mapping[str, str]
) -> Mention:
    link = links.get(identifier)
    if link is None:
        return Mention(identifier, name or identifier, "A", "id", ("ror", "no_record"))
    reasons = ["ror", *link.reasons]
    if name and not _agrees(name, link.linked_id, index):
        reasons.append("name_differs")
    return Mention(link.linked_id, shown.get(link.linked_id, name), "A", "id", tuple(reasons))


def _agrees(name: str, org_id: str, index: NameIndex) -> bool:
    spellings = [name, *(without_bracket(name) or ()), *affiliation_parts(name)]
    if any(index.has(organization_key(spelling), org_id) for spelling in spellings):
        return True
    return any(named.org_id == org_id for named in match_string(name, index))


def _by_name(name: str, key: str, index: NameIndex, shown: Mapping[str, str]) -> Mention | None:
    """Return what the whole name means, or the name without its bracket, or one part of it."""
    bracket = without_bracket(name)
    countries = countries_of([bracket[1]]) if bracket else countries_of(affiliation_parts(name))
    for reading in (key, organization_key(bracket[0]) if bracket else ""):
        choice = index.choose(reading, countries if reading != key or not index.choose(key).org_id else ())
        if choice.org_id and not choice.org_id.startswith("name:"):
            reasons = ("name", "country") if countries else ("name",)
            return Mention(
                choice.org_id, shown.get(choice.org_id, name), "B", "name", reasons, choice.rejected
            )
    named = [n for n in match_string(name, index) if n.org_id]
    if len(named) == 1 and named[0].org_id and not index.choose(key).ambiguous:
        org_id = named[0].org_id
        grade = "C" if org_id.startswith("name:") else "B"
        return Mention(org_id, shown.get(org_id, name), grade, "name", (f"name_part:{named[0].part}",))
    return None


_SURE = frozenset({"exact", "variant", "stem", "east_begin"})
"""Ways of matching that keep the order of the words and read none of them as another."""


def _by_matcher(
    name: str, names: LazyIndex, links: Mapping[str, Link], shown: Mapping[str, str]
) -> Mention | None:
    """Return what the matcher for printed affiliations finds where that is one organisation, and sure."""
    found = match(name, names.get()) if names.get().orgs else []
    if (
        len(found) != 1
        or grade(found[0].reasons, found[0].score, ONE_NAME) == "C"
        or found[0].method not in _SURE
    ):
        return None
    (one,) = found
    org_id = links[one.org_id].linked_id
    rejected = tuple(f"{rival.org_id}|{rival.reason}" for rival in one.rivals if rival.reason in REASONS)
    return Mention(org_id, shown.get(org_id, name), "B", "name", (f"name_part:{one.part}",), rejected)


def link_mentions(
    connection: duckdb.DuckDBPyConnection,
    index: NameIndex,
    links: Mapping[str, Link],
    names: LazyIndex | None = None,
) -> None:
    """Fill `mentions`: home organisations first, since their seats tell namesakes apart."""
    facts = {
        org_id: (name, country)
        for org_id, name, country in rows(connection, "SELECT org_id, name, country_code FROM organizations")
    }
    shown = {org_id: name for org_id, (name, _) in facts.items()}
    read: dict[tuple[str, str | None, str | None], int] = {}
    mentions: list[Mention] = []
    seats: dict[str, set[str | None]] = {}
    ids: list[str] = []
    fields: list[str] = []
    numbers: list[int] = []
    for table, column, identifier in COLUMNS:
        for row_id, person_id, name, given in rows(connection, _declared(table, column, identifier)):
            seat = seats.get(person_id, ()) if table != "participants" else ()
            ask = (name.strip(), given, next(iter(seat)) if len(seat) == 1 else None)
            if not ask[0] and not given:
                continue
            number = read.get(ask)
            if number is None:
                number = read[ask] = len(mentions)
                mentions.append(read_mention(*ask, index=index, links=links, shown=shown, names=names))
            if table == "participants":
                org_id = mentions[number].org_id
                seats.setdefault(person_id, set()).add(facts.get(org_id, ("", None))[1])
            ids.append(row_id)
            fields.append(column)
            numbers.append(number)
    _fill(connection, pa.table({"row_id": ids, "field": fields, "number": numbers}, _NUMBERED), mentions)


_NUMBERED = pa.schema([("row_id", pa.string()), ("field", pa.string()), ("number", pa.int64())])


def _fill(connection: duckdb.DuckDBPyConnection, numbered: pa.Table, mentions: Sequence[Mention]) -> None:
    """Write `mentions`: few organisations are meant by many rows, so each is handed over once."""
    told = arrow(
        "mentions",
        ((str(number), "", *_told(mention)) for number, mention in enumerate(mentions)),
    )
    connection.register("mentioned", numbered)
    connection.register("told", told)
    try:
        connection.execute("DELETE FROM mentions")
        connection.execute(
            "INSERT INTO mentions BY NAME SELECT told.* REPLACE (m.row_id AS row_id, m.field AS field) "
            "FROM mentioned AS m JOIN told ON told.row_id = CAST(m.number AS VARCHAR)"
        )
    finally:
        connection.unregister("mentioned")
        connection.unregister("told")


def _told(mention: Mention) -> tuple[object, ...]:
    return (
        mention.org_id,
        mention.org_name,
        mention.grade,
        mention.method,
        mention.reasons,
        mention.rejected,
    )


def _declared(table: str, column: str, identifier: str) -> str:
    """Return the query for one column of `COLUMNS`, which are names of the schema."""
    person = "person_id" if "person_id" in TABLES[table].names else "NULL"
    given = identifier or "NULL::VARCHAR"
    return f"SELECT row_id, {person}, coalesce({column}, ''), {given} FROM {table} ORDER BY row_id"  # noqa: S608
