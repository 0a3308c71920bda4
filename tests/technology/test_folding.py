"""Texts and terms in one form."""

from __future__ import annotations

import pytest

from graphrisk.technology.folding import BREAK, fold, fold_name, japanese, plurals, tokens


def test_fold_brings_width_case_and_mark_up_into_one_form() -> None:
    assert fold("ＣＲＩＳＰＲ－Ｃａｓ９") == "crispr-cas9"
    assert fold("ﾚｰｻﾞｰ") == "レーザー"
    assert fold("MoS<sub>2</sub> in <i>vitro</i>") == "mos2 in vitro"
    assert fold("a < b and c > d") == "a < b and c > d"


def test_tokens_break_at_punctuation_and_not_at_hyphens() -> None:
    assert tokens("brain-computer interface") == ["brain", "computer", "interface"]
    assert tokens("brain/computer. interface") == ["brain", "computer", BREAK, "interface"]
    assert tokens("brain\ncomputer") == ["brain", BREAK, "computer"]
    assert tokens("industry 4.0, at last") == ["industry", "4", "0", BREAK, "at", "last"]
    assert tokens("schrödinger") == ["schrodinger"]
    assert tokens("optical fibre") == tokens("optical fiber")
    assert tokens("量子qubit制御") == ["qubit"]


def test_japanese_drops_long_vowels_and_gaps_beside_latin_letters() -> None:
    assert japanese("センサー") == japanese("センサ")
    assert japanese("5g 通信 システム") == "5g通信 システム"
    assert japanese("ブレイン・マシン") == "ブレイン マシン"


@pytest.mark.parametrize(
    ("word", "plural"),
    [
        ("sensor", "sensors"),
        ("battery", "batteries"),
        ("array", "arrays"),
        ("mesh", "meshes"),
        ("analysis", "analyses"),
        ("lens", "lenses"),
        ("reflex", "reflexes"),
    ],
)
def test_simple_plurals(word: str, plural: str) -> None:
    assert plurals(("solid", word)) == [("solid", word), ("solid", plural)]


def test_formulas_have_no_plural() -> None:
    assert plurals(("cas9",)) == [("cas9",)]


def test_fold_name_keeps_letters_and_digits_alone() -> None:
    assert fold_name("Advanced energy & energy storage") == fold_name("advanced energy and energy-storage")
    assert fold_name("センサー技術") == fold_name("センサ 技術")
