"""Views of the graph attached to a question: who, when, what they show, and every tie with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.components.basics import outside
from dashboards.explore.words import full_name, tie_says, tie_text, when
from graphrisk.errors import StoreError
from graphrisk.export.graph import read_document
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.words import Words
    from graphrisk.review.records import AttachmentRecord
    from graphrisk.store.explore import Tie

SHOWN = 100
"""Ties that are listed; the dashboard slows down with very many elements, and the view shows all."""


def attached(records: Sequence[AttachmentRecord], t: Words) -> html.Ol:
    """Return all attached views, newest first."""
    return html.Ol([html.Li(_attachment(record, t)) for record in records], className="attached")


def _attachment(record: AttachmentRecord, t: Words) -> list[Any]:
    said = [
        html.Div(record.note, className="note"),
        html.Div(
            [
                f"{record.attached_by} · {t.moment(record.attached_at)} · {record.run_id} · ",
                html.A(t(N_("Open the view")), href=record.link),
            ],
            className="quiet",
        ),
    ]
    try:
        content = read_document(record.content)
    except StoreError as error:
        return [*said, html.P(t.fault(error), className="warning")]
    names = {node.key: full_name(node) for node in content.nodes}
    rows = [
        html.Li(
            [
                f"{names.get(tie.start, tie.start[1])} → {names.get(tie.end, tie.end[1])} · {_said(tie, t)} ",
                outside(tie.url, tie.record.removeprefix("https://")),
            ]
        )
        for tie in content.ties[:SHOWN]
    ]
    more = len(content.ties) - SHOWN
    if more > 0:
        rows.append(html.Li(t(N_("and {count} more; open the view to see them"), count=more)))
    summary = t(
        N_("{nodes} nodes, {ties} ties, as they were in snapshot {number}"),
        nodes=len(content.nodes),
        ties=len(content.ties),
        number=content.snapshot,
    )
    tied = {end for tie in content.ties for end in (tie.start, tie.end)}
    alone = [names[key] for key in names if key not in tied]
    parts: list[Any] = [html.Summary(summary), html.Ul(rows, className="tie-list")]
    if alone:
        parts.append(html.P(", ".join(alone)))
    return [*said, html.Details(parts)]


def _said(tie: Tie, t: Words) -> str:
    side = t(N_("declared")) if tie.declared else t(N_("observed"))
    parts = (side, tie_says(tie, t), when(tie, t), tie_text(tie, t), f"{t(N_('Source'))}: {tie.source}")
    return " · ".join(part for part in parts if part)
