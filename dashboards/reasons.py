"""Reasons of an identity in words. A reason is a code, or code:value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.i18n import Message
from graphrisk.resolve.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Mapping


def say_reason(code: str, names: Mapping[str, str] | None = None) -> Message:
    """Return a reason in words; a code that is not known is shown as it is, so that nothing is hidden.

    `names` are those of organisations by id.
    """
    try:
        return reason(code, names)
    except KeyError:
        return Message("{text}", {"text": code})
