"""Both ends of a decided link in the snapshot of today: under the same id, or under the one that followed.

A successor is taken only where it follows from the facts that the decision kept; where two would do, or
nothing agrees, the decision is lost, and the scan asks about it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphrisk.names.identifiers import ror
from graphrisk.resolve.decided.stable import agree, keys_of, told_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphrisk.links import LinkDecision
    from graphrisk.resolve.decided.lookup import Reader, Row


@dataclass(frozen=True, slots=True)
class Found:
    """The record that an end is today, or why it is none: a code of `graphrisk.resolve.reasons`."""

    id: str | None = None
    lost: str = ""
    also: tuple[str, ...] = ()
    """Further ids under which the end is met, such as that of a withdrawn record."""


def find_authors(read: Reader, decisions: Sequence[LinkDecision]) -> dict[int, Found]:
    """Return the author record that each decision about a person means.

    The same id counts while name, ORCID iD or a work agrees. A record that is gone is followed to the one
    that has the same name or ORCID iD and more than half of the kept works, else to the only one that carries
    its ORCID iD and its name. So is one that none of the kept works names any more: a newer file that gives a
    record another id leaves the old one behind, without its works.
    """
    known = read.by("persons", "author_id", [one.object for one in decisions])
    names = read.by("person_names", "author_id", known)
    holders = _holders(read, [one.facts["author"] for one in decisions])
    found: dict[int, Found] = {}
    doubtful = []
    for one in decisions:
        told = one.facts["author"]
        rows = known.get(one.object)
        here = _on_works(told, holders)
        left = bool(here) and not any(one.object in authors for authors in here)
        same = (
            bool(rows)
            and _agrees(told, rows or (), names.get(one.object, ()))
            and not _other(told, rows or ())
        )
        if same and not left:
            found[one.id] = Found(one.object)
        else:
            doubtful.append((one, same))
    met = {author for works in holders.values() for author in works}
    carried = read.by("persons", "orcid", [one.facts["author"]["orcid"] for one, _ in doubtful])
    met |= {row["author_id"] for rows in carried.values() for row in rows}
    records = read.by("persons", "author_id", met if doubtful else ())
    printed = read.by("person_names", "author_id", met if doubtful else ())
    for one, same in doubtful:
        told = one.facts["author"]
        if one.object in known and not same:
            shared = any(one.object in authors for authors in _on_works(told, holders))
            found[one.id] = Found(one.object) if shared else Found(lost="decision_record_changed")
            continue
        others = {orcid: [r for r in rows if r["author_id"] != one.object] for orcid, rows in carried.items()}
        end = _successor(told, holders, others, records, printed)
        # Works that went to several records, or to nobody of the name, leave a record that has others alone.
        stays = end.id is None and same and bool(read("authorships", "author_id", [one.object], limit=1))
        found[one.id] = Found(one.object) if stays else end
    return found


def _holders(read: Reader, told: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return the author records on each kept work, by the work's id and by its DOI."""
    kept = [pair for one in told for pair in one["works"]]
    dois = {row["work_id"]: row["doi"] for row in read("works", "doi", [doi for _, doi in kept])}
    ids = {work for work, _ in kept} | set(dois)
    found: dict[str, set[str]] = {}
    for row in read("authorships", "work_id", ids):
        for name in (row["work_id"], dois.get(row["work_id"])):
            if name:
                found.setdefault(name, set()).add(row["author_id"])
    return found


