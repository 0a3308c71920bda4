"""Other forms of a name find its records; how two printed names agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.names.folding import fold
from graphrisk.names.likeness import Likeness, best_likeness, family_differs, is_strange, likeness
from graphrisk.names.persons import person_key
from graphrisk.names.syllables import is_pinyin, korean_pair, korean_spellings, pinyin_pair
from graphrisk.names.variants import _given_names, search_keys, short_forms, spellings

SPELLINGS = [
    ("Xiaoming Wang", "Xiao Ming Wang"),
    ("Wang Xiao-Ming", "Xiao Ming Wang"),
    ("Maria Garcia-Lopez", "Maria Garcia Lopez"),
    ("Jan van der Berg", "Jan Berg"),
    ("Jan van der Berg", "Jan Vanderberg"),
    ("Jürgen Müller", "Juergen Mueller"),
    ("Søren Kjær", "Soeren Kjær"),
    ("Sang-hoon Lee", "Yi Sanghun"),
    ("Minho Choi", "Choe Min-ho"),
    ("Young-hee Park", "Bak Yeonghui"),
    ("김민수", "Kim Min-soo"),
    ("Mao Tse-tung", "Mao Zedong"),
    ("Chunyu Lyu", "Chunyu Lu"),
]
SHORT = [
    ("Taro Sato", "T. Sato"),
    ("Sato Taro", "T. Sato"),
    ("さとう ちひろ", "C. Sato"),
    ("さとう ちひろ", "T. Satoh"),
    ("Xiao-Ming Wang", "X.-M. Wang"),
    ("Xiaoming Wang", "X. M. Wang"),
    ("Xiaoming Wang", "Wang XM"),
    ("Steven Paul Abney", "S. P. Abney"),
    ("Steven Paul Abney", "S. Abney"),
    ("Steven Paul Abney", "Steven Abney"),
    ("Solomon Teferra Abate", "Solomon Teferra"),
    ("Jan van der Berg", "J. Berg"),
    ("Selim Harioui", "S. Harioui"),
    ("Chihiro Ohno", "C. Ono"),
]


@pytest.mark.parametrize(("name", "other"), SPELLINGS)
def test_another_spelling_of_a_whole_name(name: str, other: str) -> None:
    assert person_key(other) in spellings(name) - {person_key(name)}
    assert likeness(name, other) is Likeness.EQUAL


@pytest.mark.parametrize(("name", "other"), SHORT)
def test_a_short_form_of_a_name(name: str, other: str) -> None:
    assert person_key(other) in short_forms(name)
    assert person_key(other) not in spellings(name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Taro Sato", "Jiro Sato"),
        ("Taro Sato", "K. Sato"),
        ("Wei Wang", "Wei Zhang"),
        ("Sang-hoon Lee", "Sang-hee Lee"),
        ("Lei Li", "Lei Lee"),
        ("Steven Paul Abney", "Paul P. Abney"),
        ("佐藤 太郎", "佐藤 次郎"),
    ],
)
def test_other_names_are_no_forms(name: str, other: str) -> None:
    assert person_key(other) not in spellings(name) | short_forms(name)


def test_keys_of_a_person_stand_in_one_set_each() -> None:
    keys = search_keys(
        name_ja="佐藤 花子",
        name_kana="さとう はなこ",
        name_latin=["Hanako K. Sato"],
        former_names=["山田", "Yamada", "Mori Hanako"],
    )
    assert keys.exact >= {"佐藤花子", "hanako sato", "hanako k sato", "hanako mori"}
    assert {"山田花子", "hanako yamada"} <= keys.variants
    assert {"h sato", "h mori"} <= keys.short
    assert not keys.exact & keys.variants
    assert not keys.whole & keys.short
    assert not {"", "yamada"} & (keys.whole | keys.short)


def test_a_middle_initial_may_be_left_out() -> None:
    keys = search_keys(name_ja=None, name_kana=None, name_latin=["Steven P. Abney"], former_names=None)
    assert keys.variants == {"abney steven"}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Christopher D. Manning", "Chris Manning"),
        ("Chris Manning", "Christopher Manning"),
        ("William de Beaumont", "Will de Beaumont"),
        ("Antonio Cardenal-López", "Antonio Cardenal"),
        ("Elizaveta Loginova-Clouet", "Elizaveta Clouet"),
        ("Manuel J. Maña López", "Manuel J. Maña"),
        ("María Inés Torres", "M. Inés Torres"),
        ("Massih-Reza Amini", "Massih R. Amini"),
        ("Éric Villemonte de la Clergerie", "Eric de la Clergerie"),
        ("Jean-Pierre Dupont", "Jean Dupont"),
    ],
)
def test_a_part_a_hyphen_or_an_everyday_name_is_a_short_form(name: str, other: str) -> None:
    keys = search_keys(name_ja=None, name_kana=None, name_latin=[name], former_names=None)
    assert person_key(other) in keys.short
    assert likeness(name, other) is likeness(other, name) is Likeness.COMPATIBLE


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Xiao-Ming Wang", "Ming Wang"),
        ("Sang-hoon Lee", "Sang Lee"),
        ("Chris Manning", "Christian Christopher"),
        ("Alexander Smith", "Alexandra Smith"),
        ("Bill Gates", "Robert Gates"),
        ("Taro Yamada", "Taro"),
    ],
)
def test_half_a_syllabic_name_or_another_given_name_is_no_short_form(name: str, other: str) -> None:
    assert person_key(other) not in short_forms(name)
    assert person_key(name) not in short_forms(other)


def test_a_name_with_a_middle_initial_and_two_family_names_is_found_without_the_initial() -> None:
    keys = search_keys(name_ja=None, name_kana=None, name_latin=["Jorge J. García Flores"], former_names=None)
    assert keys.variants == {"flores garcia jorge", "flores jorgegarcia", "garciaflores jorge"}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Miguel García Cumbreras", "Miguel García-Cumbreras"),
        ("Miguel Á. García Cumbreras", "Miguel García-Cumbreras"),
        ("José Miguel Benedí Ruiz", "José-Miguel Benedí Ruiz"),
        ("José Miguel Benedí Ruiz", "José-Miguel Benedí-Ruiz"),
        ("Mary Ann Smith", "Mary-Ann Smith"),
    ],
)
def test_a_hyphen_may_be_printed_that_was_not_declared(name: str, other: str) -> None:
    keys = search_keys(name_ja=None, name_kana=None, name_latin=[name], former_names=None)
    assert person_key(other) in keys.variants


def test_everyday_names_are_folded_and_lead_both_ways() -> None:
    names = _given_names()
    for name, others in names.items():
        assert name == fold(name)
        assert name not in others
        assert all(name in names[other] for other in others)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Taro Sato", "SATOH, Tarō", Likeness.EQUAL),
        ("さとう たろう", "Taro Sato", Likeness.EQUAL),
        ("Taro Sato", "T. Sato", Likeness.COMPATIBLE),
        ("Steve Abney", "Steven P. Abney", Likeness.COMPATIBLE),
        ("E. Gim", "Eun-Chul Kim", Likeness.COMPATIBLE),
        ("Jon Smith", "John Smith", Likeness.COMPATIBLE),
        ("Mohamed Salah", "Mohammed Salah", Likeness.COMPATIBLE),
        ("佐藤 太郎", "Taro Sato", Likeness.NOT_COMPARABLE),
        ("Smith", "John Smith", Likeness.NOT_COMPARABLE),
        ("", "John Smith", Likeness.NOT_COMPARABLE),
        ("佐藤 太郎", "佐藤 次郎", Likeness.DIFFERENT),
        ("Wei Wang", "W. Zhang", Likeness.DIFFERENT),
        ("John A. Smith", "John B. Smith", Likeness.DIFFERENT),
        ("Jane Smith", "John Smith", Likeness.DIFFERENT),
        ("Wei Li", "Wei Lin", Likeness.DIFFERENT),
        ("Weilong Wang", "Weiyan Wang", Likeness.DIFFERENT),
        ("J. Smith", "K. Smith", Likeness.DIFFERENT),
    ],
)
def test_how_names_agree(one: str, other: str, found: Likeness) -> None:
    assert (likeness(one, other), likeness(other, one)) == (found, found)


@pytest.mark.parametrize(
    ("name", "names", "strange"),
    [
        ("Tomoko Sato", ["Taro Sato"], True),
        ("Sato, Tomoko", ["Taro Sato", "佐藤太郎"], True),
        ("T. Sato", ["Taro Sato"], False),
        ("Hanako Yamada", ["Hanako Sato"], False),
        ("Yamada, Hanako", ["Hanako Sato"], False),
        ("Taro Sato", ["佐藤太郎"], False),
        ("佐藤次郎", ["佐藤太郎", "Taro Sato"], True),
        ("K. Sato", ["Taro Sato"], True),
    ],
)
def test_names_that_cannot_be_the_persons(name: str, names: list[str], strange: bool) -> None:
    assert is_strange(name, names) is strange
    assert not (strange and family_differs(name, names))


def test_another_family_name_with_the_same_given_name() -> None:
    assert family_differs("Yamada, Hanako", ["佐藤花子", "Hanako Sato"])
    assert not family_differs("Hanako Sato", ["Hanako Sato"])
    assert not family_differs("H. Yamada", ["Hanako Sato"])
    assert not family_differs("山田花子", ["Hanako Sato"])


def test_the_best_agreement_counts() -> None:
    assert best_likeness(["佐藤太郎", "Taro Sato"], ["T. Sato", "Jiro Sato"]) is Likeness.COMPATIBLE
    assert best_likeness(["佐藤太郎", "Taro Sato"], ["Jiro Sato"]) is Likeness.DIFFERENT
    assert best_likeness([], ["T. Sato"]) is Likeness.NOT_COMPARABLE


@pytest.mark.parametrize(
    ("word", "pair"),
    [("xiaoming", ("xiao", "ming")), ("jianguo", ("jian", "guo")), ("wei", None), ("smith", None)],
)
def test_words_of_two_chinese_syllables(word: str, pair: tuple[str, str] | None) -> None:
    assert pinyin_pair(word) == pair
    assert pair is None or all(map(is_pinyin, pair))


def test_korean_names_in_their_spellings() -> None:
    assert korean_pair("sanghoon") == ("sang", "hoon")
    assert ["yi", "sanghun"] in korean_spellings(["lee", "sanghoon"])
    assert korean_spellings(["smith", "sanghoon"]) == []
    assert korean_spellings(["lee", "smith"]) == []


PARTS = "taro sato wei wang xiaoming lee park sanghoon van der berg garcia müller t. 佐藤 太郎 김민수 さとう"
NAME = st.lists(st.sampled_from(PARTS.split()), min_size=1, max_size=4).map(" ".join)


@given(NAME, NAME)
def test_agreement_has_no_direction_and_knows_itself(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)
    assert likeness(one, one) is (Likeness.EQUAL if person_key(one) else Likeness.NOT_COMPARABLE)


@given(st.text(max_size=30))
def test_any_text_has_forms(text: str) -> None:
    assert spellings(text) == spellings(f" {text} ")
    assert "" not in spellings(text) | short_forms(text)
    search_keys(name_ja=text, name_kana=text, name_latin=[text], former_names=[text])
