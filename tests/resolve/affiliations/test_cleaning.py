"""What files, forms and typing do to a string, and posts and letters that stand beside a name."""

from __future__ import annotations

import pytest

from graphrisk.resolve.affiliations.cleaning import clean
from graphrisk.resolve.affiliations.index import build
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.registry import Organization
from graphrisk.resolve.affiliations.words import words_of
from tests.resolve.affiliations.small import ORGANIZATIONS, org

TOHOKU = org("tohoku", "Tohoku University", "JP", "Sendai", "東北大学", relations=20)
SHENYANG = org("neu", "Northeastern University", "CN", "Shenyang", "东北大学", relations=9)


def graded(text: str, *more: Organization) -> dict[str, str]:
    return {m.org_id: m.grade for m in match(text, build([*ORGANIZATIONS, *more]))}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Universit&eacute; de Lyon &amp; CNRS", "Université de Lyon & CNRS"),
        ("Universit&#228;t Wien", "Universität Wien"),
        ("A&B; C", "A&B; C"),
        ("Kyoto Uni\u00adversity", "Kyoto University"),
        ("Kyoto Uni-\nversity", "Kyoto University"),
        ("Saint-\nPetersburg", "Saint-\nPetersburg"),
        ("Beijing Institute\nof Technology", "Beijing Institute of Technology"),
        ("University of\r\n  Tokyo", "University of Tokyo"),
        ("Kyoto University\nNanjing University", "Kyoto University\nNanjing University"),
        ("PekingUniversity,Beijing", "Peking University,Beijing"),
        ("UniversityofTokyo", "University ofTokyo"),
        ("Universität Universitätsklinikum", "Universität Universitätsklinikum"),
        ("名古屋大学および東北大学", "名古屋大学、東北大学"),
        ("東京大学 兼 理化学研究所", "東京大学、理化学研究所"),
        ("京都大学兼任教授", "京都大学兼任教授"),
        ("東京医科歯科大学（現 東京科学大学）", "東京医科歯科大学（東京科学大学）"),
        ("（現代自動車）", "（現代自動車）"),
        ("元東北大学", "元 東北大学"),
        ("旧制高等学校", "旧制高等学校"),
    ],
)
def test_a_string_is_read_as_it_was_meant(text: str, meant: str) -> None:
    assert clean(text) == meant
    assert clean(meant) == meant


def test_a_little_word_that_sticks_to_the_next_is_none() -> None:
    assert graded("UniversityofTokyo, Tokyo, Japan") == {"ut": "A"}
    assert graded("KyotoUniversity,Kyoto,Japan") == {"kyoto": "A"}


def test_the_part_that_matched_stands_in_the_string_as_read() -> None:
    (found,) = match("Faculty of Law, Kyoto&nbsp;University", build(ORGANIZATIONS))
    assert (found.org_id, found.part, found.start) == ("kyoto", "Kyoto\u00a0University", 16)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Guest professor at Kyoto University, Japan", {"kyoto": "A"}),
        ("Research Scientist, Kyoto University, Japan", {"kyoto": "A"}),
        ("Former professor at Kyoto University, Japan", {"kyoto": "C"}),
        ("東京大学名誉教授", {"ut": "B"}),
        ("元東京大学", {"ut": "C"}),
        ("東京大学（現 京都大学）", {"ut": "A", "kyoto": "A"}),
        ("〒113-8656 東京都文京区本郷7-3-1 東京大学大学院工学系研究科", {"ut": "B"}),
        ("南京 東京大学", {"ut": "C"}),
        ("教授", {}),
    ],
)
def test_a_post_and_an_address_before_a_name(text: str, found: dict[str, str]) -> None:
    assert graded(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("東北大学（中国・瀋陽）", "neu"),
        ("東北大学 瀋陽", "neu"),
        ("東北大学（日本・仙台）", "tohoku"),
        ("東北大学", "tohoku"),
    ],
)
def test_a_town_in_chinese_letters_tells_namesakes_apart(text: str, found: str) -> None:
    assert set(graded(text, TOHOKU, SHENYANG)) == {found}


def test_a_group_of_chinese_state_companies_has_two_legal_forms() -> None:
    group = org("casic", "China Rocket Corporation", "CN", "Beijing", "中国火箭集团公司")
    assert graded("中国火箭集团有限公司", group)["casic"] in "AB"
    assert graded("中国火箭集团有限公司第二研究所", group)["casic"] in "AB"
    assert graded("中国火箭学会", group) == {}


def test_a_shortened_university_before_its_unit() -> None:
    tsukuba = org("tsukuba", "University of Tsukuba", "JP", "Tsukuba", "筑波大学")
    assert graded("筑波大数理物質", tsukuba) == {"tsukuba": "B"}
    assert graded("筑波大祭", tsukuba) == {}


