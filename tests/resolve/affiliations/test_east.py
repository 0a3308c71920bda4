"""Short forms, companies behind companies, and whose letters a string is printed in."""

from __future__ import annotations

import pytest

from graphrisk.resolve.affiliations.east import (
    has_legal_end,
    is_legal_form,
    script_country,
    short_begin,
    short_forms,
    spelled_out,
)
from graphrisk.resolve.affiliations.index import build
from graphrisk.resolve.affiliations.matcher import match
from graphrisk.resolve.affiliations.registry import Organization
from tests.resolve.affiliations.small import ORGANIZATIONS, org


def graded(text: str, *more: Organization) -> dict[str, str]:
    return {one.org_id: one.grade for one in match(text, build([*ORGANIZATIONS, *more]))}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("理化学研究所 創発物性科学研究センター", "JP"),
        ("京都大学大学院工学研究科", "JP"),
        ("九州大学応用力学研究所, 〒816-8580", "JP"),
        ("大阪大学, 大阪府吹田市山田丘", None),
        ("東北大学（仙台市青葉区片平）", "JP"),
        ("清华大学电子工程系", "CN"),
        ("北京航空航天大学宇航学院，北京 100191", "CN"),
        ("国防科技大学 前沿交叉学科学院，湖南 长沙", "CN"),
        ("서울대학교 공과대학", "KR"),
        # Letters that both use say nothing, and two ways of writing say nothing either.
        ("南京大学物理学院", None),
        ("中国科学院物理研究所", None),
        ("東京大学大学院、清华大学电子工程系", None),
        ("University of Tokyo 100191", None),
    ],
)
def test_whose_letters(text: str, country: str | None) -> None:
    assert script_country(text) == country


def test_short_names_are_spelled_out() -> None:
    assert list(spelled_out("東大")) == ["東京大学"]
    assert list(spelled_out("理研脳神経科学研究センター")) == ["理化学研究所脳神経科学研究センター"]
    assert list(spelled_out("中科院")) == []  # Taiwan has one too
    assert list(spelled_out("東京大学")) == []
    assert short_begin("東大院理") == ("東京大学", "院理")
    assert short_begin("東大阪大学") == ("", "")


def test_names_get_their_usual_short_forms() -> None:
    assert list(short_forms("筑波大学")) == ["筑波大"]
    assert list(short_forms("群馬工業高等専門学校")) == ["群馬高専"]
    assert list(short_forms("中国人民解放軍海軍工程大学"))[-1] == "海軍工程大学"
    assert list(short_forms("大学")) == []


def test_legal_forms() -> None:
    assert is_legal_form("公益社団法人")
    assert not is_legal_form("公益社団法人日本分析化学会")
    assert has_legal_end("ヘルスケア株式会社")
    assert not has_legal_end("株式会社")
    assert not has_legal_end("中央研究所")


RIKEN = org("riken", "RIKEN", "JP", "Wako", "理化学研究所", acronym="RIKEN")
BRAIN = org("brain", "Center for Brain Science", "JP", "Wako", "理化学研究所脳神経科学研究センター",
            parents=("riken",))  # fmt: skip
WORKS = org("works", "Acme Works (Japan)", "JP", "Tokyo", "株式会社アクメ製作所")
LABS = org("labs", "Other Central Laboratories (Japan)", "JP", "Nagoya", "中央研究所")
LATIN = org("ihx", "IHX Corporation (Japan)", "JP", "Tokyo", "株式会社IHX")
NEU = org("neu", "Northeastern University", "CN", "Shenyang", "东北大学", relations=9)
TOHOKU = org("tohoku", "Tohoku University", "JP", "Sendai", "東北大学", relations=9)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("東大院工", {"ut": "B"}),
        ("東大・院工", {"ut": "B"}),
        ("東大阪大学工学部", {}),
        ("東大阪市立産業研究所", {}),
        ("東大工学部", {"ut": "B"}),
        ("理研 脳神経科学研究センター", {"brain": "A", "riken": "A"}),
        ("京都大学 桂キャンパス 工学研究科", {"kyoto": "A"}),
        ("東北大学 未来科学技術共同研究センター", {"tohoku": "A"}),
        ("北京理工大学爆炸科学与技术国家重点实验室", {"bit": "B"}),
        ("アクメ製作所（株）中央研究所", {"works": "A"}),
        ("株式会社アクメ製作所 中央研究所", {"works": "A"}),
        ("アクメ製作所 ヘルスケア株式会社", {"works": "C"}),
        ("株式会社IHX 技術開発本部", {"ihx": "A"}),
        ("東京大学大学院工学系研究科／理化学研究所", {"ut": "B", "riken": "A"}),
    ],
)
def test_as_japanese_print_them(text: str, found: dict[str, str]) -> None:
    assert graded(text, RIKEN, BRAIN, WORKS, LABS, LATIN, NEU, TOHOKU) == found


def test_a_record_that_is_a_legal_form_names_nobody() -> None:
    assert graded("公益社団法人 国際日本語協会", org("form", "Body", "JP", "Tokyo", "公益社団法人")) == {}


def test_the_country_behind_a_company_s_name_counts_where_the_string_says_it_too() -> None:
    car = org("car", "Yotaka Motor Corporation (Japan)", "JP", "Toyota")
    assert graded("Yotaka Motor Corporation, Toyota, Japan", car)["car"] in "AB"
    assert graded("Yotaka Motor Corporation of Lima, Lima, Peru", car) == {}


def test_a_company_that_bears_its_town_s_name() -> None:
    town = org("mill", "Rice Mill", "JP", "Hitachi")
    assert "hitachi" in graded("Hitachi, Ltd., Kokubunji, Tokyo, Japan", town)
    assert "hitachi" not in graded("Rice Mill, Hitachi, Japan", town)


IU = org("iu", "Indiana University", "US", "Bloomington", relations=40)
IUSM = org("iusm", "Indiana University School of Medicine", "US", "Indianapolis", parents=("iu",))


def test_a_school_stands_for_its_university() -> None:
    found = match("Department of Medicine, Indiana University School of Medicine, Indianapolis, IN, USA",
                  build([*ORGANIZATIONS, IU, IUSM]))  # fmt: skip
    assert {one.org_id: one.grade for one in found} == {"iu": "B", "iusm": "C"}
    assert "school_of_found" in next(one for one in found if one.org_id == "iusm").reasons


def test_a_school_whose_university_is_not_in_the_registry_stands_for_itself() -> None:
    text = "Indiana University School of Medicine, Indianapolis, IN, USA"
    alone = org("iusm", "Indiana University School of Medicine", "US", "Indianapolis")
    assert graded(text, alone)["iusm"] in "AB"
