"""How names are printed: marks of sources, abbreviations, numbers, countries, and what stands beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphrisk.resolve.affiliations.index import build
from graphrisk.resolve.affiliations.matcher import answer, match
from graphrisk.resolve.affiliations.registry import Organization
from graphrisk.resolve.affiliations.words import words_of
from tests.resolve.affiliations.small import ORGANIZATIONS, org


def graded(text: str, *more: Organization) -> dict[str, str]:
    return {m.org_id: m.grade for m in match(text, build([*ORGANIZATIONS, *more]))}


@pytest.mark.parametrize(
    "text",
    [
        "Kyoto University#TAB#",
        "#R##N#Kyoto University",
        "#N#        Kyoto#N#University",
        "Faculty of Law, Kyoto\n\t\t\t\tUniversity",
        "Faculty of Law, Kyoto\n        University",
    ],
)
def test_marks_of_a_source_and_soft_line_ends_are_no_words(text: str) -> None:
    assert graded(text) == {"kyoto": "A"}


def test_a_line_end_without_indent_still_parts() -> None:
    assert {word.segment for word in words_of("Kyoto University\nNanjing University")} == {0, 1}


def test_letters_of_a_state_before_a_town_are_a_little_word() -> None:
    santarem = org("ips", "Instituto Politécnico de Santarém", "PT", "Santarém")
    assert graded("INSTITUTO POLITECNICO DE SANTAREM", santarem) == {"ips": "A"}
    delaware = org("ud", "University of Elsewhere", "US", "Newark")
    assert graded("UNIVERSITY OF ELSEWHERE, NEWARK DE", delaware) == {"ud": "A"}


def test_a_centre_is_no_region() -> None:
    """Centre is also a region of France: it said that nothing else lay where it should."""
    tours = Organization("tours", "Anjou Works", "FR", True, (), org("x", "x", "FR", "Tours").places)
    tours = replace(tours, places=(replace(tours.places[0], region="Centre"),))
    assert graded("Brain and Mind Centre, Kyoto University", tours) == {"kyoto": "A"}


def test_a_translation_goes_before_a_name_made_shorter() -> None:
    """Of several campuses one bears the name without a town in another language: that one, weakly."""
    park = org("park", "University of Marl, Park", "US", "Park", "Universidad de Marl")
    shore = org("shore", "University of Marl, Shore", "US", "Shore")
    assert graded("Department of Law, University of Marl", park, shore) == {"park": "C"}
    assert graded("University of Marl, Shore, USA", park, shore) == {"shore": "A"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stem Cell Center of KAIX, KAIX", {"kaix": "C"}),
        ("KAIX Stem Cell Center", {"kaix": "C"}),
        ("Institute for Century Studies (KIB), KAIX", {"kaix": "C"}),
        ("Department of Optics, KIB", {"kib": "C"}),
        ("KIB", {}),
        ("KIB House", {}),
        ("Department of Optics, KIB, Osaka, Japan", {}),
    ],
)
def test_an_acronym_alone_is_weak_and_three_letters_need_more(text: str, found: dict[str, str]) -> None:
    kaix = org("kaix", "Korea Advanced Works", "KR", "Daejeon", acronym="KAIX")
    kib = org("kib", "Kunming Garden", "CN", "Kunming", acronym="KIB")
    assert graded(text, kaix, kib) == found


def test_three_letters_alone_may_mean_a_far_better_known_body() -> None:
    known = org("mit-us", "Massachusetts Works", "US", "Cambridge", acronym="MIX", relations=12)
    other = org("mit-in", "Maharashtra Works", "IN", "Pune", acronym="MIX", relations=1)
    assert graded("MIX", known, other) == {"mit-us": "C"}
    assert graded("MIX", replace(known, relations=2), other) == {}


def test_an_acronym_beside_its_town_is_told_by_it() -> None:
    kiel = org("cau", "Christian Albrechts College", "DE", "Kiel", acronym="CAX")
    china = org("china", "China Agricultural College", "CN", "Beijing", acronym="CAX")
    assert set(graded("Kiel CAX", kiel, china)) == {"cau"}
    # A town that begins another name says nothing.
    assert graded("CAX Beijing Works House", kiel, china) == {}


def test_an_abbreviation_may_stand_for_another_word() -> None:
    tum = org("tum", "Technical University of Munich", "DE", "Munich")
    lmu = org("lmu", "University of Munich", "DE", "Munich")
    assert set(graded("Network Services, Tech. Univ. Munich, Munich, Germany", tum, lmu)) == {"tum"}
    assert set(graded("Network Services, Technology Univ. Munich, Germany", tum, lmu)) != {"tum"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Royal Marl NHS Trust, London, UK", "nhs"),
        ("Ryazan State Medical University", "ryazan"),
        ("Richard L. Roude Veterans Administration Medical Center, Indianapolis, IN, USA", "va"),
        ("Richard L. Roude Veterans Affairs Medical Center, Indianapolis, IN, USA", "va"),
        ("[Wagen AG, Wolfsburg, Germany]", "wagen"),
        ("Hospital Universitario Dr. Pesette, Spain", "peset"),
        ("London Bus. Sch.", "lbs"),
        ("Uniersidad de Sevilla", "seville"),
        ("Nanjing Institute of Palaeontology, China", "fossils"),
    ],
)
def test_names_as_they_are_printed(text: str, key: str) -> None:
    more = (
        org("nhs", "Royal Marl NHS Foundation Trust", "GB", "London"),
        org("ryazan", "Ryazan State Medical University named after Academician I.P. Pavlov", "RU", "Ryazan"),
        org("va", "Richard L. Roude VA Medical Center", "US", "Indianapolis"),
        org("wagen", "Wagen Group (Germany)", "DE", "Wolfsburg", "Wagen Aktiengesellschaft"),
        org("peset", "Hospital Universitario Doctor Pesette", "ES", "Valencia"),
        org("lbs", "London Business School", "GB", "London"),
        org("seville", "Universidad de Sevilla", "ES", "Sevilla"),
        org("fossils", "Nanjing Institute of Paleontology", "CN", "Nanjing"),
    )
    assert set(graded(text, *more)) == {key}


def test_who_a_body_is_named_after_goes_only_at_the_end() -> None:
    center = org("rcc", "Cancer Center named after N. Blokhin of the Ministry of Health", "RU", "Moscow")
    assert graded("Cancer Center, Paris, France", center) == {}


@pytest.mark.parametrize("text", ["Université de Lyonne VI, Lyonne, France", "Université Lyonne 2, France"])
def test_a_numbered_university_is_not_the_one_without_a_number(text: str) -> None:
    plain = org("lyon", "Université de Lyonne", "FR", "Lyonne")
    first = org("lyon1", "Université Claude Bernard Lyonne 1", "FR", "Villeurbanne")
    assert "lyon" not in graded(text, plain, first)
    # In English a figure is a footnote, and where no university has a number it is one as well.
    assert graded("University of Lyonne 2 , Lyonne, France", plain, first)["lyon"] != "C"
    assert graded("Université de Lyonne 2 , Lyonne, France", plain)["lyon"] != "C"


def test_a_number_behind_a_name_makes_it_longer() -> None:
    """China Railway 16th Bureau is a company of its own."""
    railway = org("rail", "China Railway", "CN", "Beijing")
    assert graded("China Railway 16th Bureau Group, Beijing, China", railway).get("rail", "C") == "C"
    assert graded("China Railway, Beijing, China", railway) == {"rail": "A"}


def test_a_name_without_its_country_counts_where_it_is_said() -> None:
    """The Academy of Sciences in Kyiv is Ukraine's; without a country it is nobody's, and others' weakly."""
    ukraine = org("nas", "National Academy of Herbs of Ukraine", "UA", "Kyiv")
    assert graded("National Academy of Herbs, Kyiv, Ukraine", ukraine) == {"nas": "C"}
    assert graded("National Academy of Herbs", ukraine) == {}
    known = org("fda-us", "United States Food and Herb Administration", "US", "Silver Spring", relations=12)
    thai = org("fda-th", "Food and Herb Administration", "TH", "Nonthaburi", relations=1)
    assert graded("Food and Herb Administration", known, thai) == {"fda-th": "C"}
    assert graded("Food and Herb Administration", thai) == {"fda-th": "A"}
    assert set(graded("Food and Herb Administration, Silver Spring, MD, USA", known, thai)) == {"fda-us"}


