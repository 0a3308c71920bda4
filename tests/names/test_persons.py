from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.names.persons import names_agree, names_comparable, person_key, person_keys

if TYPE_CHECKING:
    from pathlib import Path

SAME = [
    (
        "Satō, Tarō",
        "Taro SATOH",
        "サトウ タロウ",
        "さとう たろう",
        "Satou Tarou",
        "ﾀﾛｳ ｻﾄｳ",
        "Ｔａｒｏ　Ｓａｔｏ",
    ),
    ("髙橋 一郎", "高橋一郎", "高橋　一郎"),
    ("渡邊 真", "渡邉眞", "渡辺真"),
    ("齋藤 健", "斎藤健", "齊藤 健", "斉藤健"),
    ("國澤 德廣", "国沢徳広"),
    ("濵﨑 櫻", "浜崎桜"),
    ("Xiao-Ming Wang", "Wang, Xiaoming", "WANG Xiao‐Ming", "wang xiaoming"),
    ("Junichi Honma", "Jun-ichi Homma", "Zyun'iti Honma", "HOMMA, Jun’ichi"),
    ("Shinji Tsuchiya", "Sinzi Tutiya"),
    ("José Ángel Núñez", "Jose Angel Nunez"),
    ("Søren Łukasz Æbelø", "Soren Lukasz Aebelo"),
    ("Dr. Ken Ito Jun", "Ken Ito Jun"),
    ("O'Brien, Conor", "Conor O’Brien"),
    ("Straße Jan", "Strasse, Jan"),
]

DIFFERENT = [
    ("Wei Wang", "Wei Zhang"),
    ("Jun Hou", "Jun Ho"),
    ("Hyun Moon", "Hyun Mon"),
    ("Yan Zhou", "Yan Zhu"),
    ("John Noh", "John No"),
    ("Keiko Mori", "Keiko Moriya"),
    ("佐藤 太郎", "佐藤 次郎"),
    ("Lei Li", "Lei Lee"),
    ("Iida Ken", "Ida Ken"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: str(names[0]))
def test_one_key_for_spellings_of_one_name(names: tuple[str, ...]) -> None:
    assert len({person_key(name) for name in names}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


@pytest.mark.parametrize("nothing", ["", " ", "123", "-", "・", "☃"])
def test_nothing_left_is_an_empty_key(nothing: str) -> None:
    assert person_key(nothing) == ""


def test_long_vowels_fold_only_in_names_that_read_as_japanese() -> None:
    assert person_key("Ohno Yuuki") == person_key("Ono Yuki")
    assert person_key("Cooper Moore") == "cooper moore"
    assert person_key("Louis Zhou") == "louis zhou"


def test_keys_of_a_person_hold_every_declared_form() -> None:
    keys = person_keys(
        name_ja="髙橋 花子",
        name_kana="たかはし はなこ",
        name_latin=["Hanako T. Takahashi"],
        former_names=["山田花子", ""],
    )
    assert keys == {"高橋花子", "hanako takahasi", "hanako t takahasi", "山田花子"}


def test_no_names_give_no_keys() -> None:
    assert person_keys(name_ja=None, name_kana=None, name_latin=(), former_names=()) == frozenset()


LATIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=8)


@given(st.lists(LATIN, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_key_does_not_depend_on_order_case_or_width(tokens: list[str], random: object) -> None:
    key = person_key(" ".join(tokens))
    turned = " ".join(reversed(tokens))
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in turned.upper())
    assert person_key(turned) == key
    assert person_key(turned.title()) == key
    assert person_key(wide) == key


@given(st.text(max_size=30))
def test_any_text_has_a_key(text: str) -> None:
    assert person_key(text) == person_key(f" {text} ")


@given(st.text(max_size=30))
def test_a_name_agrees_with_itself_unless_nothing_is_left(text: str) -> None:
    assert names_agree([text], [text]) is bool(person_key(text))


@given(st.lists(LATIN, min_size=1, max_size=4), st.lists(LATIN, min_size=1, max_size=4))
def test_agreement_has_no_direction(one: list[str], other: list[str]) -> None:
    a, b = [" ".join(one)], [" ".join(other)]
    assert names_agree(a, b) == names_agree(b, a)


AGREE = [
    ("John Smith", "J. Smith"),
    ("John Smith", "Smith, John A."),
    ("John Albert Smith", "John A. Smith"),
    ("J. A. Smith", "John Albert Smith"),
    ("JA Smith", "John Albert Smith"),
    ("Xiao-Ming Wang", "X.-M. Wang"),
    ("Wang Xiaoming", "Xiao Ming Wang"),
    ("Wang XM", "Xiao-Ming Wang"),
    ("Chihiro Sato", "C. Satoh"),
    ("Chihiro Sato", "T. Satoh"),
    ("Shota Fujii", "S. Fujii"),
    ("Maria Garcia Lopez", "Maria Garcia-Lopez"),
    ("山田太郎", "山田 太郎"),
]
DISAGREE = [
    ("John Smith", "Jane Smith"),
    ("John A Smith", "John B Smith"),
    ("John Smith", "Smith"),
    ("J. S.", "John Smith"),
    ("Wei Wang", "Wei Zhang"),
    ("Taro Sato", "K. Sato"),
    ("Xiao-Ming Wang", "Xiao-Hong Wang"),
    ("山田太郎", "山田次郎"),
    ("山田太郎", "Taro Yamada"),
    ("", "John Smith"),
]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_names_that_may_be_one_person(one: str, other: str) -> None:
    assert names_agree([one], [other])


@pytest.mark.parametrize(("one", "other"), DISAGREE)
def test_names_of_two_people(one: str, other: str) -> None:
    assert not names_agree([one], [other])


def test_one_agreeing_form_is_enough() -> None:
    assert names_agree(["山田太郎", "Taro Yamada"], ["T. Yamada", "Yamada"])


def test_scripts_tell_whether_names_can_be_compared() -> None:
    assert not names_comparable(["山田太郎"], ["Taro Yamada"])
    assert names_comparable(["山田太郎", "やまだ たろう"], ["Taro Yamada"])


@pytest.mark.shared
def test_agreement_on_labelled_pairs(shared_data: Path) -> None:
    """Names of one person in the labelled pairs agree rarely by chance: precision counts, not recall."""
    with (shared_data / "names" / "name_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["schema"] == "Person"]
    said = [(names_agree([row["name1"]], [row["name2"]]), row["is_match"] == "true") for row in rows]
    right = sum(truth for agrees, truth in said if agrees)
    assert len(rows) > 100
    assert right / max(1, sum(agrees for agrees, _ in said)) > 0.9
