"""Two names of organisations in Chinese characters and kana, compared as they are written.

Width, legal form, brackets and the spellings of one sound in kana make no difference. One character more or
less is another organisation, unless it is one letter of a word in kana.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Opcodes
from rapidfuzz.distance.Levenshtein import opcodes

from graphrisk.names.compare.evidence import NOTHING, WEAK_CAP, Comparison, Evidence
from graphrisk.names.compare.scripts import folded
from graphrisk.names.folding import KANA
from graphrisk.names.organizations import organization_key

_MARKS = re.compile(r"[\s・･、，,.。．「」『』“”\"'―–\-/()（）《》:：第]+")
_NUMBER = re.compile(r"\d+")
_KANA = re.compile(f"[{KANA}]*")
_LEGAL = re.compile(
    "非?公開株式会社|公共株式会社|有限責任会社|株式会社|有限会社|合同会社|(?:股份)?有限(?:責任)?公司"
)
_SPELLINGS = tuple(
    (re.compile(pattern), ours)
    for pattern, ours in (
        ("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"),
        ("[ーｰ]", ""), ("ッ", ""), ("ティ|テイ", "チ"), ("ディ", "ジ"), ("デュ", "ジュ"), ("トゥ", "ツ"),
        ("ドゥ", "ズ"),
        ("フェ", "ヘ"), ("ウィ", "ビ"), ("ヅ", "ズ"), ("ヂ", "ジ"), ("ェ", "エ"), ("ィ", "イ"),
        ("ァ", "ア"), ("ォ", "オ"),
    )
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def characters_key(name: str) -> str:
    """Return what is compared: the folded characters without legal form, marks and spaces."""
    key = organization_key(name)
    text = _MARKS.sub("", _LEGAL.sub("", folded(key)))
    return text or _MARKS.sub("", folded(name))


@lru_cache(maxsize=1 << 16)
def _spelled(key: str) -> str:
    for pattern, ours in _SPELLINGS:
        key = pattern.sub(ours, key)
    return key


def compare_characters(one: str, other: str) -> Comparison:  # noqa: PLR0911  # a case each
    """Return how well two names of organisations in characters or kana agree, and why."""
    a, b = characters_key(one), characters_key(other)
    if not a or not b:
        return NOTHING
    if a == b:
        return Comparison(1.0, (Evidence("same_characters", 1.0, a),))
    if _numbers(a) != _numbers(b):
        return _unlike(a, b, "numbers_differ", WEAK_CAP)
    spelled, other_spelled = _spelled(a), _spelled(b)
    if spelled == other_spelled:
        return Comparison(0.97, (Evidence("kana_spelled_otherwise", 0.97, f"{a} ~ {b}"),))
    if abs(len(spelled) - len(other_spelled)) <= 2:
        changes = opcodes(spelled, other_spelled)
        changed = _changed(changes, spelled, other_spelled)
        longest = max(len(spelled), len(other_spelled))
        if (
            _KANA.fullmatch(changed[0] + changed[1])
            and 0 < changed[2] <= max(1, longest // 5)
            and longest >= 4
        ):
            score = round(0.97 - changed[2] / longest, 4)
            return Comparison(score, (Evidence("kana_alike", score, f"{a} ~ {b}"),))
    if a in b or b in a:
        return _unlike(a, b, "characters_added", WEAK_CAP)
    return _unlike(a, b, "other_characters", WEAK_CAP - 0.05)


def _changed(changes: Opcodes, one: str, other: str) -> tuple[str, str, int]:
    """Return the characters of either name that the other lacks, and the number of edits."""
    gone = came = ""
    edits = 0
    for change in changes:
        if change.tag != "equal":
            gone += one[change.src_start : change.src_end]
            came += other[change.dest_start : change.dest_end]
            edits += max(change.src_end - change.src_start, change.dest_end - change.dest_start)
    return gone, came, edits


def _numbers(key: str) -> list[str]:
    return sorted(_NUMBER.findall(key))


def _unlike(one: str, other: str, code: str, cap: float) -> Comparison:
    """Return a hint at most: the share of common pairs of characters, with what speaks against."""
    a, b = _pairs(one), _pairs(other)
    shared = len(a & b) / max(1, min(len(a), len(b)))
    score = min(shared, cap)
    detail = f"{one} / {other}"
    return Comparison(
        round(score, 4),
        (
            Evidence("characters_shared", round(shared, 4), ""),
            Evidence(code, round(score - shared, 4), detail),
        ),
    )


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}
