"""What raw affiliation strings name, and the namesake traps that published analyses fell into."""

from __future__ import annotations

import pytest

from graphrisk.names.organizations import organization_key
from graphrisk.resolve.index import Candidate, NameIndex, NameKind
from graphrisk.resolve.strings import match_string

ORGANIZATIONS = [
    ("nju", "CN", "Nanjing University", "南京大学"),
    ("nuaa", "CN", "Nanjing University of Aeronautics and Astronautics", "南京航空航天大学"),
    ("bit", "CN", "Beijing Institute of Technology", "北京理工大学"),
    ("bitzh", "CN", "Beijing Institute of Technology, Zhuhai"),
    ("bithk", "HK", "Hong Kong College of Technology"),
    ("tus", "JP", "Tokyo University of Science", "東京理科大学"),
    ("ut", "JP", "The University of Tokyo", "東京大学"),
    ("iis", "JP", "Institute of Industrial Science, The University of Tokyo"),
    ("as", "TW", "Academia Sinica", "中央研究院"),
    ("cas", "CN", "Chinese Academy of Sciences", "中国科学院"),
    ("iop", "GB", "Institute of Physics"),
    ("cdc", "TW", "Center for Disease Control"),
    ("sustech", "CN", "Southern University of Science and Technology"),
    ("army", "CN", "Army Engineering University"),
    ("whu", "CN", "Wuhan University"),
    ("ieu", "CN", "Information Engineering University"),
    ("uc", "US", "University of California System", "University of California"),
    ("ucb", "US", "University of California, Berkeley"),
    ("hku", "HK", "University of Hong Kong"),
    ("hitachi-jp", "JP", "Hitachi (Japan)"),
    ("hitachi-us", "US", "Hitachi (United States)"),
    ("ne-cn", "CN", "Northeastern University"),
    ("ne-us", "US", "Northeastern University"),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    made = NameIndex()
    for org_id, country, *names in ORGANIZATIONS:
        for name in names:
            made.add(name, organization_key(name), "label", Candidate(org_id, country, True, NameKind.OWN))
    town = Candidate("ut", "JP", True, NameKind.ALIAS)
    made.add("Tokyo", "tokyo", "alias", town)
    made.add("BIT", "bit", "acronym", Candidate("bit", "CN", True, NameKind.ALIAS))
    made.add("UT", "ut", "alias", town)
    return made


CASES = [
    ("Nanjing University of Aeronautics and Astronautics, Nanjing, China", {"nuaa"}),
    ("College of Physics, Nanjing Univ., Nanjing 210093, P.R. China", {"nju"}),
    ("Beijing Institute of Technology, Zhuhai, Guangdong, China", {"bitzh"}),
    ("School of Optics, Beijing Institute of Technology, Beijing 100081, China", {"bit"}),
    ("Hong Kong College of Technology, Hong Kong, China", {"bithk"}),
    ("Faculty of Science, Tokyo University of Science, Tokyo, Japan", {"tus"}),
    ("Dept. of Physics, The University of Tokyo, Tokyo 113-0033, Japan", {"ut"}),
    ("Institute of Industrial Science, The University of Tokyo, Tokyo, Japan", {"iis"}),
    ("東京理科大学理学部", {"tus"}),
    ("国立大学法人東京大学大学院工学系研究科", {"ut"}),
    ("南京航空航天大学 自动化学院", {"nuaa"}),
    ("Institute of Physics, Academia Sinica, Beijing, China", set()),
    ("Institute of Physics, Academia Sinica, Taipei, Taiwan", {"as"}),
    ("Institute of Physics, Chinese Academy of Sciences, Beijing, China", {"cas"}),
    ("Institute of Physics, Some Unknown University, London, UK", set()),
    ("Institute of Physics, London, UK", {"iop"}),
    ("Center for Disease Control, Xiangxi, Hunan, China", set()),
    ("Southern University of Science and Technology, Shenzhen, China", {"sustech"}),
    ("Wuhan University, Wuhan, China", {"whu"}),
    ("Information Engineering University, Zhengzhou, China", {"ieu"}),
    ("PLA Information Engineering University, Zhengzhou, China", set()),
    ("Army Engineering University of PLA, Nanjing, China", set()),
    ("University of California, Berkeley, CA 94720, USA", {"ucb"}),
    ("University of California, Berkeley", {"ucb"}),
    ("University of California, Oakland, USA", {"uc"}),
    ("The University of Hong Kong, Pokfulam, Hong Kong", {"hku"}),
    ("The University of Hong Kong, Pokfulam, China", {"hku"}),
    ("Hitachi, Ltd., Tokyo, Japan", {"hitachi-jp"}),
    ("Hitachi, San Jose, CA, USA", {"hitachi-us"}),
    ("Hitachi", set()),
    ("Northeastern University, Shenyang, China", {"ne-cn"}),
    ("Northeastern University, Boston, MA, USA", {"ne-us"}),
    ("Northeastern University", set()),
    ("BIT, Beijing, China", set()),
    ("Some Company, Tokyo", set()),
    ("UT, Tokyo, Japan", set()),
    ("Wuhan University, Wuhan, China; The University of Tokyo, Tokyo, Japan", {"whu", "ut"}),
    ("New Mexico Tech, Socorro, New Mexico", set()),
    ("", set()),
]


@pytest.mark.parametrize(("raw", "expected"), CASES)
def test_organisations_that_a_string_names(index: NameIndex, raw: str, expected: set[str]) -> None:
    assert {named.org_id for named in match_string(raw, index) if named.org_id} == expected


@pytest.mark.parametrize(
    ("raw", "countries"),
    [
        ("Unknown Institute, Beijing 100084, P.R. China", ["CN"]),
        ("Unknown Institute, Santa Fe, New Mexico", []),
        ("Unknown Institute, Atlanta, Georgia", []),
        ("Unknown Institute, Lebanon, NH 03756", []),
        ("Unknown, Kowloon, Hong Kong, China", ["HK"]),
        ("中国 北京 某研究所", ["CN"]),
        ("A, Japan; B, France; C, Japan", ["JP", "FR"]),
        ("Unknown Institute", []),
        ("Bank of China", []),
    ],
)
def test_countries_of_strings_that_name_no_organisation(
    index: NameIndex, raw: str, countries: list[str]
) -> None:
    assert [named.country for named in match_string(raw, index) if not named.org_id] == countries


def test_each_organisation_is_named_once_with_its_part_and_country(index: NameIndex) -> None:
    raw = "Dept. A, The University of Tokyo, Japan; Dept. B, University of Tokyo, Japan; X, France"
    named = match_string(raw, index)
    assert [(n.org_id, n.part, n.country) for n in named] == [
        ("ut", "The University of Tokyo", "JP"),
        (None, None, "FR"),
    ]


def test_what_was_not_chosen_is_told(index: NameIndex) -> None:
    choice = index.choose(organization_key("Northeastern University"))
    assert choice.ambiguous
    assert choice.rejected == ("ne-cn|ambiguous", "ne-us|ambiguous")
    assert index.choose(organization_key("Northeastern University"), ("CN",)).rejected == (
        "ne-us|country_differs",
    )


def test_own_names_of_active_organisations_go_first() -> None:
    index = NameIndex()
    for org in (
        Candidate("alias", "JP", True, NameKind.ALIAS),
        Candidate("ended", "JP", False, NameKind.OWN),
        Candidate("own", "JP", True, NameKind.OWN),
    ):
        index.add("Some Institute", "some institute", "label", org)
    choice = index.choose("some institute")
    assert choice.org_id == "own"
    assert choice.rejected == ("alias|alias_only", "ended|inactive")
