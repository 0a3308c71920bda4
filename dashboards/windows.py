"""The window that a rule looks at, as its policy gives it."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.policies.model import Policy

_FIELDS = ("window_months", "recent_months")


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` earlier, or the last of that month where it has no such day."""
    place = day.year * 12 + day.month - 1 - months
    year, month = divmod(place, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def window_start(policy: Policy | None, rule_id: str, as_of: dt.date) -> dt.date | None:
    """Return the first day of the rule's window; None where the rule has none or the policy is gone."""
    if policy is None:
        return None
    rule = policy.by_id().get(rule_id)
    for name in _FIELDS:
        months = getattr(rule, name, None)
        if isinstance(months, int):
            return months_before(as_of, months)
    return None


def rule_title(policy: Policy | None, rule_id: str, language: str) -> str:
    """Return the rule's title in `language`, or its id where the policy is gone."""
    rule = policy.by_id().get(rule_id) if policy else None
    if rule is None:
        return rule_id
    return rule.title.ja if language == "ja" else rule.title.en
