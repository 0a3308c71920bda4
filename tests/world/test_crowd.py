"""Crowds: teams without doubles, hubs kept small, awards whose keys are those of the loaders."""

from __future__ import annotations

import numpy as np
import pytest

from graphrisk.names.identifiers import award_key
from graphrisk.names.organizations import organization_key
from graphrisk.names.persons import person_key
from graphrisk.world.bulk import teams
from graphrisk.world.bulk.organizations import STYLES, Ground, make_ground
from graphrisk.world.bulk.people import VARIANTS, Crowd, make_crowd, name_keys
from graphrisk.world.bulk.works import Books
from tests.world.chance import chance

COUNT = 5000


@pytest.fixture(scope="module")
def ground() -> Ground:
    return make_ground(chance(1), 400)


@pytest.fixture(scope="module")
def crowd(ground: Ground) -> Crowd:
    return make_crowd(np.random.default_rng(1), ground, COUNT)


def test_nobody_stands_twice_on_a_work(crowd: Crowd) -> None:
    rng = np.random.default_rng(2)
    work, author = teams.members(rng, crowd, teams.leaders(rng, COUNT), teams.sizes(rng, 3000))
    assert len(set(zip(work.tolist(), author.tolist(), strict=True))) == len(work)
    assert (np.diff(work) >= 0).all()
    assert set(work.tolist()) == set(range(3000))
    assert author.min() >= 0
    assert author.max() < COUNT


def test_most_coauthors_work_at_the_leaders_place(crowd: Crowd) -> None:
    rng = np.random.default_rng(3)
    size = np.full(2000, 5)
    work, author = teams.members(rng, crowd, teams.leaders(rng, COUNT), size)
    leader = author[np.searchsorted(work, np.arange(2000))]
    same = crowd.home[author] == crowd.home[leader[work]]
    assert 0.5 < same.mean() < 0.9


def test_hubs_stay_below_the_cap() -> None:
    rng = np.random.default_rng(4)
    share = np.diff(teams.leaders(rng, 100_000), prepend=0.0)
    assert share.max() * 300_000 < teams.HUB


def test_few_organizations_are_listed_and_none_at_home(ground: Ground) -> None:
    listed = {*ground.landscape.steady, *ground.landscape.joined, *ground.landscape.left}
    assert len(listed) == max(8, round(0.015 * 400))
    assert all(o.country != "JP" and o.role == "listed" for o in listed)
    for edition, absent in zip(
        ground.landscape.editions, (ground.landscape.joined, ground.landscape.left), strict=True
    ):
        assert {r.organization for r in edition.rows} == listed - set(absent)


def test_organizations_have_names_and_addresses_of_their_own(ground: Ground) -> None:
    names = [organization_key(name) for o in ground.crowd for name in (o.name, o.native) if name]
    assert len(set(names)) == len(names)
    strings = ground.strings.to_pylist()
    assert len(strings) == STYLES * len(ground.crowd)
    assert all(
        o.name in text or (o.native or "-") in text
        for n, o in enumerate(ground.crowd)
        for text in strings[n * STYLES : (n + 1) * STYLES]
    )


def test_keys_are_those_of_the_loaders(ground: Ground, crowd: Crowd) -> None:
    books = Books(chance(1), ground, 50)
    assert books.keys.to_pylist() == [award_key(n) for n in books.numbers.to_pylist()]
    names = crowd.printed.slice(0, 300)
    assert name_keys(names).to_pylist() == [person_key(n) for n in names.to_pylist()]
    assert len(crowd.printed) == VARIANTS * COUNT
