"""Columns and rows of the queue's table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dashboards.address import case_path
from dashboards.naming import common_prefix, name_of, object_of, title_of
from dashboards.palette import SHAPES
from dashboards.windows import rule_title
from dashboards.words import GRADES
from graphrisk.i18n import N_

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dashboards.address import Address
    from dashboards.words import Words
    from graphrisk.policies.model import Policy
    from graphrisk.review.records import FindingRecord

ROW_HEIGHT = 46


def options() -> dict[str, Any]:
    """Return the options of the grid; its colours are the page's."""
    return {
        "theme": {"function": "graphriskTheme(themeQuartz)"},
        "rowHeight": ROW_HEIGHT,
        "headerHeight": 34,
        "rowSelection": {
            "mode": "multiRow",
            "enableClickSelection": False,
            "headerCheckbox": True,
            "selectAll": "filtered",
        },
        "selectionColumnDef": {"width": 40, "pinned": "left", "resizable": False},
        "tooltipShowDelay": 400,
        "animateRows": False,
        "suppressCellFocus": False,
        "isFullWidthRow": {"function": "params.rowNode.data.group"},
        "fullWidthCellRenderer": "GraphriskGroup",
        "suppressNoRowsOverlay": True,
    }


def columns(t: Words) -> list[dict[str, Any]]:
    """Return the columns in the reader's language."""
    return [
        _column("level", t(N_("Level")), width=102, renderer="GraphriskLevel"),
        _column("question", t(N_("Question")), flex=3.2, minWidth=280, renderer="GraphriskQuestion"),
        _column("person", t(N_("Person")), flex=1.4, minWidth=128, renderer="GraphriskPerson"),
        _column("object", t(N_("About")), flex=1.3, minWidth=120, renderer="GraphriskText"),
        _column("application", t(N_("Application")), width=94, tooltip="applicationTitle"),
        _column("rule", t(N_("Rule")), width=88, tooltip="ruleTitle"),
        _column("newest", t(N_("Newest")), width=124, renderer="GraphriskDate", right=True),
        _column("grade", t(N_("Identity")), width=74, tooltip="gradeTitle"),
        _column("state", t(N_("State")), width=100, renderer="GraphriskState"),
        _column(
            "daysLeft", t(N_("Days left")), width=80, renderer="GraphriskDays", tooltip="closes", right=True
        ),
    ]


def _column(
    field: str,
    name: str,
    *,
    width: int | None = None,
    flex: float | None = None,
    minWidth: int | None = None,  # noqa: N803  # the grid's own name
    renderer: str | None = None,
    tooltip: str | None = None,
    right: bool = False,
) -> dict[str, Any]:
    column: dict[str, Any] = {
        "field": field,
        "headerName": name,
        "headerTooltip": name,
        "tooltipField": tooltip or field,
        "sortable": True,
        "resizable": True,
        "suppressMovable": True,
    }
    if field in {"level", "newest"}:
        column |= {"sortingOrder": ["desc", "asc", None], "tooltipField": None}
    if width is not None:
        column["width"] = width
    if flex is not None:
        column["flex"] = flex
    if minWidth is not None:
        column["minWidth"] = minWidth
    if renderer is not None:
        column["cellRenderer"] = renderer
    if right:
        column |= {"cellClass": "figure", "headerClass": "figure"}
    return column


def rows(
    records: Sequence[FindingRecord],
    applications: Sequence[str],
    address: Address,
    t: Words,
    policy: Policy | None,
    left: tuple[dt.date, int] | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of the queue: questions in their order, or gathered under their applications.

    `applications` are all numbers of the run; what they all begin with is left out. `left` is the day on
    which the call closes and the days until then.
    """
    closing = _closing(left, t)
    row = partial(
        _row,
        query=address.query,
        t=t,
        policy=policy,
        prefix=len(common_prefix(applications)),
        closing=closing,
    )
    if not address.filters.grouped:
        return [row(record) for record in records]
    groups: dict[str, list[FindingRecord]] = {}
    for record in records:
        groups.setdefault(record.finding.application_id or "", []).append(record)
    found: list[dict[str, Any]] = []
    for application, group in groups.items():
        title = title_of(group[0], t) if application else t(N_("The whole call"))
        found.append(
            {
                "id": f"group {application}",
                "group": True,
                "application": application,
                "title": title,
                "count": len(group),
            }
        )
        found += [row(record) for record in group]
    return found


def _closing(left: tuple[dt.date, int] | None, t: Words) -> dict[str, Any]:
    if left is None:
        return {"daysLeft": None, "closes": t(N_("The day on which the call closes is not known."))}
    day, days = left
    said = N_("The call closed on {day}.") if days < 0 else N_("The call closes on {day}.")
    word = str(days) if days >= 0 else t(N_("Closed"))
    return {"daysLeft": days, "daysLeftWord": word, "closes": t(said, day=day)}


def _row(
    record: FindingRecord,
    *,
    query: str,
    t: Words,
    policy: Policy | None,
    prefix: int,
    closing: dict[str, Any],
) -> dict[str, Any]:
    finding = record.finding
    application = finding.application_id or ""
    return {
        "id": finding.id,
        "href": case_path(finding.id) + query,
        "level": finding.level.rank,
        "levelName": finding.level.value.lower(),
        "levelWord": t.level(finding.level),
        "shape": SHAPES[finding.level],
        "question": t.say(finding.question),
        "person": name_of(record, t),
        "role": t.role(record.person_role),
        "object": object_of(finding, t),
        "application": application[prefix:],
        "applicationTitle": f"{application} {title_of(record, t)}",
        "rule": finding.rule,
        "ruleTitle": rule_title(policy, finding.rule, t.language),
        "newest": finding.last_date.isoformat() if finding.last_date else "",
        "newestWord": t.date(finding.last_date),
        "grade": finding.identity.grade.value,
        "gradeTitle": t(GRADES[finding.identity.grade]),
        "state": t.state(record.state.status),
        "stateName": record.state.status.value,
        **closing,
    }
