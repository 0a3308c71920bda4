"""Every pair of real names where one holds the whole other: the shorter is never found in the longer."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.records import organizations
from graphrisk.resolve.affiliations.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.shared, pytest.mark.slow]
LONGEST = 12


@pytest.fixture(scope="module")
def registry(shared_data: Path) -> Index:
    known, names, places, relations = [], [], [], []
    with gzip.open(shared_data / "ror" / "ror_v2.jsonl.gz") as file:
        records: Iterator[dict[str, Any]] = map(json.loads, file)
        for record in records:
            org_id = record["id"]
            shown = next(n["value"] for n in record["names"] if "ror_display" in n["types"])
            seats = [place["geonames_details"] for place in record["locations"]]
            known.append((org_id, shown, seats[0]["country_code"], record["status"]))
            for name in record["names"]:
                kinds = [k for k in ("ror_display", "label", "alias", "acronym") if k in name["types"]]
                names.append((org_id, name["value"], kinds[0]))
            places += [(org_id, p["name"], None, p["country_code"]) for p in seats if p["name"]]
            relations += [(org_id, r["id"], r["type"]) for r in record["relationships"]]
    return build(organizations(known, names, places, relations))


def by_name(index: Index) -> dict[tuple[str, ...], set[int]]:
    """The organisations that bear each full name."""
    bearers: dict[tuple[str, ...], set[int]] = {}
    for name, org in enumerate(index.name_org):
        if index.name_kind[name] < 2:
            bearers.setdefault(index.name_canon[name], set()).add(org)
    return bearers


def pairs(index: Index) -> Iterator[tuple[int, set[int]]]:
    """Yield each full name that holds other full names, with the organisations that bear these.

    A name that fills a part of the longer one by itself (between commas, dashes or brackets) is named there,
    not merely held: the university in "Institute of Earth Sciences, University of Iceland".
    """
    bearers = by_name(index)
    for name in range(len(index.name_org)):
        words = [word for word in words_of(index.name_text[name]) if not word.stop]
        if index.name_kind[name] > 1 or not 2 < len(words) <= LONGEST:
            continue
        canon, parts = tuple(word.canon for word in words), [None, *(word.part for word in words), None]
        inside: set[int] = set()
        named = set(bearers[index.name_canon[name]])
        for start in range(len(words)):
            for end in range(start + 2, len(words) + 1):
                own = parts[start] != parts[start + 1] and parts[end] != parts[end + 1]
                if end - start < len(words):
                    (named if own else inside).update(bearers.get(canon[start:end], ()))
        if inside - named:
            yield name, inside - named


def test_a_name_inside_another_one_is_never_found(registry: Index) -> None:
    """What is found strongly bears the whole name, or is a parent of who bears it, or its university."""
    tried, wrong = 0, []
    bearers = by_name(registry)
    for name, inside in pairs(registry):
        org = registry.name_org[name]
        text = registry.name_text[name]
        kin: set[int] = set()
        for bearer in bearers[registry.name_canon[name]]:
            above = registry.parents[bearer]
            kin |= {bearer, *above, *(parent for other in above for parent in registry.parents[other])}
        universities = registry.related[org].union(*(registry.related[one] for one in registry.parents[org]))
        tried += 1
        for one in match(text, registry, registry.orgs[org].country):
            number = registry.numbers[one.org_id]
            if number in universities and "parent_of_found" in one.reasons and one.grade == "B":
                continue
            if one.grade != "C" and number in inside and number not in kin:
                wrong.append((text, one.name, one.score))
    assert tried > 5000
    assert wrong == []


@pytest.mark.parametrize("unit", ["大学院理学研究科", "工学部", " 生命科学研究所"])
def test_a_unit_behind_a_japanese_university_means_it_and_nobody_else(registry: Index, unit: str) -> None:
    """Japanese forms print 東京大学大学院理学研究科, without country or town."""
    known = {
        name: registry.name_org[n]
        for n, name in enumerate(registry.name_text)
        if name.endswith("大学")
        and registry.name_kind[n] < 2
        and registry.orgs[registry.name_org[n]].country == "JP"
    }
    wrong, weak = [], []
    for name, org in known.items():
        sure = {m.org_id for m in match(name + unit, registry) if m.grade in ("A", "B")}
        wrong += [(name, sure)] if sure - {registry.orgs[org].org_id} else []
        weak += [] if sure else [name]
    assert len(known) > 250
    assert not wrong
    assert len(weak) <= 0.12 * len(known), weak
