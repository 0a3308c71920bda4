"""A plan of calls, applications and plants, and how it is played on a stage."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphrisk.world import rows, vocabulary
from graphrisk.world.cast import Cast
from graphrisk.world.model import Application, Call
from graphrisk.world.people import SCRIPTS
from graphrisk.world.plants import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphrisk.world.stage import Stage

_SCRIPT_WEIGHTS = (9, 4, 3, 4, 3)


@dataclass(frozen=True, slots=True)
class PlannedApplication:
    """An application and the parts in it: role and plant, and the script of the name or None to draw it."""

    call_id: str
    areas: tuple[str, ...]
    field: str
    codes: tuple[str, ...]
    names_areas: bool
    cast: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Calls, with the days on which they open, the designated programmes and the applications."""

    calls: tuple[tuple[Call, dt.date], ...]
    programs: tuple[Mapping[str, Any], ...]
    applications: tuple[PlannedApplication, ...]


def read_plan(raw: Mapping[str, Any]) -> Plan:
    """Return the plan that a TOML file such as `data/sample_plan.toml` describes."""
    calls = tuple(
        (
            Call(
                call_id=c["call_id"],
                title=c["title"],
                program=c["program"],
                closes_on=c["closes_on"],
                designated=c["designated"],
                says=c.get("says", c["designated"]),
                funder=c["funder"],
            ),
            c["opens_on"],
        )
        for c in raw["calls"]
    )
    applications = tuple(
        PlannedApplication(
            call_id=a["call"],
            areas=tuple(a["areas"]),
            field=a.get("field", "education"),
            codes=tuple(a.get("codes", ())),
            names_areas=a.get("names_areas", True),
            cast=tuple((role, plant, None) for role, plant in a["cast"]),
        )
        for a in raw["applications"]
    )
    return Plan(calls, tuple(raw["programs"]), applications)


def play(stage: Stage, plan: Plan) -> None:
    """Play `plan`: make its calls, applications, people and works, and note what they must lead to."""
    calls = {call.call_id: call for call, _ in plan.calls}
    for call, opens_on in plan.calls:
        rows.add_call(stage.declared, call, opens_on)
    numbers: dict[str, int] = {}
    for planned in plan.applications:
        numbers[planned.call_id] = number = numbers.get(planned.call_id, 0) + 1
        application = Application(
            application_id=f"{planned.call_id}-{number:03d}",
            call=calls[planned.call_id],
            home=stage.pick("home"),
            areas=planned.areas,
            field=planned.field,
            codes=planned.codes,
        )
        stage.applications.append(application)
        words = vocabulary.project(stage.rng, planned.areas, planned.field)
        rows.add_application(stage.declared, application, words, names_areas=planned.names_areas)
        if application.call.says != application.call.designated:
            stage.expect_contradiction(application)
        _fill(stage, application, planned.cast)


def _fill(stage: Stage, application: Application, parts: Sequence[tuple[str, str, str | None]]) -> None:
    for role, plant, script in parts:
        drawn = script or stage.rng.choices(SCRIPTS, _SCRIPT_WEIGHTS)[0]
        stage.case = plant
        BY_NAME[plant](Cast(stage, application, role, drawn, application.home))
