"""Why an author record is taken for a person, and why others are not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graphrisk.i18n import N_, Message, Name, called
from graphrisk.links import LinkKind
from graphrisk.resolve.explain.model import Decided, Link, Why
from graphrisk.resolve.explain.organizations import named_organizations
from graphrisk.resolve.reasons import organizations_in, with_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphrisk.links import LinkDecision
    from graphrisk.resolve.decided.lookup import Reader

DETAILED = 8
"""Records of a person of which organisations and works are looked up."""
_PLACES, _ORGANIZATIONS = 500, 4
_ORDER = {"linked": 0, "candidate": 1, "rejected": 2}


def person_whys(
    read: Reader, identities: Iterable[Mapping[str, Any]], decisions: Iterable[LinkDecision]
) -> list[Why]:
    """Return for each person of some rows of `schema.IDENTITIES` the records taken and not taken."""
    decided = Decided(decisions)
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in identities:
        rows[row["person_id"]].append(row)
    names = _person_names(read, rows)
    return [_why(read, person, names.get(person, person), rows[person], decided) for person in sorted(rows)]


def _person_names(read: Reader, people: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read("participants", "person_id", people):
        shown = row["name_ja"] or next(iter(row["name_latin"] or ()), None)
        if shown:
            found.setdefault(row["person_id"], shown)
    return found


def _why(read: Reader, person: str, name: str, rows: Sequence[Mapping[str, Any]], decided: Decided) -> Why:
    ordered = sorted(rows, key=lambda row: (_ORDER[row["status"]], row["grade"], row["author_id"]))
    ids = [row["author_id"] for row in ordered]
    # A record that was decided upon and that this run did not know is shown as well.
    later = [one.object for one in decided.of_subject(LinkKind.PERSON, person) if one.object not in ids]
    records = {row["author_id"]: row for row in read("persons", "author_id", [*ids, *later])}
    notes = _notes(read, records, [*ids, *later][:DETAILED])
    spoken = organizations_in(
        code for row in rows for code in (*(row["reasons"] or ()), *(row["against"] or ()))
    )
    names = named_organizations(read, sorted(spoken)) if spoken else {}

    def link(author: str, row: Mapping[str, Any] | None) -> Link:
        record = records.get(author)
        reasons = tuple(row["reasons"] or ()) if row else ()
        against = tuple(row["against"] or ()) if row else ()
        used = row is not None and row["status"] == "linked"
        if row is not None and not used and not against:
            against = ("name_alone",)
        return Link(
            LinkKind.PERSON,
            person,
            author,
            name,
            record["display_name"] if record else author,
            row["grade"] if row is not None and used else None,
            with_names(reasons, names),
            with_names(against, names),
            notes.get(author, ()),
            decided.on(LinkKind.PERSON, person, author, (*reasons, *against)),
        )

    return Why(
        LinkKind.PERSON,
        person,
        name,
        tuple(link(row["author_id"], row) for row in ordered if row["status"] == "linked"),
        (
            *(link(row["author_id"], row) for row in ordered if row["status"] != "linked"),
            *(link(author, None) for author in later if author in records),
        ),
    )


def _notes(
    read: Reader, records: Mapping[str, Mapping[str, Any]], authors: Sequence[str]
) -> dict[str, tuple[Message, ...]]:
    """Return what each record shows: ORCID iD, where it was seen, how many works of which years."""
    seen: dict[str, list[str]] = defaultdict(list)
    for row in read("author_organizations", "author_id", authors):
        seen[row["author_id"]].append(row["org_id"])
    names = named_organizations(read, [org for some in seen.values() for org in some])
    found = {}
    for author in authors:
        told = []
        orcid = records[author]["orcid"] if author in records else None
        if orcid:
            told.append(Message(N_("ORCID iD {orcid}"), {"orcid": orcid.removeprefix("https://orcid.org/")}))
        places = sorted(names.get(org, org.removeprefix("name:")) for org in seen[author])
        if places:
            shown = _listed(places[:_ORGANIZATIONS])
            more = len(places) - _ORGANIZATIONS
            if more > 0:
                told.append(
                    Message(N_("seen at {places} and {count} more"), {"places": shown, "count": more})
                )
            else:
                told.append(Message(N_("seen at {places}"), {"places": shown}))
        told += _works(read, author)
        found[author] = tuple(told)
    return found


def _listed(names: Sequence[str]) -> Name:
    """Return names one after the other, for readers of Japanese the Japanese ones."""
    japanese = "、".join(called(name, "ja") for name in names)
    return Name(", ".join(str(name) for name in names), japanese)


def _works(read: Reader, author: str) -> list[Message]:
    ids = {row["work_id"] for row in read("authorships", "author_id", [author], _PLACES)}
    works = read("works", "work_id", ids)
    years = [row["publication_year"] for row in works if row["publication_year"]]
    if not years:
        return [Message(N_("no dated works"))]
    count = f"{len(ids):,}" + ("+" if len(ids) >= _PLACES else "")
    values = {"count": count, "first": str(min(years)), "last": str(max(years))}
    return [Message(N_("works: {count}, of {first} to {last}"), values)]
