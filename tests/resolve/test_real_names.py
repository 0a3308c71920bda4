"""Real registry names and labelled affiliation strings: no name is ever found inside another one."""

from __future__ import annotations

import ast
import csv
import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from graphrisk.names.organizations import affiliation_parts, organization_key
from graphrisk.resolve.index import Candidate, NameIndex, NameKind
from graphrisk.resolve.strings import match_string

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.shared


@dataclass(frozen=True)
class Registry:
    index: NameIndex
    names: list[tuple[str, str, str]]
    """Organisation, its country, a name that is no acronym."""
    relatives: dict[str, set[str]]


@pytest.fixture(scope="module")
def registry(shared_data: Path) -> Registry:
    index, names = NameIndex(), []
    relatives: dict[str, set[str]] = {}
    with gzip.open(shared_data / "ror" / "ror_v2.jsonl.gz") as file:
        records: Iterator[dict[str, Any]] = map(json.loads, file)
        for record in records:
            if record["status"] == "withdrawn":
                continue
            org_id, active = record["id"], record["status"] == "active"
            country = record["locations"][0]["geonames_details"]["country_code"]
            relatives[org_id] = {relation["id"] for relation in record["relationships"]}
            for name in record["names"]:
                types = set(name["types"])
                kind = "acronym" if "acronym" in types else "alias" if types == {"alias"} else "label"
                rank = NameKind.ALIAS if kind == "alias" else NameKind.OWN
                key = organization_key(name["value"])
                index.add(name["value"], key, kind, Candidate(org_id, country, active, rank))
                if kind != "acronym":
                    names.append((org_id, country, name["value"]))
    return Registry(index, names, relatives)


def test_a_name_inside_another_name_is_never_found(registry: Registry) -> None:
    """Every real name that holds the whole name of another organisation, word by word."""
    tried, wrong = 0, []
    for org_id, country, name in registry.names:
        words = organization_key(name).split()
        if len(words) < 2 or len(affiliation_parts(name)) > 1:
            continue
        spans = {
            " ".join(words[i:j])
            for i in range(len(words))
            for j in range(i + 1, min(len(words), i + 8) + 1)
            if j - i < len(words)
        }
        inside = {c.org_id for span in spans for c in registry.index.names.get(span, ())} - {org_id}
        if not inside:
            continue
        tried += 1
        same = {c.org_id for c in registry.index.names.get(" ".join(words), ())}
        found = {n.org_id for n in match_string(f"{name}, {country}", registry.index)}
        if found & (inside - same):
            wrong.append((name, found))
    assert tried > 1000
    assert wrong == []


SETS = [
    ("s2aff_train_val.csv", "original_affiliation", "labels", 0.97),
    ("springer_0_5.csv", "affiliation", "ror_id", 0.95),
]


@pytest.mark.parametrize(("file", "text", "label", "least"), SETS)
def test_strings_name_what_people_labelled(
    registry: Registry, shared_data: Path, file: str, text: str, label: str, least: float
) -> None:
    """What a string is said to name is what people said, or stands beside it in the registry.

    Some strings name more bodies than were labelled, so that even a perfect reading stays below 1.
    """
    right = wrong = 0
    with (shared_data / "affiliation_gold" / file).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            value = row[label]
            labels = set(ast.literal_eval(value)) if value.startswith("{") else {value}
            if not labels & registry.relatives.keys():
                continue  # The shared registry is a part of the whole.
            accepted = labels | {r for one in labels for r in registry.relatives.get(one, ())}
            for named in match_string(row[text], registry.index):
                if named.org_id:
                    right += named.org_id in accepted
                    wrong += named.org_id not in accepted
    assert right > 500
    assert right / (right + wrong) > least


TRAPS = [
    ("Southern University of Science and Technology, Shenzhen, China", "Army Engineering University"),
    ("Wuhan University, Wuhan, China", "Information Engineering University"),
    ("Nanjing University of Aeronautics and Astronautics, Nanjing, China", "Nanjing University"),
    ("Tokyo University of Science, Tokyo, Japan", "The University of Tokyo"),
    ("Institute of Physics, Academia Sinica, Beijing, China", "Academia Sinica"),
    ("Center for Disease Control, Changsha, China", "Center for Disease Control"),
]


@pytest.mark.parametrize(("raw", "trap"), TRAPS)
def test_known_traps(registry: Registry, raw: str, trap: str) -> None:
    key = organization_key(trap)
    trapped = {c.org_id for c in registry.index.names.get(key, ())}
    assert {n.org_id for n in match_string(raw, registry.index)}.isdisjoint(trapped)
