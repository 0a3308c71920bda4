"""Filters of the queue that have no control of their own: they came with a link, and can be taken away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from graphrisk.i18n import N_

if TYPE_CHECKING:
    from dashboards.address import Address, Change
    from dashboards.words import Words
    from graphrisk.policies.model import Policy

_CHANGES: dict[Change, str] = {
    "new": N_("new since the run before"),
    "changed": N_("changed since the run before"),
    "gone": N_("gone in the run after this one"),
}


def narrowed(address: Address, t: Words, policy: Policy | None) -> list[Any]:
    """Return the technology area and the kind of change that rows are narrowed to, each with a way out."""
    filters = address.filters
    found: list[Any] = []
    if filters.area is not None:
        from dashboards.explore.areas import Areas

        name = Areas(policy.taxonomy if policy else None).name(filters.area, t)
        found.append(_filter(name, address.queue(replace(filters, area=None)), t))
    if filters.change is not None:
        found.append(_filter(t(_CHANGES[filters.change]), address.queue(replace(filters, change=None)), t))
    return found


def _filter(text: str, without: Address, t: Words) -> html.A:
    return html.A([text, html.Span("×", className="away")], href=without.href, title=t(N_("Take away")))
