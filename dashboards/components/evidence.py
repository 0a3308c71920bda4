"""The table of all records behind a question, and the history of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.components.basics import outside
from dashboards.components.sides import newest
from dashboards.words import EVIDENCE_KINDS, SIDES
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.words import Words
    from graphrisk.findings import Finding
    from graphrisk.review.records import DecisionRecord

_ORDER = ("declared", "observed", "listing")
SHOWN = 200


def evidence_table(finding: Finding, undeclared: bool, t: Words) -> html.Div:
    """Return every record with its side, date, words, source and a link to where it can be read."""
    ordered = [item for side in _ORDER for item in newest([e for e in finding.evidence if e.side == side])]
    rows = []
    for item in ordered[:SHOWN]:
        mark = "undeclared" if undeclared and item.side == "observed" else item.side
        rows.append(
            html.Tr(
                [
                    html.Td([html.Span(className=f"mark {mark}"), t(SIDES.get(item.side, item.side))]),
                    html.Td(t(EVIDENCE_KINDS.get(item.kind, item.kind))),
                    html.Td(_when(item.date, item.date_to, item.kind, t), className="when"),
                    html.Td(item.text, className="text"),
                    html.Td(item.source),
                    html.Td(outside(item.url, _short(item.record)), className="record", title=item.record),
                ]
            )
        )
    heads = (N_("Side"), N_("Kind"), N_("Date"), N_("What it says"), N_("Source"), N_("Record"))
    table = html.Table(
        [html.Thead(html.Tr([html.Th(t(head), scope="col") for head in heads])), html.Tbody(rows)],
        className="evidence",
    )
    parts: list[Any] = [table]
    if len(ordered) > SHOWN:
        parts.append(html.P(t(N_("and {count} more; the export holds all"), count=len(ordered) - SHOWN)))
    return html.Div(parts)


def history(decisions: Sequence[DecisionRecord], evidence_hash: str, t: Words) -> html.Ol:
    """Return all decisions on the question, newest first; those on earlier evidence say so."""
    return html.Ol([_decision(record, evidence_hash, t) for record in decisions], className="history")


def _decision(record: DecisionRecord, evidence_hash: str, t: Words) -> html.Li:
    said: list[Any] = [
        html.Div(
            [
                html.Strong(t.decision(record.decision)),
                html.Span(f" · {record.decided_by} · {t.moment(record.decided_at)} · {record.run_id}"),
            ]
        ),
        html.Div(record.reason, className="why"),
    ]
    if record.evidence_hash != evidence_hash:
        said.append(html.Div(t(N_("Taken on earlier evidence.")), className="why"))
    return html.Li(said)


def _when(start: Any, end: Any, kind: str, t: Words) -> str:
    if end or kind in {"listing", "declaration"}:
        return t.period(start, end) if start or end else ""
    return t.date(start)


def _short(record: str) -> str:
    return record.removeprefix("https://").removeprefix("http://")