def test_a_name_that_is_also_made_of_another_stays_a_name() -> None:
    """An alias that is the name without its town counts as a name, in whatever order they come."""
    school = org("umb", "University of Marl School of Law Baltimore", "US", "Baltimore")
    alias = replace(school, names=(*school.names, ("University of Marl School of Law", "alias")))
    assert graded("University of Marl School of Law", alias) == {"umb": "A"}
    assert graded("University of Marl School of Law", school) == {"umb": "C"}


def test_a_university_hospital_in_another_order_goes_before_the_university() -> None:
    university = org("unil", "University of Lausanne", "CH", "Lausanne")
    hospital = org("chuv", "University Hospital of Lausanne", "CH", "Lausanne")
    found = graded("Lausanne University Hospital 3 Department of Surgery, Lausanne", university, hospital)
    assert set(found) == {"chuv"}
    assert "unil" in graded("Lausanne University, Lausanne", university, hospital)


def test_a_named_parent_tells_namesakes_apart() -> None:
    mother = org("nih", "National Institutes of Herbs", "US", "Bethesda")
    here = org("nci", "National Cancer Institute", "US", "Bethesda", parents=("nih",))
    there = org("nci-eg", "National Cancer Institute", "EG", "Cairo")
    text = "National Cancer Institute, National Institutes of Herbs"
    (one,) = [
        m for m in answer(text, build([*ORGANIZATIONS, mother, here, there])).matches if m.org_id != "nih"
    ]
    assert one.org_id == "nci"
    assert "parent_tells" in one.reasons


