"""What must not matter does not: names of people, and countries of organisations on no list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from graphrisk.names.persons import person_key
from graphrisk.schema import RESULTS, TABLES
from tests.analyzers.cases import named
from tests.factory import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphrisk.scan import ScanResult

FOREIGN = {"FAR": "CN", "THERE": "US", "FUND": "DE"}


def world() -> World:
    """People with and without identifiers, namesakes, undeclared posts, funds and listed co-authors."""
    made = World()
    for short, country in {"HOME": "JP", "NEAR": "JP", "LISTED": "RU", **FOREIGN}.items():
        made.org(short, country=country)
    made.listed("LISTED")
    made.call()
    names = ("Wang Wei", "Sato Hanako", "Garcia Maria", "Kim Minjun", "Müller Jörg", "Ivanova Olga")
    for index, name in enumerate(names):
        label = f"P{index}"
        made.application(label, areas=["9"])
        made.person(label, application=label, name=name, author=label if index % 2 else None)
        if not index % 2:
            made.author(label, name)
        for number, short in enumerate(("FAR", "THERE", "NEAR")):
            made.work(
                f"W{index}{number}",
                f"2025-0{number + 1}-01",
                (label, [named("HOME"), named(short)]),
                ("X", [named("LISTED")]),
                awards=[("FUND", "Institute FUND", f"N-{index}")],
            )
    made.author("TWIN", "Wang Wei")
    made.work("WT", "2025-01-01", ("TWIN", [named("HOME"), named("FAR")]))
    made.partner("LISTED", application="P0")
    return made


def asked(result: ScanResult) -> list[tuple[object, ...]]:
    return [
        (f.id, f.rule, f.level, f.first_date, f.last_date, [(s.name, s.after) for s in f.steps], f.identity)
        for f in result.findings
    ]


@pytest.fixture(scope="module")
def before() -> list[tuple[object, ...]]:
    found = asked(world().scan())
    assert {row[1] for row in found} >= {"R-AFF-01", "R-COA-01", "R-FND-01", "R-ORG-01", "R-IDN-01"}
    return found


def renamed(change: Callable[[str], str]) -> World:
    """The same world with every person's name changed, wherever it stands."""
    made = world()
    for row in made.rows["participants"]:
        row["name_latin"] = [change(name) for name in row["name_latin"]]
    for row in made.rows["persons"]:
        row["display_name"] = change(row["display_name"])
        row["name_key"] = person_key(row["display_name"])
    for row in made.rows["person_names"]:
        row["name"] = change(row["name"])
        row["name_key"] = person_key(row["name"])
    return made


def test_names_of_people_change_nothing(before: list[tuple[object, ...]]) -> None:
    names = sorted({row["display_name"] for row in world().rows["persons"]})
    others = ["Tanaka Ichiro", "Li Na", "Smith John", "Nguyen Anh", "Okafor Ada", "Rossi Luca", "Haddad Sami"]
    table = dict(zip(names, others, strict=True))
    assert asked(renamed(table.__getitem__).scan()) == before


def test_countries_of_unlisted_foreign_organisations_change_nothing(
    before: list[tuple[object, ...]],
) -> None:
    made = world()
    turn = {"CN": "US", "US": "DE", "DE": "CN"}
    for row in made.rows["organizations"]:
        row["country_code"] = turn.get(row["country_code"], row["country_code"])
    assert asked(made.scan()) == before


ORIGIN = re.compile(r"nationalit|citizen|ethnic|race|birth|religio|origin|gender|sex$|visa|passport")


def test_no_column_speaks_of_where_people_come_from() -> None:
    for table in (*TABLES.values(), *RESULTS):
        for column in table.columns:
            assert not ORIGIN.search(column.name), f"{table.name}.{column.name}"


def test_countries_are_properties_of_organisations_alone() -> None:
    holders = {
        name for name, table in TABLES.items() if any("country" in column.name for column in table.columns)
    }
    assert holders == {"organizations", "organization_places", "list_entries", "string_links"}
