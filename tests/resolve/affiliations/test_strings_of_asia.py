"""Affiliations as papers, forms and declarations print them, most from Asia, and what these name."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.records import organizations
from loaders.base import Batch, Input, Options
from loaders.ror import load

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = [pytest.mark.shared, pytest.mark.slow]
STRINGS = Path(__file__).with_name("strings.csv")
"""Each string with the ids that it names (`;`; `|` between an ended record and the one that continues it),
the ids that may be found beside them, and how it is found at present: `strong` (all at A or B), `weak` (one
at C) or `missed`. The ids were looked up in the registry by hand. Nothing else may be found at A or B."""
PREFIX = "https://ror.org/"
ORDER = ("wrong", "missed", "weak", "strong")


@pytest.fixture(scope="module")
def registry(shared_data: Path) -> Index:
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for name in ("ror_v2.jsonl.gz", "ror_v1.jsonl.gz"):
        path = shared_data / "ror" / name
        for event in load([Input(path, path.name, path.stat().st_size)], Options()):
            if isinstance(event, Batch):
                columns = [event.rows[column].to_pylist() for column in COLUMNS.get(event.table, ())]
                if columns:
                    tables.setdefault(event.table, []).extend(zip(*columns, strict=True))
    known = {row[0]: (*row[:3], row[3] or "active") for row in tables["organizations"]}
    rest = (tables[name] for name in list(COLUMNS)[1:])
    return build(organizations(known.values(), *rest))


COLUMNS = {
    "organizations": ("org_id", "name", "country_code", "status"),
    "organization_names": ("org_id", "name", "kind"),
    "organization_places": ("org_id", "city", "region", "country_code"),
    "organization_relations": ("org_id", "related_id", "kind"),
}


def ids(text: str, mark: str = ";") -> list[str]:
    return [PREFIX + one for one in text.split(mark) if one]


def outcome(found: dict[str, str], named: Iterable[list[str]], beside: Iterable[str]) -> str:
    """How well what was found, with its grade, agrees with what a string names."""
    right = {one for some in named for one in some}.union(beside)
    if any(grade != "C" and one not in right for one, grade in found.items()):
        return "wrong"
    best = [min((found[one] for one in some if one in found), default="") for some in named]
    return "missed" if "" in best else "weak" if "C" in best else "strong"


def test_what_they_name_is_found(registry: Index) -> None:
    with STRINGS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    worse = []
    for row in rows:
        found = {one.org_id: one.grade for one in match(row["text"], registry)}
        named = [ids(some, "|") for some in row["named"].split(";") if some]
        now = outcome(found, named, ids(row["beside"]))
        if ORDER.index(now) < ORDER.index(row["grade"]):
            worse.append((row["text"], now, found))
    assert not worse
    assert len(rows) == 890
    assert sum(row["grade"] == "strong" for row in rows) == 823
