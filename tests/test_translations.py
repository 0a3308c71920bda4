"""Every sentence that a person may read has a Japanese translation, with the same values in it."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from graphrisk.causes import CHECKS
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
    "PolicyError": (0,), "NotFoundError": (0,), "RejectsError": (0,), "UnavailableError": (0,),
    "BusyError": (0,), "IsADirectoryError": (1,), "BadParameter": (0,),
    "LostError": (0,), "MovedOnError": (0,), "PassingError": (0,),
}  # fmt: skip
"""What is made of a sentence that a person reads, and which argument the sentence is."""

SAYERS = (
    "loaders", "graphrisk/load", "graphrisk/names", "graphrisk/settings.py", "graphrisk/scan",
    "graphrisk/store", "graphrisk/policies", "graphrisk/review", "graphrisk/export", "graphrisk/cli",
    "graphrisk/technology", "graphrisk/world",
    "dashboards/pages", "dashboards/explore/replay.py", "dashboards/explore/state.py",
)  # fmt: skip
OF_PROGRAMMERS = {
    "'a decision is undone by its number: undo_link'",
    "f'the action {action!r} is written by the repository itself'",
}
"""What no person reads, but who wrote a program that calls this one wrongly."""


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _texts(value: ast.expr) -> Iterator[ast.expr]:
    """Yield what an argument may be: both sides of a condition, of an `or` and of a sum."""
    match value:
        case ast.IfExp():
            yield from (*_texts(value.body), *_texts(value.orelse))
        case ast.BoolOp():
            for part in value.values:
                yield from _texts(part)
        case ast.BinOp():
            yield from (*_texts(value.left), *_texts(value.right))
        case _:
            yield value


def _unmarked(call: ast.Call) -> list[str]:
    saying = SAYING[_called(call)]
    places = [call.args[place] for place in saying if place < len(call.args)]
    places += [keyword.value for keyword in call.keywords if keyword.arg in {"remedy", "reason", "text"}]
    return [
        ast.unparse(text)
        for place in places
        for text in _texts(place)
        if (isinstance(text, ast.JoinedStr) or (isinstance(text, ast.Constant) and text.value))
        and ast.unparse(text) not in OF_PROGRAMMERS
    ]


def _files(place: str) -> list[Path]:
    path = ROOT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@pytest.mark.parametrize("place", SAYERS)
def test_nothing_is_said_that_cannot_be_translated(place: str) -> None:
    calls, found = 0, []
    for path in _files(place):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in SAYING:
                calls += 1
                found += [f"{name}:{node.lineno}: {text}" for text in _unmarked(node)]
    assert calls, f"no errors in {place}: was it moved?"
    assert not found, "\n".join(found)


def test_what_checks_and_the_system_complain_of_is_translated() -> None:
    known = catalog("ja")
    common = (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ENOTDIR, errno.EROFS)
    missing = [text for text in (*CHECKS.values(), *map(os.strerror, common)) if text not in known]
    assert not missing, "\n".join(missing)
