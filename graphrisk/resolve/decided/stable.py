"""What is kept of the two ends of a link, so that a decision finds them after a reload and under new ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphrisk.errors import NotFoundError
from graphrisk.links import LinkKind, folded
from graphrisk.names.identifiers import ror
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key, person_keys
from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphrisk.resolve.decided.lookup import Reader, Row

KEPT_WORKS = 12
"""Works of an author record that are kept: enough that a majority of them tells where the record went."""
_LOOKED_AT = 500

NAMES = ("name_ja", "name_kana", "name_latin", "former_names")


def declared_subject(text: str, given: str | None) -> str:
    """Return the end of a link that stands for an organisation as declared, with its ROR id where given."""
    identifier = ror(given) if given else None
    return f"{folded(text)} <{identifier}>" if identifier else folded(text)


def link_facts(
    read: Reader, kind: LinkKind, subject: str, other: str, *, text: str = "", given: str | None = None
) -> dict[str, Any]:
    """Return what a decision upon a link keeps of both ends as the snapshot has them.

    `text` and `given` are the declared name and ROR id where the subject is one. Raises `NotFoundError` where
    the record at either end is not in the snapshot.
    """
    match kind:
        case LinkKind.PERSON:
            return {"person": person_facts(read, subject), "author": author_facts(read, other)}
        case LinkKind.DECLARED:
            return {"text": text or subject, "given": given, "organization": org_facts(read, other)}
        case LinkKind.PRINTED:
            return {"text": subject, "organization": org_facts(read, other)}
        case LinkKind.LISTING:
            return {"organization": org_facts(read, subject), "row": row_facts(read, other)}


def person_facts(read: Reader, person_id: str) -> dict[str, Any]:
    """Return identifiers, names and name keys that a person declared, and the applications."""
    rows = read("participants", "person_id", [person_id])
    if not rows:
        raise NotFoundError(
            Sentence("There is no person {id} in the declarations.", id=repr(person_id)),
            remedy=Sentence("Name a person_id of an applicant."),
        )
    return told_of(rows)


def told_of(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the same from rows of `participants`."""
    rows = list(rows)
    orcids, authors, names, keys = set[str](), set[str](), dict[str, None](), set[str]()
    for row in rows:
        orcids |= {row["orcid"]} - {None}
        authors |= {row["openalex_id"]} - {None}
        printed = {name: row[name] for name in NAMES}
        keys |= set(
            person_keys(
                name_ja=printed["name_ja"],
                name_kana=printed["name_kana"],
                name_latin=printed["name_latin"] or [],
                former_names=printed["former_names"] or [],
            )
        )
        shown = (row["name_ja"], *(row["name_latin"] or ()))
        names.update(dict.fromkeys(name for name in shown if name))
    return {
        "name": next(iter(names), ""),
        "orcids": sorted(orcids),
        "authors": sorted(authors),
        "keys": sorted(keys),
        "applications": sorted({row["application_id"] for row in rows}),
    }


def author_facts(read: Reader, author_id: str) -> dict[str, Any]:
    """Return name, ORCID iD, name keys and a few works, each with its DOI, of an author record."""
    rows = read("persons", "author_id", [author_id])
    if not rows:
        raise NotFoundError(
            Sentence("There is no author record {id} in the graph.", id=repr(author_id)),
            remedy=Sentence("Name it as its source does: https://openalex.org/A…"),
        )
    (row,) = rows
    names = read("person_names", "author_id", [author_id])
    places = read("authorships", "author_id", [author_id], _LOOKED_AT)
    works = read("works", "work_id", [place["work_id"] for place in places])
    works.sort(key=lambda work: (str(work["publication_date"] or ""), work["work_id"]), reverse=True)
    return {
        "name": row["display_name"],
        "orcid": row["orcid"],
        "keys": sorted({row["name_key"], *(name["name_key"] for name in names)} - {None, ""}),
        "works": [[work["work_id"], work["doi"]] for work in works[:KEPT_WORKS]],
    }


def org_facts(read: Reader, org_id: str) -> dict[str, Any]:
    """Return name, name key and country of an organisation; of one without a record, its key."""
    if org_id.startswith("name:"):
        return {"name": org_id.removeprefix("name:"), "key": org_id.removeprefix("name:"), "country": None}
    rows = read("organizations", "org_id", [org_id])
    if not rows:
        raise NotFoundError(
            Sentence("There is no organisation {id} in the graph.", id=repr(org_id)),
            remedy=Sentence("Name it by its ROR id: https://ror.org/0…"),
        )
    name = rows[0]["name"]
    return {"name": name, "key": organization_key(name), "country": rows[0]["country_code"]}


def row_facts(read: Reader, entry_id: str) -> dict[str, Any]:
    """Return list, number, name, name key and ROR id of a list row."""
    rows = read("list_entries", "entry_id", [entry_id])
    if not rows:
        raise NotFoundError(
            Sentence("There is no list row {id} in the graph.", id=repr(entry_id)),
            remedy=Sentence("Name it as list|edition|number."),
        )
    (row,) = rows
    return {
        "list": row["list_id"],
        "edition": row["edition"],
        "number": row["row_no"],
        "name": row["name"],
        "key": organization_key(row["name"]),
        "ror": ror(row["ror"]) if row["ror"] else None,
    }


def agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of keys have one in common."""
    return not set(one).isdisjoint(other)


def keys_of(rows: Iterable[Row], name: str) -> set[str]:
    """Return the name keys of rows, computed anew where a row has only the name."""
    return {row.get("name_key") or person_key(row[name]) for row in rows} - {"", None}
