"""Declared beside observed: the heart of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboards.casefile.facts import KINDS
from dashboards.components.basics import outside
from dashboards.words import PARTNER_ROLES
from graphrisk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.casefile.facts import CaseFacts, DeclaredRow, Listing
    from dashboards.words import Words
    from graphrisk.findings import Evidence, Finding

SHOWN = 5
_FIRST = {
    "R-FND-01": ("funding", "support", "scholarship", "talent"),
    "R-COA-01": ("collaboration", "post", "education"),
    "R-ORG-01": ("partner", "collaboration"),
}
_ALWAYS = ("post", "education", "collaboration", "funding", "support", "talent", "scholarship", "interest")
_UNDECLARED = ("R-AFF-01", "R-FND-01")


def declared(finding: Finding, facts: CaseFacts, t: Words) -> html.Div:
    """Return the declared side: the sentence, then the rows that bear on the question, closest first."""
    rows = closest(finding, facts)
    # A home organisation stands in no sheet of posts: where no row is about the object, its own comes first.
    near = any(row.org_id in facts.family for row in rows)
    own = [] if near else [item for item in finding.evidence if item.kind == "declaration"][:SHOWN]
    items: list[Any] = [_evidence_row(item, t, "declared") for item in own]
    items += [_declared_row(row, facts, t) for row in rows[: SHOWN - len(own)]]
    if finding.rule == "R-ORG-01":
        items = [
            html.Li(
                [
                    html.Span(className="mark declared"),
                    html.Span(t(PARTNER_ROLES.get(partner.role, partner.role)), className="kind"),
                    html.Span(partner.org, className="what", title=partner.org),
                ],
                className="row about" if partner.org_id == finding.object.id else "row",
            )
            for partner in facts.partners[:SHOWN]
        ]
    if not items:
        said = [item for item in finding.evidence if item.side == "declared" and item.kind != "roster"]
        items = [_evidence_row(item, t, "declared") for item in said[:SHOWN]]
    parts: list[Any] = [
        html.H2([html.Span(className="swatch declared"), t(N_("Declared"))]),
        html.P(t.say(finding.declared), className="sentence"),
        html.Ul(items, className="rows"),
    ]
    left = len(rows) + len(own) - SHOWN
    if left > 0:
        parts.append(html.P(t(N_("and {count} more declared rows"), count=left), className="more"))
    if facts.signed_on:
        parts.append(html.P(t(N_("Statement signed on {day}."), day=facts.signed_on), className="more"))
    return html.Div(parts, className="side declared-side")


def observed(finding: Finding, facts: CaseFacts, t: Words) -> html.Div:
    """Return the observed side: the sentence, the records newest first, then the lists."""
    name = "undeclared" if finding.rule in _UNDECLARED else "observed"
    seen = [item for item in finding.evidence if item.side == "observed"]
    # What lists said after the day of the run, or of other ties, is no part of this question.
    behind = {item.record for item in finding.evidence if item.side == "listing"}
    listings = [item for item in facts.listings if item.entry_id in behind]
    listed = [item for item in finding.evidence if item.side == "listing"] if not listings else []
    count = max(1, SHOWN - len(listings[:2]) - len(listed[:2]))
    items = [_evidence_row(item, t, name) for item in newest(seen)[:count]]
    items += [_listing_row(item, t) for item in listings[-2:]]
    items += [_evidence_row(item, t, "listing") for item in listed[:2]]
    parts: list[Any] = [
        html.H2([html.Span(className=f"swatch {name}"), t(N_("Observed"))]),
        html.P(t.say(finding.observed), className="sentence"),
        html.Ul(items, className="rows"),
    ]
    if len(seen) > count:
        parts.append(
            html.P(
                html.A(t(N_("and {count} more records"), count=len(seen) - count), href="#evidence"),
                className="more",
            )
        )
    return html.Div(parts, className="side observed-side")


def closest(finding: Finding, facts: CaseFacts) -> list[DeclaredRow]:
    """Return declared rows, those about the object first, then those of the kind that the rule compares."""
    order = _FIRST.get(finding.rule, ()) + _ALWAYS
    return sorted(
        facts.declared,
        key=lambda row: (row.org_id not in facts.family, order.index(row.kind) if row.kind in order else 99),
    )


def newest(items: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence newest first, what has no date last."""
    return sorted(items, key=lambda item: item.date.toordinal() if item.date else 0, reverse=True)


def _declared_row(row: DeclaredRow, facts: CaseFacts, t: Words) -> html.Li:
    what = f"{row.org} · {row.detail}" if row.detail else row.org
    about = " about" if row.org_id in facts.family else ""
    return html.Li(
        [
            html.Span(className="mark declared"),
            html.Span(t(KINDS[row.kind]), className="kind"),
            html.Span(what, className="what", title=what),
            html.Span(t.period(row.start, row.end), className="when"),
        ],
        className=f"row{about}",
    )


def _evidence_row(item: Evidence, t: Words, name: str) -> html.Li:
    return html.Li(
        [
            html.Span(className=f"mark {name}"),
            html.Span(outside(item.url, item.text), className="what", title=item.text),
            html.Span(t.date(item.date), className="when"),
        ],
        className="row",
    )


def _listing_row(listing: Listing, t: Words) -> html.Li:
    text = f"{listing.list_title} · {listing.name}"
    return html.Li(
        [
            html.Span(className="mark listing"),
            html.Span(text, className="what", title=f"{text} · {listing.citation or listing.edition}"),
            html.Span(t.period(listing.valid_from, listing.valid_to), className="when"),
        ],
        className="row",
    )
