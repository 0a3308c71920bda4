"""Measure the matching of names with screening lists: quality on labelled data, and names a second.

    python bench/screening.py [--shared ../shared/data] [--part all|pairs|japanese|registry|bystanders|speed]

Prints one JSON object. Parts:

- pairs: labelled pairs of names. F1 over all pairs but those of vessels and those that the file labels both
  ways; for people; for companies; on the part that was tuned on and on the rest (divided by a hash of the
  names). Beside it, at their best cutoff over the same pairs: equality of folded names, and rapidfuzz's
  token_sort_ratio and token_set_ratio. Ours stands at the fixed cutoff of the product.
- japanese: designated entities of a government notice, whose rows hold Japanese and English names. Every name
  and alias is screened against rows that hold both languages, and against rows that hold the other one only.
  A found pair is false where the row is another one that does not print the name.
- registry: Japanese organisations of the registry whose rows hold the other language only, with and without
  the registry's own names at hand.
- bystanders: names of organisations of the registry in Japan, Korea, Britain and Germany, which no list here
  names but by chance, in auto mode against three real lists. How many have a candidate, and a strong one.
- speed: names a second of CPU time on one core against 30,000 list names, with reasons. The index is built
  before, with the keys for every script of the names; how long that takes is said beside it.

Goals: F1 0.790, people 0.742, companies 0.856, no strong case wrong; recall 0.98 and 0.60 with 1 % false at
most; 2,000 names a second.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import platform
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rapidfuzz import fuzz

from bench.screening_lists import as_list, lines_of, list_names, list_row
from graphrisk.names.compare import Kind, Strength, compare
from graphrisk.names.compare.evidence import MATCH
from graphrisk.names.compare.scripts import folded
from graphrisk.names.organizations import organization_key
from graphrisk.resolve.screening.rows import REGISTRY, ListName
from graphrisk.resolve.screening.search import ScreeningIndex

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
Pair = dict[str, str]


def is_tuned(key: str) -> bool:
    """Whether a case belongs to the part that cutoffs and word lists were chosen on."""
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 0


def f1(rows: Iterable[tuple[float, bool]], cut: float) -> float:
    right = wrong = missed = 0
    for score, match in rows:
        right += score >= cut and match
        wrong += score >= cut and not match
        missed += score < cut and match
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def best(rows: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return the best F1 and its cutoff."""
    return max((f1(rows, cut / 100), cut / 100) for cut in range(20, 101))


def ours(pair: Pair) -> float:
    kinds = {"Person": (Kind.PERSON,), "LegalEntity": tuple(Kind)}.get(pair["schema"], (Kind.ORGANIZATION,))
    return max(compare(pair["name1"], pair["name2"], kind).score for kind in kinds)


BASELINES: dict[str, Callable[[str, str], float]] = {
    "equal folded": lambda a, b: float(folded(a) == folded(b)),
    "token_sort": lambda a, b: fuzz.token_sort_ratio(folded(a), folded(b)) / 100,
    "token_set": lambda a, b: fuzz.token_set_ratio(folded(a), folded(b)) / 100,
}


