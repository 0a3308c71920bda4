"""Measure how organisations are found in affiliations made from Chinese, Japanese and Korean names.

    python -m bench.affiliation_asia [--data ../shared/data]

No labelled strings in these languages are known to us, so strings are made: the name alone, with a department
directly behind it, with one behind a space, and with a person's name behind that. One record in eight is left
out of the index: what is matched at A or B for its strings, and is no parent or relative of it, is wrong. The
same for the records that stay, on one in six of them, with how many are found.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.affiliation_gold import DATA, read_registry
from graphrisk.resolve.affiliations.index import Index, build
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.registry import Organization
from graphrisk.resolve.affiliations.words import EAST

BEHIND = ("", "工学部", " 研究開発部", " 応用物理学科, 田中太郎")
LEFT_OUT = 8
KEPT = 6
_EAST = re.compile(f"[{EAST}]")


def name_of(org: Organization) -> str:
    """Return a full name in these languages, empty where there is none."""
    names = [(org.name, "display"), *org.names]
    return min((n for n, kind in names if kind in ("display", "label") and _EAST.search(n)), default="")


def count(organizations: Sequence[Organization], index: Index) -> tuple[int, int, int, int]:
    """Return how many strings, where the body is found, is at A or B, and another one is at A or B."""
    strings = found = strong = wrong = 0
    for org in organizations:
        kin = {org.org_id, *org.parents, *org.related}
        for behind in BEHIND:
            grades = {one.org_id: one.grade for one in match(name_of(org) + behind, index)}
            strings += 1
            found += org.org_id in grades
            strong += grades.get(org.org_id, "C") != "C"
            wrong += any(grade != "C" and one not in kin for one, grade in grades.items())
    return strings, found, strong, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args(arguments)
    if not asked.data.is_dir():
        print(f"{asked.data} is not there: nothing measured.")
        return 0
    known = read_registry(asked.data).organizations
    east = [org for org in known if name_of(org)]
    chance = random.Random(5)  # noqa: S311  # the same records every time
    gone = chance.sample(east, len(east) // LEFT_OUT)
    out = {org.org_id for org in gone}
    stays = [org for org in east if org.org_id not in out]
    kept = [org for org in stays if hashlib.md5(org.org_id.encode()).digest()[0] % KEPT == 0]  # noqa: S324
    strings, found, strong, wrong = count(kept, build(known))
    print(
        f"{len(east):,} records with such names; {strings:,} strings of {len(kept):,} of them: found "
        f"{found / strings:.3f}, at A or B {strong / strings:.3f}; another body at A or B {wrong} "
        f"({wrong / strings:.2%})"
    )
    strings, _, _, wrong = count(gone, build([org for org in known if org.org_id not in out]))
    print(f"{strings:,} strings of {len(gone):,} records left out: matched {wrong} ({wrong / strings:.2%})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
