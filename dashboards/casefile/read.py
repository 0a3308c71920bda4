"""Read the surroundings of a finding from the snapshot that its run was made on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from dashboards.casefile.declared import read_declared, read_partners
from dashboards.casefile.facts import Acknowledged, CaseFacts, Listing, PersonWork, Relative, WorkAuthor
from dashboards.casefile.links import records_of
from dashboards.naming import japanese_names, names_of, with_japanese
from graphrisk.names.persons import names_agree
from graphrisk.resolve.decided import decided_listings
from graphrisk.resolve.decided.lookup import Reader
from graphrisk.resolve.reasons import organizations_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dashboards.graphs import Graph
    from graphrisk.findings import Finding
    from graphrisk.links import LinkDecision
    from graphrisk.review.records import FindingRecord

MAX_EVIDENCE_WORKS = 60
MAX_PERSON_WORKS = 400
MAX_ROWS = 4000
Row = dict[str, Any]


def read_case(
    graph: Graph,
    record: FindingRecord,
    as_of: dt.date | None = None,
    decisions: Sequence[LinkDecision] = (),
    identities: bytes = b"",
) -> CaseFacts:
    """Return what the graph holds around a finding; of lists what they said by `as_of`, where it is given.

    `decisions` are those upon links that the run took account of: of list rows it shows what they left.
    `identities` is what the run kept of its people: works of a record that it did not take are not theirs.
    """
    finding = record.finding
    roster = graph.records("participants", "person_id", [finding.person_id]) if finding.person_id else []
    declared, signed_on = read_declared(graph, finding.person_id) if finding.person_id else ((), None)
    partners = read_partners(graph, finding.application_id) if finding.application_id else ()
    evidence = [item.record for item in finding.evidence if item.kind in {"work", "award"}]
    work_ids = list(dict.fromkeys(_work_of(name) for name in evidence))[:MAX_EVIDENCE_WORKS]
    authorships = graph.records("authorships", "work_id", work_ids, MAX_ROWS)
    taken = records_of(identities, finding.person_id)
    own = _own_records(graph, roster, authorships)
    own |= {str(row["author_id"]) for row in taken if row["status"] == "linked"}
    own -= {str(row["author_id"]) for row in taken if row["status"] == "rejected"}
    affiliations = graph.records("affiliations", "work_id", work_ids, MAX_ROWS)
    mine = graph.records("affiliations", "author_id", sorted(own), MAX_ROWS)
    names = _organization_names(graph, [*affiliations, *mine])
    home = tuple(
        dict.fromkeys(
            str(row["org_id"])
            for row in graph.records("mentions", "row_id", [str(row["row_id"]) for row in roster])
            if row["field"] == "home_org"
        )
    )
    relatives = _relatives(graph, finding) if finding.rule == "R-ORG-02" else ()
    objects = {finding.object.id, *(org for row in affiliations if (org := row["org_id"]))}
    objects |= {relative.org_id for relative in relatives}
    return CaseFacts(
        declared=declared,
        signed_on=signed_on,
        partners=partners,
        works=_works(graph, mine, work_ids, names),
        authors=_authors(authorships, affiliations, own, names),
        acknowledged=_acknowledged(graph, work_ids),
        listings=_listings(graph, objects, as_of, decisions),
        relatives=relatives,
        home=home,
        family=_family(graph, finding.object.id),
        japanese=japanese_names(graph, home),
        meant=names_of(graph, organizations_in((*finding.identity.reasons, *finding.identity.against))),
    )


def _work_of(record: str) -> str:
    """Return the work of an evidence record: an award is recorded as <work id>#<number>."""
    return record.split("#", 1)[0]


def _own_records(graph: Graph, roster: Sequence[Row], authorships: Sequence[Row]) -> set[str]:
    """Return the author records taken for the person here: by declared id, or by name on the works shown."""
    own = {str(row["openalex_id"]) for row in roster if row["openalex_id"]}
    orcids = sorted({str(row["orcid"]) for row in roster if row["orcid"]})
    own |= {str(row["author_id"]) for row in graph.records("persons", "orcid", orcids, MAX_ROWS)}
    known = {str(row["author_id"]) for row in authorships}
    if own & known or not roster:
        return own
    printed = [
        str(name)
        for row in roster
        for name in (
            row["name_ja"],
            row["name_kana"],
            *(row["name_latin"] or ()),
            *(row["former_names"] or ()),
        )
        if name
    ]
    return own | {
        str(row["author_id"])
        for row in authorships
        if row["raw_name"] and names_agree(printed, [str(row["raw_name"])])
    }


def _organization_names(graph: Graph, affiliations: Iterable[Row]) -> dict[str, str]:
    return names_of(graph, {str(row["org_id"]) for row in affiliations if row["org_id"]})