def pairs(shared: Path) -> dict[str, object]:
    """Measure on labelled pairs of names."""
    with (shared / "names" / "name_pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["schema"] != "Vessel"]
    labels = defaultdict(set)
    for row in rows:
        labels[row["schema"], row["name1"], row["name2"]].add(row["is_match"])
    rows = [row for row in rows if len(labels[row["schema"], row["name1"], row["name2"]]) == 1]
    scored = [(row, ours(row), row["is_match"] == "true") for row in rows]
    groups = {
        "all": scored,
        "person": [one for one in scored if one[0]["schema"] == "Person"],
        "company": [one for one in scored if one[0]["schema"] == "Company"],
    }
    found: dict[str, object] = {"pairs": len(rows), "cutoff": MATCH}
    for title, group in groups.items():
        parts = {"whole": group}
        for part, tuned in (("tuned", True), ("rest", False)):
            parts[part] = [
                one
                for one in group
                if is_tuned("|".join(sorted((one[0]["name1"], one[0]["name2"])))) is tuned
            ]
        found[title] = {
            part: {"pairs": len(some), "f1": round(f1([(s, m) for _, s, m in some], MATCH), 3)}
            for part, some in parts.items()
        } | {
            name: dict(
                zip(
                    ("f1", "cutoff"),
                    map(_round, best([(like(r["name1"], r["name2"]), m) for r, _, m in group])),
                    strict=True,
                )
            )
            for name, like in BASELINES.items()
        }
    found["strong_wrong"] = [
        f"{row['name1']} | {row['name2']}"
        for row, score, match in scored
        if row["quality"] == "STRONG" and (score >= MATCH) != match
    ]
    found["mean_score"] = {
        f"{'match' if match else 'other'} {quality.lower()}": round(fmean(some), 3)
        for match, quality in (
            (True, "STRONG"),
            (True, "MEDIUM"),
            (True, "WEAK"),
            (False, "WEAK"),
            (False, "MEDIUM"),
            (False, "STRONG"),
        )
        if (some := [s for r, s, m in scored if r["quality"] == quality and m is match])
    }
    found["matches_by_score"] = _calibration([(s, m) for _, s, m in scored])
    return found


def _calibration(scored: Sequence[tuple[float, bool]]) -> dict[str, object]:
    """Return the share of matches in each band of scores; it must fall with the score."""
    bands = [(0.88, 1.01), (MATCH, 0.88), (0.5, MATCH), (0.0, 0.5)]
    shares = [
        (f"{low:.2f}-{min(high, 1.0):.2f}", fmean(m for s, m in scored if low <= s < high))
        for low, high in bands
    ]
    falls = all(a[1] >= b[1] for a, b in pairwise(shares))
    return {**{band: round(share, 3) for band, share in shares}, "falls": falls}


def _round(value: float) -> float:
    return round(value, 3)


def japanese(shared: Path) -> dict[str, object]:
    """Measure on a notice in two languages."""
    entries = lines_of(shared / "screening" / "jp" / "meti_designated_0_4.jsonl.gz")
    names = {
        language: [
            [str(one[f"name_{language}"]), *map(str, as_list(one[f"aliases_{language}"]))] for one in entries
        ]
        for language in ("ja", "en")
    }
    tuned = [is_tuned(f"{one['list']}{one['no']}") for one in entries]
    found: dict[str, object] = {"rows": len(entries)}
    for title, asked, held in (
        ("rows hold both", ("ja", "en"), ("ja", "en")),
        ("Japanese against English rows", ("ja",), ("en",)),
        ("English against Japanese rows", ("en",), ("ja",)),
    ):
        rows = [
            list_row(
                place,
                [
                    ListName(n, "name" if i == 0 else "alias")
                    for lang in held
                    for i, n in enumerate(names[lang][place])
                ],
            )
            for place in range(len(entries))
        ]
        printed = [
            {folded(n) for lang in ("ja", "en") for n in names[lang][place]} for place in range(len(entries))
        ]
        queries = [
            (place, n, i == 0)
            for place in range(len(entries))
            for lang in asked
            for i, n in enumerate(names[lang][place])
        ]
        index = ScreeningIndex(rows)
        hits = [
            (place, own, {int(c.row.row_no) for c in index.search(n, kind=Kind.ORGANIZATION, limit=10)}, n)
            for place, n, own in queries
        ]
        exact = defaultdict(set)
        for row in rows:
            for name in row.names:
                exact[folded(name.text)].add(int(row.row_no))
        result: dict[str, object] = {}
        for part, wanted in (("tuned", (True,)), ("rest", (False,)), ("whole", (True, False))):
            some = [hit for hit in hits if tuned[hit[0]] in wanted]
            result[part] = _recall(some, printed)
        result["equal folded, whole"] = _recall(
            [(p, own, exact[folded(n)], n) for p, own, _, n in hits], printed
        )
        found[title] = result
    return found


def _recall(
    hits: Sequence[tuple[int, bool, set[int], str]], printed: Sequence[set[str]]
) -> dict[str, object]:
    own = [place in rows for place, is_own, rows, _ in hits if is_own]
    every = [place in rows for place, _, rows, _ in hits]
    false = sum(row != place and folded(n) not in printed[row] for place, _, rows, n in hits for row in rows)
    pairs = sum(len(rows) for _, _, rows, _ in hits)
    return {
        "names": len(hits),
        "recall": _round(fmean(every)),
        "recall_of_own_names": _round(fmean(own)),
        "false_share": _round(false / max(1, pairs)),
    }


def registry(shared: Path) -> dict[str, object]:
    """Measure on organisations of the registry: rows in Japanese, names in English."""
    entries = [
        one for one in lines_of(shared / "ror" / "jp_bilingual_names.jsonl.gz") if one["ja"] and one["en"]
    ]
    entries = entries[:1500]
    names = [([str(n) for n in as_list(one["ja"])], [str(n) for n in as_list(one["en"])]) for one in entries]
    printed = [{folded(n) for n in (*ja, *en)} for ja, en in names]
    bearers: Counter[str] = Counter(key for ja, _ in names for key in {organization_key(n) for n in ja})
    found: dict[str, object] = {"rows": len(entries)}
    for title, known in (("word list and sound only", False), ("with the registry's names", True)):
        rows = []
        for place, (ja, en) in enumerate(names):
            listed = [ListName(n, "name") for n in ja]
            if known and all(bearers[organization_key(n)] == 1 for n in ja):
                listed += [ListName(n, REGISTRY) for n in en]
            rows.append(list_row(place, listed))
        index = ScreeningIndex(rows)
        hits = [
            (
                place,
                True,
                {int(c.row.row_no) for c in index.search(en[0], kind=Kind.ORGANIZATION, limit=10)},
                en[0],
            )
            for place, (_, en) in enumerate(names)
        ]
        found[title] = _recall(hits, printed)
    return found


BYSTANDERS = {"JP": 3000, "KR": 1000, "GB": 1000, "DE": 1000}


def bystanders(shared: Path) -> dict[str, object]:
    """Measure how often a name that no list holds is taken for one that it holds."""
    chance = random.Random(7)  # noqa: S311  # the same names every time
    us = shared / "screening" / "us"
    rows = [names for names in list_names(shared, fill=False) if any(map(str.strip, names))]
    with (us / "section_1286_2022_2024.csv").open(encoding="utf-8", newline="") as file:
        rows += [[one["name"], *filter(None, one["aliases"].split("; "))] for one in csv.DictReader(file)]
    for one in lines_of(shared / "screening" / "jp" / "meti_designated_0_4.jsonl.gz"):
        own = [str(one["name_en"]), str(one["name_ja"])]
        rows.append([*own, *map(str, [*as_list(one["aliases_en"]), *as_list(one["aliases_ja"])])])
    index = ScreeningIndex(
        [
            list_row(place, [ListName(n, "name" if n == names[0] else "alias") for n in names])
            for place, names in enumerate(rows)
        ]
    )
    known: dict[str, set[str]] = defaultdict(set)
    for record in lines_of(shared / "ror" / "ror_v2.jsonl.gz"):
        country = record["locations"][0]["geonames_details"]["country_code"]  # type: ignore[index]
        names = record["names"]
        known[country] |= {n["value"] for n in names if "acronym" not in n["types"]}  # type: ignore[attr-defined]
    printed = {organization_key(name) for names in rows for name in names}
    asked = [
        name
        for country, number in BYSTANDERS.items()
        for name in chance.sample(sorted(known[country]), number)
        if organization_key(name) not in printed
    ]
    best = [found[0] for name in asked if (found := index.search(name, limit=1))]
    return {
        "list_names": len(index),
        "names": len(asked),
        "with_candidates": _round(len(best) / len(asked)),
        "strong": _round(sum(one.strength is Strength.STRONG for one in best) / len(asked)),
    }


def speed(shared: Path) -> dict[str, object]:
    """Measure names a second, of which one in five is on the list, half of those with an error."""
    chance = random.Random(5)  # noqa: S311  # the same names every time
    rows = [
        list_row(place, [ListName(n, "alias" if i else "name") for i, n in enumerate(names)])
        for place, names in enumerate(list_names(shared))
    ]
    listed = [name.text for row in rows for name in row.names]
    others = [str(one["names"][0]["value"]) for one in lines_of(shared / "ror" / "ror_v2.jsonl.gz")[::9]]  # type: ignore[index]
    queries = chance.sample(others, 3200) + [
        _mistyped(n, chance) if i % 2 else n for i, n in enumerate(chance.sample(listed, 800))
    ]
    chance.shuffle(queries)
    started = time.process_time()
    index = ScreeningIndex(rows).made_ready(queries)
    built = time.process_time() - started
    found: dict[str, object] = {
        "list_names": len(index),
        "build_cpu_seconds": round(built, 2),
        "names": len(queries),
    }
    index.search("Some name", kind=Kind.ORGANIZATION)
    for title, kind in (("organization", Kind.ORGANIZATION), ("auto", None)):
        started = time.process_time()
        matched = 0
        for name in queries:
            candidates = index.search(name, kind=kind)
            matched += bool(candidates)
            _ = [(c.comparison.reasons, c.comparison.doubts) for c in candidates]
        seconds = time.process_time() - started
        found[title] = {"per_second": round(len(queries) / seconds), "with_candidates": matched}
    sample = chance.sample(queries, 100)
    from rapidfuzz import process

    started = time.process_time()
    for name in sample:
        process.extract(folded(name), listed, scorer=fuzz.token_sort_ratio, score_cutoff=80, limit=5)
    found["rapidfuzz over all names, per second"] = round(len(sample) / (time.process_time() - started))
    started = time.process_time()
    sum(range(20_000_000))
    found["seconds of this machine for sum(range(20M))"] = round(time.process_time() - started, 3)
    return found


def _mistyped(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :]


PARTS: dict[str, Callable[[Path], dict[str, object]]] = {
    "pairs": pairs,
    "japanese": japanese,
    "registry": registry,
    "bystanders": bystanders,
    "speed": speed,
}


def main() -> None:
    """Read the arguments, measure, print."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--shared", type=Path, default=SHARED)
    reader.add_argument("--part", choices=("all", *PARTS), default="all")
    given = reader.parse_args()
    wanted = PARTS if given.part == "all" else {given.part: PARTS[given.part]}
    result: dict[str, object] = {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    for name, measure in wanted.items():
        result[name] = measure(given.shared)
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
