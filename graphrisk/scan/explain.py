"""Why a key of the graph is taken for what it is, computed now: for `graphrisk resolve explain`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graphrisk.errors import NotFoundError
from graphrisk.links import folded
from graphrisk.names.identifiers import openalex, orcid, ror
from graphrisk.resolve import resolve_persons
from graphrisk.resolve.decided import decide_people, decide_tables, plan_of
from graphrisk.resolve.decided.lookup import Reader
from graphrisk.resolve.explain import declared_whys, listing_whys, person_whys, printed_whys
from graphrisk.resolve.frames import united
from graphrisk.resolve.mentions import COLUMNS
from graphrisk.scan.session import Session, engine_errors
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphrisk.links import LinkDecision
    from graphrisk.resolve.explain import Why
    from graphrisk.store.base import GraphStore

TOGETHER = 2_000
"""Participants of a call who are resolved together; of a larger call, those of the person's applications."""
MOST_ROWS = 400
"""Rows of one table that are read about an organisation or a text."""
Row = dict[str, Any]
SHOWN = 120
"""Letters of an unknown key that a message repeats."""


def explain(store: GraphStore, key: str, decisions: Sequence[LinkDecision]) -> list[Why]:
    """Return why a person, an author record, an organisation, a list row or a text is taken for what it is.

    Everything is computed now from the snapshot and the decisions in force. Raises `NotFoundError` where
    nothing in the graph is called so.
    """
    read = Reader(store)
    for ask in (_person, _author, _orcid, _organization, _row, _text):
        found = ask(store, read, key.strip(), decisions)
        if found is not None:
            return found
    raise NotFoundError(
        Sentence("Nothing in the graph is called {key}.", key=repr(_brief(key))),
        remedy=Sentence(
            "Name a person_id, an ORCID iD, an author record, a ROR id, a list row (list|edition|number), "
            "or an organisation exactly as it was declared or printed."
        ),
    )


def _brief(key: str) -> str:
    """Return a text as far as a message shows it."""
    return key if len(key) <= SHOWN else f"{key[: SHOWN - 1]}…"


def _person(store: GraphStore, read: Reader, key: str, decisions: Sequence[LinkDecision]) -> list[Why] | None:
    rows = read("participants", "person_id", [key])
    if not rows:
        return None
    found = person_whys(read, identities_now(store, rows, decisions), decisions)
    return [*found, *declared_whys(read, [row["row_id"] for row in rows], decisions, ("participants",))]


def _author(store: GraphStore, read: Reader, key: str, decisions: Sequence[LinkDecision]) -> list[Why] | None:
    author = openalex(key, "A") or key
    records = read("persons", "author_id", [author])
    if not records:
        return None
    names = {row["name"] for row in read("person_names", "author_id", [author])}
    names |= {row["display_name"] for row in records}
    rows = read("participants", "openalex_id", [author])
    rows += read("participants", "orcid", [row["orcid"] for row in records])
    for column in ("name_ja", "name_kana", "name_latin", "former_names"):
        rows += read("participants", column, names, MOST_ROWS)
    rows += read("participants", "person_id", [one.subject for one in decisions if one.object == author])
    if not rows:
        return []
    whys = person_whys(read, identities_now(store, rows, decisions), decisions)
    narrowed = [
        replace(
            why,
            links=tuple(link for link in why.links if link.object == author),
            others=tuple(link for link in why.others if link.object == author),
        )
        for why in whys
    ]
    return [why for why in narrowed if why.links or why.others]


def _orcid(store: GraphStore, read: Reader, key: str, decisions: Sequence[LinkDecision]) -> list[Why] | None:
    """Return the links of those who declared an ORCID iD, and of the author records that carry it."""
    found = orcid(key)
    if found is None:
        return None
    people = {row["person_id"] for row in read("participants", "orcid", [found])}
    authors = {row["author_id"] for row in read("persons", "orcid", [found])}
    authors |= {row["author_id"] for row in read("author_orcids", "orcid", [found])}
    if not people and not authors:
        return None
    whys = [why for person in sorted(people) for why in _person(store, read, person, decisions) or ()]
    for author in sorted(authors):
        whys += [why for why in _author(store, read, author, decisions) or () if why.subject not in people]
    return whys


