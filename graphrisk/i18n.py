"""Japanese and English: messages that are kept as key and values and put into words when a person reads them.

English text is the key. `locales/ja/*.po` beside this file and beside the dashboard hold the Japanese; they
are read as they are, so nothing has to be compiled.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from babel.dates import format_date
from babel.messages.pofile import read_po

from graphrisk.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")
Value: TypeAlias = "str | int | float | dt.date | Message | None"

_ROOT = Path(__file__).resolve().parent
_FOLDERS = (_ROOT / "locales", _ROOT.parent / "dashboards" / "locales")


def N_(msgid: str) -> str:  # noqa: N802  # gettext's own name for a message that is translated later
    """Mark a message for translation and return it unchanged."""
    return msgid


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be said in the reader's language: an English template and the values in it."""

    msgid: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def render(self, language: Language) -> str:
        """Return the sentence in `language`; dates and inner messages follow the language too."""
        template = translate(self.msgid, language)
        if not self.values:
            return template
        return template.format(**{k: _say(v, language) for k, v in self.values.items()})


class Name(str):
    """An organisation's name in English letters that keeps its Japanese one: a `str` with the former.

    Where `beside` is set, readers of Japanese see both: 東京大学 (The University of Tokyo).
    """

    __slots__ = ("beside", "japanese")
    japanese: str
    beside: bool

    def __new__(cls, name: str, japanese: str, *, beside: bool = False) -> Name:
        """Put the Japanese name beside `name`."""
        made = super().__new__(cls, name)
        made.japanese, made.beside = japanese, beside
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with both names."""
        return _named, (str(self), self.japanese, self.beside)


def _named(name: str, japanese: str, beside: bool) -> Name:  # as it was pickled
    return Name(name, japanese, beside=beside)


def called(name: str, language: Language, *, beside: bool = False) -> str:
    """Return a name as readers of `language` call it; with the English one `beside` the Japanese if asked."""
    if language == "en" or not isinstance(name, Name):
        return str(name)
    shown = (beside or name.beside) and name.japanese != str(name)
    return f"{name.japanese} ({name!s})" if shown else name.japanese


@cache
def catalog(language: Language) -> dict[str, str]:
    """Return all translations into `language`, English text to translated text."""
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for path in sorted((folder / language).glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale=language):
                    if message.id and message.string and isinstance(message.id, str):
                        found[message.id] = str(message.string)
    return found


def translate(msgid: str, language: Language) -> str:
    """Return `msgid` in `language`; itself in English or where no translation exists."""
    return msgid if language == "en" else catalog(language).get(msgid, msgid)


def said(text: str, language: Language) -> str:
    """Return a text in `language` where it is a `Sentence`, and else as it is."""
    if language == "en" or not isinstance(text, Sentence):
        return str(text)
    template = translate(text.template, language)
    if not text.values:
        return template
    return template.format(**{name: said(value, language) for name, value in text.values.items()})


def say_date(day: dt.date, language: Language) -> str:
    """Return a date as readers of `language` write it: 2026-04-01 or 2026年4月1日."""
    return format_date(day, "y年M月d日", locale="ja") if language == "ja" else day.isoformat()


def _say(value: Value, language: Language) -> str:
    if isinstance(value, Message):
        return value.render(language)
    if isinstance(value, dt.date):
        return say_date(value, language)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, Sentence):
        return said(value, language)
    if isinstance(value, Name):
        return called(value, language)
    return "" if value is None else str(value)
