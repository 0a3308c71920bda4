"""Resolving people equals its slow, obvious version on random worlds that hold every kind of case."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from tests.resolve.applicants import applicant, identities
from tests.resolve.slow import Slow
from tests.resolve.world import Snapshot

NAMES = [
    "Taro Sato",
    "T. Sato",
    "Tomoko Sato",
    "Wei Wang",
    "Wei-Wei Wang",
    "W. W. Wang",
    "Hanako Mori",
    "佐藤太郎",
]
NAMES += ["Maria Garcia Lopez", "Maria Garcia", "Sang-hoon Lee", "Yi Sanghun"]


def _random_world(seed: int) -> Snapshot:
    made, pick = Snapshot(), random.Random(seed)  # noqa: S311
    orgs = [f"https://ror.org/{n}" for n in range(5)]
    for number, org in enumerate(orgs):
        made.org(org, f"University {number}", pick.choice(["JP", "US", "DE", None]))
    made.relate(orgs[1], "parent", orgs[0])
    places: list[str | tuple[str | None, str | None] | None] = [
        *orgs,
        (None, "University 2, Japan"),
        (None, "X"),
    ]
    orcids = [f"https://orcid.org/{n}" for n in range(6)]
    authors = [f"A{n}" for n in range(30)]
    for author in authors:
        some = pick.sample(NAMES, pick.choice([1, 1, 1, 2]))
        made.author(author, some[0], names=some, orcid=pick.choice([*orcids, *[None] * 9]))
    # Who works at one place writes with the same few; one source in four knows no topics, and lone authors.
    teams = [pick.sample(authors, 7) for _ in range(5)]
    known, years = (0.9, [1980, 2001, 2015, 2016, 2020, 2024]) if seed % 4 else (0.1, [2020])
    for number in range(90):
        where = pick.randrange(5)
        some = pick.sample(
            teams[where] if pick.random() < 0.8 else authors, pick.randint(1, 4 if seed % 4 else 1)
        )
        made.work(
            f"W{number}",
            {author: [pick.choice([orgs[where], orgs[where], *places])] for author in some},
            date=f"{pick.choice(years)}-05-01",
            awards=pick.sample(["1A", "2B", "3C", "4D", "5E"], pick.choice([0, 0, 0, 1])),
            orcids={some[0]: pick.choice(orcids)} if pick.random() < 0.3 else None,
            printed={author: pick.choice(NAMES) for author in some if pick.random() < 0.15},
            topics=[f"topic {where}"] if pick.random() < known else [],
        )
    for number in range(20):
        person = f"P{number}"
        for application in pick.sample(["X", "Y", "Z"], pick.choice([1, 1, 2])):
            applicant(
                made,
                person,
                pick.choice(NAMES[:-1]),
                application=application,
                name_ja="佐藤太郎" if pick.random() < 0.1 else None,
                orcid=pick.choice([*orcids, *[None] * 9]),
                openalex_id=pick.choice([*authors, *[None] * 60]),
                home_org=f"University {pick.randint(0, 4)}",
            )
        for sheet in ("declared_affiliations", "declared_education"):
            if pick.random() < 0.4:
                years = sorted(pick.sample(range(1985, 2026), 2))
                dates = [dt.date(year, 4, 1) if pick.random() < 0.7 else None for year in years]
                place = f"University {pick.randint(0, 4)}"
                made.add(sheet, person_id=person, org=place, start_on=dates[0], end_on=dates[1])
        if pick.random() < 0.3:
            made.add("declared_funding", person_id=person, funder="F", award_key=pick.choice(["1A", "2B"]))
        if pick.random() < 0.2:
            made.add("declared_coauthors", person_id=person, name=pick.choice(NAMES))
    return made


SEEDS = (*range(6), 20)


def test_equals_the_slow_version() -> None:
    codes: Counter[str] = Counter()
    kinds: set[tuple[str, str]] = set()
    for seed in SEEDS:
        made = _random_world(seed)
        found = identities(made)
        fast = {pair: (row["status"], row["grade"]) for pair, row in found.items()}
        slow = Slow(made).resolve()
        assert {k: (fast.get(k), slow.get(k)) for k in fast | slow if fast.get(k) != slow.get(k)} == {}, seed
        kinds |= set(slow.values())
        for row in found.values():
            codes.update(code.partition(":")[0] for code in row["reasons"] + row["against"])
    # Worlds without every kind of link, and every reason, would prove nothing.
    assert kinds == {("linked", "A"), ("linked", "B"), ("linked", "C"), ("candidate", "C"), ("rejected", "C")}
    assert {
        "name_variant", "name_short", "coauthors_shared", "mixed_names", "mixed_places", "mixed_scattered",
        "active_before",
        "same_work", "claimed_by_other", "shared_name", "several_records", "other_record_linked", "award",
        "other_org", "coauthor_linked", "coauthor_declared", "only_record", "orcid_differs", "merged_record",
    } <= set(codes)  # fmt: skip
