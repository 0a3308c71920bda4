from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.names.organizations import affiliation_parts, organization_key

SAME = [
    (
        "The University of Tokyo",
        "UNIVERSITY OF TOKYO",
        "Univ. of Tokyo",
        "Ｕｎｉｖｅｒｓｉｔｙ　ｏｆ　Ｔｏｋｙｏ",
    ),
    ("国立大学法人東京大学", "東京大学", "国立大学法人 東京大学", "東京大學"),
    ("株式会社日立製作所", "日立製作所", "（株）日立製作所", "日立製作所㈱"),
    ("Huawei Technologies Co., Ltd.", "Huawei Technologies", "HUAWEI TECHNOLOGIES CO LTD"),
    ("華為技術有限公司", "华为技术有限公司", "华为技术"),
    ("北京航空航天大学", "北京航空航天大學"),
    ("Sons & Co.", "Sons and Co", "Sons"),
    ("Texas A&M University", "Texas A & M University", "Texas A and M University"),
    ("Universität Zürich", "Universitat Zurich"),
    ("St. Petersburg State University", "Saint Petersburg State University"),
    ("Centre for X-ray Optics", "Center for X Ray Optics"),
    ("JSC Rosatom", "Rosatom"),
    ("Foo S.A.", "Foo SA", "Foo"),
    ("King's College London", "King’s College London", "Kings College London"),
]

DIFFERENT = [
    ("University of Tokyo", "Tokyo University of Science"),
    ("University of Tokyo", "Tokyo University"),
    ("Nanjing University", "Nanjing University of Aeronautics and Astronautics"),
    ("Beijing Institute of Technology", "Beijing Institute of Technology, Zhuhai"),
    ("Academia Sinica", "Chinese Academy of Sciences"),
    ("Chinese Academy of Sciences", "Chinese Academy of Sciences – Institute of Physics"),
    ("Chinese Academy of Sciences", "University of Chinese Academy of Sciences"),
    ("Wuhan University", "Information Engineering University"),
    ("東京大学", "東京理科大学"),
    ("東京大学", "東京大学生産技術研究所"),
    ("University of California, Berkeley", "University of California, Los Angeles"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: str(names[0]))
def test_one_key_for_forms_of_one_name(names: tuple[str, ...]) -> None:
    assert len({organization_key(name) for name in names}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_words_that_distinguish_are_kept(one: str, other: str) -> None:
    assert organization_key(one) != organization_key(other)


@pytest.mark.parametrize("name", ["Co., Ltd.", "The", "株式会社", "Inc", "&"])
def test_a_name_is_never_stripped_to_nothing(name: str) -> None:
    assert organization_key(name)


@pytest.mark.parametrize("nothing", ["", " ", "...", "—"])
def test_nothing_left_is_an_empty_key(nothing: str) -> None:
    assert organization_key(nothing) == ""


NAMES = st.lists(
    st.sampled_from(
        ["The", "University", "of", "Co.", "Ltd.", "&", "and", "JSC", "S.A.", "Tokyo", "St.",
         "国立大学法人", "東京大学", "株式会社", "有限公司", "A", "é", "ß", "㈱", "-", "Company", "Univ."]
    ),
    max_size=6,
).map(" ".join)  # fmt: skip


@given(NAMES | st.text(max_size=30))
def test_key_of_a_key_is_the_key(name: str) -> None:
    key = organization_key(name)
    assert organization_key(key) == key


@given(NAMES)
def test_case_and_width_make_no_difference(name: str) -> None:
    assert organization_key(name.upper()) == organization_key(name.lower())


PARTS = [
    (
        "1 Department of Physics, The University of Tokyo, Tokyo 113-0033, Japan; a.b@example.org",
        ("Department of Physics", "The University of Tokyo", "Tokyo 113-0033", "Japan"),
    ),
    ("東京大学大学院工学系研究科", ("東京大学", "大学院工学系研究科")),
    ("国立大学法人東京大学 生産技術研究所", ("東京大学", "生産技術研究所")),
    ("东京大学医学部，东京，日本", ("东京大学", "医学部", "东京", "日本")),
    ("中国科学院大学", ("中国科学院大学",)),
    ("大学入試センター", ("大学入試センター",)),
    ("水産大学校", ("水産大学校",)),
    ("3M Company, St. Paul", ("3M Company", "St. Paul")),
    ("a) School of Law; b) School of Art.", ("School of Law", "School of Art")),
    ("[2] CERN", ("CERN",)),
    ("", ()),
    (" , ; ", ()),
]


@pytest.mark.parametrize(("raw", "parts"), PARTS)
def test_parts_of_an_affiliation(raw: str, parts: tuple[str, ...]) -> None:
    assert affiliation_parts(raw) == parts
