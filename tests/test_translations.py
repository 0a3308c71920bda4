"""Every sentence that a person may read has a Japanese translation, with the same values in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from graphrisk.i18n import Message, catalog

ROOT = Path(__file__).resolve().parent.parent
MARKERS = {"N_", "Message", "t", "translate", "_"}


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
