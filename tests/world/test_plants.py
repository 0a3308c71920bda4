"""Plants: each says what it is, is played in sample data, and does not look at the script of a name."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from graphrisk.findings import Level
from graphrisk.world.cast import Cast
from graphrisk.world.model import Application, Call
from graphrisk.world.organizations import sample_landscape
from graphrisk.world.people import SCRIPTS, NameSource
from graphrisk.world.plan import read_plan
from graphrisk.world.plants import BY_NAME, PLANTS, Plant
from graphrisk.world.rotation import rotation
from graphrisk.world.stage import EXPOSURE_RULES, Stage
from graphrisk.world.subset import DATA
from tests.world.chance import chance

LANDSCAPE = sample_landscape()


def _play(plant: Plant, script: str, *, designated: bool = True, areas: tuple[str, ...] = ("9",)) -> Stage:
    rng = chance(3)
    stage = Stage(rng, LANDSCAPE, NameSource(rng))
    call = Call("C", "Call", "P", dt.date(2026, 10, 30), designated, designated, "F")
    home = stage.pick("home")
    application = Application("C-1", call, home, areas, "education", ("M",))
    stage.applications.append(application)
    plant(Cast(stage, application, "co_i", script, home))
    return stage


@pytest.mark.parametrize("plant", PLANTS, ids=lambda p: p.__name__)
def test_a_plant_is_explained_and_is_part_of_sample_data(plant: Plant) -> None:
    plan = read_plan(tomllib.loads((DATA / "sample_plan.toml").read_text("utf-8")))
    assert plant.__doc__
    assert plant.__name__ in {name for application in plan.applications for _, name, _ in application.cast}
    assert BY_NAME[plant.__name__] is plant


@pytest.mark.parametrize("plant", PLANTS, ids=lambda p: p.__name__)
def test_what_is_expected_does_not_depend_on_the_script_of_a_name(plant: Plant) -> None:
    outcomes = {
        script: sorted((e.rule, e.level, e.why) for e in _play(plant, script).expected) for script in SCRIPTS
    }
    assert all(outcome == outcomes["ja"] for outcome in outcomes.values())


@pytest.mark.parametrize("plant", PLANTS, ids=lambda p: p.__name__)
def test_exposure_is_expected_only_where_the_gate_is_open(plant: Plant) -> None:
    closed = _play(plant, "ja", designated=False, areas=())
    assert not EXPOSURE_RULES & {e.rule for e in closed.expected}


def test_technology_raises_what_lies_in_the_projects_field() -> None:
    plant = BY_NAME["coauthor_in_field"]
    assert [e.level for e in _play(plant, "ja").expected] == [Level.HIGH]
    assert [e.level for e in _play(plant, "ja", areas=()).expected] == [Level.MEDIUM]


def test_a_rotation_plays_every_plant_under_every_script() -> None:
    plan = rotation(len(PLANTS) * len(SCRIPTS))
    played = {(name, script) for application in plan.applications for _, name, script in application.cast}
    assert len(played) == len(PLANTS) * len(SCRIPTS)


@pytest.mark.parametrize("months", [0, 0.5, 7, 13.25, 48, -1, -14])
def test_months_are_counted_back_from_the_closing_day(months: float) -> None:
    stage = _play(BY_NAME["clean"], "ja")
    cast = Cast(stage, stage.applications[0], "pi", "ja", stage.pick("home"))
    day = cast.months_ago(months)
    assert abs((dt.date(2026, 10, 30) - day).days - months * 30.44) <= 4
