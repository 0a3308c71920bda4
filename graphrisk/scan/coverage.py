"""What a run rests on: sources, editions, years, and what could not be seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphrisk.i18n import N_, Message
from graphrisk.scan.result import Coverage, ListCoverage, SourceCoverage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    import ibis.expr.types as ir
    import pyarrow as pa

    from graphrisk.analyzers.facts import Facts
    from graphrisk.policies import Policy
    from graphrisk.scan.project import Call
    from graphrisk.scan.result import PersonInfo
    from graphrisk.scan.session import Session
    from graphrisk.store.manifest import Manifest
    from graphrisk.technology import Taxonomy

KINDS = {
    "works": N_("publications"),
    "organization_relations": N_("a registry of organisations"),
    "list_entries": N_("screening lists"),
    "programs": N_("designated programmes"),
    "work_awards": N_("funding acknowledgements"),
}
"""Tables that stand empty where a kind of source was not loaded, and what it is called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine was asked about the coverage of a run, to be read when the findings are built."""

    works: Future[pa.Table]
    lists: Future[pa.Table]


def ask_coverage(session: Session, facts: Facts, policy: Policy) -> Asked:
    """Ask what `coverage_of` will need."""
    return Asked(session.ask(_works(session, facts)), session.ask(_lists(session, policy)))


def coverage_of(
    session: Session,
    asked: Asked,
    call: Call,
    people: Sequence[PersonInfo],
    policy: Policy,
    taxonomy: Taxonomy,
    manifest: Manifest,
    as_of: dt.date,
) -> Coverage:
    """Return what the findings rest on, and what could not be seen."""
    missing = tuple(name for name in KINDS if not manifest.rows.get(name))
    persons = {person.person_id: person.grade for person in people}
    works = {name: count or 0 for name, count in asked.works.result().to_pylist()[0].items()}
    plain = Coverage(
        sources=_sources(session, manifest),
        lists=_in_force(asked.lists.result(), as_of),
        program=call.program,
        missing=missing,
        applications=len({person.application_id for person in people}),
        people=len(persons),
        people_without_record=tuple(sorted(p for p, grade in persons.items() if grade is None)),
        works=works["works"],
        works_truncated=works["truncated"],
        works_with_funding=works["funded"],
        works_undated=works["undated"],
        unverified_rules=tuple(
            rule_id for rule_id, rule in policy.by_id().items() if rule.enabled and not rule.verified
        ),
        taxonomy=f"{taxonomy.name} {taxonomy.version}",
        notes=(),
    )
    return replace(plain, notes=tuple(_notes(plain)))


def _sources(session: Session, manifest: Manifest) -> tuple[SourceCoverage, ...]:
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"editions": {}, "at": None, "rejected": 0})
    for load in manifest.loads:
        entry = found[load.source]
        if load.edition:
            entry["editions"][load.edition] = None
        entry["at"] = load.loaded_at
        entry["rejected"] += load.rejected
    years = manifest.years if manifest.years is not None else _years(session)
    for source in years:
        found[source]  # works may have come in under a source of their own
    return tuple(
        SourceCoverage(
            source=source,
            editions=tuple(entry["editions"]),
            loaded_at=entry["at"],
            rejected=entry["rejected"],
            first_year=years.get(source, (None, None))[0],
            last_year=years.get(source, (None, None))[1],
        )
        for source, entry in sorted(found.items())
    )


def _years(session: Session) -> dict[str, tuple[int | None, int | None]]:
    """Return the first and the last year of the works of each source, of which the manifest says nothing."""
    works = session.tables["works"]
    spans = works.group_by("source").aggregate(
        first=works.publication_year.min(), last=works.publication_year.max()
    )
    return {row["source"]: (row["first"], row["last"]) for row in session.records(spans)}


def _lists(session: Session, policy: Policy) -> ir.Table:
    """Return the editions of each list that the policy looks at, with the number of their entries."""
    editions = session.tables["list_editions"]
    if policy.lists:
        editions = editions.filter(editions.list_id.isin(policy.lists))
    entries = session.tables["list_entries"]
    counts = entries.group_by("list_id", "edition").aggregate(entries=entries.count())
    rows = editions.left_join(counts, ["list_id", "edition"]).order_by("list_id", "valid_from", "edition")
    return rows.select("list_id", "title", "edition", "valid_from", "valid_to", "entries")


def _in_force(rows: pa.Table, as_of: dt.date) -> tuple[ListCoverage, ...]:
    """Return each list with the newest edition that is in force, or the fact that none is."""
    found: dict[str, ListCoverage] = {}
    for row in rows.to_pylist():
        name, since, until = row["list_id"], row["valid_from"], row["valid_to"]
        if since <= as_of and (until is None or as_of <= until):
            found[name] = ListCoverage(name, row["title"], row["edition"], since, row["entries"] or 0)
        else:
            found.setdefault(name, ListCoverage(name, row["title"], None, None, 0))
    return tuple(found[name] for name in sorted(found))


def _works(session: Session, facts: Facts) -> ir.Table:
    """Return one row: numbers of works looked at, cut short, with funding data, and without a date."""
    works = facts.works.select("work_id", "authors_truncated").distinct()
    funded = works.semi_join(session.tables["work_awards"], "work_id")
    undated = facts.authored.filter(facts.authored.date.isnull())
    return (
        works.aggregate(works=works.count(), truncated=works.authors_truncated.sum())
        .cross_join(funded.aggregate(funded=funded.count()))
        .cross_join(undated.aggregate(undated=undated.work_id.nunique()))
    )


def _notes(found: Coverage) -> Iterator[Message]:
    for source in found.sources:
        if source.first_year is not None:
            yield Message(
                N_("{source}: works of {first} to {last}."),
                {"source": source.source, "first": source.first_year, "last": source.last_year},
            )
    for entry in found.lists:
        if entry.edition is None:
            yield Message(N_("No edition of list {list} was in force."), {"list": entry.list_id})
        else:
            yield Message(
                N_("List {list}: edition {edition} was in force, with {entries} rows."),
                {"list": entry.list_id, "edition": entry.edition, "entries": entry.entries},
            )
    for kind in found.missing:
        yield Message(N_("Nothing was loaded of: {kind}."), {"kind": Message(KINDS[kind])})
    if found.people_without_record:
        yield Message(
            N_(
                "No author record was linked for {count} of {people} people; nothing could be compared for "
                "them."
            ),
            {"count": len(found.people_without_record), "people": found.people},
        )
    if found.works_truncated:
        yield Message(
            N_(
                "The list of authors is cut on {count} of {works} works; co-authors beyond the cut are not "
                "seen."
            ),
            {"count": found.works_truncated, "works": found.works},
        )
    if found.works:
        yield Message(
            N_("{count} of {works} works carry funding data."),
            {"count": found.works_with_funding, "works": found.works},
        )
    if found.works_undated:
        yield Message(
            N_("{count} works have no date and were not looked at."), {"count": found.works_undated}
        )
    if found.program.listed is None:
        yield Message(N_("The call's programme is not among the loaded ones; the call's own row was used."))
    if found.unverified_rules:
        yield Message(
            N_("Rules whose ground was not read in the authority's own text: {rules}."),
            {"rules": ", ".join(found.unverified_rules)},
        )
