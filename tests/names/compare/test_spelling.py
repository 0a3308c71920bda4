"""Spellings of one sound, and words in kana beside words in Latin letters."""

from __future__ import annotations

import pytest

from graphrisk.names.compare.kana import like_kana, romaji
from graphrisk.names.compare.spelling import alike, canonical, sounds_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [("gaddafi", "qaddafi"), ("wladimir", "vladimir"), ("sergej", "sergey"), ("husein", "hussein")],
)
def test_spellings_of_one_sound_are_alike(one: str, other: str) -> None:
    assert alike(one, other) > 0.8


@pytest.mark.parametrize(("one", "other"), [("boris", "roman"), ("lxc", "lau"), ("castro", "castillo-long")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert alike(one, other) == 0


def test_one_spelling_is_its_own() -> None:
    for word in ("schwarz", "moammar", "kristina"):
        assert canonical(canonical(word)) == canonical(word)


def test_consonants_meet_where_vowels_are_not_written() -> None:
    assert sounds_alike("frnndw", "fernando") > 0.8
    assert sounds_alike("frnndw", "roberto") == 0


@pytest.mark.parametrize(
    ("kana", "letters"),
    [
        ("ティジャーレット", "tijaretto"),
        ("ヴァーティカル", "vatikaru"),
        ("ジェット", "jetto"),
        ("しらかば", "shirakaba"),
    ],
)
def test_kana_are_spelled(kana: str, letters: str) -> None:
    assert romaji(kana) == letters


@pytest.mark.parametrize(
    ("kana", "word"), [("アドミラルティ", "admiralty"), ("ツポレフ", "tupolev"), ("エクスポルト", "export")]
)
def test_kana_sound_like_the_word_they_write(kana: str, word: str) -> None:
    assert like_kana(romaji(kana), word) >= 0.78


def test_kana_do_not_sound_like_another_word() -> None:
    assert like_kana(romaji("アドミラルティ"), "rosneft") == 0
