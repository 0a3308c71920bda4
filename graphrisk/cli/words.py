"""Words of the command line in the user's language, without loading the translations for English."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphrisk.i18n import Language


def named_language() -> Language | None:
    """Return the language that GRAPHRISK_LANG names, where it names one."""
    asked = os.environ.get("GRAPHRISK_LANG", "").lower()[:2]
    return "ja" if asked == "ja" else "en" if asked == "en" else None


def user_language() -> Language:
    """Return the language that GRAPHRISK_LANG, or else the locale of the terminal, asks for."""
    asked = os.environ.get("GRAPHRISK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "ja" if asked.lower().startswith("ja") else "en"


def t(msgid: str) -> str:
    """Return `msgid` in the user's language."""
    if user_language() == "en":
        return msgid
    from graphrisk.i18n import translate

    return translate(msgid, user_language())


def say(text: str) -> str:
    """Return a text in the user's language, if it is a `Sentence`."""
    if user_language() == "en":
        return str(text)
    from graphrisk.i18n import said

    return said(text, user_language())
