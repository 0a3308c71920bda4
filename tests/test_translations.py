"""Every sentence that a person may read has a Japanese translation, with the same values in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from graphrisk.i18n import Message, catalog

ROOT = Path(__file__).resolve().parent.parent
MARKERS = {"N_", "Message", "Sentence", "t", "translate", "_"}


def _marked(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0]
        if name in MARKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.add(first.value)
    return found


def marked() -> dict[str, str]:
    """Return each marked sentence with the file that holds it."""
    return {
        msgid: path.relative_to(ROOT).as_posix()
        for package in ("graphrisk", "loaders", "dashboards")
        for path in sorted((ROOT / package).rglob("*.py"))
        for msgid in _marked(path)
        if msgid
    }


def _fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)[^}]*\}", text))


def test_every_sentence_is_translated() -> None:
    known = catalog("ja")
    missing = [f"{file}: {msgid[:70]!r}" for msgid, file in marked().items() if msgid not in known]
    assert not missing, "\n".join(missing)


def test_translations_hold_the_same_values() -> None:
    wrong = [msgid for msgid, text in catalog("ja").items() if _fields(msgid) != _fields(text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("language", "said"), [("en", "(2026-04-01)"), ("ja", "(2026年4月1日)")])
def test_dates_follow_the_language(language: str, said: str) -> None:
    import datetime as dt

    message = Message("({day})", {"day": dt.date(2026, 4, 1)})
    assert message.render("ja" if language == "ja" else "en") == said


def test_a_sentence_is_said_in_one_way() -> None:
    said: dict[str, tuple[str, str]] = {}
    twice = []
    for folder in (ROOT / "graphrisk" / "locales" / "ja", ROOT / "dashboards" / "locales" / "ja"):
        for path in sorted(folder.glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale="ja"):
                    if not message.id:
                        continue
                    first, where = said.setdefault(str(message.id), (str(message.string), path.name))
                    if first != message.string:
                        twice.append(f"{message.id!r}: {first} ({where}), {message.string} ({path.name})")
    assert not twice, "\n".join(twice)


SAYING = {
    "Reject": (2,), "Warn": (0,), "Skip": (0,), "RowError": (0,), "RecordError": (0,), "Fault": (1,),
    "ValueError": (0,), "InputError": (0,), "UsageError": (0,), "StoreError": (0,), "GraphRiskError": (0,),
}  # fmt: skip
"""What loaders and loads make of a sentence, and which argument the sentence is."""


def _unmarked(call: ast.Call) -> list[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    places = [call.args[place] for place in SAYING[name] if place < len(call.args)]
    places += [keyword.value for keyword in call.keywords if keyword.arg in {"remedy", "reason", "text"}]
    return [
        ast.unparse(place)
        for place in places
        if isinstance(place, ast.JoinedStr) or (isinstance(place, ast.Constant) and place.value)
    ]


def test_loaders_say_nothing_that_cannot_be_translated() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {text}"
        for folder in ("loaders", "graphrisk/load", "graphrisk/names")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING
        for text in _unmarked(node)
    ]
    assert not found, "\n".join(found)
