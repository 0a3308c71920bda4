"""Labelled affiliation strings, the registry that they are resolved against, and how answers are scored."""

from __future__ import annotations

import ast
import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from graphrisk.resolve.affiliations.records import organizations
from graphrisk.resolve.affiliations.registry import Organization
from loaders.base import Batch, Input, Options
from loaders.ror import load

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SETS = {
    "crossref": ("crossref_train.csv", "affiliation", "ror_id"),
    "springer": ("springer_0_5.csv", "affiliation", "ror_id"),
    "s2aff": ("s2aff_train_val.csv", "original_affiliation", "labels"),
    "logs": ("logs_train.csv", "affiliation", "ror_id"),
}
ONE_LABEL = frozenset({"crossref", "springer"})
"""Sets that label one organisation though strings name more: beside all right labels others do not count."""

JUDGED = Path(__file__).with_name("affiliation_judged.csv")
"""Matches at A and B of the tuning part that no label supports, read one by one: `named` or `wrong`."""

Found: TypeAlias = Sequence[tuple[str, float, str]]
"""Organisation, score and grade of each match of a string."""


@dataclass(frozen=True)
class Row:
    """A string with the organisations that it names, as far as the registry holds them."""

    text: str
    labels: frozenset[str]
    tuning: bool


@dataclass(frozen=True)
class Registry:
    """The records of the ROR files: what the matcher reads, and which record each id means."""

    organizations: list[Organization]
    means: dict[str, str]
    records: int


def read_registry(data: Path) -> Registry:
    """Read both ROR files with the loader."""
    tables: dict[str, list[tuple[Any, ...]]] = {}
    for name in ("ror_v2.jsonl.gz", "ror_v1.jsonl.gz"):
        path = data / "ror" / name
        for event in load([Input(path, path.name, path.stat().st_size)], Options()):
            if isinstance(event, Batch):
                rows = zip(*(column.to_pylist() for column in event.rows.columns), strict=True)
                tables.setdefault(event.table, []).extend(rows)
    known = [(row[0], row[1], row[2], row[4] or "active") for row in tables["organizations"]]
    relations = [(row[0], row[1], row[2]) for row in tables["organization_relations"]]
    found = organizations(
        known,
        [(row[0], row[1], row[3]) for row in tables["organization_names"]],
        [(row[0], row[1], row[2], row[3]) for row in tables["organization_places"]],
        relations,
    )
    bearers: dict[tuple[str, str], list[str]] = {}
    for org in found:
        for name, _ in org.names:
            bearers.setdefault((name, org.country or ""), []).append(org.org_id)
    standing = {org.org_id for org in found}
    means = {org_id: org_id for org_id in standing}
    for old, name, country, _ in known:
        if old not in standing:
            # A withdrawn record gave its names to the one that stands for it.
            heirs = sorted(set(bearers.get((name, country or ""), ())))
            if len(heirs) == 1:
                means[old] = heirs[0]
    return Registry(found, means, len(known))


def read_rows(data: Path, registry: Registry) -> dict[str, list[Row]]:
    """Return the rows of each set that can be scored: with a label in the registry, or labelled NP."""
    found: dict[str, list[Row]] = {}
    for name, (file, text, label) in SETS.items():
        rows = found[name] = []
        with (data / "affiliation_gold" / file).open(encoding="utf-8-sig", newline="") as lines:
            for line in csv.DictReader(lines):
                value = line[label]
                given = (
                    set(ast.literal_eval(value))
                    if value.startswith("{")
                    else {v.strip() for v in value.split(";")}
                )
                held = frozenset(registry.means[one] for one in given if one in registry.means)
                if held or given == {"NP"}:
                    rows.append(Row(line[text], held, tuning(line[text])))
    return found


def tuning(text: str) -> bool:
    """Whether a string is in the part on which weights are fitted and errors are looked at: one in two."""
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()[0] % 2 == 0


def string_key(text: str) -> str:
    """Return the hash under which a string stands in the list of judged matches."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def judged(path: Path = JUDGED) -> dict[tuple[str, str, str], str]:
    """Return the verdicts on matches that no label supports: by set, string and organisation."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {(row["set"], row["string"], row["org_id"]): row["verdict"] for row in rows}


@dataclass
class Score:
    """Right, wrong and missing organisations; `strict` counts all that were not labelled as wrong."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    strict: int = 0
    grades: dict[str, list[int]] = field(default_factory=dict)
    """Right and wrong by grade."""

    def add(self, labels: frozenset[str], found: Found, *, one_label: bool) -> None:
        got = {org for org, _, _ in found}
        self.right += len(got & labels)
        self.missing += len(labels - got)
        self.strict += len(got - labels)
        beside = one_label and bool(labels) and labels <= got
        self.wrong += 0 if beside else len(got - labels)
        for org, _, grade in found:
            counts = self.grades.setdefault(grade, [0, 0])
            if org in labels or not beside:
                counts[org not in labels] += 1

    def f1(self, *, strict: bool = False) -> float:
        wrong = self.strict if strict else self.wrong
        return 2 * self.right / max(1, 2 * self.right + wrong + self.missing)

    def precision(self, grades: Iterable[str] = "ABC") -> float:
        counts = [self.grades.get(grade, [0, 0]) for grade in grades]
        return sum(c[0] for c in counts) / max(1, sum(sum(c) for c in counts))


def measure(rows: Iterable[Row], name: str, resolve: Callable[[str], Found]) -> Score:
    """Return the score of a way to resolve strings over rows of the set `name`."""
    score = Score()
    for row in rows:
        score.add(row.labels, resolve(row.text), one_label=name in ONE_LABEL)
    return score