def _pairs(rows: Iterable[Row], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for row in rows:
        if row["org_id"]:
            found[str(row["org_id"])] = names.get(str(row["org_id"]), str(row["raw_string"] or row["org_id"]))
        elif row["raw_string"]:
            found[str(row["raw_string"])] = str(row["raw_string"])
    return tuple(found.items())


def _works(
    graph: Graph, mine: Sequence[Row], evidence: Sequence[str], names: Mapping[str, str]
) -> tuple[PersonWork, ...]:
    by_work: dict[str, list[Row]] = defaultdict(list)
    for row in mine:
        by_work[str(row["work_id"])].append(row)
    ids = list(dict.fromkeys((*evidence, *by_work)))[:MAX_PERSON_WORKS]
    works = [
        PersonWork(
            work_id=str(row["work_id"]),
            title=str(row["title"] or row["work_id"]),
            date=_day(row["publication_date"]),
            url=str(row["doi"] or row["url"] or row["work_id"]),
            authors_count=int(row["authors_count"]),
            organizations=_pairs(by_work.get(str(row["work_id"]), ()), names),
        )
        for row in _rows(graph, "works", "work_id", ids)
    ]
    return tuple(sorted(works, key=lambda work: (work.date or dt.date.min, work.work_id), reverse=True))


def _authors(
    authorships: Sequence[Row], affiliations: Sequence[Row], own: Collection[str], names: Mapping[str, str]
) -> dict[str, tuple[WorkAuthor, ...]]:
    places: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in affiliations:
        places[str(row["work_id"]), int(row["position"])].append(row)
    found: dict[str, list[WorkAuthor]] = defaultdict(list)
    for row in authorships:
        author = str(row["author_id"])
        found[str(row["work_id"])].append(
            WorkAuthor(
                author_id=author,
                name=str(row["raw_name"] or author),
                organizations=_pairs(places[str(row["work_id"]), int(row["position"])], names),
                is_person=author in own,
            )
        )
    return {work: tuple(authors) for work, authors in found.items()}


def _acknowledged(graph: Graph, work_ids: Sequence[str]) -> tuple[Acknowledged, ...]:
    return tuple(
        Acknowledged(
            str(row["work_id"]), str(row["funder_name"] or row["funder_id"] or ""), _text(row["award_id"])
        )
        for row in _rows(graph, "work_awards", "work_id", work_ids)
        if row["funder_name"] or row["funder_id"]
    )


def _listings(
    graph: Graph, org_ids: Collection[str], as_of: dt.date | None, decisions: Sequence[LinkDecision]
) -> tuple[Listing, ...]:
    rows = _rows(graph, "listings", "org_id", sorted(org_ids))
    rows = decided_listings(Reader(graph), rows, org_ids, decisions)
    rows = [row for row in rows if as_of is None or row["valid_from"] <= as_of]
    entries = {
        str(row["entry_id"]): row
        for row in _rows(graph, "list_entries", "entry_id", sorted({str(row["entry_id"]) for row in rows}))
    }
    lists = _rows(graph, "list_editions", "list_id", sorted({str(row["list_id"]) for row in rows}))
    titles = {(str(row["list_id"]), str(row["edition"])): _text(row["title"]) for row in lists}
    found = [
        Listing(
            org_id=str(row["org_id"]),
            entry_id=str(row["entry_id"]),
            list_id=str(row["list_id"]),
            list_title=titles.get((str(row["list_id"]), str(row["edition"]))) or str(row["list_id"]),
            edition=str(row["edition"]),
            name=str(entries[str(row["entry_id"])]["name"]),
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            citation=_text(entries[str(row["entry_id"])]["citation"]),
        )
        for row in rows
        if str(row["entry_id"]) in entries
    ]
    return tuple(sorted(found, key=lambda item: (item.org_id, item.list_id, item.valid_from, item.edition)))


def _relatives(graph: Graph, finding: Finding) -> tuple[Relative, ...]:
    """Return the listed bodies on which a question rests, and what the organisation asked about is to each.

    The registry says so, or a list row behind the question names the organisation beside its body.
    """
    entries = sorted({item.record for item in finding.evidence if item.kind == "listing"})
    bodies: dict[str, set[str]] = defaultdict(set)
    for row in _rows(graph, "listings", "entry_id", entries):
        bodies[str(row["entry_id"])].add(str(row["org_id"]))
    listed = {org for orgs in bodies.values() for org in orgs} - {finding.object.id}
    found = {
        str(row["member_id"]): "unit" if row["relation"] == "ancestor" else "parent"
        for row in _rows(graph, "organization_family", "org_id", [finding.object.id])
        if row["member_id"] in listed and row["relation"] != "self"
    }
    for row in _rows(graph, "listing_relations", "entry_id", entries):
        if row["org_id"] == finding.object.id and bodies[str(row["entry_id"])]:
            kind = "unit" if row["kind"] == "subsidiary" else str(row["kind"])
            found.setdefault(min(bodies[str(row["entry_id"])]), kind)
    found.pop(finding.object.id, None)
    names = {
        str(row["org_id"]): str(row["name"]) for row in _rows(graph, "organizations", "org_id", sorted(found))
    }
    names = with_japanese(graph, names)
    return tuple(
        Relative(org_id, names.get(org_id, org_id.removeprefix("name:")), relation)
        for org_id, relation in sorted(found.items())
    )


def _family(graph: Graph, org_id: str) -> frozenset[str]:
    rows = _rows(graph, "organization_family", "org_id", [org_id])
    return frozenset({org_id, *(str(row["member_id"]) for row in rows)})


def _rows(graph: Graph, table: str, column: str, values: Sequence[str]) -> list[Row]:
    return graph.records(table, column, values)


def _text(value: object) -> str | None:
    return str(value) if value not in {None, ""} else None


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
