"""Make `sample_data`: python -m graphrisk.world.sample FOLDER. The same code gives the same bytes."""

from __future__ import annotations

import random
import sys
import tomllib
from pathlib import Path

from graphrisk.world import readme, vocabulary
from graphrisk.world.model import Credit
from graphrisk.world.organizations import sample_landscape
from graphrisk.world.people import NameSource
from graphrisk.world.plan import play, read_plan
from graphrisk.world.sources import Report, write_sources
from graphrisk.world.stage import Stage
from graphrisk.world.subset import DATA

SEED = 20261030


def make(out: Path) -> Report:
    """Write the sample data to `out` and return what was made."""
    rng = random.Random(SEED)  # noqa: S311  # invented data must be the same every time
    stage = Stage(rng, sample_landscape(), NameSource(rng))
    plan = read_plan(tomllib.loads((DATA / "sample_plan.toml").read_text("utf-8")))
    play(stage, plan)
    add_scenery(stage)
    report = write_sources(out, stage, plan.programs, stage.landscape.records)
    readme.write(out / "README.md", report)
    return report


def add_scenery(stage: Stage) -> None:
    """Let people who apply for nothing publish from every organisation, so that each of them is on record."""
    close = stage.applications[0].call.closes_on
    for organization in stage.landscape.organizations:
        if organization.role == "funder":
            continue
        names: list[Credit] = []
        for _ in range(2):
            author = stage.author(stated=stage.rng.random() < 0.6)
            names.append(stage.credit(author, [organization]))
        day = close.replace(
            year=close.year - stage.rng.randrange(1, 6), month=stage.rng.randrange(1, 13), day=9
        )
        stage.work(day, names, field=stage.rng.choice(vocabulary.plain_fields()))


if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]))}\n")
