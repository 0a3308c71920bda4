"""Reasons of an identity in words. A reason is a code, or code:value."""

from __future__ import annotations

from graphrisk.i18n import Message
from graphrisk.resolve.reasons import reason


def say_reason(code: str) -> Message:
    """Return a reason in words; a code that is not known is shown as it is, so that nothing is hidden."""
    try:
        return reason(code)
    except KeyError:
        return Message("{text}", {"text": code})
