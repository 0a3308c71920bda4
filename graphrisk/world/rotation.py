"""The plan of a generated world: every plant in turn, under names of every script and in every setting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from graphrisk.world import vocabulary
from graphrisk.world.model import Call
from graphrisk.world.people import SCRIPTS
from graphrisk.world.plan import Plan, PlannedApplication
from graphrisk.world.plants import PLANTS, coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = 3
"""Parts in an application."""
_TEAM = ("pi", "co_i", "postdoc")
_COVERAGE = frozenset(
    p.__name__ for p in (coverage.no_declaration, coverage.unsigned_declaration, coverage.late_declaration)
)
_OPENS = dt.date(2026, 8, 3)


def _call(letter: str, title: str, program: str, closes_on: dt.date, *, designated: bool, says: bool) -> Call:
    return Call(f"WORLD-{letter}", title, program, closes_on, designated, says, "World Science Foundation")


_CALLS = (
    _call("A", "Designated call", "W-KEY", dt.date(2026, 10, 30), designated=True, says=True),
    _call("B", "Open call", "W-OPEN", dt.date(2026, 11, 20), designated=False, says=False),
    _call("C", "Call of a former programme", "W-PAST", dt.date(2026, 11, 20), designated=False, says=True),
)
_PROGRAMS = (
    {
        "program_id": "W-KEY",
        "title": "重要技術プログラム",
        "title_en": "Key technologies",
        "designated_from": dt.date(2026, 4, 1),
        "technology_areas": list(vocabulary.areas()),
    },
    {
        "program_id": "W-PAST",
        "title": "旧プログラム",
        "title_en": "Former programme",
        "designated_from": dt.date(2022, 4, 1),
        "designated_to": dt.date(2026, 3, 31),
        "technology_areas": [],
    },
)


def rotation(parts: int) -> Plan:
    """Return a plan with about `parts` parts, three to an application.

    The plants come in order, again and again; each time round a plant has the next script, so that after as
    many rounds as there are scripts every plant was played under each of them.
    """
    applications = []
    cast = list(_parts(parts))
    for number, start in enumerate(range(0, len(cast), PARTS)):
        call = _CALLS[0] if number % 2 == 0 else _CALLS[1] if number % 8 != 7 else _CALLS[2]
        # Two in three have an area; the others show that exposure is asked about in designated calls alone.
        areas = vocabulary.areas()
        plain = number % 3 == 2
        applications.append(
            PlannedApplication(
                call_id=call.call_id,
                areas=() if plain else (areas[number % len(areas)],),
                field=vocabulary.plain_fields()[number % len(vocabulary.plain_fields())],
                codes=("M",),
                names_areas=number % 5 != 0,
                cast=tuple(cast[start : start + PARTS]),
            )
        )
    return Plan(tuple((call, _OPENS) for call in _CALLS), _PROGRAMS, tuple(applications))


def _parts(count: int) -> Iterator[tuple[str, str, str | None]]:
    roles = tuple(coverage.DUE)
    for number in range(count):
        turn, which = divmod(number, len(PLANTS))
        name = PLANTS[which].__name__
        role = roles[(turn + which) % len(roles)] if name in _COVERAGE else _TEAM[number % PARTS]
        yield role, name, SCRIPTS[(turn + which) % len(SCRIPTS)]