def test_a_name_that_ends_otherwise_stands_before_a_graduate_school() -> None:
    tmu = org("tmu", "Tokyo Metropolitan University", "JP", "Tokyo", "首都大学東京")
    assert graded("首都大学東京大学院理工学研究科", tmu) == {"tmu": "B"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kyoto University JP", {"kyoto": "A"}),
        ("Nanjing University of Aeronautics and Astronautics NUAA", {"nuaa": "A"}),
        ("Kyoto University D-MAVT", {"kyoto": "A"}),
        ("Kyoto University NUAA", {"kyoto": "C"}),
        ("Kyoto University CN", {"kyoto": "C"}),
        ("Kyoto University South Campus, Japan", {"kyoto": "A"}),
    ],
)
def test_letters_behind_a_name(text: str, found: dict[str, str]) -> None:
    """Its own acronym and country say nothing new, and letters of nobody are its unit's; others go on."""
    grades = graded(text)
    assert {key: grades.get(key) for key in found} == found


def test_a_unit_behind_its_parent_and_before_it() -> None:
    nasx = org("nasx", "National Works", "US", "Washington", acronym="NASX")
    unit = org("unit", "Goddard Flight Center", "US", "Greenbelt", parents=("nasx",))
    assert graded("NASX Goddard Flight Center, Greenbelt, MD", nasx, unit)["unit"] in "AB"
    assert graded("Old NASX Goddard Flight Center, Greenbelt, MD", nasx, unit).get("unit", "C") == "C"
    assert graded("Goddard Flight Center of NASX, Greenbelt, MD", nasx, unit)["unit"] in "AB"
    assert graded("Goddard Flight Center of Kyoto", nasx, unit) == {}


def test_a_name_of_two_acronyms_is_one_name() -> None:
    council = org("cnr", "National Council", "IT", "Rome", acronym="CNR")
    optics = org("ino", "National Institute of Light", "IT", "Florence", acronym="CNR-INO", parents=("cnr",))
    assert graded("CNR-INO, Firenze, Italy", council, optics)["ino"] == "A"
    assert graded("CNR SAS, Roma, Italy", org("sas", "Light Works", "IT", "Rome", acronym="CNR SAS")) == {}


def test_an_acronym_of_a_body_in_whose_name_its_bearer_stands_is_that_bearers() -> None:
    host = org("tuat", "Tokyo University of Farming", "JP", "Tokyo", acronym="TUAX")
    unit = org("gir", "Global Institute (Tokyo University of Farming)", "JP", "Tokyo", acronym="TUAX")
    assert graded("TUAX, Tokyo, Japan", host, unit) == {"tuat": "B"}


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("KAIXT", "B"),
        ("Department of Optics, KAIXT", "B"),
        ("KAIXT Stem Cell Center", "C"),
        ("KAIY, Korea", "B"),
        ("Department of Optics, KAIY", "C"),
        ("KAIY, NUAA, Korea", "C"),
    ],
)
def test_an_acronym_that_nobody_else_has(text: str, grade: str) -> None:
    """Alone it needs five letters, beside its country four and no other acronym."""
    five = org("five", "Korea Advanced Works", "KR", "Daejeon", acronym="KAIXT")
    four = org("five", "Korea Advanced Yard", "KR", "Daejeon", acronym="KAIY")
    assert graded(text, four if "KAIY" in text else five).get("five") == grade
    other = org("other", "Kairo Works", "EG", "Cairo", "Kaixt Kaiy Foundation")
    assert graded(text, four if "KAIY" in text else five, other).get("five", "C") == "C"


def test_letters_for_the_beginning_of_a_name() -> None:
    navy = org("nrl", "United States Naval Works", "US", "Washington")
    cancer = org("md", "The University of Texas Anderson Center", "US", "Houston")
    assert graded("U.S. Naval Works, Washington, DC 20375", navy)["nrl"] in "AB"
    assert graded("UT Anderson Center, Houston, TX", cancer)["md"] in "AB"


def test_a_name_of_two_universities_is_no_unit_of_either() -> None:
    one = Organization(
        "both", "Kyoto University-Nanjing University College", "CN", True,
        (("Kyoto University-Nanjing University College", "display"),), (), (), 1, ("kyoto", "nju"),
    )  # fmt: skip
    grades = graded("Kyoto University-Nanjing University College, Zhuhai", one)
    assert (grades.pop("both"), set(grades.values()) <= {"C"}) == ("A", True)


def test_words_of_the_list_need_no_full_stop_and_a_campus_is_no_plural() -> None:
    defense = [word.canon for word in words_of("Natl Univ Def Technol")]
    assert defense == ["national", "university", "defense", "technology"]
    assert match("Nanjing Univ", build(ORGANIZATIONS))[0].method == "exact"
    assert words_of("Campus")[0].canon == "campus"
    assert [word.surface for word in words_of("Univercity Universty")] == ["university", "university"]
