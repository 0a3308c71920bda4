"""Invented organisations in any number, their printed addresses and the lists that name some of them."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graphrisk.world import identifiers, vocabulary
from graphrisk.world.model import ListEdition, ListRow, Organization
from graphrisk.world.organizations import Landscape
from graphrisk.world.subset import DATA

if TYPE_CHECKING:
    import random

    import numpy.typing as npt

STYLES = 10
"""How many ways of printing its address each organisation has."""
LISTED_SHARE = 0.015
FUNDERS = 40
UNITS_OF_LISTED = 4
"""Listed organisations that have a unit with a record of its own, where nobody of the crowd works."""
_CODES = (("M",), ("N",), ("CW",), ("B", "C"), ("M", "CW"), ())
_EDITIONS = (("2022-04", dt.date(2022, 4, 1)), ("2026-04", dt.date(2026, 4, 1)))


@dataclass(frozen=True)
class Ground:
    """The organisations of a world with what the crowd's columns need: `crowd` lists where people work."""

    landscape: Landscape
    crowd: tuple[Organization, ...]
    funders: tuple[Organization, ...]
    strings: pa.Array
    """`STYLES` printed addresses for each organisation of the crowd, one after the other."""
    domestic: npt.NDArray[np.bool_]
    """Whether the organisation has its seat where the calls are made."""


@cache
def _places() -> dict[str, Any]:
    return tomllib.loads((DATA / "places.toml").read_text("utf-8"))


def make_ground(rng: random.Random, count: int) -> Ground:
    """Return about `count` organisations; 1.5 % are listed, for good, lately or no longer."""
    crowd = _crowd(rng, count)
    funders = tuple(_funder(rng, len(crowd) + n) for n in range(FUNDERS))
    listed = _choose_listed(rng, crowd)
    steady, joined, left = listed
    marked = {id(o) for group in listed for o in group}
    roles = ["listed" if id(o) in marked else _role(o, n) for n, o in enumerate(crowd)]
    crowd = tuple(_with_role(o, role) for o, role in zip(crowd, roles, strict=True))
    kin = tuple(
        (_unit_of(crowd[o.number], len(crowd) + len(funders) + n), crowd[o.number])
        for n, o in enumerate(steady[:UNITS_OF_LISTED])
    )
    landscape = Landscape(
        organizations=(*crowd, *funders, *(one for one, _ in kin)),
        records=(),
        editions=_editions(crowd, steady, joined, left),
        steady=tuple(crowd[o.number] for o in steady),
        joined=tuple(crowd[o.number] for o in joined),
        left=tuple(crowd[o.number] for o in left),
        kin=kin,
    )
    strings = [
        o.printed(vocabulary.department(rng), style) if style < 8 or not o.native else f"{o.native}"
        for o in crowd
        for style in range(STYLES)
    ]
    return Ground(
        landscape, crowd, funders, pa.array(strings), np.array([o.country == "JP" for o in crowd], dtype=bool)
    )


def _crowd(rng: random.Random, count: int) -> tuple[Organization, ...]:
    places = _places()
    countries, weights = zip(*places["countries"].items(), strict=True)
    made: list[Organization] = []
    seen: set[str] = set()
    while len(made) < count:
        number = len(made)
        # The first dozens are homes of applicants and their neighbours, so that small worlds have them too.
        country = "JP" if number < 24 else "DE" if number < 48 else rng.choices(countries, weights)[0]
        kind = rng.randrange(len(places["kinds"]))
        parent = None
        city = rng.choice(places["first"]) + rng.choice(places["second"]) + rng.choice(places["third"])
        name = places["kinds"][kind].format(place=city)
        native = None
        if country == "JP":
            parts = places["native"]
            place = rng.choice(parts["first"]) + rng.choice(parts["second"]) + rng.choice(parts["third"])
            native = parts["kinds"][kind].format(place=place)
        elif number >= 48 and (number % 40 == 10 or rng.random() < 0.03):
            above = made[rng.randrange(24, number)]
            name = rng.choice(places["units"]).format(name=above.name)
            parent, country, city = above.org_id, above.country or country, above.city
        if name in seen or (native and native in seen):
            continue
        seen |= {name, native or name}
        made.append(
            Organization(
                number=number,
                name=name,
                city=city,
                role="other",
                ror=identifiers.ror(number),
                country=country,
                native=native,
                parent=parent,
            )
        )
    return tuple(made)


def _funder(rng: random.Random, number: int) -> Organization:
    places = _places()
    city = rng.choice(places["first"]) + rng.choice(places["second"])
    country = "JP" if number % 4 == 0 else rng.choice(["DE", "US", "CN", "KR", "GB"])
    return Organization(
        number=number,
        name=f"{city} Science Foundation {number}",
        city=city,
        role="funder",
        ror=identifiers.ror(number),
        country=country,
    )


def _unit_of(body: Organization, number: int) -> Organization:
    return Organization(
        number=number,
        name=f"{body.city} Institute of Applied Systems, {body.name}",
        city=body.city,
        role="kin",
        ror=identifiers.ror(number),
        country=body.country,
        parent=body.org_id,
    )


def _role(organization: Organization, number: int) -> str:
    if organization.parent:
        return "unit"
    if number < 12:
        return "home"
    if organization.country == "JP":
        return "domestic"
    return "abroad"


def _with_role(o: Organization, role: str) -> Organization:
    return Organization(o.number, o.name, o.city, role, o.ror, o.country, o.native, o.parent)


def _choose_listed(
    rng: random.Random, crowd: tuple[Organization, ...]
) -> tuple[list[Organization], list[Organization], list[Organization]]:
    """Return organisations listed in both editions, only in the later, only in the earlier."""
    above = {o.parent for o in crowd}
    free = [o for o in crowd if o.country != "JP" and not o.parent and o.org_id not in above]
    count = max(8, round(LISTED_SHARE * len(crowd)))
    chosen = rng.sample(free, count)
    fifth = max(2, count // 5)
    return chosen[2 * fifth :], chosen[:fifth], chosen[fifth : 2 * fifth]


def _editions(
    crowd: tuple[Organization, ...],
    steady: list[Organization],
    joined: list[Organization],
    left: list[Organization],
) -> tuple[ListEdition, ...]:
    codes = {o.number: _CODES[n % len(_CODES)] for n, o in enumerate((*steady, *joined, *left))}
    everyone = sorted((*steady, *joined, *left), key=lambda o: o.number)
    absent = ({o.number for o in joined}, {o.number for o in left})
    return tuple(
        ListEdition(
            list_id="world-list",
            edition=edition,
            title="Invented list of invented organisations",
            publisher="graphrisk world (no authority)",
            valid_from=valid_from,
            rows=tuple(
                ListRow(crowd[o.number], row_no=str(row), codes=codes[o.number])
                for row, o in enumerate(everyone, 1)
                if o.number not in gone
            ),
            citation="Invented",
        )
        for (edition, valid_from), gone in zip(_EDITIONS, absent, strict=True)
    )
