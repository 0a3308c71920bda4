"""English sentences that can still be said in another language: text that keeps its template and its values.

A `Sentence` is a `str` with the finished English text, so that it can be raised, compared, counted and stored
as any text. What says it to a person (`graphrisk.i18n.said`) puts the template into the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

Said: TypeAlias = "str | Sentence"


class Sentence(str):
    """English text made of `template`, in which `{name}` stands for a value; a value may be a sentence."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Said]

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        """Put `values` into `template`; numbers and dates are kept as they are printed."""
        kept = {name: v if isinstance(v, Sentence) else str(v) for name, v in values.items()}
        made = super().__new__(cls, template.format(**kept) if kept else template)
        made.template, made.values = template, kept
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with template and values."""
        return _remade, (self.template, self.values)


def _remade(template: str, values: dict[str, Said]) -> Sentence:
    return Sentence(template, **values)


def listed(parts: Iterable[Said], separator: str = ", ") -> Sentence:
    """Return the parts one after another, each to be said in the reader's language."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Sentence(separator.join(f"{{{name}}}" for name in values), **values)


def reason_of(error: BaseException) -> str:
    """Return what an error says, as a `Sentence` where it was raised with one; `str(error)` loses it."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Sentence) else str(error)


def to_json(text: str) -> str | None:
    """Return template and values of a sentence as JSON, None for other text."""
    return json.dumps(_plain(text), ensure_ascii=False) if isinstance(text, Sentence) else None


def from_json(stored: str) -> Sentence:
    """Return the sentence that `to_json` stored."""
    return _read(json.loads(stored))


def _plain(sentence: Sentence) -> dict[str, object]:
    return {
        "template": sentence.template,
        "values": {k: _plain(v) if isinstance(v, Sentence) else v for k, v in sentence.values.items()},
    }


def _read(stored: dict[str, dict[str, object]]) -> Sentence:
    values = {k: _read(v) if isinstance(v, dict) else v for k, v in stored["values"].items()}
    return Sentence(str(stored["template"]), **values)
