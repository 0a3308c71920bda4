"""The page that explains sample data, with the figures of the data it stands beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.world.subset import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from graphrisk.world.sources import Report

TEMPLATE = DATA / "sample_readme.md"


def write(path: Path, report: Report) -> None:
    """Write the page for the data that `report` counts."""
    text = TEMPLATE.read_text("utf-8").format(
        people=report.people,
        applications=report.applications,
        works=report.works,
        authorships=report.authorships,
        organizations=report.organizations,
        planted=report.planted,
    )
    path.write_text(text, "utf-8")
