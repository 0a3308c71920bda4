"""Works in the bibliographic source's own shape: JSON Lines, gzip; some lines in the shape before 2025."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from graphrisk.world.rows import OLD_YEAR
from graphrisk.world.sources import jsonlines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

Row = dict[str, Any]
_CHILDREN = ("authorships", "affiliations", "work_awards")


@dataclass(frozen=True)
class Directory:
    """What the source says of things that works name by id: authors (name, ORCID) and institutions."""

    authors: Mapping[str, tuple[str, str | None]]
    institutions: Mapping[str, Row]


def institution(openalex_id: str, name: str, ror: str | None, country: str | None, parent: str | None) -> Row:
    """Return an institution as authorships show it."""
    return {
        "id": openalex_id,
        "display_name": name,
        "ror": ror,
        "country_code": country,
        "type": "education",
        "lineage": [openalex_id] if parent is None else [openalex_id, parent],
    }


def write(path: Path, tables: Mapping[str, pa.Table], directory: Directory) -> None:
    """Write the works of `tables` to `path`; each child table holds its works' rows in the works' order."""
    jsonlines.write(path, lines(tables, directory))


def lines(tables: Mapping[str, pa.Table], directory: Directory) -> Iterator[bytes]:
    """Yield a line for each work of `tables`."""
    children = {name: _Groups(tables[name]) for name in _CHILDREN}
    for work in tables["works"].to_pylist():
        parts = {name: groups.take(work["work_id"]) for name, groups in children.items()}
        yield orjson.dumps(_work(work, parts, directory), option=orjson.OPT_APPEND_NEWLINE)


class _Groups:
    """Rows of a child table, handed out work by work in the order in which they stand."""

    def __init__(self, table: pa.Table) -> None:
        self._rows: list[Row] = table.to_pylist()
        self._next = 0

    def take(self, work_id: str) -> list[Row]:
        start = self._next
        while self._next < len(self._rows) and self._rows[self._next]["work_id"] == work_id:
            self._next += 1
        return self._rows[start : self._next]


def _work(work: Row, parts: Mapping[str, list[Row]], directory: Directory) -> Row:
    addresses: dict[int, list[Row]] = {}
    for row in parts["affiliations"]:
        addresses.setdefault(row["position"], []).append(row)
    # Works of this age are written in the old shape where it can hold all that they say.
    old = (
        work["publication_year"] <= OLD_YEAR
        and all(len(rows) == 1 for rows in addresses.values())
        and not any(row["funder_ror"] for row in parts["work_awards"])
    )
    authorships = [
        _authorship(row, addresses.get(row["position"], []), directory, len(parts["authorships"]), old=old)
        for row in parts["authorships"]
    ]
    shape: Row = {
        "id": work["work_id"],
        "doi": work["doi"],
        "title": work["title"],
        "display_name": work["title"],
        "publication_year": work["publication_year"],
        "publication_date": work["publication_date"].isoformat(),
        "ids": {"openalex": work["work_id"], "doi": work["doi"]},
        "language": work["language"],
        "type": work["type"],
        "authorships": authorships,
        "authors_count": work["authors_count"],
        "is_retracted": work["is_retracted"],
        "keywords": [{"id": None, "display_name": k, "score": 0.5} for k in work["keywords"] or []],
        "topics": [{"id": None, "display_name": t, "score": 0.9} for t in work["topics"] or []],
        "abstract_inverted_index": _inverted(work["abstract"]),
    }
    if old:
        return shape | {
            "host_venue": {"display_name": None},
            "grants": [_grant(r) for r in parts["work_awards"]],
        }
    return shape | {
        "is_authors_truncated": work["authors_truncated"],
        "awards": [_award(r) for r in parts["work_awards"] if r["award_id"]],
        "funders": _funders(parts["work_awards"]),
    }


def _authorship(row: Row, addresses: list[Row], directory: Directory, count: int, *, old: bool) -> Row:
    name, orcid = directory.authors[row["author_id"]]
    institutions = [directory.institutions[a["org_id"]] for a in addresses if a["org_id"]]
    unique = list({i["id"]: i for i in institutions}.values())
    position = "first" if row["position"] == 0 else "last" if row["position"] == count - 1 else "middle"
    shape: Row = {
        "author_position": position,
        "author": {"id": row["author_id"], "display_name": name, "orcid": orcid},
        "institutions": unique,
        "countries": sorted({i["country_code"] for i in unique if i["country_code"]}),
        "is_corresponding": row["is_corresponding"],
        "raw_author_name": row["raw_name"],
    }
    if old:
        return shape | {"raw_affiliation_string": addresses[0]["raw_string"] if addresses else None}
    strings: dict[str, list[str]] = {}
    for address in addresses:
        if address["raw_string"]:
            found = strings.setdefault(address["raw_string"], [])
            if address["org_id"]:
                found.append(directory.institutions[address["org_id"]]["id"])
    return shape | {
        "raw_affiliation_strings": list(strings),
        "raw_orcid": row["raw_orcid"],
        "affiliations": [
            {"raw_affiliation_string": text, "institution_ids": ids} for text, ids in strings.items()
        ],
    }


def _grant(row: Row) -> Row:
    return {
        "funder": row["funder_id"],
        "funder_display_name": row["funder_name"],
        "award_id": row["award_id"],
    }


def _award(row: Row) -> Row:
    return {
        "id": None,
        "display_name": None,
        "funder_award_id": row["award_id"],
        "funder_id": row["funder_id"],
        "funder_display_name": row["funder_name"],
    }


def _funders(rows: list[Row]) -> list[Row]:
    seen = {
        r["funder_id"]: {"id": r["funder_id"], "ror": r["funder_ror"], "display_name": r["funder_name"]}
        for r in rows
    }
    return list(seen.values())


def _inverted(text: str | None) -> dict[str, list[int]] | None:
    if text is None:
        return None
    index: dict[str, list[int]] = {}
    for place, word in enumerate(text.split()):
        index.setdefault(word, []).append(place)
    return index
