"""Keys of many names at once are those of each, and the pattern that tells romaji stays the judge."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graphrisk.names import folding, romaji
from graphrisk.names.folding import fold
from graphrisk.names.kanji import VARIANTS
from graphrisk.names.persons import keys_in_order, person_key
from graphrisk.names.romaji import canonical, canonical_tokens

PARTS = ["Sato", "SATŌ", "jun-ichi", "Jun’ichi", "Dr.", "Prof", "X.", "O'Brien", "h", "n", "Shinji", "Müller"]
PARTS += ["佐藤", "髙橋", "サトウ", "ﾀﾛｳ", "김", "Ωmega", "Straße", "Hou", "\u200b", "3rd", "", "　"]
NAMES = st.one_of(
    st.lists(st.sampled_from(PARTS), max_size=5).map(" ".join),
    st.text(st.characters(codec="ascii"), max_size=20),
    st.text(max_size=20),
)
TOKENS = st.text(st.sampled_from("aiueokstnhmyrwgzdbpjcflqx"), min_size=1, max_size=8)


@given(st.lists(NAMES, max_size=12))
@example(["Taro\nSato", "Jun Ito"])
@example(["\n"])
@example(["", ""])
@example(["İpek Şahin", "\u0301a b", "Dr Prof Professor"])
def test_keys_of_many_names_are_the_key_of_each(names: list[str]) -> None:
    assert keys_in_order(names) == [person_key(name) for name in names]


def slow_key(name: str) -> str:
    """The key of a name in letters from A to Z, read off its definition one step after another."""
    letters = "".join(c if c.isalpha() else "" if c in "-'`" else " " for c in name.lower())
    tokens = letters.split()
    if len(tokens) > 2:
        tokens = [token for token in tokens if token not in ("dr", "prof", "professor")]
    return " ".join(sorted(slow_spelling(tokens)))


def slow_spelling(tokens: list[str]) -> list[str]:
    """One spelling where every token matches the pattern and one has a consonant between vowels."""
    reads = all(romaji._TOKEN.fullmatch(token) for token in tokens)
    syllables = any(re.search("[aiueo][^aiueo]+[aiueo]", token) for token in tokens)
    return [canonical(token) for token in tokens] if reads and syllables else tokens


@given(st.one_of(st.text(st.characters(codec="ascii"), max_size=24), st.lists(TOKENS).map(" ".join)))
@example("Dr. Ken Ito Jun")
def test_a_key_is_what_its_definition_says(name: str) -> None:
    assert person_key(name) == slow_key(name)
    assert keys_in_order([name, "x"]) == [slow_key(name), "x"]


@given(st.lists(TOKENS, max_size=4))
def test_tokens_are_spelled_as_the_pattern_says(tokens: list[str]) -> None:
    assert canonical_tokens(tokens) == slow_spelling(tokens)


def test_what_was_read_may_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        f"{family}{end} Tarou" for family in ("Satou", "Itou", "Mori", "Wang") for end in ("", "ka", "x")
    ]
    before = keys_in_order(names)
    monkeypatch.setattr(romaji, "READINGS", 2)
    monkeypatch.setattr(romaji, "_READINGS", romaji._Readings())
    assert keys_in_order(names) == before
    assert len(romaji._READINGS) <= 2


def slow_fold(text: str) -> str:
    """Fold without any short cut: every character goes through every table."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", text))
    letters = {code: other for code, other in folding._REPLACED.items() if code not in VARIANTS}
    return text.translate(letters).translate(VARIANTS)


@given(st.text())
@example("Øłæ 髙國 ß")
def test_folding_takes_no_short_cut_that_matters(text: str) -> None:
    assert fold(text) == slow_fold(text)