def test_a_name_behind_an_and_is_read_though_it_is_printed_with_errors() -> None:
    clinic = org("va", "Richard L. Roudebush VA Medical Center", "US", "Indianapolis")
    text = "Kyoto University and Roudebush VA Medical Center, Indianapolis"
    assert "va" in graded(text, clinic)
    assert "va" not in graded("Kyoto University Roudebush VA Medical Center, Indianapolis", clinic)


@pytest.mark.parametrize("beside", ["Heidelberg University", "Heidelberg"])
def test_a_body_of_a_general_name_elsewhere_is_not_taken(beside: str) -> None:
    """Nothing says the country, but all that stands beside it lies in another one."""
    chemistry = org("chem", "Institute of Applied Chemistry", "CZ", "Prague")
    assert "chem" not in graded(f"Institute of Applied Chemistry, {beside}", chemistry)
    assert "chem" in graded("Institute of Applied Chemistry, Prague", chemistry)
    # Rare words may be a branch's; they carry no finding.
    genes = org("genes", "Institute of Karyotypes", "CZ", "Prague")
    assert graded("Institute of Karyotypes, Heidelberg University", genes)["genes"] == "C"


def test_a_campus_is_told_by_the_town_in_its_brackets() -> None:
    mother = org("hk", "Kowloon University of Herbs", "CN", "Kowloon")
    campus = org("gz", "Kowloon University of Herbs (Guangzhou)", "CN", "Guangzhou")
    assert graded("Kowloon University of Herbs", mother, campus) == {"hk": "A"}
    assert graded("Kowloon University of Herbs, Guangzhou, China", mother, campus) == {"gz": "A"}


def test_an_acronym_counts_among_capitals_where_other_words_are_printed_as_usual() -> None:
    hkx = org("hkx", "Victoria Works", "CN", "Hong Kong", acronym="HKXST")
    assert set(graded("HKXST, Kowloon, HKSAR, P. R. China", hkx)) == {"hkx"}
    assert graded("HKXST, KOWLOON, HKSAR, P. R. CHINA", hkx) == {}


TOHOKU = org("tohoku", "Tohoku University", "JP", "Sendai", "東北大学", relations=20)
SHENYANG = org("neu", "Northeastern University", "CN", "Shenyang", "东北大学", relations=9)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("東京大学大学院工学系研究科", {"ut": "B"}),
        ("国立大学法人東京大学 生産技術研究所", {"ut": "A"}),
        ("国立大学法人 東京大学", {"ut": "A"}),
        ("京都大学未来材料・システム研究所", {"kyoto": "B"}),
        ("서울대학교 공과대학", {"snu": "A"}),
        # In Japan a university's hospital is a part of it; elsewhere, as all schools, a body of its own.
        ("東京大学医学部附属病院", {"ut": "B"}),
        ("東京大学病院 放射線科", {"ut": "B"}),
        ("東京大学 医学部附属病院", {"ut": "A"}),
        ("東京大学 聖路加病院", {"ut": "C"}),
        ("南京大学附属医院", {"nju": "C"}),
        ("南京大学附属中学", {"nju": "C"}),
        # One name in the characters of two countries.
        ("東北大学大学院理学研究科", {"tohoku": "B"}),
        ("东北大学信息科学与工程学院", {"neu": "B"}),
        ("東北大学 金属材料研究所", {"tohoku": "B"}),
        ("东北大学 软件学院", {"neu": "A"}),
    ],
)
def test_a_unit_behind_an_east_asian_name(text: str, found: dict[str, str]) -> None:
    assert graded(text, TOHOKU, SHENYANG) == found