def _on_works(told: Mapping[str, Any], holders: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the author records on each kept work that is still there, by its id or else by its DOI."""
    lists = [holders.get(work) or holders.get(doi or "") or set() for work, doi in told["works"]]
    return [authors for authors in lists if authors]


def _successor(
    told: Mapping[str, Any],
    holders: Mapping[str, set[str]],
    carried: Mapping[str, Sequence[Row]],
    records: Mapping[str, Sequence[Row]],
    printed: Mapping[str, Sequence[Row]],
) -> Found:
    lists = _on_works(told, holders)
    counted = Counter(author for authors in lists for author in authors)

    def fits(author: str) -> bool:
        rows = records.get(author, ())
        return bool(rows) and _agrees(told, rows, printed.get(author, ())) and not _other(told, rows)

    by_works = [author for author, count in counted.items() if 2 * count > len(lists) and fits(author)]
    if not by_works:
        by_works = [
            row["author_id"] for row in carried.get(told["orcid"] or "", ()) if fits(row["author_id"])
        ]
    if len(set(by_works)) == 1:
        return Found(by_works[0])
    return Found(lost="decision_several_records" if by_works else "decision_record_gone")


def _agrees(told: Mapping[str, Any], rows: Iterable[Row], names: Iterable[Row]) -> bool:
    rows = list(rows)
    if told["orcid"] and any(row["orcid"] == told["orcid"] for row in rows):
        return True
    keys = keys_of(rows, "display_name") | keys_of(names, "name")
    return agree(told["keys"], sorted(keys))


def _other(told: Mapping[str, Any], rows: Iterable[Row]) -> bool:
    """Whether the record carries another ORCID iD than the one that was decided upon."""
    return bool(told["orcid"]) and any(row["orcid"] not in (None, told["orcid"]) for row in rows)


def find_people(read: Reader, decisions: Sequence[LinkDecision]) -> dict[int, list[Row]]:
    """Return the rows of `participants` that are the person of each decision, in any application.

    The same number counts while an identifier or a name agrees, for an institution may give a number anew. A
    number that is gone is followed to those who declare the same identifier and have the same name; one that
    is gone from an application, to the only one there who has the same name and no other identifier.
    """
    told = [one.facts["person"] for one in decisions]
    by_number = read.by("participants", "person_id", [one.subject for one in decisions])
    by_orcid = read.by("participants", "orcid", [orcid for one in told for orcid in one["orcids"]])
    by_author = read.by("participants", "openalex_id", [author for one in told for author in one["authors"]])
    in_application = read.by(
        "participants", "application_id", [a for one in told for a in _applications(one)]
    )
    found: dict[int, list[Row]] = {}
    for one, person in zip(decisions, told, strict=True):
        rows = by_number.get(one.subject, [])
        if not rows:
            rows = [row for orcid in person["orcids"] for row in by_orcid.get(orcid, ())]
            rows += [row for author in person["authors"] for row in by_author.get(author, ())]
            rows = [row for row in rows if agree(person["keys"], told_of([row])["keys"])]
        elif not _same_person(person, told_of(rows)):
            rows = []
        for application in _applications(person):
            there = in_application.get(application, [])
            if all(row["person_id"] != one.subject for row in there):
                rows = [*rows, *_renumbered(person, there)]
        found[one.id] = list({row["row_id"]: row for row in rows}.values())
    return found


def _applications(person: Mapping[str, Any]) -> Sequence[str]:
    # Decisions of an older graphrisk do not say in which applications the person was.
    applications: Sequence[str] = person.get("applications", ())
    return applications


def _renumbered(person: Mapping[str, Any], there: Iterable[Row]) -> list[Row]:
    """Return the rows of an application that are the person under another number; none where two could be."""
    alike = [row for row in there if agree(person["keys"], told_of([row])["keys"])]
    if len({row["person_id"] for row in alike}) != 1:
        return []
    now = told_of(alike)
    other = any(
        person[name] and now[name] and not agree(person[name], now[name]) for name in ("orcids", "authors")
    )
    return [] if other else alike


def _same_person(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return any(agree(before[name], now[name]) for name in ("orcids", "authors", "keys"))


def find_organizations(read: Reader, wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, Found]:
    """Return the organisation that each id of `wanted` (with its facts) is today.

    The registry's own successor stands for a record; one that vanished is followed to the only organisation
    of its name in its country, and one that had no record to the only one that has its name by now.
    """
    links = {row["org_id"]: row["linked_id"] for row in read("organization_links", "org_id", wanted)}
    gone = [org_id for org_id in wanted if org_id not in links]
    names = read.by("organization_names", "name_key", [wanted[org_id]["key"] for org_id in gone])
    named = {row["org_id"] for rows in names.values() for row in rows if row["kind"] != "acronym"}
    seats = {row["org_id"]: row["country_code"] for row in read("organizations", "org_id", named)}
    linked = {row["org_id"]: row["linked_id"] for row in read("organization_links", "org_id", named)}
    found: dict[str, Found] = {}
    for org_id, told in wanted.items():
        if org_id in links:
            found[org_id] = Found(links[org_id], also=(org_id,))
            continue
        alike = {
            linked.get(row["org_id"], row["org_id"])
            for row in names.get(told["key"], ())
            if row["org_id"] in named and told["country"] in (None, seats.get(row["org_id"]))
        }
        if len(alike) == 1:
            found[org_id] = Found(alike.pop(), also=(org_id,))
        elif org_id.startswith("name:"):
            found[org_id] = Found(org_id)
        else:
            found[org_id] = Found(lost="decision_record_gone")
    return found


def find_rows(read: Reader, decisions: Sequence[LinkDecision]) -> dict[int, tuple[str, ...]]:
    """Return the rows of all editions that each decision upon a listing means: by ROR id or by name.

    The number of a row tells nothing from one edition to the next.
    """
    told = [one.facts["row"] for one in decisions]
    named = read("list_names", "name_key", [row["key"] for row in told])
    ids = {name["entry_id"] for name in named if name["kind"] == "name"}
    entries = read("list_entries", "entry_id", ids | {one.object for one in decisions})
    entries += read("list_entries", "ror", [row["ror"] for row in told])
    keys = {name["entry_id"]: name["name_key"] for name in named if name["kind"] == "name"}
    found: dict[int, tuple[str, ...]] = {}
    for one, row in zip(decisions, told, strict=True):
        mine = {
            entry["entry_id"]
            for entry in entries
            if entry["list_id"] == row["list"] and _is_row(row, entry, keys)
        }
        found[one.id] = tuple(sorted(mine))
    return found


def _is_row(told: Mapping[str, Any], entry: Row, keys: Mapping[str, str]) -> bool:
    given = ror(entry["ror"]) if entry["ror"] else None
    if given and told["ror"]:
        same: bool = given == told["ror"]
        return same
    return bool(told["key"] == keys.get(entry["entry_id"]) or entry["name"] == told["name"])
