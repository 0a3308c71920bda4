"""Names of organisations: what makes no difference, and what always does."""

from __future__ import annotations

import pytest

from graphrisk.names.compare import Kind, Strength, compare, kind_of
from graphrisk.names.compare.organizations import ORGANIZATION_FEATURES
from graphrisk.names.compare.words import number_of, roman_number

MATCHES = (Strength.STRONG, Strength.MEDIUM)


def _strength(one: str, other: str) -> Strength:
    found, back = (compare(a, b, Kind.ORGANIZATION) for a, b in ((one, other), (other, one)))
    assert abs(found.score - back.score) < 0.02
    return found.strength


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Example Dynamics GmbH", "EXAMPLE DYNAMICS Gesellschaft mit beschränkter Haftung"),
        ("Sample & Sons, Inc.", "Sample and Sons Incorporated"),
        ("The Institute of Testing", "Institute of Testing"),
        ("OAO Primerstroy", "Primerstroy Open Joint Stock Company"),
        ("ООО «Примерстрой»", "Primerstroy LLC"),
        ("Good Well Company", "Goodwell Co."),
        ("Forty-Four Brigade", "44 Brigade"),
        ("First Sample Bank", "1st Sample Bank"),
        ("Examplle Dynamics Ltd", "Example Dynamics Ltd"),
        ("株式会社サンプル製作所", "サンプル製作所"),
        ("㈱サンプル・ヴァレー", "サンプルバレー"),
        ("ネルパ造船所", "Nerpa Shipyard"),
        ("学術生産公団サンプル", "NPO Sample JSC"),
        ("ハルビン工業大学", "Harbin Institute of Technology"),
        ("ハルビン工程大学", "Harbin Engineering University"),
        ("モスクワ物理工科大学", "Moscow Institute of Physics and Technology"),
        ("国防科技大学", "National University of Defense Technology"),
        ("北京航空航天大学", "Beijing University of Aeronautics and Astronautics"),
        ("中国航天科工集団", "China Aerospace Science and Industry Corporation Limited"),
        ("中国電子科技集団公司", "China Electronics Technology Group Corporation"),
        ("朝鮮コンピューターセンター", "Korea Computer Center"),
        ("Beijing Univ Aeronaut & Astronaut", "Beijing University of Aeronautics and Astronautics"),
        ("Sample Technology You Xian Gong Si", "Sample Technology Co., Ltd."),
    ],
)
def test_legal_form_spelling_and_script_make_no_difference(one: str, other: str) -> None:
    assert _strength(one, other) in MATCHES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nanjing University", "Nanjing University of Aeronautics and Astronautics"),
        ("Tokyo University of Science", "University of Tokyo"),
        ("Beijing Institute of Technology", "Beijing Institute of Technology Zhuhai"),
        ("Academia Sinica", "Chinese Academy of Sciences"),
        ("Chinese Academy of Sciences – Institute of Testing", "Chinese Academy of Sciences"),
        ("Southern University of Science and Technology", "Army Engineering University"),
        ("Wuhan University", "Information Engineering University"),
        ("35th Shipyard", "36th Shipyard"),
        ("Sample Fund II", "Sample Fund III"),
        ("Sample Fund II", "Sample Fund"),
        ("Bowden of Chicago", "Bowden of Cleveland"),
        ("AOMZ", "VOMZ JSC"),
        ("PLA", "Public Library Association"),
        ("Example Systems Ltd", "Example Ltd"),
        ("第35造船所", "第36造船所"),
        ("南京大学", "南京航空航天大学"),
        ("東京大学", "東京理科大学"),
        ("カザンヘリコプター工場", "Kazan Watch Factory"),
        ("Micron Technology", "JSC Microtechnology"),
        ("SMIC", "有限会社 OMG"),
        ("ハルビン理工大学", "Harbin Institute of Technology"),
        ("ハルビン師範大学", "Harbin Institute of Technology"),
        ("北京工業大学", "Beijing Institute of Technology"),
        ("北京科技大学", "Beijing University of Technology"),
        ("重慶郵電大学", "Beijing University of Posts and Telecommunications"),
        ("西安電子科技大学", "University of Electronic Science and Technology of China"),
        ("国立台湾科技大学", "National University of Science and Technology"),
        ("防衛大学校", "National Defense University"),
        ("中国航天科技集団", "China Aerospace Science and Industry Corporation Limited"),
        ("サンクトペテルブルク工科大学", "Saint Petersburg Institute of Technology"),
    ],
)
def test_what_tells_organisations_apart_is_never_passed_over(one: str, other: str) -> None:
    assert _strength(one, other) not in MATCHES


def test_terms_without_a_name_are_never_strong() -> None:
    found = compare("東京科学大学", "Tokyo University of Science", Kind.ORGANIZATION)
    assert found.strength is Strength.MEDIUM
    assert "terms_alone" in {one.code for one in found.doubts}


def test_one_word_that_only_sounds_the_same_is_never_strong() -> None:
    found = compare("株式会社ジャルコ", "JARACO S.A.", Kind.ORGANIZATION)
    assert found.strength is Strength.MEDIUM
    assert "one_word_by_sound" in {one.code for one in found.doubts}
    assert (
        compare("イマーム・ホセイン大学", "Imam Hossein University", Kind.ORGANIZATION).strength
        is Strength.STRONG
    )


def test_a_namesake_says_why_it_is_none() -> None:
    found = compare("Sample Fund II", "Sample Fund III", Kind.ORGANIZATION)
    assert [(one.code, one.detail) for one in found.doubts] == [("numbers_differ", "2 / 3")]


def test_every_feature_says_what_it_is() -> None:
    assert all(feature.__doc__ and feature.__doc__.endswith(".") for feature in ORGANIZATION_FEATURES)


@pytest.mark.parametrize(
    ("word", "number"), [("44", 44), ("1st", 1), ("third", 3), ("forty", 40), ("cat", None)]
)
def test_numbers_are_read(word: str, number: int | None) -> None:
    assert number_of(word) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("ii", 2), ("iv", 4), ("ix", 9), ("xiv", 14), ("xxxix", 39), ("iiii", None), ("mix", None)],
)
def test_roman_numerals_are_read(word: str, number: int | None) -> None:
    assert roman_number(word) == number


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sample Ltd", Kind.ORGANIZATION),
        ("University of Samples", Kind.ORGANIZATION),
        ("Plant 35", Kind.ORGANIZATION),
        ("サンプル造船所", Kind.ORGANIZATION),
        ("Anna Petrova", None),
        ("山田一郎", None),
    ],
)
def test_words_say_whom_a_name_names(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind
