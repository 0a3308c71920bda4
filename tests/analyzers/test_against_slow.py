"""Set queries of R-AFF-01, R-COA-01 and R-ORG-02 give what plain loops give, on worlds drawn at random."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphrisk.analyzers import RULES
from graphrisk.analyzers.candidate import read_candidates
from graphrisk.policies import load_policy
from tests.analyzers import slow
from tests.analyzers.prepared import prepared
from tests.factory import World, org_id

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY = load_policy("jp-tejunsho")
T = dt.date(2026, 6, 1)
ORGANIZATIONS = ("HOME", "UNIT", "NEAR", "FAR", "FARUNIT", "LISTED", "OTHER", "TOP", "PART", "BIT", "CRUMB")
PARENTS = {"UNIT": "HOME", "FARUNIT": "FAR", "LISTED": "TOP", "PART": "LISTED", "BIT": "PART", "CRUMB": "BIT"}
EDGES = [
    dt.date(year, month, day) for year in (2021, 2022, 2024, 2025, 2026) for month, day in ((5, 31), (6, 1))
]
DAYS = st.sampled_from(EDGES) | st.dates(dt.date(2021, 1, 1), dt.date(2026, 7, 1))
MAYBE = st.none() | DAYS


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world of six people, each with an application, and up to thirty works among them."""
    world = World()
    for short in ORGANIZATIONS:
        country = "JP" if short in ("HOME", "UNIT", "NEAR") else "CN"
        world.org(short, country=country, parent=PARENTS.get(short))
    for short in ("LISTED", "OTHER", "NEAR", "BIT", "FAR"):
        for number in range(draw(st.integers(0, 2))):
            start, end = draw(st.sampled_from(EDGES)), draw(st.none() | st.sampled_from(EDGES))
            if end is None or start <= end:
                world.listed(short, start, end, edition=f"{number}")
    world.call()
    people = [f"P{index}" for index in range(6)]
    for label in people:
        world.case(label, home=draw(st.sampled_from(("HOME", "UNIT", "FARUNIT"))))
        for sheet in ("affiliations", "education"):
            if draw(st.booleans()):
                world.declare(
                    sheet, label, draw(MAYBE), draw(MAYBE), org=draw(st.sampled_from(ORGANIZATIONS))
                )
        if draw(st.booleans()):
            world.partner(draw(st.sampled_from(ORGANIZATIONS)), application=label)
    place = st.lists(st.sampled_from(ORGANIZATIONS), max_size=2, unique=True)
    for number in range(draw(st.integers(10, 30))):
        authors = draw(st.lists(st.sampled_from([*people, "X", "Y"]), min_size=1, max_size=4, unique=True))
        world.work(
            f"W{number}",
            draw(DAYS),
            *[(author, draw(place)) for author in authors],
            type=draw(st.sampled_from(("article", "article", "erratum"))),
            authors_count=draw(st.sampled_from((len(authors), 25, 26))),
        )
    return world


def fast(world: World, rule_id: str) -> slow.Answer:
    """Return what the set query finds, in the shape of the slow answer."""
    with prepared(world, POLICY, T) as (facts, session):
        rows = session.read(dict(RULES)[rule_id](facts, POLICY).candidates)
    return {
        (found.person_id or f"{found.application_id} partner", found.object_id): (
            found.case,
            found.works or 0,
            found.listed_then,
            found.listed_now,
        )
        for found in read_candidates(rule_id, rows)
    }


def compared(world: World, rule_id: str, obvious: Callable[..., slow.Answer]) -> None:
    assert fast(world, rule_id) == obvious(world, POLICY, T)


SETTINGS: dict[str, Any] = {
    "max_examples": 8,
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


@settings(**SETTINGS)
@given(worlds())
def test_undeclared_affiliations(world: World) -> None:
    compared(world, "R-AFF-01", slow.undeclared_affiliations)


@settings(**SETTINGS)
@given(worlds())
def test_listed_coauthors(world: World) -> None:
    compared(world, "R-COA-01", slow.listed_coauthors)


@settings(**SETTINGS)
@given(worlds())
def test_listed_by_structure(world: World) -> None:
    compared(world, "R-ORG-02", slow.listed_by_structure)


def test_the_slow_versions_find_something() -> None:
    """They would agree on nothing found as well; here both see one of each."""
    world = World()
    for short in ("HOME", "FAR", "LISTED"):
        world.org(short, country="JP" if short == "HOME" else "CN")
    world.listed("LISTED")
    world.call()
    world.case("P0")
    world.work("W1", "2026-01-01", ("P0", ["HOME", "FAR"]), ("X", ["LISTED"]))
    assert slow.undeclared_affiliations(world, POLICY, T) == {
        ("P0", org_id("FAR")): ("single", 1, False, False)
    }
    assert slow.listed_coauthors(world, POLICY, T) == {("P0", org_id("LISTED")): ("one", 1, True, True)}
    compared(world, "R-AFF-01", slow.undeclared_affiliations)
    compared(world, "R-COA-01", slow.listed_coauthors)
    world.org("PART", country="CN", parent="LISTED")
    world.work("W2", "2026-01-02", ("P0", ["HOME"]), ("X", ["PART"]))
    world.partner("PART", application="P0")
    assert slow.listed_by_structure(world, POLICY, T) == {
        ("P0", org_id("PART")): ("works_one", 1, True, True),
        ("P0 partner", org_id("PART")): ("partner", 0, True, True),
    }
    compared(world, "R-ORG-02", slow.listed_by_structure)
