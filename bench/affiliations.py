"""Measure how well and how fast organisations are found in printed affiliations.

    python -m bench.affiliations [--data ../shared/data] [--rows N] [--plain N] [--fit]

Scored are strings whose label the ROR files hold, and those labelled as no match. One string in two is for
tuning (weights are fitted and errors were looked at there), the other is held out. crossref and springer
label one organisation though many strings name several: in the lenient figures a match beside all right
labels counts neither for nor against; strict figures count it as wrong. Two baselines run on the same rows.
`--fit` fits the weights of the score on the tuning part and writes them. Times are CPU seconds of one thread.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.affiliation_gold import (
    DATA,
    ONE_LABEL,
    Found,
    Registry,
    Row,
    Score,
    judged,
    measure,
    read_registry,
    read_rows,
    string_key,
)
from graphrisk.names.organizations import affiliation_parts, organization_key
from graphrisk.resolve.affiliations.cache import cached_index
from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.matcher import match

DROPPED = 20
"""One in so many records is dropped to see what becomes of strings that name it."""
BINS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0001)
GOALS = {"crossref": 0.93, "springer": 0.93, "s2aff": 0.90}


def resolver(index: Index) -> Callable[[str], Found]:
    return lambda text: [(m.org_id, m.score, m.grade) for m in match(text, index)]


def exact_names(registry: Registry) -> Callable[[str], Found]:
    """The first baseline: a normalised name equals the string or a comma part, and belongs to one record."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for org in registry.organizations:
        for name, kind in [(org.name, "display"), *org.names]:
            if kind != "acronym":
                bearers[organization_key(name)].add(org.org_id)

    def resolve(text: str) -> Found:
        keys = {organization_key(part) for part in (text, *affiliation_parts(text))} - {""}
        found = {org for key in keys for org in bearers.get(key, ()) if len(bearers[key]) == 1}
        return [(org, 1.0, "A") for org in sorted(found)]

    return resolve


def token_sets(registry: Registry, rows: dict[str, list[Row]]) -> dict[str, tuple[float, Score]]:
    """The second baseline: the best token_set ratio over all names, at the cutoff best for each set."""
    from rapidfuzz import fuzz, process, utils

    names = [
        (utils.default_process(name), org.org_id)
        for org in registry.organizations
        for name, kind in {(org.name, "display"), *org.names}
        if kind != "acronym" and len(name) > 4
    ]
    names = sorted({pair for pair in names if pair[0]})
    texts = [name for name, _ in names]
    found: dict[str, tuple[float, Score]] = {}
    for key, some in rows.items():
        best = []
        for row in some:
            hit = process.extractOne(utils.default_process(row.text), texts, scorer=fuzz.token_set_ratio)
            best.append((row, hit[1] if hit else 0.0, names[hit[2]][1] if hit else ""))
        scores = []
        for cutoff in range(50, 101, 5):
            score = Score()
            for row, ratio, org in best:
                taken = [(org, ratio, "B")] if ratio >= cutoff else []
                score.add(row.labels, taken, one_label=key in ONE_LABEL)
            scores.append((score.f1(strict=True), -cutoff, score))
        _, cutoff, score = max(scores, key=lambda one: one[:2])
        found[key] = (float(-cutoff), score)
    return found


def say_quality(rows: dict[str, list[Row]], index: Index) -> list[tuple[float, bool]]:
    """Print the figures of the matcher; return score and rightness of each match that counts."""
    resolve = resolver(index)
    judged: list[tuple[float, bool]] = []
    heads = "".join(f"{head:>8}" for head in ("strings", "F1", "strict", "P", "R", "P A+B", "A+B", "P A"))
    print(f"\n{'set':10}{'part':8}{heads}")
    for name, some in rows.items():
        for part, tuning in (("tune", True), ("held out", False)):
            mine = [row for row in some if row.tuning is tuning]
            answers = {row.text: resolve(row.text) for row in mine}
            score = measure(mine, name, answers.__getitem__)
            for row in mine:
                found = answers[row.text]
                beside = name in ONE_LABEL and row.labels and row.labels <= {org for org, _, _ in found}
                judged += [(s, org in row.labels) for org, s, _ in found if org in row.labels or not beside]
            strong = sum(sum(score.grades.get(g, [0])) for g in "AB")
            recall = score.right / max(1, score.right + score.missing)
            print(
                f"{name:10}{part:9}{len(mine):7}{score.f1():8.3f}{score.f1(strict=True):8.3f}"
                f"{score.precision():8.3f}{recall:8.3f}{score.precision('AB'):8.3f}{strong:8}"
                f"{score.precision('A'):8.3f}"
            )
    return judged


def say_calibration(judged: list[tuple[float, bool]]) -> bool:
    """Print precision by score; return whether it rises with it."""
    print("\nscore         matches  right")
    shares = []
    for low, high in pairwise(BINS):
        some = [right for score, right in judged if low <= score < high]
        shares.append(sum(some) / max(1, len(some)))
        print(f"{low:.2f} – {min(high, 1):.2f} {len(some):9} {shares[-1]:6.3f}")
    rises = shares == sorted(shares)
    print(f"precision {'rises' if rises else 'DOES NOT RISE'} with the score")
    return rises


