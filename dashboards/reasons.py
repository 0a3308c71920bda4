"""Reasons of an identity in words. A reason is a code, or code:value."""

from __future__ import annotations

from graphrisk.i18n import N_, Message

_WORDS: dict[str, str] = {}


def say_reason(code: str) -> Message:
    """Return a reason in words; a code that is not known is shown as it is, so that nothing is hidden."""
    name, _, value = code.partition(":")
    words = _WORDS.get(name)
    if words is None:
        return Message(N_("{code}"), {"code": code})
    return Message(words, {"value": value})