def _organization(
    store: GraphStore,  # noqa: ARG001  # every way of asking is called alike
    read: Reader,
    key: str,
    decisions: Sequence[LinkDecision],
) -> list[Why] | None:
    org = ror(key) or key
    links = read("organization_links", "org_id", [org])
    if not links and not org.startswith("name:"):
        return None
    org = links[0]["linked_id"] if links else org
    found = listing_whys(read, org, decisions)
    mentions = read("mentions", "org_id", [org], MOST_ROWS)
    found += declared_whys(read, [row["row_id"] for row in mentions], decisions)
    strings = [row["raw_string"] for row in read("string_links", "org_id", [org], MOST_ROWS)]
    return found + printed_whys(read, _places(read, strings), org, decisions)


def _row(
    store: GraphStore,  # noqa: ARG001
    read: Reader,
    key: str,
    decisions: Sequence[LinkDecision],
) -> list[Why] | None:
    if not read("list_entries", "entry_id", [key]):
        return None
    listed = read("listings", "entry_id", [key])
    orgs = {row["org_id"] for row in listed} | {one.subject for one in decisions if one.object == key}
    whys = [why for org in sorted(orgs) for why in listing_whys(read, org, decisions)]
    return [
        replace(
            why,
            links=tuple(link for link in why.links if link.object == key),
            others=tuple(link for link in why.others if link.object == key),
        )
        for why in whys
    ]


def _text(
    store: GraphStore,  # noqa: ARG001
    read: Reader,
    key: str,
    decisions: Sequence[LinkDecision],
) -> list[Why] | None:
    ids: set[str] = set()
    for table, column, _ in COLUMNS:
        ids |= {row["row_id"] for row in read(table, column, [key], MOST_ROWS)}
    found = [why for why in declared_whys(read, ids, decisions) if folded(why.name) == folded(key)]
    orgs = {row["org_id"] for row in read("string_links", "raw_string", [key]) if row["org_id"]}
    places = _places(read, [key])
    sources = {row["org_id"] for row in places if row["org_id"]}
    orgs |= {row["linked_id"] for row in read("organization_links", "org_id", sources)}
    for org in sorted(orgs):
        found += printed_whys(read, places, org, decisions)
    return found if found or places else None


def _places(read: Reader, strings: Iterable[str]) -> list[Row]:
    return read("affiliations", "raw_string", list(dict.fromkeys(strings))[:40], MOST_ROWS)


def identities_now(
    store: GraphStore, participants: Iterable[Row], decisions: Sequence[LinkDecision]
) -> list[Row]:
    """Return the rows of `schema.IDENTITIES` of some participants as a scan of their newest call would.

    They are resolved together with the others of the call, whose claims count.
    """
    read, rows = Reader(store), list(participants)
    people = sorted({row["person_id"] for row in rows})
    applications = read("applications", "application_id", [row["application_id"] for row in rows])
    calls = read("calls", "call_id", [row["call_id"] for row in applications])
    if not calls:
        return []
    call = max(calls, key=lambda row: (row["closes_on"], row["call_id"]))["call_id"]
    mine = {row["application_id"] for row in applications if row["call_id"] == call}
    plan = plan_of(store, call, decisions)
    with (
        engine_errors(),
        store.scope(call, authors=plan.authors, organizations=plan.organizations) as scope,
        Session(scope) as session,
    ):
        if plan.outcomes:
            session.tables = {**session.tables, **decide_tables(session, plan)}
        tables = session.tables
        every = tables["applications"].filter(tables["applications"].call_id == call)
        roster = tables["participants"].semi_join(every, "application_id")
        ids = roster.select("person_id").distinct()
        if session.read(ids.count().as_table()).column(0)[0].as_py() > TOGETHER:
            near = roster.filter(roster.application_id.isin(sorted(mine)))
            ids = united(near.select("person_id"), session.among("person_id", people)).distinct()
        resolved = decide_people(session, resolve_persons(session, ids), plan)
        wanted = resolved.identities.semi_join(session.among("person_id", people), "person_id")
        found: list[Row] = session.read(wanted.order_by("person_id", "author_id")).to_pylist()
    return found