def say_judged(rows: dict[str, list[Row]], index: Index) -> None:
    """Print what was judged of the matches at A and B of the tuning part that the labels count as wrong.

    Matches that a label supports were not read again, so that this says how many of the errors are errors of
    labels, not what the precision would be with other labels.
    """
    verdicts = judged()
    print("\nerrors at A and B by the labels, tuning part; of these named by the string, wrong, not judged")
    for name, some in rows.items():
        counts = dict.fromkeys(("named", "wrong", "not judged"), 0)
        for row in some:
            found = match(row.text, index) if row.tuning else []
            beside = name in ONE_LABEL and row.labels and row.labels <= {one.org_id for one in found}
            for one in found:
                if one.grade != "C" and one.org_id not in row.labels and not beside:
                    key = (name, string_key(row.text), one.org_id)
                    counts[verdicts.get(key, "not judged")] += 1
        print(f"{name:10}{sum(counts.values()):5}{''.join(f'{count:8}' for count in counts.values())}")


def say_dropped(registry: Registry, rows: dict[str, list[Row]], index: Index) -> None:
    """Drop one record in twenty; print how many strings that name them, and nobody else, are matched."""
    chance = random.Random(11)  # noqa: S311  # the same records every time
    ids = [org.org_id for org in registry.organizations]
    gone = set(chance.sample(ids, len(ids) // DROPPED))
    rest = build([org for org in registry.organizations if org.org_id not in gone])
    full, less = resolver(index), resolver(rest)
    for part, tuning in (("tune", True), ("held out", False)):
        strings = matched = alone = wrong = 0
        for some in rows.values():
            for row in some:
                if row.tuning is tuning and row.labels and row.labels <= gone:
                    strong = any(grade != "C" for _, _, grade in less(row.text))
                    strings, matched = strings + 1, matched + strong
                    if {org for org, _, _ in full(row.text)} <= row.labels:
                        alone, wrong = alone + 1, wrong + strong
        print(
            f"\nout of the index, {part}: {strings} strings whose labels were all dropped: {matched} matched "
            f"at A or B ({matched / max(1, strings):.1%}); of the {alone} that name no other organisation: "
            f"{wrong} ({wrong / max(1, alone):.1%})"
        )


def say_baselines(registry: Registry, rows: dict[str, list[Row]], plain: int) -> None:
    """Print the two baselines."""
    exact = exact_names(registry)
    print("\nbaseline                      set        strings  strict F1  lenient F1")
    for name, some in rows.items():
        score = measure(some, name, exact)
        figures = f"{score.f1(strict=True):11.3f}{score.f1():12.3f}"
        print(f"exact name of whole and parts {name:10}{len(some):8}{figures}")
    few = {name: sorted(some, key=lambda row: row.text[::-1])[:plain] for name, some in rows.items()}
    for name, (cutoff, score) in token_sets(registry, few).items():
        print(
            f"token_set over all names ≥{cutoff:3.0f} {name:10}{len(few[name]):8}"
            f"{score.f1(strict=True):11.3f}{score.f1():12.3f}"
        )


def say_speed(rows: dict[str, list[Row]], index: Index) -> None:
    """Print strings a second, over strings of all sets in the order in which they would come."""
    texts = [row.text for some in rows.values() for row in some][::3]
    started = time.process_time()
    for text in texts:
        match(text, index)
    seconds = time.process_time() - started
    each = len(texts) / seconds
    print(f"\nspeed: {len(texts):,} strings in {seconds:.1f} s CPU: {each:,.0f} a second on one core")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--rows", type=int, default=0, help="rows of each set; 0 means all")
    parser.add_argument("--plain", type=int, default=150, help="rows of each set for the token_set baseline")
    parser.add_argument("--fit", action="store_true", help="fit the weights of the score and write them")
    asked = parser.parse_args(arguments)
    if not asked.data.is_dir():
        print(f"{asked.data} is not there: nothing measured.")
        return 0
    registry = read_registry(asked.data)
    started = time.process_time()
    index = build(registry.organizations)
    built = time.process_time() - started
    rows = read_rows(asked.data, registry)
    if asked.rows:
        rows = {name: some[: asked.rows] for name, some in rows.items()}
    if asked.fit:
        from bench.affiliation_fit import fit

        fit(rows, index)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        cached_index(registry.organizations, Path(folder))
        started = time.process_time()
        cached_index(registry.organizations, Path(folder))
        again = time.process_time() - started
    print(
        f"{registry.records:,} records, {len(index.orgs):,} of them standing, {len(index.name_org):,} names; "
        f"index built in {built:.1f} s CPU, from its file in {again:.1f} s"
    )
    rises = say_calibration(say_quality(rows, index))
    say_judged(rows, index)
    say_dropped(registry, rows, index)
    say_baselines(registry, rows, asked.plain)
    say_speed(rows, index)
    return 0 if rises or asked.rows else 1


if __name__ == "__main__":
    raise SystemExit(main())
